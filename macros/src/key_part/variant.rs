//! The options of a variant.

use proc_macro2::Span;
use syn::{Attribute, LitStr};

use crate::attr::{self, Slot};
use crate::errors::Errors;
use crate::names::{self, Case};

/// `#[key_part(..)]` on a variant.
#[derive(Default)]
pub(super) struct VariantOptions {
    pub rename: Slot<LitStr>,
    pub template: Slot<LitStr>,
}

impl VariantOptions {
    pub(super) fn parse(variant: &syn::Variant, errors: &mut Errors) -> Self {
        let mut found = Self::default();
        for attr in with_name(&variant.attrs) {
            attr::options(attr, &["rename", "template"], errors, attr::no_head, |key, input, errors| {
                let slot = if key == "rename" { &mut found.rename } else { &mut found.template };
                slot.read(key, attr::text(key, input), errors)
            });
        }
        found
    }

    /// The text of a variant without a template.
    pub(super) fn text(&self, variant: &syn::Variant, case: Option<Case>) -> (String, Span) {
        match self.rename.get() {
            Some(rename) => (rename.value(), rename.span()),
            None => {
                let plain = names::plain(&variant.ident);
                (case.map_or_else(|| plain.clone(), |case| case.apply(&plain)), variant.ident.span())
            }
        }
    }
}

pub(super) fn with_name(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attrs.iter().filter(|attr| attr.path().is_ident("key_part"))
}
