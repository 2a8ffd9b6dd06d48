//! Time-to-live: the deletion of what has expired.
//!
//! See [How TTL works](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html).

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use monotable::expression::Name;
use monotable::{Item, Number};

use super::forget_deleted;
use crate::database::Database;
use crate::store::{Author, Next, Row, Table};

pub fn sweep_expired(database: &Database) -> u64 {
    forget_deleted(database);
    let now = database.clock.now();
    // Not held for all of it: who creates or changes a table would wait for the end, and everybody else for them.
    let tables: Vec<Arc<Table>> = database.catalog.read().values().cloned().collect();
    tables.iter().map(|table| &*table.streams).chain([&database.streams]).for_each(|streams| streams.trim(now.into()));
    let Some(window) = Window::at(now) else { return 0 };
    tables.iter().filter_map(|table| Some(sweep(database, table, table.ttl()?, &window, now))).sum()
}

fn sweep(database: &Database, seen: &Table, attribute: &Name, window: &Window, now: SystemTime) -> u64 {
    let is_expired = |row: &Row| window.has(&row.item, attribute);
    let mut deleted = 0;
    seen.keys_where(is_expired, |key| {
        // The table as it is now: it may have another index, or none of these items any more.
        let tables = database.catalog.read();
        let Some(table) = tables.get(&seen.definition.table).filter(|table| table.has_items_of(seen)) else { return };
        if table.ttl() != Some(attribute) {
            return;
        }
        // Looked at again under the partition's lock: the item may have been renewed meanwhile.
        let written = table.write(&key, now, Author::Expiry, |old| {
            Ok(if old.is_some_and(is_expired) { Next::Delete } else { Next::Keep })
        });
        deleted += u64::from(written.is_ok_and(|written| written.new.is_none() && written.old.is_some()));
    });
    deleted
}

/// The times that count as expired, both ends excluded.
struct Window {
    oldest: Number,
    now: Number,
}

impl Window {
    /// `None` before 1970, when no expiry can have passed.
    fn at(now: SystemTime) -> Option<Self> {
        let elapsed = now.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let seconds = |elapsed: Duration| format!("{}.{:09}", elapsed.as_secs(), elapsed.subsec_nanos()).parse().ok();
        // Five years back may be before 1970; then nothing is too old.
        let oldest = elapsed.checked_sub(TOO_OLD).unwrap_or_default();
        Some(Self { oldest: seconds(oldest)?, now: seconds(elapsed)? })
    }

    /// Returns whether an item has expired. A value of another type than a number never does.
    fn has(&self, item: &Item, attribute: &str) -> bool {
        let expiry = item.get(attribute).and_then(|value| value.as_number());
        expiry.is_some_and(|expiry| self.oldest <= expiry && expiry < self.now)
    }
}

/// What expired longer ago is taken for a mistake, and kept.
const TOO_OLD: Duration = Duration::from_secs(5 * 365 * 24 * 60 * 60);
