//! Prints an entity: the module named after it (`module`), and in an anonymous constant its schema (`schema`), the way
//! to items and back (`item`), its functions (`functions`) and the rules of its attributes (`attributes`). `shape`
//! resolves the keys first; `fallback` stands in for all of it where the declaration has mistakes.

mod attributes;
mod derived;
mod fallback;
mod functions;
mod item;
mod module;
mod schema;
mod shape;

use proc_macro2::TokenStream;
use quote::quote;

use super::model::Model;
use shape::Shape;

pub(super) use fallback::fallback;

/// Everything that an entity without mistakes becomes.
pub(super) fn entity(model: &Model) -> TokenStream {
    let Some(shape) = Shape::of(model) else {
        return fallback(model);
    };
    let krate = &model.krate;
    let module = module::module(&shape);
    let schema = schema::schema(&shape);
    let (parts, rules) = (derived::functions(model), derived::rules(&shape));
    let item = item::entity(&shape);
    let functions = functions::functions(&shape);
    let attributes = attributes::attributes(&shape);
    let scan = model.scan.map(|_| {
        let entity = &model.ident;
        quote!(#[diagnostic::do_not_recommend] #[automatically_derived] impl __m::reach::AllowsScan for #entity {})
    });
    quote! {
        #module
        const _: () = {
            use #krate::__private as __m;
            #schema
            #parts
            #rules
            #item
            #functions
            #attributes
            #scan
        };
    }
}
