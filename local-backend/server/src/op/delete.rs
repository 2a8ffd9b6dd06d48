//! DeleteItem.

use monotable::request::DeleteItem;
use monotable_local::__server::Database;
use monotable_local::__server::error::{self, Expression};
use monotable_local::__server::op;

use super::{Outcome, write};
use crate::body::Body;
use crate::members::{Constrained, Members};
use crate::weight;

pub(super) fn delete(database: &Database, body: &mut Body<'_>) -> Outcome {
    let mut members = Members::read(body, &MEMBERS)?;
    members.written_table()?;
    let mut constraints = Constrained::default();
    members.returns(&mut constraints);
    members.key_given(&mut constraints);
    members.legacy(&mut constraints);
    constraints.finish()?;
    members.check_written(&EXPRESSIONS).map_err(error::enveloped)?;

    let key = members.checked_key().map_err(error::enveloped)?;
    let return_values = members.old_or_none()?;
    let mut placeholders = members.placeholders(&EXPRESSIONS).map_err(error::enveloped)?;
    let mut request = DeleteItem::new(members.table(), key);
    request.condition = members.write_condition(&mut placeholders).map_err(error::enveloped)?;
    placeholders.finish().map_err(error::enveloped)?;
    request.return_values = return_values;
    request.return_old_on_failure = members.returns_old_on_failure();
    request.return_consumed = members.return_consumed();
    request.return_collection = members.returns_metrics();

    body.weigh(weight::of_condition(request.condition.as_ref()))?;
    let output = op::delete_checked(database, &request.table, &request)?;
    Ok(write::answer(&members, output.attributes.as_ref(), output.collection.as_ref(), &output.meta))
}

const EXPRESSIONS: [Expression; 1] = [Expression::Condition];
const MEMBERS: [&str; 11] = [
    "ConditionExpression",
    "ConditionalOperator",
    "Expected",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "Key",
    "ReturnConsumedCapacity",
    "ReturnItemCollectionMetrics",
    "ReturnValues",
    "ReturnValuesOnConditionCheckFailure",
    "TableName",
];
