//! Texts that nest as deep as their length allows: each is answered, and none exhausts the stack.

use std::thread;

use monotable::values::PackedValue;

use crate::error::Expression;
use crate::parse::Placeholders;

const ALL: [(Expression, bool); 3] =
    [(Expression::Condition, true), (Expression::Update, true), (Expression::Projection, true)];

/// The error of a condition, on a stack that has room for a few dozen frames only.
fn refused(kind: Expression, text: String) -> String {
    let parse = move || {
        let values = vec![(":v".to_owned(), PackedValue::text("text"))];
        let mut placeholders = Placeholders::new(None, Some(values), &ALL).unwrap();
        let error = match kind {
            Expression::Update => placeholders.update(&text).err(),
            Expression::Projection => placeholders.projection(&text).err(),
            kind => placeholders.condition(kind, &text).err(),
        };
        error.map(|error| error.message().to_owned())
    };
    let parsed = thread::Builder::new().stack_size(64 * 1024).spawn(parse).unwrap().join().unwrap();
    parsed.expect("the text is refused")
}

#[test]
fn three_thousand_open_parentheses_end_too_early() {
    let text = "(".repeat(3000);
    assert_eq!(
        refused(Expression::Condition, text.clone()),
        r#"Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "(""#
    );
    assert_eq!(
        refused(Expression::Update, format!("SET a = {text}")),
        r#"Invalid UpdateExpression: Syntax error; token: "<EOF>", near: "(""#
    );
    assert_eq!(
        refused(Expression::Projection, text),
        r#"Invalid ProjectionExpression: Syntax error; token: "(", near: "((""#
    );
}

#[test]
fn a_thousand_pairs_of_parentheses_are_redundant() {
    let text = format!("{}a = :v{}", "(".repeat(1000), ")".repeat(1000));
    assert_eq!(
        refused(Expression::Filter, text),
        "Invalid FilterExpression: The expression has redundant parentheses;"
    );
    let text = format!("SET a = {}:v{}", "(".repeat(1000), ")".repeat(1000));
    assert_eq!(
        refused(Expression::Update, text),
        "Invalid UpdateExpression: The expression has redundant parentheses;"
    );
}

#[test]
fn a_thousand_nots_are_too_many_operators() {
    let text = format!("{}a = :v", "NOT ".repeat(1000));
    assert_eq!(
        refused(Expression::Condition, text),
        "Invalid ConditionExpression: The expression contains too many operators; operator count: 1001"
    );
}

#[test]
fn conditions_within_conditions_are_too_many_operators() {
    let text = format!("{}a=:v{}", "(a=:v OR ".repeat(300), ")".repeat(300));
    assert_eq!(
        refused(Expression::Condition, text),
        "Invalid ConditionExpression: The expression contains too many operators; operator count: 601"
    );
}

#[test]
fn sizes_of_sizes_have_no_size() {
    let text = format!("{}a{} = :v", "size(".repeat(600), ")".repeat(600));
    assert_eq!(
        refused(Expression::Condition, text),
        "Invalid ConditionExpression: Incorrect operand type for operator or function; operator or function: size, operand \
         type: N"
    );
}

#[test]
fn list_append_is_not_within_itself_however_deep() {
    let text = format!("SET a = {}:v{}", "list_append(a,".repeat(240), ")".repeat(240));
    assert_eq!(
        refused(Expression::Update, text),
        "Invalid UpdateExpression: The function is not allowed to be used this way in an expression; function: list_append"
    );
}

#[test]
fn a_default_may_have_a_default_as_often_as_the_text_is_long() {
    let text = format!("SET a = {}:v{}", "if_not_exists(a,".repeat(235), ")".repeat(235));
    let values = vec![(":v".to_owned(), PackedValue::text("text"))];
    let mut placeholders = Placeholders::new(None, Some(values), &ALL).unwrap();
    assert!(placeholders.update(&text).is_ok());
}

#[test]
fn unknown_functions_are_reported_however_deep_they_are() {
    let text = format!("{}a{}", "f(".repeat(1300), ")".repeat(1300));
    assert_eq!(
        refused(Expression::Condition, text.clone()),
        "Invalid ConditionExpression: Invalid function name; function: f"
    );
    assert_eq!(
        refused(Expression::Update, format!("SET a = {text}")),
        "Invalid UpdateExpression: Invalid function name; function: f"
    );
}

#[test]
fn a_path_of_two_thousand_elements_is_too_deep() {
    assert_eq!(
        refused(Expression::Projection, format!("a{}", ".b".repeat(2000))),
        "Invalid ProjectionExpression: The document path has too many nesting levels; nesting levels: 2001"
    );
    assert_eq!(
        refused(Expression::Condition, format!("(a{})[0] = :v", "[1]".repeat(1300))),
        "Invalid ConditionExpression: The document path has too many nesting levels; nesting levels: 1302"
    );
}
