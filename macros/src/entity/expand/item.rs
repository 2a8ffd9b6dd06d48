//! The impl of `Entity`: to an item and back.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::derived::{leave_out, optional_value_of, value_of};
use super::schema::halves;
use super::shape::{Part, Shape, Source};
use crate::codec::{Codec, Paths, here, left_out, local, named_by, reader, writer};
use crate::entity::model::{Half, Model};
use crate::field::{Field, type_span};

/// `impl Entity for Order`, and the functions that it calls. All are `#[inline]`: so they are compiled where they are used, and
/// a crate of entities holds no code of those that nothing uses, which was two fifths of it.
pub(super) fn entity(shape: &Shape) -> TokenStream {
    let model = shape.model;
    let (entity, module) = (&model.ident, &model.names.module);
    let (version, number) = match model.version() {
        Some(field) => {
            let ident = &field.ident;
            (quote!(u64), quote!(fn version(&self) -> u64 { self.#ident }))
        }
        None => (quote!(()), TokenStream::new()),
    };
    let fields = super::module::fields_value(model);
    // the one place where a type that is no layout is wrong
    let layout_span = model.table.get().map_or(entity.span(), syn::spanned::Spanned::span);
    let layout = quote_spanned!(here(layout_span)=> type Layout = __Layout;);
    let (writer, lock) = (writer(), local("version"));
    let keys = write_keys(shape);
    let own_key = shape.key_parts().into_iter().map(|part| value_of(model, part.field, &quote!(self)));
    let attributes = write_attributes(shape);
    let (primary_key, decode) = (primary_key(shape), decode(shape));
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __m::Entity for #entity {
            #layout
            type Fields<__Use> = #module::Fields<__Use>;
            type Version = #version;
            const SCHEMA: &'static __m::EntitySchema = &__SCHEMA;
            fn fields<__Use>() -> #module::Fields<__Use> {
                #fields
            }
            #[inline]
            fn write(
                &self,
                #writer: &mut dyn __m::Writer,
                #lock: u64,
            ) -> ::core::result::Result<(), __m::Error> {
                #keys
                __m::encoded(__attributes(self, #writer, &#lock))
            }
            #[inline]
            fn read(
                reader: &mut __m::RowReader<'_>,
            ) -> ::core::result::Result<Self, __m::DecodeError> {
                __decode(reader)
            }
            #[inline]
            fn read_dyn(
                reader: &mut dyn __m::Reader,
            ) -> ::core::result::Result<Self, __m::DecodeError> {
                __decode(reader)
            }
            #[inline]
            fn primary_key(&self) -> ::core::result::Result<__m::Item, __m::KeyError> {
                __primary_key(#(#own_key),*)
            }
            #number
        }
        #attributes
        #primary_key
        #decode
    }
}

/// Composed keys and the tag.
fn write_keys(shape: &Shape) -> TokenStream {
    let (entity, writer, key) = (&shape.model.ident, writer(), local("key"));
    let table = shape.table();
    let halves_of = [(Half::Partition, Some(&table.hash)), (Half::Sort, table.range.as_ref())];
    let own = halves_of.into_iter().filter_map(|(half, source)| {
        let source @ Source::Composed { .. } = source? else { return None };
        let parts = source.parts(shape.model);
        let body = whole_key(shape.model, &parts, Some(&quote!(self)));
        let key = if parts.is_empty() { quote!(_) } else { quote!(#key) };
        let half = half.function();
        Some(quote!(__m::#half(#writer, &__SCHEMA, |#key| { #body })?;))
    });
    let indexes = shape.index_keys.iter().enumerate().map(|(place, index)| {
        let parts = index
            .template
            .parts()
            .filter_map(|part| Some(Part { field: shape.model.field(&part.field)?, native: false }));
        let parts: Vec<_> = parts.collect();
        let it = quote!(self);
        let lines = parts.iter().map(|part| {
            let ty = part.key_type();
            match part.field.optional() {
                Some(_) => {
                    let value = optional_value_of(shape.model, part.field, &it);
                    quote!(#key.part::<#ty>(#value?);)
                }
                None => {
                    let value = value_of(shape.model, part.field, &it);
                    quote!(#key.part::<#ty>(#value);)
                }
            }
        });
        let leave_out = leave_out(shape, index);
        let key = if parts.is_empty() { quote!(_) } else { quote!(#key) };
        quote! {
            __m::index_key(#writer, &__SCHEMA, #place, |#key| {
                #leave_out
                #(#lines)*
                ::core::option::Option::Some(())
            })?;
        }
    });
    quote! {
        #(#own)*
        __m::tag::<#entity>(#writer);
        #(#indexes)*
    }
}

/// `key.part(a).part(b);`
fn whole_key(model: &Model, parts: &[Part], it: Option<&TokenStream>) -> TokenStream {
    let key = local("key");
    let parts = parts.iter().map(|part| {
        let (ident, ty) = (&part.field.ident, part.key_type());
        let value = it.map_or_else(|| quote!(#ident), |it| value_of(model, part.field, it));
        quote!(#key.part::<#ty>(#value);)
    });
    parts.collect()
}

/// The attributes that are no keys of their own.
fn write_attributes(shape: &Shape) -> TokenStream {
    let model = shape.model;
    let (entity, writer, it, lock) = (&model.ident, writer(), local("entity"), local("version"));
    let writes = Codec::new(Paths::Alias, &model.fields).writes(|field| {
        let ident = &field.ident;
        if field.is_version() { quote!(#lock) } else { quote!(&#it.#ident) }
    });
    let rest = model.rest().map(|field| {
        let (ident, ty) = (&field.ident, &field.ty);
        let aliases = model.fields.iter().flat_map(|field| &field.options.aliases);
        let of_rest = named_by(Paths::Alias, "OfRest", ty);
        quote_spanned! {here(type_span(ty))=>
            __m::write_rest::<#of_rest>(&__SCHEMA, &[#(#aliases),*], &#it.#ident, #writer)?;
        }
    });
    quote! {
        #[inline]
        #[allow(unused_variables)]
        fn __attributes(
            #it: &#entity,
            #writer: &mut dyn __m::Writer,
            #lock: &u64,
        ) -> ::core::result::Result<(), __m::EncodeError> {
            #writes
            #rest
            ::core::result::Result::Ok(())
        }
    }
}

fn primary_key(shape: &Shape) -> TokenStream {
    let key = local("key");
    let table = shape.table();
    let params = shape.key_parts().into_iter().map(|part| {
        let (ident, ty) = (&part.field.ident, part.value());
        quote!(#ident: &#ty)
    });
    let halves_of = [(Half::Partition, Some(&table.hash)), (Half::Sort, table.range.as_ref())];
    let halves = halves_of.into_iter().filter_map(|(half, source)| {
        let source = source?;
        let parts = source.parts(shape.model);
        let ((_, role), function) = (halves(half), half.function());
        Some(match source {
            Source::Composed { .. } => {
                let body = whole_key(shape.model, &parts, None);
                let key = if parts.is_empty() { quote!(_) } else { quote!(#key) };
                quote!(.#function(|#key| { #body }))
            }
            Source::Native(_) => {
                let part = parts.first()?;
                let (ident, ty, name) = (&part.field.ident, part.key_type(), part.name());
                quote!(.stored::<#ty>(__m::KeyRole::#role, #name, #ident))
            }
        })
    });
    quote! {
        #[inline]
        #[allow(clippy::too_many_arguments)]
        fn __primary_key(#(#params),*) -> ::core::result::Result<__m::Item, __m::KeyError> {
            __m::key_item(&__SCHEMA)#(#halves)*.finish()
        }
    }
}

/// The walk over an item.
fn decode(shape: &Shape) -> TokenStream {
    let model = shape.model;
    let codec = Codec::new(Paths::Alias, &model.fields);
    let (entity, reader, name) = (&model.ident, reader(), local("name"));
    let (slots, arms, values) = (codec.slots(), codec.arms(), codec.values());
    let from_keys: Vec<_> = model.fields.iter().filter_map(|field| InKey::find(shape, field)).collect();
    let mut keys: Vec<&InKey> = Vec::new();
    for from_key in &from_keys {
        if !keys.iter().any(|key| key.slot == from_key.slot) {
            keys.push(from_key);
        }
    }
    let key_slots = keys.iter().map(|key| {
        let slot = &key.slot;
        quote!(let mut #slot = ::core::option::Option::None;)
    });
    let key_arms = keys.iter().map(|InKey { slot, attribute, .. }| {
        quote!(_ if #name == #attribute => #slot = __m::key_text(#reader, #attribute)?,)
    });
    let key_values = from_keys.iter().map(|InKey { slot, attribute, field, template, part, .. }| {
        let ident = &field.ident;
        let ty = Part { field, native: false }.key_type();
        let from_key = match field.optional() {
            Some(_) => quote!(from_key_if_any),
            None => quote!(from_key),
        };
        quote!(#ident: __m::#from_key::<#ty>(&#template, #part, #attribute, #slot.as_deref())?,)
    });
    let rest = model.rest().map(|field| (&field.ident, named_by(Paths::Alias, "OfRest", &field.ty), local("rest")));
    let (rest_slot, rest_arm, rest_value) = match &rest {
        Some((ident, ty, slot)) => (
            quote!(let mut #slot: #ty = ::core::default::Default::default();),
            quote! {
                _ => {
                    let #name = ::std::borrow::ToOwned::to_owned(#name);
                    __m::read_rest::<#ty, _>(&__SCHEMA, &mut #slot, #name, #reader)?;
                }
            },
            quote!(#ident: #slot,),
        ),
        None => (TokenStream::new(), quote!(_ => #reader.skip()?,), TokenStream::new()),
    };
    let left_out = left_out(&model.fields);
    quote! {
        fn __decode<__R: __m::Reader + ?::core::marker::Sized>(
            #reader: &mut __R,
        ) -> ::core::result::Result<#entity, __m::DecodeError> {
            #slots
            #(#key_slots)*
            #rest_slot
            while let ::core::option::Option::Some(#name) = #reader.next_name()? {
                match #name {
                    #arms
                    #(#key_arms)*
                    #rest_arm
                }
            }
            ::core::result::Result::Ok(#entity { #values #(#key_values)* #rest_value #left_out })
        }
    }
}

/// Where a field that is kept in keys alone is read from.
struct InKey<'a> {
    field: &'a Field,
    slot: proc_macro2::Ident,
    /// The key attribute, as an expression.
    attribute: TokenStream,
    template: proc_macro2::Ident,
    part: usize,
}

impl<'a> InKey<'a> {
    fn find(shape: &Shape<'a>, field: &'a Field) -> Option<Self> {
        if !field.is_in_key() {
            return None;
        }
        let name = crate::names::plain(&field.ident);
        let table = shape.table();
        let own = [
            (quote!(__SCHEMA.layout.hash.name), Some(&table.hash)),
            (quote!(__m::range_name(&__SCHEMA)), table.range.as_ref()),
        ];
        let own = own.into_iter().filter_map(|(attribute, source)| match source? {
            Source::Composed { name, template } => Some((attribute, name.clone(), *template)),
            Source::Native(_) => None,
        });
        let indexes = shape.index_keys.iter().enumerate().filter(|(_, key)| key.pattern.holds(field, shape.model));
        let indexes =
            indexes.map(|(place, key)| (quote!(__SCHEMA.index_keys[#place].attribute), key.name.clone(), key.template));
        own.chain(indexes).find_map(|(attribute, template_name, template)| {
            let part = template.parts().position(|part| part.field == name)?;
            Some(Self { field, slot: local(&format!("text{template_name}")), attribute, template: template_name, part })
        })
    }
}
