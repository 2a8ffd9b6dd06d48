//! Writes the bodies of answers.

use std::collections::BTreeMap;
use std::sync::Arc;

use monotable::Item;
use monotable::json::write_json_string;
use monotable::request::{BatchMeta, ConsumedCapacity, ItemCollectionMetrics, ResponseMeta, ReturnConsumed};

/// An object that is being written.
pub(super) struct Reply {
    out: Vec<u8>,
}

impl Reply {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        let mut out = Vec::with_capacity(bytes);
        out.push(b'{');
        Self { out }
    }

    /// The name of the next member.
    pub(super) fn name(&mut self, name: &str) {
        if !matches!(self.out.last(), Some(b'{')) {
            self.out.push(b',');
        }
        write_json_string(&mut self.out, name);
        self.out.push(b':');
    }

    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        write_json_string(&mut self.out, text);
    }

    pub(super) fn boolean(&mut self, name: &str, value: bool) {
        self.raw(name, if value { "true" } else { "false" });
    }

    pub(super) fn integer(&mut self, name: &str, value: u64) {
        self.raw(name, &value.to_string());
    }

    /// A number that has a fraction, be it zero.
    pub(super) fn double(&mut self, name: &str, value: f64) {
        self.raw(name, &format!("{value:?}"));
    }

    pub(super) fn raw(&mut self, name: &str, json: &str) {
        self.name(name);
        self.out.extend_from_slice(json.as_bytes());
    }

    pub(super) fn item(&mut self, name: &str, item: &Item) {
        self.name(name);
        item.write_json(&mut self.out);
    }

    /// A member that is an object.
    pub(super) fn object(&mut self, name: &str, members: impl FnOnce(&mut Self)) {
        self.name(name);
        self.element(members);
    }

    /// A member that is a list; every element is written by `element`.
    pub(super) fn list<T>(
        &mut self,
        name: &str,
        elements: impl IntoIterator<Item = T>,
        element: impl Fn(&mut Self, T),
    ) {
        self.name(name);
        self.out.push(b'[');
        for (number, one) in elements.into_iter().enumerate() {
            if number > 0 {
                self.out.push(b',');
            }
            element(self, one);
        }
        self.out.push(b']');
    }

    /// An object as element of a list.
    pub(super) fn element(&mut self, members: impl FnOnce(&mut Self)) {
        self.out.push(b'{');
        members(self);
        self.out.push(b'}');
    }

    /// A text as element of a list.
    pub(super) fn text_element(&mut self, text: &str) {
        write_json_string(&mut self.out, text);
    }

    /// An item as element of a list.
    pub(super) fn item_element(&mut self, item: &Item) {
        item.write_json(&mut self.out);
    }

    /// What the call consumed, if that was asked for.
    pub(super) fn consumed(&mut self, table: &str, meta: &ResponseMeta) {
        if let Some(consumed) = &meta.consumed {
            self.object("ConsumedCapacity", |reply| reply.capacity(table, consumed));
        }
    }

    /// The members of a ConsumedCapacity.
    pub(super) fn capacity(&mut self, table: &str, consumed: &ConsumedCapacity) {
        self.text("TableName", table);
        self.double("CapacityUnits", consumed.units);
        for (name, units) in [("ReadCapacityUnits", consumed.read_units), ("WriteCapacityUnits", consumed.write_units)]
        {
            if let Some(units) = units {
                self.double(name, units);
            }
        }
        let Some(units) = consumed.table else { return };
        // A transaction either reads or writes.
        let share = |reply: &mut Self, units: f64| {
            reply.double("CapacityUnits", units);
            for (name, sum) in
                [("ReadCapacityUnits", consumed.read_units), ("WriteCapacityUnits", consumed.write_units)]
            {
                if sum.is_some() {
                    reply.double(name, units);
                }
            }
        };
        self.object("Table", |reply| share(reply, units));
        let indexes =
            [("LocalSecondaryIndexes", &consumed.local_indexes), ("GlobalSecondaryIndexes", &consumed.global_indexes)];
        for (name, shares) in indexes {
            if !shares.is_empty() {
                self.object(name, |reply| {
                    for (index, units) in shares {
                        reply.object(index, |reply| share(reply, *units));
                    }
                });
            }
        }
    }

    /// What a call on several tables consumed, if that was asked for.
    pub(super) fn consumed_by_table(&mut self, wanted: ReturnConsumed, meta: &BatchMeta) {
        if wanted != ReturnConsumed::None {
            self.list("ConsumedCapacity", &meta.consumed, |reply, (table, consumed)| {
                reply.element(|reply| reply.capacity(table, consumed));
            });
        }
    }

    /// The collections that a call on several tables has touched, if there are any.
    pub(super) fn collections(&mut self, tables: &BTreeMap<Arc<str>, Vec<ItemCollectionMetrics>>) {
        if !tables.is_empty() {
            self.object("ItemCollectionMetrics", |reply| {
                for (table, collections) in tables {
                    reply.list(table, collections, |reply, metrics| reply.element(|reply| reply.metrics(metrics)));
                }
            });
        }
    }

    /// The members of ItemCollectionMetrics.
    pub(super) fn metrics(&mut self, metrics: &ItemCollectionMetrics) {
        self.item("ItemCollectionKey", &metrics.key);
        let (least, most) = metrics.size_gb;
        self.raw("SizeEstimateRangeGB", &format!("[{least:?},{most:?}]"));
    }

    /// Seconds since 1970, to the millisecond.
    pub(super) fn time(&mut self, name: &str, time: std::time::SystemTime) {
        let since = time.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        self.raw(name, &format!("{}.{:03}", since.as_secs(), since.subsec_millis()));
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        self.out.push(b'}');
        self.out
    }
}
