//! The tables of a database by name.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, RwLockReadGuard};

use monotable::Error;

use super::slot::Slot;
use super::table::Table;

/// The tables by name, in several equal copies: each thread reads one of them, so that threads which use different tables or
/// partitions share no cache line. Creating and deleting tables changes all copies under all their locks.
pub(crate) struct Catalog {
    shards: [Slot<Tables>; SHARDS],
}

pub(crate) type Tables = BTreeMap<Arc<str>, Arc<Table>>;

impl Catalog {
    pub(crate) fn new(tables: &Tables) -> Self {
        Self { shards: std::array::from_fn(|_| Slot::new(tables.clone())) }
    }

    /// The tables as they are; while the guard lives, none is created or deleted.
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Tables> {
        self.shards[shard()].read()
    }

    /// A copy of all tables as they are at one moment, at which `also` is called: no writer is under way in any of them.
    pub(crate) fn fork<T>(&self, also: impl FnOnce() -> T) -> (Self, T) {
        let tables = self.read();
        let frozen: Vec<_> = tables.values().map(|table| table.freeze()).collect();
        let also = also();
        let forks =
            tables.iter().zip(&frozen).map(|((name, table), frozen)| (Arc::clone(name), Arc::new(table.fork(frozen))));
        let forks: Tables = forks.collect();
        drop(frozen);
        drop(tables);
        // Who fills a new index of the original knows nothing of its copy.
        forks.values().for_each(|table| table.build_indexes());
        (Self::new(&forks), also)
    }

    /// Sets a table in the place of the one of its name, or of none, and returns it with the one that was there, which is
    /// dropped after the locks: that may take time. `next` makes it of the tables as they are; no one else reads or changes
    /// any of them meanwhile.
    pub(crate) fn replace(&self, next: impl FnOnce(&Tables) -> Result<Table, Error>) -> Result<Arc<Table>, Error> {
        let mut guards = self.shards.each_ref().map(Slot::write);
        let table = Arc::new(next(&guards[0])?);
        let name = Arc::clone(&table.definition.table);
        let mut before = Vec::with_capacity(SHARDS);
        for tables in &mut guards {
            before.extend(tables.insert(Arc::clone(&name), Arc::clone(&table)));
        }
        drop(guards);
        Ok(table)
    }

    /// Takes the tables out that `is_gone` knows, if `check` allows it, and returns what it found.
    pub(crate) fn remove<T>(
        &self,
        check: impl FnOnce(&Tables) -> Result<T, Error>,
        is_gone: impl Fn(&Table) -> bool,
    ) -> Result<T, Error> {
        let mut guards = self.shards.each_ref().map(Slot::write);
        let found = check(&guards[0])?;
        let mut removed = Vec::new();
        for tables in &mut guards {
            removed.extend(tables.extract_if(.., |_, table| is_gone(table)));
        }
        drop(guards);
        Ok(found)
    }
}

/// The copy that this thread reads.
fn shard() -> usize {
    thread_local! {
        static SHARD: Cell<Option<usize>> = const { Cell::new(None) };
    }
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    SHARD.with(|shard| {
        shard.get().unwrap_or_else(|| {
            let next = NEXT.fetch_add(1, Ordering::Relaxed) % SHARDS;
            shard.set(Some(next));
            next
        })
    })
}

const SHARDS: usize = 8;
