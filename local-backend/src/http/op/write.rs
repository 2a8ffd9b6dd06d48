//! What the answers of single writes have in common.

use monotable::Item;
use monotable::request::{ItemCollectionMetrics, ResponseMeta};

use crate::backend::Database;
use crate::http::members::Members;
use crate::http::reply::Reply;
use crate::op;

/// The answer of a write; `key` holds the attributes of the item's key.
pub(super) fn answer(
    database: &Database,
    members: &Members<'_>,
    key: &Item,
    attributes: Option<&Item>,
    meta: &ResponseMeta,
) -> Vec<u8> {
    let mut reply = Reply::with_capacity(attributes.map_or(2, |item| 2 * item.packed_len() + 32));
    if let Some(attributes) = attributes {
        reply.item("Attributes", attributes);
    }
    let table = members.table.as_deref().unwrap_or_default();
    reply.consumed(table, meta);
    if members.returns_metrics()
        && let Some(key) = op::collection_key(database, op::name_in(table), key)
    {
        // No collection of this size is anywhere near a gigabyte.
        let metrics = ItemCollectionMetrics::new(key, (0.0, 1.0));
        reply.object("ItemCollectionMetrics", |reply| reply.metrics(&metrics));
    }
    reply.finish()
}
