//! `#[derive(KeyPart)]`: wrapped values and field-less enums as parts of keys, and as fields.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

use std::fmt::Debug;
use std::marker::PhantomData;

use monotable::keys::{OrderedPart, PartFormat, PartShape, TextPart};
use monotable::values::SetMember;
use monotable::{Attribute, Item, KeyPart, Reader, Reverse, Timestamp, Value, Writer};

fn text<T: KeyPart>(part: &T) -> String {
    let mut text = String::new();
    part.render(PartFormat::Default, &mut text).unwrap();
    text
}

fn round_trip<T: KeyPart + Attribute + PartialEq + Debug>(part: &T) {
    // as a part of a key
    assert_eq!(T::parse(&text(part), PartFormat::Default).as_ref(), Some(part));
    // and as a field
    let item = Item::build(|writer| {
        writer.name("it");
        part.write(writer)
    })
    .unwrap();
    let mut reader = item.reader();
    reader.next_name().unwrap();
    assert_eq!(&T::read(&mut reader).unwrap(), part);
}

fn stored<T: Attribute>(value: &T) -> Value {
    let item = Item::build(|writer| {
        writer.name("it");
        value.write(writer)
    });
    item.unwrap().value("it").unwrap()
}

#[derive(KeyPart, Debug, PartialEq, Eq, Hash)]
struct CustomerId(String);

#[derive(KeyPart, Debug, PartialEq)]
struct Sequence(u32);

#[derive(KeyPart, Debug, PartialEq)]
struct Id<T>(u64, PhantomData<T>);

#[derive(KeyPart, Debug, PartialEq)]
struct Newest<T: Clone>(T)
where
    T: PartialEq;

#[test]
fn a_newtype_is_the_value_that_it_wraps() {
    assert_eq!(text(&CustomerId("c#1".to_owned())), "c#1");
    assert_eq!(text(&Sequence(7)), "0000000007");
    assert_eq!(text(&Id::<Vec<u8>>(7, PhantomData)), "00000000000000000007");
    assert_eq!(stored(&Sequence(7)), 7_u8.into());
    round_trip(&CustomerId("x".to_owned()));
    round_trip(&Sequence(9));
    round_trip(&Id::<Sequence>(1, PhantomData));
    round_trip(&Newest(Timestamp::from_millis(5).unwrap()));
    assert_eq!(Sequence(7).predecessor(), Some(Sequence(6)));
    assert_eq!(Sequence(0).predecessor(), None);
}

#[test]
fn a_newtype_sorts_as_the_value_does() {
    fn ordered<T: OrderedPart>() {}
    fn texts<T: TextPart>() {}
    ordered::<Sequence>();
    ordered::<Newest<u8>>();
    texts::<CustomerId>();
    fn descending<T: KeyPart>() -> bool {
        T::DESCENDING
    }
    #[derive(KeyPart)]
    struct Down(Reverse<u64>);
    assert!(descending::<Down>() && !descending::<Sequence>());
}

#[test]
fn newtypes_are_members_of_sets() {
    let set = std::collections::HashSet::from([CustomerId("a".to_owned())]);
    assert_eq!(stored(&set), Value::Ss(["a".to_owned()].into()));
    fn member<T: SetMember>() {}
    member::<Sequence>();
}

#[derive(KeyPart, Debug, PartialEq, Clone, Copy)]
#[key_part(rename_all = "snake_case")]
enum Size {
    Large,
    Medium,
    #[key_part(rename = "s")]
    Small,
}

#[derive(KeyPart, Debug, PartialEq, Clone, Copy)]
enum Status {
    Open,
    Closed,
}

#[test]
fn an_enum_is_the_text_of_its_variant() {
    assert_eq!([Size::Large, Size::Medium, Size::Small].map(|size| text(&size)), ["large", "medium", "s"]);
    assert_eq!(stored(&Size::Small), "s".into());
    assert!(matches!(Size::SHAPE, PartShape::OneOf(["large", "medium", "s"])));
    assert!(matches!(Size::PLAIN_SHAPE, PartShape::OneOf(["large", "medium", "s"])));
    round_trip(&Size::Medium);
    round_trip(&Status::Open);
    assert_eq!(Status::parse("open", PartFormat::Default), None);
}

#[test]
fn an_enum_has_ranges_where_its_texts_sort_as_declared() {
    fn ordered<T: OrderedPart>() {}
    ordered::<Size>();
    assert_eq!(
        [Size::Large, Size::Medium, Size::Small].map(|size| KeyPart::predecessor(&size)),
        [None, Some(Size::Large), Some(Size::Medium)]
    );
    // `Open` sorts behind `Closed`, which is declared after it
    fn order<T: KeyPart>() -> &'static str {
        std::any::type_name::<T::Order>()
    }
    assert!(order::<Size>().ends_with("::Sorted"));
    assert!(order::<Status>().ends_with("::Unsorted"));
}

#[test]
fn an_unknown_text_is_an_error_that_lists_the_known_ones() {
    let item: Item = [("it", Value::from("secret"))].into_iter().collect();
    let mut reader = item.reader();
    reader.next_name().unwrap();
    assert_eq!(Status::read(&mut reader).unwrap_err().to_string(), "expected one of `Open`, `Closed`");
}

mod shadowed {
    #![allow(dead_code, reason = "the names are what counts")]

    pub(crate) struct String;
    pub(crate) enum Option {
        Some,
        None,
    }

    #[derive(monotable::KeyPart, Debug, PartialEq)]
    pub(crate) struct Result(pub std::string::String);

    #[derive(monotable::KeyPart, Debug, PartialEq)]
    pub(crate) enum Choice {
        None,
        r#Some,
    }
}

#[test]
fn the_output_survives_types_with_names_of_the_standard_library() {
    round_trip(&shadowed::Result("x".to_owned()));
    round_trip(&shadowed::Choice::None);
}
