//! Items at rest: one shared allocation each.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::packed::{Cursor, ValueRef};
use super::{PackedWriter, Value};
use crate::value::{Attribute, DecodeError, EncodeError, RowReader, Writer};

/// An item: attribute names and values in one packed, shared allocation. Cloning it copies a pointer.
///
/// Keys are items too: those with the key attributes alone.
///
/// ```
/// use monotable::{Item, Value};
///
/// let item: Item = [("PK", Value::from("CUSTOMER#1")), ("visits", Value::from(7))].into_iter().collect();
/// assert_eq!(item.get("PK").and_then(|value| value.as_str()), Some("CUSTOMER#1"));
/// assert_eq!(item.len(), 2);
/// ```
#[derive(Clone)]
pub struct Item(Arc<[u8]>);

impl Item {
    /// Creates an item without attributes.
    #[must_use]
    pub fn empty() -> Self {
        Self(Arc::from([].as_slice()))
    }

    /// Writes an item attribute by attribute; names must differ.
    pub fn build(write: impl FnOnce(&mut PackedWriter) -> Result<(), EncodeError>) -> Result<Self, EncodeError> {
        let mut writer = PackedWriter::new();
        write(&mut writer)?;
        Ok(writer.into_item())
    }

    pub(crate) fn from_packed(bytes: &[u8]) -> Self {
        Self(Arc::from(bytes))
    }

    /// Returns the value of an attribute.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<ValueRef<'_>> {
        Cursor { bytes: &self.0 }.find(name.as_bytes())
    }

    /// Walks names (as UTF-8) and values in their stored order, which has no meaning.
    pub fn iter(&self) -> Attributes<'_> {
        Attributes { cursor: Cursor { bytes: &self.0 }, len: self.0.len() }
    }

    pub(crate) fn packed(&self) -> &[u8] {
        &self.0
    }

    /// Returns how many attributes there are. Walks the item.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Returns whether there are no attributes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Bytes that the packed form takes: memory, not DynamoDB's item size; for that see [`Item::size`].
    #[must_use]
    pub fn packed_len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether both are the same allocation.
    #[must_use]
    pub fn ptr_eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Bytes with which the packed forms of both begin alike: attributes that end before are the same.
    #[must_use]
    pub fn common_len(&self, other: &Self) -> usize {
        // Whole blocks first, which the processor compares at once and fetches ahead.
        let blocks = self.0.chunks_exact(BLOCK).zip(other.0.chunks_exact(BLOCK));
        let same = BLOCK * blocks.take_while(|(block, there)| block == there).count();
        same + self.0[same..].iter().zip(&other.0[same..]).take_while(|(byte, there)| byte == there).count()
    }

    /// Returns a reader over the attributes.
    #[must_use]
    pub fn reader(&self) -> RowReader<'_> {
        RowReader::new(&self.0)
    }

    /// Returns the attribute as an owned tree.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<Value> {
        self.get(name).map(Value::from)
    }

    /// Returns the attributes with these names, in the item's order.
    #[must_use]
    pub fn select(&self, keep: impl Fn(&[u8]) -> bool) -> Self {
        let mut bytes = Vec::new();
        let mut cursor = Cursor { bytes: &self.0 };
        loop {
            let start = cursor.bytes;
            let Some((name, _)) = cursor.named() else { break };
            if keep(name) {
                bytes.extend_from_slice(&start[..start.len() - cursor.bytes.len()]);
            }
        }
        Self(Arc::from(bytes))
    }

    /// Returns DynamoDB's size of the item in bytes: UTF-8 length of every name plus the size of every value. The limit is
    /// 409,600, inclusive.
    ///
    /// See [Item sizes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).
    #[must_use]
    pub fn size(&self) -> usize {
        let mut cursor = Cursor { bytes: &self.0 };
        let mut size = 0;
        while let Some((name, value)) = cursor.named() {
            size += name.len() + value.size();
        }
        size
    }
}

impl<'a> IntoIterator for &'a Item {
    type Item = (&'a [u8], ValueRef<'a>);
    type IntoIter = Attributes<'a>;

    fn into_iter(self) -> Attributes<'a> {
        self.iter()
    }
}

/// A walk over the attributes of an item: names as UTF-8, and values.
#[derive(Clone)]
pub struct Attributes<'a> {
    cursor: Cursor<'a>,
    len: usize,
}

impl Attributes<'_> {
    /// Returns where the next attribute begins, for
    /// [`PackedWriter::copy_attributes`](super::PackedWriter::copy_attributes).
    #[must_use]
    pub fn offset(&self) -> usize {
        self.len - self.cursor.bytes.len()
    }
}

/// Prints names and types of what is to come, as [`Item`] does.
impl fmt::Debug for Attributes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.clone() {
            map.entry(&String::from_utf8_lossy(name), &value);
        }
        map.finish()
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a [u8], ValueRef<'a>);

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        self.cursor.named()
    }
}

impl ValueRef<'_> {
    /// Returns DynamoDB's size of the value in bytes; see [`Item::size`].
    #[inline]
    #[must_use]
    pub fn size(&self) -> usize {
        self.size_within(MAX_RECURSION)
    }

    #[inline]
    fn size_within(&self, levels: usize) -> usize {
        match self {
            Self::S(bytes) | Self::B(bytes) => bytes.len(),
            Self::Null | Self::Bool(_) => 1,
            Self::N(bytes) => number_size(bytes),
            other => other.members_size(levels),
        }
    }

    fn members_size(&self, levels: usize) -> usize {
        match self {
            Self::Ss(set) | Self::Bs(set) => set.iter().map(<[u8]>::len).sum(),
            Self::Ns(set) => set.iter().map(number_size).sum(),
            Self::L(_) | Self::M(_) if levels == 0 => self.deep_size(),
            Self::L(list) => CONTAINER + list.iter().map(|value| MEMBER + value.size_within(levels - 1)).sum::<usize>(),
            Self::M(map) => {
                let member = |(name, value): (&[u8], ValueRef<'_>)| MEMBER + name.len() + value.size_within(levels - 1);
                CONTAINER + map.iter().map(member).sum::<usize>()
            }
            scalar => scalar.size_within(levels),
        }
    }

    /// Returns the same without recursion, for what is nested more deeply than any backend accepts: its size decides nothing,
    /// but asking for it must not exhaust the stack.
    #[cold]
    fn deep_size(&self) -> usize {
        let mut size = 0;
        let mut open = vec![*self];
        while let Some(value) = open.pop() {
            size += match value {
                Self::L(list) => {
                    open.extend(list.iter());
                    CONTAINER + MEMBER * list.iter().count()
                }
                Self::M(map) => {
                    open.extend(map.iter().map(|(_, value)| value));
                    CONTAINER + map.iter().map(|(name, _)| MEMBER + name.len()).sum::<usize>()
                }
                scalar => scalar.size_within(0),
            };
        }
        size
    }
}

/// Bytes that DynamoDB counts for a list or map, and for each of its members.
const CONTAINER: usize = 3;
const MEMBER: usize = 1;
/// Above DynamoDB's 32 levels.
const MAX_RECURSION: usize = 64;

fn number_size(bytes: &[u8]) -> usize {
    super::Number::from_bytes(bytes).map_or(1, |number| number.size())
}

/// Bytes that [`Item::common_len`] compares at once.
const BLOCK: usize = 64;

/// Prints names and types. Values stay out of logs; ask [`Item::value`] for one.
impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().fmt(f)
    }
}

/// The last of several values with one name stays.
impl<N: AsRef<str>> FromIterator<(N, Value)> for Item {
    fn from_iter<I: IntoIterator<Item = (N, Value)>>(attributes: I) -> Self {
        let mut last = std::collections::BTreeMap::new();
        for (name, value) in attributes {
            last.insert(name.as_ref().to_owned(), value);
        }
        let mut writer = PackedWriter::new();
        for (name, value) in &last {
            writer.name(name);
            value.write_tree(&mut writer);
        }
        writer.into_item()
    }
}

/// One packed value, for the operands of expressions.
#[derive(Clone)]
pub struct PackedValue(Form);

#[derive(Clone)]
enum Form {
    Packed(Vec<u8>),
    /// A text as it came, since most values of key conditions are texts that were just built.
    Text(String),
    Shared(Arc<[u8]>),
}

impl PackedValue {
    pub(super) fn from_packed(bytes: Vec<u8>) -> Self {
        Self(Form::Packed(bytes))
    }

    /// Packs a value.
    pub fn of<T: Attribute>(value: &T) -> Result<Self, EncodeError> {
        let mut writer = PackedWriter::new();
        value.write(&mut writer)?;
        Ok(writer.into_value())
    }

    /// Reads the value as a type.
    pub(crate) fn read<T: Attribute>(&self) -> Result<T, DecodeError> {
        match &self.0 {
            Form::Packed(bytes) => T::read(&mut RowReader::value(bytes)),
            Form::Shared(bytes) => T::read(&mut RowReader::value(bytes)),
            Form::Text(_) => Self::from(self.view()).read(),
        }
    }

    /// Creates a text; takes a `String` over without a copy.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self(Form::Text(text.into()))
    }

    /// Packs a list of packed values.
    #[must_use]
    pub fn list(elements: &[Self]) -> Self {
        let mut writer = PackedWriter::new();
        writer.begin_list();
        elements.iter().for_each(|element| writer.copy_packed(element));
        writer.end_list();
        writer.into_value()
    }

    /// Shares the value, so that every clone from here on is a pointer: for a value that stands in many places.
    #[must_use]
    pub fn shared(self) -> Self {
        match self.0 {
            Form::Packed(bytes) => Self(Form::Shared(bytes.into())),
            Form::Text(_) => Self::from(self.view()).shared(),
            Form::Shared(_) => self,
        }
    }

    /// Returns where the value lies in memory, which is the same for clones of a [shared](Self::shared) one.
    #[doc(hidden)]
    #[must_use]
    pub fn address(&self) -> usize {
        match &self.0 {
            Form::Packed(bytes) => bytes.as_ptr().addr(),
            Form::Shared(bytes) => bytes.as_ptr().addr(),
            Form::Text(text) => text.as_ptr().addr(),
        }
    }

    /// Returns a view of the value.
    #[must_use]
    pub fn view(&self) -> ValueRef<'_> {
        match &self.0 {
            Form::Packed(bytes) => Cursor { bytes }.value().unwrap_or(ValueRef::Null),
            Form::Shared(bytes) => Cursor { bytes }.value().unwrap_or(ValueRef::Null),
            Form::Text(text) => ValueRef::S(text.as_bytes()),
        }
    }
}

impl From<&Value> for PackedValue {
    fn from(value: &Value) -> Self {
        let mut writer = PackedWriter::new();
        value.write_tree(&mut writer);
        writer.into_value()
    }
}

impl From<ValueRef<'_>> for PackedValue {
    fn from(value: ValueRef<'_>) -> Self {
        let mut writer = PackedWriter::new();
        writer.copy(value);
        writer.into_value()
    }
}

impl fmt::Debug for PackedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PackedValue({})", self.view().kind())
    }
}

/// Taking what a writer has written as an item or a value, and copying from these.
impl PackedWriter {
    /// Returns what was written since the start, as an item: pairs of [`Writer::name`] and a value.
    #[must_use]
    pub fn into_item(self) -> Item {
        Item::from_packed(&self.bytes)
    }

    /// Returns what was written since the start, as an item; then starts anew with the same buffer.
    pub(crate) fn take_item(&mut self) -> Item {
        let item = Item::from_packed(&self.bytes);
        self.clear();
        item
    }

    /// Returns the one value that was written since the start.
    #[must_use]
    pub fn into_value(self) -> PackedValue {
        PackedValue::from_packed(self.bytes)
    }

    /// Copies a packed value.
    pub fn copy_packed(&mut self, value: &PackedValue) {
        self.copy(value.view());
    }

    /// Copies attributes of an item, names and all: `range` lies between two [`offset`](super::Attributes::offset)s of a walk
    /// over it. What is outside of the item is left out.
    pub fn copy_attributes(&mut self, item: &Item, range: Range<usize>) {
        self.bytes.extend_from_slice(item.packed().get(range).unwrap_or_default());
    }
}
