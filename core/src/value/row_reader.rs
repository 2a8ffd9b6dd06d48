//! Reads packed rows.

use std::fmt;

use super::{DecodeError, Reader, SetKind};
use crate::value::packed::{self, Cursor};
use crate::value::{Number, Type};

/// Reads the attributes of a packed item in place.
pub struct RowReader<'a> {
    /// Rest of the innermost open item, map, list or set.
    cursor: Cursor<'a>,
    /// Rest behind each open container, from the outside in.
    outer: Vec<(Cursor<'a>, u8)>,
    /// Tag of the container that is open; members of sets have no tag of their own.
    inside: u8,
}

impl<'a> RowReader<'a> {
    pub(crate) fn new(row: &'a [u8]) -> Self {
        Self { cursor: Cursor { bytes: row }, outer: Vec::new(), inside: packed::M }
    }

    /// Creates a reader that stands at a packed value.
    pub(super) fn value(bytes: &'a [u8]) -> Self {
        Self { cursor: Cursor { bytes }, outer: Vec::new(), inside: packed::L }
    }

    /// Creates a reader that stands at a null.
    pub(super) fn null() -> Self {
        Self::new(&[packed::NULL])
    }

    #[inline]
    fn peek(&self) -> Result<u8, DecodeError> {
        match self.inside {
            packed::SS => Ok(packed::S),
            packed::NS => Ok(packed::N),
            packed::BS => Ok(packed::B),
            _ => self.cursor.bytes.first().copied().ok_or_else(ended),
        }
    }

    #[inline]
    fn scalar(&mut self, tag: u8, expected: &'static str) -> Result<&'a [u8], DecodeError> {
        if self.peek()? != tag {
            return Err(self.unexpected(expected));
        }
        if !matches!(self.inside, packed::SS | packed::NS | packed::BS) {
            self.cursor.byte();
        }
        self.cursor.short().ok_or_else(ended)
    }

    #[cold]
    fn unexpected(&mut self, expected: &'static str) -> DecodeError {
        match self.kind() {
            Ok(found) => DecodeError::wrong_type(expected, found),
            Err(error) => error,
        }
    }

    fn enter(&mut self, tag: u8, expected: &'static str) -> Result<(), DecodeError> {
        if self.peek()? != tag {
            return Err(self.unexpected(expected));
        }
        if self.outer.len() >= MAX_DEPTH {
            return Err(DecodeError::malformed("nested too deeply"));
        }
        self.cursor.byte();
        let (_, members) = self.cursor.container().ok_or_else(ended)?;
        self.outer.push((self.cursor, self.inside));
        self.cursor = Cursor { bytes: members };
        self.inside = tag;
        Ok(())
    }

    /// Returns whether the open container has ended; leaves it then.
    #[inline]
    fn ended(&mut self) -> bool {
        if !self.cursor.bytes.is_empty() {
            return false;
        }
        if let Some((cursor, inside)) = self.outer.pop() {
            self.cursor = cursor;
            self.inside = inside;
        }
        true
    }
}

impl Reader for RowReader<'_> {
    fn kind(&mut self) -> Result<Type, DecodeError> {
        Ok(match self.peek()? {
            packed::NULL => Type::Null,
            packed::FALSE | packed::TRUE => Type::Bool,
            packed::N => Type::N,
            packed::S => Type::S,
            packed::B => Type::B,
            packed::SS => Type::Ss,
            packed::NS => Type::Ns,
            packed::BS => Type::Bs,
            packed::L => Type::L,
            packed::M => Type::M,
            _ => return Err(DecodeError::malformed("unknown type tag")),
        })
    }

    fn null(&mut self) -> Result<(), DecodeError> {
        match self.peek()? {
            packed::NULL => {
                self.cursor.byte();
                Ok(())
            }
            _ => Err(self.unexpected("NULL")),
        }
    }

    fn boolean(&mut self) -> Result<bool, DecodeError> {
        let tag = self.peek()?;
        match tag {
            packed::FALSE | packed::TRUE => {
                self.cursor.byte();
                Ok(tag == packed::TRUE)
            }
            _ => Err(self.unexpected("BOOL")),
        }
    }

    #[inline]
    fn number(&mut self) -> Result<Number, DecodeError> {
        let bytes = self.scalar(packed::N, "N")?;
        Number::from_bytes(bytes).ok_or_else(|| DecodeError::malformed("number out of form"))
    }

    #[inline]
    fn string(&mut self) -> Result<&str, DecodeError> {
        let bytes = self.scalar(packed::S, "S")?;
        std::str::from_utf8(bytes).map_err(|_| DecodeError::malformed("text is not UTF-8"))
    }

    fn binary(&mut self) -> Result<&[u8], DecodeError> {
        self.scalar(packed::B, "B")
    }

    fn begin_set(&mut self, kind: SetKind) -> Result<(), DecodeError> {
        match kind {
            SetKind::S => self.enter(packed::SS, "SS"),
            SetKind::N => self.enter(packed::NS, "NS"),
            SetKind::B => self.enter(packed::BS, "BS"),
        }
    }

    fn begin_list(&mut self) -> Result<(), DecodeError> {
        self.enter(packed::L, "L")
    }

    fn begin_map(&mut self) -> Result<(), DecodeError> {
        self.enter(packed::M, "M")
    }

    #[inline]
    fn next_element(&mut self) -> Result<bool, DecodeError> {
        Ok(!self.ended())
    }

    #[inline]
    fn next_name(&mut self) -> Result<Option<&str>, DecodeError> {
        if self.ended() {
            return Ok(None);
        }
        let name = self.cursor.short().ok_or_else(ended)?;
        std::str::from_utf8(name).map(Some).map_err(|_| DecodeError::malformed("name is not UTF-8"))
    }

    fn skip(&mut self) -> Result<(), DecodeError> {
        let skipped = match self.inside {
            packed::SS | packed::NS | packed::BS => self.cursor.short().is_some(),
            _ => self.cursor.value().is_some(),
        };
        if skipped { Ok(()) } else { Err(ended()) }
    }
}

/// Prints how deep it stands. Values stay out of logs.
impl fmt::Debug for RowReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowReader").field("depth", &self.outer.len()).finish_non_exhaustive()
    }
}

#[cold]
fn ended() -> DecodeError {
    DecodeError::malformed("it ends too early")
}

/// Above DynamoDB's 32 levels and above what the writers let through.
const MAX_DEPTH: usize = 64;
