//! `#[derive(Collection)]`: `model` reads the attributes and judges them, since every rule here is about one member; `expand` prints
//! a table of the members. That they stand where the collection reads is proven in the core, from the schemas of all of them.

mod expand;
mod model;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::errors::Errors;
use model::Model;

/// The impl, or every mistake together with impls that keep the rest of the program quiet.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let model = Model::parse(input, &mut errors);
    match errors.finish() {
        Ok(()) => expand::collection(&model),
        Err(error) => {
            let error = error.into_compile_error();
            let fallback = expand::fallback(&model);
            quote!(#error #fallback)
        }
    }
}
