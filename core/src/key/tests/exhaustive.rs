//! All texts of up to two characters of the alphabet (in `.ci/run` three), all pairs of them and all forms of ranges, in every
//! place of a key.

use std::ops::Bound;

use super::model::{OTHERS, key, longest, select, template, texts};
use super::place::Keys;
use crate::key::{KeyStyle, SortCondition};

const ESCAPED: KeyStyle = KeyStyle::Escaped;

#[test]
fn a_range_of_the_only_part_selects_its_texts() {
    Keys::new(template("{}", ESCAPED), 0, &OTHERS, &[]).check_all();
}

#[test]
fn a_range_of_the_first_of_two_parts_selects_its_texts() {
    Keys::new(template("{}#{}", ESCAPED), 0, &OTHERS, &[]).check_all();
}

#[test]
fn a_range_of_the_only_part_behind_a_literal_selects_its_texts() {
    Keys::new(template("X#{}", ESCAPED), 0, &OTHERS, &[]).check_all();
}

#[test]
fn a_range_of_an_inner_part_behind_a_literal_selects_its_texts() {
    Keys::new(template("X#{}#Y#{}", ESCAPED), 0, &OTHERS, &[]).check_all();
}

#[test]
fn a_range_of_an_inner_part_behind_another_selects_its_texts() {
    for given in OTHERS {
        let keys = Keys::new(template("{}#{}#{}", ESCAPED), 1, &OTHERS, &[given]);
        if given == "#$" {
            keys.check_all();
        } else {
            keys.check(Bound::Unbounded, Bound::Unbounded);
        }
    }
}

#[test]
fn a_range_of_the_last_part_selects_its_texts() {
    Keys::new(template("{}#{}", ESCAPED), 1, &OTHERS, &[""]).check_all();
}

#[test]
fn a_range_of_a_part_before_a_closing_literal_selects_its_texts() {
    Keys::new(template("{}#END", ESCAPED), 0, &OTHERS, &[]).check_all();
}

#[test]
fn keys_sort_as_tuples_and_differ_and_parse_back() {
    let template = template("{}#{}", ESCAPED);
    let texts = texts(longest());
    let mut previous = String::new();
    for first in &texts {
        for second in &texts {
            let key = key(template, &[first, second]).unwrap();
            assert!(previous < key, "{first:?} {second:?}");
            assert_eq!(template.split(&key).unwrap(), [first.as_str(), second]);
            previous = key;
        }
    }
}

#[test]
fn a_text_that_splits_is_the_key_of_what_it_splits_into() {
    let templates = ["{}", "{}#{}", "a#{}", "{}#a", "{}#0#{}"].map(|text| template(text, ESCAPED));
    let mut split = 0;
    let escapes = ["$21", "$23", "$24", "$25", "$2a", "$00", "$1F", "$1f"];
    let long = texts(3).into_iter().flat_map(|text| escapes.map(|escape| format!("{text}{escape}")));
    for text in texts(5).into_iter().chain(long) {
        for template in templates {
            if let Ok(parts) = template.split(&text) {
                let parts: Vec<&str> = parts.iter().map(|part| part.as_ref()).collect();
                assert_eq!(key(template, &parts).unwrap_or_default(), text, "{}", template.text);
                split += 1;
            }
        }
    }
    assert!(split > 1000);
}

#[test]
fn the_parts_so_far_select_the_keys_that_have_them() {
    for text in ["{}#{}#{}", "A#{}#B#{}#{}", "{}#{}#Z", "A#B"] {
        let template = template(text, ESCAPED);
        let tuples: Vec<Vec<&str>> = match template.parts() {
            0 => vec![Vec::new()],
            parts => (0..OTHERS.len().pow(parts as u32))
                .map(|code| {
                    (0..parts).map(|part| OTHERS[code / OTHERS.len().pow(part as u32) % OTHERS.len()]).collect()
                })
                .collect(),
        };
        let mut keys: Vec<(String, &Vec<&str>)> =
            tuples.iter().map(|tuple| (key(template, tuple).unwrap(), tuple)).collect();
        keys.sort();
        let texts: Vec<&str> = keys.iter().map(|(key, _)| key.as_str()).collect();
        for tuple in &tuples {
            for count in 0..=tuple.len() {
                let mut condition = SortCondition::new(template);
                for part in &tuple[..count] {
                    condition.part::<String, _>(*part);
                }
                let selected = select(&texts, &condition.finish().unwrap());
                for (index, (_, other)) in keys.iter().enumerate() {
                    assert_eq!(selected.contains(&index), other[..count] == tuple[..count], "{text} {tuple:?} {count}");
                }
            }
        }
    }
}

#[test]
fn a_condition_on_a_last_part_selects_the_keys_below_it_where_that_is_asked_for() {
    let texts = texts(longest().min(2));
    let longer = template("X#{}#Y#{}", ESCAPED);
    for text in ["X#{}", "X#{}#Y"] {
        let template = template(text, ESCAPED);
        let mut keys: Vec<(String, &String)> = Vec::new();
        for text in &texts {
            keys.extend([template, longer].into_iter().flat_map(|template| {
                OTHERS.map(|other| (key(template, &[text.as_str(), other][..template.parts()]).unwrap(), text))
            }));
        }
        keys.sort();
        keys.dedup();
        let stored: Vec<&str> = keys.iter().map(|(key, _)| key.as_str()).collect();
        let check = |range: (Bound<&String>, Bound<&String>), value: Option<&String>| {
            let mut condition = SortCondition::new(template);
            match value {
                Some(value) => condition.part::<String, _>(value),
                None => condition.part::<String, _>(range),
            };
            let matched = condition.finish_below().unwrap();
            let selected = select(&stored, &matched);
            for (index, (key, text)) in keys.iter().enumerate() {
                let expected = match (range, value) {
                    (_, Some(value)) => *text == value,
                    (range, None) => std::ops::RangeBounds::<String>::contains::<String>(&range, text),
                };
                assert_eq!(selected.contains(&index), expected, "{key:?} in {range:?} {value:?}: {matched:?}");
            }
        };
        for low in &texts {
            check((Bound::Unbounded, Bound::Unbounded), Some(low));
            for bound in [Bound::Included(low), Bound::Excluded(low)] {
                check((bound, Bound::Unbounded), None);
                check((Bound::Unbounded, bound), None);
                for high in &texts {
                    check((bound, Bound::Included(high)), None);
                    check((bound, Bound::Excluded(high)), None);
                }
            }
        }
    }
}
