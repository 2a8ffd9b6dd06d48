//! DynamoDB JSON, the form of items on the wire: `{"name":{"S":".."},"visits":{"N":"7"}}`.
//!
//! [`JsonWriter`] and [`JsonReader`] implement the codec's `Writer` and `Reader` over text, so that whatever is an
//! `Attribute` goes straight between Rust types and JSON; open these two first. `lexer` and `text` know JSON alone,
//! `envelope` how a value tells its type, `convert` turns JSON into packed rows and back, `items` reads the pages of a
//! response, `behind` finds their end.
//!
//! Nothing here recurses, and nesting is bounded: what comes in over the wire can be refused, and can do no harm.

#[cfg(feature = "aws")]
mod behind;
mod convert;
mod envelope;
mod items;
mod lexer;
mod reader;
#[cfg(test)]
mod tests;
mod text;
mod writer;

pub use items::JsonItems;
pub use lexer::{Lexer as JsonLexer, RawString as JsonString};
pub use reader::JsonReader;
pub(crate) use reader::Watched;
pub use text::write_json_string;
pub use writer::JsonWriter;

/// Mistakes in a JSON text, as the words of [`DecodeError::malformed`](crate::DecodeError::malformed).
mod wrong {
    pub(super) const ENDS: &str = "the JSON text ends too early";
    pub(super) const TRAILING: &str = "something follows the end of the JSON text";
    pub(super) const SYNTAX: &str = "the text is not JSON";
    pub(super) const NOT_UTF8: &str = "the JSON text is not UTF-8";
    pub(super) const CONTROL: &str = "a JSON string holds a control character";
    pub(super) const ESCAPE: &str = "a JSON string holds an unknown escape";
    pub(super) const SURROGATE: &str = "a JSON string holds half of a surrogate pair";
    pub(super) const TOO_DEEP: &str = "nested too deeply";
    pub(super) const NOT_A_PAGE: &str = "items must be a JSON array";
    pub(super) const NOT_AN_ITEM: &str = "an item must be a JSON object";
    pub(super) const NOT_A_VALUE: &str = "an attribute value must be a JSON object";
    pub(super) const NOT_A_STRING: &str = "a text, number or binary must be a JSON string";
    pub(super) const NOT_A_BOOLEAN: &str = "BOOL must be true or false";
    pub(super) const NOT_TRUE: &str = "NULL must be true";
    pub(super) const NOT_A_LIST: &str = "a list or set must be a JSON array";
    pub(super) const NOT_A_MAP: &str = "a map must be a JSON object";
    pub(super) const NOT_BASE64: &str = "a binary is not base64";
    pub(super) const NO_TYPE: &str = "an attribute value has no type";
    pub(super) const TWO_TYPES: &str = "an attribute value has more than one type";
    pub(super) const REPEATED: &str = "the name occurs twice";
    pub(super) const NO_VALUE: &str = "no value stands here";
    pub(super) const NOT_WHOLE: &str = "the item was not read to its end";
    pub(super) const NOT_A_NUMBER: &str = "a number is not decimal";
    pub(super) const TOO_MANY_DIGITS: &str = "a number has more than 38 significant digits";
    pub(super) const OUT_OF_RANGE: &str = "a number is outside of DynamoDB's range";
}
