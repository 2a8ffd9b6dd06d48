use syn::{DeriveInput, parse_quote};

use super::model::{Model, Shape, sorted};
use crate::errors::Errors;

fn parse(input: &DeriveInput) -> (Model, Vec<String>) {
    let mut errors = Errors::default();
    let model = Model::parse(input, &mut errors);
    (model, errors.texts())
}

#[test]
fn an_enum_is_sorted_if_its_texts_sort_as_declared() {
    for (input, expected) in [
        (
            parse_quote!(
                enum A {
                    Closed,
                    Open,
                }
            ),
            true,
        ),
        (
            parse_quote!(
                enum A {
                    Open,
                    Closed,
                }
            ),
            false,
        ),
        (
            parse_quote!(
                enum A {
                    #[key_part(rename = "1-open")]
                    Open,
                    #[key_part(rename = "2-closed")]
                    Closed,
                }
            ),
            true,
        ),
        (
            parse_quote!(
                #[key_part(rename_all = "snake_case")]
                enum A {
                    InTransit,
                    Open,
                }
            ),
            true,
        ),
        (
            parse_quote!(
                enum A {
                    One,
                }
            ),
            true,
        ),
    ] {
        let (model, texts) = parse(&input);
        let Shape::Enum(variants) = &model.shape else { panic!("{texts:#?}") };
        assert_eq!(sorted(variants), expected);
    }
}

#[test]
fn what_is_not_one_value_is_refused() {
    for (input, expected) in [
        (
            parse_quote!(
                struct A {
                    a: u8,
                }
            ),
            "`A` has named fields, and a key part is one value",
        ),
        (
            parse_quote!(
                struct A(u8, u8);
            ),
            "`A` has 2 values, and a key part is one value",
        ),
        (
            parse_quote!(
                struct A;
            ),
            "`A` holds nothing, and a key part is one value",
        ),
        (
            parse_quote!(
                enum A {}
            ),
            "`A` has no variants",
        ),
        (parse_quote!(union A { a: u8 }), "`A` is a union"),
        (
            parse_quote!(
                enum A {
                    X(u8),
                    Y,
                }
            ),
            "`A::X` holds something, and a key part is one text",
        ),
        (
            parse_quote!(
                enum A {
                    X,
                    #[key_part(rename = "X")]
                    Y,
                }
            ),
            "`A` writes two variants as `X`: `X` and `Y`",
        ),
        (
            parse_quote!(
                #[key_part(rename_all = "lowercase")]
                struct A(u8);
            ),
            "`A` is a struct, and `rename_all` is for",
        ),
        (
            parse_quote!(
                #[key_part(rename = "a")]
                enum A {
                    X,
                }
            ),
            "`#[key_part(..)]` has no option `rename`; it has `rename_all` and `crate`",
        ),
        (
            parse_quote!(
                enum A {
                    #[key_part(alias = "a")]
                    X,
                }
            ),
            "`#[key_part(..)]` has no option `alias`; it has `rename`",
        ),
        (
            parse_quote!(
                struct A(#[key_part(rename = "x")] u8);
            ),
            "`A` is the value that it wraps, so the field has no options",
        ),
    ] {
        let (_, texts) = parse(&input);
        assert_eq!(texts.len(), 1, "{texts:#?}");
        assert!(texts[0].starts_with(expected), "{}", texts[0]);
    }
}
