//! Scan.

use std::ops::{Bound, ControlFlow};

use monotable::Error;
use monotable::request::{Scan, ScanOutput, Segment};

use super::constraint::Constraints;
use super::page::Request;
use super::{name, start};
use crate::database::Database;
use crate::error;
use crate::store::{Span, place_of};

pub fn scan(database: &Database, request: &Scan) -> Result<ScanOutput, Error> {
    let name = name::table_name(&request.table)?;
    if let Some(segment) = request.segment {
        check_segment(segment)?;
    }
    common(request).check()?;
    scan_checked(database, name, request)
}

/// The scan of a request that holds in itself: its name, values and expressions were checked.
pub fn scan_checked(database: &Database, name: &str, request: &Scan) -> Result<ScanOutput, Error> {
    let tables = database.catalog.read();
    let table = name::table(database, &tables, "Scan", name)?;
    let plan = common(request).plan(database, table)?;
    let segment = request.segment.unwrap_or(Segment { number: 0, total: 1 });
    let (first, end) = (first_place(segment.number, segment.total), first_place(segment.number + 1, segment.total));
    let mut from = first;
    let mut span = Span { low: Bound::Included(bytes(first)), high: Bound::Excluded(bytes(end)) };
    if end > u64::from(u32::MAX) {
        span.high = Bound::Unbounded;
    }
    if let Some(key) = plan.request.start_key {
        let position = start::position(plan.view, key)?;
        let place = u64::from(position.place());
        if !(first..end).contains(&place) {
            return Err(error::start_segment(segment.total, segment.number));
        }
        from = place;
        span.low = Bound::Excluded(position.into_bytes());
    }

    let mut page = plan.page();
    let mut more = false;
    let mut last = end - 1;
    plan.view.scan(&span, |key, row, items| {
        if page.is_full() {
            // A scan whose data ends exactly with the page has no next one.
            more = true;
            return ControlFlow::Break(());
        }
        let flow = page.take(row, items);
        if flow.is_break() {
            last = u64::from(place_of(key));
            if !page.reached_limit() {
                return ControlFlow::Continue(());
            }
        }
        flow
    });
    if page.is_full() && !more && !page.reached_limit() {
        page.exhausted();
    }
    let least = if plan.view.index.is_none() { partitions(table.partitions_of_service(), from, last) } else { 1 };
    Ok(page.finish(least))
}

fn common(request: &Scan) -> Request<'_> {
    Request {
        index: request.index.as_deref(),
        filter: request.filter.as_ref(),
        select: &request.select,
        limit: request.limit,
        consistent: request.consistent,
        start_key: request.start_key.as_ref(),
        return_consumed: request.return_consumed,
        is_query: false,
    }
}

/// DynamoDB charges at least one unit for each of its own partitions that a scan of a table reads. A table that is paid by request
/// has four of them: so the scan of an empty one costs four units, or two if it need not be consistent.
fn partitions(all: u32, first: u64, last: u64) -> u32 {
    let partition = |place: u64| (place >> (u32::BITS - all.ilog2())) as u32;
    partition(last).saturating_sub(partition(first)) + 1
}

fn check_segment(segment: Segment) -> Result<(), Error> {
    let mut constraints = Constraints::default();
    if segment.total == 0 {
        constraints.found(error::member("TotalSegments", error::AT_LEAST_ONE));
    } else if segment.total > MAX_SEGMENTS {
        constraints.found(error::member("TotalSegments", &error::at_most(MAX_SEGMENTS)));
    }
    constraints.finish()?;
    if segment.number >= segment.total {
        return Err(error::validation(error::SEGMENT));
    }
    Ok(())
}

/// The first place of a segment: segments are ranges of places, equally long but for one.
fn first_place(segment: u32, total: u32) -> u64 {
    (u64::from(segment) << u32::BITS).div_ceil(u64::from(total))
}

fn bytes(place: u64) -> Vec<u8> {
    u32::try_from(place).unwrap_or(u32::MAX).to_be_bytes().to_vec()
}

pub const MAX_SEGMENTS: u32 = 1_000_000;
