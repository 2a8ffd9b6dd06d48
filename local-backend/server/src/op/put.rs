//! PutItem.

use monotable::request::PutItem;
use monotable_local::__server::Database;
use monotable_local::__server::error::{self, Expression};
use monotable_local::__server::{MAX_ITEM_SIZE, Row};
use monotable_local::__server::{eval, op};

use super::{Outcome, write};
use crate::body::Body;
use crate::members::{Constrained, Members};
use crate::weight;

pub(super) fn put(database: &Database, body: &mut Body<'_>) -> Outcome {
    let mut members = Members::read(body, &MEMBERS)?;
    members.written_table()?;
    let mut constraints = Constrained::default();
    members.returns(&mut constraints);
    if members.item.is_none() {
        constraints.missing("item");
    }
    members.legacy(&mut constraints);
    constraints.finish()?;
    members.check_written(&EXPRESSIONS).map_err(error::enveloped)?;

    let item = members.item.take().unwrap_or_else(|| Ok(monotable::Item::empty()));
    let item = item.and_then(eval::check_item).map_err(error::enveloped)?;
    let return_values = members.old_or_none()?;
    let mut placeholders = members.placeholders(&EXPRESSIONS).map_err(error::enveloped)?;
    let row = Row::new(item.clone());
    if row.size > MAX_ITEM_SIZE {
        return Err(error::validation(error::ITEM_TOO_LARGE).into());
    }
    let mut request = PutItem::new(members.table(), item);
    request.condition = members.write_condition(&mut placeholders).map_err(error::enveloped)?;
    placeholders.finish().map_err(error::enveloped)?;
    request.return_values = return_values;
    request.return_old_on_failure = members.returns_old_on_failure();
    request.return_consumed = members.return_consumed();
    request.return_collection = members.returns_metrics();

    body.weigh(weight::of_condition(request.condition.as_ref()))?;
    let output = op::put_checked(database, &request.table, &request, row)?;
    Ok(write::answer(&members, output.attributes.as_ref(), output.collection.as_ref(), &output.meta))
}

const EXPRESSIONS: [Expression; 1] = [Expression::Condition];
const MEMBERS: [&str; 11] = [
    "ConditionExpression",
    "ConditionalOperator",
    "Expected",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "Item",
    "ReturnConsumedCapacity",
    "ReturnItemCollectionMetrics",
    "ReturnValues",
    "ReturnValuesOnConditionCheckFailure",
    "TableName",
];
