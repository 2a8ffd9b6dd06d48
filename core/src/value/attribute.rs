//! The types that can be stored as attributes.

use super::{DecodeError, EncodeError, Reader, RowReader, Type, Writer};

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

    /// Returns whether the attribute is left out of the item: `None` and empty sets.
    fn is_absent(&self) -> bool {
        false
    }

    /// Returns the value of an attribute that the item does not have, where the type allows that: `None` and empty sets.
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

    /// Reads the field by an old name, unless the new one was read before.
    #[doc(hidden)]
    fn __take_alias_or_default<R: Reader + ?Sized>(
        slot: &mut Option<Self>,
        reader: &mut R,
        name: &str,
    ) -> Result<(), DecodeError> {
        if slot.is_some() { reader.skip() } else { Self::__take_or_default(slot, reader, name) }
    }

    /// Returns what was read, or the value of an absent attribute.
    #[doc(hidden)]
    #[inline]
    fn __present(slot: Option<Self>, name: &str) -> Result<Self, DecodeError> {
        match slot {
            Some(value) => Ok(value),
            None => Self::absent().ok_or_else(|| DecodeError::missing(name)),
        }
    }
}
