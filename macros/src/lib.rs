//! The derive macros of monotable. Use them through the `monotable` package, which re-exports them.

mod attr;
mod attribute;
mod codec;
mod entity;
mod errors;
mod field;
mod key_part;
mod members;
mod names;
mod table;
mod template;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes an enum of entities a table.
#[proc_macro_derive(Table, attributes(table, gsi, lsi, inverted))]
pub fn derive_table(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    table::derive(&input).into()
}

/// Makes a struct an entity: one kind of item of a table.
#[proc_macro_derive(Entity, attributes(entity, key, index, attr))]
pub fn derive_entity(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    entity::derive(&input).into()
}

/// Makes a type part of keys: a tuple struct around one key part, or an enum without payloads.
///
/// The type becomes an attribute too, so that it can be a field: do not derive `Attribute` beside it. An enum is written as
/// the names of its variants; `#[key_part(rename_all = "snake_case")]` on the enum and `#[key_part(rename = "..")]` on a
/// variant change them. Ranges of an enum are allowed where its texts sort in the order of its variants.
///
/// ```text
/// #[derive(KeyPart)]
/// struct CustomerId(String);
///
/// #[derive(KeyPart)]
/// #[key_part(rename_all = "snake_case")]
/// enum Status { Open, Paid, Shipped }
/// ```
#[proc_macro_derive(KeyPart, attributes(key_part))]
pub fn derive_key_part(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    key_part::derive(&input).into()
}

/// Makes a type storable as one attribute: a struct as a map, a tuple struct around one value as that value, an enum as the
/// name of its variant or, where the variant holds something, as a map with that name as its only member.
///
/// On the type: `#[attr(rename_all = "camelCase")]`, `#[attr(crate = "path")]`. On fields: `rename = ".."`, `default` or
/// `default = path::function`, `alias = ".."`, `null` (store `None` as null), `serde` (send the value through serde). On
/// variants: `rename`, `alias`.
///
/// ```text
/// #[derive(Attribute)]
/// struct Address {
///     street: String,
///     #[attr(rename = "zip")]
///     postal_code: String,
///     #[attr(default)]
///     lines: Vec<String>,
/// }
/// ```
#[proc_macro_derive(Attribute, attributes(attr))]
pub fn derive_attribute(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    attribute::derive(&input).into()
}
