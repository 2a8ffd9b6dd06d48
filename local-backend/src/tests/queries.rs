//! What queries and scans refuse, and what of it first.

use monotable::expression::{Condition, Path};
use monotable::request::{Scan, Segment, Select};

use super::*;

fn keyed() -> LocalBackend {
    backend(vec![
        global("all", &[key("G", Type::S)], &[], Projection::All),
        global("keys", &[key("G", Type::S)], &[sk()], Projection::KeysOnly),
        local("sorted", key("H", Type::N), Projection::KeysOnly),
    ])
}

fn refusal(change: impl FnOnce(&mut Query)) -> String {
    let mut request = query("p");
    change(&mut request);
    now(keyed().query(request)).unwrap_err().message().to_owned()
}

fn on(name: &'static str, test: KeyTest) -> KeyCondition {
    KeyCondition { name: name.into(), test }
}

fn text(text: &str) -> PackedValue {
    PackedValue::text(text)
}

fn number(number: i64) -> PackedValue {
    (&n(number)).into()
}

#[test]
fn key_conditions_are_refused_as_dynamodb_refuses_them() {
    let p = || on("PK", KeyTest::Eq(text("p")));
    let cases = [
        (vec![], "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."),
        (vec![on("SK", KeyTest::Eq(text("a")))], "Query condition missed key schema element: PK"),
        (vec![on("PK", KeyTest::Gt(text("a")))], "Query key condition not supported"),
        (vec![p(), on("other", KeyTest::Eq(text("a")))], "Query condition missed key schema element: SK"),
        (
            vec![p(), on("PK", KeyTest::Eq(text("q")))],
            "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key",
        ),
        (
            vec![p(), on("SK", KeyTest::Eq(text("a"))), on("other", KeyTest::Eq(text("a")))],
            "The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)",
        ),
        (
            vec![p(), on("SK", KeyTest::Gt((&Value::Bool(true)).into()))],
            "Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: >, operand \
             type: BOOL",
        ),
        (
            vec![p(), on("SK", KeyTest::BeginsWith(number(1)))],
            "Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: \
             begins_with, operand type: N",
        ),
        (
            vec![p(), on("SK", KeyTest::Eq(number(1)))],
            "One or more parameter values were invalid: Condition parameter type does not match schema type",
        ),
        (
            vec![p(), on("SK", KeyTest::Between(text("b"), text("a")))],
            "Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower \
             bound; lower bound operand: AttributeValue: {..}",
        ),
        (
            vec![on("PK", KeyTest::Eq(text("")))],
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string \
             value. Key: PK",
        ),
        (
            vec![on("PK", KeyTest::Eq(text(&"x".repeat(2049))))],
            "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes",
        ),
        (
            vec![p(), on("SK", KeyTest::Eq(text(&"x".repeat(1025))))],
            "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 \
             bytes",
        ),
    ];
    for (keys, expected) in cases {
        assert_eq!(refusal(|request| request.keys = keys), expected);
    }
}

#[test]
fn what_an_index_cannot_give_is_refused() {
    let g = || vec![on("G", KeyTest::Eq(text("g")))];
    let paths = |names: &[&'static str]| Select::Paths(names.iter().map(|name| Path::attribute(*name)).collect());
    let through = |index: &'static str, change: fn(&mut Query)| {
        refusal(|request| {
            request.index = Some(index.into());
            request.keys = g();
            change(request);
        })
    };

    assert_eq!(through("none", |_| {}), "The table does not have the specified index: none");
    assert_eq!(
        through("all", |request| request.consistent = true),
        "Consistent reads are not supported on global secondary indexes"
    );
    assert_eq!(
        through("keys", |request| request.select = Select::AllAttributes),
        "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index keys \
         because its projection type is not ALL"
    );
    let unprojected = refusal(|request| {
        request.index = Some("keys".into());
        request.keys = g();
        request.select = paths(&["PK", "a", "b"]);
    });
    assert_eq!(
        unprojected,
        "One or more parameter values were invalid: Global secondary index keys does not project [a, b]"
    );
}

#[test]
fn a_filter_of_a_query_may_not_name_keys_but_that_of_a_scan_may() {
    // given
    let backend = keyed();
    put(&backend, item([("PK", s("p")), ("SK", s("a")), ("G", s("g"))]));
    let on_key = || Some(Condition::Exists(Path::attribute("SK")));

    // when
    let refused = refusal(|request| request.filter = on_key());
    let mut of_index = Query::new(name(), vec![on("G", KeyTest::Eq(text("g")))]);
    of_index.index = Some("all".into());
    of_index.filter = on_key();
    let of_index = now(backend.query(of_index));
    let mut of_scan = Scan::new(name());
    of_scan.filter = on_key();
    let of_scan = now(backend.scan(of_scan));

    // then
    assert_eq!(refused, "Filter Expression can only contain non-primary key attributes: Primary key attribute: SK");
    assert_eq!(of_index.unwrap().count, 1);
    assert_eq!(of_scan.unwrap().count, 1);
}

#[test]
fn start_keys_must_fit_the_query() {
    let key = |pk: &str, sk: &str| Some(item([("PK", s(pk)), ("SK", s(sk))]));
    let equal = || on("SK", KeyTest::Eq(text("a")));
    let outside = "The provided starting key is outside query boundaries based on provided conditions";
    let invalid = "The provided starting key is invalid";

    assert_eq!(refusal(|request| request.start_key = key("q", "a")), outside);
    assert_eq!(refusal(|request| request.start_key = Some(item([("PK", s("p"))]))), invalid);
    assert_eq!(refusal(|request| request.start_key = Some(item([("PK", s("p")), ("SK", n(1))]))), invalid);
    let surplus = item([("PK", s("p")), ("SK", s("a")), ("G", s("g"))]);
    assert_eq!(refusal(|request| request.start_key = Some(surplus)), invalid);
    let predicate = refusal(|request| {
        request.keys.push(on("SK", KeyTest::Gt(text("m"))));
        request.start_key = key("p", "b");
    });
    assert_eq!(predicate, "The provided starting key does not match the range key predicate");
    let one = refusal(|request| {
        request.keys.push(equal());
        request.start_key = key("q", "a");
    });
    assert_eq!(one, "The query can return at most one row and cannot be restarted");
    let of_index = refusal(|request| {
        request.index = Some("sorted".into());
        request.start_key = key("p", "a");
    });
    assert_eq!(of_index, invalid);
}

#[test]
fn a_query_of_a_table_without_sort_key_cannot_be_restarted() {
    // given
    let backend = LocalBackend::new();
    now(backend.create_table(CreateTable::new(name(), pk(), None))).unwrap();

    // when
    let mut request = query("p");
    request.start_key = Some(item([("PK", s("p"))]));
    let error = now(backend.query(request)).unwrap_err();

    // then
    assert_eq!(
        error.message(),
        "The provided exclusive start key is invalid: ExclusiveStartKey: {PK=AttributeValue: {..}"
    );
}

#[test]
fn a_start_key_need_not_be_the_key_of_an_item() {
    // given
    let backend = keyed();
    ["a", "c"].iter().for_each(|sk| put(&backend, item([("PK", s("p")), ("SK", s(sk))])));

    // when
    let mut request = query("p");
    request.start_key = Some(item([("PK", s("p")), ("SK", s("b"))]));
    let page = now(backend.query(request)).unwrap();

    // then
    assert_eq!(sort_keys(&page.items.into_rows().unwrap()), ["c"]);
}

#[test]
fn a_limit_of_nothing_and_impossible_segments_are_refused() {
    let limit = "Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1";
    assert!(refusal(|request| request.limit = Some(0)).ends_with(limit));
    let segment = |number: u32, total: u32| {
        let mut request = Scan::new(name());
        request.segment = Some(Segment { number, total });
        now(keyed().scan(request)).unwrap_err().message().to_owned()
    };
    assert_eq!(segment(5, 5), "The Segment parameter is zero-based and must be less than parameter TotalSegments");
    assert!(segment(0, 0).contains("at 'TotalSegments'"));
    assert!(segment(0, 1_000_001).contains("less than or equal to 1000000"));
}

#[test]
fn the_request_is_checked_before_the_table_is_looked_up() {
    // given: a request that is wrong in every way
    let backend = LocalBackend::new();
    let mut request = Query::new("none".into(), vec![on("PK", KeyTest::Gt((&Value::Null).into()))]);
    request.limit = Some(0);
    request.index = Some("none".into());
    request.select = Select::Paths(vec![]);
    let message = |request: &Query| now(backend.query(request.clone())).unwrap_err().message().to_owned();

    // when, then: the errors come one after another
    assert!(message(&request).contains("'Limit'"));
    request.limit = None;
    assert_eq!(message(&request), "Invalid ProjectionExpression: The expression can not be empty;");
    request.select = Select::Default;
    assert!(message(&request).contains("operand type: NULL"));
    request.keys = query("p").keys;
    assert_eq!(message(&request), "Requested resource not found");
}
