//! Trees that are rendered come back, and no text does any harm.

use std::time::{Duration, Instant};

use monotable::Type;
use monotable::expression::{
    Comparator, Condition, KeyCondition, KeyTest, Operand, Path, Rendered, Renderer, SetOperand, SetValue, Step, Update,
};
use monotable::values::PackedValue;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::error::Expression;
use crate::eval::{check_condition_tree, check_projection_tree, check_update_tree};
use crate::parse::{Placeholders, key_conditions};

const ALL: [(Expression, bool); 4] = [
    (Expression::Projection, true),
    (Expression::Filter, true),
    (Expression::KeyCondition, true),
    (Expression::Update, true),
];

/// The placeholders of what was rendered. A map that would be empty is not sent.
fn placeholders(rendered: &Rendered<'_>) -> Placeholders {
    let names: Vec<_> = rendered.names().map(|(key, name)| (key, name.to_owned())).collect();
    let values: Vec<_> = rendered.values().map(|(key, value)| (key, PackedValue::from(value))).collect();
    Placeholders::new((!names.is_empty()).then_some(names), (!values.is_empty()).then_some(values), &ALL).unwrap()
}

fn name() -> impl Strategy<Value = String> + Clone {
    prop_oneof![3 => "[ab]", 1 => "[a-z\u{e9}#.: ]{1,4}"]
}

fn path() -> impl Strategy<Value = Path> {
    let step =
        prop_oneof![name().prop_map(|name| Step::Name(name.into())), (0..=i32::MAX as u32).prop_map(Step::Index)];
    (name(), vec(step, 0..3)).prop_map(|(head, steps)| Path { head: head.into(), steps })
}

fn value() -> impl Strategy<Value = PackedValue> {
    let json = [
        r#"{"S":"s"}"#,
        r#"{"S":"t"}"#,
        r#"{"N":"1"}"#,
        r#"{"N":"2"}"#,
        r#"{"B":"AQ=="}"#,
        r#"{"BOOL":true}"#,
        r#"{"NULL":true}"#,
        r#"{"SS":["s"]}"#,
        r#"{"NS":["1"]}"#,
        r#"{"L":[]}"#,
        r#"{"M":{}}"#,
    ];
    prop::sample::select(json.to_vec()).prop_map(|json| PackedValue::from_json(json.as_bytes()).unwrap())
}

fn operand() -> impl Strategy<Value = Operand> {
    let plain = prop_oneof![path().prop_map(Operand::Path), value().prop_map(Operand::Value)];
    (plain, 0..10).prop_map(|(operand, kind)| if kind == 0 { Operand::Size(Box::new(operand)) } else { operand })
}

fn condition() -> impl Strategy<Value = Condition> {
    let comparators =
        vec![Comparator::Eq, Comparator::Ne, Comparator::Lt, Comparator::Le, Comparator::Gt, Comparator::Ge];
    let types = vec![Type::S, Type::Ss, Type::Bool, Type::Null, Type::M];
    let leaf = prop_oneof![
        (operand(), prop::sample::select(comparators), operand())
            .prop_map(|(left, comparator, right)| Condition::Compare(left, comparator, right)),
        (operand(), operand(), operand()).prop_map(|(of, low, high)| Condition::Between(of, low, high)),
        (operand(), vec(operand(), 1..4)).prop_map(|(of, list)| Condition::In(of, list)),
        path().prop_map(Condition::Exists),
        path().prop_map(Condition::NotExists),
        (operand(), prop::sample::select(types)).prop_map(|(of, kind)| Condition::IsType(of, kind)),
        (operand(), operand()).prop_map(|(of, prefix)| Condition::BeginsWith(of, prefix)),
        (operand(), operand()).prop_map(|(of, part)| Condition::Contains(of, part)),
    ];
    // One condition alone is not written as a chain of one.
    leaf.prop_recursive(5, 16, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Condition::And),
            vec(inner.clone(), 2..4).prop_map(Condition::Or),
            inner.prop_map(|inner| Condition::Not(Box::new(inner))),
        ]
    })
}

fn key_test() -> impl Strategy<Value = KeyTest> {
    let scalar =
        || prop_oneof![Just(PackedValue::text("s")), Just(PackedValue::from_json(br#"{"B":"AQ=="}"#).unwrap()),];
    prop_oneof![
        scalar().prop_map(KeyTest::Eq),
        scalar().prop_map(KeyTest::Lt),
        scalar().prop_map(KeyTest::Le),
        scalar().prop_map(KeyTest::Gt),
        scalar().prop_map(KeyTest::Ge),
        scalar().prop_map(|bound| KeyTest::Between(bound.clone(), bound)),
        scalar().prop_map(KeyTest::BeginsWith),
    ]
}

fn set_value() -> impl Strategy<Value = SetValue> {
    let leaf = prop_oneof![path().prop_map(SetOperand::Path), value().prop_map(SetOperand::Value)];
    let operand = leaf.prop_recursive(3, 6, 2, |inner| {
        prop_oneof![
            (path(), inner.clone()).prop_map(|(path, other)| SetOperand::IfNotExists(path, Box::new(other))),
            (inner.clone(), inner)
                .prop_map(|(first, second)| SetOperand::ListAppend(Box::new(first), Box::new(second))),
        ]
    });
    prop_oneof![
        3 => operand.clone().prop_map(SetValue::Operand),
        1 => (operand.clone(), operand.clone()).prop_map(|(left, right)| SetValue::Plus(left, right)),
        1 => (operand.clone(), operand).prop_map(|(left, right)| SetValue::Minus(left, right)),
    ]
}

fn update() -> impl Strategy<Value = Update> {
    let change = || (path(), value());
    (vec((path(), set_value()), 0..3), vec(path(), 0..2), vec(change(), 0..2), vec(change(), 0..2))
        .prop_map(|(set, remove, add, delete)| Update { set, remove, add, delete })
        .prop_filter("changes something", |update| !update.is_empty())
}

/// Text that is nearly an expression.
fn words() -> impl Strategy<Value = String> {
    let words = [
        "a",
        "b.c",
        "d[1]",
        "#a",
        "#x",
        ":v",
        ":x",
        "(",
        ")",
        "((",
        "))",
        ",",
        ".",
        "[",
        "]",
        "=",
        "<>",
        "<",
        "+",
        "-",
        "AND",
        "OR",
        "NOT",
        "BETWEEN",
        "IN",
        "SET",
        "REMOVE",
        "ADD",
        "DELETE",
        "size(",
        "attribute_exists(",
        "begins_with(",
        "if_not_exists(",
        "list_append(",
        "f(",
        "status",
        "1",
        "99999999999",
        "\u{e9}",
        " ",
        "\n",
        "_",
        "#",
        ":",
    ];
    vec((prop::sample::select(words.to_vec()), prop_oneof![Just(""), Just(" ")]), 0..40)
        .prop_map(|words| words.into_iter().flat_map(|(word, blank)| [word, blank]).collect())
}

/// Reads a text as each kind of expression.
fn read_all(text: &str) {
    let names = vec![("#a".to_owned(), "a".to_owned())];
    let values = vec![(":v".to_owned(), PackedValue::text("v"))];
    let mut placeholders = Placeholders::new(Some(names), Some(values), &ALL).unwrap();
    let errors = [
        placeholders.projection(text).err(),
        placeholders.condition(Expression::Filter, text).err(),
        placeholders.keys(text).and_then(key_conditions).err(),
        placeholders.update(text).err(),
    ];
    for error in errors.iter().flatten() {
        assert_eq!(error.code(), Some("ValidationException"));
    }
    let _ = placeholders.finish();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn conditions_that_hold_in_themselves_come_back(tree in condition()) {
        let mut renderer = Renderer::new();
        let text = renderer.condition(&tree);
        let mut placeholders = placeholders(&renderer.finish());
        match placeholders.condition(Expression::Filter, &text) {
            Ok(parsed) => {
                prop_assert_eq!(&parsed, &tree);
                prop_assert!(check_condition_tree(Expression::Filter, &tree).is_ok());
                prop_assert!(placeholders.finish().is_ok());
            }
            Err(error) => prop_assert!(check_condition_tree(Expression::Filter, &tree).is_err(), "{}: {}", text, error),
        }
    }

    #[test]
    fn updates_that_hold_in_themselves_come_back(tree in update()) {
        let mut renderer = Renderer::new();
        let text = renderer.update(&tree);
        let mut placeholders = placeholders(&renderer.finish());
        match placeholders.update(&text) {
            Ok(parsed) => {
                prop_assert_eq!(&parsed, &tree);
                prop_assert!(check_update_tree(&tree).is_ok());
                prop_assert!(placeholders.finish().is_ok());
            }
            Err(error) => prop_assert!(check_update_tree(&tree).is_err(), "{}: {}", text, error),
        }
    }

    #[test]
    fn projections_that_hold_in_themselves_come_back(tree in vec(path(), 1..5)) {
        let mut renderer = Renderer::new();
        let text = renderer.projection(&tree);
        match placeholders(&renderer.finish()).projection(&text) {
            Ok(parsed) => prop_assert_eq!(parsed, tree),
            Err(error) => prop_assert!(check_projection_tree(&tree).is_err(), "{}: {}", text, error),
        }
    }

    #[test]
    fn key_conditions_come_back(tests in vec(key_test(), 1..6)) {
        let name = |number| format!("key {number}").into();
        let tree: Vec<_> =
            tests.into_iter().enumerate().map(|(number, test)| KeyCondition { name: name(number), test }).collect();
        let mut renderer = Renderer::new();
        let text = renderer.keys(&tree);
        let parsed = placeholders(&renderer.finish()).keys(&text).and_then(key_conditions);
        prop_assert_eq!(parsed.unwrap(), tree);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
        read_all(&text);
    }

    #[test]
    fn any_words_are_read_or_refused(text in words()) {
        read_all(&text);
    }

    #[test]
    fn text_without_blanks_means_the_same_as_with_them(tree in condition()) {
        let mut renderer = Renderer::new();
        let text = renderer.condition(&tree);
        let rendered = renderer.finish();
        let spaced = text.replace('(', " ( ").replace(')', "\t)\n").replace(',', " ,").replace('.', " . ").replace('[', "\r[ ");
        let of = |text: &str| {
            placeholders(&rendered).condition(Expression::Filter, text).map_err(|error| error.message().to_owned())
        };
        prop_assert_eq!(of(&spaced), of(&text));
    }
}

#[test]
fn the_longest_texts_are_read_quickly() {
    let parts =
        ["(", "a=:v OR ", "NOT ", "size(", "a,", "a[0],", "SET a=a,", "REMOVE ", "a.", "if_not_exists(a,", ":v,", "()"];
    let begin = Instant::now();
    for part in parts {
        for prefix in ["", "SET a = ", "REMOVE ", "a IN (", "ADD a :v,"] {
            let text = prefix.to_owned() + &part.repeat((4096 - prefix.len()) / part.len());
            read_all(&text);
            read_all(text.trim_end_matches(','));
        }
    }
    // Each takes well below a millisecond where the machine does nothing else.
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
}
