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
    pub aliases: Vec<LitStr>,
    pub other: Slot<()>,
}

impl VariantOptions {
    pub(super) fn parse(variant: &syn::Variant, errors: &mut Errors) -> Self {
        let mut found = Self::default();
        for attr in with_name(&variant.attrs) {
            let known = ["rename", "alias", "template", "other"];
            attr::options(attr, &known, errors, attr::no_head, |key, input, errors| {
                match key.to_string().as_str() {
                    "rename" => found.rename.read(key, attr::text(key, input), errors)?,
                    "alias" => found.aliases.extend(attr::texts(key, input)?),
                    "template" => found.template.read(key, attr::text(key, input), errors)?,
                    _ => found.other.fill(key, (), errors),
                }
                Ok(())
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
