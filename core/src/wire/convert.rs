//! JSON to packed rows and back.

use std::ops::Range;

use super::{JsonReader, JsonWriter, wrong};
use crate::value::packed::Cursor;
use crate::value::{DecodeError, Item, PackedValue, PackedWriter, Reader, SetKind, Type, ValueRef, Writer};

impl Item {
    /// Reads an item from DynamoDB JSON.
    ///
    /// ```
    /// use monotable::{DecodeError, Item};
    ///
    /// let item = Item::from_json(br#"{"PK":{"S":"CUSTOMER#1"},"visits":{"N":"07.0"}}"#)?;
    /// assert_eq!(item.to_json(), r#"{"PK":{"S":"CUSTOMER#1"},"visits":{"N":"7"}}"#);
    /// # Ok::<(), DecodeError>(())
    /// ```
    ///
    /// Strict JSON, at most 64 levels deep. An attribute or map member that occurs twice is refused: which of the two was
    /// meant, nobody can know. Sets keep the order in which they were sent; empty ones, and members that occur twice, are read
    /// as they are, since refusing them is up to who stores the item.
    pub fn from_json(json: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = JsonReader::item(json)?;
        let mut row = PackedWriter::with_capacity(json.len());
        Packer::default().item(&mut reader, &mut row)?;
        reader.finish()?;
        Ok(row.take_item())
    }

    /// Reads an item that stands in a larger text.
    #[cfg(feature = "aws")]
    pub(crate) fn from_lexer(json: &mut super::JsonLexer<'_>) -> Result<Self, DecodeError> {
        let mut reader = JsonReader::in_text(json.clone());
        let mut row = PackedWriter::with_capacity(reader.lexer().rest().len().min(1000));
        Packer::default().item(&mut reader, &mut row)?;
        *json = reader.lexer().clone();
        Ok(row.take_item())
    }

    /// Returns the item as DynamoDB JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = Vec::with_capacity(2 * self.packed_len() + 2);
        self.write_json(&mut json);
        into_text(json)
    }

    /// Appends the item as DynamoDB JSON.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        let mut writer = JsonWriter::item(out);
        writer.copy_item(self);
        writer.finish();
    }
}

impl PackedValue {
    /// Reads one attribute value, such as `{"S":"text"}`, from DynamoDB JSON; see [`Item::from_json`].
    pub fn from_json(json: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = JsonReader::value(json)?;
        let mut value = PackedWriter::with_capacity(json.len());
        Packer::default().value(&mut reader, &mut value)?;
        reader.finish()?;
        Ok(value.into_value())
    }

    /// Returns the value as DynamoDB JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = Vec::new();
        self.write_json(&mut json);
        into_text(json)
    }

    /// Appends the value as DynamoDB JSON.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        let mut writer = JsonWriter::value(out);
        writer.copy(self.view());
        writer.finish();
    }
}

fn into_text(json: Vec<u8>) -> String {
    // Texts and names of rows are UTF-8, so nothing is replaced.
    String::from_utf8(json).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Copies what a reader gives into a row, level by level without recursion. Its buffers serve row after row.
#[derive(Debug, Default)]
pub(super) struct Packer {
    open: Vec<Open>,
    /// Fingerprints of the names of the maps that are open.
    names: Vec<u64>,
    /// True if a map may hold a name twice.
    doubtful: bool,
}

/// A list or map that is being read, or the item itself.
#[derive(Debug)]
struct Open {
    map: bool,
    /// Where the row has the name of the member at hand.
    name: Option<Range<usize>>,
    /// How many elements of a list were begun.
    elements: usize,
    /// Where the names of this map begin in those of all.
    names: usize,
}

impl Packer {
    pub(super) fn item(&mut self, reader: &mut JsonReader<'_>, row: &mut PackedWriter) -> Result<(), DecodeError> {
        self.clear();
        self.push(true);
        self.copy(reader, row)?;
        if self.doubtful { find_repeated(row.written(), true) } else { Ok(()) }
    }

    fn value(&mut self, reader: &mut JsonReader<'_>, row: &mut PackedWriter) -> Result<(), DecodeError> {
        self.clear();
        self.copy(reader, row)?;
        if self.doubtful { find_repeated(row.written(), false) } else { Ok(()) }
    }

    fn clear(&mut self) {
        self.open.clear();
        self.names.clear();
        self.doubtful = false;
    }

    fn push(&mut self, map: bool) {
        self.open.push(Open { map, name: None, elements: 0, names: self.names.len() });
    }

    fn copy(&mut self, reader: &mut JsonReader<'_>, row: &mut PackedWriter) -> Result<(), DecodeError> {
        self.levels(reader, row).map_err(|error| {
            self.open.iter().rev().fold(error, |error, open| match (&open.name, open.elements.checked_sub(1)) {
                (Some(name), _) => {
                    let name = row.written().get(name.clone()).unwrap_or_default();
                    error.at(&String::from_utf8_lossy(name))
                }
                (None, Some(index)) => error.at_index(index),
                (None, None) => error,
            })
        })
    }

    fn levels(&mut self, reader: &mut JsonReader<'_>, row: &mut PackedWriter) -> Result<(), DecodeError> {
        if self.open.is_empty() {
            self.one(reader, row)?;
        }
        while let Some(open) = self.open.last_mut() {
            if open.map {
                open.name = None;
                match reader.next_name()? {
                    Some(name) => {
                        row.name(name);
                        let end = row.written().len();
                        open.name = Some(end - name.len()..end);
                        let print = fingerprint(name.as_bytes());
                        let others = self.names.get(open.names..).unwrap_or_default();
                        self.doubtful |= others.len() >= MAX_COMPARED || others.contains(&print);
                        if others.len() < MAX_COMPARED {
                            self.names.push(print);
                        }
                        self.one(reader, row)?;
                    }
                    None => {
                        self.names.truncate(open.names);
                        self.open.pop();
                        // Closes nothing for the item itself, which was not opened either.
                        row.end_map();
                    }
                }
            } else if reader.next_element()? {
                open.elements += 1;
                self.one(reader, row)?;
            } else {
                self.open.pop();
                row.end_list();
            }
        }
        Ok(())
    }

    /// Copies a value; lists and maps are only opened.
    fn one(&mut self, reader: &mut JsonReader<'_>, row: &mut PackedWriter) -> Result<(), DecodeError> {
        match reader.kind()? {
            Type::S => row.string(reader.string()?),
            Type::N => row.number(&reader.number()?),
            Type::B => row.binary(reader.binary()?),
            Type::Bool => row.boolean(reader.boolean()?),
            Type::Null => {
                reader.null()?;
                row.null();
            }
            Type::L => {
                reader.begin_list()?;
                row.begin_list();
                self.push(false);
            }
            Type::M => {
                reader.begin_map()?;
                row.begin_map();
                self.push(true);
            }
            Type::Ss => set(SetKind::S, reader, row)?,
            Type::Ns => set(SetKind::N, reader, row)?,
            Type::Bs => set(SetKind::B, reader, row)?,
        }
        Ok(())
    }
}

fn set(kind: SetKind, reader: &mut JsonReader<'_>, row: &mut PackedWriter) -> Result<(), DecodeError> {
    reader.begin_set(kind)?;
    row.begin_set(kind);
    while reader.next_element()? {
        match kind {
            SetKind::S => row.string(reader.string()?),
            SetKind::N => row.number(&reader.number()?),
            SetKind::B => row.binary(reader.binary()?),
        }
    }
    row.end_set();
    Ok(())
}

/// Differs for most names that differ, and costs next to nothing.
#[inline]
fn fingerprint(name: &[u8]) -> u64 {
    let (head, tail) = match (name.first_chunk(), name.last_chunk()) {
        (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
        _ => (name.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)), 0),
    };
    head.rotate_left(32) ^ tail ^ ((name.len() as u64) << 56)
}

/// Names up to which each is compared with all before it. Beyond that, and where fingerprints agree, the names are sorted.
const MAX_COMPARED: usize = 48;

/// Fails if a map at any level holds a name twice. The bytes are those of an item, or of values alone.
#[cold]
fn find_repeated(bytes: &[u8], item: bool) -> Result<(), DecodeError> {
    let mut open = vec![(Cursor { bytes }, item)];
    let mut names = Vec::new();
    while let Some((mut members, map)) = open.pop() {
        names.clear();
        while let Some((name, value)) =
            if map { members.named() } else { members.value().map(|value| (&[][..], value)) }
        {
            if map {
                names.push(name);
            }
            match value {
                ValueRef::L(list) => open.push((Cursor { bytes: list.bytes }, false)),
                ValueRef::M(map) => open.push((Cursor { bytes: map.bytes }, true)),
                _ => {}
            }
        }
        names.sort_unstable();
        if let Some([name, _]) = names.array_windows().find(|[first, second]| first == second) {
            return Err(DecodeError::malformed(wrong::REPEATED).at(&String::from_utf8_lossy(name)));
        }
    }
    Ok(())
}
