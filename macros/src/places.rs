//! Where helper attributes can stand: what means nothing is refused, with the right place in the text.

use syn::{Attribute, Data, DeriveInput, Fields};

use crate::errors::Errors;

/// A helper attribute of a derive.
pub(crate) struct Helper {
    pub(crate) name: &'static str,
    /// Where it means something.
    pub(crate) places: &'static [Place],
    /// Where it goes instead, and how it is written there.
    pub(crate) instead: &'static str,
}

/// A place in the item that a derive stands on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The struct or enum itself.
    Item,
    Field,
    Variant,
    /// A field of a variant.
    VariantField,
}

/// Refuses every helper attribute of a derive that stands where it means nothing.
pub(crate) fn check(helpers: &[Helper], input: &DeriveInput, errors: &mut Errors) {
    let mut look = |attrs: &[Attribute], place: Place| {
        for attr in attrs {
            let Some(helper) = helpers.iter().find(|helper| attr.path().is_ident(helper.name)) else { continue };
            if !helper.places.contains(&place) {
                let (name, instead) = (helper.name, helper.instead);
                errors.on(
                    attr.path(),
                    format_args!("`#[{name}]` means nothing on {}; {instead}", place.words(&input.data)),
                );
            }
        }
    };
    look(&input.attrs, Place::Item);
    match &input.data {
        Data::Struct(data) => each_field(&data.fields, |attrs| look(attrs, Place::Field)),
        Data::Enum(data) => {
            for variant in &data.variants {
                look(&variant.attrs, Place::Variant);
                each_field(&variant.fields, |attrs| look(attrs, Place::VariantField));
            }
        }
        Data::Union(_) => {}
    }
}

fn each_field(fields: &Fields, mut look: impl FnMut(&[Attribute])) {
    fields.iter().for_each(|field| look(&field.attrs));
}

impl Place {
    fn words(self, data: &Data) -> &'static str {
        match (self, data) {
            (Self::Item, Data::Enum(_)) => "the enum",
            (Self::Item, _) => "the struct",
            (Self::Field, _) => "a field",
            (Self::Variant, _) => "a variant",
            (Self::VariantField, _) => "a field of a variant",
        }
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    fn refused(derive: fn(&DeriveInput) -> proc_macro2::TokenStream, input: &DeriveInput) -> Vec<String> {
        let printed = derive(input).to_string();
        let texts = printed.split("compile_error ! { \"").skip(1);
        texts
            .map(|text| text.split("\" }").next().unwrap().to_owned())
            .filter(|text| text.contains("nothing"))
            .collect()
    }

    #[test]
    fn helper_attributes_are_refused_wherever_they_mean_nothing() {
        // given: each derive's helper attributes, in every place that is not theirs
        let entity = parse_quote! {
            #[entity(table = Shop)]
            #[key(pk = "O#{id}")]
            #[attr(rename = "x", crate = "nosql")]
            struct Order { #[entity(scan)] #[key(pk = "id")] #[index(by: ById)] id: String }
        };
        let table = parse_quote! {
            #[table(pk = "PK")]
            enum Shop { #[gsi(A, pk = [a])] #[lsi(B, sk = [b])] #[inverted(C)] Order(#[table(other)] Order) }
        };
        let key_part = parse_quote!(
            enum Status {
                Open(#[key_part(rename = "o")] u8),
            }
        );
        // when
        let counts = [
            refused(crate::entity::derive, &entity).len(),
            refused(crate::table::derive, &table).len(),
            refused(crate::key_part::derive, &key_part).len(),
        ];
        // then
        assert_eq!(counts, [5, 4, 1]);
    }

    #[test]
    fn options_of_another_derive_are_left_to_it_where_the_entity_says_them_too() {
        let both = parse_quote! {
            #[entity(table = Shop, rename_all = "camelCase")]
            #[key(pk = "O#{id}")]
            #[attr(rename_all = "camelCase")]
            struct Order { id: String }
        };

        assert_eq!(refused(crate::entity::derive, &both), Vec::<String>::new());
    }
}
