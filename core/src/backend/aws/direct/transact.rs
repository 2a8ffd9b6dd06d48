//! TransactGetItems, TransactWriteItems.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsInput;
use aws_sdk_dynamodb::types::{ConditionCheck, Delete, Get, TransactGetItem, TransactWriteItem};

use super::super::error::not_built;
use super::super::transact::{get_failed, write_failed};
use super::answer;
use super::exchange::{Exchange, Operation, operation};
use super::request::RequestBody;
use super::write::condition;
use crate::backend::{
    TransactAction, TransactGetItems, TransactGetItemsOutput, TransactWrite, TransactWriteItems,
    TransactWriteItemsOutput,
};
use crate::error::Error;
use crate::expr::Renderer;

pub(in super::super) async fn transact_get_items(
    client: &Client,
    request: TransactGetItems,
) -> Result<TransactGetItemsOutput, Error> {
    static TRANSACT_GET_ITEMS: Operation = operation!(transact_get_items, TransactGetItems, TransactGetItemsOutput);
    let exchange = Exchange::new(&TRANSACT_GET_ITEMS, get_body(&request));
    let tables: Result<Vec<_>, BuildError> = request.gets.iter().map(|get| get_from(&get.table)).collect();
    let tables = tables.map_err(not_built)?;
    let call = client.transact_get_items().set_transact_items(Some(tables));
    exchange.carry(call.send()).await.map_err(get_failed)?;
    answer::transact_get_items(exchange.answer()?)
}

pub(in super::super) async fn transact_write_items(
    client: &Client,
    request: TransactWriteItems,
) -> Result<TransactWriteItemsOutput, Error> {
    static TRANSACT_WRITE_ITEMS: Operation =
        operation!(transact_write_items, TransactWriteItems, TransactWriteItemsOutput, |input| {
            input.downcast_ref::<TransactWriteItemsInput>().and_then(TransactWriteItemsInput::client_request_token)
        });
    let exchange = Exchange::new(&TRANSACT_WRITE_ITEMS, write_body(&request));
    let tables: Result<Vec<_>, BuildError> = request.actions.iter().map(write_to).collect();
    let tables = tables.map_err(not_built)?;
    let call = client.transact_write_items().set_transact_items(Some(tables)).set_client_request_token(request.token);
    exchange.carry(call.send()).await.map_err(write_failed)?;
    answer::transact_write_items(exchange.answer()?)
}

/// Creates a get that says no more than its table.
fn get_from(table: &str) -> Result<TransactGetItem, BuildError> {
    let get = Get::builder().table_name(table).set_key(Some(HashMap::new())).build()?;
    Ok(TransactGetItem::builder().get(get).build())
}

/// Creates an action that says no more than its table.
fn write_to(action: &TransactWrite) -> Result<TransactWriteItem, BuildError> {
    let table = &*action.table;
    let write = TransactWriteItem::builder();
    Ok(match action.action {
        // It is nothing without a condition, which the SDK refuses to send.
        TransactAction::Check { .. } => write.condition_check(
            ConditionCheck::builder()
                .table_name(table)
                .set_key(Some(HashMap::new()))
                .set_condition_expression(action.condition.as_ref().map(|_| String::new()))
                .build()?,
        ),
        _ => write.delete(Delete::builder().table_name(table).set_key(Some(HashMap::new())).build()?),
    }
    .build())
}

pub(super) fn get_body(request: &TransactGetItems) -> Vec<u8> {
    let mut body = RequestBody::new(request.gets.iter().map(|get| get.key.packed_len() + 64).sum());
    body.array("TransactItems", |body| {
        for get in &request.gets {
            body.object_element(|body| {
                body.object("Get", |body| {
                    body.text("TableName", &get.table);
                    body.item("Key", &get.key);
                    if let Some(paths) = &get.projection {
                        let mut renderer = Renderer::new();
                        body.text("ProjectionExpression", &renderer.projection(paths));
                        body.placeholders(renderer);
                    }
                });
            });
        }
    });
    body.return_consumed(request.return_consumed);
    body.finish()
}

pub(super) fn write_body(request: &TransactWriteItems) -> Vec<u8> {
    let size = |action: &TransactWrite| match &action.action {
        TransactAction::Put { item } => item.packed_len() + 64,
        _ => 256,
    };
    let mut body = RequestBody::new(request.actions.iter().map(size).sum());
    body.array("TransactItems", |body| {
        for action in &request.actions {
            body.object_element(|body| {
                let kind = match &action.action {
                    TransactAction::Put { .. } => "Put",
                    TransactAction::Update { .. } => "Update",
                    TransactAction::Delete { .. } => "Delete",
                    TransactAction::Check { .. } => "ConditionCheck",
                };
                body.object(kind, |body| write_action(body, action));
            });
        }
    });
    body.return_consumed(request.return_consumed);
    body.return_collections(request.return_collections);
    body.finish()
}

fn write_action(body: &mut RequestBody, action: &TransactWrite) {
    let mut renderer = Renderer::new();
    body.text("TableName", &action.table);
    match &action.action {
        TransactAction::Put { item } => body.item("Item", item),
        TransactAction::Delete { key } | TransactAction::Check { key } => body.item("Key", key),
        TransactAction::Update { key, update } => {
            body.item("Key", key);
            body.text("UpdateExpression", &renderer.update(update));
        }
    }
    condition(body, renderer, action.condition.as_ref());
    body.return_old(action.return_old_on_failure);
}
