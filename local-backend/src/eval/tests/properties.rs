//! Evaluation of arbitrary trees on arbitrary items: it never panics, and what it leaves is a sound item.

use std::collections::BTreeMap;

use monotable::expression::{Comparator, Condition, Path, Step, Update};
use monotable::{Item, Type};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;

use super::*;
use crate::eval::{
    apply, check_condition_tree, check_item, check_projection_tree, check_update, holds, order, project, updated,
};

/// Few names, so that paths hit what is there.
fn name() -> impl Strategy<Value = String> + Clone {
    prop_oneof![3 => "[abc]", 1 => "[a-z\u{e9}\u{1d11e}#.]{1,3}"]
}

fn any_number() -> impl Strategy<Value = Number> {
    prop_oneof![
        any::<i64>().prop_map(Number::from),
        (-5i64..5).prop_map(Number::from),
        ("-?[1-9][0-9]{0,37}", -120i32..80)
            .prop_filter_map("in range", |(digits, exponent)| { format!("{digits}e{exponent}").parse().ok() }),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any_number().prop_map(Value::N),
        "[ab\u{e9}\u{1d11e}]{0,4}".prop_map(Value::S),
        vec(any::<u8>(), 0..4).prop_map(Value::B),
        any_set(),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![vec(inner.clone(), 0..4).prop_map(Value::L), btree_map(name(), inner, 0..4).prop_map(Value::M)]
    })
}

fn any_item() -> impl Strategy<Value = BTreeMap<String, Value>> {
    btree_map(name(), value(), 0..6)
}

fn any_path() -> impl Strategy<Value = Path> {
    let step = prop_oneof![name().prop_map(|name| Step::Name(name.into())), (0u32..5).prop_map(Step::Index)];
    (name(), vec(step, 0..3)).prop_map(|(head, steps)| Path { head: head.into(), steps })
}

fn operand() -> impl Strategy<Value = Operand> {
    prop_oneof![
        3 => any_path().prop_map(Operand::Path),
        3 => value().prop_map(|value| Operand::Value(packed(&value))),
        1 => any_path().prop_map(|path| size(Operand::Path(path))),
        1 => value().prop_map(|value| size(Operand::Value(packed(&value)))),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    let comparator = prop::sample::select(vec![
        Comparator::Eq,
        Comparator::Ne,
        Comparator::Lt,
        Comparator::Le,
        Comparator::Gt,
        Comparator::Ge,
    ]);
    let leaf = prop_oneof![
        (operand(), comparator, operand()).prop_map(|(a, comparator, b)| Condition::Compare(a, comparator, b)),
        (operand(), operand(), operand()).prop_map(|(a, low, high)| Condition::Between(a, low, high)),
        (operand(), vec(operand(), 1..4)).prop_map(|(a, list)| Condition::In(a, list)),
        any_path().prop_map(Condition::Exists),
        any_path().prop_map(Condition::NotExists),
        operand().prop_map(|a| Condition::IsType(a, Type::N)),
        (operand(), operand()).prop_map(|(a, b)| Condition::BeginsWith(a, b)),
        (operand(), operand()).prop_map(|(a, b)| Condition::Contains(a, b)),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..3).prop_map(Condition::And),
            vec(inner.clone(), 1..3).prop_map(Condition::Or),
            inner.prop_map(not),
        ]
    })
}

fn any_set() -> impl Strategy<Value = Value> {
    prop_oneof![
        btree_set("[ab]{0,2}", 1..4).prop_map(Value::Ss),
        btree_set(any_number(), 1..4).prop_map(Value::Ns),
        btree_set(vec(any::<u8>(), 0..2), 1..4).prop_map(Value::Bs),
    ]
}

fn summand() -> impl Strategy<Value = SetOperand> {
    let number = || any_number().prop_map(|number| lit(Value::N(number)));
    prop_oneof![
        number(),
        any_path().prop_map(SetOperand::Path),
        (any_path(), number()).prop_map(|(path, other)| SetOperand::IfNotExists(path, Box::new(other))),
    ]
}

fn set_operand() -> impl Strategy<Value = SetOperand> {
    let leaf = prop_oneof![
        any_path().prop_map(SetOperand::Path),
        value().prop_map(|value| SetOperand::Value(packed(&value))),
    ];
    leaf.prop_recursive(2, 4, 2, |inner| {
        prop_oneof![
            (any_path(), inner.clone()).prop_map(|(path, other)| SetOperand::IfNotExists(path, Box::new(other))),
            (inner.clone(), inner).prop_map(|(first, second)| append(first, second)),
        ]
    })
}

fn update() -> impl Strategy<Value = Update> {
    let set_value = prop_oneof![
        3 => set_operand().prop_map(SetValue::Operand),
        1 => (summand(), summand()).prop_map(|(a, b)| SetValue::Plus(a, b)),
        1 => (summand(), summand()).prop_map(|(a, b)| SetValue::Minus(a, b)),
    ];
    (
        vec((any_path(), set_value), 0..3),
        vec(any_path(), 0..3),
        vec((any_path(), prop_oneof![any_number().prop_map(Value::N), any_set()]), 0..2),
        vec((any_path(), any_set()), 0..2),
    )
        .prop_map(|(set, remove, add, delete)| {
            let pack =
                |changes: Vec<(Path, Value)>| changes.into_iter().map(|(path, value)| (path, packed(&value))).collect();
            Update { set, remove, add: pack(add), delete: pack(delete) }
        })
}

/// Returns what a path leads to, on trees: the plain way, to compare with.
fn find<'a>(attributes: &'a BTreeMap<String, Value>, path: &Path) -> Option<&'a Value> {
    let head = attributes.get(&*path.head)?;
    path.steps.iter().try_fold(head, |value, step| match (value, step) {
        (Value::M(map), Step::Name(name)) => map.get(&**name),
        (Value::L(list), Step::Index(index)) => list.get(*index as usize),
        _ => None,
    })
}

/// DynamoDB's size, from a tree.
fn plain_size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 1,
        Value::N(number) => number.size(),
        Value::S(text) => text.len(),
        Value::B(bytes) => bytes.len(),
        Value::Ss(set) => set.iter().map(String::len).sum(),
        Value::Ns(set) => set.iter().map(Number::size).sum(),
        Value::Bs(set) => set.iter().map(Vec::len).sum(),
        Value::L(list) => list.iter().fold(3, |sum, value| sum + 1 + plain_size(value)),
        Value::M(map) => map.iter().fold(3, |sum, (name, value)| sum + 1 + name.len() + plain_size(value)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, max_global_rejects: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn conditions_hold_or_do_not_and_their_negation_is_the_opposite(
        condition in condition(),
        attributes in option::of(any_item()),
    ) {
        let _ = check_condition_tree(crate::error::Expression::Filter, &condition);
        let item: Option<Item> = attributes.map(|attributes| attributes.into_iter().collect());
        let holding = holds(&condition, item.as_ref());
        prop_assert_eq!(holds(&not(condition), item.as_ref()), !holding);
    }

    #[test]
    fn equality_is_that_of_trees_and_agrees_with_order(a in value(), b in value()) {
        let (left, right) = (packed(&a), packed(&b));
        prop_assert_eq!(left == right, a == b);
        prop_assert_eq!(&left, &packed(&a));
        if let Some(order) = order(left.view(), right.view()) {
            prop_assert_eq!(order.is_eq(), a == b);
        }
    }

    #[test]
    fn updates_that_pass_the_checks_do_what_they_say_and_nothing_else(
        update in update(),
        attributes in option::of(any_item()),
    ) {
        prop_assume!(check_update(&update).is_ok());
        let key = item([("key", s("1"))]);
        let old: Option<BTreeMap<String, Value>> = attributes.map(|mut attributes| {
            attributes.insert("key".to_owned(), s("1"));
            attributes
        });
        let packed_old: Option<Item> = old.clone().map(|attributes| attributes.into_iter().collect());
        let Ok(applied) = apply(&update, &key, packed_old.as_ref()) else { return Ok(()) };
        let Some(after) = applied else {
            prop_assert!(old.is_none() && update.set.is_empty() && update.add.is_empty());
            return Ok(());
        };
        let old = old.unwrap_or_default();
        let new: BTreeMap<String, Value> = after.item
            .iter()
            .map(|(name, value)| (String::from_utf8(name.to_vec()).unwrap(), Value::from(value)))
            .collect();

        prop_assert_eq!(after.item.len(), new.len());
        if after.changed {
            prop_assert_eq!(after.item.iter().next().map(|(name, _)| name), Some(&b"key"[..]));
        }
        prop_assert_eq!(after.changed, packed_old.is_none() || old != new);
        prop_assert!(check_item(after.item.clone()).is_ok_and(|checked| checked.ptr_eq(&after.item)));
        let mut targets = Vec::new();
        update.targets(&mut |path| targets.push(path.clone()));
        for (name, value) in &old {
            if targets.iter().all(|path| path.head != *name) {
                prop_assert_eq!(new.get(name), Some(value));
            }
        }
        // Elements of lists move, so only paths without them can be looked up again.
        let fixed = |path: &Path| path.steps.iter().all(|step| matches!(step, Step::Name(_)));
        for path in update.remove.iter().filter(|path| fixed(path)) {
            prop_assert_eq!(find(&new, path), None);
        }
        for (path, value) in update.set.iter().filter(|(path, _)| fixed(path)) {
            match value {
                SetValue::Operand(SetOperand::Value(value)) => {
                    let value = Value::from(value.view());
                    prop_assert_eq!(find(&new, path), Some(&value));
                }
                SetValue::Operand(SetOperand::Path(from)) => prop_assert_eq!(find(&new, path), find(&old, from)),
                _ => prop_assert!(find(&new, path).is_some()),
            }
        }
        for (item, side) in [(packed_old, &old), (Some(after.item), &new)] {
            let returned = item.and_then(|item| updated(&update, &item));
            prop_assert_eq!(returned.is_some(), targets.iter().any(|path| find(side, path).is_some()));
        }
    }

    #[test]
    fn updates_that_were_not_checked_do_not_panic(update in update(), attributes in option::of(any_item())) {
        let old: Option<Item> = attributes.map(|attributes| attributes.into_iter().collect());
        let key = item([("key", s("1"))]);
        if let Ok(Some(after)) = apply(&update, &key, old.as_ref()) {
            let _ = updated(&update, &after.item);
        }
    }

    #[test]
    fn projections_keep_what_they_name(paths in vec(any_path(), 1..4), attributes in any_item()) {
        prop_assume!(check_projection_tree(&paths).is_ok());
        let item: Item = attributes.clone().into_iter().collect();
        let projected = project(&item, &paths);
        let found: Vec<_> = paths.iter().filter_map(|path| Some((path, find(&attributes, path)?))).collect();
        prop_assert_eq!(projected.is_empty(), found.is_empty());
        let projected: BTreeMap<String, Value> =
            projected.iter().map(|(name, value)| (String::from_utf8(name.to_vec()).unwrap(), value.into())).collect();
        for (path, value) in found {
            if path.steps.iter().all(|step| matches!(step, Step::Name(_))) {
                prop_assert_eq!(find(&projected, path), Some(value));
            }
        }
    }

    #[test]
    fn the_size_of_an_item_is_that_of_its_tree(attributes in any_item()) {
        let item: Item = attributes.clone().into_iter().collect();
        let expected: usize = attributes.iter().map(|(name, value)| name.len() + plain_size(value)).sum();
        prop_assert_eq!(item.size(), expected);
    }

    #[test]
    fn the_size_of_a_text_is_its_utf16_length(text in "\\PC{0,20}") {
        let units = text.encode_utf16().count();
        let condition = is(size(v(s(&text))), "=", v(Value::from(units as u64)));
        prop_assert!(holds(&condition, None));
    }
}
