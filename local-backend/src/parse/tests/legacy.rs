//! The parameters before expressions, as the same trees.

use monotable::values::PackedValue;

use super::print;
use crate::parse::legacy::{
    Action, AttributeCondition, AttributeUpdate, Comparison, Conditional, ExpectedAttribute, attribute_updates,
    attributes_to_get, expected, filter, key_conditions,
};
use crate::parse::refuse_mix;

const S: &str = r#"{"S":"s"}"#;
const T: &str = r#"{"S":"t"}"#;
const N: &str = r#"{"N":"1"}"#;
const B: &str = r#"{"B":"AQ=="}"#;
const BOOL: &str = r#"{"BOOL":true}"#;
const SS: &str = r#"{"SS":["s"]}"#;
const L: &str = r#"{"L":[{"S":"s"}]}"#;
const M: &str = r#"{"M":{}}"#;

fn value(json: &str) -> PackedValue {
    PackedValue::from_json(json.as_bytes()).unwrap()
}

fn list(json: &[&str]) -> Vec<PackedValue> {
    json.iter().map(|json| value(json)).collect()
}

fn operator(name: &str) -> Comparison {
    Comparison::from_name(name).unwrap()
}

fn conditions(conditions: &[(&str, &str, &[&str])]) -> Vec<(String, AttributeCondition)> {
    let condition = |(name, comparison, values): &(&str, &str, &[&str])| {
        let condition = AttributeCondition { comparison: operator(comparison), list: list(values) };
        ((*name).to_owned(), condition)
    };
    conditions.iter().map(condition).collect()
}

/// The tree of a filter on `a`, or the text of its error.
fn filtered(comparison: &str, values: &[&str]) -> String {
    match filter(Some(conditions(&[("a", comparison, values)])), None) {
        Ok(condition) => print::condition(&condition.unwrap()),
        Err(error) => error.message().to_owned(),
    }
}

/// The tree of an Expected on `a`, or the text of its error.
fn expects(expectation: ExpectedAttribute) -> String {
    match expected(Some(vec![("a".to_owned(), expectation)]), None) {
        Ok(condition) => print::condition(&condition.unwrap()),
        Err(error) => error.message().to_owned(),
    }
}

#[test]
fn each_operator_has_its_condition() {
    let cases: [(&str, &[&str], &str); 20] = [
        ("EQ", &[S], r#"[a] = {"S":"s"}"#),
        ("EQ", &[SS], r#"[a] = {"SS":["s"]}"#),
        ("EQ", &[M], r#"[a] = {"M":{}}"#),
        ("NE", &[BOOL], r#"[a] <> {"BOOL":true}"#),
        ("LT", &[N], r#"[a] < {"N":"1"}"#),
        ("LE", &[S], r#"[a] <= {"S":"s"}"#),
        ("GT", &[B], r#"[a] > {"B":"AQ=="}"#),
        ("GE", &[S], r#"[a] >= {"S":"s"}"#),
        ("IN", &[S], r#"[a] IN ({"S":"s"})"#),
        ("IN", &[S, T], r#"[a] IN ({"S":"s"}, {"S":"t"})"#),
        ("BETWEEN", &[S, T], r#"[a] BETWEEN {"S":"s"} AND {"S":"t"}"#),
        ("BETWEEN", &[S, S], r#"[a] BETWEEN {"S":"s"} AND {"S":"s"}"#),
        ("NOT_NULL", &[], "attribute_exists([a])"),
        ("NULL", &[], "attribute_not_exists([a])"),
        ("CONTAINS", &[N], r#"contains([a], {"N":"1"})"#),
        ("NOT_CONTAINS", &[S], r#"(attribute_exists([a]) AND (NOT contains([a], {"S":"s"})))"#),
        ("BEGINS_WITH", &[S], r#"begins_with([a], {"S":"s"})"#),
        ("BEGINS_WITH", &[B], r#"begins_with([a], {"B":"AQ=="})"#),
        ("CONTAINS", &[B], r#"contains([a], {"B":"AQ=="})"#),
        ("GT", &[N], r#"[a] > {"N":"1"}"#),
    ];
    for (comparison, values, tree) in cases {
        assert_eq!(filtered(comparison, values), tree);
    }
}

#[test]
fn operators_have_numbers_and_types_of_values() {
    let number = |operator: &str| {
        format!(
            "One or more parameter values were invalid: Invalid number of argument(s) for the {operator} ComparisonOperator"
        )
    };
    let kind = |operator: &str, kind: &str| {
        format!(
            "One or more parameter values were invalid: ComparisonOperator {operator} is not valid for {kind} AttributeValue type"
        )
    };
    assert_eq!(filtered("IN", &[S; 101]), number("IN"));
    assert!(filtered("IN", &[S; 100]).starts_with("[a] IN ("));
    let of_one = ["EQ", "NE", "LE", "LT", "GE", "GT", "CONTAINS", "NOT_CONTAINS", "BEGINS_WITH"];
    for operator in of_one {
        assert_eq!(filtered(operator, &[]), number(operator));
        assert_eq!(filtered(operator, &[S, T]), number(operator));
    }
    assert_eq!(filtered("IN", &[]), number("IN"));
    assert_eq!(filtered("BETWEEN", &[]), number("BETWEEN"));
    assert_eq!(filtered("BETWEEN", &[S]), number("BETWEEN"));
    assert_eq!(filtered("BETWEEN", &[S, S, S]), number("BETWEEN"));
    assert_eq!(filtered("NULL", &[S]), number("NULL"));
    assert_eq!(filtered("NOT_NULL", &[S]), number("NOT_NULL"));
    for operator in ["LE", "LT", "GE", "GT", "CONTAINS", "NOT_CONTAINS", "BEGINS_WITH", "IN"] {
        assert_eq!(filtered(operator, &[SS]), kind(operator, "SS"));
        assert_eq!(filtered(operator, &[BOOL]), kind(operator, "BOOL"));
    }
    assert_eq!(filtered("BEGINS_WITH", &[N]), kind("BEGINS_WITH", "N"));
    assert_eq!(filtered("BETWEEN", &[L, L]), kind("BETWEEN", "L"));
    let differ =
        "One or more parameter values were invalid: AttributeValues inside AttributeValueList must be of same type";
    assert_eq!(filtered("IN", &[S, N]), differ);
    assert_eq!(filtered("BETWEEN", &[N, S]), differ);
    assert_eq!(
        filtered("BETWEEN", &[T, S]),
        "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound"
    );
}

#[test]
fn an_expectation_is_a_value_or_none_or_a_comparison() {
    let plain = ExpectedAttribute::default();
    let with_value = ExpectedAttribute { value: Some(value(S)), ..plain.clone() };
    let compared = ExpectedAttribute { comparison: Some(Comparison::Ge), ..plain.clone() };
    assert_eq!(expects(with_value.clone()), r#"[a] = {"S":"s"}"#);
    assert_eq!(expects(ExpectedAttribute { exists: Some(true), ..with_value.clone() }), r#"[a] = {"S":"s"}"#);
    assert_eq!(expects(ExpectedAttribute { exists: Some(false), ..plain.clone() }), "attribute_not_exists([a])");
    assert_eq!(expects(ExpectedAttribute { value: Some(value(N)), ..compared.clone() }), r#"[a] >= {"N":"1"}"#);
    assert_eq!(expects(ExpectedAttribute { list: Some(list(&[N])), ..compared }), r#"[a] >= {"N":"1"}"#);
    let missing = ExpectedAttribute { comparison: Some(Comparison::Null), ..plain.clone() };
    assert_eq!(expects(missing.clone()), "attribute_not_exists([a])");
    assert_eq!(expects(ExpectedAttribute { list: Some(Vec::new()), ..missing }), "attribute_not_exists([a])");
}

#[test]
fn members_of_an_expectation_that_do_not_go_together_are_refused() {
    let plain = ExpectedAttribute::default();
    let with_value = ExpectedAttribute { value: Some(value(S)), ..plain.clone() };
    let with_list = ExpectedAttribute { list: Some(list(&[S])), ..plain.clone() };
    let compared = ExpectedAttribute { comparison: Some(Comparison::Eq), ..plain.clone() };
    let cases = [
        (plain.clone(), "Value must be provided when Exists is null for Attribute: a"),
        (
            ExpectedAttribute { exists: Some(true), ..plain.clone() },
            "Value must be provided when Exists is true for Attribute: a",
        ),
        (
            ExpectedAttribute { exists: Some(false), ..with_value.clone() },
            "Value cannot be used when Exists is false for Attribute: a",
        ),
        (
            ExpectedAttribute { value: Some(value(S)), ..with_list.clone() },
            "Value and AttributeValueList cannot be used together for Attribute: a",
        ),
        (with_list, "AttributeValueList can only be used with a ComparisonOperator for Attribute: a"),
        (compared.clone(), "Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a"),
        (
            ExpectedAttribute { exists: Some(true), value: Some(value(S)), ..compared.clone() },
            "Exists and ComparisonOperator cannot be used together for Attribute: a",
        ),
        (
            ExpectedAttribute { list: Some(Vec::new()), ..compared },
            "Invalid number of argument(s) for the EQ ComparisonOperator",
        ),
    ];
    for (expectation, text) in cases {
        assert_eq!(expects(expectation), format!("One or more parameter values were invalid: {text}"));
    }
}

#[test]
fn conditions_are_joined_by_the_conditional_operator() {
    let joined = |attributes: &[(&str, &str, &[&str])], operator| match filter(Some(conditions(attributes)), operator) {
        Ok(condition) => condition.map_or("none".to_owned(), |condition| print::condition(&condition)),
        Err(error) => error.message().to_owned(),
    };
    let (a, b): ((_, _, &[&str]), (_, _, &[&str])) = (("a", "NULL", &[]), ("b", "EQ", &[S]));
    assert_eq!(joined(&[a, b], None), r#"(attribute_not_exists([a]) AND [b] = {"S":"s"})"#);
    assert_eq!(joined(&[a, b], Some(Conditional::And)), r#"(attribute_not_exists([a]) AND [b] = {"S":"s"})"#);
    assert_eq!(joined(&[a, b], Some(Conditional::Or)), r#"(attribute_not_exists([a]) OR [b] = {"S":"s"})"#);
    assert_eq!(joined(&[a], None), "attribute_not_exists([a])");
    assert_eq!(joined(&[], None), "none");
    assert_eq!(
        joined(&[a], Some(Conditional::Or)),
        "ConditionalOperator can only be used when Filter or Expected has two or more elements"
    );
    assert_eq!(joined(&[], Some(Conditional::And)), "ConditionalOperator cannot be used without Filter or Expected");
    let absent = expected(None, Some(Conditional::Or)).unwrap_err();
    assert_eq!(absent.message(), "ConditionalOperator cannot be used without Filter or Expected");
    assert!(expected(None, None).unwrap().is_none());
}

#[test]
fn key_conditions_are_those_that_an_index_can_serve() {
    let keys = |attributes: &[(&str, &str, &[&str])]| match key_conditions(conditions(attributes)) {
        Ok(conditions) => print::keys(&conditions),
        Err(error) => error.message().to_owned(),
    };
    let cases: [(&str, &[&str], &str); 7] = [
        ("EQ", &[S], r#"b = {"S":"s"}"#),
        ("LT", &[N], r#"b < {"N":"1"}"#),
        ("LE", &[N], r#"b <= {"N":"1"}"#),
        ("GT", &[N], r#"b > {"N":"1"}"#),
        ("GE", &[N], r#"b >= {"N":"1"}"#),
        ("BETWEEN", &[S, T], r#"b BETWEEN {"S":"s"} AND {"S":"t"}"#),
        ("BEGINS_WITH", &[S], r#"begins_with(b, {"S":"s"})"#),
    ];
    for (comparison, values, tree) in cases {
        assert_eq!(keys(&[("a", "EQ", &[S]), ("b", comparison, values)]), format!(r#"a = {{"S":"s"}}; {tree}"#));
    }
    let others: [(&str, &[&str]); 6] =
        [("NE", &[S]), ("IN", &[S]), ("NULL", &[]), ("NOT_NULL", &[]), ("CONTAINS", &[S]), ("NOT_CONTAINS", &[S])];
    for (comparison, values) in others {
        assert_eq!(
            keys(&[("a", comparison, values)]),
            "Attempted conditional constraint is not an indexable operation"
        );
    }
}

#[test]
fn attribute_updates_put_add_and_delete() {
    let updated = |action: &str, json: Option<&str>| {
        let update = AttributeUpdate { action: Action::from_name(action).unwrap(), value: json.map(value) };
        match attribute_updates(vec![("a".to_owned(), update)]) {
            Ok(update) => print::update(&update),
            Err(error) => error.message().to_owned(),
        }
    };
    let invalid = |text: &str| format!("One or more parameter values were invalid: {text}");
    assert_eq!(updated("PUT", Some(S)), r#"SET [a] = {"S":"s"}"#);
    assert_eq!(updated("PUT", Some(L)), r#"SET [a] = {"L":[{"S":"s"}]}"#);
    assert_eq!(updated("ADD", Some(N)), r#"ADD [a] {"N":"1"}"#);
    assert_eq!(updated("ADD", Some(SS)), r#"ADD [a] {"SS":["s"]}"#);
    assert_eq!(updated("ADD", Some(L)), r#"SET [a] = list_append(if_not_exists([a], {"L":[]}), {"L":[{"S":"s"}]})"#);
    assert_eq!(updated("DELETE", None), "REMOVE [a]");
    assert_eq!(updated("DELETE", Some(SS)), r#"DELETE [a] {"SS":["s"]}"#);
    let only_delete = invalid("Only DELETE action is allowed when no attribute value is specified");
    assert_eq!(updated("PUT", None), only_delete);
    assert_eq!(updated("ADD", None), only_delete);
    assert_eq!(updated("ADD", Some(S)), invalid("ADD action is not supported for the type S"));
    assert_eq!(updated("ADD", Some(M)), invalid("ADD action is not supported for the type M"));
    assert_eq!(updated("DELETE", Some(S)), invalid("DELETE action with value is not supported for the type S"));
    assert_eq!(updated("DELETE", Some(N)), invalid("DELETE action with value is not supported for the type N"));
    assert_eq!(Action::default(), Action::Put);
    assert_eq!(Action::from_name("put"), None);
}

#[test]
fn names_are_whole_attributes_whatever_is_in_them() {
    let paths = attributes_to_get(vec!["a.b".to_owned(), "c[1]".to_owned(), "status".to_owned()]).unwrap();
    assert_eq!(print::projection(&paths), "[a.b]; [c[1]]; [status]");
    let twice = attributes_to_get(vec!["b".to_owned(), "a".to_owned(), "b".to_owned()]).unwrap_err();
    assert_eq!(twice.message(), "One or more parameter values were invalid: Duplicate value in attribute name: b");
    assert_eq!(attributes_to_get(vec![String::new()]).unwrap_err().message(), "Empty attribute name");
}

#[test]
fn values_are_checked_in_themselves_first() {
    let text = "One or more parameter values were invalid: An string set  may not be empty";
    assert_eq!(filtered("LT", &[r#"{"SS":[]}"#]), text);
    let update = AttributeUpdate { action: Action::Delete, value: Some(value(r#"{"SS":[]}"#)) };
    assert_eq!(attribute_updates(vec![("a".to_owned(), update)]).unwrap_err().message(), text);
}

#[test]
fn both_kinds_of_parameters_do_not_go_into_one_request() {
    assert!(refuse_mix(&["Expected"], &[]).is_ok());
    assert!(refuse_mix(&[], &["UpdateExpression"]).is_ok());
    let mixed = refuse_mix(&["AttributeUpdates", "Expected"], &["UpdateExpression", "ConditionExpression"]);
    assert_eq!(
        mixed.unwrap_err().message(),
        "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: \
         {AttributeUpdates, Expected} Expression parameters: {UpdateExpression, ConditionExpression}"
    );
}

#[test]
fn operators_are_found_by_their_names() {
    for name in ["EQ", "NE", "IN", "LE", "LT", "GE", "GT", "BETWEEN", "NOT_NULL", "NULL", "CONTAINS", "NOT_CONTAINS"] {
        assert_eq!(operator(name).name(), name);
    }
    assert_eq!(Comparison::from_name("eq"), None);
    assert_eq!(Conditional::from_name("OR"), Some(Conditional::Or));
    assert_eq!(Conditional::from_name("NOT"), None);
}
