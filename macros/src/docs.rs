//! The pages of the derives name every option that the parsers know, and no other; each stands in an example, which runs.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use syn::DeriveInput;

/// A page: what derives, its text, and an input with a wrong option in every place.
fn check(page: &str, derive: fn(&DeriveInput) -> TokenStream, input: &str) {
    let printed = derive(&syn::parse_str(input).unwrap()).to_string();
    let mut known: Vec<BTreeSet<&str>> = printed.split("has no option `").skip(1).map(quoted_behind).collect();
    let sections: Vec<&str> = page.split("\n# ").filter(|section| section.starts_with("Option")).collect();
    let mut named: Vec<BTreeSet<&str>> = sections.iter().map(|section| bullets(section)).collect();
    known.sort();
    named.sort();
    assert_eq!(named, known, "options on the page, and those that the parser knows");
    let examples: String = page.split("```").skip(1).step_by(2).collect();
    let attributes: Vec<&str> = examples.lines().filter(|line| line.trim_start().starts_with("#[")).collect();
    for option in known.into_iter().flatten() {
        let shown = attributes
            .iter()
            .any(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == option));
        assert!(shown, "no example shows `{option}`");
    }
}

/// The words of `x`; it has `a`, `b` and `c`.
fn quoted_behind(text: &str) -> BTreeSet<&str> {
    let list = text.split_once("; it has ").unwrap().1;
    let list = list.split('"').next().unwrap();
    list.split('`').skip(1).step_by(2).collect()
}

/// The options of a section: `- `name`: what it does.`
fn bullets(section: &str) -> BTreeSet<&str> {
    section.lines().filter_map(|line| line.strip_prefix("- `")).map(|line| line.split('`').next().unwrap()).collect()
}

#[test]
fn the_page_of_tables_is_complete() {
    let input = "
        #[table(pk = \"PK\", zzz)]
        #[gsi(A, pk = [a], zzz)]
        #[lsi(B, sk = [b], zzz)]
        #[inverted(C, zzz)]
        enum Shop { #[table(zzz)] Order(Order) }
    ";
    check(include_str!("../doc/table.md"), crate::table::derive, input);
}

#[test]
fn the_page_of_entities_is_complete() {
    let input = "
        #[entity(table = Shop, zzz)]
        #[key(pk = \"O#{id}\", zzz)]
        #[index(by: Gsi1, pk = \"O#{id}\", zzz)]
        struct Order { #[attr(zzz)] id: String }
    ";
    check(include_str!("../doc/entity.md"), crate::entity::derive, input);
}

#[test]
fn the_page_of_key_parts_is_complete() {
    let input = "#[key_part(zzz)] enum Status { #[key_part(zzz)] Open }";
    check(include_str!("../doc/key_part.md"), crate::key_part::derive, input);
}

#[test]
fn the_page_of_attributes_is_complete() {
    let input = "#[attr(zzz)] enum Shape { #[attr(zzz)] Round { #[attr(zzz)] size: u8 } }";
    check(include_str!("../doc/attribute.md"), crate::attribute::derive, input);
}

#[test]
fn the_page_of_collections_is_complete() {
    let input = "#[collection(table = T, by = a::Of, zzz)] struct View { #[collection(zzz)] a: A }";
    check(include_str!("../doc/collection.md"), crate::collection::derive, input);
}
