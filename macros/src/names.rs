//! Names: cases, raw identifiers, and visibility seen from one module deeper.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Ident, LitStr, Path, PathSegment, Token, Visibility};

/// The name as people say it: `r#type` is `type`.
pub(crate) fn plain(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// An identifier for this name, raw where it is a keyword; the few keywords that cannot be raw get a `_` behind them.
pub(crate) fn ident(name: &str, span: Span) -> Ident {
    match name {
        "crate" | "self" | "super" | "Self" => Ident::new(&format!("{name}_"), span),
        _ if syn::parse_str::<Ident>(name).is_ok() => Ident::new(name, span),
        _ => Ident::new_raw(name, span),
    }
}

/// Tokens at another place.
pub(crate) fn located(tokens: &impl quote::ToTokens, span: Span) -> proc_macro2::TokenStream {
    let tokens = tokens.to_token_stream().into_iter().map(|mut token| {
        token.set_span(token.span().located_at(span));
        token
    });
    tokens.collect()
}

/// A name as a number, so that a type can name it: FNV-1a.
pub(crate) fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// How names of fields and variants become names in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl Case {
    /// The case that `rename_all = ".."` names.
    pub(crate) fn parse(text: &LitStr) -> syn::Result<Self> {
        let wanted = text.value();
        match CASES.iter().find(|(name, _)| *name == wanted) {
            Some((_, case)) => Ok(*case),
            None => {
                let known: Vec<_> = CASES.iter().map(|(name, _)| *name).collect();
                let known = crate::attr::list(&known);
                Err(syn::Error::new(text.span(), format_args!("`{wanted}` is no case; the cases are {known}")))
            }
        }
    }

    /// The name in this case, from any Rust case.
    pub(crate) fn apply(self, name: &str) -> String {
        let words = words(name);
        let lower = |word: &String| word.to_lowercase();
        let upper = |word: &String| word.to_uppercase();
        let joined = |each: &dyn Fn(&String) -> String, by: &str| words.iter().map(each).collect::<Vec<_>>().join(by);
        match self {
            Self::Lower => joined(&lower, ""),
            Self::Upper => joined(&upper, ""),
            Self::Pascal => joined(&|word| capital(word), ""),
            Self::Camel => {
                let pascal = joined(&|word| capital(word), "");
                let mut chars = pascal.chars();
                chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
            }
            Self::Snake => joined(&lower, "_"),
            Self::ScreamingSnake => joined(&upper, "_"),
            Self::Kebab => joined(&lower, "-"),
            Self::ScreamingKebab => joined(&upper, "-"),
        }
    }
}

const CASES: [(&str, Case); 8] = [
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("PascalCase", Case::Pascal),
    ("camelCase", Case::Camel),
    ("snake_case", Case::Snake),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("kebab-case", Case::Kebab),
    ("SCREAMING-KEBAB-CASE", Case::ScreamingKebab),
];

/// `OrderLine` as `order_line`.
pub(crate) fn snake_case(name: &str) -> String {
    Case::Snake.apply(name)
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    let rest = |chars: std::str::Chars| chars.as_str().to_lowercase();
    chars.next().map(|first| first.to_uppercase().collect::<String>() + &rest(chars)).unwrap_or_default()
}

/// Splits at `_` and before capitals; a run of capitals is one word up to the capital that starts the next
/// (`HTTPServer`).
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for piece in name.split('_') {
        let chars: Vec<char> = piece.chars().collect();
        let mut word = String::new();
        for (at, &c) in chars.iter().enumerate() {
            let after_small = at > 0 && !chars[at - 1].is_uppercase();
            let before_small = chars.get(at + 1).is_some_and(|next| next.is_lowercase());
            if c.is_uppercase() && !word.is_empty() && (after_small || before_small) {
                words.push(std::mem::take(&mut word));
            }
            word.push(c);
        }
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

/// Returns this visibility, written for an item one module further inside.
pub(crate) fn deeper(vis: &Visibility) -> Visibility {
    match vis {
        Visibility::Public(_) => vis.clone(),
        Visibility::Inherited => syn::parse_quote!(pub(super)),
        Visibility::Restricted(restricted) => {
            let path = &restricted.path;
            match path.segments.first().map(|first| first.ident.to_string()).as_deref() {
                Some("self") if path.segments.len() == 1 => syn::parse_quote!(pub(super)),
                Some("self") => outside(path.segments.iter().skip(1)),
                Some("super") => outside(path.segments.iter()),
                _ => vis.clone(),
            }
        }
    }
}

fn outside<'a>(segments: impl Iterator<Item = &'a PathSegment>) -> Visibility {
    let mut path = Path::from(Ident::new("super", Span::call_site()));
    for segment in segments {
        path.segments.push_punct(<Token![::]>::default());
        path.segments.push_value(segment.clone());
    }
    syn::parse_quote!(pub(in #path))
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::*;

    #[test]
    fn names_are_split_into_words_in_every_rust_case() {
        for (name, snake) in [
            ("OrderLine", "order_line"),
            ("placed_at", "placed_at"),
            ("HTTPServer", "http_server"),
            ("S3", "s3"),
            ("Gsi1Key", "gsi1_key"),
            ("X", "x"),
            ("_hidden", "hidden"),
        ] {
            assert_eq!(snake_case(name), snake);
        }
    }

    #[test]
    fn every_case_is_applied() {
        let cases = CASES.map(|(name, case)| (name, case.apply("OrderLine2")));
        let expected = [
            ("lowercase", "orderline2"),
            ("UPPERCASE", "ORDERLINE2"),
            ("PascalCase", "OrderLine2"),
            ("camelCase", "orderLine2"),
            ("snake_case", "order_line2"),
            ("SCREAMING_SNAKE_CASE", "ORDER_LINE2"),
            ("kebab-case", "order-line2"),
            ("SCREAMING-KEBAB-CASE", "ORDER-LINE2"),
        ];
        assert_eq!(cases, expected.map(|(name, text)| (name, text.to_owned())));
    }

    #[test]
    fn a_visibility_reaches_as_far_from_one_module_deeper() {
        for (vis, expected) in [
            ("", "pub (super)"),
            ("pub", "pub"),
            ("pub(crate)", "pub (crate)"),
            ("pub(self)", "pub (super)"),
            ("pub(super)", "pub (in super :: super)"),
            ("pub(in super::super)", "pub (in super :: super :: super)"),
            ("pub(in crate::shop)", "pub (in crate :: shop)"),
        ] {
            let vis: Visibility = syn::parse_str(vis).unwrap();
            assert_eq!(deeper(&vis).to_token_stream().to_string(), expected);
        }
    }

    #[test]
    fn a_keyword_becomes_a_raw_identifier() {
        assert_eq!(ident("type", Span::call_site()).to_string(), "r#type");
        assert_eq!(plain(&ident("type", Span::call_site())), "type");
        assert_eq!(ident("crate", Span::call_site()).to_string(), "crate_");
    }
}
