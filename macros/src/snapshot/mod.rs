//! What the derives print, as files beside their inputs: a change of the output shows in review.
//!
//! To accept a change: `MONOTABLE_BLESS=1 cargo test -p monotable-macros`.

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use syn::DeriveInput;

/// Expands the input file of this name and compares it with the file of what was expanded before.
fn check(name: &str, derive: fn(&DeriveInput) -> TokenStream) {
    let printed = expand(name, derive);
    let expected = folder().join(format!("{name}.expanded.rs"));
    if std::env::var_os("MONOTABLE_BLESS").is_some() {
        std::fs::write(&expected, &printed).unwrap();
    }
    let expected = std::fs::read_to_string(&expected).unwrap_or_default();
    let first = printed.lines().zip(expected.lines()).find(|(printed, expected)| printed != expected);
    assert!(printed == expected, "the output for {name} is another, first at {first:#?}; see the top of this file");
}

fn expand(name: &str, derive: fn(&DeriveInput) -> TokenStream) -> String {
    let input = std::fs::read_to_string(folder().join(format!("{name}.input.rs"))).unwrap();
    let printed = derive(&syn::parse_str(&input).unwrap());
    prettyplease::unparse(&syn::parse2(printed).unwrap())
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/snapshot")
}

#[test]
fn the_output_for_an_entity_is_the_reviewed_one() {
    check("note", crate::entity::derive);
}

#[test]
fn the_output_for_a_collection_is_the_reviewed_one() {
    check("board", crate::collection::derive);
}

#[test]
fn the_output_for_a_table_is_the_reviewed_one() {
    check("notes", crate::table::derive);
}

#[test]
fn the_output_for_an_attribute_is_the_reviewed_one() {
    check("shape", crate::attribute::derive);
}

#[test]
fn the_output_for_a_key_part_is_the_reviewed_one() {
    check("status", crate::key_part::derive);
}

/// What is printed is compiled by everyone who builds the program, so it has a budget. The marker of derived code is nothing to
/// compile.
#[test]
fn an_entity_of_twelve_fields_and_three_patterns_stays_within_830_lines() {
    let printed = expand("twelve_fields", crate::entity::derive);
    let lines = printed.lines().filter(|line| line.trim() != "#[automatically_derived]").count();
    assert!(lines <= 830, "{lines} lines");
}

#[test]
fn every_impl_of_a_trait_is_marked_as_derived() {
    for (input, derive) in [
        ("note", crate::entity::derive as fn(&syn::DeriveInput) -> proc_macro2::TokenStream),
        ("twelve_fields", crate::entity::derive),
        ("notes", crate::table::derive),
        ("shape", crate::attribute::derive),
        ("status", crate::key_part::derive),
    ] {
        let printed = expand(input, derive);
        // On other impls the mark is an error of a coming compiler.
        let file = syn::parse_file(&printed).unwrap();
        assert_eq!(unmarked(&file.items), Vec::<String>::new(), "{input}");
    }
}

/// The impls of traits without the mark, and other impls with it.
fn unmarked(items: &[syn::Item]) -> Vec<String> {
    let mut found = Vec::new();
    for item in items {
        match item {
            syn::Item::Impl(item) => {
                let marked = item.attrs.iter().any(|attr| attr.path().is_ident("automatically_derived"));
                if marked != item.trait_.is_some() {
                    let ty = &item.self_ty;
                    found.push(quote::quote!(#ty).to_string());
                }
            }
            syn::Item::Mod(module) => {
                found.extend(module.content.iter().flat_map(|(_, items)| unmarked(items)));
            }
            syn::Item::Const(constant) => {
                if let syn::Expr::Block(block) = &*constant.expr {
                    let inner = block.block.stmts.iter().filter_map(|stmt| match stmt {
                        syn::Stmt::Item(item) => Some(item.clone()),
                        _ => None,
                    });
                    found.extend(unmarked(&inner.collect::<Vec<_>>()));
                }
            }
            _ => {}
        }
    }
    found
}
