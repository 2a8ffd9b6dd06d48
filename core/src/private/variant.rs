//! Enums: the name of the variant, or a map with that name as its only member.

use crate::value::{DecodeError, Reader, Writer};

/// Opens the map of a variant with named fields, and the map that holds it.
pub fn begin_variant(variant: &str, writer: &mut dyn Writer) {
    writer.begin_map();
    writer.name(variant);
    writer.begin_map();
}

/// Closes what [`begin_variant`] opened.
pub fn end_variant(writer: &mut dyn Writer) {
    writer.end_map();
    writer.end_map();
}

/// Returns what was read for a variant, with the variant in the path of its error.
#[inline]
pub fn variant<T>(variant: &str, value: Result<T, DecodeError>) -> Result<T, DecodeError> {
    value.map_err(|error| error.at(variant))
}

/// Leaves the map of a variant, which holds nothing else.
pub fn only_variant<R: Reader + ?Sized>(reader: &mut R) -> Result<(), DecodeError> {
    match reader.next_name()? {
        None => Ok(()),
        Some(_) => Err(DecodeError::invalid("a map with the name of the variant as its only member")),
    }
}

/// Returns the error for a text that names none of the variants.
#[must_use]
#[cold]
pub fn unknown_variant(known: &[&str]) -> DecodeError {
    let known: Vec<_> = known.iter().map(|variant| format!("`{variant}`")).collect();
    DecodeError::invalid(match known.as_slice() {
        [one] => one.clone(),
        all => format!("one of {}", all.join(", ")),
    })
}
