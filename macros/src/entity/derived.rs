//! Parts of keys that are no field: computed by a closure, or a member of a nested struct.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, Token, Type, Visibility, parenthesized, parse_quote_spanned};

use crate::codec::here;
use crate::errors::Errors;
use crate::field::{Field, FieldOptions, type_span};
use crate::names;
use crate::template::Part;

/// A part that is computed.
pub(crate) struct Derived {
    /// As keys see it: name and type.
    pub field: Field,
    /// The fields that it is computed from, without `r#`.
    pub inputs: Vec<Input>,
    /// Computes the value from the inputs, which are references in locals.
    pub body: TokenStream,
    /// The impl that says which member it is, if it is one. The body then gives a reference.
    pub member: Option<TokenStream>,
}

/// A mention of a field.
pub(crate) struct Input {
    pub field: String,
    pub span: Span,
}

impl Derived {
    /// `(day: Date = |d| d.created_at.date())`.
    pub(crate) fn parse(owner: &str, input: ParseStream, errors: &mut Errors) -> syn::Result<Self> {
        let inner;
        parenthesized!(inner in input);
        let found = Self::parse_inner(owner, &inner, errors);
        // what could not be read is reported once
        inner.parse::<TokenStream>()?;
        found
    }

    fn parse_inner(owner: &str, input: ParseStream, errors: &mut Errors) -> syn::Result<Self> {
        let wrong = |span: Span| {
            syn::Error::new(
                span,
                format_args!(
                    "a part of the keys of `{owner}` has a name, a type and a closure: \
                     `part(day: Date = |o| o.created_at.date())`"
                ),
            )
        };
        let ident = Ident::parse_any(input).map_err(|error| wrong(error.span()))?;
        input.parse::<Token![:]>().map_err(|error| wrong(error.span()))?;
        let ty: Type = input.parse().map_err(|error| wrong(error.span()))?;
        input.parse::<Token![=]>().map_err(|error| wrong(error.span()))?;
        input.parse::<Token![|]>().map_err(|error| wrong(error.span()))?;
        let param: Ident = input.parse().map_err(|error| wrong(error.span()))?;
        input.parse::<Token![|]>().map_err(|error| wrong(error.span()))?;
        if input.is_empty() {
            return Err(wrong(input.span()));
        }
        let name = names::plain(&ident);
        let body: TokenStream = input.parse()?;
        let mut inputs = Vec::new();
        let mut rewrite = Rewrite { part: &name, param: &param, inputs: &mut inputs, errors, refused: false };
        let body = rewrite.tokens(body);
        if !rewrite.refused && inputs.is_empty() {
            errors.at(
                ident.span(),
                format_args!(
                    "the part `{name}` uses no field of `{owner}`, so it would be the same in every key; write a \
                     literal in the template"
                ),
            );
        }
        Ok(Self { field: field(ident, ty), inputs, body, member: None })
    }

    /// `{repo.owner}`: the member of the field that the part names first. `module` has the marker of the part, whose impl is
    /// the one mention of the path, so that a member that is not there is one error.
    pub(crate) fn member(part: &Part, fields: &[Field], module: &Ident) -> Option<Self> {
        let root = fields.iter().find(|field| names::plain(&field.ident) == part.root)?;
        let span = here(part.span);
        let mut ty = names::located(&root.ty, span);
        let local = input_local(&part.root, part.span);
        let (of_root, mut body) = (input_local("root", part.span), quote!());
        for member in &part.members {
            let number = names::hash(member);
            let inner = if body.is_empty() { quote!(#of_root) } else { body };
            body = quote_spanned!(span=> <#ty as __m::reach::HasMember<#number>>::member(#inner));
            ty = quote_spanned!(span=> <#ty as __m::reach::HasMember<#number>>::Member);
        }
        let ident = names::ident(&part.field, part.span);
        let root = &root.ty;
        let marker = quote_spanned! {span=>
            #[automatically_derived]
            impl __m::reach::MemberPart for #module::#ident {
                type Root = #root;
                type Member = #ty;
                fn get(#of_root: &Self::Root) -> &Self::Member {
                    #body
                }
            }
        };
        let ty = parse_quote_spanned!(span=> <#module::#ident as __m::reach::MemberPart>::Member);
        let inputs = vec![Input { field: part.root.clone(), span: part.span }];
        let body = quote_spanned!(span=> <#module::#ident as __m::reach::MemberPart>::get(#local));
        Some(Self { field: field(ident, ty), inputs, body, member: Some(marker) })
    }

    pub(crate) fn name(&self) -> String {
        names::plain(&self.field.ident)
    }

    /// Returns whether the body gives a reference into an input.
    pub(crate) fn is_member(&self) -> bool {
        self.member.is_some()
    }

    pub(crate) fn uses(&self, field: &str) -> bool {
        self.inputs.iter().any(|input| input.field == field)
    }
}

/// The local with a reference to a field. It is none of the user's names.
pub(crate) fn input_local(field: &str, span: Span) -> Ident {
    Ident::new(&format!("of_{field}"), here(span))
}

fn field(ident: Ident, ty: Type) -> Field {
    let name_span = type_span(&ty);
    Field { ident, vis: Visibility::Inherited, ty, name: String::new(), name_span, options: FieldOptions::default() }
}

/// Replaces the fields of the closure's argument by locals.
struct Rewrite<'a> {
    part: &'a str,
    param: &'a Ident,
    inputs: &'a mut Vec<Input>,
    errors: &'a mut Errors,
    /// True if the argument is used as a whole.
    refused: bool,
}

impl Rewrite<'_> {
    fn tokens(&mut self, tokens: TokenStream) -> TokenStream {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut out = TokenStream::new();
        let mut next = 0;
        while let Some(token) = tokens.get(next) {
            next += 1;
            match token {
                TokenTree::Ident(ident) if ident == self.param && !is_member(&tokens, next - 1) => {
                    match self.field(ident, &tokens, next) {
                        Some(place) => {
                            out.extend(place);
                            next += 2;
                        }
                        None => out.extend([token.clone()]),
                    }
                }
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), self.tokens(group.stream()));
                    inner.set_span(group.span());
                    out.extend([TokenTree::Group(inner)]);
                }
                other => out.extend([other.clone()]),
            }
        }
        out
    }

    /// `o.created_at`, without the argument, at this place.
    fn field(&mut self, param: &Ident, tokens: &[TokenTree], next: usize) -> Option<TokenStream> {
        let dot = matches!(tokens.get(next), Some(TokenTree::Punct(dot)) if dot.as_char() == '.');
        let call = matches!(tokens.get(next + 2), Some(TokenTree::Group(group))
            if group.delimiter() == proc_macro2::Delimiter::Parenthesis);
        match tokens.get(next + 1) {
            Some(TokenTree::Ident(field)) if dot && !call => {
                let name = names::plain(field);
                let place = input_local(&name, field.span());
                if !self.inputs.iter().any(|input| input.field == name) {
                    self.inputs.push(Input { field: name, span: field.span() });
                }
                Some(quote_spanned!(here(field.span())=> (*#place)))
            }
            _ => {
                self.refused = true;
                self.errors.at(
                    param.span(),
                    format_args!(
                        "the part `{}` uses `{param}` as a whole, so it cannot be known which fields it depends on; \
                         name them: `{param}.field`",
                        self.part
                    ),
                );
                None
            }
        }
    }
}

/// Returns whether the token at this place is the name of a member, as in `x.o`.
fn is_member(tokens: &[TokenTree], place: usize) -> bool {
    let before = |back: usize| match place.checked_sub(back).and_then(|place| tokens.get(place)) {
        Some(TokenTree::Punct(punct)) => Some(punct.as_char()),
        _ => None,
    };
    // `..o` is a range
    before(1) == Some('.') && before(2) != Some('.')
}
