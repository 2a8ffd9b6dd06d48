//! Key attributes that hold values as they are.

use std::fmt::Debug;
use std::ops::Bound;

use proptest::prelude::*;

use super::model::{bytes, select, texts};
use crate::expr::KeyTest;
use crate::key::{
    KeyErrorKind, KeyMatch, KeyRole, KeyValue, OrderedPart, bound, native_match, native_value, starts_with,
};
use crate::value::{Attribute, Binary, Number, PackedValue};
use crate::{Reverse, Timestamp};

fn range<T: Attribute + OrderedPart>(low: Bound<&T>, high: Bound<&T>) -> KeyMatch {
    native_match::<T, _>("part", KeyRole::Sort, (low, high)).unwrap()
}

/// Ranges between two values, asked of a third.
fn check<T: Attribute + OrderedPart + PartialOrd + Debug>(a: &T, b: &T, x: &T) {
    let stored = native_value("part", KeyRole::Sort, x).unwrap();
    let bounds = |value| [Bound::Included(value), Bound::Excluded(value), Bound::Unbounded];
    for low in bounds(a) {
        for high in bounds(b) {
            let matched = range(low, high);
            let selected = !select(&[bytes(&stored)], &matched).is_empty();
            let expected = std::ops::RangeBounds::contains(&(low, high), x);
            assert_eq!(selected, expected, "{low:?} {high:?} {x:?} {matched:?}");
        }
    }
    // An empty value is an error.
    let Ok(value) = native_match::<T, _>("part", KeyRole::Sort, a) else { return };
    assert_eq!(!select(&[bytes(&stored)], &value).is_empty(), a == x);
}

/// Decimal numbers with up to 38 digits, in the whole range.
fn numbers() -> impl Strategy<Value = Number> + Clone {
    let parts =
        (any::<bool>(), prop_oneof![Just(1_u128), Just(10_u128.pow(38) - 1), 0..10_u128.pow(38)], -130..=88_i32);
    let wide = parts.prop_map(|(negative, digits, exponent)| {
        format!("{}{digits}E{exponent}", if negative { "-" } else { "" }).parse().unwrap_or(Number::ZERO)
    });
    prop_oneof![wide, (-3..=3_i64).prop_map(Number::from)]
}

proptest! {
    #[test]
    fn ranges_of_stored_integers_are_exact(a in -9..9_i64, b in -9..9_i64, x in -9..9_i64) {
        check(&a, &b, &x);
        check(&Reverse(a), &Reverse(b), &Reverse(x));
    }

    #[test]
    fn ranges_of_stored_numbers_are_exact(a in numbers(), b in numbers(), x in numbers()) {
        check(&a, &b, &x);
        check(&a, &a, &x);
        for x in [bound::number_before(&a), bound::number_behind(&a), Some(a)].into_iter().flatten() {
            check(&a, &b, &x);
            check(&b, &a, &x);
        }
    }

    #[test]
    fn ranges_of_stored_floats_are_exact(a in -1e9..1e9_f64, b in -1e9..1e9_f64, x in -1e9..1e9_f64) {
        check(&a, &b, &x);
        check(&a, &x, &x);
        check(&x, &b, &x);
    }

    #[test]
    fn ranges_of_stored_times_are_exact(a in -3..3_i64, b in -3..3_i64, x in -3..3_i64) {
        let [a, b, x] = [a, b, x].map(|millis| Timestamp::from_millis(millis).unwrap());
        check(&a, &b, &x);
    }

    #[test]
    fn the_neighbours_of_a_number_have_none_between(number in numbers()) {
        if let Some(before) = bound::number_before(&number) {
            prop_assert!(before < number);
            prop_assert_eq!(bound::number_behind(&before), Some(number));
        }
        if let Some(behind) = bound::number_behind(&number) {
            prop_assert!(behind > number);
            prop_assert_eq!(bound::number_before(&behind), Some(number));
        }
    }
}

#[test]
fn ranges_of_stored_texts_and_binaries_are_exact() {
    let texts: Vec<String> = texts(2).into_iter().map(|text| text.replace('!', "\0")).collect();
    for a in &texts {
        for b in &texts {
            for x in texts.iter().filter(|text| !text.is_empty()).step_by(5) {
                check(a, b, x);
                check(&Binary(a.clone().into()), &Binary(b.clone().into()), &Binary(x.clone().into()));
            }
        }
    }
}

#[test]
fn ranges_of_stored_texts_are_exact_at_the_size_limit() {
    for length in [1022, 1023] {
        let texts: Vec<String> = texts(1)
            .iter()
            .map(|text| format!("{}{text}", "p".repeat(length)))
            .chain(["p".repeat(length - 1), "p".repeat(length - 1) + "q", "q".to_owned(), "\u{7F}".repeat(length + 1)])
            .filter(|text| text.len() <= 1024)
            .collect();
        for a in &texts {
            for b in &texts {
                for x in &texts {
                    check(a, b, x);
                    check(&Binary(a.clone().into()), &Binary(b.clone().into()), &Binary(x.clone().into()));
                }
            }
        }
    }
}

#[test]
fn the_neighbours_of_numbers_are_those_of_38_digits() {
    for (number, before) in [
        ("5", Some("4.9999999999999999999999999999999999999")),
        ("1", Some("0.99999999999999999999999999999999999999")),
        ("-1", Some("-1.0000000000000000000000000000000000001")),
        ("0", Some("-1E-130")),
        ("1E-130", Some("0")),
        ("-9.9999999999999999999999999999999999999E125", None),
        ("1E125", Some("9.9999999999999999999999999999999999999E124")),
        ("123.45", Some("123.44999999999999999999999999999999999")),
    ] {
        let number: Number = number.parse().unwrap();
        assert_eq!(bound::number_before(&number), before.map(|text| text.parse().unwrap()), "{number}");
    }
}

#[test]
fn a_range_of_integers_ends_at_the_integer_before() {
    let matched = native_match::<u32, _>("n", KeyRole::Sort, 5..10).unwrap();
    let expected = KeyTest::Between(PackedValue::of(&5_u32).unwrap(), PackedValue::of(&9_u32).unwrap());
    assert_eq!(matched, KeyMatch::Test(expected));
}

#[test]
fn texts_that_start_with_a_text_are_one_condition() {
    let matched = native_match::<String, _>("t", KeyRole::Sort, starts_with("ab")).unwrap();
    assert_eq!(matched, KeyMatch::Test(KeyTest::BeginsWith(PackedValue::text("ab"))));
    assert_eq!(native_match::<String, _>("t", KeyRole::Sort, starts_with("")).unwrap(), KeyMatch::Any);
}

#[test]
fn what_no_key_attribute_can_hold_is_an_error() {
    fn kind<T: Attribute + KeyValue>(value: &T) -> KeyErrorKind {
        let error = native_value("field", KeyRole::Sort, value).unwrap_err();
        assert_eq!(error.part(), "field");
        assert_eq!(native_match::<T, _>("field", KeyRole::Sort, value).unwrap_err(), error);
        error.kind()
    }
    assert_eq!(kind(&String::new()), KeyErrorKind::Empty);
    assert_eq!(kind(&Binary(Vec::new())), KeyErrorKind::Empty);
    assert_eq!(kind(&"a".repeat(1025)), KeyErrorKind::TooLong);
    assert_eq!(kind(&f64::NAN), KeyErrorKind::Value);
    assert_eq!(kind(&true), KeyErrorKind::Value);
    assert!(native_value("field", KeyRole::Partition, &"a".repeat(2048)).is_ok());
}
