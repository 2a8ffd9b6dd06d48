use monotable::expression::Update;
use monotable::values::SetKind;

use super::*;
use crate::eval::{check_update, check_update_tree};

fn set<const N: usize>(changes: [(&str, SetValue); N]) -> Update {
    Update { set: changes.into_iter().map(|(text, value)| (path(text), value)).collect(), ..Update::default() }
}

fn add(value: Value) -> Update {
    Update { add: vec![(path("a"), packed(&value))], ..Update::default() }
}

fn delete(value: Value) -> Update {
    Update { delete: vec![(path("a"), packed(&value))], ..Update::default() }
}

#[track_caller]
fn refused_as(update: &Update, text: &str) {
    assert_eq!(refused(check_update(update)), format!("Invalid UpdateExpression: {text}"));
}

#[test]
fn literals_of_sums_and_list_append_have_their_types() {
    let operand = |value: SetOperand| set([("x", SetValue::Operand(value))]);
    for (update, operator, kind) in [
        (set([("x", SetValue::Plus(at("a"), lit(s("1"))))]), "+", "S"),
        (set([("x", SetValue::Plus(lit(Value::Null), lit(n("1"))))]), "+", "NULL"),
        (set([("x", SetValue::Minus(lit(ns(&["1"])), lit(n("1"))))]), "-", "NS"),
        (set([("x", SetValue::Plus(append(at("a"), at("b")), lit(n("1"))))]), "+", "L"),
        (operand(append(lit(s("x")), at("a"))), "list_append", "S"),
        (operand(append(at("a"), lit(ss(&["x"])))), "list_append", "SS"),
        (operand(or("a", append(at("a"), lit(n("1"))))), "list_append", "N"),
    ] {
        refused_as(
            &update,
            &format!(
                "Incorrect operand type for operator or function; operator or function: {operator}, operand type: {kind}"
            ),
        );
    }
    assert!(check_update(&operand(append(or("a", lit(l([]))), lit(l([]))))).is_ok());
    assert!(check_update(&set([("a", SetValue::Minus(or("a", lit(n("0"))), lit(n("1"))))])).is_ok());
}

#[test]
fn add_takes_numbers_and_sets_and_delete_takes_sets() {
    let text = |clause: &str, kind: &str| {
        format!("Incorrect operand type for operator or function; operator: {clause}, operand type: {kind}")
    };
    for (value, kind) in [
        (s("x"), "STRING"),
        (b(b"x"), "BINARY"),
        (Value::Bool(true), "BOOLEAN"),
        (Value::Null, "NULL"),
        (l([]), "LIST"),
        (m([]), "MAP"),
    ] {
        refused_as(&add(value.clone()), &text("ADD", kind));
        refused_as(&delete(value), &text("DELETE", kind));
    }
    refused_as(&delete(n("1")), &text("DELETE", "NUMBER"));
    for value in [ss(&["x"]), ns(&["1"]), bs(&[b"x"])] {
        assert!(check_update(&add(value.clone())).is_ok());
        assert!(check_update(&delete(value)).is_ok());
    }
    assert!(check_update(&add(n("1"))).is_ok());
}

#[test]
fn list_append_is_no_operand_of_itself() {
    let text = "The function is not allowed to be used this way in an expression; function: list_append";
    let inner = || append(at("b"), at("c"));
    refused_as(&set([("x", SetValue::Operand(append(at("a"), inner())))]), text);
    refused_as(&set([("x", SetValue::Operand(append(or("a", inner()), at("d"))))]), text);
}

#[test]
fn changes_of_all_clauses_are_disjoint() {
    let overlap = |one: &str, two: &str| {
        format!(
            "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: {one}, path \
             two: {two}"
        )
    };
    refused_as(&set([("a", to(n("1"))), ("a", to(n("2")))]), &overlap("[a]", "[a]"));
    refused_as(&set([("a", to(n("1"))), ("a.b", to(n("2")))]), &overlap("[a]", "[a, b]"));
    refused_as(&set([("a.b[1].c", to(n("1"))), ("a.b", to(n("2")))]), &overlap("[a, b, [1], c]", "[a, b]"));
    let across = Update { remove: vec![path("x"), path("a[0]")], ..set([("a[0].b", to(n("1")))]) };
    refused_as(&across, &overlap("[a, [0], b]", "[a, [0]]"));
    let clauses = Update { delete: vec![(path("a"), packed(&ss(&["x"])))], ..add(n("1")) };
    refused_as(&clauses, &overlap("[a]", "[a]"));
    refused_as(
        &set([("a.b", to(n("1"))), ("a[1]", to(n("2")))]),
        "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path \
         two: [a, [1]]",
    );
    for (one, two) in [("a", "b"), ("a.b", "a.c"), ("a[0]", "a[1]"), ("a.b.c", "a.d[0]"), ("a.b", "b.a")] {
        assert!(check_update(&set([(one, to(n("1"))), (two, to(n("1")))])).is_ok(), "{one} {two}");
    }
}

#[test]
fn paths_have_at_most_32_elements() {
    let deep = |elements: usize| set([("a", to(n("1"))), (&format!("b{}", ".c".repeat(elements - 1)), to(n("1")))]);
    assert!(check_update(&deep(32)).is_ok());
    refused_as(&deep(33), "The document path has too many nesting levels; nesting levels: 33");
    let operand = set([("a", copy(&format!("b{}", "[0]".repeat(32))))]);
    refused_as(&operand, "The document path has too many nesting levels; nesting levels: 33");
    assert_eq!(refused(check_update(&set([("a.", to(n("1")))]))), "Empty attribute name");
}

#[test]
fn values_are_checked_as_in_items() {
    let nested = (0..32).fold(n("1"), |inner, _| l([inner]));
    assert!(refused(check_update(&set([("a", to(nested.clone()))]))).starts_with("Nesting Levels have exceeded"));
    assert!(
        refused(check_update(&set([("a", SetValue::Operand(or("a", append(at("b"), lit(nested)))))])))
            .starts_with("Nesting Levels have exceeded")
    );
    let twice = Update { add: vec![(path("a"), raw_set(SetKind::N, &["1", "1.0"]))], ..Update::default() };
    assert_eq!(
        refused(check_update(&twice)),
        "One or more parameter values were invalid: Input collection contains duplicates."
    );
    let empty = Update { delete: vec![(path("a"), raw_set(SetKind::B, &[]))], ..Update::default() };
    assert_eq!(
        refused(check_update(&empty)),
        "One or more parameter values were invalid: Binary sets should not be empty"
    );
    // A parser has checked the values before.
    assert!(check_update_tree(&twice).is_ok());
}

#[test]
fn there_are_at_most_300_operators_and_functions() {
    let nested =
        |count: usize| set([("a", SetValue::Operand((0..count).fold(lit(n("1")), |inner, _| or("a", inner))))]);
    assert!(check_update_tree(&nested(300)).is_ok());
    let text = "Invalid UpdateExpression: The expression contains too many operators; operator count: 301";
    assert_eq!(refused(check_update_tree(&nested(301))), text);
    assert!(refused(check_update_tree(&nested(1000))).contains("too many operators"));
}

#[test]
fn an_update_that_would_be_longer_than_4096_bytes_as_text_is_refused() {
    let wide = |count: usize| Update {
        remove: (0..count).map(|number| path(&format!("a{number}"))).collect(),
        ..Update::default()
    };
    // `#n100, ` is 7 bytes.
    assert!(check_update(&wide(500)).is_ok());
    refused_as(&wide(700), "Expression size has exceeded the maximum allowed size;");
    assert!(check_update_tree(&wide(700)).is_ok());
}

#[test]
fn a_bare_update_is_fine() {
    assert!(check_update(&Update::default()).is_ok());
}
