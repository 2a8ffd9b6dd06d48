//! TransactGetItems, TransactWriteItems.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{BuildError, SdkError};
use aws_sdk_dynamodb::operation::transact_get_items::builders::TransactGetItemsInputBuilder;
use aws_sdk_dynamodb::operation::transact_get_items::{TransactGetItemsError, TransactGetItemsInput};
use aws_sdk_dynamodb::operation::transact_write_items::builders::TransactWriteItemsInputBuilder;
use aws_sdk_dynamodb::operation::transact_write_items::{TransactWriteItemsError, TransactWriteItemsInput};
use aws_sdk_dynamodb::types::{ConditionCheck, Delete, Get, Put, TransactGetItem, TransactWriteItem, Update};

use super::error::{failed_with_reasons, not_built};
use super::items::item_to_sdk;
use super::parts::{Placeholders, batch_meta, collections, item, return_collections, return_consumed, return_old};
use crate::backend::{
    TransactAction, TransactGet, TransactGetItems, TransactGetItemsOutput, TransactWrite, TransactWriteItems,
    TransactWriteItemsOutput,
};
use crate::error::Error;
use crate::expr::Renderer;

pub(super) async fn transact_get_items(
    client: &Client,
    request: TransactGetItems,
) -> Result<TransactGetItemsOutput, Error> {
    let output = get_input(&request).map_err(not_built)?.send_with(client).await.map_err(get_failed)?;
    let items = output.responses().iter().map(|response| item(response.item())).collect::<Result<_, _>>()?;
    Ok(TransactGetItemsOutput { items, meta: batch_meta(&output, output.consumed_capacity()) })
}

pub(super) async fn transact_write_items(
    client: &Client,
    request: TransactWriteItems,
) -> Result<TransactWriteItemsOutput, Error> {
    let output = write_input(&request).map_err(not_built)?.send_with(client).await.map_err(write_failed)?;
    Ok(TransactWriteItemsOutput {
        collections: collections(output.item_collection_metrics())?,
        meta: batch_meta(&output, output.consumed_capacity()),
    })
}

pub(super) fn get_failed(error: SdkError<TransactGetItemsError, HttpResponse>) -> Error {
    failed_with_reasons(error, |error| match error {
        TransactGetItemsError::TransactionCanceledException(canceled) => canceled.cancellation_reasons(),
        _ => &[],
    })
}

pub(super) fn write_failed(error: SdkError<TransactWriteItemsError, HttpResponse>) -> Error {
    failed_with_reasons(error, |error| match error {
        TransactWriteItemsError::TransactionCanceledException(canceled) => canceled.cancellation_reasons(),
        _ => &[],
    })
}

fn get_input(request: &TransactGetItems) -> Result<TransactGetItemsInputBuilder, BuildError> {
    let gets = request.gets.iter().map(get).collect::<Result<_, _>>()?;
    Ok(TransactGetItemsInput::builder()
        .set_transact_items(Some(gets))
        .set_return_consumed_capacity(return_consumed(request.return_consumed)))
}

fn get(request: &TransactGet) -> Result<TransactGetItem, BuildError> {
    let mut renderer = Renderer::new();
    let projection = request.projection.as_ref().map(|paths| renderer.projection(paths));
    let get = Get::builder()
        .table_name(&*request.table)
        .set_key(Some(item_to_sdk(&request.key)))
        .set_projection_expression(projection)
        .set_expression_attribute_names(Placeholders::of(renderer).names)
        .build()?;
    Ok(TransactGetItem::builder().get(get).build())
}

fn write_input(request: &TransactWriteItems) -> Result<TransactWriteItemsInputBuilder, BuildError> {
    let actions = request.actions.iter().map(action).collect::<Result<_, _>>()?;
    Ok(TransactWriteItemsInput::builder()
        .set_transact_items(Some(actions))
        .set_client_request_token(request.token.clone())
        .set_return_consumed_capacity(return_consumed(request.return_consumed))
        .set_return_item_collection_metrics(return_collections(request.return_collections)))
}

fn action(request: &TransactWrite) -> Result<TransactWriteItem, BuildError> {
    let mut renderer = Renderer::new();
    let update = match &request.action {
        TransactAction::Update { update, .. } => Some(renderer.update(update)),
        _ => None,
    };
    let condition = request.condition.as_ref().map(|condition| renderer.condition(condition));
    let Placeholders { names, values } = Placeholders::of(renderer);
    let table = &*request.table;
    let old = return_old(request.return_old_on_failure);
    let item = TransactWriteItem::builder();
    Ok(match &request.action {
        TransactAction::Put { item: put } => item.put(
            Put::builder()
                .table_name(table)
                .set_item(Some(item_to_sdk(put)))
                .set_condition_expression(condition)
                .set_expression_attribute_names(names)
                .set_expression_attribute_values(values)
                .set_return_values_on_condition_check_failure(old)
                .build()?,
        ),
        TransactAction::Update { key, .. } => item.update(
            Update::builder()
                .table_name(table)
                .set_key(Some(item_to_sdk(key)))
                .set_update_expression(update)
                .set_condition_expression(condition)
                .set_expression_attribute_names(names)
                .set_expression_attribute_values(values)
                .set_return_values_on_condition_check_failure(old)
                .build()?,
        ),
        TransactAction::Delete { key } => item.delete(
            Delete::builder()
                .table_name(table)
                .set_key(Some(item_to_sdk(key)))
                .set_condition_expression(condition)
                .set_expression_attribute_names(names)
                .set_expression_attribute_values(values)
                .set_return_values_on_condition_check_failure(old)
                .build()?,
        ),
        TransactAction::Check { key } => item.condition_check(
            ConditionCheck::builder()
                .table_name(table)
                .set_key(Some(item_to_sdk(key)))
                .set_condition_expression(condition)
                .set_expression_attribute_names(names)
                .set_expression_attribute_values(values)
                .set_return_values_on_condition_check_failure(old)
                .build()?,
        ),
    }
    .build())
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};

    use super::*;
    use crate::expr::{Comparator, Condition, Operand, Path, Update};
    use crate::value::{Item, PackedValue, Value};

    fn key() -> Item {
        [("PK", Value::from("a"))].into_iter().collect()
    }

    fn paid() -> Condition {
        let status = Operand::Path(Path::attribute("status"));
        Condition::Compare(status, Comparator::Eq, Operand::Value(PackedValue::text("PAID")))
    }

    #[test]
    fn each_action_has_its_own_expressions() {
        let update =
            Update { add: vec![(Path::attribute("count"), PackedValue::from(&Value::from(1)))], ..Update::default() };
        let mut updated = TransactWrite::update("shop".into(), key(), update).when(paid());
        updated.return_old_on_failure = true;
        let mut request = TransactWriteItems::new(vec![
            TransactWrite::put("shop".into(), key()).when(Condition::NotExists(Path::attribute("PK"))),
            updated,
            TransactWrite::delete("stock".into(), key()),
            TransactWrite::check("stock".into(), key(), paid()),
        ]);
        request.token = Some("token".to_owned());

        let input = write_input(&request).unwrap().build().unwrap();

        assert_eq!(input.client_request_token(), Some("token"));
        let actions = input.transact_items();
        let put = actions[0].put().unwrap();
        assert_eq!((put.table_name(), put.condition_expression()), ("shop", Some("attribute_not_exists(#n0)")));
        assert_eq!(put.expression_attribute_values(), None);
        assert_eq!(put.return_values_on_condition_check_failure(), None);
        let update = actions[1].update().unwrap();
        assert_eq!(update.update_expression(), "ADD #n0 :v0");
        assert_eq!(update.condition_expression(), Some("#n1 = :v1"));
        assert_eq!(update.expression_attribute_values().unwrap()[":v0"], AttributeValue::N("1".to_owned()));
        assert_eq!(
            update.return_values_on_condition_check_failure(),
            Some(&ReturnValuesOnConditionCheckFailure::AllOld)
        );
        assert_eq!(actions[2].delete().unwrap().condition_expression(), None);
        let check = actions[3].condition_check().unwrap();
        assert_eq!((check.table_name(), check.condition_expression()), ("stock", "#n0 = :v0"));
    }

    #[test]
    fn a_check_without_a_condition_cannot_be_built() {
        let request = TransactWrite::new("shop".into(), TransactAction::Check { key: key() });

        assert!(action(&request).is_err());
    }

    #[test]
    fn a_read_carries_what_is_projected() {
        let mut projected = TransactGet::new("shop".into(), key());
        projected.projection = Some(vec![Path::attribute("total")]);

        let input = get_input(&TransactGetItems::new(vec![projected])).unwrap().build().unwrap();

        let get = input.transact_items()[0].get().unwrap();
        assert_eq!(get.projection_expression(), Some("#n0"));
        assert_eq!(get.expression_attribute_names().unwrap()["#n0"], "total");
    }
}
