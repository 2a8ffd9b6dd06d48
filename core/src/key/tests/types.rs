//! Parts of every type, with generated values.

use std::fmt::Debug;
use std::ops::Bound;

use proptest::prelude::*;

use super::model::{leak, select};
use crate::key::{KeyPart, KeyRole, KeyStyle, KeyWriter, OrderedPart, PartFormat, Segment, SortCondition, Template};
use crate::{Reverse, Timestamp};

/// A part of type `T` in every place.
fn templates<T: KeyPart>(format: PartFormat) -> Vec<&'static Template> {
    let part = Segment::part::<T>("part", format);
    let other = Segment::part::<u8>("other", PartFormat::Default);
    let (literal, delimiter, end) = (Segment::Literal("K#"), Segment::Literal("#"), Segment::Literal("#END"));
    let leak = |segments| leak(segments, KeyStyle::Escaped, "");
    vec![
        leak(vec![part]),
        leak(vec![part, delimiter, other]),
        leak(vec![literal, part]),
        leak(vec![literal, part, delimiter, other]),
        leak(vec![literal, part, end]),
    ]
}

fn key<T: KeyPart>(template: &'static Template, value: &T) -> String {
    let mut writer = KeyWriter::new(template);
    writer.part(value);
    if !writer.is_complete() {
        writer.part(&7_u8);
    }
    writer.finish(KeyRole::Sort).unwrap()
}

/// Order, parse-back and ranges, for three values.
fn check<T: OrderedPart + KeyPart + PartialOrd + Debug>(format: PartFormat, a: &T, b: &T, x: &T) {
    for template in templates::<T>(format) {
        let (key_a, key_b, key_x) = (key(template, a), key(template, b), key(template, x));
        let order = a.partial_cmp(b).unwrap();
        assert_eq!(key_a.cmp(&key_b), if T::DESCENDING { order.reverse() } else { order }, "{a:?} {b:?}");
        let parts = template.split(&key_x).unwrap();
        assert_eq!(&template.parse_part::<T>(0, &parts[0]).unwrap(), x);
        assert!(template.matches(&key_x));
        if let Some(max) = crate::key::max_len(template) {
            assert!(key_x.len() <= max);
        }
        let bounds = |value| [Bound::Included(value), Bound::Excluded(value), Bound::Unbounded];
        for low in bounds(a) {
            for high in bounds(b) {
                let mut condition = SortCondition::new(template);
                condition.part::<T, _>((low, high));
                let matched = condition.finish().unwrap();
                let selected = !select(&[&key_x], &matched).is_empty();
                let expected = std::ops::RangeBounds::contains(&(low, high), x);
                assert_eq!(selected, expected, "{low:?} {high:?} {x:?} {matched:?}");
            }
        }
        let mut condition = SortCondition::new(template);
        condition.part::<T, _>(a);
        assert_eq!(!select(&[&key_x], &condition.finish().unwrap()).is_empty(), a == x);
    }
}

/// Three values that are often neighbours or the same.
fn three<T: Clone + Debug + 'static>(
    values: impl Strategy<Value = T> + Clone + 'static,
) -> impl Strategy<Value = [T; 3]> {
    (values.clone(), values.clone(), values, 0_u8..4).prop_map(|(a, b, c, same)| match same {
        0 => [a.clone(), a, c],
        1 => [a.clone(), b, a],
        2 => [a, b.clone(), b],
        _ => [a, b, c],
    })
}

macro_rules! parts_keep_order_and_ranges {
    ($($name:ident: $values:expr, $($format:ident $(($width:literal))?),+;)*) => {
        proptest! {
            #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]
            $(
                #[test]
                fn $name([a, b, x] in three($values)) {
                    $( check(PartFormat::$format $(($width))?, &a, &b, &x); )+
                }
            )*
        }
    };
}

macro_rules! integers {
    ($int:ty) => {
        prop_oneof![
            any::<$int>(),
            (<$int>::MIN..=<$int>::MIN + 2),
            (<$int>::MAX - 2..=<$int>::MAX),
            (9..=11 as $int),
            (0..=2 as $int)
        ]
    };
}

fn timestamps() -> impl Strategy<Value = Timestamp> + Clone {
    let (min, max) = (Timestamp::MIN.as_millis(), Timestamp::MAX.as_millis());
    prop_oneof![min..=max, -2_i64..=2, min..=min + 1, max - 1..=max]
        .prop_map(|millis| Timestamp::from_millis(millis).unwrap())
}

fn doubles() -> impl Strategy<Value = f64> + Clone {
    prop_oneof![
        any::<f64>().prop_filter("not a number", |value| !value.is_nan()),
        prop::sample::select(vec![
            0.0,
            -0.0,
            f64::MIN_POSITIVE,
            -f64::MIN_POSITIVE,
            f64::INFINITY,
            f64::NEG_INFINITY,
            5e-324
        ])
    ]
}

fn singles() -> impl Strategy<Value = f32> + Clone {
    doubles().prop_map(|value| value as f32)
}

fn all_texts() -> impl Strategy<Value = String> + Clone {
    // One that is not empty: an empty key is none.
    let character = prop_oneof![any::<char>(), prop::sample::select(super::model::ALPHABET.to_vec()), Just('\0')];
    prop::collection::vec(character, 1..5).prop_map(String::from_iter)
}

parts_keep_order_and_ranges! {
    u8_sorts: integers!(u8), Default, Width(3), Width(6);
    u16_sorts: integers!(u16), Default;
    u32_sorts: integers!(u32), Default, Width(10);
    u64_sorts: integers!(u64), Default;
    u128_sorts: integers!(u128), Default;
    i8_sorts: integers!(i8), Default;
    i16_sorts: integers!(i16), Default;
    i32_sorts: integers!(i32), Default;
    i64_sorts: integers!(i64), Default;
    i128_sorts: integers!(i128), Default;
    signed_numbers_of_given_width_sort: 0..100_i32, Width(2);
    f32_sorts: singles(), Default;
    f64_sorts: doubles(), Default;
    bool_sorts: any::<bool>(), Default;
    char_sorts: prop_oneof![any::<char>(), prop::sample::select(super::model::ALPHABET.to_vec())], Default;
    string_sorts: all_texts(), Default;
    boxed_text_sorts: all_texts().prop_map(String::into_boxed_str), Default;
    timestamp_sorts: timestamps(), Default, Millis;
    whole_seconds_sort: timestamps().prop_map(whole), Rfc3339;
    reversed_whole_seconds_sort: timestamps().prop_map(|time| Reverse(whole(time))), Rfc3339;
    reversed_numbers_sort: integers!(u32).prop_map(Reverse), Default;
    reversed_signed_numbers_sort: integers!(i64).prop_map(Reverse), Default;
    reversed_numbers_of_given_width_sort: (0..1000_u16).prop_map(Reverse), Width(3);
    reversed_floats_sort: doubles().prop_map(Reverse), Default;
    reversed_timestamps_sort: timestamps().prop_map(Reverse), Default;
    twice_reversed_numbers_sort: integers!(u8).prop_map(|n| Reverse(Reverse(n))), Default;
}

fn whole(time: Timestamp) -> Timestamp {
    Timestamp::from_secs(time.as_secs()).unwrap()
}

#[cfg(feature = "uuid")]
parts_keep_order_and_ranges! {
    uuid_sorts: integers!(u128).prop_map(::uuid::Uuid::from_u128), Default;
    reversed_uuids_sort: integers!(u128).prop_map(|id| Reverse(::uuid::Uuid::from_u128(id))), Default;
}

#[cfg(feature = "ulid")]
parts_keep_order_and_ranges! {
    ulid_sorts: integers!(u128).prop_map(::ulid::Ulid), Default;
    reversed_ulids_sort: integers!(u128).prop_map(|id| Reverse(::ulid::Ulid(id))), Default;
}

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
fn instants<T: KeyPart + Clone + Debug + 'static>() -> impl Strategy<Value = T> + Clone {
    // Not quite to the end of 9999, where not all libraries go.
    let millis = prop_oneof![Timestamp::MIN.as_millis()..=253_370_764_799_000, -2_i64..=2];
    millis
        .prop_map(|millis| T::parse(&Timestamp::from_millis(millis).unwrap().to_string(), PartFormat::Default).unwrap())
}

#[cfg(feature = "chrono")]
parts_keep_order_and_ranges! {
    chrono_times_sort: instants::<::chrono::DateTime<::chrono::Utc>>(), Default, Millis;
    whole_seconds_of_chrono_sort: instants::<::chrono::DateTime<::chrono::Utc>>().prop_map(|time| {
        ::chrono::DateTime::from_timestamp(time.timestamp(), 0).unwrap()
    }), Rfc3339;
    chrono_dates_sort: instants::<::chrono::DateTime<::chrono::Utc>>().prop_map(|time| time.date_naive()), Default;
    reversed_chrono_times_sort: instants::<::chrono::DateTime<::chrono::Utc>>().prop_map(Reverse), Default, Millis;
}

#[cfg(feature = "jiff")]
parts_keep_order_and_ranges! {
    jiff_times_sort: instants::<::jiff::Timestamp>(), Default, Millis;
}

#[cfg(feature = "time")]
parts_keep_order_and_ranges! {
    times_of_the_time_crate_sort: instants::<::time::OffsetDateTime>(), Default, Millis;
    dates_of_the_time_crate_sort: instants::<::time::OffsetDateTime>().prop_map(|time| time.date()), Default;
}

proptest! {
    #[test]
    fn numbers_stand_in_raw_keys_as_they_are_written(a in any::<u64>(), b in any::<i64>(), c in doubles(), d in any::<bool>()) {
        const RAW: KeyStyle = KeyStyle::Raw { delimiter: "#" };
        let segments = vec![
            Segment::part::<u64>("a", PartFormat::Plain),
            Segment::Literal("#"),
            Segment::part::<i64>("b", PartFormat::Plain),
            Segment::Literal("#"),
            Segment::part::<f64>("c", PartFormat::Plain),
            Segment::Literal("#"),
            Segment::part::<bool>("d", PartFormat::Plain),
        ];
        let template = leak(segments, RAW, "");
        let c = c + 0.0; // no negative zero
        let key = KeyWriter::new(template).part(&a).part(&b).part(&c).part(&d).finish(KeyRole::Sort).unwrap();
        prop_assert_eq!(&key, &format!("{a}#{b}#{c}#{d}"));
        let parts = template.split(&key).unwrap();
        prop_assert_eq!(template.parse_part::<u64>(0, &parts[0]).unwrap(), a);
        prop_assert_eq!(template.parse_part::<i64>(1, &parts[1]).unwrap(), b);
        prop_assert_eq!(template.parse_part::<f64>(2, &parts[2]).unwrap(), c);
        prop_assert_eq!(template.parse_part::<bool>(3, &parts[3]).unwrap(), d);
    }

    #[test]
    fn no_text_makes_a_part_panic_or_reads_as_the_value_of_another_text(text in "[0-9a-fTZ.:$# +-]{0,40}|\\PC{0,5}") {
        fn check<T: KeyPart>(text: &str) {
            let template = templates::<T>(PartFormat::Default)[0];
            if let Ok(value) = template.parse_part::<T>(0, text) {
                let mut again = String::new();
                value.render(PartFormat::Default, &mut again).unwrap();
                assert_eq!(again, text);
            }
            let _ = template.matches(text);
        }
        check::<u8>(&text);
        check::<i64>(&text);
        check::<f64>(&text);
        check::<bool>(&text);
        check::<char>(&text);
        check::<String>(&text);
        check::<Timestamp>(&text);
        check::<Reverse<Timestamp>>(&text);
        check::<Reverse<i32>>(&text);
    }
}
