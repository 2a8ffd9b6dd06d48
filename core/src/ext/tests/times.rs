//! The libraries of times agree with each other on every text.

use super::{rendered, stored};
use crate::key::{KeyPart, PartFormat};
use crate::value::Value;

/// Before and after 1970, whole and fine, at the ends of what has a text.
const TIMES: [&str; 6] = [
    "2024-02-29T23:59:59.123456789Z",
    "1969-12-31T23:59:59.999999999Z",
    "1970-01-01T00:00:00.000000000Z",
    "0000-01-01T00:00:00.000000000Z",
    "1900-03-01T12:00:00.000000001Z",
    "9999-12-29T23:59:59.999999999Z",
];

const DATES: [&str; 5] = ["2024-02-29", "1970-01-01", "0000-01-01", "9999-12-31", "1900-02-28"];

fn times_are_texts<T: KeyPart + crate::Attribute + PartialEq + std::fmt::Debug>() {
    for text in TIMES {
        let time = T::parse(text, PartFormat::Default).unwrap();
        assert_eq!(rendered(&time, PartFormat::Default), text);
        assert_eq!(stored(&time), Value::from(text));
    }
    let fine = T::parse(TIMES[0], PartFormat::Default).unwrap();
    assert!(fine.render(PartFormat::Millis, &mut String::new()).is_err());
    let millis = T::parse("2024-02-29T23:59:59.123Z", PartFormat::Millis).unwrap();
    assert_eq!(rendered(&millis, PartFormat::Millis), "2024-02-29T23:59:59.123Z");
    assert!(millis.render(PartFormat::Rfc3339, &mut String::new()).is_err());
    let whole = T::parse("2024-02-29T23:59:59Z", PartFormat::Rfc3339).unwrap();
    assert_eq!(rendered(&whole, PartFormat::Rfc3339), "2024-02-29T23:59:59Z");
    let before = T::parse(TIMES[2], PartFormat::Default).unwrap().predecessor().unwrap();
    assert_eq!(rendered(&before, PartFormat::Default), TIMES[1]);
}

fn dates_are_texts<T: KeyPart + crate::Attribute + PartialEq + std::fmt::Debug>() {
    for text in DATES {
        let date = T::parse(text, PartFormat::Default).unwrap();
        assert_eq!(rendered(&date, PartFormat::Default), text);
        assert_eq!(stored(&date), Value::from(text));
    }
    assert_eq!(T::parse("2023-02-29", PartFormat::Default), None);
    let before = T::parse("2024-03-01", PartFormat::Default).unwrap().predecessor().unwrap();
    assert_eq!(rendered(&before, PartFormat::Default), "2024-02-29");
}

#[cfg(feature = "chrono")]
#[test]
fn chrono_times_and_dates_are_texts() {
    times_are_texts::<::chrono::DateTime<::chrono::Utc>>();
    dates_are_texts::<::chrono::NaiveDate>();
}

#[cfg(feature = "chrono")]
#[test]
fn leap_seconds_and_years_without_four_digits_are_refused() {
    use ::chrono::{DateTime, NaiveDate};
    let leap = DateTime::from_timestamp(1_483_228_799, 1_500_000_000).unwrap();
    assert!(leap.render(PartFormat::Default, &mut String::new()).is_err());
    let far = NaiveDate::from_ymd_opt(10_000, 1, 1).unwrap();
    assert!(far.render(PartFormat::Default, &mut String::new()).is_err());
}

#[cfg(feature = "jiff")]
#[test]
fn jiff_times_and_dates_are_texts() {
    times_are_texts::<::jiff::Timestamp>();
    dates_are_texts::<::jiff::civil::Date>();
}

#[cfg(feature = "time")]
#[test]
fn times_and_dates_of_the_time_crate_are_texts() {
    times_are_texts::<::time::OffsetDateTime>();
    dates_are_texts::<::time::Date>();
}
