//! The streams of a table, or of tables that were deleted.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use monotable::Timestamp;

use super::Stream;

/// Streams, oldest first. Those that were disabled a day ago are gone.
#[derive(Default)]
pub(crate) struct Streams(RwLock<Vec<Arc<Stream>>>);

impl Streams {
    /// The streams that there are, oldest first.
    pub(crate) fn all(&self, now: Timestamp) -> Vec<Arc<Stream>> {
        self.read().iter().filter(|stream| !stream.is_gone(now)).cloned().collect()
    }

    /// The latest stream of a table.
    pub(crate) fn latest(&self, table: &str, now: Timestamp) -> Option<Arc<Stream>> {
        let mut streams = self.all(now);
        streams.retain(|stream| &*stream.table == table);
        streams.pop()
    }

    /// The stream with this label of a table.
    pub(crate) fn find(&self, table: &str, label: &str, now: Timestamp) -> Option<Arc<Stream>> {
        let is_it = |stream: &&Arc<Stream>| *stream.table == *table && *stream.label == *label && !stream.is_gone(now);
        self.read().iter().find(is_it).cloned()
    }

    /// Takes in streams, which are later than those that are here.
    pub(crate) fn extend(&self, streams: Vec<Arc<Stream>>, now: Timestamp) {
        let mut all = self.write();
        all.retain(|stream| !stream.is_gone(now));
        all.extend(streams);
    }

    /// Returns whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.read().is_empty()
    }

    /// Drops streams and records that are too old.
    pub(crate) fn trim(&self, now: Timestamp) {
        let streams: Vec<Arc<Stream>> = self.read().clone();
        streams.iter().for_each(|stream| stream.trim(now));
        if streams.iter().any(|stream| stream.is_gone(now)) {
            self.write().retain(|stream| !stream.is_gone(now));
        }
    }

    /// A copy in which those that are enabled go their own way; those that are not are shared. No writer may be under way.
    pub(crate) fn fork(&self) -> Self {
        let fork = |stream: &Arc<Stream>| match stream.is_enabled() {
            true => Arc::new(stream.fork()),
            false => Arc::clone(stream),
        };
        Self(RwLock::new(self.read().iter().map(fork).collect()))
    }

    /// The stream that is written.
    pub(in crate::store) fn enabled(&self) -> Option<Arc<Stream>> {
        self.read().last().filter(|stream| stream.is_enabled()).cloned()
    }

    fn read(&self) -> RwLockReadGuard<'_, Vec<Arc<Stream>>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Vec<Arc<Stream>>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}
