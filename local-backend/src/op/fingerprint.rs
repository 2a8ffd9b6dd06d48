//! Whether two requests, or two keys of a request, are the same, without keeping or comparing them one by one.

use std::hash::{DefaultHasher, Hash, Hasher};

/// The same for the same content, however sets, maps and items were ordered.
pub(super) fn fingerprint<T: Hash + ?Sized>(of: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}
