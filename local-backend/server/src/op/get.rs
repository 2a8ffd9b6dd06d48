//! GetItem.

use monotable::request::GetItem;
use monotable_local::__server::Database;
use monotable_local::__server::error::Expression;
use monotable_local::__server::op;

use super::Outcome;
use crate::body::Body;
use crate::members::{Constrained, Members};
use crate::reply::Reply;
use crate::weight;

pub(super) fn get(database: &Database, body: &mut Body<'_>) -> Outcome {
    let mut members = Members::read(body, &MEMBERS)?;
    let mut constraints = Constrained::default();
    members.returns(&mut constraints);
    members.table_name(&mut constraints);
    members.key_given(&mut constraints);
    members.legacy(&mut constraints);
    constraints.finish()?;
    members.check_read(&EXPRESSIONS)?;

    let key = members.checked_key()?;
    let mut placeholders = members.placeholders(&EXPRESSIONS)?;
    let mut request = GetItem::new(members.table(), key);
    request.projection = members.projected(&mut placeholders)?;
    placeholders.finish()?;
    request.consistent = members.consistent.unwrap_or_default();
    request.return_consumed = members.return_consumed();

    body.weigh(weight::of_paths(request.projection.as_deref()))?;
    let output = op::get_checked(database, &request.table, &request)?;
    let mut reply = Reply::with_capacity(output.item.as_ref().map_or(2, |item| 2 * item.packed_len() + 16));
    if let Some(item) = &output.item {
        reply.item("Item", item);
    }
    reply.consumed(&request.table, &output.meta);
    Ok(reply.finish())
}

const EXPRESSIONS: [Expression; 1] = [Expression::Projection];
const MEMBERS: [&str; 7] = [
    "AttributesToGet",
    "ConsistentRead",
    "ExpressionAttributeNames",
    "Key",
    "ProjectionExpression",
    "ReturnConsumedCapacity",
    "TableName",
];
