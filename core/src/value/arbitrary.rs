//! Values for property tests.

use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;

use super::{Number, Value};

/// Returns any value: every type, empty containers, a few levels, texts that need escapes.
pub(crate) fn value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        number().prop_map(Value::N),
        text().prop_map(Value::S),
        vec(any::<u8>(), 0..20).prop_map(Value::B),
        btree_set(text(), 1..4).prop_map(Value::Ss),
        btree_set(number(), 1..4).prop_map(Value::Ns),
        btree_set(vec(any::<u8>(), 0..8), 1..4).prop_map(Value::Bs),
    ];
    scalar.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![vec(inner.clone(), 0..6).prop_map(Value::L), btree_map(text(), inner, 0..6).prop_map(Value::M),]
    })
}

pub(crate) fn attributes() -> impl Strategy<Value = std::collections::BTreeMap<String, Value>> {
    btree_map(text(), value(), 0..8)
}

pub(crate) fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        any::<i64>().prop_map(Number::from),
        (any::<i64>(), -120..100i32)
            .prop_map(|(digits, exponent)| format!("{digits}e{exponent}").parse().expect("19 digits in range")),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[a-z#_]{0,12}", 1 => "\\PC{0,6}", 1 => "[\\x00-\\x7f]{0,20}", 1 => "[ab\"\\\\\u{e9}\u{1f600}]{0,200}"]
}
