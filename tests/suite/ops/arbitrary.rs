//! Nothing stored can make a panic: arbitrary items, and damaged ones of our own, into every entity.

use std::collections::{BTreeMap, BTreeSet};

use monotable::json::JsonReader;
use monotable::{Entity, Item, Number, Table, Value};
use proptest::prelude::*;

use super::fixture::{Customer, Line, Order, Session, Shop, order};

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        (any::<i64>(), 0..120i32).prop_map(|(digits, exponent)| {
            Value::N(format!("{digits}e{exponent}").parse::<Number>().unwrap_or(Number::ZERO))
        }),
        text().prop_map(Value::S),
        prop::collection::vec(any::<u8>(), 0..8).prop_map(Value::B),
        prop::collection::btree_set(text(), 1..3).prop_map(Value::Ss),
        prop::collection::btree_set(any::<u16>(), 1..3)
            .prop_map(|set| Value::Ns(set.into_iter().map(Number::from).collect::<BTreeSet<_>>())),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::L),
            prop::collection::btree_map(name(), inner, 0..4).prop_map(Value::M),
        ]
    })
}

/// Texts that look like keys, and others.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z#$0-9a-z%]{0,12}",
        Just("CUSTOMER#c1".to_owned()),
        Just("ORDER#00000000000000000001#o1".to_owned()),
        Just("LINE#o1#007".to_owned()),
        Just("Open".to_owned()),
        any::<String>(),
    ]
}

/// Names that the entities know, and others.
fn name() -> impl Strategy<Value = String> {
    const KNOWN: [&str; 19] = [
        "PK",
        "SK",
        "_type",
        "customer_id",
        "email",
        "address",
        "tags",
        "city",
        "zip",
        "placed_at",
        "order_id",
        "status",
        "region",
        "carrier",
        "total",
        "notes",
        "number",
        "version",
        "expires_at",
    ];
    prop_oneof![4 => prop::sample::select(KNOWN.as_slice()).prop_map(str::to_owned), 1 => "[a-z]{0,3}"]
}

fn read_every_way(item: &Item) {
    let _ = Customer::from_item(item);
    let _ = Order::from_item(item);
    let _ = Line::from_item(item);
    let _ = Session::from_item(item);
    let _ = Shop::from_item(item);
    // Whatever the tag says.
    let _ = Customer::read(&mut item.reader());
    let _ = Order::read(&mut item.reader());
    let json = item.to_json();
    if let Ok(mut reader) = JsonReader::item(json.as_bytes()) {
        let from_json = Order::read_dyn(&mut reader);
        assert_eq!(from_json.is_ok(), Order::read(&mut item.reader()).is_ok(), "rows and JSON agree");
    }
}

proptest! {
    #[test]
    fn arbitrary_items_are_read_or_refused(attributes in prop::collection::btree_map(name(), value(), 0..12)) {
        read_every_way(&attributes.into_iter().collect());
    }

    #[test]
    fn damaged_items_are_read_or_refused(damage in prop::collection::btree_map(name(), prop::option::of(value()), 1..4)) {
        let mut attributes: BTreeMap<String, Value> = order("c1", 1, 1)
            .to_item()
            .unwrap()
            .iter()
            .map(|(name, value)| (String::from_utf8_lossy(name).into_owned(), Value::from(value)))
            .collect();
        for (name, value) in damage {
            match value {
                Some(value) => attributes.insert(name, value),
                None => attributes.remove(&name),
            };
        }
        read_every_way(&attributes.into_iter().collect());
    }
}
