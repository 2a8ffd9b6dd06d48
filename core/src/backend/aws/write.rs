//! PutItem, UpdateItem, DeleteItem.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::delete_item::builders::DeleteItemInputBuilder;
use aws_sdk_dynamodb::operation::delete_item::{DeleteItemError, DeleteItemInput};
use aws_sdk_dynamodb::operation::put_item::builders::PutItemInputBuilder;
use aws_sdk_dynamodb::operation::put_item::{PutItemError, PutItemInput};
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemInputBuilder;
use aws_sdk_dynamodb::operation::update_item::{UpdateItemError, UpdateItemInput};

use super::error::failed_with_item;
use super::items::item_to_sdk;
use super::parts::{
    Placeholders, attributes, collection, meta, return_collections, return_consumed, return_old, return_values,
};
use crate::backend::{DeleteItem, DeleteItemOutput, PutItem, PutItemOutput, UpdateItem, UpdateItemOutput};
use crate::error::Error;
use crate::expr::Renderer;

pub(super) async fn put_item(client: &Client, request: PutItem) -> Result<PutItemOutput, Error> {
    let output = put_input(&request).send_with(client).await.map_err(put_failed)?;
    let meta = meta(&output, output.consumed_capacity());
    let collection = collection(output.item_collection_metrics())?;
    Ok(PutItemOutput { attributes: attributes(output.attributes())?, collection, meta })
}

pub(super) async fn update_item(client: &Client, request: UpdateItem) -> Result<UpdateItemOutput, Error> {
    let output = update_input(&request).send_with(client).await.map_err(update_failed)?;
    let meta = meta(&output, output.consumed_capacity());
    let collection = collection(output.item_collection_metrics())?;
    Ok(UpdateItemOutput { attributes: attributes(output.attributes())?, collection, meta })
}

pub(super) async fn delete_item(client: &Client, request: DeleteItem) -> Result<DeleteItemOutput, Error> {
    let output = delete_input(&request).send_with(client).await.map_err(delete_failed)?;
    let meta = meta(&output, output.consumed_capacity());
    let collection = collection(output.item_collection_metrics())?;
    Ok(DeleteItemOutput { attributes: attributes(output.attributes())?, collection, meta })
}

pub(super) fn put_failed(error: SdkError<PutItemError, HttpResponse>) -> Error {
    failed_with_item(error, |error| match error {
        PutItemError::ConditionalCheckFailedException(failed) => failed.item(),
        _ => None,
    })
}

pub(super) fn update_failed(error: SdkError<UpdateItemError, HttpResponse>) -> Error {
    failed_with_item(error, |error| match error {
        UpdateItemError::ConditionalCheckFailedException(failed) => failed.item(),
        _ => None,
    })
}

pub(super) fn delete_failed(error: SdkError<DeleteItemError, HttpResponse>) -> Error {
    failed_with_item(error, |error| match error {
        DeleteItemError::ConditionalCheckFailedException(failed) => failed.item(),
        _ => None,
    })
}

fn put_input(request: &PutItem) -> PutItemInputBuilder {
    let mut renderer = Renderer::new();
    let condition = request.condition.as_ref().map(|condition| renderer.condition(condition));
    let placeholders = Placeholders::of(renderer);
    PutItemInput::builder()
        .table_name(&*request.table)
        .set_item(Some(item_to_sdk(&request.item)))
        .set_condition_expression(condition)
        .set_expression_attribute_names(placeholders.names)
        .set_expression_attribute_values(placeholders.values)
        .set_return_values(return_values(request.return_values))
        .set_return_values_on_condition_check_failure(return_old(request.return_old_on_failure))
        .set_return_consumed_capacity(return_consumed(request.return_consumed))
        .set_return_item_collection_metrics(return_collections(request.return_collection))
}

fn update_input(request: &UpdateItem) -> UpdateItemInputBuilder {
    let mut renderer = Renderer::new();
    // DynamoDB refuses an empty expression; without one, the update creates an item of its key.
    let update = (!request.update.is_empty()).then(|| renderer.update(&request.update));
    let condition = request.condition.as_ref().map(|condition| renderer.condition(condition));
    let placeholders = Placeholders::of(renderer);
    UpdateItemInput::builder()
        .table_name(&*request.table)
        .set_key(Some(item_to_sdk(&request.key)))
        .set_update_expression(update)
        .set_condition_expression(condition)
        .set_expression_attribute_names(placeholders.names)
        .set_expression_attribute_values(placeholders.values)
        .set_return_values(return_values(request.return_values))
        .set_return_values_on_condition_check_failure(return_old(request.return_old_on_failure))
        .set_return_consumed_capacity(return_consumed(request.return_consumed))
        .set_return_item_collection_metrics(return_collections(request.return_collection))
}

fn delete_input(request: &DeleteItem) -> DeleteItemInputBuilder {
    let mut renderer = Renderer::new();
    let condition = request.condition.as_ref().map(|condition| renderer.condition(condition));
    let placeholders = Placeholders::of(renderer);
    DeleteItemInput::builder()
        .table_name(&*request.table)
        .set_key(Some(item_to_sdk(&request.key)))
        .set_condition_expression(condition)
        .set_expression_attribute_names(placeholders.names)
        .set_expression_attribute_values(placeholders.values)
        .set_return_values(return_values(request.return_values))
        .set_return_values_on_condition_check_failure(return_old(request.return_old_on_failure))
        .set_return_consumed_capacity(return_consumed(request.return_consumed))
        .set_return_item_collection_metrics(return_collections(request.return_collection))
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::types::{
        AttributeValue, ReturnConsumedCapacity, ReturnItemCollectionMetrics, ReturnValue,
        ReturnValuesOnConditionCheckFailure,
    };

    use super::*;
    use crate::backend::{ReturnConsumed, ReturnValues};
    use crate::expr::{Comparator, Condition, Operand, Path, SetOperand, SetValue, Update};
    use crate::value::{Item, PackedValue, Value};

    fn key() -> Item {
        [("PK", Value::from("a"))].into_iter().collect()
    }

    #[test]
    fn a_put_carries_its_item_and_condition() {
        let mut request = PutItem::new("shop".into(), key());
        request.condition = Some(Condition::NotExists(Path::attribute("PK")));
        request.return_values = ReturnValues::AllOld;
        request.return_old_on_failure = true;
        request.return_consumed = ReturnConsumed::Indexes;
        request.return_collection = true;

        let input = put_input(&request).build().unwrap();

        assert_eq!(input.table_name(), Some("shop"));
        assert_eq!(input.item().unwrap()["PK"], AttributeValue::S("a".to_owned()));
        assert_eq!(input.condition_expression(), Some("attribute_not_exists(#n0)"));
        assert_eq!(input.expression_attribute_names().unwrap()["#n0"], "PK");
        assert_eq!(input.expression_attribute_values(), None);
        assert_eq!(input.return_values(), Some(&ReturnValue::AllOld));
        assert_eq!(
            input.return_values_on_condition_check_failure(),
            Some(&ReturnValuesOnConditionCheckFailure::AllOld)
        );
        assert_eq!(input.return_consumed_capacity(), Some(&ReturnConsumedCapacity::Indexes));
        assert_eq!(input.return_item_collection_metrics(), Some(&ReturnItemCollectionMetrics::Size));
    }

    #[test]
    fn nothing_that_was_not_asked_for_is_sent() {
        let put = put_input(&PutItem::new("shop".into(), key())).build().unwrap();
        let update = update_input(&UpdateItem::new("shop".into(), key(), Update::default())).build().unwrap();
        let delete = delete_input(&DeleteItem::new("shop".into(), key())).build().unwrap();

        assert_eq!(put.expression_attribute_names(), None);
        assert_eq!(put.return_values(), None);
        assert_eq!(put.return_item_collection_metrics(), None);
        assert_eq!(update.update_expression(), None);
        assert_eq!(update.expression_attribute_values(), None);
        assert_eq!(delete.condition_expression(), None);
        assert_eq!(delete.return_values_on_condition_check_failure(), None);
    }

    #[test]
    fn update_and_condition_share_their_placeholders() {
        let status = || Path::attribute("status");
        let text = |text: &str| PackedValue::text(text);
        let update =
            Update { set: vec![(status(), SetValue::Operand(SetOperand::Value(text("PAID"))))], ..Update::default() };
        let mut request = UpdateItem::new("shop".into(), key(), update);
        request.condition =
            Some(Condition::Compare(Operand::Path(status()), Comparator::Eq, Operand::Value(text("OPEN"))));

        let input = update_input(&request).build().unwrap();

        assert_eq!(input.update_expression(), Some("SET #n0 = :v0"));
        assert_eq!(input.condition_expression(), Some("#n0 = :v1"));
        let values = input.expression_attribute_values().unwrap();
        assert_eq!(values[":v0"], AttributeValue::S("PAID".to_owned()));
        assert_eq!(values[":v1"], AttributeValue::S("OPEN".to_owned()));
    }
}
