use monotable::expression::{Condition, Path};

use super::*;
use crate::error::Expression;
use crate::eval::{check_condition, check_condition_tree, check_projection, check_projection_tree};

fn check(condition: &Condition) -> Result<(), monotable::Error> {
    check_condition(Expression::Condition, condition)
}

#[track_caller]
fn refused_as(condition: &Condition, text: &str) {
    assert_eq!(refused(check(condition)), format!("Invalid ConditionExpression: {text}"));
    assert_eq!(
        refused(check_condition(Expression::Filter, &not(condition.clone()))),
        format!("Invalid FilterExpression: {text}")
    );
}

fn operand_type(operator: &str, kind: &str) -> String {
    format!("Incorrect operand type for operator or function; operator or function: {operator}, operand type: {kind}")
}

#[test]
fn order_takes_texts_numbers_and_binaries() {
    for comparator in ["<", "<=", ">", ">="] {
        for (value, kind) in [
            (Value::Bool(true), "BOOL"),
            (Value::Null, "NULL"),
            (l([]), "L"),
            (m([]), "M"),
            (ss(&["x"]), "SS"),
            (ns(&["1"]), "NS"),
            (bs(&[b"x"]), "BS"),
        ] {
            refused_as(&is(p("a"), comparator, v(value.clone())), &operand_type(comparator, kind));
            refused_as(&is(v(value.clone()), comparator, p("a")), &operand_type(comparator, kind));
            refused_as(&Condition::Between(p("a"), v(value.clone()), p("b")), &operand_type("BETWEEN", kind));
            for equality in ["=", "<>"] {
                assert!(check(&is(p("a"), equality, v(value.clone()))).is_ok());
            }
        }
        for value in [s("x"), n("1"), b(b"x")] {
            assert!(check(&is(p("a"), comparator, v(value))).is_ok());
        }
    }
}

#[test]
fn begins_with_takes_texts_and_binaries() {
    refused_as(&Condition::BeginsWith(p("a"), v(n("1"))), &operand_type("begins_with", "N"));
    refused_as(&Condition::BeginsWith(v(ss(&["x"])), p("a")), &operand_type("begins_with", "SS"));
    assert!(check(&Condition::BeginsWith(p("a"), v(b(b"x")))).is_ok());
    assert!(check(&Condition::BeginsWith(v(s("x")), p("a"))).is_ok());
}

#[test]
fn size_takes_what_has_one_and_stands_in_comparisons_only() {
    for (value, kind) in [(n("1"), "N"), (Value::Bool(true), "BOOL"), (Value::Null, "NULL")] {
        refused_as(&is(size(v(value)), "=", v(n("1"))), &operand_type("size", kind));
    }
    refused_as(&is(size(size(p("a"))), "=", v(n("1"))), &operand_type("size", "N"));
    assert!(check(&is(size(v(s("x"))), "=", v(n("1")))).is_ok());
    assert!(check(&Condition::Between(size(p("a")), v(n("1")), size(p("b")))).is_ok());
    assert!(check(&Condition::In(size(p("a")), vec![v(n("1"))])).is_ok());

    let misplaced = "The function is not allowed to be used this way in an expression; function: size";
    refused_as(&Condition::BeginsWith(size(p("a")), v(s("x"))), misplaced);
    refused_as(&Condition::Contains(p("a"), size(p("b"))), misplaced);
    refused_as(&Condition::IsType(size(p("a")), monotable::Type::N), misplaced);
}

#[test]
fn the_first_operand_differs_from_the_second() {
    let text = |operator: &str, operand: &str| {
        format!(
            "The first operand must be distinct from the remaining operands for this operator or function; operator: \
             {operator}, first operand: {operand}"
        )
    };
    for comparator in ["=", "<>", "<", "<=", ">", ">="] {
        refused_as(&is(p("a"), comparator, p("a")), &text(comparator, "[a]"));
        assert!(check(&is(v(n("1")), comparator, v(n("1")))).is_ok());
        assert!(check(&is(p("a"), comparator, p("a.b"))).is_ok());
    }
    refused_as(&Condition::Contains(p("a.b[1]"), p("a.b[1]")), &text("contains", "[a, b, [1]]"));
    refused_as(&Condition::BeginsWith(p("a"), p("a")), &text("begins_with", "[a]"));
}

#[test]
fn literal_bounds_are_of_one_type_and_in_order() {
    let between = |low: Value, high: Value| Condition::Between(p("a"), v(low), v(high));
    refused_as(
        &between(n("1"), s("a")),
        "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: \
         {N:1}, upper bound operand: AttributeValue: {S:a}",
    );
    refused_as(
        &between(n("2"), n("1.50")),
        "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: \
         AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1.5}",
    );
    assert!(check(&between(s("b"), s("a"))).is_err());
    assert!(check(&between(s("a"), s("a"))).is_ok());
    assert!(check(&Condition::Between(v(s("x")), v(n("1")), v(n("2")))).is_ok());
    assert!(check(&Condition::Between(p("a"), v(n("2")), p("b"))).is_ok());
}

#[test]
fn in_takes_1_to_100_operands() {
    let list = |count: usize| Condition::In(p("a"), vec![v(n("1")); count]);
    assert!(check(&list(1)).is_ok());
    assert!(check(&list(100)).is_ok());
    refused_as(
        &list(0),
        "Incorrect number of operands for operator or function; operator or function: IN, number of operands: 1",
    );
    refused_as(&list(101), "The IN operator is provided with too many operands; number of operands: 101");
}

#[test]
fn paths_have_at_most_32_elements_with_names() {
    let deep = |elements: usize| Condition::Exists(path(&format!("a{}", ".b".repeat(elements - 1))));
    assert!(check(&deep(32)).is_ok());
    refused_as(&deep(33), "The document path has too many nesting levels; nesting levels: 33");
    assert_eq!(refused(check(&is(p("a."), "=", v(n("1"))))), "Empty attribute name");
    assert_eq!(refused(check(&is(size(p("")), "=", v(n("1"))))), "Empty attribute name");
    let name = |len: usize| Condition::NotExists(Path::attribute("x".repeat(len)));
    assert!(check(&name(65_535)).is_ok());
    assert!(refused(check(&name(65_536))).starts_with("Attribute name is too large"));
}

#[test]
fn there_are_at_most_300_operators() {
    let text = |count: usize| {
        format!("Invalid ConditionExpression: The expression contains too many operators; operator count: {count}")
    };
    let tree = |condition: &Condition| check_condition_tree(Expression::Condition, condition);
    let wide = |count: usize| Condition::And(vec![is(p("a"), "=", v(n("1"))); count]);
    // n comparisons and n - 1 times AND
    assert!(tree(&wide(150)).is_ok());
    assert_eq!(refused(tree(&wide(151))), text(301));
    let nots = |count: usize| (0..count).fold(Condition::Exists(path("a")), |inner, _| not(inner));
    assert!(tree(&nots(300)).is_ok());
    assert_eq!(refused(tree(&nots(301))), text(301));
    let functions = Condition::Or(vec![Condition::Exists(path("a")); 301]);
    assert!(tree(&functions).is_ok());
    let alone = (0..5000).fold(Condition::Exists(path("a")), |inner, _| Condition::And(vec![inner]));
    assert!(refused(tree(&alone)).contains("too many operators"));
}

#[test]
fn a_condition_that_would_be_longer_than_4096_bytes_as_text_is_refused() {
    let list = || Condition::In(p("a"), (0..99).map(|number| v(Value::from(number))).collect());
    // Values take `:v1234, `, some 7 bytes.
    let wide = |count: usize| Condition::Or((0..count).map(|_| list()).collect());
    assert!(check(&wide(5)).is_ok());
    let message = refused(check(&wide(8)));
    assert!(message.starts_with(
        "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: "
    ));
    assert!(check_condition_tree(Expression::Condition, &wide(8)).is_ok());
}

#[test]
fn a_condition_says_something() {
    let empty = "The expression can not be empty;";
    refused_as(&Condition::And(vec![]), empty);
    refused_as(&Condition::Or(vec![Condition::Exists(path("a")), Condition::And(vec![])]), empty);
}

#[test]
fn values_are_checked_before_the_condition() {
    let empty = Operand::Value(raw_set(SetKind::S, &[]));
    let text = "One or more parameter values were invalid: An string set  may not be empty";
    assert_eq!(refused(check(&is(p("a"), "<", empty.clone()))), text);
    assert_eq!(refused(check(&not(is(size(empty.clone()), "=", v(n("1")))))), text);
    assert_eq!(refused(check(&Condition::In(p("a"), vec![empty]))), text);
    let deep = (0..32).fold(n("1"), |inner, _| l([inner]));
    assert!(refused(check(&Condition::Contains(p("a"), v(deep)))).starts_with("Nesting Levels"));
}

#[test]
fn projections_are_disjoint_and_select_something() {
    let check = |texts: &[&str]| check_projection(&texts.iter().map(|text| path(text)).collect::<Vec<_>>());
    let refused_as = |texts: &[&str], text: &str| {
        assert_eq!(refused(check(texts)), format!("Invalid ProjectionExpression: {text}"));
    };
    let paths = |how: &str, one: &str, two: &str| {
        format!(
            "Two document paths {how} with each other; must remove or rewrite one of these paths; path one: {one}, path \
             two: {two}"
        )
    };
    assert!(check(&["a", "b.c", "b.d", "l[1]", "l[0]"]).is_ok());
    refused_as(&[], "The expression can not be empty;");
    refused_as(&["a", "a"], &paths("overlap", "[a]", "[a]"));
    refused_as(&["a", "a.b"], &paths("overlap", "[a]", "[a, b]"));
    refused_as(&["x", "a[0].b", "a[0]"], &paths("overlap", "[a, [0], b]", "[a, [0]]"));
    refused_as(&["a.b", "a[1]"], &paths("conflict", "[a, b]", "[a, [1]]"));
    refused_as(
        &[&format!("a{}", ".b".repeat(32))],
        "The document path has too many nesting levels; nesting levels: 33",
    );
}

#[test]
fn a_projection_that_would_be_longer_than_4096_bytes_as_text_is_refused() {
    let wide = |count: usize| (0..count).map(|number| path(&format!("a{number}"))).collect::<Vec<_>>();
    assert!(check_projection(&wide(500)).is_ok());
    assert!(refused(check_projection(&wide(700))).contains("Expression size has exceeded the maximum allowed size"));
    assert!(check_projection_tree(&wide(700)).is_ok());
}
