//! Writes packed values and items.

use std::fmt;

use super::Number;
use super::packed::{self, CONTAINER_HEADER, ValueRef};
use crate::value::{SetKind, Writer};

/// Writes the packed form of an item, or of one value.
#[derive(Default)]
pub struct PackedWriter {
    pub(super) bytes: Vec<u8>,
    open: Vec<Open>,
}

/// A list, map or set that is being written.
#[derive(Debug)]
struct Open {
    header: usize,
    count: u32,
    set: bool,
}

impl PackedWriter {
    /// Creates an empty writer.
    #[must_use]
    pub fn new() -> Self {
        // What most items fit into, and about as much as allocators have at hand at once.
        Self::with_capacity(1000)
    }

    /// Creates an empty writer with room for so many bytes.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), open: Vec::new() }
    }

    /// Forgets what was written.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.open.clear();
    }

    /// Returns what was written since the start. Lengths of containers that are open are not in it yet.
    pub(crate) fn written(&self) -> &[u8] {
        &self.bytes
    }

    /// Copies a packed value.
    pub fn copy(&mut self, value: ValueRef<'_>) {
        match value {
            ValueRef::Null => self.null(),
            ValueRef::Bool(value) => self.boolean(value),
            ValueRef::N(bytes) => {
                self.tag(packed::N);
                self.short(bytes);
            }
            ValueRef::S(bytes) => {
                self.tag(packed::S);
                self.short(bytes);
            }
            ValueRef::B(bytes) => {
                self.tag(packed::B);
                self.short(bytes);
            }
            ValueRef::Ss(set) => self.copy_container(packed::SS, set.count, set.bytes),
            ValueRef::Ns(set) => self.copy_container(packed::NS, set.count, set.bytes),
            ValueRef::Bs(set) => self.copy_container(packed::BS, set.count, set.bytes),
            ValueRef::L(list) => self.copy_container(packed::L, list.count, list.bytes),
            ValueRef::M(map) => self.copy_container(packed::M, map.count, map.bytes),
        }
    }

    /// Writes the name of the next attribute or map member, as UTF-8 that was checked before.
    pub fn name_bytes(&mut self, name: &[u8]) {
        self.short(name);
    }

    /// Copies it whole, so that neither the depth nor the number of members matters.
    fn copy_container(&mut self, tag: u8, count: u32, members: &[u8]) {
        self.tag(tag);
        // No failure: the length was read from 32 bits.
        let len = u32::try_from(members.len()).unwrap_or(u32::MAX);
        self.bytes.extend_from_slice(&len.to_le_bytes());
        self.bytes.extend_from_slice(&count.to_le_bytes());
        self.bytes.extend_from_slice(members);
    }

    #[inline]
    fn tag(&mut self, tag: u8) {
        if !self.counted() {
            self.bytes.push(tag);
        }
    }

    /// Counts a member; true inside a set, whose members have no tag.
    #[inline]
    fn counted(&mut self) -> bool {
        match self.open.last_mut() {
            Some(open) => {
                open.count = open.count.saturating_add(1);
                open.set
            }
            None => false,
        }
    }

    #[inline]
    fn short(&mut self, bytes: &[u8]) {
        let mut len = bytes.len();
        while len >= 0x80 {
            self.bytes.push((len & 0x7f) as u8 | 0x80);
            len >>= 7;
        }
        self.bytes.push(len as u8);
        self.bytes.extend_from_slice(bytes);
    }

    fn begin(&mut self, tag: u8, set: bool) {
        self.tag(tag);
        self.open.push(Open { header: self.bytes.len(), count: 0, set });
        self.bytes.extend_from_slice(&[0; CONTAINER_HEADER]);
    }

    fn end(&mut self) {
        if let Some(open) = self.open.pop() {
            let len = self.bytes.len() - open.header - CONTAINER_HEADER;
            let len = u32::try_from(len).unwrap_or(u32::MAX);
            self.bytes[open.header..open.header + 4].copy_from_slice(&len.to_le_bytes());
            self.bytes[open.header + 4..open.header + 8].copy_from_slice(&open.count.to_le_bytes());
        }
    }
}

/// Prints how much was written. Values stay out of logs.
impl fmt::Debug for PackedWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PackedWriter").field("bytes", &self.bytes.len()).field("open", &self.open).finish()
    }
}

impl Writer for PackedWriter {
    fn null(&mut self) {
        self.tag(packed::NULL);
    }

    fn boolean(&mut self, value: bool) {
        self.tag(if value { packed::TRUE } else { packed::FALSE });
    }

    fn number(&mut self, value: &Number) {
        self.tag(packed::N);
        self.short(value.as_bytes());
    }

    fn string(&mut self, value: &str) {
        self.tag(packed::S);
        self.short(value.as_bytes());
    }

    fn binary(&mut self, value: &[u8]) {
        self.tag(packed::B);
        self.short(value);
    }

    fn begin_list(&mut self) {
        self.begin(packed::L, false);
    }

    fn end_list(&mut self) {
        self.end();
    }

    fn begin_map(&mut self) {
        self.begin(packed::M, false);
    }

    fn name(&mut self, name: &str) {
        self.short(name.as_bytes());
    }

    fn end_map(&mut self) {
        self.end();
    }

    fn begin_set(&mut self, kind: SetKind) {
        let tag = match kind {
            SetKind::S => packed::SS,
            SetKind::N => packed::NS,
            SetKind::B => packed::BS,
        };
        self.begin(tag, true);
    }

    fn end_set(&mut self) {
        self.end();
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Item, PackedWriter, Value};
    use crate::value::Writer as _;

    #[test]
    fn texts_come_back_at_every_width_of_their_length() {
        for len in [0, 1, 127, 128, 129, 16_383, 16_384, 2_097_151, 2_097_152] {
            let text = "x".repeat(len);
            let item: Item = [(text.as_str(), Value::from(text.as_str())), ("z", Value::Null)].into_iter().collect();
            assert_eq!(item.get(&text).and_then(|value| value.as_str().map(str::len)), Some(len));
            assert_eq!(item.len(), 2);
        }
    }

    #[test]
    fn attributes_are_copied_by_their_place() {
        let item: Item = [("a", Value::from(1)), ("b", Value::from("two")), ("c", Value::Null)].into_iter().collect();
        let mut attributes = item.iter();
        attributes.next();
        let start = attributes.offset();
        attributes.next();

        let mut writer = PackedWriter::new();
        writer.copy_attributes(&item, start..attributes.offset());
        writer.copy_attributes(&item, item.packed_len()..usize::MAX);

        assert_eq!(writer.into_item(), [("b", Value::from("two"))].into_iter().collect());
    }

    #[test]
    fn containers_are_copied_whole_and_however_deep() {
        let mut deep = PackedWriter::new();
        (0..50_000).for_each(|_| deep.begin_list());
        (0..50_000).for_each(|_| deep.end_list());
        let deep = deep.into_value();

        let mut writer = PackedWriter::new();
        writer.begin_list();
        writer.copy(deep.view());
        writer.boolean(true);
        writer.end_list();
        let copied = writer.into_value();

        let super::ValueRef::L(list) = copied.view() else { panic!("not a list") };
        assert_eq!((list.len(), list.iter().count()), (2, 2));
    }
}
