//! Bodies of successful answers.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::batch::{name, without_keys, without_writes};
use super::super::error::{unreadable, unreadable_answer};
use super::exchange::Answer;
use crate::backend::{
    BatchGetItem, BatchGetItemOutput, BatchKeys, BatchMeta, BatchWrite, BatchWriteItem, BatchWriteItemOutput,
    ConsumedCapacity, GetItemOutput, ItemCollectionMetrics, JsonPayload, Payload, QueryOutput, ResponseMeta,
    TransactGetItemsOutput, TransactWriteItemsOutput,
};
use crate::error::Error;
use crate::value::{DecodeError, Item};
use crate::wire::JsonLexer;

pub(super) fn get_item(answer: Answer) -> Result<GetItemOutput, Error> {
    let mut output = GetItemOutput::default();
    read(&answer, |member, json| {
        match member {
            "Item" => output.item = Some(item(json)?),
            "ConsumedCapacity" => output.meta.consumed = Some(capacity(json)?.1),
            _ => json.skip_value()?,
        }
        Ok(())
    })?;
    output.meta.request_id = answer.request_id;
    Ok(output)
}

/// Attributes that a write gives back, the item collection that it touched, and metadata.
type Written = (Option<Item>, Option<ItemCollectionMetrics>, ResponseMeta);

/// Returns the answer to a put, update or delete.
pub(super) fn written(answer: Answer) -> Result<Written, Error> {
    let (mut attributes, mut touched) = (None, None);
    let mut meta = ResponseMeta::default();
    read(&answer, |member, json| {
        match member {
            "Attributes" => attributes = some_attributes(json)?,
            "ItemCollectionMetrics" => touched = collection(json)?,
            "ConsumedCapacity" => meta.consumed = Some(capacity(json)?.1),
            _ => json.skip_value()?,
        }
        Ok(())
    })?;
    meta.request_id = answer.request_id;
    Ok((attributes, touched, meta))
}

/// Returns the answer to a query or scan.
pub(super) fn page(answer: Answer) -> Result<QueryOutput, Error> {
    let mut output = QueryOutput::default();
    let mut items = None;
    read(&answer, |member, json| {
        match member {
            "Items" => items = Some(json.skip_large_array()?),
            "Count" => output.count = number(json)?,
            "ScannedCount" => output.scanned_count = number(json)?,
            "LastEvaluatedKey" => output.last_evaluated_key = some_attributes(json)?,
            "ConsumedCapacity" => output.meta.consumed = Some(capacity(json)?.1),
            _ => json.skip_value()?,
        }
        Ok(())
    })?;
    output.meta.request_id = answer.request_id;
    if let Some(items) = items {
        output.items = Payload::Json(JsonPayload::new(answer.body, items, output.count as usize));
        if output.count == 0 {
            // That there are none is not taken on trust.
            output.items = Payload::rows(output.items.into_rows()?);
        }
    }
    Ok(output)
}

pub(super) fn batch_get_item(answer: Answer, request: &BatchGetItem) -> Result<BatchGetItemOutput, Error> {
    let mut items: BTreeMap<Arc<str>, Payload> = BTreeMap::new();
    let mut left: BTreeMap<Arc<str>, BatchKeys> = BTreeMap::new();
    let mut meta = BatchMeta::default();
    read(&answer, |member, json| {
        match member {
            "Responses" => object(json, |table, json| {
                items.insert(name(&request.tables, table), Payload::rows(list(json, item)?));
                Ok(())
            })?,
            "UnprocessedKeys" => object(json, |table, json| {
                let keys = keys_left(json)?;
                if !keys.is_empty() {
                    let table = name(&request.tables, table);
                    let sent = request.tables.get(&table).map_or_else(BatchKeys::default, without_keys);
                    left.insert(table, BatchKeys { keys, ..sent });
                }
                Ok(())
            })?,
            "ConsumedCapacity" => capacities(json, &mut meta)?,
            _ => json.skip_value()?,
        }
        Ok(())
    })?;
    // DynamoDB names every table that was asked for; not every server does.
    for table in request.tables.keys() {
        items.entry(Arc::clone(table)).or_default();
    }
    meta.request_id = answer.request_id;
    let unprocessed =
        (!left.is_empty()).then_some(BatchGetItem { tables: left, return_consumed: request.return_consumed });
    Ok(BatchGetItemOutput { items, unprocessed, meta })
}

pub(super) fn batch_write_item(answer: Answer, request: &BatchWriteItem) -> Result<BatchWriteItemOutput, Error> {
    let mut output = BatchWriteItemOutput::default();
    let mut left: BTreeMap<Arc<str>, Vec<BatchWrite>> = BTreeMap::new();
    read(&answer, |member, json| {
        match member {
            "UnprocessedItems" => object(json, |table, json| {
                let writes: Vec<BatchWrite> = list(json, write_left)?.into_iter().flatten().collect();
                if !writes.is_empty() {
                    left.insert(name(&request.tables, table), writes);
                }
                Ok(())
            })?,
            "ItemCollectionMetrics" => output.collections = collections(json)?,
            "ConsumedCapacity" => capacities(json, &mut output.meta)?,
            _ => json.skip_value()?,
        }
        Ok(())
    })?;
    output.meta.request_id = answer.request_id;
    output.unprocessed = (!left.is_empty()).then(|| BatchWriteItem { tables: left, ..without_writes(request) });
    Ok(output)
}

pub(super) fn transact_get_items(answer: Answer) -> Result<TransactGetItemsOutput, Error> {
    let mut output = TransactGetItemsOutput::default();
    read(&answer, |member, json| {
        match member {
            "Responses" => output.items = list(json, |json| only(json, "Item", item))?,
            "ConsumedCapacity" => capacities(json, &mut output.meta)?,
            _ => json.skip_value()?,
        }
        Ok(())
    })?;
    output.meta.request_id = answer.request_id;
    Ok(output)
}

pub(super) fn transact_write_items(answer: Answer) -> Result<TransactWriteItemsOutput, Error> {
    let mut output = TransactWriteItemsOutput::default();
    read(&answer, |member, json| {
        match member {
            "ItemCollectionMetrics" => output.collections = collections(json)?,
            "ConsumedCapacity" => capacities(json, &mut output.meta)?,
            _ => json.skip_value()?,
        }
        Ok(())
    })?;
    output.meta.request_id = answer.request_id;
    Ok(output)
}

/// A mistake in an answer.
enum Wrong {
    /// It is not what DynamoDB sends.
    Answer(DecodeError),
    /// An item in it is none, where the text as such is right.
    Item(DecodeError),
}

impl From<DecodeError> for Wrong {
    fn from(error: DecodeError) -> Self {
        Self::Answer(error)
    }
}

/// Reads a whole answer; `member` steps over the value of each member that is not null.
fn read<'a>(
    answer: &'a Answer,
    member: impl FnMut(&str, &mut JsonLexer<'a>) -> Result<(), Wrong>,
) -> Result<(), Error> {
    let body = answer.body.as_ref();
    let whole = || {
        let mut json = JsonLexer::new(body)?;
        object(&mut json, member)?;
        Ok(json.end()?)
    };
    whole().map_err(|wrong| match wrong {
        // Where the text breaks off within an item, it is not the item that is wrong.
        Wrong::Item(error) if is_json(body) => unreadable(error),
        Wrong::Item(error) | Wrong::Answer(error) => unreadable_answer(error),
    })
}

#[cold]
fn is_json(body: &[u8]) -> bool {
    JsonLexer::new(body).is_ok_and(|mut json| json.skip_value().is_ok() && json.end().is_ok())
}

/// Reads an object; `member` steps over the value of each member that is not null.
fn object<'a>(
    json: &mut JsonLexer<'a>,
    mut member: impl FnMut(&str, &mut JsonLexer<'a>) -> Result<(), Wrong>,
) -> Result<(), Wrong> {
    json.expect(b'{', NOT_AN_OBJECT)?;
    if json.eat(b'}')? {
        return Ok(());
    }
    loop {
        let name = json.name()?;
        if !json.eat_word("null")? {
            member(&name.text()?, json)?;
        }
        if json.eat(b'}')? {
            return Ok(());
        }
        json.expect(b',', NOT_AN_OBJECT)?;
    }
}

/// Reads the member of an object that matters, if it is there.
fn only<'a, T>(
    json: &mut JsonLexer<'a>,
    wanted: &str,
    mut value: impl FnMut(&mut JsonLexer<'a>) -> Result<T, Wrong>,
) -> Result<Option<T>, Wrong> {
    let mut found = None;
    object(json, |member, json| {
        if member == wanted {
            found = Some(value(json)?)
        } else {
            json.skip_value()?
        }
        Ok(())
    })?;
    Ok(found)
}

fn list<'a, T>(
    json: &mut JsonLexer<'a>,
    mut element: impl FnMut(&mut JsonLexer<'a>) -> Result<T, Wrong>,
) -> Result<Vec<T>, Wrong> {
    let mut elements = Vec::new();
    json.expect(b'[', NOT_AN_ARRAY)?;
    if json.eat(b']')? {
        return Ok(elements);
    }
    loop {
        elements.push(element(json)?);
        if json.eat(b']')? {
            return Ok(elements);
        }
        json.expect(b',', NOT_AN_ARRAY)?;
    }
}

/// Reads an item. It may be empty: that is an item without any of the attributes asked for.
fn item(json: &mut JsonLexer<'_>) -> Result<Item, Wrong> {
    Item::from_lexer(json).map_err(Wrong::Item)
}

/// Reads a key, or the attributes that a write gives back; where there are none, some servers send an empty object.
fn some_attributes(json: &mut JsonLexer<'_>) -> Result<Option<Item>, Wrong> {
    Ok(Some(item(json)?).filter(|item| !item.is_empty()))
}

fn keys_left(json: &mut JsonLexer<'_>) -> Result<Vec<Item>, Wrong> {
    Ok(only(json, "Keys", |json| list(json, item))?.unwrap_or_default())
}

/// Reads a write that was left; `None` for a kind that this version does not send.
fn write_left(json: &mut JsonLexer<'_>) -> Result<Option<BatchWrite>, Wrong> {
    let mut left = None;
    object(json, |member, json| {
        match member {
            "PutRequest" => left = only(json, "Item", item)?.map(BatchWrite::Put),
            "DeleteRequest" => left = only(json, "Key", item)?.map(BatchWrite::Delete),
            _ => json.skip_value()?,
        }
        Ok(())
    })?;
    Ok(left)
}

fn collections(json: &mut JsonLexer<'_>) -> Result<BTreeMap<Arc<str>, Vec<ItemCollectionMetrics>>, Wrong> {
    let mut collections = BTreeMap::new();
    object(json, |table, json| {
        let touched: Vec<ItemCollectionMetrics> = list(json, collection)?.into_iter().flatten().collect();
        collections.insert(table.into(), touched);
        Ok(())
    })?;
    Ok(collections)
}

fn collection(json: &mut JsonLexer<'_>) -> Result<Option<ItemCollectionMetrics>, Wrong> {
    let (mut key, mut size) = (None, Vec::new());
    object(json, |member, json| {
        match member {
            "ItemCollectionKey" => key = some_attributes(json)?,
            "SizeEstimateRangeGB" => size = list(json, units)?,
            _ => json.skip_value()?,
        }
        Ok(())
    })?;
    let bound = |position: usize| size.get(position).copied().unwrap_or_default();
    Ok(key.map(|key| ItemCollectionMetrics::new(key, (bound(0), bound(1)))))
}

/// Returns what operations on several tables consumed; some servers list a table more than once.
fn capacities(json: &mut JsonLexer<'_>, meta: &mut BatchMeta) -> Result<(), Wrong> {
    for (table, consumed) in list(json, capacity)? {
        meta.consumed.entry(table.into()).or_default().add(&consumed);
    }
    Ok(())
}

/// Returns what was consumed, and of which table.
fn capacity(json: &mut JsonLexer<'_>) -> Result<(String, ConsumedCapacity), Wrong> {
    let mut table = String::new();
    let mut consumed = ConsumedCapacity::default();
    object(json, |member, json| {
        match member {
            "TableName" => table = json.string(NOT_A_STRING)?.text()?.into_owned(),
            "CapacityUnits" => consumed.units = units(json)?,
            "ReadCapacityUnits" => consumed.read_units = Some(units(json)?),
            "WriteCapacityUnits" => consumed.write_units = Some(units(json)?),
            "Table" => consumed.table = Some(share(json)?),
            "GlobalSecondaryIndexes" => consumed.global_indexes = shares(json)?,
            "LocalSecondaryIndexes" => consumed.local_indexes = shares(json)?,
            _ => json.skip_value()?,
        }
        Ok(())
    })?;
    Ok((table, consumed))
}

fn shares(json: &mut JsonLexer<'_>) -> Result<BTreeMap<String, f64>, Wrong> {
    let mut shares = BTreeMap::new();
    object(json, |index, json| {
        shares.insert(index.to_owned(), share(json)?);
        Ok(())
    })?;
    Ok(shares)
}

fn share(json: &mut JsonLexer<'_>) -> Result<f64, Wrong> {
    Ok(only(json, "CapacityUnits", units)?.unwrap_or_default())
}

fn units(json: &mut JsonLexer<'_>) -> Result<f64, Wrong> {
    json.number()?.parse().map_err(|_| Wrong::Answer(DecodeError::malformed(NOT_A_NUMBER)))
}

fn number(json: &mut JsonLexer<'_>) -> Result<u32, Wrong> {
    json.number()?.parse().map_err(|_| Wrong::Answer(DecodeError::malformed(NOT_A_NUMBER)))
}

const NOT_AN_OBJECT: &str = "the answer has no object where one must be";
const NOT_AN_ARRAY: &str = "the answer has no array where one must be";
const NOT_A_STRING: &str = "the answer has no string where one must be";
const NOT_A_NUMBER: &str = "the answer has no number where one must be";
