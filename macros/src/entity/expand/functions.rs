//! The functions of the entity, and the methods of its query types.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;

use super::derived::value_of;
use super::module::next_state;
use super::schema::{option, place};
use super::shape::{Part, Pattern, Shape, Source, value_type};
use crate::codec::{here, local};
use crate::entity::derived::Derived;
use crate::field::{Fallback, Field, mentions, type_span};
use crate::names;

/// `key`, `at`, `edit`, `of` and the patterns over indexes.
pub(super) fn functions(shape: &Shape) -> TokenStream {
    let entity = &shape.model.ident;
    let (key, at, edit) = (key(shape), at(shape), edit(shape));
    let patterns = shape.patterns.iter().map(|pattern| query(shape, pattern));
    let methods = shape.patterns.iter().map(|pattern| methods(shape, pattern));
    quote! {
        #[allow(dead_code, private_bounds, private_interfaces, clippy::pedantic, clippy::too_many_arguments)]
        impl #entity {
            #key
            #at
            #edit
            #(#patterns)*
        }
        #(#methods)*
    }
}

/// `customer_id: impl ValueFor<order::customer_id, CustomerId>`
fn param(shape: &Shape, part: Part) -> TokenStream {
    let (ident, ty) = (&part.field.ident, part.value());
    let marker = shape.in_module(ident);
    let span = here(type_span(ty));
    let bound = quote_spanned!(span=> __m::ValueFor<#marker, #ty>);
    quote!(#ident: impl #bound)
}

/// `let customer_id = hold::<_, CustomerId, _>(customer_id);`
fn hold(part: Part) -> TokenStream {
    let (ident, ty) = (&part.field.ident, part.value());
    quote!(let #ident = __m::hold::<_, #ty, _>(#ident);)
}

/// `customer_id.get()`
fn held(shape: &Shape, part: &Part) -> TokenStream {
    let ident = &part.field.ident;
    match shape.model.derived(&part.name()).is_some_and(Derived::is_member) {
        false => quote!(#ident.get()),
        // where there is no such member, a method would be one error more
        true => quote_spanned!(here(ident.span())=> __m::Held::get(&#ident)),
    }
}

fn key(shape: &Shape) -> TokenStream {
    let (entity, vis, name) = (&shape.model.ident, &shape.model.vis, &shape.model.names.key);
    let doc = format!("The key of `{}`: {}.", names::plain(entity), shape.table().describe());
    let parts = shape.key_parts();
    let params = parts.iter().map(|part| param(shape, *part));
    let holds = parts.iter().map(|part| hold(*part));
    let values = parts.iter().map(|part| held(shape, part));
    quote! {
        #[doc = #doc]
        #[must_use]
        #vis fn #name(#(#params),*) -> __m::Key<#entity> {
            #(#holds)*
            __m::Key::new(__primary_key(#(#values),*))
        }
    }
}

fn at(shape: &Shape) -> TokenStream {
    let (entity, vis, name) = (&shape.model.ident, &shape.model.vis, &shape.model.names.at);
    let doc = format!("An update of the `{}` with this key.", names::plain(entity));
    let parts = shape.key_parts();
    let params = parts.iter().map(|part| param(shape, *part));
    let holds = parts.iter().map(|part| hold(*part));
    let values = parts.iter().map(|part| held(shape, part));
    let states = shape.states("Open");
    let known = known(shape, |part| held(shape, part));
    quote! {
        #[doc = #doc]
        #vis fn #name(#(#params),*) -> __m::Update<#entity, #states> {
            #(#holds)*
            __m::Update::at(__primary_key(#(#values),*), #known)
        }
    }
}

fn edit(shape: &Shape) -> TokenStream {
    let (entity, vis, name) = (&shape.model.ident, &shape.model.vis, &shape.model.names.edit);
    let doc = format!("An update of this `{}` as it was loaded.", names::plain(entity));
    let states = shape.states("Given");
    let parts = local("parts");
    let shared = shape.shared_parts().into_iter().map(|part| {
        let (field, ty) = (part.name(), part.key_type());
        let value = value_of(shape.model, part.field, &quote!(self));
        quote!(#parts.render::<#ty>(#field, ::core::option::Option::Some(#value));)
    });
    let inputs = shape.shared_inputs().into_iter().map(|part| {
        let (field, ident, ty) = (part.name(), &part.field.ident, part.value());
        quote!(#parts.input::<#ty>(#field, ::core::option::Option::Some(&self.#ident));)
    });
    let tracked = shape.tracked.iter().map(|field| {
        let part = Part { field, native: false };
        let (name, ident, ty) = (part.name(), &field.ident, part.key_type());
        let attribute = option((!field.is_in_key()).then(|| {
            let name = &field.name;
            quote!(#name)
        }));
        let value = match field.optional() {
            Some(_) => quote!(self.#ident.as_ref()),
            None => quote!(::core::option::Option::Some(&self.#ident)),
        };
        let default = default_of(field, &parts);
        let part =
            shape.is_in_index_key(&name).then(|| quote!(#default #parts.loaded::<#ty>(#name, #attribute, #value);));
        let input = shape.is_input(field).then(|| {
            let ty = value_type(field);
            quote!(#default #parts.loaded_input::<#ty>(#name, #attribute, #value);)
        });
        quote!(#part #input)
    });
    let lines: Vec<_> = shared.chain(inputs).chain(tracked).collect();
    let parts = if lines.is_empty() { quote!(_) } else { quote!(#parts) };
    quote! {
        #[doc = #doc]
        #[inline]
        #vis fn #name(&self) -> __m::Update<#entity, #states> {
            __m::Update::edit(self, |#parts| { #(#lines)* })
        }
    }
}

/// Says what the field is where its attribute is missing.
fn default_of(field: &Field, parts: &Ident) -> Option<TokenStream> {
    let ty = &field.ty;
    match field.options.default.get()? {
        Fallback::Trait => Some(quote!(#parts.default_of::<#ty>(&::core::default::Default::default());)),
        Fallback::Path(path) => Some(quote!(#parts.default_of::<#ty>(&#path());)),
    }
}

/// Parts of the primary key that index keys have too.
fn known(shape: &Shape, value: impl Fn(&Part) -> TokenStream) -> TokenStream {
    let parts = local("parts");
    let lines: Vec<_> = shape
        .shared_parts()
        .iter()
        .map(|part| {
            let (field, ty, value) = (part.name(), part.key_type(), value(part));
            quote!(#parts.render::<#ty>(#field, ::core::option::Option::Some(#value));)
        })
        .chain(shape.shared_inputs().iter().map(|part| {
            let (field, ty, value) = (part.name(), part.value(), value(part));
            quote!(#parts.input::<#ty>(#field, ::core::option::Option::Some(#value));)
        }))
        .collect();
    let parts = if lines.is_empty() { quote!(_) } else { quote!(#parts) };
    quote!(|#parts| { #(#lines)* })
}

fn query(shape: &Shape, pattern: &Pattern) -> TokenStream {
    let (vis, name, place) = (&shape.model.vis, pattern.function, pattern.place);
    let ty = shape.in_module(&pattern.ty);
    let doc = format!("Queries `{}` by {}.", names::plain(&shape.model.ident), pattern.describe());
    let parts = pattern.hash.parts(shape.model);
    let params = parts.iter().map(|part| param(shape, *part));
    let calls = parts.iter().map(|part| {
        let (ident, ty) = (&part.field.ident, part.key_type());
        match part.native {
            true => quote!(.partition_stored::<#ty, _>(#ident)),
            false => quote!(.partition::<#ty, _>(#ident)),
        }
    });
    quote! {
        #[doc = #doc]
        #[must_use]
        #vis fn #name(#(#params),*) -> #ty {
            #ty { plan: __m::Planned::new(&__SCHEMA, #place)#(#calls)* }
        }
    }
}

/// The type parameter of query types. Messages can show it, so it is a word; and it is none of the user's types.
fn key_state(shape: &Shape) -> Ident {
    let mut name = format_ident!("SortKeyState");
    while shape.model.fields.iter().any(|field| mentions(&field.ty, &name)) {
        name = format_ident!("{name}Here");
    }
    name
}

/// A method for each part of the sort key, and the traits of the query type.
fn methods(shape: &Shape, pattern: &Pattern) -> TokenStream {
    let (entity, vis, place_of) = (&shape.model.ident, &shape.model.vis, pattern.place);
    let ty = shape.in_module(&pattern.ty);
    let parts = pattern.sort_parts(shape.model);
    let sort_span = pattern.range.as_ref().map_or(shape.model.ident.span(), Source::span);
    let key_state = key_state(shape);
    let methods = parts.iter().enumerate().map(|(at, part)| {
        let (ident, value, key_type) = (&part.field.ident, part.value(), part.key_type());
        // at the user's line with the key, which rustc then quotes
        let marker = shape.in_module(ident);
        let mut state = next_state(pattern, part);
        state.set_span(here(sort_span));
        let module = &shape.model.names.module;
        let bound = quote_spanned!(here(sort_span)=> #key_state: #module::#state,);
        let next = at + 1;
        let doc = format!("The condition on `{}` of the sort key.", part.name());
        let sort = if part.native { quote!(sort_stored) } else { quote!(sort) };
        // rustc does not see through the type of a member in the bound of another parameter
        let member = shape.model.derived(&part.name()).and_then(|derived| derived.member.as_ref());
        let (value, key_type, params, member) = match member {
            None => (quote!(#value), key_type, quote!(__R), None),
            Some(_) => (
                quote!(__T),
                quote!(__T),
                quote!(__T: __m::KeyPart, __R),
                Some(quote!(#marker: __m::reach::MemberPart<Member = __T>,)),
            ),
        };
        quote! {
            #[doc = #doc]
            #[must_use]
            #vis fn #ident<#params>(
                self,
                #ident: __R,
            ) -> #ty<<__R::Shape as __m::reach::Advance<__m::reach::PartsGiven<#next>>>::State>
            where
                #member
                __R: __m::IntoPartRange<#value, #marker>,
                __R::Shape: __m::reach::Advance<__m::reach::PartsGiven<#next>>,
                #bound
            {
                #ty { plan: self.plan.#sort::<#key_type, #marker, __R, _>(#ident) }
            }
        }
    });
    let methods = match parts.is_empty() {
        true => TokenStream::new(),
        false => quote! {
            #[allow(dead_code, private_bounds, private_interfaces, clippy::pedantic)]
            impl<#key_state> #ty<#key_state> { #(#methods)* }
        },
    };
    let reads = match pattern.index {
        None => quote!(__m::reach::Strong),
        Some(_) => {
            let index = place(pattern);
            quote!(<__Layout as __m::IndexAt<{ #index }>>::Reads)
        }
    };
    quote! {
        #methods
        #[automatically_derived]
        impl __m::AccessPattern for #ty {
            type Entity = #entity;
            type Reads = #reads;
            type Carries = __m::reach::Carried<{ __m::carries(&__SCHEMA, #place_of) }>;
            const PLACE: usize = #place_of;
        }
        #[diagnostic::do_not_recommend]
        #[automatically_derived]
        impl<#key_state> __m::reach::QueryPlan for #ty<#key_state> {
            type Pattern = #ty;
            type Given = #key_state;
            fn into_plan(self) -> __m::KeyPlan {
                self.plan.into_plan()
            }
        }
    }
}
