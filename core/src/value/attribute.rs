//! The three traits of the codec.

use super::{DecodeError, EncodeError, RowReader};
use crate::value::{Number, Type};

/// A type that can be stored as an attribute of an item.
///
/// Derive it for nested structs and enums with `#[derive(Attribute)]`, or write it by hand for a type of one's own:
///
/// ```
/// use monotable::{Attribute, DecodeError, EncodeError, Reader, Type, Writer};
///
/// struct Celsius(f64);
///
/// impl Attribute for Celsius {
///     const TYPE: Option<Type> = Some(Type::N);
///
///     fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError> {
///         self.0.write(writer)
///     }
///
///     fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError> {
///         f64::read(reader).map(Celsius)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored as an attribute",
    label = "not an attribute type",
    note = "derive `monotable::Attribute` for `{Self}`, or `monotable::KeyPart` where it is part of a key, or send the field through serde with `#[attr(serde)]`"
)]
pub trait Attribute: Sized {
    /// DynamoDB's type of every value, or `None` where it differs from value to value.
    const TYPE: Option<Type>;

    /// Writes exactly one value. Fails for what DynamoDB has no value for, such as a NaN.
    fn write(&self, writer: &mut dyn Writer) -> Result<(), EncodeError>;

    /// Reads exactly one value.
    fn read<R: Reader + ?Sized>(reader: &mut R) -> Result<Self, DecodeError>;

    /// Whether the attribute is left out of the item: `None` and empty sets.
    fn is_absent(&self) -> bool {
        false
    }

    /// The value of an attribute that the item does not have, where the type allows that: `None` and empty sets.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }

    /// Reads one value, which is no null, for an `Option`: `None` for what counts as nothing.
    #[doc(hidden)]
    fn __read_option<R: Reader + ?Sized>(reader: &mut R) -> Result<Option<Self>, DecodeError> {
        Self::read(reader).map(Some)
    }

    // What the derives call for a field of this type. They are no trait of their own, so that a type which is no attribute
    // is one compile error, about `Attribute`, and not one for each step.

    /// Writes the value as what a variant of an enum holds.
    #[doc(hidden)]
    fn __write_variant(&self, variant: &str, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        writer.begin_map();
        self.__put_always(variant, writer)?;
        writer.end_map();
        Ok(())
    }

    /// Writes name and value, unless the value is left out of items.
    #[doc(hidden)]
    #[inline]
    fn __put(&self, name: &str, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        if self.is_absent() { Ok(()) } else { self.__put_always(name, writer) }
    }

    /// Writes name and value, `None` as null.
    #[doc(hidden)]
    #[inline]
    fn __put_always(&self, name: &str, writer: &mut dyn Writer) -> Result<(), EncodeError> {
        writer.name(name);
        self.write(writer).map_err(|error| error.at(name))
    }

    /// Reads the attribute `name` into its slot.
    #[doc(hidden)]
    #[inline]
    fn __take<R: Reader + ?Sized>(slot: &mut Option<Self>, reader: &mut R, name: &str) -> Result<(), DecodeError> {
        *slot = Some(Self::read(reader).map_err(|error| error.at(name))?);
        Ok(())
    }

    /// Reads an attribute by an old name, unless the new one was read before: the new one wins in any order.
    #[doc(hidden)]
    fn __take_alias<R: Reader + ?Sized>(
        slot: &mut Option<Self>,
        reader: &mut R,
        name: &str,
    ) -> Result<(), DecodeError> {
        if slot.is_some() { reader.skip() } else { Self::__take(slot, reader, name) }
    }

    /// Reads the attribute `name` of a field with a default: a null that is no value of the type leaves the slot empty.
    #[doc(hidden)]
    fn __take_or_default<R: Reader + ?Sized>(
        slot: &mut Option<Self>,
        reader: &mut R,
        name: &str,
    ) -> Result<(), DecodeError> {
        if reader.kind().map_err(|error| error.at(name))? != Type::Null {
            return Self::__take(slot, reader, name);
        }
        reader.null().map_err(|error| error.at(name))?;
        let mut null = None;
        if Self::__take(&mut null, &mut RowReader::null(), name).is_ok() {
            *slot = null;
        }
        Ok(())
    }

    /// The same by an old name, unless the new one was read before.
    #[doc(hidden)]
    fn __take_alias_or_default<R: Reader + ?Sized>(
        slot: &mut Option<Self>,
        reader: &mut R,
        name: &str,
    ) -> Result<(), DecodeError> {
        if slot.is_some() { reader.skip() } else { Self::__take_or_default(slot, reader, name) }
    }

    /// What was read, or the value of an absent attribute.
    #[doc(hidden)]
    #[inline]
    fn __present(slot: Option<Self>, name: &str) -> Result<Self, DecodeError> {
        match slot {
            Some(value) => Ok(value),
            None => Self::absent().ok_or_else(|| DecodeError::missing(name)),
        }
    }
}

/// What the members of a set are.
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
    /// DynamoDB's type of such a set.
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
    /// A null.
    fn null(&mut self);
    /// A boolean.
    fn boolean(&mut self, value: bool);
    /// A number.
    fn number(&mut self, value: &Number);
    /// A text.
    fn string(&mut self, value: &str);
    /// A binary.
    fn binary(&mut self, value: &[u8]);
    /// Opens a list.
    fn begin_list(&mut self);
    /// Closes the list.
    fn end_list(&mut self);
    /// Opens a map.
    fn begin_map(&mut self);
    /// The name of the next attribute or map member.
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
    /// The type of the value that comes next.
    fn kind(&mut self) -> Result<Type, DecodeError>;
    /// A null.
    fn null(&mut self) -> Result<(), DecodeError>;
    /// A boolean.
    fn boolean(&mut self) -> Result<bool, DecodeError>;
    /// A number.
    fn number(&mut self) -> Result<Number, DecodeError>;
    /// A text.
    fn string(&mut self) -> Result<&str, DecodeError>;
    /// A binary.
    fn binary(&mut self) -> Result<&[u8], DecodeError>;
    /// Enters a set of this kind; [`next_element`](Reader::next_element) steps through it and leaves it.
    fn begin_set(&mut self, kind: SetKind) -> Result<(), DecodeError>;
    /// Enters a list; [`next_element`](Reader::next_element) steps through it and leaves it.
    fn begin_list(&mut self) -> Result<(), DecodeError>;
    /// Enters a map; [`next_name`](Reader::next_name) steps through it and leaves it.
    fn begin_map(&mut self) -> Result<(), DecodeError>;
    /// Whether the list or set has one more element, which is then next; `false` leaves it.
    fn next_element(&mut self) -> Result<bool, DecodeError>;
    /// The name of the next attribute or map member, whose value is then next; `None` leaves the map.
    fn next_name(&mut self) -> Result<Option<&str>, DecodeError>;
    /// Steps over one value of any type.
    fn skip(&mut self) -> Result<(), DecodeError>;
}
