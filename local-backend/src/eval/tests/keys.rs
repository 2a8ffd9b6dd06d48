use std::cmp::Ordering;
use std::sync::Arc;

use monotable::expression::{Path, Update};
use monotable::request::control::{KeyAttribute, Projection};
use monotable::schema::IndexKind;
use monotable::values::ValueRef;
use monotable::{Item, Type};

use super::*;
use crate::eval::{
    check_index_keys, check_key, check_paths_into_keys, check_put_keys, check_update_keys, check_updated_index_keys,
    key_bytes, prefix_bytes,
};
use crate::schema::{IndexSchema, KeySchema, TableSchema};

fn key(name: &'static str, kind: Type) -> KeyAttribute {
    KeyAttribute { name: name.into(), kind }
}

fn keys() -> KeySchema {
    KeySchema { hash: vec![key("pk", Type::S)], range: vec![key("sk", Type::N)] }
}

fn index(name: &str, hash: Vec<KeyAttribute>, range: Vec<KeyAttribute>) -> IndexSchema {
    let keys = KeySchema { hash, range };
    IndexSchema { name: Arc::from(name), kind: IndexKind::Global, keys, projection: Projection::All }
}

/// `zeta` and `alpha` share an attribute; `zeta` is declared first.
fn schema() -> TableSchema {
    let indexes = vec![
        index("zeta", vec![key("a", Type::S)], vec![]),
        index("alpha", vec![key("a", Type::S)], vec![key("b", Type::B)]),
        index("inverted", vec![key("sk", Type::N)], vec![key("pk", Type::S)]),
        index("wide", vec![key("w1", Type::S)], vec![key("r1", Type::S), key("r2", Type::S), key("r3", Type::N)]),
    ];
    TableSchema::new(keys(), indexes)
}

const EMPTY: &str = "The AttributeValue for a key attribute cannot contain an empty string value.";

#[test]
fn the_key_of_a_request_is_exactly_the_key_attributes() {
    assert!(check_key(&keys(), &item([("pk", s("a")), ("sk", n("1"))])).is_ok());
    assert!(check_key(&keys(), &item([("sk", n("1")), ("pk", s("a"))])).is_ok());
    for wrong in [
        Item::empty(),
        item([("pk", s("a"))]),
        item([("sk", n("1"))]),
        item([("pk", s("a")), ("sk", s("1"))]),
        item([("pk", s("a")), ("sk", Value::Null)]),
        item([("pk", s("a")), ("sk", n("1")), ("x", n("1"))]),
        item([("pk", s("a")), ("x", n("1"))]),
        item([("pk", s("")), ("sk", s("1"))]),
    ] {
        assert_eq!(refused(check_key(&keys(), &wrong)), "The provided key element does not match the schema");
    }
}

#[test]
fn an_item_that_is_put_has_its_key_attributes() {
    let put = |item: Item| check_put_keys(&keys(), &item);
    assert!(put(item([("pk", s("a")), ("sk", n("1")), ("x", Value::Null)])).is_ok());
    for (wrong, text) in [
        (Item::empty(), "Missing the key pk in the item"),
        (item([("pk", s("a"))]), "Missing the key sk in the item"),
        (item([("pk", n("1")), ("sk", n("1"))]), "Type mismatch for key pk expected: S actual: N"),
        (item([("pk", s("a")), ("sk", Value::Bool(true))]), "Type mismatch for key sk expected: N actual: BOOL"),
        (item([("pk", s("a")), ("sk", l([]))]), "Type mismatch for key sk expected: N actual: L"),
    ] {
        assert_eq!(refused(put(wrong)), format!("One or more parameter values were invalid: {text}"));
    }
}

#[test]
fn a_key_is_not_empty() {
    let text = format!("One or more parameter values are not valid. {EMPTY} Key: pk");
    let empty = item([("pk", s("")), ("sk", n("1"))]);
    assert_eq!(refused(check_key(&keys(), &empty)), text);
    assert_eq!(refused(check_put_keys(&keys(), &empty)), text);

    let binary = KeySchema { hash: vec![key("pk", Type::B)], range: vec![] };
    assert_eq!(
        refused(check_key(&binary, &item([("pk", b(b""))]))),
        format!("One or more parameter values are not valid. {} Key: pk", EMPTY.replace("string", "binary"))
    );
}

#[test]
fn a_key_is_at_most_2048_and_1024_bytes_long() {
    let keys = KeySchema { hash: vec![key("pk", Type::S)], range: vec![key("sk", Type::B)] };
    let of = |hash: usize, range: usize| item([("pk", s(&"x".repeat(hash))), ("sk", b(&vec![0; range]))]);
    assert!(check_key(&keys, &of(2048, 1024)).is_ok());
    assert_eq!(
        refused(check_key(&keys, &of(2049, 1))),
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes"
    );
    assert_eq!(
        refused(check_put_keys(&keys, &of(1, 1025))),
        "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 \
         bytes"
    );
    // Characters count by their bytes.
    assert!(check_key(&keys, &item([("pk", s(&"\u{e9}".repeat(1025))), ("sk", b(b"x"))])).is_err());
}

#[test]
fn an_index_key_may_be_missing_but_not_be_of_another_type() {
    let check = |value: Value| check_index_keys(&schema(), &item([("pk", s("p")), ("sk", n("1")), ("a", value)]));
    assert!(check_index_keys(&schema(), &item([("pk", s("p")), ("sk", n("1"))])).is_ok());
    assert!(check(s("x")).is_ok());
    for (value, kind) in [
        (n("1"), "N"),
        (Value::Null, "NULL"),
        (l([]), "L"),
        (m([]), "M"),
        (Value::Bool(true), "BOOL"),
        (ss(&["a"]), "SS"),
    ] {
        assert_eq!(
            refused(check(value)),
            format!(
                "One or more parameter values were invalid: Type mismatch for Index Key a Expected: S Actual: {kind} \
                 IndexName: alpha"
            )
        );
    }
}

#[test]
fn an_empty_index_key_names_the_first_index_in_a_put_and_none_in_an_update() {
    let empty = item([("pk", s("p")), ("sk", n("1")), ("a", s(""))]);
    assert_eq!(
        refused(check_index_keys(&schema(), &empty)),
        format!(
            "One or more parameter values are not valid. A value specified for a secondary index key is not supported. \
             {EMPTY} IndexName: alpha, IndexKey: a"
        )
    );
    let update = Update { set: vec![(path("a"), to(s("")))], ..Update::default() };
    assert_eq!(
        refused(check_updated_index_keys(&schema(), &update, &empty)),
        format!(
            "One or more parameter values are not valid. The update expression attempted to update a secondary index key \
             to a value that is not supported. {EMPTY}"
        )
    );
}

#[test]
fn an_update_answers_for_the_index_keys_that_it_touches() {
    let wrong = item([("pk", s("p")), ("sk", n("1")), ("a", n("1"))]);
    let touching = Update { set: vec![(path("a"), to(n("1")))], ..Update::default() };
    let other = Update { set: vec![(path("x"), to(n("1")))], ..Update::default() };
    assert!(refused(check_updated_index_keys(&schema(), &touching, &wrong)).ends_with("IndexName: alpha"));
    assert!(check_updated_index_keys(&schema(), &other, &wrong).is_ok());
}

#[test]
fn index_keys_have_the_limits_of_keys_each_index_for_itself() {
    let with = |attributes: Vec<(&str, usize)>| {
        let mut all = vec![("pk", s("p")), ("sk", n("1"))];
        all.extend(attributes.into_iter().map(|(name, len)| (name, s(&"x".repeat(len)))));
        check_index_keys(&schema(), &all.into_iter().collect())
    };
    assert!(with(vec![("a", 2048)]).is_ok());
    assert!(refused(with(vec![("a", 2049)])).contains("hashkey"));
    assert!(with(vec![("r1", 512), ("r2", 512)]).is_ok());
    assert!(refused(with(vec![("r1", 512), ("r2", 513)])).contains("range keys"));
    // A partition key of the table that is sort key of an index.
    let long = item([("pk", s(&"x".repeat(1025))), ("sk", n("1"))]);
    assert!(refused(check_index_keys(&schema(), &long)).contains("range keys"));
}

#[test]
fn no_update_touches_the_table_key() {
    let text = |name: &str| {
        format!(
            "One or more parameter values were invalid: Cannot update attribute {name}. This attribute is part of the key"
        )
    };
    let set = Update { set: vec![(path("x"), to(n("1"))), (path("pk"), to(s("p")))], ..Update::default() };
    let nested = Update { set: vec![(path("sk.a"), to(n("1")))], ..Update::default() };
    let remove = Update { remove: vec![path("pk")], ..Update::default() };
    let add = Update { add: vec![(path("sk"), packed(&n("1")))], ..Update::default() };
    let delete = Update { delete: vec![(path("pk"), packed(&ss(&["a"])))], ..Update::default() };
    for (update, name) in [(set, "pk"), (nested, "sk"), (remove, "pk"), (add, "sk"), (delete, "pk")] {
        assert_eq!(refused(check_update_keys(&schema(), &update)), text(name));
    }
    let other = Update { set: vec![(path("pks"), to(n("1")))], ..Update::default() };
    assert!(check_update_keys(&schema(), &other).is_ok());
}

#[test]
fn no_path_leads_into_a_key() {
    let check = |text: &str| {
        let schema = schema();
        let index = schema.indexes.iter().find(|index| &*index.name == "alpha").map(|index| &index.keys);
        check_paths_into_keys(&schema.keys, index, &[Path::attribute("pk"), path(text)])
    };
    let text = "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ";
    assert_eq!(refused(check("sk[0]")), format!("{text}Key: sk"));
    assert_eq!(refused(check("a.x")), format!("{text}IndexKey: a"));
    assert!(check("w1.x").is_ok());
}

fn position(values: &[Value]) -> Vec<u8> {
    let mut out = Vec::new();
    for value in values {
        key_bytes(packed(value).view(), &mut out);
    }
    out
}

/// Adversarial for escapes and terminators.
fn scalars() -> [Vec<Value>; 3] {
    let bytes = [0, 1, 2, 0x7f, 0xfe, 0xff];
    let mut binaries = vec![b(b"")];
    let mut texts = vec![s("")];
    for first in bytes {
        binaries.push(b(&[first]));
        for second in bytes {
            binaries.push(b(&[first, second]));
            binaries.extend(bytes.iter().map(|third| b(&[first, second, *third])));
        }
    }
    for first in ["\0", "\u{1}", "a", "\u{ff}", "\u{ffff}", "\u{10ffff}"] {
        texts.push(s(first));
        for second in ["\0", "\u{1}", "a", "\u{10ffff}"] {
            texts.push(s(&format!("{first}{second}")));
        }
    }
    let numbers = [
        "-9.9999999999999999999999999999999999999E+125",
        "-100",
        "-99.5",
        "-99",
        "-10",
        "-1.5",
        "-1",
        "-0.01",
        "-1E-130",
        "0",
        "1E-130",
        "0.01",
        "1",
        "1.0000000000000000000000000000000000001",
        "1.5",
        "9",
        "10",
        "10.01",
        "99",
        "100",
        "101",
        "1E+125",
    ];
    [texts, numbers.map(n).to_vec(), binaries]
}

fn value_order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::S(a), Value::S(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Value::N(a), Value::N(b)) => a.cmp(b),
        (Value::B(a), Value::B(b)) => a.cmp(b),
        _ => panic!("one type"),
    }
}

#[test]
fn positions_sort_as_the_values_do_alone_and_before_others() {
    for values in scalars() {
        for (a, other) in values.iter().flat_map(|a| values.iter().map(move |other| (a, other))) {
            let expected = value_order(a, other);
            assert_eq!(position(std::slice::from_ref(a)).cmp(&position(std::slice::from_ref(other))), expected);
            // What follows decides between equal values only.
            for (low, high) in [(s(""), s("z")), (s("\0"), s("\u{1}")), (n("-1"), n("5")), (b(b"\xff"), s(""))] {
                let tie = position(std::slice::from_ref(&low)).cmp(&position(std::slice::from_ref(&high)));
                let order = position(&[a.clone(), low]).cmp(&position(&[other.clone(), high]));
                assert_eq!(order, expected.then(tie), "{a:?} {other:?}");
            }
        }
    }
}

#[test]
fn no_position_is_the_beginning_of_another() {
    for values in scalars() {
        for (a, other) in values.iter().flat_map(|a| values.iter().map(move |other| (a, other))) {
            let (left, right) = (position(std::slice::from_ref(a)), position(std::slice::from_ref(other)));
            assert_eq!(left.starts_with(&right), packed(a) == packed(other), "{a:?} {other:?}");
        }
    }
}

#[test]
fn a_prefix_begins_the_positions_of_what_begins_with_it_and_of_nothing_else() {
    for values in [&scalars()[0], &scalars()[2]] {
        for (value, prefix) in values.iter().flat_map(|a| values.iter().map(move |b| (a, b))) {
            let (value, prefix) = (packed(value), packed(prefix));
            let bytes = |view| match view {
                ValueRef::S(bytes) | ValueRef::B(bytes) => bytes,
                _ => panic!("text or binary"),
            };
            let mut beginning = Vec::new();
            prefix_bytes(prefix.view(), &mut beginning);
            let mut whole = Vec::new();
            key_bytes(value.view(), &mut whole);
            // An empty prefix is the beginning of all.
            let expected = bytes(value.view()).starts_with(bytes(prefix.view()));
            assert_eq!(whole.starts_with(&beginning), expected);
        }
    }
}
