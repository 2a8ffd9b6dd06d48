use syn::{DeriveInput, parse_quote};

use super::Model;
use crate::errors::Errors;

/// The one mistake of an input.
fn mistake(input: &DeriveInput) -> String {
    let mut errors = Errors::default();
    Model::parse(input, &mut errors);
    let texts = errors.texts();
    assert_eq!(texts.len(), 1, "{texts:#?}");
    texts.into_iter().next().unwrap_or_default()
}

#[test]
fn shapes_that_cannot_be_stored_are_refused() {
    for (input, expected) in [
        (
            parse_quote!(
                struct A;
            ),
            "`A` holds nothing to store",
        ),
        (
            parse_quote!(
                struct A(u8, u8);
            ),
            "`A` is a tuple struct of 2 values",
        ),
        (
            parse_quote!(
                struct A();
            ),
            "`A` is a tuple struct of 0 values",
        ),
        (
            parse_quote!(
                enum A {}
            ),
            "`A` has no variants",
        ),
        (
            parse_quote!(
                enum A {
                    X(u8, u8),
                }
            ),
            "`A::X` holds 2 values; a variant holds one, or several with names",
        ),
        (parse_quote!(union A { x: u8 }), "`A` is a union"),
        (
            parse_quote!(
                struct A(Vec<u8>);
            ),
            "`A` is a `Vec<u8>`",
        ),
        (
            parse_quote!(
                enum A {
                    X(Vec<u8>),
                }
            ),
            "`A::X` is a `Vec<u8>`",
        ),
        (
            parse_quote!(
                struct A([u8; 16]);
            ),
            "`A` is a `[u8; N]`",
        ),
        (
            parse_quote!(
                enum A {
                    X(Vec<Option<Box<Option<u8>>>>),
                }
            ),
            "`A::X` is an `Option` in an `Option`",
        ),
    ] {
        let text = mistake(&input);
        assert!(text.starts_with(expected), "{text}");
    }
}

#[test]
fn options_are_checked() {
    for (input, expected) in [
        (
            parse_quote!(
                enum A {
                    B,
                    #[attr(other)]
                    C,
                }
            ),
            "`#[attr(other)]` keeps the text of an unknown variant, so `A::C` holds one: write `C(String)`",
        ),
        (
            parse_quote!(
                enum A {
                    #[attr(other)]
                    C(String),
                    #[attr(other)]
                    D(String),
                }
            ),
            "`A::C` takes every unknown text already; keep one `other`",
        ),
        (
            parse_quote!(
                enum A {
                    #[attr(other, rename = "c")]
                    C(String),
                }
            ),
            "`A::C` keeps the text that it was read from; leave this out",
        ),
        (
            parse_quote!(
                enum A {
                    B {
                        x: u8,
                    },
                    #[attr(other)]
                    C(String),
                }
            ),
            "`other` is for enums that are stored as texts, and `A::B` holds something",
        ),
        (
            parse_quote!(
                #[attr(rename_all = "Title")]
                struct A {
                    a: u8,
                }
            ),
            "`Title` is no case; the cases are `lowercase`, `UPPERCASE`,",
        ),
        (
            parse_quote!(
                #[attr(rename = "b")]
                struct A {
                    a: u8,
                }
            ),
            "`#[attr(..)]` has no option `rename`; it has `rename_all` and `crate`",
        ),
        (
            parse_quote!(
                struct A {
                    #[attr(version)]
                    a: u64,
                }
            ),
            "`#[attr(..)]` has no option `version`; it has `rename`, `default`,",
        ),
        (
            parse_quote!(
                struct A {
                    #[attr(rename = "b")]
                    a: u8,
                    b: u8,
                }
            ),
            "`A` has two fields for the attribute `b`: `a` and `b`",
        ),
        (
            parse_quote!(
                struct A {
                    #[attr(alias = "a")]
                    a: u8,
                }
            ),
            "`A::a` is called `a` twice",
        ),
        (
            parse_quote!(
                enum A {
                    X,
                    #[attr(rename = "X")]
                    Y,
                }
            ),
            "`A` stores two variants as `X`: `X` and `Y`",
        ),
        (
            parse_quote!(
                enum A {
                    X {
                        #[attr(rename = "b")]
                        a: u8,
                        b: u8,
                    },
                }
            ),
            "`A::X` has two fields for the attribute `b`",
        ),
        (
            parse_quote!(
                enum A {
                    #[attr(default)]
                    X,
                }
            ),
            "`#[attr(..)]` has no option `default`; it has `rename`, `alias` and `other`",
        ),
        (
            parse_quote!(
                struct A {
                    #[attr(default = 5)]
                    a: u8,
                }
            ),
            "`default` takes a path: write `default = path::Name`",
        ),
    ] {
        let text = mistake(&input);
        assert!(text.starts_with(expected), "{text}");
    }
}
