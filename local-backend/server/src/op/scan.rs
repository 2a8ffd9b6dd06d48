//! Scan.

use monotable::Error;
use monotable::request::{Scan, Segment};
use monotable_local::__server::Database;
use monotable_local::__server::error::{self, Expression};
use monotable_local::__server::op;

use super::{Outcome, page};
use crate::body::Body;
use crate::members::Members;

pub(super) fn scan(database: &Database, body: &mut Body<'_>) -> Outcome {
    let texts = database.texts();
    body.layer = texts.values;
    let mut members = Members::read(body, &MEMBERS)?;
    page::check(&members)?;
    members.check_read(&EXPRESSIONS)?;
    let selected = page::check_select(&members);
    if texts.enveloped_scans { selected.map_err(error::enveloped) } else { selected }?;

    let segment = segment(&members)?;
    let start_key = page::start_key(&mut members)?;
    let mut placeholders = members.placeholders(&EXPRESSIONS)?;
    let mut request = Scan::new(members.table());
    let projection = members.projected(&mut placeholders)?;
    request.filter = members.filters(&mut placeholders)?;
    placeholders.finish()?;
    request.index = members.index.as_deref().map(Into::into);
    request.select = page::select(&members, projection);
    request.limit = page::limit(&members);
    request.segment = segment;
    request.consistent = members.consistent.unwrap_or_default();
    request.start_key = start_key;
    request.return_consumed = members.return_consumed();

    let long = request.filter.is_some() || request.limit.is_none_or(|limit| limit > FEW);
    body.weigh(page::weight(long, &request.select))?;
    let output = op::scan_checked(database, &request.table, &request)?;
    Ok(page::answer(&members, &request.select, output))
}

fn segment(members: &Members<'_>) -> Result<Option<Segment>, Error> {
    match (members.segment, members.total_segments) {
        (None, None) => Ok(None),
        (Some(_), None) => Err(error::validation(error::NO_TOTAL_SEGMENTS)),
        (None, Some(_)) => Err(error::validation(error::NO_SEGMENT)),
        (Some(number), Some(total)) if number >= total => Err(error::validation(error::SEGMENT)),
        (Some(number), Some(total)) => Ok(Some(Segment { number: number.unsigned_abs(), total: total.unsigned_abs() })),
    }
}

/// Items of a scan that take no time, whether there is more to a page of them or not.
const FEW: u32 = 128;
const EXPRESSIONS: [Expression; 2] = [Expression::Projection, Expression::Filter];
const MEMBERS: [&str; 16] = [
    "AttributesToGet",
    "ConditionalOperator",
    "ConsistentRead",
    "ExclusiveStartKey",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "FilterExpression",
    "IndexName",
    "Limit",
    "ProjectionExpression",
    "ReturnConsumedCapacity",
    "ScanFilter",
    "Segment",
    "Select",
    "TableName",
    "TotalSegments",
];
