//! The tables of a database by name.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, RwLockReadGuard};

use super::partition::Slot;
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
        (Self::new(&forks.collect()), also)
    }

    /// Changes the tables by one step, which is done on every copy or on none.
    pub(crate) fn change<E>(
        &self,
        check: impl FnOnce(&Tables) -> Result<(), E>,
        change: impl Fn(&mut Tables),
    ) -> Result<(), E> {
        let mut guards = self.shards.each_ref().map(Slot::write);
        check(&guards[0])?;
        guards.iter_mut().for_each(|tables| change(tables));
        Ok(())
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
