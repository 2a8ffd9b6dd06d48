//! What the answers of single writes have in common.

use monotable::Item;
use monotable::request::{ItemCollectionMetrics, ResponseMeta};

use crate::members::Members;
use crate::reply::Reply;

/// The answer of a write.
pub(super) fn answer(
    members: &Members<'_>,
    attributes: Option<&Item>,
    collection: Option<&ItemCollectionMetrics>,
    meta: &ResponseMeta,
) -> Vec<u8> {
    let mut reply = Reply::with_capacity(attributes.map_or(2, |item| 2 * item.packed_len() + 32));
    if let Some(attributes) = attributes {
        reply.item("Attributes", attributes);
    }
    reply.consumed(members.table.as_deref().unwrap_or_default(), meta);
    if let Some(metrics) = collection {
        reply.object("ItemCollectionMetrics", |reply| reply.metrics(metrics));
    }
    reply.finish()
}
