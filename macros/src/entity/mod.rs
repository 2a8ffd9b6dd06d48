//! `#[derive(Entity)]`: `parse` reads the attributes into the `model`, `check` judges it, `expand` prints it. Open
//! `model` first.

mod check;
mod derived;
mod expand;
mod halves;
mod model;
mod parse;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::errors::Errors;
use model::Model;

/// The entity, or every mistake together with names that keep the rest of the program quiet.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let model = Model::parse(input, &mut errors);
    check::entity(&model, &mut errors);
    match errors.finish() {
        Ok(()) => expand::entity(&model),
        Err(error) => {
            let error = error.into_compile_error();
            let fallback = expand::fallback(&model);
            quote!(#error #fallback)
        }
    }
}
