//! Prints how named fields are written into a map or item and read back: a line per field in each of four places, with
//! all logic in the helpers that the lines call.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Path, Type};

use crate::field::{Fallback, Field, type_span};

/// Expands the stored fields of one struct or variant. `reader` and `writer` are the locals that hold them.
pub(crate) struct Codec<'a> {
    /// Where `Attribute` and `__private` are.
    paths: Paths<'a>,
    fields: Vec<(&'a Field, Ident)>,
}

impl<'a> Codec<'a> {
    pub(crate) fn new(paths: Paths<'a>, fields: impl IntoIterator<Item = &'a Field>) -> Self {
        let stored = fields.into_iter().filter(|field| field.is_stored());
        let fields = stored.enumerate().map(|(at, field)| (field, local(&format!("__{at}")))).collect();
        Self { paths, fields }
    }

    /// `put(&self.total, "amt", writer)?;` for every field; `place` gives a reference to the field.
    pub(crate) fn writes(&self, place: impl Fn(&Field) -> TokenStream) -> TokenStream {
        let writer = writer();
        let lines = self.fields.iter().map(|(field, _)| {
            let place = place(field);
            let name = &field.name;
            let put = if field.options.null.span().is_some() { "put_always" } else { "put" };
            let put = self.helper(field, put);
            quote_spanned!(here(type_span(&field.ty))=> #put(#place, #name, #writer)?;)
        });
        lines.collect()
    }

    /// `let mut __0 = None;` for every field.
    pub(crate) fn slots(&self) -> TokenStream {
        let slots = self.fields.iter().map(|(_, slot)| slot);
        quote!(#(let mut #slots = ::core::option::Option::None;)*)
    }

    /// The arms that read an attribute into its slot.
    pub(crate) fn arms(&self) -> TokenStream {
        let reader = reader();
        let arms = self.fields.iter().flat_map(|(field, slot)| {
            let span = here(type_span(&field.ty));
            let name = &field.name;
            // Items from before there was a lock have no version, or null: it begins to count at 0.
            let default = field.options.default.get().is_some() || field.is_version();
            let take = self.helper(field, if default { "take_or_default" } else { "take" });
            let own = quote_spanned!(span=> #name => #take(&mut #slot, #reader, #name)?,);
            let take = self.helper(field, if default { "take_alias_or_default" } else { "take_alias" });
            let aliases = field.options.aliases.iter();
            let aliases = aliases.map(|alias| quote_spanned!(span=> #alias => #take(&mut #slot, #reader, #alias)?,));
            std::iter::once(own).chain(aliases).collect::<Vec<_>>()
        });
        arms.collect()
    }

    /// The walk over all attributes; what no field names is skipped.
    pub(crate) fn walk(&self) -> TokenStream {
        let reader = reader();
        let name = local("name");
        let arms = self.arms();
        quote! {
            while let ::core::option::Option::Some(#name) = #reader.next_name()? {
                match #name {
                    #arms
                    _ => #reader.skip()?,
                }
            }
        }
    }

    /// `total: present(__0, "amt")?,` for every field.
    pub(crate) fn values(&self) -> TokenStream {
        let lines = self.fields.iter().map(|(field, slot)| {
            let (ident, name) = (&field.ident, &field.name);
            let value = match field.options.default.get() {
                None if field.is_version() => {
                    quote_spanned!(here(type_span(&field.ty))=> #slot.unwrap_or_default())
                }
                Some(Fallback::Trait) => quote_spanned!(here(type_span(&field.ty))=> #slot.unwrap_or_default()),
                Some(Fallback::Path(path)) => quote!(#slot.unwrap_or_else(#path)),
                None => {
                    let present = self.helper(field, "present");
                    quote_spanned!(here(type_span(&field.ty))=> #present(#slot, #name)?)
                }
            };
            quote!(#ident: #value,)
        });
        lines.collect()
    }

    fn helper(&self, field: &Field, name: &str) -> TokenStream {
        field_helper(self.paths, &field.ty, field.is_serde(), name)
    }
}

/// How generated code reaches the core.
#[derive(Clone, Copy)]
pub(crate) enum Paths<'a> {
    /// By the path of the crate.
    Crate(&'a Path),
    /// By the alias `__m` of the private module, which is in scope.
    Alias,
}

/// The type by way of a trait: where it does not meet the trait, every mention is the same error, which rustc shows once.
pub(crate) fn named_by(paths: Paths, alias: &str, ty: &Type) -> TokenStream {
    let span = here(type_span(ty));
    let alias = format_ident!("{alias}", span = span);
    match paths {
        Paths::Crate(krate) => {
            let krate: TokenStream = quote!(#krate)
                .into_iter()
                .map(|mut token| {
                    token.set_span(token.span().located_at(span));
                    token
                })
                .collect();
            quote_spanned!(span=> #krate::__private::#alias<#ty>)
        }
        Paths::Alias => quote_spanned!(span=> __m::#alias<#ty>),
    }
}

/// A helper for one value: a method of its type, or its detour through serde.
pub(crate) fn field_helper(paths: Paths, ty: &Type, serde: bool, name: &str) -> TokenStream {
    let span = here(type_span(ty));
    match serde {
        true => {
            let name = Ident::new(name, span);
            match paths {
                Paths::Crate(krate) => quote_spanned!(span=> #krate::__private::via_serde::#name::<#ty>),
                Paths::Alias => quote_spanned!(span=> __m::via_serde::#name::<#ty>),
            }
        }
        false => {
            // the two that are no detail of the derives have their own names
            let hidden = if matches!(name, "read" | "write") { "" } else { "__" };
            let name = format_ident!("{hidden}{name}", span = span);
            match paths {
                Paths::Crate(krate) => quote_spanned!(span=> <#ty as #krate::Attribute>::#name),
                Paths::Alias => quote_spanned!(span=> <#ty as __m::Attribute>::#name),
            }
        }
    }
}

/// The fields that store nothing, for the end of a struct expression.
pub(crate) fn phantoms<T: ToTokens>(members: impl IntoIterator<Item = T>) -> TokenStream {
    let members = members.into_iter();
    quote!(#(#members: ::core::marker::PhantomData,)*)
}

/// The fields that items hold nothing of, for the end of a struct expression.
pub(crate) fn left_out<'a>(fields: impl IntoIterator<Item = &'a Field>) -> TokenStream {
    let fields = fields.into_iter().filter(|field| field.is_left_out());
    let values = fields.map(|field| {
        let (ident, ty) = (&field.ident, &field.ty);
        let span = here(type_span(ty));
        match field.options.default.get() {
            Some(Fallback::Path(path)) => quote_spanned!(span=> #ident: #path(),),
            _ if field.is_skipped() => quote_spanned!(span=> #ident: <#ty as ::core::default::Default>::default(),),
            _ => quote!(#ident: ::core::marker::PhantomData,),
        }
    });
    values.collect()
}

/// A local that the user's tokens cannot see.
pub(crate) fn local(name: &str) -> Ident {
    format_ident!("{name}", span = Span::mixed_site())
}

pub(crate) fn reader() -> Ident {
    local("reader")
}

pub(crate) fn writer() -> Ident {
    local("writer")
}

/// Generated code that errors show at the user's tokens.
pub(crate) fn here(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}

/// A check that the compiler makes. The panic stands in the constant itself, so that nothing but its words are shown.
pub(crate) fn const_check(span: Span, call: &TokenStream) -> TokenStream {
    quote_spanned! {span=>
        const _: () = match __m::#call {
            ::core::option::Option::None => {}
            ::core::option::Option::Some(problem) => ::core::panic!("{}", problem.text()),
        };
    }
}
