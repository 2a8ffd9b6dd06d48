//! The names of streams.

use std::sync::Arc;

use monotable::{Error, Timestamp};

use crate::database::Database;
use crate::error;
use crate::store::Stream;

/// The stream that an ARN names.
pub(super) fn find(database: &Database, arn: &str, now: Timestamp) -> Result<Arc<Stream>, Error> {
    let (table, label) = parts(arn).ok_or_else(|| error::broken_arn(arn))?;
    let found = stream(database, table, label, now).filter(|stream| database.home.stream_arn(stream) == arn);
    found.ok_or_else(|| error::stream_not_found(arn))
}

fn stream(database: &Database, table: &str, label: &str, now: Timestamp) -> Option<Arc<Stream>> {
    // No table is created or deleted while this is held.
    let tables = database.catalog.read();
    let of_table = tables.get(table).and_then(|found| found.streams.find(table, label, now));
    of_table.or_else(|| database.streams.find(table, label, now))
}

/// Table and label: `arn:aws:dynamodb:us-east-1:000000000000:table/shop/stream/2026-01-31T12:00:00.000`.
pub(super) fn parts(arn: &str) -> Option<(&str, &str)> {
    let mut parts = arn.splitn(6, ':');
    let is_arn = parts.next() == Some("arn") && parts.next()?.starts_with("aws") && parts.next() == Some("dynamodb");
    let (_region, _account, resource) = (parts.next()?, parts.next()?, parts.next()?);
    let (table, label) = resource.strip_prefix("table/")?.split_once("/stream/")?;
    (is_arn && !table.is_empty() && !label.is_empty()).then_some((table, label))
}
