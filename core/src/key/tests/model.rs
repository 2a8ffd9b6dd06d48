//! A model of what DynamoDB would select, and templates and texts for tests.

use std::ops::{Bound, Range};

use crate::expr::KeyTest;
use crate::key::{KeyMatch, KeyRole, KeyStyle, KeyWriter, Segment, Template};
use crate::value::{PackedValue, ValueRef};

/// Characters around the delimiter and the escape, one that is plain, and the last of all.
pub(super) const ALPHABET: [char; 7] = ['!', '#', '$', '%', '0', 'a', char::MAX];

/// The neighbors of the part that is tested.
pub(super) const OTHERS: [&str; 5] = ["", "!", "#$", "a", "\u{10FFFF}"];

/// Returns the length of the longest texts in exhaustive tests: 2, or what `MONOTABLE_KEY_TEXTS` says. `.ci/run` says 3, which
/// is fifty times as many pairs.
pub(super) fn longest() -> usize {
    std::env::var("MONOTABLE_KEY_TEXTS").map_or(2, |longest| longest.parse().expect("a length is a number"))
}

/// Returns all texts of up to `longest` characters of the alphabet, sorted.
pub(super) fn texts(longest: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut from = 0;
    for _ in 0..longest {
        let to = all.len();
        for index in from..to {
            for character in ALPHABET {
                all.push(format!("{}{character}", all[index]));
            }
        }
        from = to;
    }
    all.sort();
    all
}

/// A template as the derive would print it: `{}` stands for a text.
pub(super) fn template(text: &'static str, style: KeyStyle) -> &'static Template {
    let mut segments = Vec::new();
    for (index, literal) in text.split("{}").enumerate() {
        if index > 0 {
            segments.push(Segment::part::<String>("text", crate::key::PartFormat::Default));
        }
        if !literal.is_empty() {
            segments.push(Segment::Literal(literal));
        }
    }
    leak(segments, style, text)
}

pub(super) fn leak(segments: Vec<Segment>, style: KeyStyle, text: &'static str) -> &'static Template {
    Box::leak(Box::new(Template::new(Vec::leak(segments), style, text)))
}

/// Returns which of the sorted keys the condition selects. Panics for conditions that DynamoDB refuses.
pub(super) fn select<K: AsRef<[u8]>>(keys: &[K], matched: &KeyMatch) -> Range<usize> {
    let below = |value: &[u8]| keys.partition_point(|key| key.as_ref() < value);
    let up_to = |value: &[u8]| keys.partition_point(|key| key.as_ref() <= value);
    let test = match matched {
        KeyMatch::Any => return 0..keys.len(),
        KeyMatch::Nothing => return 0..0,
        KeyMatch::Test(test) => test,
    };
    let selected = match test {
        KeyTest::Eq(value) => below(bytes(value))..up_to(bytes(value)),
        KeyTest::Lt(value) => 0..below(bytes(value)),
        KeyTest::Le(value) => 0..up_to(bytes(value)),
        KeyTest::Gt(value) => up_to(bytes(value))..keys.len(),
        KeyTest::Ge(value) => below(bytes(value))..keys.len(),
        KeyTest::Between(low, high) => {
            assert!(bytes(low) <= bytes(high), "DynamoDB refuses bounds that are the wrong way round");
            below(bytes(low))..up_to(bytes(high))
        }
        KeyTest::BeginsWith(prefix) => {
            let prefix = bytes(prefix);
            below(prefix)..keys.partition_point(|key| key.as_ref() < prefix || key.as_ref().starts_with(prefix))
        }
        #[expect(unreachable_patterns, reason = "the enum may grow for other crates")]
        _ => unreachable!(),
    };
    if selected.is_empty() { 0..0 } else { selected }
}

/// The bytes of a text, number or binary, which sort as DynamoDB sorts.
pub(super) fn bytes(value: &PackedValue) -> &[u8] {
    let bytes = match value.view() {
        ValueRef::S(bytes) | ValueRef::B(bytes) | ValueRef::N(bytes) => bytes,
        other => panic!("{} is not the type of a key", other.kind()),
    };
    assert!(!bytes.is_empty(), "DynamoDB refuses empty values of keys");
    assert!(bytes.len() <= KeyRole::Sort.max_len(), "DynamoDB refuses values of keys that are too long");
    bytes
}

/// Returns which of the sorted values are in the range.
pub(super) fn in_range<V: PartialOrd>(values: &[V], low: Bound<&V>, high: Bound<&V>) -> Range<usize> {
    let start = match low {
        Bound::Included(low) => values.partition_point(|value| value < low),
        Bound::Excluded(low) => values.partition_point(|value| value <= low),
        Bound::Unbounded => 0,
    };
    let end = match high {
        Bound::Included(high) => values.partition_point(|value| value <= high),
        Bound::Excluded(high) => values.partition_point(|value| value < high),
        Bound::Unbounded => values.len(),
    };
    if start < end { start..end } else { 0..0 }
}

/// The key of these texts; `None` if there is none.
pub(super) fn key(template: &'static Template, parts: &[&str]) -> Option<String> {
    let mut writer = KeyWriter::new(template);
    for part in parts {
        writer.value::<String, _>(*part);
    }
    writer.finish(KeyRole::Sort).ok()
}
