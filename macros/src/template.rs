//! Key templates: literal text and `{field}` parts.
//!
//! In escaped keys the text between two `#` is one literal or one part. In raw keys, which other programs wrote,
//! literals are taken as they are and parts may touch them.

use std::ops::Range;

use proc_macro2::Span;
use syn::{Ident, LitStr};

use crate::errors::Errors;
use crate::names;

/// How the values of a key are joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// By `#`, with escapes.
    Escaped,
    /// As the literals say; values may not hold the delimiter.
    Raw {
        /// The text between the parts of the key.
        delimiter: String,
    },
}

/// A parsed template.
#[derive(Clone)]
pub(crate) struct Template {
    /// As the user wrote it.
    pub text: LitStr,
    /// Escaped: what stands between the `#`. Raw: literals and parts as they follow each other.
    pub segments: Vec<Segment>,
}

/// One piece of a template.
#[derive(Clone, Debug)]
pub(crate) enum Segment {
    /// Text that stands in every key.
    Literal(String),
    /// The value of a field.
    Part(Part),
}

/// `{field}` or `{field:format}`.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Name of the part, without `r#`: the field, or the path to a member with `_` between.
    pub field: String,
    /// Name of the field, of which the part may be a member.
    pub root: String,
    /// The path from the field to the member.
    pub members: Vec<String>,
    pub format: Format,
    /// Inside the string where the compiler allows it, else the string.
    pub span: Span,
}

/// How a part is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// As its type prints itself.
    Plain,
    /// `{t:ms}`: a time in milliseconds.
    Millis,
    /// `{t:rfc3339}`: a time in whole seconds.
    Rfc3339,
    /// `{n:06}`: a number of so many digits.
    Width(u8),
}

impl Template {
    /// Reads a template. `owner` says whose it is, as in "the sort key of `Order`". What is wrong is noted, and the
    /// template is what could be read.
    pub(crate) fn parse(text: &LitStr, style: &Style, owner: &str, errors: &mut Errors) -> Self {
        let mut scanner = Scanner { text, owner, errors, numbers: false, pieces: Vec::new() };
        scanner.scan(&text.value());
        let pieces = scanner.pieces;
        Self::of(pieces, text, style, owner, errors)
    }

    /// Reads the template of a variant, whose fields can be numbers.
    pub(crate) fn parse_form(text: &LitStr, owner: &str, errors: &mut Errors) -> Self {
        let mut scanner = Scanner { text, owner, errors, numbers: true, pieces: Vec::new() };
        scanner.scan(&text.value());
        let pieces = scanner.pieces;
        Self::of(pieces, text, &Style::Escaped, owner, errors)
    }

    fn of(pieces: Vec<Piece>, text: &LitStr, style: &Style, owner: &str, errors: &mut Errors) -> Self {
        if text.value().is_empty() {
            errors.at(
                text.span(),
                format_args!("{owner} is empty; write a literal, a part, or both: `\"ORDER#{{id}}\"`"),
            );
        }
        let segments = match style {
            Style::Escaped => escaped(pieces, text, owner, errors),
            Style::Raw { .. } => raw(pieces, text, owner, errors),
        };
        Self { text: text.clone(), segments }
    }

    /// Literals and parts as the core wants them: literals carry the delimiters.
    pub(crate) fn pieces(&self, joined: bool) -> Vec<Segment> {
        let mut pieces: Vec<Segment> = Vec::new();
        let mut push = |piece: Segment| match (pieces.last_mut(), piece) {
            (_, Segment::Literal(text)) if text.is_empty() => {}
            (Some(Segment::Literal(last)), Segment::Literal(text)) => last.push_str(&text),
            (_, piece) => pieces.push(piece),
        };
        for (at, segment) in self.segments.iter().enumerate() {
            if joined && at > 0 {
                push(Segment::Literal("#".to_owned()));
            }
            push(segment.clone());
        }
        pieces
    }

    /// The parts from left to right.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Part> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Part(part) => Some(part),
            Segment::Literal(_) => None,
        })
    }
}

/// Literals are split no further here.
struct Piece {
    segment: Segment,
    range: Range<usize>,
}

struct Scanner<'a> {
    text: &'a LitStr,
    owner: &'a str,
    errors: &'a mut Errors,
    /// True if fields can be numbers.
    numbers: bool,
    pieces: Vec<Piece>,
}

impl Scanner<'_> {
    fn scan(&mut self, value: &str) {
        let mut literal = String::new();
        let mut start = 0;
        let mut at = 0;
        while let Some(c) = value[at..].chars().next() {
            let rest = &value[at..];
            if rest.starts_with("{{") || rest.starts_with("}}") {
                literal.push(c);
                at += 2;
            } else if c == '{' {
                self.literal(&mut literal, start..at);
                at = self.part(value, at);
                start = at;
            } else if c == '}' {
                self.error(at..at + 1, "has a `}` that closes nothing; write `}}` for a brace in the key");
                at += 1;
            } else {
                literal.push(c);
                at += c.len_utf8();
            }
        }
        self.literal(&mut literal, start..at);
    }

    fn literal(&mut self, literal: &mut String, range: Range<usize>) {
        if !literal.is_empty() {
            self.pieces.push(Piece { segment: Segment::Literal(std::mem::take(literal)), range });
        }
    }

    /// Reads the part that opens at `open`; gives the place behind it.
    fn part(&mut self, value: &str, open: usize) -> usize {
        let inner = &value[open + 1..];
        let end = inner.find(['{', '}']).unwrap_or(inner.len());
        let after = open + 1 + end;
        if !inner[end..].starts_with('}') {
            let name = inner.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(inner.len());
            let shown = if name == 0 { "field" } else { &inner[..name] };
            let message =
                format!("has a part that is never closed: write `{{{shown}}}`, or `{{{{` for a brace in the key");
            self.error(open..after, &message);
            return after;
        }
        let range = open..after + 1;
        let (field, format) = match inner[..end].split_once(':') {
            Some((field, format)) => (field, Some(format)),
            None => (&inner[..end], None),
        };
        if field.is_empty() {
            self.error(range, "has a part without a field; write `{field}`");
            return after + 1;
        }
        let Some(path) = self.path(field) else {
            self.error(range, &format!("has a part `{{{field}}}`, which is not the name of a field"));
            return after + 1;
        };
        let format = match format.map(Format::parse) {
            None => Format::Plain,
            Some(Some(format)) => format,
            Some(None) => {
                let shown = &value[range.clone()];
                let message = format!(
                    "has the format `{shown}`; the formats are `{{{field}}}`, `{{{field}:ms}}` for a time in \
                     milliseconds, `{{{field}:rfc3339}}` for one in seconds and `{{{field}:06}}` for a number of 6 digits"
                );
                self.error(range.clone(), &message);
                Format::Plain
            }
        };
        let (root, members) = (path[0].clone(), path[1..].to_vec());
        let part = Part { field: path.join("_"), root, members, format, span: span_in(self.text, range.clone()) };
        self.pieces.push(Piece { segment: Segment::Part(part), range });
        after + 1
    }

    /// The field that a part names, or the path to a member.
    fn path(&self, field: &str) -> Option<Vec<String>> {
        if self.numbers {
            // what a variant holds: a number in a tuple
            let number = field.bytes().all(|byte| byte.is_ascii_digit());
            return if number { Some(vec![field.to_owned()]) } else { identifier(field).map(|name| vec![name]) };
        }
        field.split('.').map(identifier).collect()
    }

    fn error(&mut self, range: Range<usize>, what: &str) {
        let owner = self.owner;
        self.errors.at(span_in(self.text, range), format_args!("{owner} {what}"));
    }
}

/// The name without `r#`, if it is one.
fn identifier(name: &str) -> Option<String> {
    let ident = syn::parse_str::<Ident>(name).or_else(|_| syn::parse_str::<Ident>(&format!("r#{name}"))).ok()?;
    Some(names::plain(&ident))
}

impl Format {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "ms" => return Some(Self::Millis),
            "rfc3339" => return Some(Self::Rfc3339),
            _ => {}
        }
        let digits = text.strip_prefix('0')?;
        let width: u8 = if digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().ok()? } else { return None };
        (1..=MAX_WIDTH).contains(&width).then_some(Self::Width(width))
    }
}

/// `u128` has 39 digits.
const MAX_WIDTH: u8 = 39;

/// Splits at the delimiter: one literal or one part stands between two.
fn escaped(pieces: Vec<Piece>, text: &LitStr, owner: &str, errors: &mut Errors) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut open: Vec<(Segment, Range<usize>)> = Vec::new();
    let mut close = |open: &mut Vec<(Segment, Range<usize>)>, errors: &mut Errors| {
        if let [(_, first), .., (_, last)] = open.as_slice() {
            let shown = text.value().get(first.start..last.end).unwrap_or_default().to_owned();
            let shown = shown.trim_matches('#');
            errors.at(span_in(text, first.start..last.end), format_args!(
                "{owner} glues `{shown}` together: between two `#` stands one literal or one part; separate them by \
                 `#`, or, for keys that other programs write, say `#[entity(keys = \"raw\")]`"
            ));
        }
        match open.is_empty() {
            true => segments.push(Segment::Literal(String::new())),
            // all of what is glued, so that the functions of the entity keep their arguments
            false => segments.extend(std::mem::take(open).into_iter().map(|(segment, _)| segment)),
        }
    };
    for piece in pieces {
        match piece.segment {
            Segment::Part(_) => open.push((piece.segment, piece.range)),
            Segment::Literal(literal) => {
                if literal.contains('$') {
                    errors.at(span_in(text, piece.range.clone()), format_args!(
                        "{owner} has a `$` in a literal, where it would read as an escape of a value; leave it out, \
                         or, for keys that other programs write, say `#[entity(keys = \"raw\")]`"
                    ));
                }
                for (at, between) in literal.split('#').enumerate() {
                    if at > 0 {
                        close(&mut open, errors);
                    }
                    if !between.is_empty() {
                        open.push((Segment::Literal(between.to_owned()), piece.range.clone()));
                    }
                }
            }
        }
    }
    close(&mut open, errors);
    segments
}

/// Everything may touch but two parts, which nothing could tell apart.
fn raw(pieces: Vec<Piece>, text: &LitStr, owner: &str, errors: &mut Errors) -> Vec<Segment> {
    for pair in pieces.windows(2) {
        if let [Piece { segment: Segment::Part(left), range }, Piece { segment: Segment::Part(right), range: end }] =
            pair
            && !matches!(left.format, Format::Width(_))
        {
            errors.at(span_in(text, range.start..end.end), format_args!(
                "{owner} puts `{{{}}}` and `{{{}}}` next to each other, and nothing tells where the first one ends; \
                 write a literal between them, or give the first one a width as in `{{{}:06}}`",
                left.field, right.field, left.field
            ));
        }
    }
    pieces.into_iter().map(|piece| piece.segment).collect()
}

/// The place inside the string, where the compiler can name it, else the whole string.
fn span_in(text: &LitStr, range: Range<usize>) -> Span {
    let token = text.token();
    let as_written = token.to_string() == format!("\"{}\"", text.value());
    as_written.then(|| token.subspan(range.start + 1..range.end + 1)).flatten().unwrap_or_else(|| text.span())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, style: &Style) -> (String, Vec<String>) {
        let mut errors = Errors::default();
        let template = Template::parse(&LitStr::new(text, Span::call_site()), style, "the key of `Order`", &mut errors);
        let shown: Vec<_> = template
            .segments
            .iter()
            .map(|segment| match segment {
                Segment::Literal(text) => format!("'{text}'"),
                Segment::Part(Part { field, format: Format::Plain, .. }) => field.clone(),
                Segment::Part(Part { field, format, .. }) => format!("{field}:{format:?}"),
            })
            .collect();
        (shown.join(" "), errors.texts())
    }

    fn raw_style() -> Style {
        Style::Raw { delimiter: "#".to_owned() }
    }

    #[test]
    fn escaped_templates_are_split_at_the_delimiter() {
        for (text, shown) in [
            ("CUSTOMER#{customer_id}", "'CUSTOMER' customer_id"),
            ("{id}", "id"),
            ("PROFILE", "'PROFILE'"),
            ("ORDER#{placed_at:ms}#{n:06}#X", "'ORDER' placed_at:Millis n:Width(6) 'X'"),
            ("#META#{id}", "'' 'META' id"),
            ("{a}#", "a ''"),
            ("{type}#{r#match}", "type match"),
            ("A{{B}}", "'A{B}'"),
            ("S\u{e4}ule#{id}", "'S\u{e4}ule' id"),
        ] {
            assert_eq!(parse(text, &Style::Escaped), (shown.to_owned(), Vec::new()), "{text}");
        }
    }

    #[test]
    fn raw_templates_keep_literals_as_they_are() {
        for (text, shown) in [
            ("u#{name}", "'u#' name"),
            ("v{n}-x$#", "'v' n '-x$#'"),
            ("{y:04}{m:02}", "y:Width(4) m:Width(2)"),
            ("{{{id}}}", "'{' id '}'"),
            ("\"quoted\"", "'\"quoted\"'"),
        ] {
            assert_eq!(parse(text, &raw_style()), (shown.to_owned(), Vec::new()), "{text}");
        }
    }

    #[test]
    fn every_mistake_of_a_template_is_reported() {
        for (text, expected) in [
            ("", "the key of `Order` is empty"),
            ("X#{a}-{b}", "the key of `Order` glues `{a}-{b}` together"),
            ("v{n}", "the key of `Order` glues `v{n}` together"),
            ("{a}{b}", "the key of `Order` glues `{a}{b}` together"),
            ("COST$#{a}", "the key of `Order` has a `$` in a literal"),
            ("ORDER#{id", "the key of `Order` has a part that is never closed: write `{id}`"),
            ("ORDER#{id#{n}", "the key of `Order` has a part that is never closed: write `{id}`"),
            ("ORDER#id}", "the key of `Order` has a `}` that closes nothing"),
            ("ORDER#{}", "the key of `Order` has a part without a field"),
            ("ORDER#{a b}", "the key of `Order` has a part `{a b}`, which is not the name of a field"),
            ("{t:s}", "the key of `Order` has the format `{t:s}`; the formats are"),
            ("{n:00}", "the key of `Order` has the format `{n:00}`"),
            ("{n:0+6}", "the key of `Order` has the format `{n:0+6}`"),
        ] {
            let (_, texts) = parse(text, &Style::Escaped);
            assert!(texts.iter().any(|found| found.starts_with(expected)), "{text}: {texts:?}");
        }
    }

    #[test]
    fn raw_parts_that_touch_are_refused_unless_the_first_has_a_width() {
        let (_, texts) = parse("{a}{b}", &raw_style());
        assert_eq!(texts.len(), 1);
        assert!(texts[0].starts_with("the key of `Order` puts `{a}` and `{b}` next to each other"), "{texts:?}");
    }

    #[test]
    fn two_mistakes_in_one_template_are_both_reported() {
        let (_, texts) = parse("A$#{a}-{b}#{c:x}", &Style::Escaped);
        assert_eq!(texts.len(), 3, "{texts:?}");
    }
}
