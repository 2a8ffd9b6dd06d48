//! `#[derive(Attribute)]`: structs are maps, tuple structs around one value are that value, enums are the name of their
//! variant. `parse` reads and judges, since every rule is about one field or variant; `expand` prints,
//! and `nested` what conditions and updates see of a struct. Open `model` first.

pub(crate) mod expand;
mod model;
mod nested;
mod parse;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::errors::Errors;
pub(crate) use model::{Model, Newtype};
pub(crate) use parse::newtype;

/// The impl, or every mistake together with an impl that keeps the rest of the program quiet.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let model = Model::parse(input, &mut errors);
    match errors.finish() {
        Ok(()) => expand::attribute(&model),
        Err(error) => {
            let error = error.into_compile_error();
            let fallback = expand::fallback(&model);
            quote!(#error #fallback)
        }
    }
}
