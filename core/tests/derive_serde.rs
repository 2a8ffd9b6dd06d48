//! `#[attr(serde)]`: fields of foreign types.

#![cfg(feature = "serde")]
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod support;

use monotable::{Attribute, Item, Value};
use serde::{Deserialize, Serialize};

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
