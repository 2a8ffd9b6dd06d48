//! BatchGetItem, BatchWriteItem.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::KeysAndAttributes;

use super::super::error::{failed, not_built};
use super::answer;
use super::exchange::{Exchange, Operation, operation};
use super::request::RequestBody;
use crate::backend::{BatchGetItem, BatchGetItemOutput, BatchWrite, BatchWriteItem, BatchWriteItemOutput};
use crate::error::Error;
use crate::expr::Renderer;
use crate::value::Item;

pub(in super::super) async fn batch_get_item(
    client: &Client,
    request: BatchGetItem,
) -> Result<BatchGetItemOutput, Error> {
    static BATCH_GET_ITEM: Operation = operation!(batch_get_item, BatchGetItem, BatchGetItemOutput);
    let exchange = Exchange::new(&BATCH_GET_ITEM, get_body(&request));
    let mut tables = HashMap::with_capacity(request.tables.len());
    for table in request.tables.keys() {
        let nothing = KeysAndAttributes::builder().set_keys(Some(Vec::new())).build().map_err(not_built)?;
        tables.insert(table.to_string(), nothing);
    }
    let call = client.batch_get_item().set_request_items(Some(tables));
    exchange.carry(call.send()).await.map_err(failed)?;
    answer::batch_get_item(exchange.answer()?, &request)
}

pub(in super::super) async fn batch_write_item(
    client: &Client,
    request: BatchWriteItem,
) -> Result<BatchWriteItemOutput, Error> {
    static BATCH_WRITE_ITEM: Operation = operation!(batch_write_item, BatchWriteItem, BatchWriteItemOutput);
    let exchange = Exchange::new(&BATCH_WRITE_ITEM, write_body(&request));
    let tables = request.tables.keys().map(|table| (table.to_string(), Vec::new())).collect();
    let call = client.batch_write_item().set_request_items(Some(tables));
    exchange.carry(call.send()).await.map_err(failed)?;
    answer::batch_write_item(exchange.answer()?, &request)
}

pub(super) fn get_body(request: &BatchGetItem) -> Vec<u8> {
    let mut body = RequestBody::new(request.tables.values().map(|wanted| size(&wanted.keys)).sum());
    body.object("RequestItems", |body| {
        for (table, wanted) in &request.tables {
            body.named_object(table, |body| {
                body.array("Keys", |body| wanted.keys.iter().for_each(|key| body.element(key)));
                body.flag("ConsistentRead", wanted.consistent.then_some(true));
                if let Some(paths) = &wanted.projection {
                    let mut renderer = Renderer::new();
                    body.text("ProjectionExpression", &renderer.projection(paths));
                    body.placeholders(renderer);
                }
            });
        }
    });
    body.return_consumed(request.return_consumed);
    body.finish()
}

pub(super) fn write_body(request: &BatchWriteItem) -> Vec<u8> {
    let item = |write: &BatchWrite| match write {
        BatchWrite::Put(item) | BatchWrite::Delete(item) => item.clone(),
    };
    let items: Vec<Item> = request.tables.values().flatten().map(item).collect();
    let mut body = RequestBody::new(size(&items));
    body.object("RequestItems", |body| {
        for (table, writes) in &request.tables {
            body.named_array(table, |body| {
                for write in writes {
                    body.object_element(|body| match write {
                        BatchWrite::Put(item) => body.object("PutRequest", |body| body.item("Item", item)),
                        BatchWrite::Delete(key) => body.object("DeleteRequest", |body| body.item("Key", key)),
                    });
                }
            });
        }
    });
    body.return_consumed(request.return_consumed);
    body.return_collections(request.return_collections);
    body.finish()
}

fn size(items: &[Item]) -> usize {
    items.iter().map(|item| item.packed_len()).sum()
}
