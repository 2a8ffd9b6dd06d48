//! `#[derive(Attribute)]`: what types look like in an item, and that they come back.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod support;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Debug;
use std::marker::PhantomData;

use monotable::{Attribute, Binary, Item, Number, Reader, Type, Value};

use support::{load, map, round_trip, stored};

#[derive(Attribute, Debug, PartialEq, Default)]
#[attr(rename_all = "camelCase")]
struct Address {
    street_name: String,
    #[attr(rename = "zip")]
    postal_code: String,
    r#type: Option<String>,
    #[attr(null)]
    door_code: Option<u16>,
    tags: BTreeSet<String>,
    #[attr(default)]
    lines: Vec<String>,
    #[attr(default = a_country)]
    country: String,
    #[attr(alias = "mail", alias = ["e-mail", "contact"])]
    email: String,
    extra: HashMap<String, Value>,
    photo: Binary,
    exact: Number,
}

fn a_country() -> String {
    "CH".to_owned()
}

fn address() -> Address {
    Address {
        street_name: "Main Street".to_owned(),
        postal_code: "8000".to_owned(),
        r#type: Some("home".to_owned()),
        door_code: Some(7),
        tags: BTreeSet::from(["a".to_owned()]),
        lines: vec!["c/o".to_owned()],
        country: "DE".to_owned(),
        email: "a@b".to_owned(),
        extra: HashMap::from([("x".to_owned(), Value::Bool(true))]),
        photo: Binary(vec![0, 255]),
        exact: "12345678901234567890.123456789".parse().unwrap(),
    }
}

#[test]
fn a_struct_is_a_map_and_comes_back() {
    round_trip(&address());
    assert_eq!(Address::TYPE, Some(Type::M));
}

#[test]
fn members_have_the_names_of_the_fields_or_the_given_ones() {
    // given
    let address = Address { r#type: None, door_code: None, tags: BTreeSet::new(), ..address() };
    // when
    let Value::M(members) = stored(&address) else { panic!("not a map") };
    // then: `None` and the empty set are left out, `None` with `null` is not
    let names: Vec<_> = members.keys().map(String::as_str).collect();
    assert_eq!(names, ["country", "doorCode", "email", "exact", "extra", "lines", "photo", "streetName", "zip"]);
    assert_eq!(members["doorCode"], Value::Null);
    assert_eq!(members["photo"], Value::B(vec![0, 255]));
    round_trip(&address);
}

#[test]
fn absent_members_are_read_as_their_type_or_default_says() {
    // given: what must be there and nothing else, under an old name and with a member of a newer program
    let stored = map([
        ("streetName", "Main Street".into()),
        ("zip", "8000".into()),
        ("contact", "a@b".into()),
        ("extra", map([])),
        ("photo", Value::B(Vec::new())),
        ("exact", 1_u8.into()),
        ("unknown", Value::L(vec![map([("deep", Value::Null)])])),
    ]);
    // when
    let address: Address = load(stored).unwrap();
    // then
    assert_eq!(address.r#type, None);
    assert_eq!(address.door_code, None);
    assert_eq!(address.tags, BTreeSet::new());
    assert_eq!(address.lines, Vec::<String>::new());
    assert_eq!(address.country, "CH");
    assert_eq!(address.email, "a@b");
}

#[derive(Attribute, Debug, PartialEq)]
struct Renamed {
    #[attr(alias = "old")]
    new: u8,
}

#[test]
fn the_new_name_wins_over_the_old_one_in_any_order() {
    for order in [["old", "new"], ["new", "old"]] {
        // given
        let item = Item::build(|writer| {
            use monotable::Writer;
            writer.name("it");
            writer.begin_map();
            for name in order {
                writer.name(name);
                (if name == "new" { 1_u8 } else { 2 }).write(writer)?;
            }
            writer.end_map();
            Ok(())
        })
        .unwrap();
        // when
        let mut reader = item.reader();
        reader.next_name().unwrap();
        let renamed = Renamed::read(&mut reader).unwrap();
        // then
        assert_eq!(renamed, Renamed { new: 1 });
    }
}

#[derive(Attribute, Debug, PartialEq)]
struct Outer {
    inner: Vec<Inner>,
}

#[derive(Attribute, Debug, PartialEq)]
struct Inner {
    #[attr(rename = "n#1")]
    n: u8,
}

#[test]
fn errors_name_the_path_and_the_types() {
    let stored = |n: Value| map([("inner", Value::L(vec![map([("n#1", n)])]))]);
    assert_eq!(load::<Outer>(stored("secret".into())).unwrap_err(), "attribute `inner[0].n#1`: expected N, found S");
    assert_eq!(load::<Outer>(map([])).unwrap_err(), "attribute `inner`: is required and missing");
    assert!(load::<Outer>(Value::Null).is_err());
}

#[derive(Attribute, Debug, PartialEq)]
struct Cents(i64);

#[derive(Attribute, Debug, PartialEq)]
struct Maybe(Option<Cents>);

#[test]
fn a_tuple_struct_is_the_value_that_it_wraps() {
    assert_eq!(stored(&Cents(5)), Value::from(5_i64));
    assert_eq!(Cents::TYPE, Some(Type::N));
    round_trip(&Cents(-1));
    // and as absent as the value
    assert!(Maybe(None).is_absent());
    assert_eq!(Maybe::absent(), Some(Maybe(None)));
    assert_eq!(Cents::absent(), None);
}

#[derive(Attribute, Debug, PartialEq)]
#[attr(rename_all = "snake_case")]
enum Status {
    Open,
    #[attr(rename = "PAID", alias = "paid")]
    Paid,
    InTransit,
}

#[test]
fn an_enum_without_payloads_is_a_text() {
    assert_eq!(Status::TYPE, Some(Type::S));
    assert_eq!(
        [Status::Open, Status::Paid, Status::InTransit].map(|status| stored(&status)),
        ["open".into(), "PAID".into(), "in_transit".into()]
    );
    assert_eq!(load::<Status>("paid".into()), Ok(Status::Paid));
    assert_eq!(load::<Status>("lost".into()).unwrap_err(), "expected one of `open`, `PAID`, `in_transit`");
}

#[derive(Attribute, Debug, PartialEq)]
enum Payment {
    Cash,
    Card(Cents),
    #[attr(rename = "iban", alias = "bank")]
    Transfer {
        account: String,
        #[attr(rename = "ref")]
        reference: Option<String>,
    },
    Nothing {},
}

#[test]
fn an_enum_with_payloads_is_a_map_with_the_variant_as_its_member() {
    assert_eq!(Payment::TYPE, None);
    assert_eq!(stored(&Payment::Cash), "Cash".into());
    assert_eq!(stored(&Payment::Card(Cents(3))), map([("Card", 3_u8.into())]));
    let transfer = Payment::Transfer { account: "DE1".to_owned(), reference: Some("x".to_owned()) };
    assert_eq!(stored(&transfer), map([("iban", map([("account", "DE1".into()), ("ref", "x".into())]))]));
    for payment in [Payment::Cash, Payment::Card(Cents(1)), transfer, Payment::Nothing {}] {
        round_trip(&payment);
    }
    let old = load::<Payment>(map([("bank", map([("account", "DE1".into())]))]));
    assert_eq!(old, Ok(Payment::Transfer { account: "DE1".to_owned(), reference: None }));
}

#[test]
fn broken_variants_are_errors_with_a_path() {
    for (stored, error) in [
        (map([]), "expected one of `Cash`, `Card`, `iban`, `Nothing`"),
        (map([("Coin", Value::Null)]), "expected one of `Cash`, `Card`, `iban`, `Nothing`"),
        (map([("Card", "x".into())]), "attribute `Card`: expected N, found S"),
        (map([("iban", map([]))]), "attribute `iban.account`: is required and missing"),
        (
            map([("Card", 1_u8.into()), ("iban", Value::Null)]),
            "expected a map with the name of the variant as its only member",
        ),
    ] {
        assert_eq!(load::<Payment>(stored).unwrap_err(), error);
    }
}

#[derive(Attribute, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Label<T>(T);

#[derive(Attribute, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Size {
    Small,
    Large,
}

#[derive(Attribute, Debug, PartialEq)]
struct Catalog {
    labels: BTreeSet<Label<String>>,
    sizes: std::collections::HashSet<Size>,
    stock: HashMap<Size, BTreeMap<Label<u8>, Cents>>,
}

#[test]
fn wrapped_values_and_texts_are_members_of_sets_and_keys_of_maps() {
    // given
    let catalog = Catalog {
        labels: BTreeSet::from([Label("a".to_owned())]),
        sizes: [Size::Small, Size::Large].into(),
        stock: HashMap::from([(Size::Large, BTreeMap::from([(Label(7), Cents(1))]))]),
    };
    // when
    let Value::M(members) = stored(&catalog) else { panic!("not a map") };
    // then
    assert_eq!(members["labels"], Value::Ss(BTreeSet::from(["a".to_owned()])));
    assert_eq!(members["sizes"], Value::Ss(BTreeSet::from(["Large".to_owned(), "Small".to_owned()])));
    assert_eq!(members["stock"], map([("Large", map([("7", 1_u8.into())]))]));
    round_trip(&catalog);
}

#[derive(Attribute, Debug, PartialEq)]
struct Page<T, const N: usize> {
    items: Vec<T>,
    first: Option<T>,
    grid: [u16; N],
}

#[derive(Attribute, Debug, PartialEq)]
struct Id<T>(String, PhantomData<T>);

#[derive(Attribute, Debug, PartialEq)]
enum Either<L, R>
where
    L: Clone,
{
    Left(L),
    Right { value: R },
}

#[derive(Debug, PartialEq)]
struct NoAttribute;

#[test]
fn generic_types_are_attributes_where_their_parameters_are() {
    round_trip(&Page { items: vec![1_u8], first: None, grid: [1, 2] });
    round_trip(&Id::<NoAttribute>("x".to_owned(), PhantomData));
    round_trip(&Either::<u8, String>::Left(1));
    round_trip(&Either::<u8, String>::Right { value: "r".to_owned() });
}

#[derive(Attribute, Debug, PartialEq)]
struct Tree {
    value: u8,
    children: Vec<Tree>,
    next: Option<Box<Tree>>,
}

#[test]
fn types_may_contain_themselves() {
    let leaf = || Tree { value: 2, children: Vec::new(), next: None };
    round_trip(&Tree { value: 1, children: vec![leaf()], next: Some(Box::new(leaf())) });
}

/// Types of the user with the names of the standard library's.
mod shadowed {
    #![allow(dead_code, reason = "the names are what counts")]

    use monotable::Attribute;

    pub(crate) struct String;
    pub(crate) struct Vec;
    pub(crate) struct Box;
    pub(crate) enum Result {
        Ok,
        Err,
    }
    pub(crate) trait Default {}
    pub(crate) trait Iterator {}
    #[allow(non_upper_case_globals, reason = "shadows the variants too")]
    pub(crate) const Some: u8 = 1;
    pub(crate) struct None;
    pub(crate) struct Ok;
    pub(crate) struct Err;

    #[derive(Attribute, Debug, PartialEq, Clone)]
    pub(crate) struct Option {
        pub name: std::string::String,
        pub reader: u8,
        pub writer: u8,
        #[attr(default)]
        pub value: u8,
        #[attr(default = reader)]
        pub slot: u8,
    }

    fn reader() -> u8 {
        4
    }

    #[derive(Attribute, Debug, PartialEq)]
    pub(crate) enum Choice {
        Some(Option),
        None,
        Named { value: u8, writer: Option },
    }
}

#[test]
fn the_output_survives_types_with_names_of_the_standard_library() {
    let option = shadowed::Option { name: "x".to_owned(), reader: 1, writer: 2, value: 3, slot: 4 };
    round_trip(&option);
    round_trip(&shadowed::Choice::Some(option.clone()));
    round_trip(&shadowed::Choice::None);
    round_trip(&shadowed::Choice::Named { value: 1, writer: option });
    let read: shadowed::Option =
        load(map([("name", "x".into()), ("reader", 1_u8.into()), ("writer", 2_u8.into())])).unwrap();
    assert_eq!((read.value, read.slot), (0, 4));
}

mod renamed {
    pub(crate) mod deps {
        pub(crate) use monotable as mt;
    }

    #[derive(deps::mt::Attribute, Debug, PartialEq)]
    #[attr(crate = deps::mt)]
    pub(crate) struct Point {
        pub x: u8,
    }

    #[derive(deps::mt::Attribute, Debug, PartialEq)]
    #[attr(crate = "self::deps::mt", rename_all = "UPPERCASE")]
    pub(crate) enum Axis {
        X,
    }
}

#[test]
fn the_crate_may_have_another_name() {
    round_trip(&renamed::Point { x: 1 });
    assert_eq!(stored(&renamed::Axis::X), "X".into());
}

#[test]
fn types_from_macros_can_be_fields() {
    macro_rules! wrap {
        ($name:ident, $ty:ty) => {
            #[derive(Attribute, Debug, PartialEq)]
            struct $name {
                value: $ty,
                map: BTreeMap<String, $ty>,
            }
        };
    }
    wrap!(Wrapped, Option<u8>);
    round_trip(&Wrapped { value: None, map: BTreeMap::new() });
}
