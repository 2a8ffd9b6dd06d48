//! What a table goes through, and what it has beside its definition and its items.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::SystemTime;

use monotable::expression::Name;
use monotable::request::control::{BillingSummary, IndexCapacity, IndexDefinition, ResourcePolicy, Throughput};

/// What changes of a table without being in its definition.
#[derive(Clone, Debug)]
pub(crate) struct Details {
    pub(crate) created: SystemTime,
    /// A UUID, as long as the table is there.
    pub(crate) id: String,
    pub(crate) phase: Phase,
    /// Changes of the table's provisioned capacity.
    pub(crate) history: History,
    /// Details of the global indexes, by name.
    pub(crate) indexes: BTreeMap<Arc<str>, IndexDetails>,
    /// Indexes that are gone, and shown until a time.
    pub(crate) leaving: Vec<Leaving>,
    /// Absent of tables that always had provisioned capacity.
    pub(crate) billing: Option<BillingSummary>,
    pub(crate) class_changed: Option<SystemTime>,
    /// Whether the latest change is one of the encryption, or of the warm throughput.
    pub(crate) changes_encryption: bool,
    pub(crate) changes_warm: bool,
    pub(crate) ttl: Option<TimeToLive>,
    /// By what follows the table's name in the ARN: nothing, or a stream.
    pub(crate) policies: BTreeMap<String, ResourcePolicy>,
    pub(crate) recovery: Option<Recovery>,
}

/// What is being done with a table, and until when. A phase that is over counts for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Phase {
    #[default]
    Settled,
    Creating(SystemTime),
    Updating(SystemTime),
    Deleting(SystemTime),
}

/// What is being done with a global index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum IndexPhase {
    #[default]
    Settled,
    /// By CreateTable, with the table.
    WithTable(SystemTime),
    /// By UpdateTable: first room is made for it, then items are copied.
    Building {
        room: SystemTime,
        filled: SystemTime,
    },
    Updating(SystemTime),
}

/// A moment at which a table is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    now: SystemTime,
    /// Whether a change that begins now is looked at, whose answer tells that it is under way, be it done at once.
    begins: bool,
}

/// How provisioned capacity changed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct History {
    /// What is shown until a time, while the new units are not there yet.
    pub(crate) before: Option<(Throughput, SystemTime)>,
    /// Day, and decreases in it.
    pub(crate) decreases: (u64, u64),
    pub(crate) last_increase: Option<SystemTime>,
    pub(crate) last_decrease: Option<SystemTime>,
}

/// What changes of a global index without being in its definition.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct IndexDetails {
    pub(crate) phase: IndexPhase,
    pub(crate) history: History,
}

/// An index that is gone from the table and still shown.
#[derive(Clone, Debug)]
pub(crate) struct Leaving {
    pub(crate) definition: IndexDefinition,
    pub(crate) capacity: IndexCapacity,
    pub(crate) until: SystemTime,
}

/// Time-to-live as it was last switched.
#[derive(Clone, Debug)]
pub(crate) struct TimeToLive {
    pub(crate) attribute: Name,
    pub(crate) enabled: bool,
    /// Until then it cannot be switched again.
    pub(crate) until: SystemTime,
}

/// Point-in-time recovery, while it is on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recovery {
    pub(crate) since: SystemTime,
    pub(crate) days: i32,
}

impl Details {
    /// Returns the details of a table that is created now.
    pub(crate) fn new(seed: u64, name: &str, created: SystemTime) -> Self {
        Self {
            created,
            id: uuid(seed, name, created),
            phase: Phase::Settled,
            history: History::default(),
            indexes: BTreeMap::new(),
            leaving: Vec::new(),
            billing: None,
            class_changed: None,
            changes_encryption: false,
            changes_warm: false,
            ttl: None,
            policies: BTreeMap::new(),
            recovery: None,
        }
    }

    /// Forgets the phases that are over, before another one begins.
    pub(crate) fn settle(&mut self, at: Moment) {
        if !self.phase.is_creating(at) && !self.phase.is_updating(at) && !self.phase.is_deleting(at) {
            self.phase = Phase::Settled;
        }
        self.leaving.retain(|index| !at.reached(index.until));
        let histories = self.indexes.values_mut().map(|index| {
            if index.phase.is_over(at) {
                index.phase = IndexPhase::Settled;
            }
            &mut index.history
        });
        for history in histories.chain([&mut self.history]) {
            history.before = history.before.filter(|(_, until)| !at.reached(*until));
        }
    }
}

impl Moment {
    pub(crate) fn at(now: SystemTime) -> Self {
        Self { now, begins: false }
    }

    /// The moment in which a change begins.
    pub(crate) fn begins(now: SystemTime) -> Self {
        Self { now, begins: true }
    }

    pub(crate) fn now(self) -> SystemTime {
        self.now
    }

    /// Returns whether something that lasts until then is over.
    pub(crate) fn reached(self, until: SystemTime) -> bool {
        if self.begins { self.now > until } else { self.now >= until }
    }
}

impl Phase {
    pub(crate) fn is_creating(self, at: Moment) -> bool {
        matches!(self, Self::Creating(until) if !at.reached(until))
    }

    pub(crate) fn is_updating(self, at: Moment) -> bool {
        matches!(self, Self::Updating(until) if !at.reached(until))
    }

    pub(crate) fn is_deleting(self, at: Moment) -> bool {
        matches!(self, Self::Deleting(until) if !at.reached(until))
    }

    /// Returns whether nothing is left of the table.
    pub(crate) fn is_gone(self, at: Moment) -> bool {
        matches!(self, Self::Deleting(until) if at.reached(until))
    }
}

impl IndexPhase {
    pub(crate) fn is_over(self, at: Moment) -> bool {
        match self {
            Self::Settled => true,
            Self::WithTable(until) | Self::Updating(until) | Self::Building { filled: until, .. } => at.reached(until),
        }
    }
}

/// A UUID of version 4, the same for the same things.
pub(crate) fn uuid(seed: u64, name: &str, at: SystemTime) -> String {
    let since = at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let mut low = seed ^ since.as_nanos() as u64;
    for byte in name.bytes() {
        low = (low ^ u64::from(byte)).wrapping_mul(SPREAD).rotate_left(23);
    }
    let high = (low ^ low >> 29).wrapping_mul(SPREAD);
    let low = (high ^ high >> 32).wrapping_mul(SPREAD);
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        0x8000 | low >> 48 & 0x3fff,
        low & 0xffff_ffff_ffff,
    )
}

/// For tests of what does not show them.
#[cfg(test)]
impl Default for Details {
    fn default() -> Self {
        Self::new(0, "", SystemTime::UNIX_EPOCH)
    }
}

/// Odd, with its bits in no order.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
