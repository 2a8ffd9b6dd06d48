//! Ranges where keys are as long as DynamoDB allows: bounds may not be longer, and must select the same.

use std::ops::Bound;

use super::model::{in_range, key, leak, longest, select, texts};
use crate::key::{KeyErrorKind, KeyMatch, KeyRole, KeyStyle, PartFormat, Segment, SortCondition, Template};

const MAX: usize = KeyRole::Sort.max_len();

/// A template with a part behind a prefix of so many bytes, and perhaps another part behind that.
fn padded(prefix: usize, style: KeyStyle, inner: bool) -> &'static Template {
    let part = Segment::part::<String>("text", PartFormat::Default);
    let mut segments = Vec::new();
    if prefix > 0 {
        segments.push(Segment::Literal(String::leak("P".repeat(prefix - 1) + "#")));
    }
    segments.push(part);
    if inner {
        segments.extend([Segment::Literal("#"), part]);
    }
    leak(segments, style, "padded")
}

/// All ranges of a part whose texts all start with `start`.
fn check(template: &'static Template, start: &str) {
    let texts: Vec<String> = texts(longest() - 1).iter().map(|text| format!("{start}{text}")).collect();
    let others: &[&str] = if template.parts() == 2 { &["", "a", "\u{10FFFF}"] } else { &[] };
    let mut keys: Vec<(usize, String)> = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        match others {
            [] => keys.extend(key(template, &[text]).map(|key| (index, key))),
            others => keys.extend(others.iter().filter_map(|other| Some((index, key(template, &[text, other])?)))),
        }
    }
    let plain: Vec<&str> = keys.iter().map(|(_, key)| key.as_str()).collect();
    assert!(plain.is_sorted());
    // The bound is the key up to and with the part.
    let fits = |text: &String| template.encode(0, text).unwrap().len() + prefix_len(template) <= MAX;
    let mut errors = 0;
    let bounds = |text| [Bound::Included(text), Bound::Excluded(text)];
    let all: Vec<Bound<&String>> = texts.iter().flat_map(bounds).chain([Bound::Unbounded]).collect();
    for low in &all {
        for high in &all {
            let mut condition = SortCondition::new(template);
            condition.part::<String, _>((*low, *high));
            let expected = in_range(&texts, *low, *high);
            match condition.finish() {
                Ok(matched) => {
                    let selected: Vec<usize> = select(&plain, &matched).map(|index| keys[index].0).collect();
                    let keys = keys.iter().map(|(index, _)| *index).filter(|index| expected.contains(index));
                    assert_eq!(selected, keys.collect::<Vec<_>>(), "{low:?} {high:?} {matched:?}");
                }
                Err(error) => {
                    assert_eq!(error.kind(), KeyErrorKind::TooLong);
                    let long = [low, high].into_iter().any(|bound| match bound {
                        Bound::Included(text) | Bound::Excluded(text) => !fits(text),
                        Bound::Unbounded => false,
                    });
                    assert!(long, "{low:?} {high:?} fit");
                    errors += 1;
                }
            }
        }
    }
    assert!(errors == 0 || texts.iter().any(|text| !fits(text)));
}

fn prefix_len(template: &Template) -> usize {
    match template.segments.first() {
        Some(Segment::Literal(literal)) => literal.len(),
        _ => 0,
    }
}

#[test]
fn ranges_of_a_last_part_are_exact_at_the_size_limit() {
    for prefix in MAX - 8..MAX {
        check(padded(prefix, KeyStyle::Escaped, false), "");
        check(padded(0, KeyStyle::Escaped, false), &"p".repeat(prefix));
    }
}

#[test]
fn ranges_of_an_inner_part_are_exact_at_the_size_limit() {
    for prefix in MAX - 8..MAX {
        check(padded(prefix, KeyStyle::Escaped, true), "");
        check(padded(0, KeyStyle::Escaped, true), &"p".repeat(prefix));
    }
}

#[test]
fn ranges_of_raw_keys_are_exact_at_the_size_limit() {
    for prefix in MAX - 8..MAX {
        check(padded(prefix, KeyStyle::Raw { delimiter: "#" }, false), "");
        check(padded(0, KeyStyle::Raw { delimiter: "#" }, false), &"p".repeat(prefix));
    }
}

#[test]
fn a_prefix_beyond_the_size_limit_is_an_error() {
    let template = padded(MAX, KeyStyle::Escaped, true);
    let mut condition = SortCondition::new(template);
    condition.part::<String, _>("a");
    assert_eq!(condition.finish().unwrap_err().kind(), KeyErrorKind::TooLong);
}

#[test]
fn a_partition_key_may_be_twice_as_long() {
    let template = padded(0, KeyStyle::Escaped, false);
    assert!(template.assemble(&[&"a".repeat(2048)], KeyRole::Partition).is_ok());
    let error = template.assemble(&[&"a".repeat(2049)], KeyRole::Partition).unwrap_err();
    assert_eq!(error.kind(), KeyErrorKind::TooLong);
    let error = template.assemble(&[&"a".repeat(1025)], KeyRole::Sort).unwrap_err();
    assert_eq!(error.kind(), KeyErrorKind::TooLong);
    assert_eq!(KeyMatch::Any, SortCondition::new(template).finish().unwrap());
}
