//! `#[derive(KeyPart)]`: a wrapped value or a field-less enum as a part of keys, and as a field. Open `model` first.

mod display;
mod expand;
mod forms;
mod model;
mod parse;
#[cfg(test)]
mod tests;
mod variant;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::errors::Errors;
use model::Model;

/// The impls, or every mistake together with impls that keep the rest of the program quiet.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let model = Model::parse(input, &mut errors);
    match errors.finish() {
        Ok(()) => {
            let impls = expand::key_part(&model);
            let display = display::expand(&model);
            quote!(#impls #display)
        }
        Err(error) => {
            let error = error.into_compile_error();
            let fallback = expand::fallback(&model);
            quote!(#error #fallback)
        }
    }
}
