//! Stands in for fields that go through serde while the feature `serde` is off: it says so, once per field, where the
//! field is written. Nothing of it ever runs.

use crate::value::{DecodeError, EncodeError, Reader, Writer};

/// Nothing implements it.
#[diagnostic::on_unimplemented(
    message = "`#[attr(serde)]` on a `{Self}` needs the feature `serde` of `monotable`",
    label = "goes through serde",
    note = "turn it on in Cargo.toml: `monotable = {{ version = \"..\", features = [\"serde\"] }}`"
)]
pub trait ThroughSerde: Sized {}

/// Says what is missing.
pub fn write<T: ThroughSerde>(_: &T, _: &mut dyn Writer) -> Result<(), EncodeError> {
    Err(EncodeError::new(OFF))
}

/// Returns what is missing was said where the field is written.
pub fn read<T>(_: &mut (impl Reader + ?Sized)) -> Result<T, DecodeError> {
    Err(DecodeError::malformed(OFF))
}

/// Says what is missing.
pub fn write_variant<T: ThroughSerde>(_: &T, _: &str, _: &mut dyn Writer) -> Result<(), EncodeError> {
    Err(EncodeError::new(OFF))
}

/// Says what is missing.
pub fn put<T: ThroughSerde>(_: &T, _: &str, _: &mut dyn Writer) -> Result<(), EncodeError> {
    Err(EncodeError::new(OFF))
}

/// Says what is missing.
pub fn put_always<T: ThroughSerde>(_: &T, _: &str, _: &mut dyn Writer) -> Result<(), EncodeError> {
    Err(EncodeError::new(OFF))
}

/// Returns what is missing was said where the field is written.
pub fn take<T>(_: &mut Option<T>, _: &mut (impl Reader + ?Sized), _: &str) -> Result<(), DecodeError> {
    Err(DecodeError::malformed(OFF))
}

/// Returns what is missing was said where the field is written.
pub fn take_alias<T>(_: &mut Option<T>, _: &mut (impl Reader + ?Sized), _: &str) -> Result<(), DecodeError> {
    Err(DecodeError::malformed(OFF))
}

/// Returns what is missing was said where the field is written.
pub fn take_or_default<T>(_: &mut Option<T>, _: &mut (impl Reader + ?Sized), _: &str) -> Result<(), DecodeError> {
    Err(DecodeError::malformed(OFF))
}

/// Returns what is missing was said where the field is written.
pub fn take_alias_or_default<T>(_: &mut Option<T>, _: &mut (impl Reader + ?Sized), _: &str) -> Result<(), DecodeError> {
    Err(DecodeError::malformed(OFF))
}

/// Returns what is missing was said where the field is written.
pub fn present<T>(_: Option<T>, _: &str) -> Result<T, DecodeError> {
    Err(DecodeError::malformed(OFF))
}

const OFF: &str = "the feature `serde` is off";
