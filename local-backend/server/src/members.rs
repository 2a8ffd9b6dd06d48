//! The members of a request on items: read from the body, and held against the constraints that DynamoDB's model has for them.

use std::borrow::Cow;
use std::sync::Arc;

use monotable::Item;
use monotable::request::{ReturnConsumed, ReturnValues};
use monotable_local::__server::error;
use monotable_local::__server::op::{self, Constraints};
use monotable_local::__server::parse::{self, legacy::Conditional};

use super::body::{Body, Place, TEXT, Unreadable};
use super::legacy::{self, AttributeTest, ByName, Change, Expected};
use super::value::Checked;

/// Broken constraints of a request.
pub(super) type Constrained = Constraints;

/// The members that operations on items have, each absent until it is read.
#[derive(Default)]
pub(super) struct Members<'a> {
    pub(super) table: Option<Cow<'a, str>>,
    pub(super) index: Option<Cow<'a, str>>,
    pub(super) item: Option<Checked<Item>>,
    pub(super) key: Option<Checked<Item>>,
    /// With the text of each.
    pub(super) keys: Option<Vec<(Body<'a>, Checked<Item>)>>,
    pub(super) start_key: Option<Checked<Item>>,

    pub(super) condition: Option<Cow<'a, str>>,
    pub(super) filter: Option<Cow<'a, str>>,
    pub(super) key_condition: Option<Cow<'a, str>>,
    pub(super) projection: Option<Cow<'a, str>>,
    pub(super) update: Option<Cow<'a, str>>,
    pub(super) names: Option<Vec<(String, String)>>,
    pub(super) values: Option<Checked<Vec<(String, monotable::values::PackedValue)>>>,

    pub(super) attribute_updates: Option<ByName<Change>>,
    pub(super) attributes_to_get: Option<Vec<String>>,
    pub(super) conditional_operator: Option<Cow<'a, str>>,
    pub(super) expected: Option<ByName<Expected>>,
    pub(super) key_conditions: Option<ByName<AttributeTest>>,
    pub(super) query_filter: Option<ByName<AttributeTest>>,
    pub(super) scan_filter: Option<ByName<AttributeTest>>,

    pub(super) return_values: Option<Cow<'a, str>>,
    pub(super) return_on_failure: Option<Cow<'a, str>>,
    pub(super) return_consumed: Option<Cow<'a, str>>,
    pub(super) return_metrics: Option<Cow<'a, str>>,

    pub(super) select: Option<Cow<'a, str>>,
    pub(super) limit: Option<i32>,
    pub(super) forward: Option<bool>,
    pub(super) consistent: Option<bool>,
    pub(super) segment: Option<i32>,
    pub(super) total_segments: Option<i32>,
}

impl<'a> Members<'a> {
    /// Reads the members that an operation has; it knows no others.
    pub(super) fn read(body: &mut Body<'a>, known: &[&str]) -> Result<Self, Unreadable> {
        let members = Self::read_within(body, "", Place::Field, known)?;
        body.end()?;
        Ok(members)
    }

    /// The same of a request within a request, of this class.
    pub(super) fn read_within(
        body: &mut Body<'a>,
        class: &str,
        place: Place,
        known: &[&str],
    ) -> Result<Self, Unreadable> {
        let mut members = Self::default();
        body.structure_of(
            class,
            place,
            |body, name| {
                if known.contains(&name) { members.member(body, name) } else { body.skip() }
            },
        )?;
        Ok(members)
    }

    fn member(&mut self, body: &mut Body<'a>, name: &str) -> Result<(), Unreadable> {
        match name {
            "TableName" => self.table = Some(body.text()?),
            "IndexName" => self.index = Some(body.text()?),
            "Item" => self.item = Some(body.item()?),
            "Key" => self.key = Some(body.item()?),
            "Keys" => {
                let keys = self.keys.insert(Vec::new());
                body.short_list(op::MAX_KEYS, |body| {
                    body.nested()?;
                    keys.push((body.clone(), body.item()?));
                    Ok(())
                })?;
            }
            "ExclusiveStartKey" => self.start_key = Some(body.item()?),
            "ConditionExpression" => self.condition = Some(body.text()?),
            "FilterExpression" => self.filter = Some(body.text()?),
            "KeyConditionExpression" => self.key_condition = Some(body.text()?),
            "ProjectionExpression" => self.projection = Some(body.text()?),
            "UpdateExpression" => self.update = Some(body.text()?),
            "ExpressionAttributeNames" => {
                let names = self.names.insert(Vec::new());
                let mut size = 0;
                body.map(TEXT, |body, name| {
                    let attribute = body.text()?;
                    // Of more than DynamoDB takes there is enough to see it.
                    if size <= parse::MOST_PLACED {
                        size += name.len() + attribute.len();
                        names.push((name.into_owned(), attribute.into_owned()));
                    }
                    Ok(())
                })?;
            }
            "ExpressionAttributeValues" => self.values = Some(body.values()?),
            "AttributeUpdates" => self.attribute_updates = Some(body.changes()?),
            "AttributesToGet" => self.attributes_to_get = Some(body.texts()?),
            "ConditionalOperator" => self.conditional_operator = Some(body.text()?),
            "Expected" => self.expected = Some(body.expected()?),
            "KeyConditions" => self.key_conditions = Some(body.attribute_tests()?),
            "QueryFilter" => self.query_filter = Some(body.attribute_tests()?),
            "ScanFilter" => self.scan_filter = Some(body.attribute_tests()?),
            "ReturnValues" => self.return_values = Some(body.text()?),
            "ReturnValuesOnConditionCheckFailure" => self.return_on_failure = Some(body.text()?),
            "ReturnConsumedCapacity" => self.return_consumed = Some(body.text()?),
            "ReturnItemCollectionMetrics" => self.return_metrics = Some(body.text()?),
            "Select" => self.select = Some(body.text()?),
            "Limit" => self.limit = Some(body.integer()?),
            "ScanIndexForward" => self.forward = Some(body.boolean()?),
            "ConsistentRead" => self.consistent = Some(body.boolean()?),
            "Segment" => self.segment = Some(body.integer()?),
            "TotalSegments" => self.total_segments = Some(body.integer()?),
            _ => body.skip()?,
        }
        Ok(())
    }

    /// The table of a write, whose name is reported before all else, and with a capital where it is empty.
    pub(super) fn written_table(&self) -> Checked<()> {
        let mut constraints = Constrained::default();
        match self.table.as_deref() {
            Some("") => constraints.broken_member("TableName", &error::at_least_long(1)),
            _ => self.table_name(&mut constraints),
        }
        constraints.finish()
    }

    /// The constraint on the table's name.
    pub(super) fn table_name(&self, constraints: &mut Constrained) {
        match self.table.as_deref() {
            None => constraints.missing("tableName"),
            Some(given) => constraints.name("tableName", op::name_in(given), 1),
        }
    }

    /// The table's name as it was given, once its constraints were checked.
    pub(super) fn table(&self) -> Arc<str> {
        self.table.as_deref().unwrap_or_default().into()
    }

    /// The constraint on the key.
    pub(super) fn key_given(&self, constraints: &mut Constrained) {
        if self.key.is_none() {
            constraints.missing("key");
        }
    }

    /// The key with its values checked, once its constraints were.
    pub(super) fn checked_key(&mut self) -> Checked<Item> {
        let key = self.key.take().unwrap_or_else(|| Ok(Item::empty()))?;
        op::check_values(&key).map(|()| key)
    }

    /// The constraints on the name of an index.
    pub(super) fn index_name(&self, constraints: &mut Constrained) {
        if let Some(index) = self.index.as_deref() {
            constraints.name("indexName", index, op::SHORTEST_NAME);
        }
    }

    /// Constraints on what comes back of a read, and beside the values of a write.
    pub(super) fn returns(&self, constraints: &mut Constrained) {
        enumeration(constraints, "returnConsumedCapacity", self.return_consumed.as_deref(), CONSUMED);
        self.return_values_known(constraints);
        enumeration(constraints, "returnItemCollectionMetrics", self.return_metrics.as_deref(), METRICS);
        let on_failure = self.return_on_failure.as_deref();
        enumeration(constraints, "returnValuesOnConditionCheckFailure", on_failure, ON_FAILURE);
    }

    /// The constraint on ReturnValues, as DynamoDB prints it: without the value, and with one that does not exist.
    pub(super) fn return_values_known(&self, constraints: &mut Constrained) {
        if self.return_values.as_deref().is_some_and(|name| return_values(name).is_none()) {
            let text = "Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, \
                        UPDATE_NEW, NONE]";
            constraints.found(text.to_owned());
        }
    }

    /// The constraints of an update without a key, which has the older form of them all.
    pub(super) fn update_without_key(&self, constraints: &mut Constrained) {
        enumeration(constraints, "returnConsumedCapacity", self.return_consumed.as_deref(), CONSUMED);
        self.table_name(constraints);
        enumeration(constraints, "returnValues", self.return_values.as_deref(), RETURN_VALUES);
        self.key_given(constraints);
        enumeration(constraints, "returnItemCollectionMetrics", self.return_metrics.as_deref(), METRICS);
    }

    /// Constraints on the parameters of old.
    pub(super) fn legacy(&self, constraints: &mut Constrained) {
        if let Some(entries) = &self.attribute_updates {
            legacy::check_changes(entries, constraints);
        }
        if let Some(entries) = &self.expected {
            legacy::check_expected(entries, constraints);
        }
        for (member, entries) in [
            ("keyConditions", &self.key_conditions),
            ("queryFilter", &self.query_filter),
            ("scanFilter", &self.scan_filter),
        ] {
            if let Some(entries) = entries {
                legacy::check_tests(member, entries, constraints);
            }
        }
        // Each is looked for in the item, so that without a bound one request could take minutes.
        for (member, count) in [
            ("attributeUpdates", self.attribute_updates.as_ref().map(Vec::len)),
            ("attributesToGet", self.attributes_to_get.as_ref().map(Vec::len)),
            ("expected", self.expected.as_ref().map(Vec::len)),
            ("queryFilter", self.query_filter.as_ref().map(Vec::len)),
            ("scanFilter", self.scan_filter.as_ref().map(Vec::len)),
        ] {
            if let Some(count) = count.filter(|count| *count > error::legacy::MOST_NAMES) {
                constraints.broken(member, error::legacy::names(count), error::at_most_long(error::legacy::MOST_NAMES));
            }
        }
        if self.attributes_to_get.as_ref().is_some_and(Vec::is_empty) {
            constraints.broken("attributesToGet", "[]", error::at_least_long(1));
        }
        if let Some(operator) = self.conditional_operator.as_deref()
            && Conditional::from_name(operator).is_none()
        {
            // Of writes as DynamoDB prints it, with a value that does not exist.
            let writes = self.item.is_some() || self.key.is_some();
            let allowed = if writes { "[ALL, OR]" } else { "[OR, AND]" };
            constraints.broken("conditionalOperator", operator, error::enumeration(allowed));
        }
    }

    pub(super) fn return_consumed(&self) -> ReturnConsumed {
        match self.return_consumed.as_deref() {
            Some("TOTAL") => ReturnConsumed::Total,
            Some("INDEXES") => ReturnConsumed::Indexes,
            _ => ReturnConsumed::None,
        }
    }

    pub(super) fn return_values(&self) -> ReturnValues {
        self.return_values.as_deref().and_then(return_values).unwrap_or_default()
    }

    /// [`ReturnValues`] of an operation that has two of them only.
    pub(super) fn old_or_none(&self) -> Checked<ReturnValues> {
        match self.return_values() {
            values @ (ReturnValues::None | ReturnValues::AllOld) => Ok(values),
            _ => Err(error::enveloped(error::validation(error::RETURN_VALUES))),
        }
    }

    pub(super) fn returns_old_on_failure(&self) -> bool {
        self.return_on_failure.as_deref() == Some("ALL_OLD")
    }

    pub(super) fn returns_metrics(&self) -> bool {
        self.return_metrics.as_deref() == Some("SIZE")
    }

    pub(super) fn conditional(&self) -> Option<Conditional> {
        self.conditional_operator.as_deref().and_then(Conditional::from_name)
    }
}

/// Notes a value that is none of those allowed. `allowed` is how DynamoDB lists them.
pub(super) fn enumeration(constraints: &mut Constrained, path: &str, value: Option<&str>, allowed: &str) {
    if let Some(value) = value
        && !allowed.trim_matches(['[', ']']).split(", ").any(|name| name == value)
    {
        constraints.broken(path, value, error::enumeration(allowed));
    }
}

fn return_values(name: &str) -> Option<ReturnValues> {
    Some(match name {
        "NONE" => ReturnValues::None,
        "ALL_OLD" => ReturnValues::AllOld,
        "UPDATED_OLD" => ReturnValues::UpdatedOld,
        "ALL_NEW" => ReturnValues::AllNew,
        "UPDATED_NEW" => ReturnValues::UpdatedNew,
        _ => return None,
    })
}

pub(super) const CONSUMED: &str = "[INDEXES, TOTAL, NONE]";
pub(super) const METRICS: &str = "[SIZE, NONE]";
pub(super) const SELECTS: &str = "[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]";
pub(super) const ON_FAILURE: &str = "[ALL_OLD, NONE]";
const RETURN_VALUES: &str = "[ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]";
