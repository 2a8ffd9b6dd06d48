//! Texts about streams.

use monotable::Error;

use super::validation;

/// A stream where one is enabled already.
#[cold]
pub(crate) fn stream_enabled(table: &str) -> Error {
    validation(format!("Table already has an enabled stream: TableName: {table}"))
}

/// No stream to disable. The text is a guess.
#[cold]
pub(crate) fn stream_disabled(table: &str) -> Error {
    validation(format!("Table already has a disabled stream: TableName: {table}"))
}
