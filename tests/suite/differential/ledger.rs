//! The known differences of the independent server, and what it does instead; the reference of DynamoDB's behaviour says that
//! the engine is right.

use std::collections::BTreeSet;

use monotable::Number;
use serde_json::Value;

use super::operation::Operation;

/// A kind of difference that is known.
pub(super) struct Known {
    /// The behaviour of the server.
    pub(super) reason: &'static str,
    explains: Explains,
}

enum Explains {
    /// The engine refuses with one of these in its text, and the server does something else.
    Check(&'static [&'static str]),
    /// Both refuse with the same exception: the engine with one of the first texts, the server with one of the second.
    Texts(&'static [&'static str], &'static [&'static str]),
    /// Anything else.
    Other(fn(&Seen<'_>) -> bool),
}

/// A difference.
pub(super) struct Seen<'s> {
    pub(super) operation: &'s Operation,
    pub(super) engine: &'s Value,
    pub(super) server: &'s Value,
}

/// The place of what explains a difference.
pub(super) fn explained(seen: &Seen<'_>) -> Option<usize> {
    KNOWN.iter().position(|known| match known.explains {
        Explains::Check(cores) => cores.iter().any(|core| says(seen.engine, core)),
        Explains::Texts(engine, server) => {
            let same = refused(seen.engine).is_some() && refused(seen.engine) == refused(seen.server);
            same && engine.iter().any(|core| says(seen.engine, core))
                && server.iter().any(|core| says(seen.server, core))
        }
        Explains::Other(explains) => explains(seen),
    })
}

const fn check(cores: &'static [&'static str], reason: &'static str) -> Known {
    Known { reason, explains: Explains::Check(cores) }
}

const fn texts(engine: &'static [&'static str], server: &'static [&'static str], reason: &'static str) -> Known {
    Known { reason, explains: Explains::Texts(engine, server) }
}

const fn other(reason: &'static str, explains: fn(&Seen<'_>) -> bool) -> Known {
    Known { reason, explains: Explains::Other(explains) }
}

/// The exception of an answer.
fn refused(answer: &Value) -> Option<&str> {
    answer["__type"].as_str()
}

/// Returns whether a text is in the message of an answer, or in one of its cancellation reasons.
fn says(answer: &Value, core: &str) -> bool {
    let has = |message: &Value| message.as_str().is_some_and(|message| message.contains(core));
    let reasons = answer["CancellationReasons"].as_array();
    has(&answer["message"]) || reasons.into_iter().flatten().any(|reason| has(&reason["Message"]))
}

/// Returns whether this is an update that only removes.
fn only_removes(update: &Value) -> bool {
    if let Some(changes) = update["AttributeUpdates"].as_object() {
        return changes.values().all(|change| change["Action"] == "DELETE");
    }
    let text = update["UpdateExpression"].as_str().unwrap_or_default().to_lowercase();
    !text.is_empty() && !text.contains("set ") && !text.contains("add ")
}

fn actions<'v>(operation: &'v Operation, kind: &'v str) -> impl Iterator<Item = &'v Value> {
    operation.body["TransactItems"].as_array().into_iter().flatten().filter_map(move |action| action.get(kind))
}

/// Returns whether a key occurs twice, with its number written in two ways.
fn has_two_forms(keys: &[Value]) -> bool {
    let canonical: BTreeSet<String> = keys.iter().map(|key| with_plain_numbers(key).to_string()).collect();
    canonical.len() < keys.len()
}

fn with_plain_numbers(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let plain = |(name, value): (&String, &Value)| {
                let number = value.as_str().filter(|_| name == "N").and_then(|text| text.parse::<Number>().ok());
                (
                    name.clone(),
                    number.map_or_else(|| with_plain_numbers(value), |number| Value::from(number.to_string())),
                )
            };
            members.iter().map(plain).collect()
        }
        other => other.clone(),
    }
}

/// Returns the outcome of a batch, with each item once and without its consumed capacity.
fn read(answer: &Value) -> Value {
    let mut answer = without(answer, "ConsumedCapacity");
    for items in answer["Responses"].as_object_mut().into_iter().flat_map(serde_json::Map::values_mut) {
        if let Some(items) = items.as_array_mut() {
            // They are sorted.
            items.dedup();
        }
    }
    answer
}

/// The codes of the reasons of a cancelled transaction.
fn codes(answer: &Value) -> Vec<&str> {
    let reasons = answer["CancellationReasons"].as_array();
    reasons.into_iter().flatten().filter_map(|reason| reason["Code"].as_str()).collect()
}

/// Returns whether more than one part of an update, or more than one update, can be at fault.
fn changes_much(operation: &Operation) -> bool {
    let updates: Vec<&Value> = actions(operation, "Update").chain([&operation.body]).collect();
    let much = |update: &&Value| {
        let text = update["UpdateExpression"].as_str().unwrap_or_default();
        let clauses = text.to_lowercase();
        let clauses = ["set ", "remove ", "add ", "delete "].iter().filter(|clause| clauses.contains(**clause)).count();
        let actions = update["AttributeUpdates"].as_object().map_or(0, serde_json::Map::len);
        clauses > 1 || actions > 1 || text.contains([',', '+', '-'])
    };
    updates.len() > 2 || updates.iter().any(much)
}

/// Returns whether an operation may leave the server with other items, though its answer is the same: it creates the item that there
/// is nothing to remove from.
pub(super) fn diverges_in_silence(operation: &Operation) -> bool {
    only_removes(&operation.body) || actions(operation, "Update").any(only_removes)
}

/// An answer of the server with sets of numbers in order, as they come from DynamoDB.
pub(super) fn repair(answer: &mut Value) {
    match answer {
        Value::Object(members) => {
            if let Some(Value::Array(set)) = members.get_mut("NS") {
                set.sort_by_cached_key(|member| member.as_str().and_then(|text| text.parse::<Number>().ok()));
            }
            members.values_mut().for_each(repair);
        }
        Value::Array(list) => list.iter_mut().for_each(repair),
        _ => {}
    }
}

/// Errors that an update finds in the item.
const EVALUATION: &[&str] = &[
    "The document path provided in the update expression is invalid for update",
    "The provided expression refers to an attribute that does not exist in the item",
    "An operand in the update expression has an incorrect data type",
    "Number overflow",
    "Attempting to store more than 38 significant digits",
    "Type mismatch for Index Key",
    "Type mismatch for attribute to update",
];

pub(super) const KNOWN: &[Known] = &[
    // What is looked at.
    check(&["Key attributes must be scalars"], "a path into a key selects nothing"),
    check(&["AttributeValues inside AttributeValueList must be of same type"], "their types are not compared"),
    check(&["must be distinct from the remaining operands"], "a path may be compared with itself"),
    check(
        &["The BETWEEN operator requires"],
        "bounds of conditions are compared later or not at all, and shown otherwise",
    ),
    check(&["The BETWEEN condition was provided a range"], "bounds of comparisons are not compared"),
    check(&["cannot contain an empty"], "a key that is empty is looked for"),
    check(
        &["exceeded the maximum size limit of2048", "Aggregated size of all range keys"],
        "a key that is too long is looked for",
    ),
    check(&["Invalid function name"], "names of functions are not sensitive to case, or refused as syntax"),
    check(&["Cannot update attribute"], "the condition comes first, or what the item holds"),
    check(&["Member must not be null"], "members that are not there are told by the reader of JSON"),
    check(&["'conditionalOperator' failed"], "what may go together comes before the values that a member can have"),
    check(&["'attributesToGet' failed"], "what may go together comes before the length of a list"),
    check(&["'indexName' failed"], "lengths of index names are not limited"),
    check(
        &["is not defined; attribute"],
        "undefined placeholders are met when an item is, and told without the expression",
    ),
    check(
        &["Incorrect operand type", "Invalid attribute type name", "AttributeValue type"],
        "types of operands are looked at item by item",
    ),
    check(&["Requested resource not found"], "names of tables have at least three characters"),
    other("what is no request is refused in other words", |seen| {
        refused(seen.engine) == Some("SerializationException") && refused(seen.server).is_some()
    }),
    other("a member that is null is not as good as absent", |seen| {
        has_null(&seen.operation.body) && refused(seen.server).is_some()
    }),
    check(
        &["Two document paths conflict"],
        "a map and a list at one place do not conflict, or with what the item holds",
    ),
    check(&["unused in expressions"], "whether a placeholder is used is asked after the condition"),
    check(
        &["must not be empty", "can only be specified when using expressions"],
        "placeholders without an expression do not matter everywhere",
    ),
    check(&["'ClientRequestToken' failed"], "an empty token is none"),
    other("that an item is meant twice is found before what is wrong with a value for an index", |seen| {
        says(seen.server, "multiple operations on one item") || says(seen.server, "item keys contains duplicates")
    }),
    other("a token counts as used when the transaction was cancelled or refused", |seen| {
        seen.operation.body.get("ClientRequestToken").is_some()
            && [seen.engine, seen.server]
                .iter()
                .any(|answer| refused(answer) == Some("IdempotentParameterMismatchException"))
    }),
    other("key conditions of old do not go with newer filters and projections", |seen| {
        let body = &seen.operation.body;
        body.get("KeyConditions").is_some()
            && body.get("KeyConditionExpression").is_none()
            && says(seen.server, "Can not use both expression and non-expression parameters")
            && says(seen.server, "KeyConditions")
    }),
    // What it is called.
    texts(
        &["Number overflow"],
        &["more than 38 significant"],
        "a sum that loses digits has the text of a value that does",
    ),
    other("of several faults of an update another is found first", |seen| {
        let all = ["ValidationException", "TransactionCanceledException"];
        refused(seen.engine) == refused(seen.server)
            && refused(seen.engine).is_some_and(|name| all.contains(&name))
            && codes(seen.engine) == codes(seen.server)
            && [seen.engine, seen.server].iter().all(|answer| EVALUATION.iter().any(|core| says(answer, core)))
            && changes_much(seen.operation)
    }),
    other("beside what is wrong with an action stand the reasons of others", |seen| {
        let (engine, server) = (codes(seen.engine), codes(seen.server));
        let mut wrong = engine.iter().enumerate().filter(|(_, code)| **code != "None");
        let alone = (wrong.next(), wrong.next());
        matches!(alone, (Some((at, &"ValidationError")), None) if server.get(at) == Some(&"ValidationError"))
    }),
    texts(&["Syntax error"], &[""], "other words for the syntax"),
    texts(&["reserved keyword"], &[""], "syntax is checked further before words are"),
    texts(VALUES, &["ExpressionAttributeValues contains invalid value"], "values have the texts of the older layer"),
    texts(VALUES, VALUES, "values have the texts of the older layer"),
    other("values within others are looked at when they are used", |seen| {
        VALUES.iter().any(|core| says(seen.engine, core))
    }),
    texts(&["Two document paths"], &["Two document paths"], "indexes in paths have no brackets of their own"),
    texts(
        &[
            "Value at 'TransactItems'",
            "Value at 'ClientRequestToken'",
            "Value at 'RequestItems'",
            "Value '' at 'tableName'",
        ],
        &["at 'transactItems'", "at 'clientRequestToken'", "parameter is required", "Value at 'TableName'"],
        "other forms of constraints",
    ),
    texts(
        &[""],
        &["ConditionalOperator can only be used"],
        "how many conditions there are is looked at before the conditions are",
    ),
    other("of several faults of a broken request another is found first", |seen| {
        let refusals = ["ValidationException", "TransactionCanceledException"];
        let both = [seen.engine, seen.server]
            .iter()
            .all(|answer| refused(answer).is_some_and(|name| refusals.contains(&name)));
        seen.operation.broken && both
    }),
    // What comes back.
    other("an item whose key is asked for in two forms is read twice", |seen| {
        let requests = seen.operation.body["RequestItems"].as_object();
        let mut keys = requests.into_iter().flat_map(|tables| tables.values()).filter_map(|of| of["Keys"].as_array());
        seen.operation.name == "BatchGetItem"
            && keys.any(|keys| has_two_forms(keys))
            && read(seen.engine) == read(seen.server)
    }),
    other("an item that is not there has its key for an old image", |seen| {
        let old = |answer: &Value| answer.get("Attributes").or(answer.get("Item")).cloned();
        let key = |image: &Value| image.as_object().is_some_and(|image| image.len() == 2 && image.contains_key("PK"));
        seen.operation.name == "UpdateItem" && old(seen.engine).is_none() && old(seen.server).as_ref().is_some_and(key)
    }),
    other("lists come back whole, where elements of them were touched", |seen| {
        let of = |member: &str| seen.operation.body[member].as_str().unwrap_or_default();
        of("ReturnValues").starts_with("UPDATED")
            && of("UpdateExpression").contains('[')
            && without(seen.engine, "Attributes") == without(seen.server, "Attributes")
    }),
    other("a path into an item that is not there cannot be removed", |seen| {
        let text = seen.operation.body.to_string();
        (text.contains("REMOVE") || text.contains("DELETE"))
            && says(seen.server, EVALUATION[0])
            && !says(seen.engine, EVALUATION[0])
    }),
    other("NOT_CONTAINS holds for what is not there", |seen| {
        let invalid = refused(seen.engine) == Some("ValidationException");
        seen.operation.body.to_string().contains("NOT_CONTAINS") && !invalid
    }),
    other("transactions read the key with every projection, and nothing where nothing else is selected", |seen| {
        seen.operation.name == "TransactGetItems"
            && projected(seen.operation, seen.engine) == projected(seen.operation, seen.server)
    }),
    other("transactions tell nothing of item collections", |seen| {
        let told = seen.engine.get("ItemCollectionMetrics").is_some();
        told && seen.operation.name == "TransactWriteItems"
            && without(seen.engine, "ItemCollectionMetrics") == *seen.server
    }),
    other("a scan costs the least of one partition, and a local index is not added to its table", |seen| {
        seen.operation.name == "Scan"
            && without(seen.engine, "ConsumedCapacity") == without(seen.server, "ConsumedCapacity")
    }),
];

/// Texts that say what is wrong with a value.
const VALUES: &[&str] = &[
    "Attempting to store",
    "converted to a numeric",
    "may not be empty",
    "should not be empty",
    "contains duplicates",
    "Supplied AttributeValue",
    "Null attribute value types",
];

fn without(answer: &Value, member: &str) -> Value {
    let mut answer = answer.clone();
    if let Some(members) = answer.as_object_mut() {
        members.remove(member);
    }
    answer
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(members) => members.values().any(has_null),
        Value::Array(list) => list.iter().any(has_null),
        _ => false,
    }
}

/// Returns what a transaction has read, without what the server adds to projections and what it leaves out.
fn projected(operation: &Operation, answer: &Value) -> Value {
    let mut answer = answer.clone();
    let responses = answer["Responses"].as_array_mut();
    for (get, response) in actions(operation, "Get").zip(responses.into_iter().flatten()) {
        let Some(names) = get["ProjectionExpression"].as_str() else { continue };
        if let Some(item) = response["Item"].as_object_mut() {
            item.retain(|name, _| !matches!(name.as_str(), "PK" | "SK" | "id") || names.contains(name));
        }
        if response["Item"].as_object().is_none_or(serde_json::Map::is_empty) {
            *response = Value::Null;
        }
    }
    answer
}
