//! Proofs of overlap: never a wrong no, and no where it matters.

use super::model::{leak, select};
use crate::key::{
    CharClass, KeyRole, KeyStyle, KeyWriter, PartFormat, PartShape, Segment, SortCondition, Template, keys_overlap,
    max_len, prefix_overlaps, templates_overlap,
};
use crate::keys::KeyError;
use crate::{KeyPart, Timestamp};

const RAW: KeyStyle = KeyStyle::Raw { delimiter: "#" };
const ESCAPED: KeyStyle = KeyStyle::Escaped;

/// A part of a type that has only some texts.
struct Limited;

impl KeyPart for Limited {
    const SHAPE: PartShape = PartShape::OneOf(&["a", "12", "!"]);
    const PLAIN_SHAPE: PartShape = Self::SHAPE;
    type Order = crate::key::order::Unsorted;

    fn render(&self, _format: PartFormat, _out: &mut String) -> Result<(), KeyError> {
        Err(KeyError::new("is written by the test"))
    }

    fn parse(_text: &str, _format: PartFormat) -> Option<Self> {
        None
    }
}

/// A part of any type, by its text.
struct Verbatim(String);

impl KeyPart for Verbatim {
    const SHAPE: PartShape = PartShape::Text;
    type Order = crate::key::order::Text;

    fn render(&self, _format: PartFormat, out: &mut String) -> Result<(), KeyError> {
        out.push_str(&self.0);
        Ok(())
    }

    fn parse(text: &str, _format: PartFormat) -> Option<Self> {
        Some(Self(text.to_owned()))
    }
}

/// Returns what a segment of a generated template can be, and texts that it can have.
fn pieces(style: KeyStyle) -> Vec<(Segment, Vec<&'static str>)> {
    let format = if style == RAW { PartFormat::Plain } else { PartFormat::Default };
    let part = |segment, texts: &[&'static str]| (segment, texts.to_vec());
    vec![
        (Segment::Literal("a"), vec![]),
        (Segment::Literal("12"), vec![]),
        (Segment::Literal("!"), vec![]),
        part(Segment::part::<String>("t", format), &["", "a", "12", "012", "!", "b", "\u{e9}", "a b", "#"]),
        part(Segment::part::<u8>("n", format), if style == RAW { &["1", "12", "255"] } else { &["012", "255"] }),
        part(Segment::part::<u8>("n", PartFormat::Width(2)), &["12", "99"]),
        part(Segment::part::<char>("c", format), &["a", "!", "\u{e9}", "1"]),
        part(Segment::part::<Limited>("l", format), &["a", "12", "!"]),
        part(Segment::part::<bool>("b", format), if style == RAW { &["true"] } else { &["0", "1"] }),
    ]
}

/// Templates of one to three fields, and for each a few of its keys.
fn templates(style: KeyStyle) -> Vec<(&'static Template, Vec<String>)> {
    let pieces = pieces(style);
    let mut all: Vec<Vec<usize>> = (0..pieces.len()).map(|piece| vec![piece]).collect();
    all.extend((0..pieces.len()).flat_map(|first| (0..pieces.len()).map(move |second| vec![first, second])));
    all.extend((0..pieces.len()).map(|middle| vec![0, middle, 3]));
    all.extend((0..pieces.len()).map(|middle| vec![3, middle, 1]));
    all.iter().map(|fields| build(style, fields, &pieces)).collect()
}

fn build(
    style: KeyStyle,
    fields: &[usize],
    pieces: &[(Segment, Vec<&'static str>)],
) -> (&'static Template, Vec<String>) {
    let mut segments: Vec<Segment> = Vec::new();
    let mut choices: Vec<&[&'static str]> = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        let delimiter = if index == 0 { "" } else { "#" };
        let (segment, texts) = &pieces[*field];
        let literal = match segment {
            Segment::Literal(literal) => format!("{delimiter}{literal}"),
            Segment::Part { .. } => delimiter.to_owned(),
        };
        match segments.last_mut() {
            Some(Segment::Literal(before)) => *before = format!("{before}{literal}").leak(),
            _ if literal.is_empty() => {}
            _ => segments.push(Segment::Literal(literal.leak())),
        }
        if matches!(segment, Segment::Part { .. }) {
            segments.push(*segment);
            choices.push(texts);
        }
    }
    let template = leak(segments, style, "");
    let mut tuples: Vec<Vec<&str>> = vec![Vec::new()];
    for texts in choices {
        tuples = tuples.iter().flat_map(|tuple| texts.iter().map(move |text| [tuple, &[*text][..]].concat())).collect();
    }
    let keys = tuples.iter().filter_map(|tuple| {
        let mut writer = KeyWriter::new(template);
        for text in tuple {
            writer.part(&Verbatim((*text).to_owned()));
        }
        writer.finish(KeyRole::Sort).ok()
    });
    (template, keys.collect())
}

fn check_pairs(a: &[(&'static Template, Vec<String>)], b: &[(&'static Template, Vec<String>)]) -> (usize, usize) {
    let (mut disjoint, mut apart) = (0, 0);
    for (a, a_keys) in a {
        for (b, b_keys) in b {
            let common = a_keys.iter().any(|key| b_keys.contains(key));
            let overlap = templates_overlap(a, b);
            assert!(overlap || !common, "{a:?} and {b:?} have a key in common");
            assert_eq!(overlap, templates_overlap(b, a), "{a:?} {b:?}");
            apart += usize::from(!common);
            disjoint += usize::from(!overlap);
        }
    }
    (disjoint, apart)
}

#[test]
fn templates_with_a_key_in_common_overlap() {
    let (escaped, raw) = (templates(ESCAPED), templates(RAW));
    for (a, b) in [(&escaped, &escaped), (&raw, &raw), (&escaped, &raw)] {
        let (disjoint, apart) = check_pairs(a, b);
        // Of those without a common key most are proven; some only have none among the few keys tried.
        assert!(disjoint * 10 > apart * 8, "{disjoint} of {apart} are proven");
    }
}

#[test]
fn what_a_prefix_selects_overlaps() {
    let (escaped, raw) = (templates(ESCAPED), templates(RAW));
    for a_style in [&escaped, &raw] {
        for b_style in [&escaped, &raw] {
            for (a, a_keys) in a_style.iter().step_by(3) {
                for (b, b_keys) in b_style {
                    check_prefixes(a, a_keys, b, b_keys);
                }
            }
        }
    }
}

fn check_prefixes(a: &'static Template, a_keys: &[String], b: &'static Template, b_keys: &[String]) {
    for parts in 0..a.parts() {
        if prefix_overlaps(a, parts, b) {
            continue;
        }
        for key in a_keys {
            let texts = a.split(key).unwrap();
            let given = || {
                let mut condition = SortCondition::new(a);
                for text in &texts[..parts] {
                    condition.part::<Verbatim, _>(Verbatim(text.to_string()));
                }
                condition
            };
            let mut range = given();
            range.part::<Verbatim, _>(Verbatim(texts[parts].to_string())..);
            let conditions = [given().finish(), range.finish()];
            for matched in conditions.into_iter().flatten() {
                let selected: Vec<&String> = b_keys.iter().filter(|key| !select(&[key], &matched).is_empty()).collect();
                assert!(selected.is_empty(), "{a:?} {parts} selects {selected:?} of {b:?}");
            }
        }
    }
}

const fn template(segments: &'static [Segment], style: KeyStyle) -> Template {
    Template::new(segments, style, "")
}

#[test]
fn a_literal_is_no_number_and_no_other_literal() {
    const NUMBER: Template = template(&[Segment::part::<u64>("n", PartFormat::Default)], ESCAPED);
    const COUNT: Template = template(&[Segment::Literal("COUNT")], ESCAPED);
    const TOTAL: Template = template(&[Segment::Literal("TOTAL")], ESCAPED);
    const TEXT: Template = template(&[Segment::part::<String>("t", PartFormat::Default)], ESCAPED);
    const TIME: Template = template(&[Segment::part::<Timestamp>("t", PartFormat::Default)], ESCAPED);
    const {
        assert!(!templates_overlap(&NUMBER, &COUNT));
        assert!(!templates_overlap(&COUNT, &TOTAL));
        assert!(templates_overlap(&COUNT, &TEXT));
        assert!(templates_overlap(&COUNT, &COUNT));
        assert!(!templates_overlap(&NUMBER, &TIME));
        assert!(keys_overlap((&TEXT, Some(&COUNT)), (&TEXT, Some(&COUNT))));
        assert!(!keys_overlap((&TEXT, Some(&COUNT)), (&TEXT, Some(&TOTAL))));
        assert!(!keys_overlap((&TEXT, Some(&NUMBER)), (&TEXT, Some(&COUNT))));
    }
}

#[test]
fn raw_keys_of_the_social_network_do_not_overlap() {
    const USER: Segment = Segment::part::<String>("user", PartFormat::Plain);
    const fn partition(end: &'static [Segment]) -> Template {
        template(end, RAW)
    }
    const INFO: (Template, Template) =
        (partition(&[Segment::Literal("u#"), USER]), template(&[Segment::Literal("\"info\"")], RAW));
    const COUNT: (Template, Template) =
        (partition(&[Segment::Literal("u#"), USER]), template(&[Segment::Literal("\"count\"")], RAW));
    const FOLLOWER: (Template, Template) = (
        partition(&[Segment::Literal("u#"), USER, Segment::Literal("#follower")]),
        template(&[Segment::Literal("u#"), USER], RAW),
    );
    const TIMELINE: (Template, Template) = (
        partition(&[Segment::Literal("u#"), USER, Segment::Literal("#timeline")]),
        template(&[Segment::Literal("p#"), USER, Segment::Literal("#u#"), USER], RAW),
    );
    const POST: (Template, Template) = (
        partition(&[Segment::Literal("u#"), USER, Segment::Literal("#post")]),
        template(&[Segment::Literal("p#"), USER], RAW),
    );
    const ALL: [&(Template, Template); 5] = [&INFO, &COUNT, &FOLLOWER, &TIMELINE, &POST];
    const {
        let mut a = 0;
        while a < ALL.len() {
            let mut b = 0;
            while b < a {
                assert!(!keys_overlap((&ALL[a].0, Some(&ALL[a].1)), (&ALL[b].0, Some(&ALL[b].1))));
                b += 1;
            }
            a += 1;
        }
    }
    // A user may be called `1#follower`: the partitions alone may meet.
    assert!(templates_overlap(&INFO.0, &FOLLOWER.0));
}

#[test]
fn parts_that_cannot_hold_the_delimiter_tell_raw_keys_apart() {
    const X: Template = template(
        &[
            Segment::Literal("u#"),
            Segment::part::<String>("a", PartFormat::Plain),
            Segment::Literal("#x#"),
            Segment::part::<String>("b", PartFormat::Plain),
        ],
        RAW,
    );
    const Y: Template = template(
        &[
            Segment::Literal("u#"),
            Segment::part::<String>("a", PartFormat::Plain),
            Segment::Literal("#y#"),
            Segment::part::<String>("b", PartFormat::Plain),
        ],
        RAW,
    );
    assert!(!templates_overlap(&X, &Y));
    assert!(templates_overlap(&X, &X));
    assert!(prefix_overlaps(&X, 0, &Y));
    assert!(!prefix_overlaps(&X, 1, &Y));
}

#[test]
fn a_prefix_ends_in_its_delimiter() {
    const ORDER: Template =
        template(&[Segment::Literal("ORDER#"), Segment::part::<u8>("n", PartFormat::Default)], ESCAPED);
    const LINE: Template =
        template(&[Segment::Literal("ORDER#LINE#"), Segment::part::<u8>("n", PartFormat::Default)], ESCAPED);
    const ONE: Template = template(&[Segment::Literal("ORDER")], ESCAPED);
    assert!(!prefix_overlaps(&ORDER, 0, &ONE));
    assert!(prefix_overlaps(&ORDER, 0, &LINE));
    assert!(!prefix_overlaps(&LINE, 0, &ORDER));
    assert!(!prefix_overlaps(&ORDER, 1, &LINE));
}

#[test]
fn an_open_range_of_a_raw_key_includes_the_text_behind_its_prefix() {
    const POST: Template = template(&[Segment::Literal("p#"), Segment::part::<String>("id", PartFormat::Plain)], RAW);
    const BEHIND: Template = template(&[Segment::Literal("p$")], RAW);
    const FAR: Template = template(&[Segment::Literal("p%")], RAW);
    assert!(prefix_overlaps(&POST, 0, &BEHIND));
    assert!(!prefix_overlaps(&POST, 0, &FAR));
}

/// Twice as many entities as the largest tables, in one constant: as costly as it gets.
#[test]
fn two_hundred_entities_are_compared_within_the_limits_of_constants() {
    const PARTITION: Template =
        template(&[Segment::Literal("TENANT#"), Segment::part::<String>("tenant", PartFormat::Default)], ESCAPED);
    const NAMES: [&str; 200] = {
        let mut names = [""; 200];
        let text = "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ";
        let mut index = 0;
        while index < 200 {
            // 26 starts, eight lengths: all different.
            names[index] = text.split_at(index % 26).1.split_at(4 + index / 26).0;
            index += 1;
        }
        names
    };
    const SORTS: [Template; 200] = {
        let mut sorts = [PARTITION; 200];
        let mut index = 0;
        while index < 200 {
            sorts[index] = Template::new(SEGMENTS[index], ESCAPED, "");
            index += 1;
        }
        sorts
    };
    static SEGMENTS_OWNED: [[Segment; 1]; 200] = {
        let mut segments = [[Segment::Literal("")]; 200];
        let mut index = 0;
        while index < 200 {
            segments[index] = [Segment::Literal(NAMES[index])];
            index += 1;
        }
        segments
    };
    const SEGMENTS: [&[Segment]; 200] = {
        let mut segments: [&[Segment]; 200] = [&[]; 200];
        let mut index = 0;
        while index < 200 {
            segments[index] = &SEGMENTS_OWNED[index];
            index += 1;
        }
        segments
    };
    const {
        let mut a = 0;
        while a < 200 {
            let mut b = 0;
            while b < a {
                assert!(!keys_overlap((&PARTITION, Some(&SORTS[a])), (&PARTITION, Some(&SORTS[b]))));
                b += 1;
            }
            a += 1;
        }
    }
}

#[test]
fn the_longest_key_is_known_where_the_types_bound_it() {
    const BOUND: Template = template(
        &[
            Segment::Literal("A#"),
            Segment::part::<u64>("n", PartFormat::Default),
            Segment::Literal("#"),
            Segment::part::<char>("c", PartFormat::Default),
            Segment::Literal("#"),
            Segment::part::<Limited>("l", PartFormat::Default),
        ],
        ESCAPED,
    );
    const FREE: Template = template(&[Segment::part::<String>("t", PartFormat::Default)], ESCAPED);
    assert_eq!(max_len(&BOUND), Some(2 + 20 + 1 + 4 + 1 + 3));
    assert_eq!(max_len(&FREE), None);
    assert!(CharClass::DIGITS.meets(CharClass::HEX));
}
