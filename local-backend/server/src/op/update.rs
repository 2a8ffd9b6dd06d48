//! UpdateItem.

use monotable::expression::Update;
use monotable::request::UpdateItem;
use monotable_local::__server::Database;
use monotable_local::__server::error::{self, Expression};
use monotable_local::__server::op;

use super::{Outcome, write};
use crate::body::Body;
use crate::members::{Constrained, Members};
use crate::weight;

pub(super) fn update(database: &Database, body: &mut Body<'_>) -> Outcome {
    let mut members = Members::read(body, &MEMBERS)?;
    let mut constraints = Constrained::default();
    if members.key.is_some() {
        members.written_table()?;
        let mut alone = Constrained::default();
        members.return_values_known(&mut alone);
        alone.finish()?;
        members.returns(&mut constraints);
    } else {
        members.update_without_key(&mut constraints);
    }
    members.legacy(&mut constraints);
    constraints.finish()?;
    members.check_written(&EXPRESSIONS).map_err(error::enveloped)?;

    let key = members.checked_key().map_err(error::enveloped)?;
    let mut placeholders = members.placeholders(&EXPRESSIONS).map_err(error::enveloped)?;
    let mut request = UpdateItem::new(members.table(), key, Update::default());
    request.update = members.changes(&mut placeholders).map_err(error::enveloped)?;
    request.condition = members.write_condition(&mut placeholders).map_err(error::enveloped)?;
    placeholders.finish().map_err(error::enveloped)?;
    request.return_values = members.return_values();
    request.return_old_on_failure = members.returns_old_on_failure();
    request.return_consumed = members.return_consumed();
    request.return_collection = members.returns_metrics();

    body.weigh(weight::of_update(&request.update) + weight::of_condition(request.condition.as_ref()))?;
    let legacy = members.update.is_none();
    let output = op::update_checked(database, &request.table, &request, !legacy)
        .map_err(|error| if legacy { error::legacy::of_updates(error) } else { error })?;
    Ok(write::answer(&members, output.attributes.as_ref(), output.collection.as_ref(), &output.meta))
}

const EXPRESSIONS: [Expression; 2] = [Expression::Update, Expression::Condition];
const MEMBERS: [&str; 13] = [
    "AttributeUpdates",
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
    "UpdateExpression",
];
