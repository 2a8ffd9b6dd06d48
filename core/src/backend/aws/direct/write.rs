//! PutItem, UpdateItem, DeleteItem.

use aws_sdk_dynamodb::Client;

use super::super::write::{delete_failed, put_failed, update_failed};
use super::answer;
use super::exchange::{Exchange, Operation, operation};
use super::request::RequestBody;
use crate::backend::{DeleteItem, DeleteItemOutput, PutItem, PutItemOutput, UpdateItem, UpdateItemOutput};
use crate::error::Error;
use crate::expr::{Condition, Renderer};

pub(in super::super) fn put_item(
    client: &Client,
    request: &PutItem,
) -> impl Future<Output = Result<PutItemOutput, Error>> + Send + use<> {
    static PUT_ITEM: Operation = operation!(put_item, PutItem, PutItemOutput);
    let exchange = Exchange::new(&PUT_ITEM, put_body(request));
    let call = Box::pin(client.put_item().table_name(&*request.table).send());
    async move {
        exchange.carry(call).await.map_err(put_failed)?;
        let (attributes, collection, meta) = answer::written(exchange.answer()?)?;
        Ok(PutItemOutput { attributes, collection, meta })
    }
}

pub(in super::super) fn update_item(
    client: &Client,
    request: &UpdateItem,
) -> impl Future<Output = Result<UpdateItemOutput, Error>> + Send + use<> {
    static UPDATE_ITEM: Operation = operation!(update_item, UpdateItem, UpdateItemOutput);
    let exchange = Exchange::new(&UPDATE_ITEM, update_body(request));
    let call = Box::pin(client.update_item().table_name(&*request.table).send());
    async move {
        exchange.carry(call).await.map_err(update_failed)?;
        let (attributes, collection, meta) = answer::written(exchange.answer()?)?;
        Ok(UpdateItemOutput { attributes, collection, meta })
    }
}

pub(in super::super) fn delete_item(
    client: &Client,
    request: &DeleteItem,
) -> impl Future<Output = Result<DeleteItemOutput, Error>> + Send + use<> {
    static DELETE_ITEM: Operation = operation!(delete_item, DeleteItem, DeleteItemOutput);
    let exchange = Exchange::new(&DELETE_ITEM, delete_body(request));
    let call = Box::pin(client.delete_item().table_name(&*request.table).send());
    async move {
        exchange.carry(call).await.map_err(delete_failed)?;
        let (attributes, collection, meta) = answer::written(exchange.answer()?)?;
        Ok(DeleteItemOutput { attributes, collection, meta })
    }
}

pub(super) fn put_body(request: &PutItem) -> Vec<u8> {
    let mut body = RequestBody::new(request.item.packed_len());
    body.text("TableName", &request.table);
    body.item("Item", &request.item);
    condition(&mut body, Renderer::new(), request.condition.as_ref());
    body.return_values(request.return_values);
    body.return_old(request.return_old_on_failure);
    body.return_consumed(request.return_consumed);
    body.return_collections(request.return_collection);
    body.finish()
}

pub(super) fn update_body(request: &UpdateItem) -> Vec<u8> {
    let mut renderer = Renderer::new();
    let mut body = RequestBody::new(256);
    body.text("TableName", &request.table);
    body.item("Key", &request.key);
    // DynamoDB refuses an empty expression; without one, the update creates an item of its key.
    if !request.update.is_empty() {
        body.text("UpdateExpression", &renderer.update(&request.update));
    }
    condition(&mut body, renderer, request.condition.as_ref());
    body.return_values(request.return_values);
    body.return_old(request.return_old_on_failure);
    body.return_consumed(request.return_consumed);
    body.return_collections(request.return_collection);
    body.finish()
}

pub(super) fn delete_body(request: &DeleteItem) -> Vec<u8> {
    let mut body = RequestBody::new(request.key.packed_len());
    body.text("TableName", &request.table);
    body.item("Key", &request.key);
    condition(&mut body, Renderer::new(), request.condition.as_ref());
    body.return_values(request.return_values);
    body.return_old(request.return_old_on_failure);
    body.return_consumed(request.return_consumed);
    body.return_collections(request.return_collection);
    body.finish()
}

/// Writes ConditionExpression, and the placeholders of it and of all that was rendered before.
pub(super) fn condition<'a>(body: &mut RequestBody, mut renderer: Renderer<'a>, condition: Option<&'a Condition>) {
    if let Some(condition) = condition {
        body.text("ConditionExpression", &renderer.condition(condition));
    }
    body.placeholders(renderer);
}
