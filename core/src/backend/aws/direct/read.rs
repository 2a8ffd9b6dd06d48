//! GetItem, Query, Scan.

use aws_sdk_dynamodb::Client;

use super::super::error::failed;
use super::answer;
use super::exchange::{Exchange, Operation, operation};
use super::request::RequestBody;
use crate::backend::{GetItem, GetItemOutput, Query, QueryOutput, Scan, ScanOutput};
use crate::error::Error;
use crate::expr::Renderer;

pub(in super::super) fn get_item(
    client: &Client,
    request: &GetItem,
) -> impl Future<Output = Result<GetItemOutput, Error>> + Send + use<> {
    static GET_ITEM: Operation = operation!(get_item, GetItem, GetItemOutput);
    let exchange = Exchange::new(&GET_ITEM, get_body(request));
    let call = Box::pin(client.get_item().table_name(&*request.table).send());
    async move {
        exchange.carry(call).await.map_err(failed)?;
        answer::get_item(exchange.answer()?)
    }
}

pub(in super::super) fn query(
    client: &Client,
    request: &Query,
) -> impl Future<Output = Result<QueryOutput, Error>> + Send + use<> {
    static QUERY: Operation = operation!(query, Query, QueryOutput);
    let exchange = Exchange::new(&QUERY, query_body(request));
    let call = Box::pin(client.query().table_name(&*request.table).send());
    async move {
        exchange.carry(call).await.map_err(failed)?;
        answer::page(exchange.answer()?)
    }
}

pub(in super::super) fn scan(
    client: &Client,
    request: &Scan,
) -> impl Future<Output = Result<ScanOutput, Error>> + Send + use<> {
    static SCAN: Operation = operation!(scan, Scan, ScanOutput);
    let exchange = Exchange::new(&SCAN, scan_body(request));
    let call = Box::pin(client.scan().table_name(&*request.table).send());
    async move {
        exchange.carry(call).await.map_err(failed)?;
        answer::page(exchange.answer()?)
    }
}

pub(super) fn get_body(request: &GetItem) -> Vec<u8> {
    let mut body = RequestBody::new(request.key.packed_len());
    body.text("TableName", &request.table);
    body.item("Key", &request.key);
    body.flag("ConsistentRead", request.consistent.then_some(true));
    if let Some(paths) = &request.projection {
        let mut renderer = Renderer::new();
        body.text("ProjectionExpression", &renderer.projection(paths));
        body.placeholders(renderer);
    }
    body.return_consumed(request.return_consumed);
    body.finish()
}

pub(super) fn query_body(request: &Query) -> Vec<u8> {
    let mut renderer = Renderer::new();
    let mut body = RequestBody::new(256);
    body.text("TableName", &request.table);
    body.optional("IndexName", request.index.as_deref());
    body.text("KeyConditionExpression", &renderer.keys(&request.keys));
    if let Some(filter) = &request.filter {
        body.text("FilterExpression", &renderer.condition(filter));
    }
    body.select(&request.select, &mut renderer);
    body.placeholders(renderer);
    body.number("Limit", request.limit);
    body.flag("ScanIndexForward", (!request.forward).then_some(false));
    body.flag("ConsistentRead", request.consistent.then_some(true));
    if let Some(key) = &request.start_key {
        body.item("ExclusiveStartKey", key);
    }
    body.return_consumed(request.return_consumed);
    body.finish()
}

pub(super) fn scan_body(request: &Scan) -> Vec<u8> {
    let mut renderer = Renderer::new();
    let mut body = RequestBody::new(256);
    body.text("TableName", &request.table);
    body.optional("IndexName", request.index.as_deref());
    if let Some(filter) = &request.filter {
        body.text("FilterExpression", &renderer.condition(filter));
    }
    body.select(&request.select, &mut renderer);
    body.placeholders(renderer);
    body.number("Limit", request.limit);
    body.number("Segment", request.segment.map(|segment| segment.number));
    body.number("TotalSegments", request.segment.map(|segment| segment.total));
    body.flag("ConsistentRead", request.consistent.then_some(true));
    if let Some(key) = &request.start_key {
        body.item("ExclusiveStartKey", key);
    }
    body.return_consumed(request.return_consumed);
    body.finish()
}
