//! Reads DynamoDB JSON.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::envelope;
use super::lexer::{Lexer, RawString};
use super::text::unescape;
use super::wrong;
use crate::value::{DecodeError, Number, NumberError, Reader, SetKind, Type};

/// Reads an item, or one attribute value, from DynamoDB JSON in place: no tree, no copy of what has no escapes.
///
/// ```
/// use monotable::{Attribute, DecodeError, Reader};
/// use monotable::json::JsonReader;
///
/// let mut item = JsonReader::item(br#"{"PK":{"S":"CUSTOMER#1"},"visits":{"N":"7"}}"#)?;
/// let mut visits = None;
/// while let Some(name) = item.next_name()? {
///     match name {
///         "visits" => visits = Some(u32::read(&mut item)?),
///         _ => item.skip()?,
///     }
/// }
/// item.finish()?;
/// assert_eq!(visits, Some(7));
/// # Ok::<(), DecodeError>(())
/// ```
///
/// It reads what DynamoDB reads: members that are JSON `null` are absent, unknown members of an attribute value are passed
/// over, and exactly one member must then name its type. Nesting is bounded at 64 levels. A name that occurs twice in an item
/// or map is given twice, since nothing is kept of the first; [`Item::from_json`](crate::Item::from_json) refuses that.
#[derive(Clone)]
pub struct JsonReader<'a> {
    lexer: Lexer<'a>,
    inside: Inside,
    /// Containers around the innermost one, from the outside in.
    outer: [Inside; MAX_DEPTH],
    depth: usize,
    /// True if nothing was read yet of the innermost container.
    first: bool,
    /// The type of the value that comes next, once it was looked at: the position is then behind `{"S":`.
    kind: Option<Type>,
    /// Where the item or value begins, and what it is.
    start: (usize, Inside),
    /// Strings without their escapes.
    text: String,
    bytes: Vec<u8>,
    /// An attribute of the item to take note of while others read it, and what was seen of it.
    watch: Option<&'static str>,
    watched: Watched<'a>,
}

/// State of the attribute that a reader watches.
#[derive(Clone, Copy)]
pub(crate) enum Watched<'a> {
    /// Nothing, so far.
    Absent,
    /// This text.
    Text(RawString<'a>),
    /// That it is no text.
    Other,
}

/// Container in which a reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    /// Before an item.
    Start,
    Item,
    /// Before a value that stands alone.
    Value,
    Map,
    List,
    Set(SetKind),
    /// Behind the item or value.
    End,
}

impl<'a> JsonReader<'a> {
    /// Creates a reader that stands at an item. Fails if the text is not UTF-8.
    pub fn item(json: &'a [u8]) -> Result<Self, DecodeError> {
        Ok(Self::at(Lexer::new(json)?, Inside::Start))
    }

    /// Creates a reader that stands at one attribute value. Fails if the text is not UTF-8.
    pub fn value(json: &'a [u8]) -> Result<Self, DecodeError> {
        Ok(Self::at(Lexer::new(json)?, Inside::Value))
    }

    /// Creates a reader behind an item: [`begin_item`](Self::begin_item) puts it before the next one.
    pub(super) fn behind(lexer: Lexer<'a>) -> Self {
        Self::at(lexer, Inside::End)
    }

    /// Creates a reader that stands at an item in a larger text.
    #[cfg(feature = "aws")]
    pub(super) fn in_text(lexer: Lexer<'a>) -> Self {
        Self::at(lexer, Inside::Start)
    }

    fn at(lexer: Lexer<'a>, inside: Inside) -> Self {
        Self {
            inside,
            outer: [Inside::End; MAX_DEPTH],
            depth: 0,
            first: true,
            kind: None,
            start: (lexer.position(), inside),
            text: String::new(),
            bytes: Vec::new(),
            watch: None,
            watched: Watched::Absent,
            lexer,
        }
    }

    /// Goes back to the beginning, to read the item or value once more: for those who must know one attribute before all.
    pub fn restart(&mut self) {
        self.lexer.go_to(self.start.0);
        self.inside = self.start.1;
        self.depth = 0;
        self.kind = None;
        self.watched = Watched::Absent;
    }

    /// Takes note of the text that is this attribute of the item, whenever the item is read.
    pub(crate) fn watch(&mut self, attribute: Option<&'static str>) {
        self.watch = attribute;
    }

    /// Returns what was seen of the attribute since the item began.
    pub(crate) fn watched(&self) -> Watched<'a> {
        self.watched
    }

    /// Looks at the value that comes next, and stays before it.
    #[inline(never)]
    fn take_note(&mut self) {
        let position = self.lexer.position();
        self.watched = match envelope::open(&mut self.lexer) {
            Ok(Type::S) => self.lexer.string(wrong::NOT_A_STRING).map_or(Watched::Other, Watched::Text),
            _ => Watched::Other,
        };
        self.lexer.go_to(position);
    }

    /// Checks that the item or value was read or skipped whole and that nothing follows it.
    pub fn finish(&mut self) -> Result<(), DecodeError> {
        match self.inside {
            Inside::End => self.lexer.end(),
            _ => Err(DecodeError::malformed(wrong::NOT_WHOLE)),
        }
    }

    pub(super) fn lexer(&mut self) -> &mut Lexer<'a> {
        &mut self.lexer
    }

    /// Says that an item stands at the position.
    pub(super) fn begin_item(&mut self) {
        self.start = (self.lexer.position(), Inside::Start);
        self.restart();
    }

    /// Steps over what is left of the item.
    pub(super) fn end_item(&mut self) -> Result<(), DecodeError> {
        if self.inside == Inside::End {
            return Ok(());
        }
        self.restart();
        self.inside = Inside::End;
        self.lexer.skip_value()
    }

    /// Steps to the next member of an object or array, `false` behind its end.
    #[inline]
    fn next_member(&mut self, close: u8) -> Result<bool, DecodeError> {
        if self.lexer.eat(close)? {
            return Ok(false);
        }
        if !self.first {
            self.lexer.expect(b',', wrong::SYNTAX)?;
        }
        self.first = false;
        Ok(true)
    }

    /// Reads from behind the content of an attribute value to its end.
    #[inline]
    fn close_value(&mut self) -> Result<(), DecodeError> {
        envelope::close(&mut self.lexer)?;
        if self.inside == Inside::Value {
            self.inside = Inside::End;
        }
        Ok(())
    }

    /// Steps to the content of a value, which must be of this type.
    #[inline]
    fn open(&mut self, expected: Type) -> Result<(), DecodeError> {
        let found = self.kind()?;
        if found != expected {
            return Err(DecodeError::wrong_type(expected.name(), found));
        }
        self.kind = None;
        Ok(())
    }

    /// Steps over an attribute value of any type, be it one that is not known here.
    fn skip_unknown(&mut self) -> Result<(), DecodeError> {
        if self.lexer.peek()? != b'{' {
            return Err(DecodeError::malformed(wrong::NOT_A_VALUE));
        }
        self.lexer.skip_value()?;
        if self.inside == Inside::Value {
            self.inside = Inside::End;
        }
        Ok(())
    }

    /// Reads the string that a text, number or binary is.
    #[inline]
    fn scalar(&mut self, expected: Type) -> Result<RawString<'a>, DecodeError> {
        self.open(expected)?;
        let string = self.lexer.string(wrong::NOT_A_STRING)?;
        if !matches!(self.inside, Inside::Set(_)) {
            self.close_value()?;
        }
        Ok(string)
    }

    /// Returns a string without its escapes.
    #[inline]
    fn resolve(&mut self, string: RawString<'a>) -> Result<&str, DecodeError> {
        if string.escaped { self.unescape(string) } else { Ok(string.raw) }
    }

    #[cold]
    fn unescape(&mut self, string: RawString<'_>) -> Result<&str, DecodeError> {
        self.text.clear();
        unescape(string.raw, |piece| self.text.push_str(piece))?;
        Ok(&self.text)
    }

    fn enter(&mut self, kind: Type, inside: Inside) -> Result<(), DecodeError> {
        self.open(kind)?;
        match inside {
            Inside::Map => self.lexer.expect(b'{', wrong::NOT_A_MAP)?,
            _ => self.lexer.expect(b'[', wrong::NOT_A_LIST)?,
        }
        let around = self.outer.get_mut(self.depth).ok_or_else(|| DecodeError::malformed(wrong::TOO_DEEP))?;
        *around = self.inside;
        self.depth += 1;
        self.inside = inside;
        self.first = true;
        Ok(())
    }

    /// Reads from behind the brackets of a list, map or set to behind its value.
    fn leave(&mut self) -> Result<(), DecodeError> {
        self.depth = self.depth.saturating_sub(1);
        self.inside = self.outer.get(self.depth).copied().unwrap_or(Inside::End);
        self.first = false;
        self.close_value()
    }
}

impl Reader for JsonReader<'_> {
    #[inline]
    fn kind(&mut self) -> Result<Type, DecodeError> {
        if let Some(kind) = self.kind {
            return Ok(kind);
        }
        let kind = match self.inside {
            Inside::Item | Inside::Map | Inside::List | Inside::Value => envelope::open(&mut self.lexer)?,
            Inside::Set(SetKind::S) => Type::S,
            Inside::Set(SetKind::N) => Type::N,
            Inside::Set(SetKind::B) => Type::B,
            Inside::Start | Inside::End => return Err(DecodeError::malformed(wrong::NO_VALUE)),
        };
        self.kind = Some(kind);
        Ok(kind)
    }

    fn null(&mut self) -> Result<(), DecodeError> {
        self.open(Type::Null)?;
        if !self.lexer.eat_word("true")? {
            return Err(DecodeError::malformed(wrong::NOT_TRUE));
        }
        self.close_value()
    }

    fn boolean(&mut self) -> Result<bool, DecodeError> {
        self.open(Type::Bool)?;
        let value = self.lexer.eat_word("true")?;
        if !value && !self.lexer.eat_word("false")? {
            return Err(DecodeError::malformed(wrong::NOT_A_BOOLEAN));
        }
        self.close_value()?;
        Ok(value)
    }

    #[inline]
    fn number(&mut self) -> Result<Number, DecodeError> {
        let string = self.scalar(Type::N)?;
        self.resolve(string)?.parse().map_err(no_number)
    }

    #[inline]
    fn string(&mut self) -> Result<&str, DecodeError> {
        let string = self.scalar(Type::S)?;
        self.resolve(string)
    }

    fn binary(&mut self) -> Result<&[u8], DecodeError> {
        let string = self.scalar(Type::B)?;
        self.bytes.clear();
        let decoded = if string.escaped {
            STANDARD.decode_vec(string.unescaped()?, &mut self.bytes)
        } else {
            STANDARD.decode_vec(string.raw, &mut self.bytes)
        };
        decoded.map_err(|_| DecodeError::malformed(wrong::NOT_BASE64))?;
        Ok(&self.bytes)
    }

    fn begin_set(&mut self, kind: SetKind) -> Result<(), DecodeError> {
        self.enter(kind.kind(), Inside::Set(kind))
    }

    fn begin_list(&mut self) -> Result<(), DecodeError> {
        self.enter(Type::L, Inside::List)
    }

    fn begin_map(&mut self) -> Result<(), DecodeError> {
        self.enter(Type::M, Inside::Map)
    }

    #[inline]
    fn next_element(&mut self) -> Result<bool, DecodeError> {
        if !matches!(self.inside, Inside::List | Inside::Set(_)) || self.kind.is_some() {
            return Err(DecodeError::malformed(wrong::NO_VALUE));
        }
        let more = self.next_member(b']')?;
        if !more {
            self.leave()?;
        }
        Ok(more)
    }

    #[inline]
    fn next_name(&mut self) -> Result<Option<&str>, DecodeError> {
        match self.inside {
            Inside::Item | Inside::Map if self.kind.is_none() => {}
            Inside::Start => {
                self.lexer.expect(b'{', wrong::NOT_AN_ITEM)?;
                self.inside = Inside::Item;
                self.first = true;
            }
            Inside::End => return Ok(None),
            _ => return Err(DecodeError::malformed(wrong::NO_VALUE)),
        }
        let name = loop {
            if !self.next_member(b'}')? {
                match self.inside {
                    Inside::Map => self.leave()?,
                    _ => self.inside = Inside::End,
                }
                return Ok(None);
            }
            let name = self.lexer.name()?;
            if self.lexer.peek()? != b'n' {
                if self.inside == Inside::Item && self.watch.is_some_and(|watch| name.is(watch) == Ok(true)) {
                    self.take_note();
                }
                break name;
            }
            // A member that is null is absent.
            Lexer::check(name)?;
            if !self.lexer.eat_word("null")? {
                return Err(DecodeError::malformed(wrong::SYNTAX));
            }
        };
        self.resolve(name).map(Some)
    }

    fn skip(&mut self) -> Result<(), DecodeError> {
        if self.kind.is_none() && matches!(self.inside, Inside::Item | Inside::Map | Inside::List | Inside::Value) {
            self.kind = envelope::open_plain(&mut self.lexer);
            if self.kind.is_none() {
                return self.skip_unknown();
            }
        }
        match self.kind()? {
            kind @ (Type::S | Type::N | Type::B) => {
                let string = self.scalar(kind)?;
                Lexer::check(string)
            }
            _ => {
                self.kind = None;
                self.lexer.skip_value()?;
                self.close_value()
            }
        }
    }
}

/// Prints how far it has come. Values stay out of logs.
impl fmt::Debug for JsonReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("JsonReader");
        debug.field("position", &self.lexer.position()).field("depth", &self.depth).finish_non_exhaustive()
    }
}

#[cold]
fn no_number(error: NumberError) -> DecodeError {
    DecodeError::malformed(match error {
        NumberError::NotANumber => wrong::NOT_A_NUMBER,
        NumberError::TooManyDigits => wrong::TOO_MANY_DIGITS,
        NumberError::Overflow | NumberError::Underflow => wrong::OUT_OF_RANGE,
    })
}

/// Above DynamoDB's 32 levels; the same as that of rows.
const MAX_DEPTH: usize = 64;
