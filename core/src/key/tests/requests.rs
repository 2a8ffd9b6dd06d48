//! Conditions as they stand in requests, and texts of errors.

use std::ops::Bound;

use super::model::{bytes, leak, template};
use crate::expr::KeyTest;
use crate::key::{
    IntoPartRange, KeyErrorKind, KeyMatch, KeyPart, KeyRole, KeyStyle, KeyWriter, PartFormat, Segment, SortCondition,
    Template, after, bound, starts_with,
};
use crate::{DecodeError, Error, ErrorKind, Reverse, Timestamp};

static ORDER: Template = Template::new(
    &[
        Segment::Literal("ORDER#"),
        Segment::part::<Timestamp>("placed_at", PartFormat::Default),
        Segment::Literal("#"),
        Segment::part::<u32>("number", PartFormat::Width(4)),
    ],
    KeyStyle::Escaped,
    "ORDER#{placed_at}#{number:04}",
);

fn printed(matched: &KeyMatch) -> String {
    let text = |value| String::from_utf8(bytes(value).to_vec()).unwrap();
    match matched {
        KeyMatch::Any => "any".to_owned(),
        KeyMatch::Nothing => "nothing".to_owned(),
        KeyMatch::Test(test) => match test {
            KeyTest::Eq(value) => format!("= {}", text(value)),
            KeyTest::Lt(value) => format!("< {}", text(value)),
            KeyTest::Le(value) => format!("<= {}", text(value)),
            KeyTest::Gt(value) => format!("> {}", text(value)),
            KeyTest::Ge(value) => format!(">= {}", text(value)),
            KeyTest::Between(low, high) => format!("{} .. {}", text(low), text(high)),
            KeyTest::BeginsWith(value) => format!("begins {}", text(value)),
        },
    }
}

fn orders(placed_at: impl IntoPartRange<Timestamp>) -> String {
    let mut condition = SortCondition::new(&ORDER);
    condition.part::<Timestamp, _>(placed_at);
    printed(&condition.finish().unwrap())
}

fn asked<T: KeyPart>(text: &'static str, segments: Vec<Segment>, range: impl IntoPartRange<T>) -> String {
    let mut condition = SortCondition::new(leak(segments, KeyStyle::Escaped, text));
    condition.part::<T, _>(range);
    printed(&condition.finish().unwrap())
}

#[test]
fn ranges_of_an_inner_part_read_as_the_template_does() {
    let a: Timestamp = "2024-02-29T00:00:00Z".parse().unwrap();
    let b: Timestamp = "2024-03-01T00:00:00Z".parse().unwrap();
    let (x, y) = ("ORDER#2024-02-29T00:00:00.000Z", "ORDER#2024-03-01T00:00:00.000Z");
    assert_eq!(printed(&SortCondition::new(&ORDER).finish().unwrap()), "begins ORDER#");
    assert_eq!(orders(a), format!("begins {x}#"));
    assert_eq!(orders(..), "begins ORDER#");
    assert_eq!(orders(a..), format!("{x} .. ORDER$"));
    assert_eq!(orders(after(a)), format!("{x}$ .. ORDER$"));
    assert_eq!(orders(..=b), format!("ORDER# .. {y}$"));
    assert_eq!(orders(..b), format!("ORDER# .. {y}"));
    assert_eq!(orders(a..b), format!("{x} .. {y}"));
    assert_eq!(orders(a..=b), format!("{x} .. {y}$"));
    assert_eq!(orders(b..a), "nothing");
    assert_eq!(orders(a..a), "nothing");
}

#[test]
fn ranges_of_the_last_part_end_at_a_value() {
    let segments = || vec![Segment::Literal("N#"), Segment::part::<u16>("n", PartFormat::Default)];
    assert_eq!(asked::<u16>("N#{n}", segments(), 7), "= N#00007");
    assert_eq!(asked::<u16>("N#{n}", segments(), 7..10), "N#00007 .. N#00009");
    assert_eq!(asked::<u16>("N#{n}", segments(), 7..=10), "N#00007 .. N#00010");
    assert_eq!(asked::<u16>("N#{n}", segments(), ..0), "nothing");
    assert_eq!(asked::<u16>("N#{n}", segments(), 7..), "N#00007 .. N$");
    let text = || vec![Segment::Literal("T#"), Segment::part::<String>("t", PartFormat::Default)];
    assert_eq!(asked::<String>("T#{t}", text(), starts_with("a b")), "begins T#a$20b");
    assert!(asked::<String>("T#{t}", text(), "a".."c").starts_with("T#a .. T#b\u{10FFFF}\u{10FFFF}"));
}

#[test]
fn ranges_of_the_part_that_opens_the_key_are_comparisons() {
    let segments = || vec![Segment::part::<u16>("n", PartFormat::Default), Segment::Literal("#END")];
    assert_eq!(asked::<u16>("{n}#END", segments(), 7), "= 00007#END");
    assert_eq!(asked::<u16>("{n}#END", segments(), ..), "any");
    assert_eq!(asked::<u16>("{n}#END", segments(), 7..), ">= 00007");
    assert_eq!(asked::<u16>("{n}#END", segments(), after(7)), "> 00007$");
    assert_eq!(asked::<u16>("{n}#END", segments(), ..=7), "<= 00007$");
    assert_eq!(asked::<u16>("{n}#END", segments(), ..7), "< 00007");
    assert_eq!(asked::<u16>("{n}#END", segments(), 3..7), "00003 .. 00007");
}

#[test]
fn a_reversed_part_is_asked_for_in_the_order_of_its_values() {
    let segments = || vec![Segment::Literal("N#"), Segment::part::<Reverse<u16>>("n", PartFormat::Width(3))];
    assert_eq!(asked::<Reverse<u16>>("N#{n}", segments(), 7), "= N#992");
    assert_eq!(asked::<Reverse<u16>>("N#{n}", segments(), 7..=10), "N#989 .. N#992");
    assert_eq!(asked::<Reverse<u16>>("N#{n}", segments(), 7..), "N# .. N#992");
    assert_eq!(asked::<Reverse<u16>>("N#{n}", segments(), (Bound::Excluded(7), Bound::Included(10))), "N#989 .. N#991");
}

#[test]
fn literals_behind_the_last_given_part_belong_to_the_prefix() {
    let mut condition = SortCondition::new(template("ORDER#{}#LINE#{}", KeyStyle::Escaped));
    condition.part::<String, _>("7");
    assert_eq!(printed(&condition.finish().unwrap()), "begins ORDER#7#LINE#");
    let mut condition = SortCondition::new(template("ORDER#{}#END", KeyStyle::Escaped));
    condition.part::<String, _>("7");
    assert_eq!(printed(&condition.finish().unwrap()), "= ORDER#7#END");
    assert_eq!(printed(&SortCondition::new(template("PROFILE", KeyStyle::Escaped)).finish().unwrap()), "= PROFILE");
}

#[test]
fn a_condition_behind_a_range_is_an_error() {
    let mut condition = SortCondition::new(&ORDER);
    condition.part::<Timestamp, _>(..).part::<u32, _>(7);
    assert_eq!(condition.finish().unwrap_err().kind(), KeyErrorKind::Range);
}

#[test]
fn an_error_names_template_and_part_and_no_value() {
    let mut writer = KeyWriter::new(&ORDER);
    writer.part(&Timestamp::UNIX_EPOCH).part(&12_345_u32);
    let error = writer.finish(KeyRole::Sort).unwrap_err();
    assert_eq!(error.to_string(), "key `ORDER#{placed_at}#{number:04}`: `number` is too large for its 4 digits");
    assert_eq!((error.kind(), error.part()), (KeyErrorKind::Value, "number"));
    assert_eq!(Error::from(error).kind(), ErrorKind::InvalidKey);

    let error = KeyWriter::new(&ORDER).finish(KeyRole::Sort).unwrap_err();
    assert_eq!(error.to_string(), "key `ORDER#{placed_at}#{number:04}`: `placed_at` was not given");

    let float = leak(vec![Segment::part::<f64>("price", PartFormat::Default)], KeyStyle::Escaped, "{price}");
    let error = KeyWriter::new(float).part(&f64::NAN).finish(KeyRole::Sort).unwrap_err();
    assert_eq!(error.to_string(), "key `{price}`: `price` is NaN, which has no place in an order");

    let raw = template("{}#{}", KeyStyle::Raw { delimiter: "#" });
    let error = KeyWriter::new(raw).part(&"secret#".to_owned()).finish(KeyRole::Sort).unwrap_err();
    assert_eq!(error.kind(), KeyErrorKind::Delimiter);
    assert!(!error.to_string().contains("secret"));

    let empty = template("{}", KeyStyle::Escaped);
    let error = KeyWriter::new(empty).part(&String::new()).finish(KeyRole::Sort).unwrap_err();
    assert_eq!(error.to_string(), "key `{}` is empty, which DynamoDB does not allow");
}

#[test]
fn a_stored_key_that_is_not_of_the_template_is_a_decode_error() {
    for key in ["", "ORDER#", "ORDERS#x#1", "ORDER#2024-02-29T00:00:00.000Z#0001#", "ORDER#a b#0001"] {
        let error = ORDER.split(key).unwrap_err();
        assert_eq!((error.kind(), error.template()), (KeyErrorKind::Malformed, ORDER.text), "{key}");
    }
    // The right form, and a value that has another text.
    let parts = ORDER.split("ORDER#2024-02-29T01:00:00+01:00#1").unwrap();
    assert!(ORDER.parse_part::<Timestamp>(0, &parts[0]).is_err());
    let error = ORDER.parse_part::<u32>(1, &parts[1]).unwrap_err();
    let error = DecodeError::from(error);
    assert_eq!(
        error.to_string(),
        "expected a key of the form `ORDER#{placed_at}#{number:04}`, in which `number` cannot be read from it"
    );
    assert!(!ORDER.matches("ORDER#2024-02-29T01:00:00+01:00#1"));
    assert!(ORDER.matches("ORDER#2024-02-29T01:00:00.000Z#0001"));
}

#[test]
fn a_key_is_put_together_from_encoded_parts() {
    let placed_at = ORDER.encode(0, &Timestamp::UNIX_EPOCH).unwrap();
    let number = ORDER.encode(1, &42_u32).unwrap();
    let key = ORDER.assemble(&[&placed_at, &number], KeyRole::Sort).unwrap();
    assert_eq!(key, "ORDER#1970-01-01T00:00:00.000Z#0042");
    assert!(ORDER.assemble(&[&placed_at], KeyRole::Sort).is_err());
    assert!(ORDER.assemble(&[&placed_at, &number, &number], KeyRole::Sort).is_err());
    let text = template("{}", KeyStyle::Escaped).encode(0, &"a#b $\u{e9}".to_owned()).unwrap();
    assert_eq!(text, "a$23b$20$24\u{e9}");
}

#[test]
fn the_neighbours_of_texts_step_over_what_is_no_character() {
    assert_eq!(bound::before("a\u{E000}", 4).as_deref(), Some("a\u{D7FF}"));
    assert_eq!(bound::before("b", 4).as_deref(), Some("a\u{FFFF}"));
    assert_eq!(bound::before("b\0", 4).as_deref(), Some("b"));
    assert_eq!(bound::before("", 4), None);
    assert_eq!(bound::behind("a\u{D7FF}", 4).as_deref(), Some("a\u{E000}"));
    assert_eq!(bound::behind("a\u{7F}", 2).as_deref(), Some("b"));
    assert_eq!(bound::behind("\u{10FFFF}", 4), None);
    assert_eq!(bound::end_of_prefix("a\u{10FFFF}").as_deref(), Some("b"));
    assert_eq!(bound::end_of_prefix("\u{10FFFF}"), None);
}

/// A character that the shape of a type denies does not get into a key.
#[test]
fn a_text_that_its_type_denies_is_refused() {
    struct Liar;
    impl KeyPart for Liar {
        const SHAPE: crate::key::PartShape = crate::key::PartShape::digits(3);
        type Order = crate::key::order::Fixed;

        fn render(&self, _format: PartFormat, out: &mut String) -> Result<(), crate::keys::KeyError> {
            out.push_str("COUNT");
            Ok(())
        }

        fn parse(_text: &str, _format: PartFormat) -> Option<Self> {
            None
        }
    }
    let template = leak(vec![Segment::part::<Liar>("n", PartFormat::Default)], KeyStyle::Escaped, "{n}");
    let error = KeyWriter::new(template).part(&Liar).finish(KeyRole::Sort).unwrap_err();
    assert_eq!(error.kind(), KeyErrorKind::Value);
}

#[test]
fn below_the_parts_given_is_a_range_or_an_error() {
    let below = |text, style, parts: &[&str]| {
        let mut condition = SortCondition::new(template(text, style));
        parts.iter().for_each(|part| {
            condition.part::<String, _>(*part);
        });
        condition.finish_below().map(|matched| printed(&matched)).map_err(|error| error.kind())
    };
    let raw = KeyStyle::Raw { delimiter: "|" };
    assert_eq!(below("TASK#{}", KeyStyle::Escaped, &[]), Ok("any".to_owned()));
    assert_eq!(below("TASK#{}", KeyStyle::Escaped, &["7"]), Ok("TASK#7 .. TASK#7$".to_owned()));
    assert_eq!(below("TASK#{}#{}", KeyStyle::Escaped, &["7"]), Ok("TASK#7 .. TASK#7$".to_owned()));
    assert_eq!(below("TASK|{}|{}", raw, &["7"]), Ok("begins TASK|7|".to_owned()));
    assert_eq!(below("TASK|{}", raw, &["7"]), Err(KeyErrorKind::Range));
}
