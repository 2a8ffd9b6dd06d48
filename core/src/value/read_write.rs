//! Writers and readers, which go over values one after another, whatever form these have.

use super::{DecodeError, Number, Type};

/// Type of the members of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetKind {
    /// Texts, `SS`.
    S,
    /// Numbers, `NS`.
    N,
    /// Binaries, `BS`.
    B,
}

impl SetKind {
    /// Returns DynamoDB's type of such a set.
    #[must_use]
    pub const fn kind(self) -> Type {
        match self {
            Self::S => Type::Ss,
            Self::N => Type::Ns,
            Self::B => Type::Bs,
        }
    }
}

/// Takes the values of an item in one pass: inside an item or map a [`name`](Writer::name) before each value, inside a list
/// values alone, inside a set texts, numbers or binaries alone.
pub trait Writer {
    /// Writes a null.
    fn null(&mut self);
    /// Writes a boolean.
    fn boolean(&mut self, value: bool);
    /// Writes a number.
    fn number(&mut self, value: &Number);
    /// Writes a text.
    fn string(&mut self, value: &str);
    /// Writes a binary.
    fn binary(&mut self, value: &[u8]);
    /// Opens a list.
    fn begin_list(&mut self);
    /// Closes the list.
    fn end_list(&mut self);
    /// Opens a map.
    fn begin_map(&mut self);
    /// Writes the name of the next attribute or map member.
    fn name(&mut self, name: &str);
    /// Closes the map.
    fn end_map(&mut self);
    /// Opens a set; sets may not be empty.
    fn begin_set(&mut self, kind: SetKind);
    /// Closes the set.
    fn end_set(&mut self);
}

/// Gives the values of an item one after another. A reader stands at an item, whose attributes
/// [`next_name`](Reader::next_name) steps through, or at a value, which must be read or skipped whole.
pub trait Reader {
    /// Reads the type of the value that comes next.
    fn kind(&mut self) -> Result<Type, DecodeError>;
    /// Reads a null.
    fn null(&mut self) -> Result<(), DecodeError>;
    /// Reads a boolean.
    fn boolean(&mut self) -> Result<bool, DecodeError>;
    /// Reads a number.
    fn number(&mut self) -> Result<Number, DecodeError>;
    /// Reads a text.
    fn string(&mut self) -> Result<&str, DecodeError>;
    /// Reads a binary.
    fn binary(&mut self) -> Result<&[u8], DecodeError>;
    /// Enters a set of this kind; [`next_element`](Reader::next_element) steps through it and leaves it.
    fn begin_set(&mut self, kind: SetKind) -> Result<(), DecodeError>;
    /// Enters a list; [`next_element`](Reader::next_element) steps through it and leaves it.
    fn begin_list(&mut self) -> Result<(), DecodeError>;
    /// Enters a map; [`next_name`](Reader::next_name) steps through it and leaves it.
    fn begin_map(&mut self) -> Result<(), DecodeError>;
    /// Returns whether the list or set has one more element, which is then next; `false` leaves it.
    fn next_element(&mut self) -> Result<bool, DecodeError>;
    /// Reads the name of the next attribute or map member, whose value is then next; `None` leaves the map.
    fn next_name(&mut self) -> Result<Option<&str>, DecodeError>;
    /// Steps over one value of any type.
    fn skip(&mut self) -> Result<(), DecodeError>;
}
