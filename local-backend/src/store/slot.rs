//! The locks of partitions, and which partition a place is in.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// A lock on cache lines of its own, so that users of neighbouring partitions do not slow each other down.
#[repr(align(128))]
#[derive(Default)]
pub(crate) struct Slot<T>(RwLock<T>);

impl<T> Slot<T> {
    pub(crate) fn new(content: T) -> Self {
        Self(RwLock::new(content))
    }

    /// A panic elsewhere leaves complete states only: trees are changed in one call each.
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, T> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, T> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Partitions of a table, and of each of its global indexes. A power of two.
pub(crate) const PARTITIONS: usize = 1 << PARTITION_BITS;

/// So many bits of a place say which partition it is in; the leading ones, so that partitions are ranges of places.
const PARTITION_BITS: u32 = 6;

/// Returns which partition a place is in.
pub(crate) fn partition_of(place: u32) -> usize {
    (place >> (u32::BITS - PARTITION_BITS)) as usize
}
