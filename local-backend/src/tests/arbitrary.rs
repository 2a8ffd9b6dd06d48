//! Requests of any shape: whatever is asked, the answer is a page or an error.

use monotable::expression::{Condition, Operand, Path, SetOperand, SetValue, Update};
use monotable::request::{ReturnConsumed, ReturnValues, Scan, Segment, Select, UpdateItem};
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn a_name() -> impl Strategy<Value = &'static str> {
    select(vec!["PK", "SK", "G", "H", "B", "data", "", "a.b"])
}

fn a_value() -> impl Strategy<Value = Value> {
    let leaf = select(vec![
        s(""),
        s("p"),
        s("\0"),
        s("\u{10FFFF}"),
        s(&"x".repeat(1025)),
        n(0),
        n(-1),
        Value::N("9.9999999999999999999999999999999999999E+125".parse().unwrap()),
        Value::B(vec![]),
        Value::B(vec![0, 255]),
        Value::Bool(true),
        Value::Null,
        Value::Ss(std::collections::BTreeSet::new()),
    ]);
    leaf.prop_recursive(40, 40, 1, |inner| inner.prop_map(|value| Value::L(vec![value])))
}

fn an_item() -> impl Strategy<Value = Item> {
    let keys = [vec![], vec![("PK", s("p")), ("SK", s("s1"))], vec![("PK", s("p")), ("SK", s("new"))]];
    let others = proptest::collection::vec((a_name(), a_value()), 0..5);
    (others, select(keys.to_vec())).prop_map(|(others, keys)| others.into_iter().chain(keys).collect())
}

fn a_test() -> impl Strategy<Value = KeyTest> {
    (0..7_u8, a_value(), a_value()).prop_map(|(kind, a, b)| {
        let (a, b): (PackedValue, PackedValue) = ((&a).into(), (&b).into());
        match kind {
            0 | 1 => KeyTest::Eq(a),
            2 => KeyTest::Lt(a),
            3 => KeyTest::Le(a),
            4 => KeyTest::Gt(a),
            5 => KeyTest::BeginsWith(a),
            _ => KeyTest::Between(a, b),
        }
    })
}

fn a_filter() -> impl Strategy<Value = Option<Condition>> {
    let condition = (a_name(), a_value()).prop_map(|(name, value)| {
        Condition::Contains(Operand::Path(Path::attribute(name).index(0)), Operand::Value((&value).into()))
    });
    proptest::option::of(condition)
}

fn a_select() -> impl Strategy<Value = Select> {
    prop_oneof![
        Just(Select::Default),
        Just(Select::AllAttributes),
        Just(Select::Count),
        proptest::collection::vec(a_name().prop_map(Path::attribute), 0..3).prop_map(Select::Paths),
    ]
}

fn an_index() -> impl Strategy<Value = Option<Arc<str>>> {
    select(vec![None, Some("by_g".into()), Some("many".into()), Some("sorted".into()), Some("none".into())])
}

fn filled() -> LocalBackend {
    let backend = backend(vec![
        global("by_g", &[key("G", Type::S)], &[key("H", Type::N)], Projection::KeysOnly),
        global("many", &[key("H", Type::N), key("G", Type::S)], &[key("B", Type::B), sk()], Projection::All),
        local("sorted", key("H", Type::N), Projection::Include(vec!["data".into()])),
    ]);
    for number in 0..6 {
        let own = [("PK", s("p")), ("SK", s(&format!("s{number}"))), ("G", s("p")), ("H", n(0))];
        put(&backend, own.into_iter().chain([("B", Value::B(vec![number])), ("data", n(1))]).collect());
    }
    backend
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_read_is_answered(
        keys in proptest::collection::vec((a_name(), a_test()), 0..4),
        (filter, select) in (a_filter(), a_select()),
        (index, start_key) in (an_index(), proptest::option::of(an_item())),
        limit in proptest::option::of(0..4_u32),
        segment in proptest::option::of((0..4_u32, 0..4_u32)),
        (forward, consistent) in any::<(bool, bool)>(),
    ) {
        // given
        let backend = filled();
        let keys = keys.into_iter().map(|(name, test)| KeyCondition { name: name.into(), test }).collect();
        let mut query = Query::new(name(), keys);
        query.index.clone_from(&index);
        query.filter.clone_from(&filter);
        query.select = select.clone();
        query.limit = limit;
        query.forward = forward;
        query.consistent = consistent;
        query.start_key.clone_from(&start_key);
        query.return_consumed = ReturnConsumed::Indexes;
        let mut scan = Scan::new(name());
        scan.index = index;
        scan.filter = filter;
        scan.select = select;
        scan.limit = limit;
        scan.segment = segment.map(|(number, total)| Segment { number, total });
        scan.consistent = consistent;
        scan.start_key = start_key;

        // when
        let pages = [now(backend.query(query)), now(backend.scan(scan))];

        // then
        for page in pages.into_iter().flatten() {
            prop_assert!(page.count <= page.scanned_count && page.scanned_count <= 6);
        }
    }

    #[test]
    fn any_write_leaves_the_item_or_the_error_it_says(
        (item, key) in (an_item(), an_item()),
        (target, value) in (a_name(), a_value()),
        condition in a_filter(),
    ) {
        // given
        let backend = filled();
        let mut put_item = PutItem::new(name(), item.clone());
        put_item.condition = condition;
        put_item.return_values = ReturnValues::AllOld;
        let operand = SetOperand::Value((&value).into());
        let update = Update { set: vec![(Path::attribute(target), SetValue::Operand(operand))], ..Update::default() };
        let mut update_item = UpdateItem::new(name(), key.clone(), update);
        update_item.return_values = ReturnValues::UpdatedNew;

        // when
        let written = now(backend.put_item(put_item)).is_ok();
        let stored = match (item.get("PK"), item.get("SK")) {
            (Some(pk), Some(sk)) => {
                let keys = [("PK", Value::from(pk)), ("SK", Value::from(sk))].into_iter().collect();
                now(backend.get_item(GetItem::new(name(), keys))).ok().and_then(|output| output.item)
            }
            _ => None,
        };
        let _ = now(backend.update_item(update_item));
        let _ = now(backend.delete_item(DeleteItem::new(name(), key)));

        // then
        prop_assert_eq!(written, stored == Some(item));
    }
}
