//! Attributes and key parts of other libraries' types, as they are stored.

#![allow(unused_imports, dead_code, reason = "each library may be absent")]

use std::fmt::Debug;

use crate::key::{KeyPart, PartFormat};
use crate::value::{Attribute, PackedValue, Value};

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod times;

/// Returns what an attribute of the value holds; it must read back as the same value.
fn stored<T: Attribute + PartialEq + Debug>(value: &T) -> Value {
    let packed = PackedValue::of(value).unwrap();
    let tree = Value::from(packed.view());
    let item: crate::Item = [("a", tree.clone())].into_iter().collect();
    let mut reader = item.reader();
    crate::value::Reader::next_name(&mut reader).unwrap();
    assert_eq!(&T::read(&mut reader).unwrap(), value);
    tree
}

/// The text in keys; it must parse back to the same value.
fn rendered<T: KeyPart + PartialEq + Debug>(value: &T, format: PartFormat) -> String {
    let mut text = String::new();
    value.render(format, &mut text).unwrap();
    assert_eq!(T::parse(&text, format).as_ref(), Some(value));
    assert!(crate::key::PartShape::of::<T>(format).admits(&text), "{text} is not of its shape");
    text
}

#[cfg(feature = "uuid")]
#[test]
fn a_uuid_is_its_hyphenated_text() {
    let id = ::uuid::Uuid::from_u128(0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10);
    let text = "01020304-0506-0708-090a-0b0c0d0e0f10";
    assert_eq!(stored(&id), Value::from(text));
    assert_eq!(rendered(&id, PartFormat::Default), text);
    assert_eq!(rendered(&crate::Reverse(id), PartFormat::Default), "fefdfcfb-faf9-f8f7-f6f5-f4f3f2f1f0ef");
}

#[cfg(feature = "ulid")]
#[test]
fn a_ulid_is_its_26_characters() {
    let id = ::ulid::Ulid::from_string("01ARZ3NDEKTSV4RRFFQ69G5FAV").unwrap();
    assert_eq!(stored(&id), Value::from("01ARZ3NDEKTSV4RRFFQ69G5FAV"));
    assert_eq!(rendered(&id, PartFormat::Default), "01ARZ3NDEKTSV4RRFFQ69G5FAV");
    assert_eq!(rendered(&crate::Reverse(id), PartFormat::Default).len(), 26);
    assert_eq!(KeyPart::predecessor(&id).unwrap().to_string(), "01ARZ3NDEKTSV4RRFFQ69G5FAT");
}

#[cfg(feature = "rust_decimal")]
#[test]
fn a_decimal_is_an_exact_number() {
    use ::rust_decimal::Decimal;
    for (decimal, number) in [
        ("1.50", "1.5"),
        ("-0.0000000000000000000000000001", "-0.0000000000000000000000000001"),
        ("79228162514264337593543950335", "79228162514264337593543950335"),
    ] {
        let decimal: Decimal = decimal.parse().unwrap();
        assert_eq!(stored(&decimal), Value::N(number.parse().unwrap()));
    }
}

#[cfg(feature = "rust_decimal")]
#[test]
fn a_number_with_more_digits_than_a_decimal_is_refused() {
    let item: crate::Item =
        [("a", Value::N("1.2345678901234567890123456789012345678".parse().unwrap()))].into_iter().collect();
    let mut reader = item.reader();
    crate::value::Reader::next_name(&mut reader).unwrap();
    assert!(::rust_decimal::Decimal::read(&mut reader).is_err());
}

#[cfg(feature = "bytes")]
#[test]
fn bytes_are_a_binary() {
    assert_eq!(stored(&::bytes::Bytes::from_static(&[0, 255])).kind(), crate::Type::B);
}
