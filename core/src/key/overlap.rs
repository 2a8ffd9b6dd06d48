//! Proofs, at compile time, that keys of two templates differ.
//!
//! All answers err on the side of yes. In the default style keys are compared field by field between their delimiters, after a
//! look at two hashes that settles most pairs; templates with a raw one among them are compared as patterns of bytes.

use super::escape::{DELIMITER, LAST_ESCAPED};
use super::pattern::Pattern;
use super::shape::same_bytes;
use super::{KeyStyle, PartShape, Segment, Template};

/// Returns whether the two templates can give the same key.
#[must_use]
pub const fn templates_overlap(a: &Template, b: &Template) -> bool {
    match (a.style, b.style) {
        (KeyStyle::Escaped, KeyStyle::Escaped) => !heads_differ(a, b) && fields_overlap(a, b, a.segments.len()),
        _ => !ends_differ(a, b) && patterns_meet(a, b),
    }
}

/// Returns whether two entities can have the same primary key: partition and sort key, the latter where the table has one.
#[must_use]
pub const fn keys_overlap(a: (&Template, Option<&Template>), b: (&Template, Option<&Template>)) -> bool {
    match (a.1, b.1) {
        (Some(a_sort), Some(b_sort)) => {
            // Both hashes before any text: entities of one table tend to share the one key or the other.
            !heads_differ(a.0, b.0)
                && !heads_differ(a_sort, b_sort)
                && templates_overlap(a_sort, b_sort)
                && templates_overlap(a.0, b.0)
        }
        _ => templates_overlap(a.0, b.0),
    }
}

/// Returns whether a key of template `b` can be among what a condition on `a` selects that gives values for the first `parts` parts,
/// and perhaps a range for the next one.
#[must_use]
pub const fn prefix_overlaps(a: &Template, parts: usize, b: &Template) -> bool {
    let end = a.position(parts);
    if end == a.segments.len() {
        return templates_overlap(a, b);
    }
    if end == 0 {
        return true; // no prefix: a range from the start of the partition, or all of it
    }
    match (a.style, b.style) {
        (KeyStyle::Escaped, KeyStyle::Escaped) => !heads_differ(a, b) && fields_overlap(a, b, end),
        _ => {
            let keys = Pattern::of(b, b.segments.len(), None);
            let prefix = Pattern::of(a, end, None);
            // A range without end stops at the text behind all that start with the prefix, and includes it.
            prefix.behind().meets(&keys) || prefix.with_any_end().meets(&keys)
        }
    }
}

/// Returns whether keys of both templates fit one text, whatever forms they end in.
const fn patterns_meet(a: &Template, b: &Template) -> bool {
    let (forms_a, forms_b) = (forms(a, a.segments.len().wrapping_sub(1)), forms(b, b.segments.len().wrapping_sub(1)));
    let (mut in_a, mut in_b) = (0, 0);
    loop {
        let pattern_a = Pattern::of(a, a.segments.len(), nth(forms_a, in_a));
        if pattern_a.meets(&Pattern::of(b, b.segments.len(), nth(forms_b, in_b))) {
            return true;
        }
        in_b += 1;
        if in_b >= forms_b.len() {
            in_b = 0;
            in_a += 1;
            if in_a >= forms_a.len() {
                return false;
            }
        }
    }
}

/// Returns the forms that the part at this position has, if it is such a part.
const fn forms(template: &Template, position: usize) -> &'static [Template] {
    if position < template.segments.len()
        && let Segment::Part { shape: PartShape::Forms(forms), .. } = template.segments[position]
    {
        return forms;
    }
    &[]
}

const fn nth(forms: &'static [Template], place: usize) -> Option<&'static Template> {
    if place < forms.len() { Some(&forms[place]) } else { None }
}

const fn heads_differ(a: &Template, b: &Template) -> bool {
    match (a.head, b.head) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    }
}

/// Returns whether the texts that the two templates begin or end with cannot be those of one key.
const fn ends_differ(a: &Template, b: &Template) -> bool {
    let (a_first, b_first) = (literal_at(a, 0), literal_at(b, 0));
    let (a_last, b_last) =
        (literal_at(a, a.segments.len().wrapping_sub(1)), literal_at(b, b.segments.len().wrapping_sub(1)));
    let mut next = 0;
    while next < a_first.len() && next < b_first.len() {
        if a_first[next] != b_first[next] {
            return true;
        }
        next += 1;
    }
    next = 0;
    while next < a_last.len() && next < b_last.len() {
        next += 1;
        if a_last[a_last.len() - next] != b_last[b_last.len() - next] {
            return true;
        }
    }
    false
}

const fn literal_at(template: &Template, position: usize) -> &'static [u8] {
    if position < template.segments.len()
        && let Segment::Literal(literal) = template.segments[position]
    {
        return literal.as_bytes();
    }
    b""
}

/// A segment between two delimiters.
#[derive(Clone, Copy)]
enum Field {
    Literal(&'static [u8]),
    Part(PartShape),
    /// Not of the default style after all.
    Unknown,
}

/// Where a field starts: a segment, and how far into its text.
type Start = (usize, usize);

/// Returns whether keys of both templates can agree in the fields of `a` up to the segment `end`, and, if that is its last, end there.
const fn fields_overlap(a: &Template, b: &Template, end: usize) -> bool {
    fields_overlap_from(a, (0, 0), end, b, (0, 0))
}

const fn fields_overlap_from(a: &Template, from_a: Start, end: usize, b: &Template, from_b: Start) -> bool {
    let whole = end == a.segments.len();
    let mut start_a = Some(from_a);
    let mut start_b = Some(from_b);
    loop {
        if let (Some(in_a), Some(in_b)) = (start_a, start_b)
            && (whole || in_a.0 < end)
        {
            // Such a part is all that is left of its key.
            let (forms_a, forms_b) = (forms(a, in_a.0), forms(b, in_b.0));
            let mut next = 0;
            while next < forms_a.len() {
                let form = &forms_a[next];
                if fields_overlap_from(form, (0, 0), form.segments.len(), b, in_b) {
                    return true;
                }
                next += 1;
            }
            if next > 0 {
                return false;
            }
            while next < forms_b.len() {
                if fields_overlap_from(a, in_a, end, &forms_b[next], (0, 0)) {
                    return true;
                }
                next += 1;
            }
            if next > 0 {
                return false;
            }
        }
        match (start_a, start_b) {
            (None, None) => return true,
            // A prefix ends in a delimiter, so there is a field of `b` behind it.
            (Some((segment, _)), Some(_)) if !whole && segment >= end => return true,
            (Some(in_a), Some(in_b)) => {
                let (field_a, next_a) = field(a, in_a, end);
                let (field_b, next_b) = field(b, in_b, b.segments.len());
                if !fields_meet(field_a, field_b) {
                    return false;
                }
                if matches!(field_a, Field::Unknown) || matches!(field_b, Field::Unknown) {
                    return true;
                }
                start_a = next_a;
                start_b = next_b;
            }
            _ => return false,
        }
    }
}

/// Returns the field that starts there, and where the next one does.
const fn field(template: &Template, (segment, offset): Start, end: usize) -> (Field, Option<Start>) {
    if segment >= template.segments.len() {
        return (Field::Literal(b""), None);
    }
    match template.segments[segment] {
        Segment::Part { shape, .. } => {
            let behind = literal_at(template, segment + 1);
            if segment + 1 == template.segments.len() {
                (Field::Part(shape), None)
            } else if behind.is_empty() || behind[0] != DELIMITER as u8 {
                (Field::Unknown, None)
            } else {
                (Field::Part(shape), Some(start_in(behind, segment + 1, 1, end)))
            }
        }
        Segment::Literal(literal) => {
            let bytes = literal.as_bytes();
            let mut next = offset;
            while next < bytes.len() && bytes[next] != DELIMITER as u8 {
                next += 1;
            }
            let text = bytes.split_at(next).0.split_at(offset).1;
            if next < bytes.len() {
                (Field::Literal(text), Some(start_in(bytes, segment, next + 1, end)))
            } else if segment + 1 == template.segments.len() {
                (Field::Literal(text), None)
            } else {
                (Field::Unknown, None)
            }
        }
    }
}

/// Returns a start behind a delimiter; behind the last one of a literal it is the part that follows, if there is one.
const fn start_in(literal: &[u8], segment: usize, offset: usize, end: usize) -> Start {
    if offset == literal.len() && segment < end { (segment + 1, 0) } else { (segment, offset) }
}

const fn fields_meet(a: Field, b: Field) -> bool {
    match (a, b) {
        (Field::Literal(a), Field::Literal(b)) => same_bytes(a, b),
        (Field::Part(a), Field::Part(b)) => a.meets(b),
        (Field::Literal(literal), Field::Part(shape)) | (Field::Part(shape), Field::Literal(literal)) => {
            !holds_escaped(literal) && shape.may_be(literal)
        }
        (Field::Unknown, _) | (_, Field::Unknown) => true,
    }
}

/// Returns whether a text holds what only literals can hold: in parts it would be escaped.
const fn holds_escaped(literal: &[u8]) -> bool {
    let mut next = 0;
    while next < literal.len() {
        if literal[next] <= LAST_ESCAPED {
            return true;
        }
        next += 1;
    }
    false
}
