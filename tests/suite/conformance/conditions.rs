//! The items for which conditions and filters are true.

use monotable::expression::{Condition, Renderer};
use monotable::{Type, Value};

use super::database::{Database, Table, with};
use super::words::*;

scenarios! {
    equality_is_strict_in_types_and_deep,
    a_missing_attribute_is_equal_to_nothing,
    order_is_within_one_type,
    between_includes_its_bounds,
    in_finds_any_of_its_operands,
    existence_is_of_places,
    types_are_told_by_name,
    prefixes_are_of_texts_and_binaries,
    contains_looks_into_texts_sets_and_lists,
    size_counts_what_the_type_has,
    size_is_of_values_of_the_request_too,
    connectives_combine,
    not_of_a_comparison_with_nothing_is_true,
    key_attributes_can_be_compared_in_conditions,
}

fn item() -> Row {
    row! {
        "PK" => "a",
        "SK" => "1",
        "s" => "abc",
        "s2" => "abc",
        "e" => "",
        "u" => "\u{e9}\u{1d11e}",
        "n" => 5,
        "n2" => n("5.0"),
        "three" => 3,
        "b" => b(&[1, 2, 3]),
        "t" => true,
        "nul" => Value::Null,
        "sub" => "a",
        "ss" => ss(&["a", "b"]),
        "ns" => ns(&["1", "2.5"]),
        "bs" => bs(&[&[1], &[2, 3]]),
        "l" => list![1, "a", map! { "x" => 1 }, Value::Null],
        "l2" => list![n("1.0"), "a", map! { "x" => 1 }, Value::Null],
        "m" => map! { "a" => 1, "b" => map! { "c" => "x" } },
    }
}

/// Checks conditions on the item, as filters and as conditions of writes.
async fn check(db: &Database<'_>, cases: impl IntoIterator<Item = (bool, Condition)>) {
    let table = db.table().await;
    table.put(item()).await.unwrap();
    for (expected, condition) in cases {
        check_on(&table, expected, condition).await;
    }
    assert_eq!(table.get(item()).await, Some(item()));
}

async fn check_on(table: &Table<'_>, expected: bool, condition: Condition) {
    let text = format!("{}: {condition:?}", Renderer::new().condition(&condition));
    let scan = with(table.scan(), |scan| scan.filter = Some(condition.clone()));
    let found = table.page(scan).await.unwrap_or_else(|error| panic!("{text}: {error:?}"));
    assert_eq!((found.count, found.scanned_count), (u32::from(expected), 1), "as a filter: {text}");
    let write = table.put_if(item(), condition).await;
    match write {
        Err(error) if !error.is_condition_failed() => panic!("{text}: {error:?}"),
        outcome => assert_eq!(outcome.is_ok(), expected, "as a condition: {text}"),
    }
}

async fn equality_is_strict_in_types_and_deep(db: &Database<'_>) {
    check(
        db,
        [
            (true, eq(p("s"), v("abc"))),
            (false, eq(p("s"), v("abd"))),
            (false, eq(p("s"), b(b"abc"))),
            (false, eq(p("n"), v("5"))),
            (true, ne(p("n"), v("5"))),
            (true, eq(p("n"), n("5.00"))),
            (true, eq(p("n"), p("n2"))),
            (true, eq(p("s"), p("s2"))),
            (false, ne(p("s"), p("s2"))),
            (true, eq(v("abc"), p("s"))),
            (true, eq(v(1), n("1.0"))),
            (false, eq(v(1), v("1"))),
            (true, eq(p("t"), v(true))),
            (true, ne(p("t"), v(false))),
            (true, eq(p("nul"), Value::Null)),
            (false, eq(p("nul"), v(""))),
            (true, eq(p("e"), v(""))),
            (true, eq(p("b"), b(&[1, 2, 3]))),
            (true, eq(p("ss"), ss(&["b", "a"]))),
            (false, eq(p("ss"), ss(&["a"]))),
            (false, eq(p("ss"), list!["a", "b"])),
            (true, eq(p("ns"), ns(&["2.50", "1.0"]))),
            (true, eq(p("bs"), bs(&[&[2, 3], &[1]]))),
            (true, eq(p("l"), p("l2"))),
            (false, eq(p("l"), list!["a", 1, map! { "x" => 1 }, Value::Null])),
            (false, eq(p("l"), list![1, "a", map! { "x" => 1 }])),
            (true, eq(p("m"), map! { "b" => map! { "c" => "x" }, "a" => n("1e0") })),
            (false, eq(p("m"), map! { "a" => 1 })),
            (true, eq(p("m.b.c"), v("x"))),
            (true, eq(p("l[2].x"), p("l[0]"))),
        ],
    )
    .await;
}

async fn a_missing_attribute_is_equal_to_nothing(db: &Database<'_>) {
    check(
        db,
        [
            (false, eq(p("gone"), v(1))),
            (true, ne(p("gone"), v(1))),
            (false, eq(p("gone"), p("gone2"))),
            (true, ne(p("gone"), p("gone2"))),
            (false, eq(p("gone"), p("s"))),
            (true, ne(p("s"), p("gone"))),
            (false, eq(p("gone"), Value::Null)),
            (false, eq(p("m.gone"), v(1))),
            (true, ne(p("l[9]"), v(1))),
            (true, ne(p("s.inner"), v("abc"))),
        ],
    )
    .await;
}

async fn order_is_within_one_type(db: &Database<'_>) {
    check(
        db,
        [
            (true, lt(p("n"), v(6))),
            (false, lt(p("n"), v(5))),
            (true, le(p("n"), n("5.0"))),
            (true, gt(p("n"), v(-1))),
            (true, gt(p("n"), n("4.9999999999"))),
            (false, gt(p("n"), p("n2"))),
            (true, ge(p("n"), p("n2"))),
            (true, lt(v(1), p("n"))),
            (true, lt(p("s"), v("abd"))),
            (true, lt(p("s"), v("abc\u{0}"))),
            (false, lt(p("s"), v("Abd"))),
            (true, lt(p("b"), b(&[1, 200]))),
            (false, lt(p("n"), v("6"))),
            (false, gt(p("n"), v("4"))),
            (false, ge(p("s"), b(b"a"))),
            (false, lt(p("s"), b(b"b"))),
            (false, lt(p("gone"), v(1))),
            (false, ge(p("gone"), v(1))),
            (false, lt(p("gone"), p("gone2"))),
            (false, le(p("t"), p("nul"))),
            (false, lt(p("l"), v(1))),
            (false, gt(p("ns"), v(0))),
            (false, ge(p("nul"), v(0))),
            (false, le(p("l"), p("l2"))),
            (true, gt(v(2), v(1))),
        ],
    )
    .await;
}

async fn between_includes_its_bounds(db: &Database<'_>) {
    check(
        db,
        [
            (true, between(p("n"), v(1), v(5))),
            (true, between(p("n"), v(5), n("5.0"))),
            (false, between(p("n"), v(6), v(9))),
            (true, between(p("s"), v("abc"), v("abc"))),
            (true, between(p("b"), b(&[1]), b(&[1, 3]))),
            (false, between(p("s"), v(1), v(9))),
            (false, between(p("gone"), v(1), v(9))),
            (true, between(p("n"), p("n2"), v(9))),
            (false, between(p("n"), p("gone"), v(9))),
            (false, between(p("n"), v(1), p("gone"))),
            (false, between(p("n"), p("s"), v(9))),
            // Inverted by what is stored: no error, nothing found.
            (false, between(v(4), p("n"), p("three"))),
            (true, between(v(4), p("three"), p("n"))),
            (true, between(p("three"), p("l[0]"), size(p("s")))),
            (true, not(between(p("n"), v(6), v(9)))),
            (true, not(between(p("gone"), v(6), v(9)))),
            (true, between(p("n"), v(1), v(9)).and(between(p("three"), v(3), v(4)))),
        ],
    )
    .await;
}

async fn in_finds_any_of_its_operands(db: &Database<'_>) {
    check(
        db,
        [
            (true, is_in(p("n"), [v(1), v(5)])),
            (true, is_in(p("n"), [n("5.0")])),
            (false, is_in(p("n"), [v(1), v("5")])),
            (true, is_in(p("n"), [v("x"), v(true), v(5)])),
            (false, is_in(p("gone"), [v(1), v(2)])),
            (true, is_in(p("s"), [p("n"), p("s2")])),
            (false, is_in(p("s"), [p("gone"), p("n")])),
            (false, is_in(p("gone"), [p("gone2")])),
            (true, is_in(p("l"), [list![], list![1, "a", map! { "x" => 1 }, Value::Null]])),
            (true, is_in(size(p("s")), [v(2), v(3)])),
            (true, is_in(v("abc"), [p("s")])),
            (true, not(is_in(p("gone"), [v(1)]))),
            (true, is_in(p("n"), (0..99).map(v))),
            (false, is_in(p("n"), (6..105).map(v))),
        ],
    )
    .await;
}

async fn existence_is_of_places(db: &Database<'_>) {
    let places = [
        (true, "s"),
        (true, "nul"),
        (true, "e"),
        (true, "m.b.c"),
        (true, "l[0]"),
        (true, "l[2].x"),
        (true, "l[3]"),
        (false, "gone"),
        (false, "m.b.d"),
        (false, "m.c.b"),
        (false, "l[4]"),
        (false, "l[0].x"),
        (false, "s[0]"),
        (false, "s.a"),
        (false, "m[0]"),
        (false, "l.x"),
        (false, "ss[0]"),
        (false, "ss.a"),
        (false, "nul.a"),
    ];
    check(db, places.into_iter().flat_map(|(there, path)| [(there, exists(path)), (!there, missing(path))])).await;
}

async fn types_are_told_by_name(db: &Database<'_>) {
    let is = |path: &str, kind| Condition::IsType(p(path).to_operand(), kind);
    check(
        db,
        [
            (true, is("s", Type::S)),
            (true, is("n", Type::N)),
            (true, is("b", Type::B)),
            (true, is("t", Type::Bool)),
            (true, is("nul", Type::Null)),
            (true, is("ss", Type::Ss)),
            (true, is("ns", Type::Ns)),
            (true, is("bs", Type::Bs)),
            (true, is("l", Type::L)),
            (true, is("m", Type::M)),
            (true, is("m.b.c", Type::S)),
            (false, is("s", Type::N)),
            (false, is("ss", Type::L)),
            (false, is("gone", Type::Null)),
            (true, not(is("gone", Type::S))),
        ],
    )
    .await;
}

async fn prefixes_are_of_texts_and_binaries(db: &Database<'_>) {
    check(
        db,
        [
            (true, begins_with(p("s"), v("ab"))),
            (true, begins_with(p("s"), v("abc"))),
            (false, begins_with(p("s"), v("abcd"))),
            (false, begins_with(p("s"), v("bc"))),
            (false, begins_with(p("s"), v("AB"))),
            (true, begins_with(p("b"), b(&[1, 2]))),
            (false, begins_with(p("b"), b(&[2]))),
            (false, begins_with(p("s"), b(b"ab"))),
            (false, begins_with(p("b"), v("\u{1}"))),
            (false, begins_with(p("n"), v("5"))),
            (false, begins_with(p("l"), v("a"))),
            (false, begins_with(p("ss"), v("a"))),
            (false, begins_with(p("gone"), v("a"))),
            (true, begins_with(v("abcd"), p("s"))),
            (true, begins_with(p("s"), p("sub"))),
            (false, begins_with(p("s"), p("gone"))),
            (false, begins_with(p("s"), p("n"))),
            (true, begins_with(p("m.b.c"), v("x"))),
        ],
    )
    .await;
}

async fn contains_looks_into_texts_sets_and_lists(db: &Database<'_>) {
    check(
        db,
        [
            (true, contains(p("s"), v("bc"))),
            (false, contains(p("s"), v("ac"))),
            (false, contains(p("s"), b(b"bc"))),
            (true, contains(p("b"), b(&[2, 3]))),
            (false, contains(p("b"), b(&[1, 3]))),
            (true, contains(p("ss"), v("a"))),
            (false, contains(p("ss"), v("ab"))),
            (true, contains(p("ns"), n("2.50"))),
            (true, contains(p("ns"), n("1.0"))),
            (false, contains(p("ns"), v("1"))),
            (false, contains(p("ns"), v(2))),
            (true, contains(p("bs"), b(&[2, 3]))),
            (false, contains(p("bs"), b(&[2]))),
            (true, contains(p("l"), v(1))),
            (true, contains(p("l"), n("1.000"))),
            (true, contains(p("l"), v("a"))),
            (true, contains(p("l"), map! { "x" => 1 })),
            (true, contains(p("l"), Value::Null)),
            (false, contains(p("l"), v(2))),
            (false, contains(p("l"), v("x"))),
            (false, contains(p("m"), v("a"))),
            (false, contains(p("n"), v(5))),
            (false, contains(p("gone"), v("a"))),
            (false, contains(p("s"), p("gone"))),
            (false, contains(p("s"), v(1))),
            (true, contains(p("ss"), p("sub"))),
            (true, contains(p("s"), p("sub"))),
            (true, contains(v("xabcx"), p("s"))),
            (true, contains(ns(&["5.00", "7"]), p("n"))),
            (true, contains(list![1, 5], p("n"))),
            (false, contains(p("ss"), p("ns"))),
        ],
    )
    .await;
}

async fn size_counts_what_the_type_has(db: &Database<'_>) {
    check(
        db,
        [
            (true, eq(size(p("s")), v(3))),
            (true, eq(size(p("e")), v(0))),
            // UTF-16 code units: one for the first character, a surrogate pair for the second.
            (true, eq(size(p("u")), v(3))),
            (true, eq(size(p("b")), n("3.0"))),
            (true, eq(size(p("ss")), v(2))),
            (true, eq(size(p("ns")), v(2))),
            (true, eq(size(p("bs")), v(2))),
            (true, eq(size(p("l")), v(4))),
            (true, eq(size(p("m")), v(2))),
            (true, eq(size(p("m.b")), v(1))),
            (true, eq(size(p("s")), p("three"))),
            (true, eq(v(3), size(p("s")))),
            (true, gt(size(p("s")), size(p("e")))),
            (true, between(size(p("s")), v(1), v(3))),
            (false, eq(size(p("n")), v(1))),
            (false, gt(size(p("t")), v(0))),
            (false, ge(size(p("nul")), v(0))),
            (false, eq(size(p("gone")), v(0))),
            (false, lt(size(p("gone")), v(9))),
            (false, eq(size(p("s")), v("3"))),
            (false, lt(size(p("s")), v("9"))),
            (true, not(eq(size(p("gone")), v(0)))),
        ],
    )
    .await;
}

async fn size_is_of_values_of_the_request_too(db: &Database<'_>) {
    check(
        db,
        [
            (true, eq(size(v("\u{1d11e}")), v(2))),
            (true, eq(size(p("s")), size(ss(&["a", "b", "c"])))),
            (false, gt(size(list![]), v(0))),
        ],
    )
    .await;
}

async fn connectives_combine(db: &Database<'_>) {
    let yes = || exists("s");
    let no = || exists("gone");
    let any = |all: [Condition; 2]| Condition::Or(all.into());
    let both = |all: [Condition; 2]| Condition::And(all.into());
    check(
        db,
        [
            (true, both([yes(), yes()])),
            (false, both([yes(), no()])),
            (true, any([no(), yes()])),
            (false, any([no(), no()])),
            (true, Condition::And(vec![yes()])),
            (true, Condition::Or(vec![no(), no(), yes()])),
            (false, Condition::And(vec![yes(), yes(), no()])),
            // Wrong wherever AND and OR are taken by their place instead of their nesting.
            (false, both([any([yes(), no()]), no()])),
            (true, any([yes(), both([no(), no()])])),
            (false, both([any([yes(), yes()]), any([no(), no()])])),
            (false, not(any([no(), yes()]))),
            (true, not(both([no(), yes()]))),
            (true, both([not(no()), yes()])),
            (true, not(not(yes()))),
            (false, not(not(not(yes())))),
            (true, any([not(any([yes(), no()])), not(both([yes(), no()]))])),
        ],
    )
    .await;
}

async fn not_of_a_comparison_with_nothing_is_true(db: &Database<'_>) {
    check(
        db,
        [
            (true, not(eq(p("gone"), v(1)))),
            (true, not(lt(p("gone"), v(1)))),
            (true, not(gt(p("s"), v(1)))),
            (true, not(begins_with(p("gone"), v("a")))),
            (true, not(contains(p("gone"), v("a")))),
            (false, not(ne(p("gone"), v(1)))),
            (true, not(exists("gone"))),
        ],
    )
    .await;
}

async fn key_attributes_can_be_compared_in_conditions(db: &Database<'_>) {
    check(
        db,
        [
            (true, eq(p("PK"), v("a"))),
            (true, begins_with(p("SK"), v("1"))),
            (false, gt(p("SK"), v("1"))),
            (true, eq(size(p("PK")), v(1))),
            (true, ne(p("PK"), p("SK"))),
        ],
    )
    .await;
}
