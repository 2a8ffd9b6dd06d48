//! `#[attr(serde)]`: fields of foreign types.

#![cfg(feature = "serde")]
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use monotable::{Attribute, Item, Timestamp, Ttl, Value};
use serde::{Deserialize, Serialize};
use serde_dynamo::AttributeValue;

use support::{load, map, round_trip, stored};

#[derive(Serialize, Deserialize, Debug, PartialEq, Default)]
struct Foreign {
    name: String,
    at: (u8, i64),
    kind: Kind,
    nothing: Option<u8>,
    ratio: f64,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Default)]
enum Kind {
    #[default]
    Plain,
    With(u8),
}

#[derive(Attribute, Debug, PartialEq)]
struct Holder {
    #[attr(serde, rename = "f", alias = "g")]
    foreign: Foreign,
    #[attr(serde)]
    maybe: Option<Foreign>,
    #[attr(serde, default)]
    kind: Kind,
}

#[derive(Attribute, Debug, PartialEq)]
struct Newtype(#[attr(serde)] Foreign);

#[derive(Attribute, Debug, PartialEq)]
enum Choice {
    One(#[attr(serde)] Foreign),
}

fn foreign() -> Foreign {
    Foreign { name: "x".to_owned(), at: (1, -2), kind: Kind::With(3), nothing: None, ratio: 0.5 }
}

#[test]
fn fields_go_through_serde_and_come_back() {
    round_trip(&Holder { foreign: foreign(), maybe: None, kind: Kind::Plain });
    round_trip(&Holder { foreign: foreign(), maybe: Some(foreign()), kind: Kind::With(1) });
    round_trip(&Newtype(foreign()));
    round_trip(&Choice::One(foreign()));
}

#[test]
fn nothing_is_left_out_and_read_back_as_nothing() {
    let Value::M(members) = stored(&Holder { foreign: foreign(), maybe: None, kind: Kind::Plain }) else {
        panic!("not a map")
    };
    assert_eq!(members.keys().collect::<Vec<_>>(), ["f", "kind"]);
    let read: Holder = load(map([("g", members["f"].clone())])).unwrap();
    assert_eq!((read.maybe, read.kind), (None, Kind::Plain));
}

#[test]
fn errors_have_a_path_and_no_value() {
    let error = load::<Holder>(map([("f", "secret".into())])).unwrap_err();
    assert!(error.starts_with("attribute `f`: "), "{error}");
    assert!(!error.contains("secret"));
    let with = |name, value| {
        let Value::M(mut members) = stored(&Newtype(foreign())) else { panic!("not a map") };
        members.insert(String::from(name), value);
        load::<Newtype>(Value::M(members)).unwrap_err()
    };
    let unknown = with("kind", "Fax".into());
    assert!(unknown.contains("unknown variant `Fax`, expected `Plain` or `With`"), "{unknown}");
    for (name, value) in [("name", 4711.into()), ("at", "secret".into()), ("ratio", "secret".into())] {
        let error = with(name, value);
        assert!(!error.contains("secret") && !error.contains("4711"), "{error}");
    }
    assert_eq!(load::<Holder>(map([])).unwrap_err(), "attribute `f`: is required and missing");
    // and on the way in: a NaN is no number
    let bad = Holder { foreign: Foreign { ratio: f64::NAN, ..foreign() }, maybe: None, kind: Kind::Plain };
    assert!(Item::build(|writer| bad.write(writer)).is_err());
}

/// What a program wrote that stores whole structs with serde_dynamo.
#[derive(Serialize)]
struct Written {
    tags: BTreeSet<String>,
    no_tags: BTreeSet<u8>,
    note: Option<String>,
    count: Option<u8>,
    kind: Kind,
    plain: Kind,
    scores: BTreeMap<u8, i64>,
    code: Vec<u8>,
    at: String,
    ttl: f64,
    nested: Vec<Option<BTreeSet<u8>>>,
    #[serde(with = "serde_dynamo::string_set")]
    names: BTreeSet<String>,
}

#[derive(Attribute, Debug, PartialEq)]
enum Sort {
    Plain,
    With(u8),
}

#[derive(Attribute, Debug, PartialEq)]
struct Read {
    tags: BTreeSet<String>,
    no_tags: BTreeSet<u8>,
    note: Option<String>,
    #[attr(default)]
    count: u8,
    kind: Sort,
    plain: Sort,
    scores: BTreeMap<u8, i64>,
    code: Vec<u16>,
    at: Timestamp,
    ttl: Option<Ttl>,
    nested: Vec<BTreeSet<u8>>,
    names: BTreeSet<String>,
}

#[test]
fn what_serde_dynamo_wrote_is_read_by_fields() {
    let tags = BTreeSet::from(["a".to_owned(), "b".to_owned()]);
    let written = Written {
        tags: tags.clone(),
        no_tags: BTreeSet::new(),
        note: None,
        count: None,
        kind: Kind::With(7),
        plain: Kind::Plain,
        scores: BTreeMap::from([(1, -1), (255, i64::MAX)]),
        code: vec![1, 2],
        at: "2025-12-17T21:47:08.305464+0000".to_owned(),
        ttl: 1_700_000_000.25,
        nested: vec![None, Some(BTreeSet::from([1])), Some(BTreeSet::new())],
        names: tags.clone(),
    };
    let item: std::collections::HashMap<String, AttributeValue> = serde_dynamo::to_item(written).unwrap();

    let members = item.into_iter().map(|(name, value)| (name, own(value)));
    let read: Read = load(Value::M(members.collect())).unwrap();

    assert_eq!(
        read,
        Read {
            tags: tags.clone(),
            no_tags: BTreeSet::new(),
            note: None,
            count: 0,
            kind: Sort::With(7),
            plain: Sort::Plain,
            scores: BTreeMap::from([(1, -1), (255, i64::MAX)]),
            code: vec![1, 2],
            at: "2025-12-17T21:47:08.305Z".parse().unwrap(),
            ttl: Ttl::from_secs(1_700_000_000),
            nested: vec![BTreeSet::new(), BTreeSet::from([1]), BTreeSet::new()],
            names: tags,
        }
    );
}

fn own(value: AttributeValue) -> Value {
    match value {
        AttributeValue::N(number) => Value::N(number.parse().unwrap()),
        AttributeValue::S(text) => text.into(),
        AttributeValue::Bool(value) => Value::Bool(value),
        AttributeValue::B(bytes) => Value::B(bytes),
        AttributeValue::Null(_) => Value::Null,
        AttributeValue::M(map) => Value::M(map.into_iter().map(|(name, value)| (name, own(value))).collect()),
        AttributeValue::L(list) => Value::L(list.into_iter().map(own).collect()),
        AttributeValue::Ss(set) => Value::Ss(set.into_iter().collect()),
        AttributeValue::Ns(set) => Value::Ns(set.iter().map(|number| number.parse().unwrap()).collect()),
        AttributeValue::Bs(set) => Value::Bs(set.into_iter().collect()),
    }
}

#[test]
fn numbers_of_128_bits_are_refused_by_serde_and_not_rounded() {
    #[derive(Serialize, Deserialize, Debug, PartialEq)]
    struct Wide {
        wide: u128,
    }
    #[derive(Attribute, Debug, PartialEq)]
    struct Holds {
        #[attr(serde)]
        wide: Wide,
    }
    let small = Holds { wide: Wide { wide: 1 } };
    assert!(Item::build(|writer| small.write(writer)).is_err());
    let big = map([("wide", Value::N("12345678901234567890123".parse().unwrap()))]);
    assert!(load::<Holds>(map([("wide", big)])).is_err());
}
