//! Writes DynamoDB JSON.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::text::write_string;
use crate::value::packed::Cursor;
use crate::value::{Item, Number, SetKind, ValueRef, Writer};

/// Appends an item, or one attribute value, to a buffer as DynamoDB JSON.
///
/// ```
/// use monotable::{Attribute, EncodeError, Writer};
/// use monotable::json::JsonWriter;
///
/// let mut json = Vec::new();
/// let mut item = JsonWriter::item(&mut json);
/// item.name("PK");
/// item.string("CUSTOMER#1");
/// item.name("visits");
/// 7.write(&mut item)?;
/// item.finish();
/// assert_eq!(json, br#"{"PK":{"S":"CUSTOMER#1"},"visits":{"N":"7"}}"#);
/// # Ok::<(), EncodeError>(())
/// ```
///
/// The text is whole after [`finish`](Self::finish).
pub struct JsonWriter<'a> {
    out: &'a mut Vec<u8>,
    /// True if a comma stands before the next name, value or member.
    comma: bool,
    /// True if a set is open: its members are bare strings.
    set: bool,
    item: bool,
}

impl<'a> JsonWriter<'a> {
    /// Creates a writer of an item: names and values in turn.
    #[must_use = "the item has ended with `finish`"]
    pub fn item(out: &'a mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, comma: false, set: false, item: true }
    }

    /// Creates a writer of one attribute value.
    #[must_use]
    pub fn value(out: &'a mut Vec<u8>) -> Self {
        Self { out, comma: false, set: false, item: false }
    }

    /// Closes the item.
    pub fn finish(self) {
        if self.item {
            self.out.push(b'}');
        }
    }

    /// Writes the attributes of a packed item.
    pub fn copy_item(&mut self, item: &Item) {
        for (name, value) in item {
            self.name_bytes(name);
            self.copy(value);
        }
    }

    /// Writes a packed value.
    pub fn copy(&mut self, value: ValueRef<'_>) {
        // Levels are kept here and not on the stack: rows can be nested as deeply as somebody writes them.
        let mut open: Vec<(Cursor<'_>, bool)> = Vec::new();
        let mut next = Some(value);
        loop {
            match next {
                Some(ValueRef::L(list)) => {
                    self.begin_list();
                    open.push((Cursor { bytes: list.bytes }, false));
                }
                Some(ValueRef::M(map)) => {
                    self.begin_map();
                    open.push((Cursor { bytes: map.bytes }, true));
                }
                Some(scalar) => self.scalar(scalar),
                None => {
                    match open.pop() {
                        Some((_, true)) => self.end_map(),
                        _ => self.end_list(),
                    };
                }
            }
            next = match open.last_mut() {
                None => return,
                Some((list, false)) => list.value(),
                Some((map, true)) => map.named().map(|(name, value)| {
                    self.name_bytes(name);
                    value
                }),
            };
        }
    }

    fn scalar(&mut self, value: ValueRef<'_>) {
        match value {
            ValueRef::Bool(value) => self.boolean(value),
            ValueRef::N(bytes) => self.packed_number(bytes),
            ValueRef::S(text) => self.text(text),
            ValueRef::B(bytes) => self.binary(bytes),
            ValueRef::Ss(set) => {
                self.begin_set(SetKind::S);
                set.iter().for_each(|member| self.text(member));
                self.end_set();
            }
            ValueRef::Ns(set) => {
                self.begin_set(SetKind::N);
                set.iter().for_each(|member| self.packed_number(member));
                self.end_set();
            }
            ValueRef::Bs(set) => {
                self.begin_set(SetKind::B);
                set.iter().for_each(|member| self.binary(member));
                self.end_set();
            }
            ValueRef::Null | ValueRef::L(_) | ValueRef::M(_) => self.null(),
        }
    }

    fn packed_number(&mut self, bytes: &[u8]) {
        // Rows hold canonical numbers only.
        self.number(&Number::from_bytes(bytes).unwrap_or(Number::ZERO));
    }

    fn name_bytes(&mut self, name: &[u8]) {
        self.comma();
        write_string(self.out, name);
        self.out.push(b':');
        self.comma = false;
    }

    #[inline]
    fn comma(&mut self) {
        if self.comma {
            self.out.push(b',');
        }
        self.comma = true;
    }

    /// Writes a text, number or binary between `open` and its end; `open` is left out in a set.
    #[inline]
    fn tagged(&mut self, open: &[u8], write: impl FnOnce(&mut Vec<u8>)) {
        self.comma();
        if self.set {
            write(self.out);
        } else {
            self.out.extend_from_slice(open);
            write(self.out);
            self.out.push(b'}');
        }
    }

    #[inline]
    fn text(&mut self, text: &[u8]) {
        self.tagged(b"{\"S\":", |out| write_string(out, text));
    }

    fn begin(&mut self, open: &[u8]) {
        self.comma();
        self.out.extend_from_slice(open);
        self.comma = false;
    }

    fn end(&mut self, close: &[u8]) {
        self.out.extend_from_slice(close);
        self.comma = true;
    }
}

impl Writer for JsonWriter<'_> {
    fn null(&mut self) {
        self.comma();
        self.out.extend_from_slice(b"{\"NULL\":true}");
    }

    fn boolean(&mut self, value: bool) {
        self.comma();
        self.out.extend_from_slice(if value { b"{\"BOOL\":true}" } else { b"{\"BOOL\":false}" });
    }

    #[inline]
    fn number(&mut self, value: &Number) {
        self.tagged(b"{\"N\":", |out| {
            out.push(b'"');
            value.write_ascii(out);
            out.push(b'"');
        });
    }

    #[inline]
    fn string(&mut self, value: &str) {
        self.text(value.as_bytes());
    }

    fn binary(&mut self, value: &[u8]) {
        self.tagged(b"{\"B\":", |out| {
            out.push(b'"');
            write_base64(out, value);
            out.push(b'"');
        });
    }

    fn begin_list(&mut self) {
        self.begin(b"{\"L\":[");
    }

    fn end_list(&mut self) {
        self.end(b"]}");
    }

    fn begin_map(&mut self) {
        self.begin(b"{\"M\":{");
    }

    #[inline]
    fn name(&mut self, name: &str) {
        self.name_bytes(name.as_bytes());
    }

    fn end_map(&mut self) {
        self.end(b"}}");
    }

    fn begin_set(&mut self, kind: SetKind) {
        self.begin(match kind {
            SetKind::S => b"{\"SS\":[",
            SetKind::N => b"{\"NS\":[",
            SetKind::B => b"{\"BS\":[",
        });
        self.set = true;
    }

    fn end_set(&mut self) {
        self.set = false;
        self.end(b"]}");
    }
}

/// Prints how much the buffer holds. Values stay out of logs.
impl fmt::Debug for JsonWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonWriter").field("bytes", &self.out.len()).finish_non_exhaustive()
    }
}

fn write_base64(out: &mut Vec<u8>, bytes: &[u8]) {
    // In steps of whole groups, so that no step but the last is padded.
    let mut text = [0; 4 * GROUPS];
    for step in bytes.chunks(3 * GROUPS) {
        let len = STANDARD.encode_slice(step, &mut text).unwrap_or(0); // no failure: the text has room for every step
        out.extend_from_slice(text.get(..len).unwrap_or_default());
    }
}

/// Three bytes are four characters.
const GROUPS: usize = 128;
