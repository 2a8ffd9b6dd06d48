//! What a table is described by beside its keys, indexes and items.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::SystemTime;

/// What only descriptions show.
#[cfg_attr(not(feature = "http"), allow(dead_code, reason = "the wire shows them"))]
#[derive(Clone, Debug)]
pub(crate) struct Details {
    pub(crate) created: SystemTime,
    /// A UUID, as long as the table is there.
    pub(crate) id: String,
    pub(crate) settings: Settings,
}

/// What a request of the wire says about a table, where the engine goes by none of it.
#[cfg_attr(not(feature = "http"), allow(dead_code, reason = "the wire shows them"))]
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    /// Read and write units of global indexes.
    pub(crate) index_units: BTreeMap<Arc<str>, Units>,
    /// Where it is not the standard one.
    pub(crate) class: Option<String>,
}

/// Provisioned capacity: read and write units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Units {
    pub(crate) read: u64,
    pub(crate) write: u64,
}

impl Details {
    /// Of a table that is created now.
    pub(crate) fn new(seed: u64, name: &str, created: SystemTime, settings: Settings) -> Self {
        let since = created.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let mut low = seed ^ since.as_nanos() as u64;
        for byte in name.bytes() {
            low = (low ^ u64::from(byte)).wrapping_mul(SPREAD).rotate_left(23);
        }
        let high = (low ^ low >> 29).wrapping_mul(SPREAD);
        let low = (high ^ high >> 32).wrapping_mul(SPREAD);
        let id = format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            high >> 16 & 0xffff,
            high & 0xfff,
            0x8000 | low >> 48 & 0x3fff,
            low & 0xffff_ffff_ffff,
        );
        Self { created, id, settings }
    }
}

/// For tests of what does not show them.
#[cfg(test)]
impl Default for Details {
    fn default() -> Self {
        Self::new(0, "", SystemTime::UNIX_EPOCH, Settings::default())
    }
}

/// Odd, with its bits in no order.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
