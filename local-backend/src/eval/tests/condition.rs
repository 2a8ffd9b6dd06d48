use std::collections::BTreeMap;

use monotable::expression::Condition;
use monotable::values::SetKind;
use monotable::{Item, Type, Value};

use super::*;
use crate::eval::holds;

/// One attribute of every type.
fn sample() -> Item {
    item([
        ("s", s("banana")),
        ("n", n("7")),
        ("neg", n("-0.5")),
        ("b", b(b"\x01\x02\x03")),
        ("yes", Value::Bool(true)),
        ("null", Value::Null),
        ("ss", ss(&["x", "y"])),
        ("ns", ns(&["1", "2.5"])),
        ("bs", bs(&[b"\x01", b"\xff"])),
        ("l", l([n("1"), s("two"), l([n("3")])])),
        ("m", m([("k", s("v")), ("deep", m([("n", n("1.0"))]))])),
        ("empty", s("")),
    ])
}

fn check(cases: Vec<(Condition, bool)>) {
    let item = sample();
    for (condition, expected) in cases {
        assert_eq!(holds(&condition, Some(&item)), expected, "{condition:?}");
    }
}

fn between(operand: Operand, low: Operand, high: Operand) -> Condition {
    Condition::Between(operand, low, high)
}

fn one_of<const N: usize>(operand: Operand, list: [Operand; N]) -> Condition {
    Condition::In(operand, list.into())
}

fn begins(operand: Operand, prefix: Operand) -> Condition {
    Condition::BeginsWith(operand, prefix)
}

fn has(operand: Operand, part: Operand) -> Condition {
    Condition::Contains(operand, part)
}

#[test]
fn equality_is_strict_about_types_and_blind_to_the_order_of_sets_and_maps() {
    check(vec![
        (is(p("s"), "=", v(s("banana"))), true),
        (is(p("s"), "=", v(s("Banana"))), false),
        (is(p("n"), "=", v(n("7.00"))), true),
        (is(p("n"), "=", v(s("7"))), false),
        (is(p("n"), "<>", v(s("7"))), true),
        (is(p("b"), "=", v(b(b"\x01\x02\x03"))), true),
        (is(p("s"), "=", v(b(b"banana"))), false),
        (is(p("yes"), "=", v(Value::Bool(true))), true),
        (is(p("yes"), "=", v(Value::Bool(false))), false),
        (is(p("null"), "=", v(Value::Null)), true),
        (is(p("ss"), "=", Operand::Value(raw_set(SetKind::S, &["y", "x"]))), true),
        (is(p("ns"), "=", Operand::Value(raw_set(SetKind::N, &["2.50", "1"]))), true),
        (is(p("ss"), "=", v(ss(&["x"]))), false),
        (is(p("ss"), "=", v(ss(&["x", "z"]))), false),
        (is(p("ss"), "=", v(bs(&[b"x", b"y"]))), false),
        (is(p("ss"), "=", v(l([s("x"), s("y")]))), false),
        (is(p("l"), "=", v(l([n("1.0"), s("two"), l([n("3")])]))), true),
        (is(p("l"), "=", v(l([s("two"), n("1"), l([n("3")])]))), false),
        (is(p("l"), "=", v(l([n("1"), s("two")]))), false),
        (is(p("m"), "=", v(m([("deep", m([("n", n("1"))])), ("k", s("v"))]))), true),
        (is(p("m"), "=", v(m([("deep", m([("n", n("2"))])), ("k", s("v"))]))), false),
        (is(p("m"), "=", v(m([("k", s("v"))]))), false),
        (is(v(n("1")), "=", v(n("1.0"))), true),
    ]);
}

#[test]
fn maps_are_equal_in_whatever_order_their_members_were_written() {
    let mut names: Vec<String> = (0..100).map(|number| format!("name{number}")).collect();
    let write = |names: &[String]| {
        let mut writer = PackedWriter::new();
        writer.begin_map();
        for name in names {
            writer.name(name);
            writer.string(name);
        }
        writer.end_map();
        Operand::Value(writer.into_value())
    };
    let forward = write(&names);
    names.reverse();
    let backward = write(&names);
    names[0] = "other".to_owned();
    let other = write(&names);

    assert!(holds(&is(forward.clone(), "=", backward), None));
    assert!(!holds(&is(forward, "=", other), None));
}

#[test]
fn a_missing_attribute_is_unequal_to_everything_and_in_no_order() {
    for condition in
        [is(p("no"), "=", v(s(""))), is(p("no"), "=", p("none")), is(p("no"), "<", v(n("1"))), is(p("s"), ">", p("no"))]
    {
        check(vec![(condition.clone(), false), (not(condition), true)]);
    }
    check(vec![
        (is(p("no"), "<>", v(s(""))), true),
        (is(p("no"), "<>", p("none")), true),
        (is(p("s"), "<>", p("no")), true),
        (between(p("no"), v(n("1")), v(n("2"))), false),
        (one_of(p("no"), [p("none")]), false),
        (begins(p("no"), v(s(""))), false),
        (has(p("no"), v(s(""))), false),
        (Condition::IsType(p("no"), Type::Null), false),
    ]);
}

#[test]
fn order_is_that_of_bytes_and_numbers_and_only_between_values_of_one_type() {
    check(vec![
        (is(p("s"), "<", v(s("bb"))), true),
        (is(p("s"), "<", v(s("B"))), false),
        (is(p("s"), "<=", v(s("banana"))), true),
        (is(p("s"), ">", v(s("banan"))), true),
        (is(v(s("Z")), "<", v(s("a"))), true),
        (is(v(s("z")), "<", v(s("\u{e9}"))), true),
        (is(v(s("\u{ffff}")), "<", v(s("\u{10000}"))), true),
        (is(p("n"), "<", v(n("10"))), true),
        (is(p("n"), ">=", v(n("7.0"))), true),
        (is(p("neg"), "<", v(n("-0.4"))), true),
        (is(p("neg"), "<", v(n("-0.51"))), false),
        (is(p("b"), "<", v(b(b"\x01\x02\x80"))), true),
        (is(p("b"), ">", v(b(b"\x01\x02"))), true),
        (is(p("n"), "<", v(s("8"))), false),
        (is(p("n"), ">=", v(s("8"))), false),
        (is(p("s"), ">=", v(b(b""))), false),
        (is(p("ss"), "<=", p("ss")), false),
        (is(p("yes"), ">=", p("yes")), false),
        (is(p("l"), "<", v(n("1"))), false),
    ]);
}

#[test]
fn between_includes_its_bounds_and_needs_one_type() {
    check(vec![
        (between(p("n"), v(n("7")), v(n("8"))), true),
        (between(p("n"), v(n("6")), v(n("7"))), true),
        (between(p("n"), v(n("8")), v(n("9"))), false),
        (between(p("n"), p("neg"), v(n("9"))), true),
        (between(v(n("0")), p("neg"), p("n")), true),
        (between(p("n"), p("s"), v(n("9"))), false),
        (between(p("n"), p("neg"), p("s")), false),
        (between(p("n"), p("no"), v(n("9"))), false),
        (not(between(p("n"), p("no"), v(n("9")))), true),
        (between(size(p("s")), v(n("6")), v(n("6"))), true),
        (between(size(p("n")), v(n("0")), v(n("9"))), false),
        (between(p("n"), size(p("s")), size(p("s"))), false),
    ]);
}

#[test]
fn in_is_equality_with_any_operand() {
    check(vec![
        (one_of(p("n"), [v(s("7")), v(n("7"))]), true),
        (one_of(p("n"), [v(s("7")), v(n("8"))]), false),
        (one_of(p("n"), [p("no"), p("n")]), true),
        (one_of(p("ss"), [Operand::Value(raw_set(SetKind::S, &["y", "x"]))]), true),
        (one_of(size(p("l")), [v(n("2")), v(n("3"))]), true),
        (one_of(size(p("no")), [p("no")]), false),
        (one_of(v(n("3")), [size(p("l"))]), true),
    ]);
}

#[test]
fn existence_looks_into_documents_and_counts_null() {
    let exists = |text: &str| Condition::Exists(path(text));
    for (text, expected) in [
        ("s", true),
        ("null", true),
        ("empty", true),
        ("no", false),
        ("m.k", true),
        ("m.deep.n", true),
        ("m.no", false),
        ("m.deep.n.x", false),
        ("m[0]", false),
        ("l[0]", true),
        ("l[2][0]", true),
        ("l[3]", false),
        ("l[2][1]", false),
        ("l.k", false),
        ("s.k", false),
        ("s[0]", false),
        ("ss[0]", false),
    ] {
        check(vec![(exists(text), expected), (Condition::NotExists(path(text)), !expected)]);
    }
}

#[test]
fn no_item_has_no_attribute() {
    for (condition, expected) in [
        (Condition::NotExists(path("pk")), true),
        (Condition::Exists(path("pk")), false),
        (is(p("a"), "=", v(n("1"))), false),
        (is(p("a"), "<>", v(n("1"))), true),
        (is(size(p("a")), "<>", v(n("1"))), false),
        (is(v(n("1")), "=", v(n("1"))), true),
    ] {
        assert_eq!(holds(&condition, None), expected, "{condition:?}");
    }
}

#[test]
fn attribute_type_tells_all_ten_types_apart() {
    let kinds = [
        ("s", Type::S),
        ("n", Type::N),
        ("b", Type::B),
        ("yes", Type::Bool),
        ("null", Type::Null),
        ("ss", Type::Ss),
        ("ns", Type::Ns),
        ("bs", Type::Bs),
        ("l", Type::L),
        ("m", Type::M),
    ];
    for (name, kind) in kinds {
        for (_, other) in kinds {
            check(vec![(Condition::IsType(p(name), other), kind == other)]);
        }
    }
    check(vec![(Condition::IsType(v(s("x")), Type::S), true)]);
}

#[test]
fn begins_with_takes_texts_and_binaries_of_one_type() {
    check(vec![
        (begins(p("s"), v(s("ban"))), true),
        (begins(p("s"), v(s("banana"))), true),
        (begins(p("s"), v(s("bananas"))), false),
        (begins(p("s"), v(s("anana"))), false),
        (begins(p("s"), v(s(""))), true),
        (begins(p("empty"), v(s(""))), true),
        (begins(p("b"), v(b(b"\x01\x02"))), true),
        (begins(p("b"), v(b(b"\x02"))), false),
        (begins(p("b"), v(s("\u{1}"))), false),
        (begins(p("n"), v(s("7"))), false),
        (begins(v(s("banana split")), p("s")), true),
        (begins(p("s"), p("n")), false),
    ]);
}

#[test]
fn contains_looks_for_parts_of_texts_and_members_of_sets_and_lists() {
    check(vec![
        (has(p("s"), v(s("nan"))), true),
        (has(p("s"), v(s("banana"))), true),
        (has(p("s"), v(s("x"))), false),
        (has(p("s"), v(s(""))), true),
        (has(p("empty"), v(s(""))), true),
        (has(p("empty"), v(s("a"))), false),
        (has(p("s"), v(b(b"nan"))), false),
        (has(p("b"), v(b(b"\x02\x03"))), true),
        (has(p("b"), v(b(b"\x03\x02"))), false),
        (has(p("ss"), v(s("x"))), true),
        (has(p("ss"), v(s("z"))), false),
        (has(p("ss"), v(b(b"x"))), false),
        (has(p("ss"), v(ss(&["x"]))), false),
        (has(p("ns"), v(n("2.50"))), true),
        (has(p("ns"), v(s("1"))), false),
        (has(p("bs"), v(b(b"\xff"))), true),
        (has(p("l"), v(s("two"))), true),
        (has(p("l"), v(n("1.0"))), true),
        (has(p("l"), v(l([n("3")]))), true),
        (has(p("l"), v(n("3"))), false),
        (has(p("m"), v(s("k"))), false),
        (has(p("n"), v(n("7"))), false),
        (has(v(s("I eat a banana")), p("s")), true),
    ]);
}

#[test]
fn long_parts_are_found_where_they_are_and_only_there() {
    // Repetition is what a search that jumps ahead gets wrong.
    let part = format!("{}b", "a".repeat(50));
    let near = format!("{}c{}", "a".repeat(200), "a".repeat(50));
    for (text, expected) in [
        (format!("{}b", "a".repeat(400)), true),
        (format!("{near}{part}"), true),
        (near.clone(), false),
        (part.clone(), true),
        (part[1..].to_owned(), false),
    ] {
        check(vec![(has(v(s(&text)), v(s(&part))), expected)]);
        check(vec![(has(v(b(text.as_bytes())), v(b(part.as_bytes()))), expected)]);
    }
}

#[test]
fn size_counts_utf16_units_bytes_and_members() {
    for (value, expected) in [
        (s(""), 0),
        (s("abc"), 3),
        (s("\u{e9}\u{1d11e}"), 3),
        (s("\u{20ac}"), 1),
        (b(b"\x00\xff\xf0\x80"), 4),
        (ss(&["a", "b", "c"]), 3),
        (ns(&["1"]), 1),
        (bs(&[b"", b"a"]), 2),
        (l([]), 0),
        (l([n("1"), n("2")]), 2),
        (Value::M(BTreeMap::new()), 0),
        (m([("a", n("1"))]), 1),
    ] {
        let stored = item([("x", value.clone())]);
        assert!(holds(&is(size(p("x")), "=", v(Value::from(expected))), Some(&stored)), "{value:?}");
        assert!(holds(&is(v(Value::from(expected)), "=", size(v(value.clone()))), None), "{value:?}");
    }
}

#[test]
fn a_size_compares_with_numbers_only_and_where_there_is_none_nothing_holds() {
    check(vec![
        (is(size(p("s")), "<", v(n("6.5"))), true),
        (is(size(p("s")), "<>", v(n("5"))), true),
        (is(size(p("s")), "<>", v(n("6"))), false),
        (is(size(p("s")), "<", p("n")), true),
        (is(p("n"), ">", size(p("s"))), true),
        (is(size(p("s")), "=", size(v(s("abcdef")))), true),
        (is(size(p("s")), "=", v(s("6"))), false),
        (is(size(p("s")), "<>", v(s("6"))), false),
        (is(size(p("s")), "<", v(s("7"))), false),
        (is(size(p("s")), "<>", p("no")), true),
    ]);
    for without in ["n", "yes", "null", "no"] {
        for comparator in ["=", "<>", "<", "<=", ">", ">="] {
            check(vec![(is(size(p(without)), comparator, v(n("1"))), false)]);
            check(vec![(is(v(n("1")), comparator, size(p(without))), false)]);
        }
    }
}

#[test]
fn and_or_and_not_combine() {
    let (yes, no) = (is(p("n"), "=", v(n("7"))), is(p("n"), "=", v(n("8"))));
    check(vec![
        (Condition::And(vec![yes.clone(), yes.clone()]), true),
        (Condition::And(vec![yes.clone(), no.clone()]), false),
        (Condition::Or(vec![no.clone(), yes.clone()]), true),
        (Condition::Or(vec![no.clone(), no.clone()]), false),
        (not(no.clone()), true),
        (not(not(no.clone())), false),
        (not(Condition::Or(vec![no.clone(), not(yes.clone())])), true),
        (Condition::And(vec![yes, not(no)]), true),
    ]);
}
