//! `#[derive(Table)]`: `parse` reads the attributes into the `model`, `check` judges it. Open `model` first.

mod check;
mod model;
mod parse;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::errors::Errors;
use model::Model;

/// Reports what is wrong with the declaration.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let model = Model::parse(input, &mut errors);
    check::table(&model, &mut errors);
    match errors.finish() {
        Ok(()) => TokenStream::new(),
        Err(error) => error.into_compile_error(),
    }
}
