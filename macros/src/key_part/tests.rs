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
        let Shape::Enum(variants, _) = &model.shape else { panic!("{texts:#?}") };
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
            "`#[key_part(..)]` has no option `rename`; it has `rename_all`, `crate`, `text`, `chars`, `width`, `ordered`, `fold` and `no_display`",
        ),
        (
            parse_quote!(
                enum A {
                    #[key_part(serde)]
                    X,
                }
            ),
            "`#[key_part(..)]` has no option `serde`; it has `rename`, `alias`, `template` and `other`",
        ),
        (
            parse_quote!(
                enum A {
                    #[key_part(alias = "Y")]
                    X,
                    Y,
                }
            ),
            "`A` writes two variants as `Y`: `X` and `Y`; rename one",
        ),
        (
            parse_quote!(
                enum A {
                    X,
                    #[key_part(other)]
                    Y {
                        text: String,
                    },
                }
            ),
            "`#[key_part(other)]` keeps the text of an unknown variant, so `A::Y` holds one: write `Y(String)`",
        ),
        (
            parse_quote!(
                enum A {
                    #[key_part(template = "X#{0}")]
                    X(u8),
                    #[key_part(other)]
                    Y,
                }
            ),
            "`A` is read by templates, and `other` is for enums without them; leave it out",
        ),
        (
            parse_quote!(
                #[key_part(width = 5)]
                struct A(u8);
            ),
            "`width` says what the texts of a foreign type are like, so it needs `text`",
        ),
        (
            parse_quote!(
                #[key_part(text, width = "5")]
                struct A(u8);
            ),
            "`width` is the number of characters of every text",
        ),
        (
            parse_quote!(
                #[key_part(text, chars = "z-a")]
                struct A(u8);
            ),
            "`chars` has the range `z-a`, which holds nothing",
        ),
        (
            parse_quote!(
                #[key_part(text, ordered, fold = "lower")]
                struct A(u8);
            ),
            "`A` folds the case of its texts, so they do not sort",
        ),
        (
            parse_quote!(
                #[key_part(fold = "title")]
                struct A(String);
            ),
            "there is no case `title` to fold to",
        ),
        (
            parse_quote!(
                #[key_part(text)]
                enum A {
                    X,
                }
            ),
            "`text` is for a struct around one value",
        ),
        (
            parse_quote!(
                enum A {
                    #[key_part(template = "X#{0}")]
                    X(u8),
                    Y(u8),
                }
            ),
            "`A::Y` holds something, so it needs a template, as in `#[key_part(template = \"Y#{0}\")]`",
        ),
        (
            parse_quote!(
                enum A {
                    #[key_part(template = "X#{0}")]
                    X(u8, u8),
                }
            ),
            "the template of `A::X` leaves out `1`",
        ),
        (
            parse_quote!(
                enum A {
                    #[key_part(template = "X#{id}")]
                    X(),
                }
            ),
            "the template of `A::X` has the part `id`, and the variant holds nothing",
        ),
        (
            parse_quote!(
                enum A {
                    #[key_part(template = "X-{0}")]
                    X(u8),
                }
            ),
            "the template of `A::X` glues `X-{0}` together",
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
