//! The operations on streams, which have a target prefix of their own.

mod describe;
mod list;
mod records;
mod start;

use monotable::request::control::StreamView;

use super::Operation;

/// The operation of this name.
pub(crate) fn named(name: &str) -> Option<Operation> {
    Some(match name {
        "DescribeStream" => describe::describe_stream,
        "GetRecords" => records::get_records,
        "GetShardIterator" => start::get_shard_iterator,
        "ListStreams" => list::list_streams,
        _ => return None,
    })
}

/// Returns what the records of a stream carry.
pub(super) const fn view_name(view: StreamView) -> &'static str {
    match view {
        StreamView::KeysOnly => "KEYS_ONLY",
        StreamView::NewImage => "NEW_IMAGE",
        StreamView::OldImage => "OLD_IMAGE",
        _ => "NEW_AND_OLD_IMAGES",
    }
}

/// A number whose constraints were checked.
fn positive(number: Option<i32>) -> Option<u32> {
    number.map(i32::unsigned_abs)
}
