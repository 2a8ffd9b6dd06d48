//! The parameters that clients sent before there were expressions, as they stand in a request.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use monotable::Error;
use monotable::values::PackedValue;
use monotable_local::__server::error;
use monotable_local::__server::op::Constraints as Constrained;
use monotable_local::__server::parse::legacy::{
    Action, AttributeCondition, AttributeUpdate, Comparison, ExpectedAttribute,
};

use super::body::{Body, Place, Unreadable};
use super::value::Checked;

/// Entries by attribute, in the order of the body.
pub(super) type ByName<T> = Vec<(String, T)>;

/// An entry of Expected.
#[derive(Default)]
pub(super) struct Expected {
    exists: Option<bool>,
    value: Option<Checked<PackedValue>>,
    comparison: Option<String>,
    list: Option<Checked<Vec<PackedValue>>>,
}

/// An entry of KeyConditions, QueryFilter or ScanFilter.
#[derive(Default)]
pub(super) struct AttributeTest {
    comparison: Option<String>,
    list: Option<Checked<Vec<PackedValue>>>,
}

/// An entry of AttributeUpdates.
#[derive(Default)]
pub(super) struct Change {
    action: Option<String>,
    value: Option<Checked<PackedValue>>,
}

impl Body<'_> {
    pub(super) fn expected(&mut self) -> Result<ByName<Expected>, Unreadable> {
        self.entries("ExpectedAttributeValue", |body, name, entry: &mut Expected| {
            match name {
                "Exists" => entry.exists = Some(body.boolean()?),
                "Value" => entry.value = Some(body.value(Place::Field)?),
                "ComparisonOperator" => entry.comparison = Some(body.owned()?),
                "AttributeValueList" => entry.list = Some(body.value_list()?),
                _ => body.skip()?,
            }
            Ok(())
        })
    }

    pub(super) fn attribute_tests(&mut self) -> Result<ByName<AttributeTest>, Unreadable> {
        self.entries("Condition", |body, name, entry: &mut AttributeTest| {
            match name {
                "ComparisonOperator" => entry.comparison = Some(body.owned()?),
                "AttributeValueList" => entry.list = Some(body.value_list()?),
                _ => body.skip()?,
            }
            Ok(())
        })
    }

    pub(super) fn changes(&mut self) -> Result<ByName<Change>, Unreadable> {
        self.entries("AttributeValueUpdate", |body, name, entry: &mut Change| {
            match name {
                "Action" => entry.action = Some(body.owned()?),
                "Value" => entry.value = Some(body.value(Place::Field)?),
                _ => body.skip()?,
            }
            Ok(())
        })
    }

    fn entries<T: Default>(
        &mut self,
        class: &str,
        mut member: impl FnMut(&mut Self, &str, &mut T) -> Result<(), Unreadable>,
    ) -> Result<ByName<T>, Unreadable> {
        let mut entries: ByName<T> = Vec::new();
        let mut places = HashMap::new();
        self.map(class, |body, name| {
            let mut entry = T::default();
            body.structure_of(class, Place::Element, |body, name| member(body, name, &mut entry))?;
            // Of one name the last entry counts, as in all maps: an attribute that is changed twice would be stored twice.
            match places.entry(name) {
                Entry::Occupied(place) => {
                    if let Some((_, earlier)) = entries.get_mut(*place.get()) {
                        *earlier = entry;
                    }
                }
                // Of more than are taken there is one, by which it is seen.
                Entry::Vacant(_) if entries.len() > error::legacy::MOST_NAMES => {}
                Entry::Vacant(place) => {
                    entries.push((place.key().to_string(), entry));
                    place.insert(entries.len() - 1);
                }
            }
            Ok(())
        })?;
        Ok(entries)
    }
}

/// Notes operators that do not exist.
pub(super) fn check_expected(entries: &ByName<Expected>, constraints: &mut Constrained) {
    for (name, entry) in entries {
        if let Some(comparison) = &entry.comparison {
            check_comparison(constraints, "expected", name, comparison);
        }
    }
}

/// Notes operators that do not exist, or are not there.
pub(super) fn check_tests(member: &str, entries: &ByName<AttributeTest>, constraints: &mut Constrained) {
    for (name, entry) in entries {
        match &entry.comparison {
            Some(comparison) => check_comparison(constraints, member, name, comparison),
            None => constraints.missing(&format!("{member}.{name}.member.comparisonOperator")),
        }
    }
}

fn check_comparison(constraints: &mut Constrained, member: &str, name: &str, comparison: &str) {
    if Comparison::from_name(comparison).is_none() {
        let path = format_args!("{member}.{name}.member.comparisonOperator");
        constraints.broken(path, comparison, error::enumeration(COMPARISONS));
    }
}

/// Notes actions that do not exist.
pub(super) fn check_changes(entries: &ByName<Change>, constraints: &mut Constrained) {
    for (name, entry) in entries {
        if let Some(action) = &entry.action
            && Action::from_name(action).is_none()
        {
            let path = format_args!("attributeUpdates.{name}.member.action");
            constraints.broken(path, action, error::enumeration("[ADD, PUT, DELETE]"));
        }
    }
}

/// Returns what the entries say, after they were checked.
pub(super) fn read_expected(entries: ByName<Expected>) -> Checked<ByName<ExpectedAttribute>> {
    each(entries, |entry| {
        Ok(ExpectedAttribute {
            exists: entry.exists,
            value: entry.value.transpose()?,
            comparison: entry.comparison.as_deref().and_then(Comparison::from_name),
            list: entry.list.transpose()?,
        })
    })
}

/// Returns what the entries say, after they were checked.
pub(super) fn read_tests(entries: ByName<AttributeTest>) -> Checked<ByName<AttributeCondition>> {
    each(entries, |entry| {
        let comparison = entry.comparison.as_deref().and_then(Comparison::from_name);
        Ok(AttributeCondition {
            comparison: comparison.ok_or_else(|| error::validation(error::NO_TYPE))?,
            list: entry.list.transpose()?.unwrap_or_default(),
        })
    })
}

/// Returns what the entries say, after they were checked.
pub(super) fn read_changes(entries: ByName<Change>) -> Checked<ByName<AttributeUpdate>> {
    each(entries, |entry| {
        let action = entry.action.as_deref().and_then(Action::from_name).unwrap_or(Action::Put);
        Ok(AttributeUpdate { action, value: entry.value.transpose()? })
    })
}

fn each<T, U>(entries: ByName<T>, read: impl Fn(T) -> Result<U, Error>) -> Checked<ByName<U>> {
    entries.into_iter().map(|(name, entry)| Ok((name, read(entry)?))).collect()
}

const COMPARISONS: &str = "[IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]";
