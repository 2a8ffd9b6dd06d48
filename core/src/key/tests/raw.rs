//! Raw keys, as far as they promise something: exact ranges of the part that ends the key, exact values before it, and
//! parse-back.

use std::ops::Bound;

use super::model::{key, leak, select, template, texts};
use super::place::Keys;
use crate::key::{KeyErrorKind, KeyMatch, KeyStyle, PartFormat, Segment, SortCondition, Template};

const RAW: KeyStyle = KeyStyle::Raw { delimiter: "#" };

/// Characters that can stand in a part before others.
const OTHERS: [&str; 5] = ["", "!", "$", "a", "\u{10FFFF}"];

#[test]
fn a_range_of_the_only_part_selects_its_texts() {
    Keys::new(template("{}", RAW), 0, &OTHERS, &[]).check_all();
}

#[test]
fn a_range_of_a_part_behind_a_literal_selects_its_texts() {
    Keys::new(template("X#{}", RAW), 0, &OTHERS, &[]).check_all();
}

#[test]
fn a_range_of_a_part_that_is_glued_to_a_literal_selects_its_texts() {
    Keys::new(template("\u{10FFFF}{}", RAW), 0, &OTHERS, &[]).check_all();
}

#[test]
fn a_range_of_a_part_behind_another_selects_its_texts() {
    Keys::new(template("{}#{}", RAW), 1, &OTHERS, &["$"]).check_all();
}

/// All templates of two parts, with delimiters of several characters and literals that are glued on.
fn templates() -> Vec<&'static Template> {
    let style = |delimiter| KeyStyle::Raw { delimiter };
    vec![
        template("{}#{}", RAW),
        template("a#{}#{}", RAW),
        template("{}!#{}", RAW),
        template("{}#!{}", RAW),
        template("{}aa{}", style("aa")),
        template("{}a0a{}", style("a0a")),
        template("{}a{}", RAW),
        template("{}#{}a", RAW),
        template("{}0a#{}#0", style("a#")),
        template("{}#{}", style("")),
    ]
}

#[test]
fn what_raw_keys_take_they_give_back() {
    let texts = texts(3);
    for template in templates() {
        let mut taken = 0;
        for first in &texts {
            for second in ["", "a", "#", "a0", "!#"] {
                if let Some(key) = key(template, &[first, second]) {
                    assert_eq!(template.split(&key).unwrap(), [first, second], "{}", template.text);
                    taken += 1;
                }
            }
        }
        assert!(taken > 300, "{} takes {taken}", template.text);
    }
}

#[test]
fn a_value_is_refused_only_for_a_delimiter_or_what_could_be_read_otherwise() {
    for first in texts(3) {
        let takes = |text| key(template(text, RAW), &[&first]).is_some();
        assert_eq!(takes("{}#x"), !first.contains('#'));
        assert_eq!(takes("{}x"), !first.contains('#'));
        assert!(takes("x{}"));
        let takes = key(template("{}aa{}", KeyStyle::Raw { delimiter: "aa" }), &[&first, "x"]).is_some();
        assert_eq!(takes, !first.contains("aa") && !first.ends_with('a'));
    }
}

#[test]
fn a_text_that_splits_is_the_key_of_what_it_splits_into() {
    for text in texts(5) {
        for template in [template("{}#{}", RAW), template("{}a#{}", RAW), template("a{}#0", RAW)] {
            if let Ok(parts) = template.split(&text) {
                let parts: Vec<&str> = parts.iter().map(|part| part.as_ref()).collect();
                assert_eq!(key(template, &parts).as_deref(), Some(text.as_str()), "{}", template.text);
            }
        }
    }
}

#[test]
fn the_first_part_selects_the_keys_that_have_it() {
    let firsts = texts(2);
    for template in templates() {
        let mut keys: Vec<(String, &str)> = firsts
            .iter()
            .flat_map(|first| ["", "a", "0"].map(|second| (key(template, &[first, second]), first.as_str())))
            .filter_map(|(key, first)| Some((key?, first)))
            .collect();
        keys.sort();
        let texts: Vec<&str> = keys.iter().map(|(key, _)| key.as_str()).collect();
        for (_, first) in &keys {
            let mut condition = SortCondition::new(template);
            condition.part::<String, _>(*first);
            let selected = select(&texts, &condition.finish().unwrap());
            for (index, (_, other)) in keys.iter().enumerate() {
                assert_eq!(selected.contains(&index), other == first, "{} {first:?} {other:?}", template.text);
            }
        }
    }
}

#[test]
fn a_range_before_the_end_of_a_raw_key_is_an_error() {
    for text in ["{}#{}", "{}#x"] {
        let template = template(text, RAW);
        assert!(!template.allows_range::<String>(0));
        let mut condition = SortCondition::new(template);
        condition.part::<String, _>("a".."b");
        assert_eq!(condition.finish().unwrap_err().kind(), KeyErrorKind::Range);
        let mut condition = SortCondition::new(template);
        condition.part::<String, _>((Bound::<String>::Unbounded, Bound::Unbounded));
        assert_eq!(condition.finish().unwrap(), KeyMatch::Any);
    }
}

#[test]
fn a_range_of_numbers_without_padding_is_an_error() {
    let plain = leak(vec![Segment::part::<u32>("n", PartFormat::Plain)], RAW, "{n}");
    let mut condition = SortCondition::new(plain);
    condition.part::<u32, _>(5..=10);
    assert_eq!(condition.finish().unwrap_err().kind(), KeyErrorKind::Range);
    assert!(!plain.allows_range::<u32>(0));
    let padded = leak(vec![Segment::part::<u32>("n", PartFormat::Width(4))], RAW, "{n:04}");
    let mut condition = SortCondition::new(padded);
    condition.part::<u32, _>(5..=10);
    assert!(condition.finish().is_ok());
    assert!(padded.allows_range::<u32>(0));
}
