//! BatchGetItem, BatchWriteItem.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemInput;
use aws_sdk_dynamodb::operation::batch_get_item::builders::BatchGetItemInputBuilder;
use aws_sdk_dynamodb::operation::batch_write_item::BatchWriteItemInput;
use aws_sdk_dynamodb::operation::batch_write_item::builders::BatchWriteItemInputBuilder;
use aws_sdk_dynamodb::types::{DeleteRequest, KeysAndAttributes, PutRequest, WriteRequest};

use super::error::{failed, not_built, unreadable};
use super::items::{item_from_sdk, item_to_sdk};
use super::parts::{Placeholders, batch_meta, collections, payload, return_collections, return_consumed};
use crate::backend::{
    BatchGetItem, BatchGetItemOutput, BatchKeys, BatchWrite, BatchWriteItem, BatchWriteItemOutput, Payload,
};
use crate::error::Error;
use crate::expr::Renderer;

pub(super) async fn batch_get_item(client: &Client, request: BatchGetItem) -> Result<BatchGetItemOutput, Error> {
    let output = get_input(&request).map_err(not_built)?.send_with(client).await.map_err(failed)?;
    let meta = batch_meta(&output, output.consumed_capacity());
    let mut items: BTreeMap<Arc<str>, Payload> = BTreeMap::new();
    for (table, found) in output.responses.iter().flatten() {
        items.insert(name(&request.tables, table), payload(found)?);
    }
    // DynamoDB names every table that was asked for; not every server does.
    for table in request.tables.keys() {
        items.entry(Arc::clone(table)).or_default();
    }
    let mut left = BTreeMap::new();
    for (table, keys) in output.unprocessed_keys.iter().flatten().filter(|(_, keys)| !keys.keys().is_empty()) {
        let table = name(&request.tables, table);
        let sent = request.tables.get(&table).map_or_else(BatchKeys::default, without_keys);
        let keys = keys.keys().iter().map(item_from_sdk).collect::<Result<_, _>>().map_err(unreadable)?;
        left.insert(table, BatchKeys { keys, ..sent });
    }
    let unprocessed =
        (!left.is_empty()).then_some(BatchGetItem { tables: left, return_consumed: request.return_consumed });
    Ok(BatchGetItemOutput { items, unprocessed, meta })
}

pub(super) async fn batch_write_item(client: &Client, request: BatchWriteItem) -> Result<BatchWriteItemOutput, Error> {
    let output = write_input(&request).map_err(not_built)?.send_with(client).await.map_err(failed)?;
    let mut left = BTreeMap::new();
    for (table, writes) in output.unprocessed_items.iter().flatten().filter(|(_, writes)| !writes.is_empty()) {
        let writes = writes.iter().filter_map(write_from_sdk).collect::<Result<Vec<_>, _>>()?;
        left.insert(name(&request.tables, table), writes);
    }
    let unprocessed = (!left.is_empty()).then(|| BatchWriteItem { tables: left, ..without_writes(&request) });
    Ok(BatchWriteItemOutput {
        unprocessed,
        collections: collections(output.item_collection_metrics())?,
        meta: batch_meta(&output, output.consumed_capacity()),
    })
}

fn get_input(request: &BatchGetItem) -> Result<BatchGetItemInputBuilder, BuildError> {
    let mut tables = HashMap::with_capacity(request.tables.len());
    for (table, wanted) in &request.tables {
        let mut renderer = Renderer::new();
        let projection = wanted.projection.as_ref().map(|paths| renderer.projection(paths));
        let keys = KeysAndAttributes::builder()
            .set_keys(Some(wanted.keys.iter().map(item_to_sdk).collect()))
            .set_consistent_read(wanted.consistent.then_some(true))
            .set_projection_expression(projection)
            .set_expression_attribute_names(Placeholders::of(renderer).names)
            .build()?;
        tables.insert(table.to_string(), keys);
    }
    Ok(BatchGetItemInput::builder()
        .set_request_items(Some(tables))
        .set_return_consumed_capacity(return_consumed(request.return_consumed)))
}

fn write_input(request: &BatchWriteItem) -> Result<BatchWriteItemInputBuilder, BuildError> {
    let mut tables = HashMap::with_capacity(request.tables.len());
    for (table, writes) in &request.tables {
        let writes = writes.iter().map(write_to_sdk).collect::<Result<Vec<_>, _>>()?;
        tables.insert(table.to_string(), writes);
    }
    Ok(BatchWriteItemInput::builder()
        .set_request_items(Some(tables))
        .set_return_consumed_capacity(return_consumed(request.return_consumed))
        .set_return_item_collection_metrics(return_collections(request.return_collections)))
}

fn write_to_sdk(write: &BatchWrite) -> Result<WriteRequest, BuildError> {
    let request = WriteRequest::builder();
    Ok(match write {
        BatchWrite::Put(item) => {
            request.put_request(PutRequest::builder().set_item(Some(item_to_sdk(item))).build()?).build()
        }
        BatchWrite::Delete(key) => {
            request.delete_request(DeleteRequest::builder().set_key(Some(item_to_sdk(key))).build()?).build()
        }
    })
}

/// Returns a write that was left; `None` for a kind that this version does not send.
fn write_from_sdk(write: &WriteRequest) -> Option<Result<BatchWrite, Error>> {
    let write = match (write.put_request(), write.delete_request()) {
        (Some(put), _) => item_from_sdk(put.item()).map(BatchWrite::Put),
        (None, Some(delete)) => item_from_sdk(delete.key()).map(BatchWrite::Delete),
        (None, None) => return None,
    };
    Some(write.map_err(unreadable))
}

/// Returns the name that the request calls a table.
pub(super) fn name<T>(tables: &BTreeMap<Arc<str>, T>, answered: &str) -> Arc<str> {
    tables.get_key_value(answered).map_or_else(|| answered.into(), |(name, _)| Arc::clone(name))
}

pub(super) fn without_keys(wanted: &BatchKeys) -> BatchKeys {
    BatchKeys { keys: Vec::new(), consistent: wanted.consistent, projection: wanted.projection.clone() }
}

pub(super) fn without_writes(request: &BatchWriteItem) -> BatchWriteItem {
    BatchWriteItem {
        tables: BTreeMap::new(),
        return_consumed: request.return_consumed,
        return_collections: request.return_collections,
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity, ReturnItemCollectionMetrics};

    use super::*;
    use crate::backend::ReturnConsumed;
    use crate::expr::Path;
    use crate::value::{Item, Value};

    fn key(pk: &str) -> Item {
        [("PK", Value::from(pk))].into_iter().collect()
    }

    #[test]
    fn each_table_has_its_own_projection() {
        let mut projected = BatchKeys::new(vec![key("a"), key("b")]);
        projected.projection = Some(vec![Path::attribute("total"), Path::attribute("lines").index(0)]);
        projected.consistent = true;
        let tables = [("shop".into(), projected), ("stock".into(), BatchKeys::new(vec![key("c")]))];
        let mut request = BatchGetItem::new(tables.into());
        request.return_consumed = ReturnConsumed::Total;

        let input = get_input(&request).unwrap().build().unwrap();

        let tables = input.request_items().unwrap();
        assert_eq!(tables["shop"].projection_expression(), Some("#n0, #n1[0]"));
        assert_eq!(tables["shop"].expression_attribute_names().unwrap()["#n1"], "lines");
        assert_eq!(tables["shop"].consistent_read(), Some(true));
        assert_eq!(tables["shop"].keys()[1]["PK"], AttributeValue::S("b".to_owned()));
        assert_eq!(tables["stock"].projection_expression(), None);
        assert_eq!(tables["stock"].expression_attribute_names(), None);
        assert_eq!(tables["stock"].consistent_read(), None);
        assert_eq!(input.return_consumed_capacity(), Some(&ReturnConsumedCapacity::Total));
    }

    #[test]
    fn puts_and_deletes_go_and_come_back() {
        let writes = vec![BatchWrite::Put(key("a")), BatchWrite::Delete(key("b"))];
        let mut request = BatchWriteItem::new([("shop".into(), writes.clone())].into());
        request.return_collections = true;

        let input = write_input(&request).unwrap().build().unwrap();

        assert_eq!(input.return_item_collection_metrics(), Some(&ReturnItemCollectionMetrics::Size));
        let sent = &input.request_items().unwrap()["shop"];
        assert!(sent[0].delete_request().is_none() && sent[1].put_request().is_none());
        let back: Vec<BatchWrite> = sent.iter().filter_map(write_from_sdk).map(Result::unwrap).collect();
        assert_eq!(back, writes);
    }
}
