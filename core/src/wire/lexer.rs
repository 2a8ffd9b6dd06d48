//! JSON's tokens, read strictly and in place.

use std::borrow::Cow;
use std::fmt;

#[cfg(feature = "aws")]
use super::behind::array_end;
use super::text::{find_special, unescape};
use super::wrong;
use crate::value::DecodeError;

/// Reads any JSON token by token, in place: for what is around the items of a request or response. The grammar of objects and
/// arrays is the caller's.
///
/// ```
/// use monotable::DecodeError;
/// use monotable::json::JsonLexer;
///
/// let mut json = JsonLexer::new(br#"{"Limit":20,"TableName":"shop"}"#)?;
/// json.expect(b'{', "a request is an object")?;
/// assert!(json.name()?.is("Limit")?);
/// assert_eq!(json.number()?, "20");
/// assert!(json.eat(b',')?);
/// json.name()?;
/// assert_eq!(json.string("a name is a string")?.text()?, "shop");
/// assert!(json.eat(b'}')?);
/// json.end()?;
/// # Ok::<(), DecodeError>(())
/// ```
#[derive(Clone)]
pub struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

/// A JSON string as it stands between its quotes, escapes and all.
#[derive(Clone, Copy)]
pub struct RawString<'a> {
    pub(super) raw: &'a str,
    pub(super) escaped: bool,
}

impl<'a> RawString<'a> {
    /// Returns the string without its escapes.
    #[inline]
    pub fn text(&self) -> Result<Cow<'a, str>, DecodeError> {
        Ok(if self.escaped { Cow::Owned(self.unescaped()?) } else { Cow::Borrowed(self.raw) })
    }

    /// Returns whether the string is this text.
    #[inline]
    pub fn is(&self, text: &str) -> Result<bool, DecodeError> {
        Ok(if self.escaped { self.unescaped()? == text } else { self.raw == text })
    }

    /// Unescapes, for the rare escape in a name that is matched; what is kept goes into a buffer that is used again.
    #[cold]
    pub(super) fn unescaped(&self) -> Result<String, DecodeError> {
        let mut text = String::new();
        unescape(self.raw, |piece| text.push_str(piece))?;
        Ok(text)
    }
}

impl<'a> Lexer<'a> {
    /// Creates a lexer at the beginning of a text. Fails if that is not UTF-8.
    pub fn new(json: &'a [u8]) -> Result<Self, DecodeError> {
        // Once for the whole text: no string needs to be looked at again.
        let text = std::str::from_utf8(json).map_err(|_| DecodeError::malformed(wrong::NOT_UTF8))?;
        Ok(Self { text, at: 0 })
    }

    pub(super) fn position(&self) -> usize {
        self.at
    }

    pub(super) fn go_to(&mut self, position: usize) {
        self.at = position;
    }

    /// Returns what stands at the position, byte for byte.
    #[inline]
    pub(super) fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Steps over bytes that [`rest`](Self::rest) has shown.
    #[inline]
    pub(super) fn advance(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Returns the next byte that is no white space; the position is then at it.
    #[inline]
    pub fn peek(&mut self) -> Result<u8, DecodeError> {
        match self.text.as_bytes().get(self.at) {
            Some(&byte) if byte > b' ' => Ok(byte),
            _ => self.skip_blanks().ok_or_else(|| DecodeError::malformed(wrong::ENDS)),
        }
    }

    #[inline(never)]
    fn skip_blanks(&mut self) -> Option<u8> {
        let blanks = self.rest().iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
        self.at += blanks;
        self.rest().first().copied()
    }

    /// Steps over this byte if it is next.
    #[inline]
    pub fn eat(&mut self, byte: u8) -> Result<bool, DecodeError> {
        let found = self.peek()? == byte;
        self.at += usize::from(found);
        Ok(found)
    }

    /// Steps over this byte, which must be next.
    #[inline]
    pub fn expect(&mut self, byte: u8, otherwise: &'static str) -> Result<(), DecodeError> {
        if self.eat(byte)? { Ok(()) } else { Err(DecodeError::malformed(otherwise)) }
    }

    /// Steps over `true`, `false` or `null` if it is next.
    pub fn eat_word(&mut self, word: &str) -> Result<bool, DecodeError> {
        self.peek()?;
        let found = self.rest().starts_with(word.as_bytes());
        if found {
            self.at += word.len();
        }
        Ok(found)
    }

    /// Fails where anything but white space follows.
    pub fn end(&mut self) -> Result<(), DecodeError> {
        match self.skip_blanks() {
            None => Ok(()),
            Some(_) => Err(DecodeError::malformed(wrong::TRAILING)),
        }
    }

    /// Reads a string. Its escapes are looked at when it is unescaped.
    #[inline]
    pub fn string(&mut self, otherwise: &'static str) -> Result<RawString<'a>, DecodeError> {
        self.expect(b'"', otherwise)?;
        let start = self.at;
        let mut escaped = false;
        let mut end = find_special(self.text.as_bytes(), start);
        while self.text.as_bytes().get(end) == Some(&b'\\') {
            // Whatever is escaped cannot end the string.
            escaped = true;
            end = find_special(self.text.as_bytes(), end + 2);
        }
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return Err(self.open_string(end));
        }
        self.at = end + 1;
        // Both ends stand beside quotes, so they do not split a character.
        let raw = self.text.get(start..end).ok_or_else(|| DecodeError::malformed(wrong::ESCAPE))?;
        Ok(RawString { raw, escaped })
    }

    #[cold]
    fn open_string(&self, end: usize) -> DecodeError {
        DecodeError::malformed(if end < self.text.len() { wrong::CONTROL } else { wrong::ENDS })
    }

    /// Reads the name of an object's member, up to its value.
    #[inline]
    pub fn name(&mut self) -> Result<RawString<'a>, DecodeError> {
        let name = self.string(wrong::SYNTAX)?;
        self.expect(b':', wrong::SYNTAX)?;
        Ok(name)
    }

    /// Steps over one value of any kind, with all its members.
    pub fn skip_value(&mut self) -> Result<(), DecodeError> {
        let mut open = Nesting::default();
        loop {
            // A value is next.
            let inside = match self.peek()? {
                byte @ (b'{' | b'[') => {
                    self.at += 1;
                    let object = byte == b'{';
                    if self.eat(if object { b'}' } else { b']' })? {
                        false
                    } else {
                        open.push(object)?;
                        true
                    }
                }
                _ => {
                    self.skip_scalar()?;
                    false
                }
            };
            if !inside {
                // A value has ended, and with it perhaps those around it.
                loop {
                    let Some(object) = open.top() else { return Ok(()) };
                    if self.eat(b',')? {
                        break;
                    }
                    self.expect(if object { b'}' } else { b']' }, wrong::SYNTAX)?;
                    open.pop();
                }
            }
            if open.top() == Some(true) {
                let name = self.name()?;
                Self::check(name)?;
            }
        }
    }

    /// Steps over an array that may be large, in a text that is one object, and tells where it stands. Whether it is one, and
    /// ends there, is for its reader to find out.
    #[cfg(feature = "aws")]
    pub(crate) fn skip_large_array(&mut self) -> Result<std::ops::Range<usize>, DecodeError> {
        if self.peek()? != b'[' {
            return Err(DecodeError::malformed(wrong::NOT_A_PAGE));
        }
        let start = self.at;
        match array_end(self.text.as_bytes(), start) {
            Some(end) => self.at = end,
            None => self.skip_value()?,
        }
        Ok(start..self.at)
    }

    fn skip_scalar(&mut self) -> Result<(), DecodeError> {
        match self.peek()? {
            b'"' => {
                let string = self.string(wrong::SYNTAX)?;
                Self::check(string)
            }
            b't' | b'f' | b'n' => match self.eat_word("true")? || self.eat_word("false")? || self.eat_word("null")? {
                true => Ok(()),
                false => Err(DecodeError::malformed(wrong::SYNTAX)),
            },
            _ => self.skip_number(),
        }
    }

    pub(super) fn check(string: RawString<'_>) -> Result<(), DecodeError> {
        if string.escaped { unescape(string.raw, |_| ()) } else { Ok(()) }
    }

    /// Reads a number, as it is written.
    pub fn number(&mut self) -> Result<&'a str, DecodeError> {
        self.peek()?;
        let start = self.at;
        self.skip_number()?;
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    fn skip_number(&mut self) -> Result<(), DecodeError> {
        let rest = self.rest();
        let digits = |from: usize| rest.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
        let mut at = usize::from(rest.first() == Some(&b'-'));
        let whole = digits(at);
        let mut valid = whole == 1 || (whole > 1 && rest.get(at) != Some(&b'0'));
        at += whole;
        if rest.get(at) == Some(&b'.') {
            let fraction = digits(at + 1);
            valid &= fraction > 0;
            at += 1 + fraction;
        }
        if let Some(b'e' | b'E') = rest.get(at) {
            at += 1 + usize::from(matches!(rest.get(at + 1), Some(b'+' | b'-')));
            let exponent = digits(at);
            valid &= exponent > 0;
            at += exponent;
        }
        self.at += at;
        if valid { Ok(()) } else { Err(DecodeError::malformed(wrong::SYNTAX)) }
    }
}

/// Prints how far it has come. Values stay out of logs.
impl fmt::Debug for Lexer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLexer").field("position", &self.at).finish_non_exhaustive()
    }
}

impl fmt::Debug for RawString<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonString").field("bytes", &self.raw.len()).finish_non_exhaustive()
    }
}

/// Which brackets are open: a bit for each, set for objects.
#[derive(Default)]
struct Nesting {
    bits: [u64; 3],
    depth: usize,
}

impl Nesting {
    fn push(&mut self, object: bool) -> Result<(), DecodeError> {
        let Some(word) = self.bits.get_mut(self.depth / 64) else {
            return Err(DecodeError::malformed(wrong::TOO_DEEP));
        };
        let bit = 1 << (self.depth % 64);
        *word = if object { *word | bit } else { *word & !bit };
        self.depth += 1;
        Ok(())
    }

    fn pop(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    fn top(&self) -> Option<bool> {
        let index = self.depth.checked_sub(1)?;
        self.bits.get(index / 64).map(|word| word >> (index % 64) & 1 == 1)
    }
}
