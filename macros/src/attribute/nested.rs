//! The members of a struct as conditions and updates see them: `o.address.then(|a| a.city)`.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::Visibility;

use super::model::Model;
use crate::codec::local;
use crate::field::Field;
use crate::names;

/// A struct with a place for each member, and the impl that gives it. A generic struct is a map without named members
/// here.
pub(super) fn members(model: &Model, fields: &[Field]) -> TokenStream {
    if !model.generics.params.is_empty() {
        return TokenStream::new();
    }
    let (ident, vis, krate) = (&model.ident, &model.vis, &model.krate);
    let owner = ident;
    let name = format_ident!("{}Members", names::plain(ident));
    let doc = format!("Members of `{}`, for conditions and updates.", names::plain(ident));
    let stored: Vec<_> = fields.iter().filter(|field| field.is_stored()).collect();
    let places = stored.iter().map(|field| {
        let (vis, ident, ty) = (&field.vis, &field.ident, &field.ty);
        let value = field.optional().unwrap_or(ty);
        quote!(#vis #ident: #krate::reach::NestedField<__Root, #value, __Use, #ty>,)
    });
    let path = local("path");
    let values = stored.iter().map(|field| {
        let (ident, name) = (&field.ident, &field.name);
        let below = if field.options.null.span().is_some() { quote!(null_below) } else { quote!(below) };
        quote!(#ident: #krate::reach::NestedField::#below(#path, #name),)
    });
    let parts = stored.iter().filter(|field| is_as_visible(&field.vis, vis)).map(|field| {
        let (ident, ty, number) = (&field.ident, &field.ty, names::hash(&names::plain(&field.ident)));
        quote! {
            #[automatically_derived]
            impl #krate::reach::HasMember<#number> for #owner {
                type Member = #ty;
                fn member(&self) -> &#ty {
                    &self.#ident
                }
            }
        }
    });
    // without members nothing else would mention the parameters; with them, it would be one more to choose from
    let empty = stored.is_empty();
    let unused = empty.then(|| quote!(__use: ::core::marker::PhantomData<fn() -> (__Root, __Use)>,));
    let unused_value = empty.then(|| quote!(__use: ::core::marker::PhantomData));
    quote! {
        const _: () = {
            #[doc = #doc]
            #[allow(dead_code, missing_docs)]
            #vis struct #name<__Root, __Use> {
                #(#places)*
                #unused
            }
            #[automatically_derived]
            impl #krate::reach::NestedFields for #ident {
                type Members<__Root, __Use> = #name<__Root, __Use>;
                #[allow(unused_variables)]
                fn members<__Root, __Use>(#path: &#krate::expression::Path) -> #name<__Root, __Use> {
                    #name { #(#values)* #unused_value }
                }
            }
            #(#parts)*
        };
    }
}

/// Returns whether a member is seen wherever its struct is, and so may be named wherever that is.
fn is_as_visible(member: &Visibility, owner: &Visibility) -> bool {
    let text = |vis: &Visibility| vis.to_token_stream().to_string();
    matches!(owner, Visibility::Inherited) || matches!(member, Visibility::Public(_)) || text(member) == text(owner)
}
