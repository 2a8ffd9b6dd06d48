//! What query and scan have in common.

use monotable::expression::Path;
use monotable::request::{QueryOutput, Select};
use monotable::{Error, Item};
use monotable_local::__server::{error, op};

use crate::members::{Constrained, Members, SELECTS, enumeration};
use crate::reply::Reply;
use crate::weight;

/// The constraints that both have.
pub(super) fn check(members: &Members<'_>) -> Result<(), Error> {
    let mut constraints = Constrained::default();
    members.returns(&mut constraints);
    members.table_name(&mut constraints);
    members.index_name(&mut constraints);
    enumeration(&mut constraints, "select", members.select.as_deref(), SELECTS);
    if members.limit.is_some_and(|limit| limit < 1) {
        constraints.broken_member("Limit", error::AT_LEAST_ONE);
    }
    match members.segment {
        Some(..0) => constraints.broken_member("Segment", error::AT_LEAST_ZERO),
        Some(MAX_SEGMENTS..) => constraints.broken_member("Segment", &error::at_most(MAX_SEGMENTS.unsigned_abs() - 1)),
        _ => {}
    }
    match members.total_segments {
        Some(..1) => constraints.broken_member("TotalSegments", error::AT_LEAST_ONE),
        Some(total) if total > MAX_SEGMENTS => {
            constraints.broken_member("TotalSegments", &error::at_most(MAX_SEGMENTS.unsigned_abs()));
        }
        _ => {}
    }
    members.legacy(&mut constraints);
    constraints.finish()
}

/// Holds Select against the projection, given by an expression or as of old.
pub(super) fn check_select(members: &Members<'_>) -> Result<(), Error> {
    let projection = match (&members.projection, &members.attributes_to_get) {
        (Some(_), _) => Some("ProjectionExpression"),
        (None, Some(_)) => Some("AttributesToGet"),
        (None, None) => None,
    };
    match (members.select.as_deref(), projection) {
        (Some("SPECIFIC_ATTRIBUTES"), None) => Err(error::validation(error::SELECT_NOTHING)),
        (Some("COUNT"), Some(projection)) => Err(error::projected_select(projection, "only the Count")),
        (Some(select @ ("ALL_ATTRIBUTES" | "ALL_PROJECTED_ATTRIBUTES")), Some(projection)) => {
            Err(error::projected_select(projection, select))
        }
        (Some("ALL_PROJECTED_ATTRIBUTES"), None) if members.index.is_none() => {
            Err(error::validation(error::SELECT_PROJECTED))
        }
        _ => Ok(()),
    }
}

/// Returns what is selected, once it was checked.
pub(super) fn select(members: &Members<'_>, projection: Option<Vec<Path>>) -> Select {
    match (members.select.as_deref(), projection) {
        (_, Some(paths)) => Select::Paths(paths),
        (Some("ALL_ATTRIBUTES"), None) => Select::AllAttributes,
        (Some("COUNT"), None) => Select::Count,
        _ => Select::Default,
    }
}

/// The key after which to go on, with its values checked.
pub(super) fn start_key(members: &mut Members<'_>) -> Result<Option<Item>, Error> {
    let key = members.start_key.take().transpose()?;
    if let Some(key) = &key {
        op::check_values(key)?;
    }
    Ok(key)
}

/// Returns the weight of a page, which is known but for its filter.
pub(super) fn weight(filtered: bool, select: &Select) -> usize {
    match select {
        _ if filtered => weight::MANY_ITEMS,
        // Most pages have some items.
        Select::Paths(paths) => 4 * weight::of_paths(Some(paths)),
        _ => 0,
    }
}

pub(super) fn limit(members: &Members<'_>) -> Option<u32> {
    members.limit.map(i32::unsigned_abs)
}

pub(super) fn answer(members: &Members<'_>, select: &Select, output: QueryOutput) -> Vec<u8> {
    let items = output.items.into_rows().expect("the items of an engine are rows");
    let bytes: usize = items.iter().map(Item::packed_len).sum();
    let mut reply = Reply::with_capacity(2 * bytes + 128);
    if *select != Select::Count {
        reply.list("Items", &items, Reply::item_element);
    }
    reply.integer("Count", output.count.into());
    reply.integer("ScannedCount", output.scanned_count.into());
    if let Some(key) = &output.last_evaluated_key {
        reply.item("LastEvaluatedKey", key);
    }
    reply.consumed(members.table.as_deref().unwrap_or_default(), &output.meta);
    reply.finish()
}

const MAX_SEGMENTS: i32 = op::MAX_SEGMENTS.cast_signed();
