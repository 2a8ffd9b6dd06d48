//! Ranges of one part of a key, beside a model that compares texts.

use std::ops::{Bound, Range};

use super::model::{in_range, key, longest, select, texts};
use crate::key::{IntoPartRange, KeyMatch, SortCondition, Template, starts_with};

/// All keys of a template whose part number `place` runs through all texts, and the others through `others`.
pub(super) struct Keys {
    template: &'static Template,
    /// The texts of the parts before `place`.
    given: Vec<&'static str>,
    /// Sorted; those whose first parts are `given` are in `own`.
    keys: Vec<String>,
    own: Range<usize>,
    /// For each text the keys that have it, behind `own.start`: as many for all.
    per_text: usize,
    texts: Vec<String>,
}

impl Keys {
    /// `given` are the parts before `place` of those keys that ranges are tested on.
    pub(super) fn new(
        template: &'static Template,
        place: usize,
        others: &[&'static str],
        given: &[&'static str],
    ) -> Self {
        let texts = texts(longest());
        let mut tuples: Vec<Vec<&str>> = vec![Vec::new()];
        for part in 0..template.parts() {
            let choices: Vec<&str> =
                if part == place { texts.iter().map(String::as_str).collect() } else { others.to_vec() };
            tuples = tuples
                .iter()
                .flat_map(|tuple| choices.iter().map(move |choice| [tuple.as_slice(), &[*choice]].concat()))
                .collect();
        }
        // The empty key does not exist.
        let mut keys: Vec<String> = tuples.iter().filter_map(|tuple| key(template, tuple)).collect();
        let missing = tuples.len() - keys.len();
        assert!(missing <= 1);
        keys.sort();
        let own: Vec<&[&str]> = tuples.iter().map(Vec::as_slice).filter(|tuple| tuple.starts_with(given)).collect();
        let own_keys: Vec<String> = own.iter().filter_map(|tuple| key(template, tuple)).collect();
        let start = keys.binary_search(&own_keys[0]).unwrap();
        assert_eq!(keys[start..start + own_keys.len()], own_keys, "keys that share parts stand together, in order");
        let per_text = own.len() / texts.len();
        let texts = if missing == 1 { texts[1..].to_vec() } else { texts };
        Self { template, given: given.to_vec(), own: start..start + own_keys.len(), keys, per_text, texts }
    }

    fn condition<R: IntoPartRange<String>>(&self, range: R) -> KeyMatch {
        let mut condition = SortCondition::new(self.template);
        for given in &self.given {
            condition.part::<String, _>(*given);
        }
        condition.part::<String, _>(range);
        condition.finish().unwrap()
    }

    /// Asserts that a range selects the keys of the texts in it and no others.
    pub(super) fn check(&self, low: Bound<&String>, high: Bound<&String>) {
        let matched = self.condition((low, high));
        let texts = in_range(&self.texts, low, high);
        let expected = self.keys_of(texts.clone());
        let selected = select(&self.keys, &matched);
        assert_eq!(selected, expected, "{} {:?} {low:?} {high:?}: {matched:?}", self.template.text, self.given);
        let inverted = match (low, high) {
            (Bound::Included(low), Bound::Included(high)) => low > high,
            (Bound::Included(low) | Bound::Excluded(low), Bound::Included(high) | Bound::Excluded(high)) => low >= high,
            (_, Bound::Excluded(high)) => high.is_empty(),
            _ => false,
        };
        if inverted {
            assert_eq!(matched, KeyMatch::Nothing, "{low:?} {high:?} needs no request");
        }
    }

    fn keys_of(&self, texts: Range<usize>) -> Range<usize> {
        match texts.is_empty() {
            true => 0..0,
            false => self.own.start + texts.start * self.per_text..self.own.start + texts.end * self.per_text,
        }
    }

    pub(super) fn check_all(&self) {
        self.check(Bound::Unbounded, Bound::Unbounded);
        // The empty text is a bound even where no key can have it.
        let bounds = texts(longest());
        for (index, text) in bounds.iter().enumerate() {
            for bound in [Bound::Included(text), Bound::Excluded(text)] {
                self.check(bound, Bound::Unbounded);
                self.check(Bound::Unbounded, bound);
            }
            self.check_value(text);
            self.check_starts_with(text);
            for other in &bounds[index.saturating_sub(1)..] {
                for low in [Bound::Included(text), Bound::Excluded(text)] {
                    for high in [Bound::Included(other), Bound::Excluded(other)] {
                        self.check(low, high);
                    }
                }
            }
            // Far from each other the wrong way round.
            for other in &bounds[..index] {
                self.check(Bound::Included(text), Bound::Excluded(other));
            }
        }
    }

    fn check_value(&self, text: &String) {
        if !self.texts.contains(text) {
            return; // the empty key, which is an error
        }
        let expected = self.keys_of(in_range(&self.texts, Bound::Included(text), Bound::Included(text)));
        assert_eq!(select(&self.keys, &self.condition(text)), expected, "{} {text:?}", self.template.text);
    }

    fn check_starts_with(&self, start: &str) {
        let first = self.texts.partition_point(|text| text.as_str() < start);
        let count = self.texts[first..].iter().take_while(|text| text.starts_with(start)).count();
        let selected = select(&self.keys, &self.condition(starts_with(start)));
        assert_eq!(selected, self.keys_of(first..first + count), "{} starts with {start:?}", self.template.text);
    }
}
