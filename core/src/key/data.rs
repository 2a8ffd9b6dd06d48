//! Key templates as static data: literals, parts, and which texts the parts can have.

use super::class::CharClass;

/// A key template, such as `CUSTOMER#{customer_id}`, as data.
///
/// A key is its segments one after another. **Literals carry the delimiters**: the template above is the literal `CUSTOMER#`
/// and one part; `ORDER#{placed_at}#{order_id}` is `ORDER#`, a part, `#`, a part. So raw templates, in which a literal may be
/// glued to a part, are the same data.
///
/// In the default style no literal holds a `$`, and every literal between two parts begins and ends with `#`.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Literals and parts, in their order.
    pub segments: &'static [Segment],
    /// How parts are written between literals.
    pub style: KeyStyle,
    /// The template as the user wrote it, for messages.
    pub text: &'static str,
    /// Hash of the first literal up to its delimiter: what tells most templates apart without looking at them.
    pub(super) head: Option<u64>,
    /// How many bytes a usual key has.
    pub(super) usual_len: usize,
}

/// One piece of a [`Template`].
#[derive(Clone, Copy, Debug)]
pub enum Segment {
    /// Text that every key has here, delimiters included.
    Literal(&'static str),
    /// The text of a field.
    Part {
        /// Name of the field.
        field: &'static str,
        /// How the field is written.
        format: PartFormat,
        /// Which texts the field can have in this format.
        shape: PartShape,
    },
}

/// How parts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStyle {
    /// Parts are escaped and the delimiter is `#`: keys sort as their values do, and conditions on parts are exact.
    Escaped,
    /// Parts as they are, for tables that other programs write. A value may not contain the delimiter where anything follows
    /// it.
    Raw {
        /// Text between the parts of a key.
        delimiter: &'static str,
    },
}

/// The texts that a key part can render to, before escaping: what widths, proofs of overlap and size bounds stand on.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum PartShape {
    /// Any text, also the empty one.
    Text,
    /// Any one character.
    Char,
    /// ASCII characters of one class.
    Chars {
        /// Which characters.
        class: CharClass,
        /// How many at least.
        min: u16,
        /// How many at most.
        max: u16,
    },
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A key of one of these templates, as it stands: it ends the key that it is a part of.
    Forms(&'static [Template]),
}

/// How a part is written: what follows the field's name in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PartFormat {
    /// `{n}`: the form of the type, padded where it is a number.
    Default,
    /// `{n:06}`: a whole number that is not negative, in so many digits.
    Width(u8),
    /// `{t:ms}`: a time in milliseconds, 24 characters.
    Millis,
    /// `{t:rfc3339}`: a time in whole seconds, 20 characters, as in `2024-02-29T12:30:00Z`.
    Rfc3339,
    /// `{n}` in raw keys: the plain form, numbers without padding.
    Plain,
}
