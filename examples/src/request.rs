//! Requests printed as DynamoDB receives them, with DynamoDB's parameter names and the placeholders replaced by their values.

use monotable::expression::{Condition, KeyCondition, Renderer, Update};
use monotable::request::{
    BatchGetItem, BatchWrite, BatchWriteItem, DeleteItem, GetItem, PutItem, Query, ReturnValues, Scan, Select,
    TransactAction, TransactGetItems, TransactWriteItems, UpdateItem,
};
use monotable::values::ValueRef;
use monotable::{Item, Value};

/// A request, ready to be printed.
pub struct Described {
    /// The operation and its table.
    pub operation: String,
    /// DynamoDB's names of the parameters, and their values.
    pub parameters: Vec<(&'static str, String)>,
}

/// A request that can be printed.
pub trait ToDynamo {
    /// Describes the request by DynamoDB's parameters.
    fn describe(&self) -> Described;
}

impl Described {
    fn new(operation: &str, table: &str) -> Self {
        Self { operation: operation.to_owned(), parameters: vec![("TableName", table.to_owned())] }
    }

    fn add(&mut self, name: &'static str, value: impl Into<String>) {
        self.parameters.push((name, value.into()));
    }

    fn add_if(&mut self, wanted: bool, name: &'static str, value: &str) {
        if wanted {
            self.add(name, value);
        }
    }

    fn add_condition(&mut self, name: &'static str, condition: Option<&Condition>) {
        if let Some(condition) = condition {
            self.add(name, filled(|renderer| renderer.condition(condition)));
        }
    }

    fn add_item(&mut self, name: &'static str, item: &Item) {
        let mut name = name;
        for (attribute, value) in item {
            self.add(name, format!("{} = {}", String::from_utf8_lossy(attribute), show_value(value)));
            name = "";
        }
    }

    fn add_returned(&mut self, old_on_failure: bool, values: ReturnValues) {
        self.add_if(old_on_failure, "ReturnValuesOnConditionCheckFailure", "ALL_OLD");
        let words = match values {
            ReturnValues::AllOld => "ALL_OLD",
            ReturnValues::UpdatedOld => "UPDATED_OLD",
            ReturnValues::AllNew => "ALL_NEW",
            ReturnValues::UpdatedNew => "UPDATED_NEW",
            _ => return,
        };
        self.add("ReturnValues", words);
    }
}

impl ToDynamo for GetItem {
    fn describe(&self) -> Described {
        let mut described = Described::new("GetItem", &self.table);
        described.add("Key", one_line(&self.key));
        described.add_if(self.consistent, "ConsistentRead", "true");
        described
    }
}

impl ToDynamo for PutItem {
    fn describe(&self) -> Described {
        let mut described = Described::new("PutItem", &self.table);
        described.add_item("Item", &self.item);
        described.add_condition("ConditionExpression", self.condition.as_ref());
        described.add_returned(self.return_old_on_failure, self.return_values);
        described
    }
}

impl ToDynamo for UpdateItem {
    fn describe(&self) -> Described {
        let mut described = Described::new("UpdateItem", &self.table);
        described.add("Key", one_line(&self.key));
        described.add("UpdateExpression", update(&self.update));
        described.add_condition("ConditionExpression", self.condition.as_ref());
        described.add_returned(self.return_old_on_failure, self.return_values);
        described
    }
}

impl ToDynamo for DeleteItem {
    fn describe(&self) -> Described {
        let mut described = Described::new("DeleteItem", &self.table);
        described.add("Key", one_line(&self.key));
        described.add_condition("ConditionExpression", self.condition.as_ref());
        described.add_returned(self.return_old_on_failure, self.return_values);
        described
    }
}

impl ToDynamo for Query {
    fn describe(&self) -> Described {
        let mut described = Described::new("Query", &self.table);
        if let Some(index) = &self.index {
            described.add("IndexName", &**index);
        }
        described.add("KeyConditionExpression", key_condition(&self.keys));
        described.add_condition("FilterExpression", self.filter.as_ref());
        described.add_if(!self.forward, "ScanIndexForward", "false");
        described.add_if(self.consistent, "ConsistentRead", "true");
        read_parameters(&mut described, self.limit, &self.select, self.start_key.as_ref());
        described
    }
}

/// Describes a query that needs no request, because no item can match its key condition.
impl ToDynamo for Option<Query> {
    fn describe(&self) -> Described {
        match self {
            Some(query) => query.describe(),
            None => {
                Described { operation: "no request: no key can meet the condition".to_owned(), parameters: Vec::new() }
            }
        }
    }
}

/// Describes the first of several queries.
impl ToDynamo for Vec<Query> {
    fn describe(&self) -> Described {
        self.first().cloned().describe()
    }
}

impl ToDynamo for Scan {
    fn describe(&self) -> Described {
        let mut described = Described::new("Scan", &self.table);
        described.add_condition("FilterExpression", self.filter.as_ref());
        described.add_if(self.consistent, "ConsistentRead", "true");
        read_parameters(&mut described, self.limit, &self.select, self.start_key.as_ref());
        described
    }
}

/// Describes the first call, and the number of calls.
impl ToDynamo for Vec<BatchGetItem> {
    fn describe(&self) -> Described {
        let mut described = calls("BatchGetItem", self.len());
        for (table, wanted) in self.iter().take(1).flat_map(|call| &call.tables) {
            described.add("TableName", &**table);
            let keys = wanted.keys.iter().map(key_line);
            add_some(&mut described, "Keys", keys, 4);
            described.add_if(wanted.consistent, "ConsistentRead", "true");
        }
        described
    }
}

/// Describes the first call, and the number of calls.
impl ToDynamo for Vec<BatchWriteItem> {
    fn describe(&self) -> Described {
        let mut described = calls("BatchWriteItem", self.len());
        for (table, writes) in self.iter().take(1).flat_map(|call| &call.tables) {
            described.add("TableName", &**table);
            let puts = writes.iter().filter_map(|write| match write {
                BatchWrite::Put(item) => Some(one_line(item)),
                _ => None,
            });
            add_some(&mut described, "PutRequest", puts, 2);
            let deletes = writes.iter().filter_map(|write| match write {
                BatchWrite::Delete(key) => Some(one_line(key)),
                _ => None,
            });
            add_some(&mut described, "DeleteRequest", deletes, 2);
        }
        described
    }
}

impl ToDynamo for TransactWriteItems {
    fn describe(&self) -> Described {
        let mut described = Described { operation: "TransactWriteItems".to_owned(), parameters: Vec::new() };
        if let Some(action) = self.actions.first() {
            described.add("TableName", &*action.table);
        }
        for action in &self.actions {
            match &action.action {
                TransactAction::Put { item } => described.add("Put", one_line(item)),
                TransactAction::Update { key, update: changes } => {
                    described.add("Update", one_line(key));
                    described.add("  UpdateExpression", update(changes));
                }
                TransactAction::Delete { key } => described.add("Delete", one_line(key)),
                TransactAction::Check { key } => described.add("ConditionCheck", one_line(key)),
                _ => {}
            }
            described.add_condition("  ConditionExpression", action.condition.as_ref());
            described.add_if(action.return_old_on_failure, "  ReturnValuesOnConditionCheckFailure", "ALL_OLD");
        }
        described
    }
}

impl ToDynamo for TransactGetItems {
    fn describe(&self) -> Described {
        let mut described = Described { operation: "TransactGetItems".to_owned(), parameters: Vec::new() };
        if let Some(get) = self.gets.first() {
            described.add("TableName", &*get.table);
        }
        for get in &self.gets {
            described.add("Get", one_line(&get.key));
        }
        described
    }
}

fn calls(operation: &str, calls: usize) -> Described {
    let operation = match calls {
        1 => operation.to_owned(),
        calls => format!("{operation}, the first of {calls}"),
    };
    Described { operation, parameters: Vec::new() }
}

/// Joins the first values, followed by the number of those left out.
fn add_some(described: &mut Described, name: &'static str, mut values: impl Iterator<Item = String>, shown: usize) {
    for (place, value) in values.by_ref().take(shown).enumerate() {
        described.add(if place == 0 { name } else { "" }, value);
    }
    let more = values.count();
    described.add_if(more > 0, "", &format!("and {more} more"));
}

fn read_parameters(described: &mut Described, limit: Option<u32>, select: &Select, start: Option<&Item>) {
    if let Some(limit) = limit {
        described.add("Limit", limit.to_string());
    }
    match select {
        Select::Count => described.add("Select", "COUNT"),
        Select::AllAttributes => described.add("Select", "ALL_ATTRIBUTES"),
        _ => {}
    }
    if let Some(start) = start {
        described.add("ExclusiveStartKey", one_line(start));
    }
}

fn key_condition(keys: &[KeyCondition]) -> String {
    filled(|renderer| renderer.keys(keys))
}

fn update(update: &Update) -> String {
    filled(|renderer| renderer.update(update))
}

/// Renders the key condition of a query with placeholders and their values, as it is sent.
#[must_use]
pub fn as_sent(query: &Query) -> Vec<(&'static str, String)> {
    let mut renderer = Renderer::new();
    let expression = renderer.keys(&query.keys);
    let rendered = renderer.finish();
    let names = rendered.names().map(|(placeholder, name)| format!("{placeholder} = {name:?}"));
    let values = rendered.values().map(|(placeholder, value)| format!("{placeholder} = {}", show_value(value)));
    vec![
        ("KeyConditionExpression", expression),
        ("ExpressionAttributeNames", names.collect::<Vec<_>>().join(", ")),
        ("ExpressionAttributeValues", values.collect::<Vec<_>>().join(", ")),
    ]
}

/// Renders an expression as the AWS backend does, and replaces its placeholders by names and values.
fn filled<'a>(render: impl FnOnce(&mut Renderer<'a>) -> String) -> String {
    let mut renderer = Renderer::new();
    let expression = render(&mut renderer);
    let rendered = renderer.finish();
    let names = rendered.names().map(|(placeholder, name)| (placeholder, name.to_owned()));
    let values = rendered.values().map(|(placeholder, value)| (placeholder, show_value(value)));
    let placeholders: Vec<(String, String)> = names.chain(values).collect();
    let mut text = String::new();
    let mut rest = expression.as_str();
    while let Some(start) = rest.find(['#', ':']) {
        text.push_str(&rest[..start]);
        let tail = &rest[start + 1..];
        let end = tail.find(|c: char| !c.is_ascii_alphanumeric()).map_or(rest.len(), |end| start + 1 + end);
        let placeholder = &rest[start..end];
        let meaning = placeholders.iter().find(|(known, _)| known == placeholder);
        text.push_str(meaning.map_or(placeholder, |(_, meaning)| meaning));
        rest = &rest[end..];
    }
    text + rest
}

/// Shows a key sorted by attribute name. Keys taken from an answer have their attributes in any order.
fn key_line(key: &Item) -> String {
    let mut attributes: Vec<_> = key.into_iter().collect();
    attributes.sort_by_key(|(name, _)| *name);
    attributes_line(attributes.into_iter())
}

fn one_line(item: &Item) -> String {
    attributes_line(item.into_iter())
}

fn attributes_line<'i>(attributes: impl Iterator<Item = (&'i [u8], ValueRef<'i>)>) -> String {
    let attributes =
        attributes.map(|(name, value)| format!("{} = {}", String::from_utf8_lossy(name), show_value(value)));
    attributes.collect::<Vec<_>>().join(", ")
}

/// Formats a value for reading.
#[must_use]
pub fn show_value(value: ValueRef<'_>) -> String {
    show(&Value::from(value))
}

fn show(value: &Value) -> String {
    let list = |open: &str, members: Vec<String>, close: &str| format!("{open}{}{close}", members.join(", "));
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::N(number) => number.to_string(),
        Value::S(text) => format!("{text:?}"),
        Value::B(bytes) => format!("<{} bytes>", bytes.len()),
        Value::Ss(set) => list("{", set.iter().map(|text| format!("{text:?}")).collect(), "}"),
        Value::Ns(set) => list("{", set.iter().map(ToString::to_string).collect(), "}"),
        Value::Bs(set) => list("{", set.iter().map(|bytes| format!("<{} bytes>", bytes.len())).collect(), "}"),
        Value::L(elements) => list("[", elements.iter().map(show).collect(), "]"),
        Value::M(map) => list("{", map.iter().map(|(name, value)| format!("{name}: {}", show(value))).collect(), "}"),
    }
}

#[cfg(test)]
mod tests {
    use monotable::expression::{KeyTest, Path};
    use monotable::values::PackedValue;

    use super::*;

    #[test]
    fn placeholders_are_filled_in_once() {
        // given: a value that looks like a placeholder
        let keys = [KeyCondition { name: "PK".into(), test: KeyTest::Eq(PackedValue::text("#n0 :v0")) }];

        // then
        assert_eq!(key_condition(&keys), "PK = \"#n0 :v0\"");
    }

    #[test]
    fn conditions_read_as_dynamodb_writes_them() {
        let exists = Condition::Exists(Path::attribute("follower#"));
        assert_eq!(filled(|renderer| renderer.condition(&exists)), "attribute_exists(follower#)");
    }
}
