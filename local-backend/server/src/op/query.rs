//! Query.

use monotable::request::Query;
use monotable_local::__server::Database;
use monotable_local::__server::error::{self, Expression};
use monotable_local::__server::op;

use super::{Outcome, page};
use crate::body::Body;
use crate::members::Members;

pub(super) fn query(database: &Database, body: &mut Body<'_>) -> Outcome {
    let mut members = Members::read(body, &MEMBERS)?;
    page::check(&members)?;
    members.check_read(&EXPRESSIONS)?;
    page::check_select(&members).map_err(error::enveloped)?;

    let start_key = page::start_key(&mut members)?;
    members.check_keyed()?;
    let filter_on_key =
        if members.query_filter.is_some() { error::legacy::query_filter_on_key } else { error::filter_on_key };
    let mut placeholders = members.placeholders(&EXPRESSIONS)?;
    let mut request = Query::new(members.table(), Vec::new());
    let projection = members.projected(&mut placeholders)?;
    request.filter = members.filters(&mut placeholders)?;
    request.keys = members.keys(placeholders)?;
    request.index = members.index.as_deref().map(Into::into);
    request.select = page::select(&members, projection);
    request.limit = page::limit(&members);
    request.forward = members.forward.unwrap_or(true);
    request.consistent = members.consistent.unwrap_or_default();
    request.start_key = start_key;
    request.return_consumed = members.return_consumed();

    body.weigh(page::weight(request.filter.is_some(), &request.select))?;
    let output = op::query_checked(database, &request.table, &request, filter_on_key)?;
    Ok(page::answer(&members, &request.select, output))
}

const EXPRESSIONS: [Expression; 3] = [Expression::Projection, Expression::Filter, Expression::KeyCondition];
const MEMBERS: [&str; 17] = [
    "AttributesToGet",
    "ConditionalOperator",
    "ConsistentRead",
    "ExclusiveStartKey",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "FilterExpression",
    "IndexName",
    "KeyConditionExpression",
    "KeyConditions",
    "Limit",
    "ProjectionExpression",
    "QueryFilter",
    "ReturnConsumedCapacity",
    "ScanIndexForward",
    "Select",
    "TableName",
];
