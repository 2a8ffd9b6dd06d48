//! Updates that create the entity where there is none, in one request.
//!
//! UpdateItem has no branch: what a SET writes, it writes to an item that exists as well. So an attribute of the new entity is
//! written with `if_not_exists`, and an operand that the item lacks is taken from the new entity. An index key is written that
//! way only where the item has it already or where its parts are those of the new entity, since it would be stale otherwise.

use super::condition::Held;
use super::item::{key_of, value_at};
use crate::error::{Error, ErrorKind};
use crate::expr::{Condition, Path, SetOperand, SetValue, Update};
use crate::schema::{EntitySchema, IndexKeySchema, KeySource};
use crate::value::{Item, PackedValue, ValueRef};

/// The entity that there is after an update where there was none, before the update's own changes.
pub(crate) struct NewEntity {
    entity: &'static EntitySchema,
    item: Item,
}

impl NewEntity {
    pub(crate) fn new(entity: &'static EntitySchema, item: Item) -> Self {
        Self { entity, item }
    }

    /// Fails where the update relies on another value than the new entity has: an index key would be stale.
    pub(crate) fn agrees_with(&self, held: &[Held]) -> Result<(), Error> {
        match held.iter().find(|held| !held.holds(&self.item)) {
            None => Ok(()),
            Some(held) => Err(refused(format!(
                "the update relies on another `{}` than the new entity has; give both the same",
                held.attribute
            ))),
        }
    }

    /// Lets the update start from the new entity wherever the item lacks what it reads.
    pub(crate) fn join(&self, update: &mut Update, key: &Item) -> Result<(), Error> {
        if key_of(self.entity.layout, &self.item) != *key {
            return Err(refused("the new entity has another key than the update"));
        }
        let mut inside = None;
        update.targets(&mut |path| inside = inside.take().or_else(|| (!path.is_attribute()).then(|| path.to_string())));
        if let Some(path) = inside {
            return Err(refused(format!(
                "an update that may create the entity changes whole attributes, and {path} is inside one; DynamoDB has no \
                 place to put it where there is no item"
            )));
        }
        for (_, value) in &mut update.set {
            match value {
                SetValue::Operand(operand) => self.start(operand)?,
                SetValue::Plus(left, right) | SetValue::Minus(left, right) => {
                    self.start(left)?;
                    self.start(right)?;
                }
            }
        }
        for (path, amount) in std::mem::take(&mut update.add) {
            match (self.item.get(&path.head), amount.view()) {
                (None, _) => update.add.push((path, amount)),
                (Some(start @ ValueRef::N(_)), ValueRef::N(_)) => {
                    let start = SetOperand::IfNotExists(path.clone(), Box::new(SetOperand::Value(start.into())));
                    update.set.push((path, SetValue::Plus(start, SetOperand::Value(amount))));
                }
                (Some(start), more) if members(&start).all(|member| members(&more).any(|other| other == member)) => {
                    update.add.push((path, amount));
                }
                _ => return Err(set_in_new(&path)),
            }
        }
        for (path, gone) in &update.delete {
            let start = self.item.get(&path.head);
            let gone = gone.view();
            if start.is_some_and(|start| !members(&start).all(|member| members(&gone).any(|other| other == member))) {
                return Err(set_in_new(path));
            }
        }
        Ok(())
    }

    /// Lets an operand be what the new entity has, where the item lacks it.
    fn start(&self, operand: &mut SetOperand) -> Result<(), Error> {
        match operand {
            SetOperand::Value(_) => Ok(()),
            SetOperand::Path(path) => match value_at(&self.item, path) {
                Some(value) => {
                    let fallback = Box::new(SetOperand::Value(value));
                    let path = path.clone();
                    *operand = SetOperand::IfNotExists(path, fallback);
                    Ok(())
                }
                None => Err(refused(format!("the update reads {path}, which the new entity does not have"))),
            },
            SetOperand::IfNotExists(path, fallback) => match value_at(&self.item, path) {
                Some(value) => {
                    **fallback = SetOperand::Value(value);
                    Ok(())
                }
                None => self.start(fallback),
            },
            SetOperand::ListAppend(first, second) => {
                self.start(first)?;
                self.start(second)
            }
        }
    }

    /// Writes what the finished update leaves out, where the item lacks it; returns what must hold of an item that exists, so
    /// that no index key is stale.
    pub(crate) fn fill(&self, update: &mut Update) -> Option<Condition> {
        let mut targets = Vec::new();
        update.targets(&mut |path| targets.push(path.head.clone()));
        targets.sort();
        let layout = self.entity.layout;
        let is_key = |name: &str| name == layout.hash.name || layout.range.is_some_and(|range| name == range.name);
        let is_left_out = |name: &str| targets.binary_search_by(|target| target.as_ref().cmp(name)).is_err();
        for (name, value) in &self.item {
            let name = String::from_utf8_lossy(name);
            if is_key(&name) || !is_left_out(&name) {
                continue;
            }
            let path = Path::attribute(name.into_owned());
            let missing = SetOperand::IfNotExists(path.clone(), Box::new(SetOperand::Value(value.into())));
            update.set.push((path, SetValue::Operand(missing)));
        }
        let unwritten = self.entity.index_keys.iter().filter(|key| is_left_out(key.attribute));
        unwritten.filter_map(|key| self.keeps(key)).reduce(Condition::and)
    }

    /// Returns the condition under which an item that exists can take the index key of the new entity; `None` where it always
    /// can. What it depends on is then as in the new entity, or missing as well and filled from it.
    fn keeps(&self, key: &IndexKeySchema) -> Option<Condition> {
        let fields = key
            .depends_on()
            .into_iter()
            .filter(|field| !self.is_primary(field))
            .filter_map(|field| self.entity.fields.iter().find(|schema| schema.name == field && !schema.in_key));
        let parts = fields.map(|field| {
            let attribute = field.attribute;
            let value = self.item.get(attribute).filter(|value| !matches!(value, ValueRef::Null));
            let same = Held { attribute, value: value.map(PackedValue::from), or_none: false }.condition(self.entity);
            match value {
                None => same,
                Some(_) => {
                    let names = std::iter::once(&attribute).chain(field.aliases);
                    let missing = names.map(|name| Condition::NotExists(Path::attribute(*name))).reduce(Condition::and);
                    missing.into_iter().fold(same, Condition::or)
                }
            }
        });
        let parts = parts.reduce(Condition::and)?;
        Some(Condition::Exists(Path::attribute(key.attribute)).or(parts))
    }

    fn is_primary(&self, field: &str) -> bool {
        let pattern = &self.entity.patterns[0];
        std::iter::once(&pattern.hash).chain(&pattern.range).any(|source| match source {
            KeySource::Composed(template) => template.fields().any(|part| part == field),
            KeySource::Native(keys) => keys.iter().any(|key| key.field == field),
        })
    }
}

impl IndexKeySchema {
    /// Returns the fields that decide what the key is, and whether there is one.
    fn depends_on(&self) -> Vec<&'static str> {
        let (derived, only_if, deciding) = match self.rules {
            Some(rules) => (rules.derived, rules.only_if, rules.deciding),
            None => (&[][..], None, &[][..]),
        };
        let mut fields = Vec::new();
        for name in self.template.fields().chain(deciding.iter().copied()) {
            match derived.iter().find(|part| part.name == name) {
                Some(part) => fields.extend(part.fields),
                None => fields.push(name),
            }
        }
        fields.extend(only_if.into_iter().flat_map(|switch| switch.fields));
        fields
    }
}

/// Returns the members of a set, and none of what is no set.
fn members<'a>(value: &ValueRef<'a>) -> impl Iterator<Item = &'a [u8]> {
    let members = match value {
        ValueRef::Ss(members) | ValueRef::Ns(members) | ValueRef::Bs(members) => Some(*members),
        _ => None,
    };
    members.into_iter().flat_map(|members| members.iter())
}

#[cold]
fn set_in_new(path: &Path) -> Error {
    refused(format!(
        "the update changes the set {path}, which is not empty in the new entity; DynamoDB cannot change a set that it \
         creates, so give the new entity the set as it shall be, and change it by an update of its own"
    ))
}

#[cold]
fn refused(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
}
