//! The operations of a sequence, and their outcomes.

use std::fmt;

use serde_json::{Map, Value, json};

/// One request; of a query or scan all its pages.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Operation {
    pub(super) name: &'static str,
    pub(super) body: Value,
    /// The number of segments that a scan reads, one after the other.
    pub(super) segments: Option<u32>,
    /// Set if something was broken in it on purpose.
    pub(super) broken: bool,
}

/// A server that speaks DynamoDB's protocol.
pub(super) trait Server {
    /// The JSON that answers a request, errors included.
    fn call(&mut self, operation: &str, body: &Value) -> Value;
}

impl Operation {
    pub(super) fn new(name: &'static str, body: Value) -> Self {
        Self { name, body, segments: None, broken: false }
    }

    /// Returns the outcome in a form in which two servers can be compared.
    pub(super) fn observe(&self, server: &mut dyn Server) -> Value {
        if !matches!(self.name, "Query" | "Scan") {
            return comparable(server.call(self.name, &self.body));
        }
        let Some(segments) = self.segments else { return self.combined(&pages(server, self.name, &self.body)) };
        let mut all = Vec::new();
        for segment in 0..segments {
            let mut body = self.body.clone();
            body["Segment"] = json!(segment);
            body["TotalSegments"] = json!(segments);
            all.extend(pages(server, self.name, &body));
        }
        self.combined(&all)
    }

    /// Pages as they are where their order is a promise; else what they hold together.
    fn combined(&self, pages: &[Value]) -> Value {
        if let Some(error) = pages.iter().find(|page| page.get("__type").is_some()) {
            return error.clone();
        }
        let index = self.body.get("IndexName").and_then(Value::as_str);
        if self.name == "Query" && index.is_none_or(|index| index == "local") {
            return json!(pages);
        }
        let sum = |name: &str| pages.iter().filter_map(|page| page[name].as_u64()).sum::<u64>();
        let mut items: Vec<Value> =
            pages.iter().filter_map(|page| page["Items"].as_array()).flatten().cloned().collect();
        // Partitions come in any order, and so do equal keys of an index.
        let order: Vec<Value> = match self.name {
            "Query" => items.iter().filter_map(|item| item.get("n")).cloned().collect(),
            _ => Vec::new(),
        };
        items.sort_by_cached_key(Value::to_string);
        let mut whole = json!({
            "Items": items, "Order of n": order, "Count": sum("Count"), "ScannedCount": sum("ScannedCount"),
            "ItemsPresent": pages.iter().any(|page| page.get("Items").is_some()),
        });
        if let [page] = pages {
            whole["ConsumedCapacity"] = page["ConsumedCapacity"].clone();
        }
        whole
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.body)?;
        match self.segments {
            Some(segments) => write!(f, " in {segments} segments"),
            None => Ok(()),
        }
    }
}

/// All pages of a read, up to the first that is refused.
fn pages(server: &mut dyn Server, name: &str, body: &Value) -> Vec<Value> {
    let mut body = body.clone();
    let mut pages = Vec::new();
    loop {
        let page = comparable(server.call(name, &body));
        let next = page.get("LastEvaluatedKey").cloned();
        pages.push(page);
        match next {
            Some(next) if pages.len() < MAX_PAGES => body["ExclusiveStartKey"] = next,
            _ => return pages,
        }
    }
}

/// More than any sequence can fill.
const MAX_PAGES: usize = 100;

/// An answer without what two servers may do in two ways.
fn comparable(mut answer: Value) -> Value {
    let Some(members) = answer.as_object_mut() else { return answer };
    if let Some(name) = members.get("__type").and_then(Value::as_str) {
        let name = name.rsplit('#').next().unwrap_or_default().to_owned();
        let message = members.remove("Message").or_else(|| members.remove("message")).unwrap_or_default();
        let message = message.as_str().unwrap_or_default();
        let message = message.strip_prefix(ENVELOPE).unwrap_or(message).to_owned();
        members.insert("__type".to_owned(), json!(name));
        members.insert("message".to_owned(), json!(message));
    }
    for member in ["Responses", "UnprocessedItems", "UnprocessedKeys"] {
        // Items of batches come in any order. Those of transactions are a list, and have one.
        for items in members.get_mut(member).and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
            sort(items);
        }
    }
    if let Some(Value::Array(_)) = members.get("ConsumedCapacity") {
        sort(&mut members["ConsumedCapacity"]);
    }
    if let Some(metrics) = members.get_mut("ItemCollectionMetrics") {
        without_estimates(metrics);
        for list in metrics.as_object_mut().into_iter().flat_map(Map::values_mut) {
            sort(list);
        }
    }
    for reason in members.get_mut("CancellationReasons").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(reason) = reason.as_object_mut() {
            reason.retain(|_, value| !value.is_null());
        }
    }
    answer
}

fn sort(list: &mut Value) {
    if let Some(list) = list.as_array_mut() {
        list.sort_by_cached_key(Value::to_string);
    }
}

/// Removes the size of a collection, which is an estimate.
fn without_estimates(metrics: &mut Value) {
    match metrics {
        Value::Object(members) => {
            members.remove("SizeEstimateRangeGB");
            members.values_mut().for_each(without_estimates);
        }
        Value::Array(list) => list.iter_mut().for_each(without_estimates),
        _ => {}
    }
}

/// Stands before the texts of some operations, by region.
const ENVELOPE: &str = "1 validation error detected: ";
