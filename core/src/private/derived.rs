//! Helpers of parts of keys that are computed from fields.

use crate::error::{Error, ErrorKind};
use crate::key::{KeyPart, Template};
use crate::value::{Attribute, DecodeError, PackedValue};

/// Returns the value of a field from what an update knows of it; `None` where the attribute is missing.
pub fn input<T: Attribute>(inputs: &[Option<PackedValue>], place: usize) -> Result<Option<T>, Error> {
    let Some(Some(value)) = inputs.get(place) else { return Ok(None) };
    value.read().map(Some).map_err(refused)
}

/// Returns the value of a field that has no default.
pub fn present<T: Attribute>(value: Option<T>, field: &str) -> Result<T, Error> {
    T::__present(value, field).map_err(refused)
}

#[cold]
fn refused(error: DecodeError) -> Error {
    Error::new(ErrorKind::Encode, "a part of a key cannot be computed from the value of its field").with_source(error)
}

/// Returns the text of a computed part.
pub fn derived_text<T: KeyPart>(
    template: &'static Template,
    part: usize,
    value: Option<&T>,
) -> Result<Option<String>, Error> {
    value.map(|value| template.encode(part, value)).transpose().map_err(Error::from)
}
