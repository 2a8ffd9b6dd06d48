//! Key parts and their order.

use super::order::{self, SortedOrder};
use super::{CharClass, KeyError, PartFormat, PartShape};

/// A type that can be part of a key.
///
/// Newtypes and field-less enums derive it. By hand, for a text with rules of its own:
///
/// ```
/// use monotable::keys::{CharClass, PartFormat, PartShape, order};
/// use monotable::KeyPart;
/// use monotable::keys::KeyError;
///
/// /// A country, as in ISO 3166: `DE`, `FR`.
/// #[derive(Debug, PartialEq)]
/// struct Country([u8; 2]);
///
/// impl KeyPart for Country {
///     const SHAPE: PartShape = PartShape::fixed(CharClass::of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 2);
///     const PLAIN_SHAPE: PartShape = Self::SHAPE; // the same in raw keys
///     type Order = order::Fixed; // two letters sort as the countries do
///
///     fn render(&self, _format: PartFormat, out: &mut String) -> Result<(), KeyError> {
///         out.extend(self.0.map(char::from));
///         Ok(())
///     }
///
///     fn parse(text: &str, _format: PartFormat) -> Option<Self> {
///         Some(Country(text.as_bytes().try_into().ok()?))
///     }
/// }
/// ```
///
/// Every text that `render` gives is checked against the shape before it goes into a key, so that what was proven about
/// keys at compile time holds; and every text that `parse` takes must render to the same text again.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be part of a key",
    label = "not a type for keys",
    note = "derive `monotable::KeyPart` for a newtype or a field-less enum, or implement it",
    note = "sets, maps and lists have no order; an optional part is an `Option` on the field itself, in a `sparse` index"
)]
pub trait KeyPart: Sized {
    /// Which texts the part can have in keys of the default style.
    const SHAPE: PartShape;

    /// Which texts the part can have in raw keys. Any text, unless it says more.
    const PLAIN_SHAPE: PartShape = PartShape::Text;

    /// True if the texts sort the other way round than the values in which ranges are written.
    const DESCENDING: bool = false;

    /// The order of the type, which decides what ranges can do with it: one of the types in [`keys::order`](crate::keys::order).
    type Order: order::PartOrder;

    /// Appends the text of the part, unescaped. Types of fixed width are padded, so that the order of the texts is the order
    /// of the values.
    fn render(&self, format: PartFormat, out: &mut String) -> Result<(), KeyError>;

    /// Reads what [`render`](KeyPart::render) wrote. It may take other texts too: callers render the value again and
    /// compare.
    fn parse(text: &str, format: PartFormat) -> Option<Self>;

    /// Returns the greatest value below this one, in the order in which ranges are written; `None` where there is none or the
    /// type does not know. It makes bounds readable, ranges are exact without it.
    #[must_use]
    fn predecessor(&self) -> Option<Self> {
        None
    }

    /// Returns what the texts of parts start with whose values start with this text.
    #[doc(hidden)]
    #[must_use]
    fn __prefix(text: String) -> String {
        text
    }
}

impl PartShape {
    /// Returns the shape of a part of type `T` in this format.
    #[must_use]
    pub const fn of<T: KeyPart>(format: PartFormat) -> Self {
        match format {
            PartFormat::Default => T::SHAPE,
            PartFormat::Plain => T::PLAIN_SHAPE,
            PartFormat::Width(width) => Self::digits(width as u16),
            PartFormat::Millis => Self::fixed(CharClass::TIME, 24),
            PartFormat::Rfc3339 => Self::fixed(CharClass::TIME, 20),
        }
    }

    /// Returns whether the type can be written in this format: a width is for whole numbers, `ms` and `rfc3339` for times.
    #[must_use]
    pub const fn allows<T: KeyPart>(format: PartFormat) -> bool {
        match (format, T::SHAPE) {
            (PartFormat::Default | PartFormat::Plain, _) => true,
            (PartFormat::Width(width), Self::Chars { class, .. }) => width > 0 && class.same(CharClass::DIGITS),
            (PartFormat::Millis | PartFormat::Rfc3339, Self::Chars { class, .. }) => class.same(CharClass::TIME),
            _ => false,
        }
    }
}

/// A type whose values can stand in a key: the parts of templates, and what only a key attribute of its own can hold, such
/// as [`Binary`](crate::Binary).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a key",
    label = "not a type for keys",
    note = "a key attribute is a text, a number or a binary; derive `monotable::KeyPart` for a newtype or a field-less enum"
)]
pub trait KeyValue: Sized {
    /// The order of the type, which decides what ranges can do with it.
    type Order: order::PartOrder;

    /// Returns the greatest value below this one; see [`KeyPart::predecessor`].
    #[must_use]
    fn predecessor(&self) -> Option<Self> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<T: KeyPart> KeyValue for T {
    type Order = T::Order;

    fn predecessor(&self) -> Option<Self> {
        KeyPart::predecessor(self)
    }
}

/// Key values that sort as one expects, so that ranges of them are one condition. Follows from [`KeyPart::Order`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no order in a key, so there are no ranges of it",
    label = "give one value here, not a range",
    note = "an enum sorts in a key if its texts sort in the order of its variants"
)]
pub trait OrderedPart: KeyValue {}

#[diagnostic::do_not_recommend]
impl<T: KeyValue> OrderedPart for T where T::Order: SortedOrder {}

/// Key values that are texts, so that `starts_with` has a meaning. Follows from [`KeyPart::Order`].
#[diagnostic::on_unimplemented(
    message = "`starts_with` is for texts, and `{Self}` is not one",
    label = "give a value or a range here"
)]
pub trait TextPart: OrderedPart {}

#[diagnostic::do_not_recommend]
impl<T: KeyValue<Order = order::Text>> TextPart for T {}

/// Key parts whose texts all have one length, which [`Reverse`](crate::Reverse) can turn round. Follows from
/// [`KeyPart::Order`].
#[diagnostic::on_unimplemented(
    message = "`Reverse<{Self}>` cannot sort: the texts of `{Self}` have no fixed width",
    label = "numbers, times and ids have a fixed width"
)]
pub trait FixedWidth: KeyPart {}

#[diagnostic::do_not_recommend]
impl<T: KeyPart<Order = order::Fixed>> FixedWidth for T {}

/// Numbers and binaries that a key attribute can hold as they are, and that templates have no text for.
macro_rules! native_only {
    ($($value:ty),*) => {$(
        impl KeyValue for $value {
            type Order = order::Sorted;
        }
    )*};
}

native_only!(crate::value::Binary, crate::value::Number);
