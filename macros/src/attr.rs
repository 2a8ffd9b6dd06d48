//! Reads the options of an attribute one by one: a mistake in one does not hide the mistakes in the others.

use proc_macro2::{Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, LitStr, Path, Token, bracketed, parenthesized, token};

use crate::errors::Errors;

/// An option that may be given once.
pub(crate) struct Slot<T> {
    value: Option<T>,
    span: Option<Span>,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self { value: None, span: None }
    }
}

impl<T> Slot<T> {
    /// Takes the first value and refuses a second one.
    pub(crate) fn fill(&mut self, key: &Ident, value: T, errors: &mut Errors) {
        if self.span.is_some() {
            errors.at(key.span(), format_args!("`{key}` is given twice; keep one"));
            return;
        }
        self.span = Some(key.span());
        self.value = Some(value);
    }

    /// Takes what was read for it. An option that could not be read counts as given.
    pub(crate) fn read(&mut self, key: &Ident, value: syn::Result<T>, errors: &mut Errors) -> syn::Result<()> {
        match value {
            Ok(value) => self.fill(key, value, errors),
            Err(error) => {
                self.span.get_or_insert(key.span());
                return Err(error);
            }
        }
        Ok(())
    }

    /// Returns where the option was given.
    pub(crate) fn span(&self) -> Option<Span> {
        self.span
    }

    pub(crate) fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }

    pub(crate) fn take(self) -> Option<T> {
        self.value
    }
}

/// Walks the options of `attr`, after what `head` reads in front of them. `each` reads the value of one known option;
/// it gets the name and the input behind it. Whatever goes wrong is noted, and the walk goes on behind the next comma.
pub(crate) fn options<H>(
    attr: &Attribute,
    known: &[&str],
    errors: &mut Errors,
    head: impl FnOnce(ParseStream, &mut Errors) -> syn::Result<H>,
    mut each: impl FnMut(&Ident, ParseStream, &mut Errors) -> syn::Result<()>,
) -> Option<H> {
    let shown = attr.path().get_ident().map(Ident::to_string).unwrap_or_default();
    let mut found = None;
    let walked = attr.parse_args_with(|input: ParseStream| {
        let empty = input.is_empty();
        match head(input, errors) {
            Ok(_) if empty => {
                errors.on(attr.path(), format_args!("`#[{shown}()]` says nothing; it takes {}", list(known)));
            }
            Ok(head) => found = Some(head),
            Err(error) => {
                errors.push(error);
                skip_option(input)?;
            }
        }
        while !input.is_empty() {
            if let Err(error) = option(&shown, known, input, errors, &mut each) {
                errors.push(error);
                skip_option(input)?;
            }
        }
        Ok(())
    });
    if let Err(error) = walked {
        errors.push(error);
    }
    found
}

/// For attributes that consist of options alone.
pub(crate) fn no_head(_: ParseStream, _: &mut Errors) -> syn::Result<()> {
    Ok(())
}

fn option(
    shown: &str,
    known: &[&str],
    input: ParseStream,
    errors: &mut Errors,
    each: &mut impl FnMut(&Ident, ParseStream, &mut Errors) -> syn::Result<()>,
) -> syn::Result<()> {
    if input.peek(Token![,]) {
        input.parse::<Token![,]>()?;
        return Ok(());
    }
    if !input.peek(Ident::peek_any) {
        return Err(input.error(format_args!("`#[{shown}(..)]` takes {} here", list(known))));
    }
    let key = Ident::parse_any(input)?;
    if !known.contains(&key.to_string().as_str()) {
        let message = format_args!("`#[{shown}(..)]` has no option `{key}`; it has {}", list(known));
        return Err(syn::Error::new(key.span(), message));
    }
    each(&key, input, errors)?;
    if !input.is_empty() && !input.peek(Token![,]) {
        return Err(input.error(format_args!("expected `,` behind the option `{key}`")));
    }
    Ok(())
}

/// Goes on behind the next comma.
fn skip_option(input: ParseStream) -> syn::Result<()> {
    while !input.is_empty() {
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
            break;
        }
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

/// "`a`, `b` and `c`".
pub(crate) fn list<T: AsRef<str>>(words: &[T]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    match quoted.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `= "text"`, which may not be empty.
pub(crate) fn text(key: &Ident, input: ParseStream) -> syn::Result<LitStr> {
    input.parse::<Token![=]>()?;
    let text: LitStr = input.parse().map_err(|error| {
        syn::Error::new(error.span(), format_args!("`{key}` takes a string: write `{key} = \"..\"`"))
    })?;
    if text.value().is_empty() {
        return Err(syn::Error::new(text.span(), format_args!("`{key}` may not be empty")));
    }
    Ok(text)
}

/// `= "identifier"`.
pub(crate) fn name(key: &Ident, input: ParseStream) -> syn::Result<Ident> {
    let text = text(key, input)?;
    text.parse().map_err(|_| {
        syn::Error::new(
            text.span(),
            format_args!("`{key}` takes the name of a Rust item, and this is not an identifier"),
        )
    })
}

/// `= "path"` or `= path`.
pub(crate) fn path(key: &Ident, input: ParseStream) -> syn::Result<Path> {
    input.parse::<Token![=]>()?;
    if !input.peek(LitStr) {
        return Path::parse_mod_style(input).map_err(|error| {
            syn::Error::new(error.span(), format_args!("`{key}` takes a path: write `{key} = path::Name`"))
        });
    }
    let text: LitStr = input.parse()?;
    text.parse_with(Path::parse_mod_style)
        .map_err(|_| syn::Error::new(text.span(), format_args!("`{key}` takes a path, and this is none")))
}

/// `= "text"` or `= ["text", ..]` or `("text", ..)`.
pub(crate) fn texts(key: &Ident, input: ParseStream) -> syn::Result<Vec<LitStr>> {
    if input.peek(token::Paren) {
        let inner;
        parenthesized!(inner in input);
        return text_list(key, &inner);
    }
    if input.peek(Token![=]) && input.peek2(token::Bracket) {
        input.parse::<Token![=]>()?;
        let inner;
        bracketed!(inner in input);
        return text_list(key, &inner);
    }
    text(key, input).map(|one| vec![one])
}

/// Returns what stands between brackets, separated by commas. A mistake leaves nothing behind that syn would report once more.
pub(crate) fn members<T>(inner: ParseStream, parse: fn(ParseStream) -> syn::Result<T>) -> syn::Result<Vec<T>> {
    match inner.parse_terminated(parse, Token![,]) {
        Ok(members) => Ok(members.into_iter().collect()),
        Err(error) => {
            inner.parse::<proc_macro2::TokenStream>()?;
            Err(error)
        }
    }
}

fn text_list(key: &Ident, input: ParseStream) -> syn::Result<Vec<LitStr>> {
    let texts = members(input, <LitStr as Parse>::parse)?;
    if texts.is_empty() {
        return Err(input.error(format_args!("`{key}` lists at least one string")));
    }
    match texts.iter().find(|text| text.value().is_empty()) {
        Some(empty) => Err(syn::Error::new(empty.span(), format_args!("`{key}` may not hold an empty string"))),
        None => Ok(texts),
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    fn walk(attr: &Attribute) -> (Vec<String>, Vec<String>) {
        let mut errors = Errors::default();
        let mut tag = Slot::default();
        let mut seen = Vec::new();
        options(attr, &["tag", "scan"], &mut errors, no_head, |key, input, errors| {
            seen.push(key.to_string());
            if key == "tag" {
                tag.read(key, text(key, input), errors)?;
            }
            Ok(())
        });
        (seen, errors.texts())
    }

    #[test]
    fn every_bad_option_is_reported_and_the_good_ones_are_read() {
        // given: an unknown option, a wrong value, a missing comma and a good option
        let attr = parse_quote!(#[entity(tga = "x", tag = 5, scan scan, tag = "order")]);
        // when
        let (seen, texts) = walk(&attr);
        // then
        assert_eq!(seen, ["tag", "scan", "tag"]);
        assert_eq!(
            texts,
            [
                "`#[entity(..)]` has no option `tga`; it has `tag` and `scan`",
                "`tag` takes a string: write `tag = \"..\"`",
                "expected `,` behind the option `scan`",
                "`tag` is given twice; keep one",
            ]
        );
    }

    #[test]
    fn an_option_may_be_given_once() {
        let (_, texts) = walk(&parse_quote!(#[entity(tag = "a", tag = "b")]));
        assert_eq!(texts, ["`tag` is given twice; keep one"]);
    }

    #[test]
    fn what_is_no_option_lists_the_options() {
        let (_, texts) = walk(&parse_quote!(#[entity("order")]));
        assert_eq!(texts, ["`#[entity(..)]` takes `tag` and `scan` here"]);
    }

    #[test]
    fn an_attribute_without_options_is_reported() {
        let (_, texts) = walk(&parse_quote!(#[entity]));
        assert_eq!(texts.len(), 1);
        assert!(texts[0].contains("expected attribute arguments in parentheses"), "{texts:?}");
    }
}
