//! Indexes against a model that is computed anew from the items.

use std::collections::BTreeMap;

use monotable::expression::{Path, SetOperand, SetValue, Update};
use monotable::request::{ReturnConsumed, Scan, Select, UpdateItem};
use proptest::prelude::*;

use super::*;

fn indexes() -> Vec<IndexDefinition> {
    vec![
        global("all", &[key("G", Type::S)], &[key("H", Type::N)], Projection::All),
        global("inverted", &[sk()], &[pk()], Projection::KeysOnly),
        global("many", &[key("G", Type::S), key("H", Type::N)], &[key("B", Type::B), sk()], Projection::KeysOnly),
        global("some", &[key("H", Type::N)], &[], Projection::Include(vec!["extra".into()])),
        local("sorted", key("H", Type::N), Projection::KeysOnly),
    ]
}

/// Returns what an index holds, by its definition: the items that have all of its keys, with what it projects.
fn expected(items: &BTreeMap<(String, String), Item>, index: &IndexDefinition) -> Vec<Item> {
    let keys: Vec<&str> = index.hash.iter().chain(&index.range).map(|key| &*key.name).collect();
    items
        .values()
        .filter(|item| keys.iter().all(|key| item.get(key).is_some()))
        .map(|item| match &index.projection {
            Projection::All => item.clone(),
            projection => item.select(|name| {
                let included =
                    |names: &Vec<monotable::expression::Name>| names.iter().any(|included| included.as_bytes() == name);
                [b"PK", b"SK"].contains(&name.try_into().unwrap_or(b"--"))
                    || keys.iter().any(|key| key.as_bytes() == name)
                    || matches!(projection, Projection::Include(names) if included(names))
            }),
        })
        .collect()
}

fn sorted(items: Vec<Item>) -> Vec<(Option<Value>, Option<Value>, Item)> {
    let mut items: Vec<_> = items.into_iter().map(|item| (item.value("PK"), item.value("SK"), item)).collect();
    items.sort_by_key(|(pk, sk, _)| format!("{pk:?}{sk:?}"));
    items
}

fn check(backend: &LocalBackend, items: &BTreeMap<(String, String), Item>) {
    for index in indexes() {
        let mut request = Scan::new(name());
        request.index = Some(Arc::clone(&index.name));
        let found = now(backend.scan(request)).unwrap().items.into_rows().unwrap();
        assert_eq!(sorted(found), sorted(expected(items, &index)), "index {}", index.name);
    }
    let found = now(backend.scan(Scan::new(name()))).unwrap().items.into_rows().unwrap();
    assert_eq!(sorted(found), sorted(items.values().cloned().collect()));
}

#[derive(Clone, Debug)]
enum Step {
    Put(u8, u8, [Option<u8>; 4]),
    Set(u8, u8, u8, u8),
    Remove(u8, u8, u8),
    Delete(u8, u8),
}

fn step() -> impl Strategy<Value = Step> {
    let key = || (0..4_u8, 0..4_u8);
    let attribute = || proptest::option::of(0..3_u8);
    prop_oneof![
        4 => (key(), [attribute(), attribute(), attribute(), attribute()]).prop_map(|((p, s), a)| Step::Put(p, s, a)),
        3 => (key(), 0..4_u8, 0..3_u8).prop_map(|((p, s), a, v)| Step::Set(p, s, a, v)),
        2 => (key(), 0..4_u8).prop_map(|((p, s), a)| Step::Remove(p, s, a)),
        2 => key().prop_map(|(p, s)| Step::Delete(p, s)),
    ]
}

const NAMES: [&str; 4] = ["G", "H", "B", "extra"];

fn value(attribute: u8, value: u8) -> Value {
    match attribute {
        0 => s(&format!("g{value}")),
        1 => n(i64::from(value) - 1),
        2 => Value::B(vec![0, value]),
        _ => Value::L(vec![n(value.into())]),
    }
}

fn apply(backend: &LocalBackend, items: &mut BTreeMap<(String, String), Item>, step: &Step) {
    let keys = |p: u8, k: u8| (format!("p{p}"), format!("s{k}"));
    let mut update = |p: u8, k: u8, update: Update| {
        let (pk, sk) = keys(p, k);
        let key = item([("PK", s(&pk)), ("SK", s(&sk))]);
        now(backend.update_item(UpdateItem::new(name(), key, update))).unwrap();
        match get(backend, &pk, &sk) {
            Some(item) => items.insert((pk, sk), item),
            None => items.remove(&(pk, sk)),
        };
    };
    match *step {
        Step::Put(p, k, values) => {
            let (pk, sk) = keys(p, k);
            let own = [("PK", s(&pk)), ("SK", s(&sk))];
            let others = (0..4).filter_map(|at| Some((NAMES[at], value(at as u8, values[at]?))));
            let item: Item = own.into_iter().chain(others).collect();
            put(backend, item.clone());
            items.insert((pk, sk), item);
        }
        Step::Set(p, k, attribute, v) => {
            let path = Path::attribute(NAMES[usize::from(attribute)]);
            let operand = SetOperand::Value((&value(attribute, v)).into());
            update(p, k, Update { set: vec![(path, SetValue::Operand(operand))], ..Update::default() });
        }
        Step::Remove(p, k, attribute) => {
            let path = Path::attribute(NAMES[usize::from(attribute)]);
            update(p, k, Update { remove: vec![path], ..Update::default() });
        }
        Step::Delete(p, k) => {
            let (pk, sk) = keys(p, k);
            delete(backend, &pk, &sk);
            items.remove(&(pk, sk));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn indexes_hold_what_their_definition_says_after_any_writes(steps in proptest::collection::vec(step(), 1..60)) {
        // given
        let backend = backend(indexes());
        let mut items = BTreeMap::new();

        for step in &steps {
            // when
            apply(&backend, &mut items, step);
        }

        // then
        check(&backend, &items);
    }
}

fn entry(g: &str, sk: &str, h: i64) -> Item {
    item([("PK", s("p")), ("SK", s(sk)), ("G", s(g)), ("H", n(h)), ("data", s("x"))])
}

fn index_query(index: &str, keys: Vec<KeyCondition>) -> Query {
    let mut request = Query::new(name(), keys);
    request.index = Some(index.into());
    request
}

#[test]
fn numbers_sort_by_value_and_ties_by_the_places_of_the_items() {
    // given
    let backend = backend(indexes());
    for (sk, h) in [("z", 2), ("b", 10), ("a", 10), ("c", -100), ("d", -3)] {
        put(&backend, entry("g", sk, h));
    }

    // when
    let mut request = index_query("all", vec![test("G", KeyTest::Eq, &s("g"))]);
    let up = now(backend.query(request.clone())).unwrap().items.into_rows().unwrap();
    request.forward = false;
    let down = now(backend.query(request)).unwrap().items.into_rows().unwrap();

    // then
    assert_eq!(sort_keys(&up), ["c", "d", "z", "a", "b"]);
    assert_eq!(sort_keys(&down), ["b", "a", "z", "d", "c"]);
}

#[test]
fn pages_of_an_index_go_on_behind_ties() {
    // given: items that lie, by their places, in the order a, d, b, e, c
    let backend = backend(indexes());
    ["a", "b", "c", "d", "e"].iter().for_each(|sk| put(&backend, entry("g", sk, 7)));

    // when
    let mut request = index_query("all", vec![test("G", KeyTest::Eq, &s("g")), test("H", KeyTest::Eq, &n(7))]);
    request.limit = Some(2);
    let first = now(backend.query(request.clone())).unwrap();
    request.start_key = first.last_evaluated_key.clone();
    let second = now(backend.query(request)).unwrap();

    // then
    let next = item([("PK", s("p")), ("SK", s("d")), ("G", s("g")), ("H", n(7))]);
    assert_eq!(first.last_evaluated_key, Some(next));
    assert_eq!(sort_keys(&second.items.into_rows().unwrap()), ["b", "e"]);
}

#[test]
fn a_key_of_several_attributes_is_filled_from_the_left() {
    // given
    let backend = backend(indexes());
    let with_binary = |sk: &str, byte: u8| {
        item([("PK", s("p")), ("SK", s(sk)), ("G", s("g")), ("H", n(1)), ("B", Value::B(vec![byte]))])
    };
    [("a", 0), ("b", 1), ("c", 1)].iter().for_each(|(sk, byte)| put(&backend, with_binary(sk, *byte)));
    let hash = || vec![test("G", KeyTest::Eq, &s("g")), test("H", KeyTest::Eq, &n(1))];
    let equal = test("B", KeyTest::Eq, &Value::B(vec![1]));
    let later = test("SK", KeyTest::Gt, &s("b"));

    // when
    let mut request = index_query("many", hash());
    request.keys.extend([later.clone(), equal]);
    let found = now(backend.query(request)).unwrap().items.into_rows().unwrap();
    let mut gap = index_query("many", hash());
    gap.keys.push(later);
    let gap = now(backend.query(gap)).unwrap_err();
    let partial = now(backend.query(index_query("many", vec![test("G", KeyTest::Eq, &s("g"))]))).unwrap_err();

    // then
    assert_eq!(sort_keys(&found), ["c"]);
    assert_eq!(
        gap.message(),
        "RANGE key attributes B must have equality conditions specified in the query because a condition is present on key \
         attribute SK"
    );
    assert!(partial.message().contains("HASH"), "{partial}");
}

#[test]
fn a_local_index_fetches_what_it_does_not_carry_and_says_what_that_costs() {
    // given
    let backend = backend(indexes());
    put(&backend, item([("PK", s("p")), ("SK", s("a")), ("H", n(1)), ("data", s(&"x".repeat(5000)))]));
    let mut request = index_query("sorted", vec![test("PK", KeyTest::Eq, &s("p"))]);
    request.return_consumed = ReturnConsumed::Indexes;

    // when
    let plain = now(backend.query(request.clone())).unwrap();
    request.select = Select::AllAttributes;
    request.consistent = true;
    let whole = now(backend.query(request)).unwrap();

    // then
    let plain_consumed = plain.meta.consumed.unwrap();
    assert_eq!(plain.items.into_rows().unwrap()[0].len(), 3);
    assert_eq!((plain_consumed.units, plain_consumed.table), (0.5, Some(0.0)));
    let whole_consumed = whole.meta.consumed.unwrap();
    assert_eq!(whole.items.into_rows().unwrap()[0].len(), 4);
    assert_eq!((whole_consumed.units, whole_consumed.table), (3.0, Some(2.0)));
    assert_eq!(whole_consumed.local_indexes["sorted"], 1.0);
}

#[test]
fn index_writes_are_charged_by_what_the_index_stores() {
    // given
    let backend = backend(indexes());
    let write = |item: Item| {
        let mut request = PutItem::new(name(), item);
        request.return_consumed = ReturnConsumed::Indexes;
        now(backend.put_item(request)).unwrap().meta.consumed.unwrap()
    };
    let shares = |consumed: monotable::request::ConsumedCapacity| {
        let mut shares: Vec<_> = consumed.global_indexes.into_iter().chain(consumed.local_indexes).collect();
        shares.sort_by(|a, b| a.0.cmp(&b.0));
        shares.into_iter().map(|(name, units)| format!("{name} {units}")).collect::<Vec<_>>().join(", ")
    };

    // when
    let enters = write(entry("g", "a", 1));
    let same = write(entry("g", "a", 1));
    let moves = write(entry("g", "a", 2));
    let other = write(item([("PK", s("p")), ("SK", s("a")), ("G", s("g")), ("H", n(2)), ("data", s("y"))]));
    let leaves = write(item([("PK", s("p")), ("SK", s("a"))]));

    // then
    assert_eq!(enters.units, 5.0);
    assert_eq!(shares(enters), "all 1, inverted 1, some 1, sorted 1");
    assert_eq!((same.units, shares(same)), (1.0, String::new()));
    assert_eq!(shares(moves), "all 2, some 2, sorted 2");
    assert_eq!(shares(other), "all 1");
    assert_eq!(shares(leaves), "all 1, some 1, sorted 1");
}
