//! The derive macros of monotable. Use them through the `monotable` package, which re-exports them.

mod attr;
mod attribute;
mod codec;
mod collection;
#[cfg(test)]
mod docs;
mod entity;
mod errors;
mod field;
mod key_part;
mod members;
mod names;
mod places;
#[cfg(test)]
mod snapshot;
mod table;
mod table_half;
mod template;
mod variants;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

#[doc = include_str!("../doc/table.md")]
#[proc_macro_derive(Table, attributes(table, gsi, lsi, inverted))]
pub fn derive_table(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    table::derive(&input).into()
}

#[doc = include_str!("../doc/entity.md")]
#[proc_macro_derive(Entity, attributes(entity, key, index, attr))]
pub fn derive_entity(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    entity::derive(&input).into()
}

#[doc = include_str!("../doc/collection.md")]
#[proc_macro_derive(Collection, attributes(collection))]
pub fn derive_collection(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    collection::derive(&input).into()
}

#[doc = include_str!("../doc/key_part.md")]
#[proc_macro_derive(KeyPart, attributes(key_part))]
pub fn derive_key_part(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    key_part::derive(&input).into()
}

#[doc = include_str!("../doc/attribute.md")]
#[proc_macro_derive(Attribute, attributes(attr))]
pub fn derive_attribute(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    attribute::derive(&input).into()
}
