//! Helpers of generated key parts: texts of other types, folded texts, and enums with a template for each variant.

use std::borrow::Cow;
use std::fmt::{self, Display, Write as _};
use std::str::FromStr;

use crate::key::{KeyError, KeyPart, KeyWriter, PartFormat, PartShape, Template, TextForm, templates_overlap};
use crate::schema::message::Message;
use crate::value::{DecodeError, EncodeError, Reader, Writer};

pub use crate::key::Fold;

/// The type of a text; one error where it has none.
pub type OfText<T> = <T as TextForm>::Itself;

const NO_VALUE: &str = "is not the text of a value of this type";

/// Prints a key part in its plain form: numbers without padding.
pub fn display_part<T: KeyPart>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut text = String::new();
    value.render(PartFormat::Plain, &mut text).map_err(|_| fmt::Error)?;
    f.pad(&text)
}

/// Reads the key part that is printed so.
pub fn parse_part<T: KeyPart>(text: &str) -> Result<T, KeyError> {
    T::parse(text, PartFormat::Plain).ok_or_else(|| KeyError::new(NO_VALUE))
}

/// Appends the text of a value.
pub fn render_text<T: Display>(value: &T, out: &mut String) -> Result<(), KeyError> {
    write!(out, "{value}").map_err(|_| KeyError::new("cannot be printed"))
}

/// Writes a value as its text.
pub fn write_text<T: Display>(value: &T, writer: &mut dyn Writer) -> Result<(), EncodeError> {
    let mut text = String::new();
    render_text(value, &mut text).map_err(|error| EncodeError::new(error.to_string()))?;
    writer.string(&text);
    Ok(())
}

/// Reads a value from its text.
pub fn read_text<T: FromStr, R: Reader + ?Sized>(reader: &mut R) -> Result<T, DecodeError> {
    parse_text(reader.string()?).ok_or_else(|| DecodeError::invalid("the text of a value of the field's type"))
}

/// Reads the value that has this text.
#[must_use]
pub fn parse_text<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

/// Reads the value that has this text.
pub fn parse_whole<T: FromStr>(text: &str) -> Result<T, KeyError> {
    parse_text(text).ok_or_else(|| KeyError::new(NO_VALUE))
}

/// Returns the text of a value, as the key of a map.
pub fn text_name<T: Display>(value: &T) -> Cow<'_, str> {
    Cow::Owned(value.to_string())
}

/// Reads the value that has exactly this text.
#[must_use]
pub fn parse_name<T: Display + FromStr>(text: &str) -> Option<T> {
    parse_text::<T>(text).filter(|value| value.to_string() == text)
}

/// Returns the shape of folded texts.
#[must_use]
pub const fn folded_shape(shape: PartShape, fold: Fold) -> PartShape {
    shape.folded(fold)
}

/// Folds what a part appends.
pub fn folded(
    fold: Fold,
    out: &mut String,
    render: impl FnOnce(&mut String) -> Result<(), KeyError>,
) -> Result<(), KeyError> {
    let start = out.len();
    render(out)?;
    fold.apply(out, start);
    Ok(())
}

/// Returns a text, folded.
#[must_use]
pub fn folded_text(fold: Fold, mut text: String) -> String {
    fold.apply(&mut text, 0);
    text
}

/// Appends the text of a variant; `parts` gives what it holds.
pub fn render_form(
    forms: &'static [Template],
    variant: usize,
    out: &mut String,
    parts: impl FnOnce(&mut KeyWriter),
) -> Result<(), KeyError> {
    let mut writer = KeyWriter::new(&forms[variant]);
    parts(&mut writer);
    out.push_str(writer.text()?);
    Ok(())
}

/// Reads a part of what a variant holds.
#[must_use]
pub fn form_part<T: KeyPart>(template: &'static Template, part: usize, parts: &[Cow<'_, str>]) -> Option<T> {
    template.parse_part(part, parts.get(part)?).ok()
}

/// Returns the text of a value as an attribute holds it.
pub fn form_text<T: KeyPart>(value: &T) -> Result<String, EncodeError> {
    let mut text = String::new();
    let rendered = value.render(crate::key::PartFormat::Default, &mut text);
    rendered.map_err(|error| EncodeError::new(error.to_string()))?;
    Ok(text)
}

/// Returns which two variants can have the same text.
#[must_use]
pub const fn check_forms(owner: &str, variants: &[&str], forms: &[Template]) -> Option<Message> {
    let mut next = 1;
    while next < forms.len() {
        let mut other = 0;
        while other < next {
            if templates_overlap(&forms[other], &forms[next]) {
                return Message::new()
                    .with("`")
                    .with(owner)
                    .with("::")
                    .with(variants[other])
                    .with("` and `")
                    .with(owner)
                    .with("::")
                    .with(variants[next])
                    .with("` can have the same text: `")
                    .with(forms[other].text)
                    .with("` and `")
                    .with(forms[next].text)
                    .with("`; give one of them a literal that the other cannot have")
                    .some();
            }
            other += 1;
        }
        next += 1;
    }
    None
}
