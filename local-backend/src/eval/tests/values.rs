use std::collections::BTreeMap;

use monotable::values::{PackedWriter, SetKind};
use monotable::{Item, Writer};

use super::*;
use crate::eval::{check_item, check_value};

#[test]
fn sizes_are_those_that_dynamodb_measures() {
    for (value, expected) in [
        (s("abc"), 3),
        (s("\u{e9}\u{1d11e}"), 6),
        (b(b"\0\xff"), 2),
        (Value::Bool(true), 1),
        (Value::Null, 1),
        (n("0"), 1),
        (n("-0"), 1),
        (n("1"), 2),
        (n("123"), 3),
        (n("1010"), 3),
        (n("100.5"), 4),
        (n("-42"), 3),
        (n("0.0000001"), 2),
        (n("1E125"), 2),
        (ss(&["a", "", "bc"]), 3),
        (ns(&["1", "-42"]), 5),
        (bs(&[b"a", b"bc"]), 3),
        (l([]), 3),
        (l([Value::Null, s("ab")]), 3 + 2 + 3),
        (Value::M(BTreeMap::new()), 3),
        (m([("key", s("ab")), ("k", l([]))]), 3 + 1 + 3 + 2 + 1 + 1 + 3),
    ] {
        assert_eq!(packed(&value).view().size(), expected, "{value:?}");
        assert_eq!(item([("name", value)]).size(), 4 + expected);
    }
    assert_eq!(item([("shirt-color", s("R")), ("shirt-size", s("M"))]).size(), 23);
}

#[test]
fn sets_are_not_empty_and_hold_nothing_twice() {
    let check = |kind: SetKind, members: &[&str]| {
        refused(check_value(raw_set(kind, members).view())).replace("One or more parameter values were invalid: ", "")
    };
    assert_eq!(check(SetKind::S, &[]), "An string set  may not be empty");
    assert_eq!(check(SetKind::N, &[]), "An number set  may not be empty");
    assert_eq!(check(SetKind::B, &[]), "Binary sets should not be empty");
    assert_eq!(check(SetKind::S, &["b", "a", "b"]), r#"Input collection ["a", "b", "b"] contains duplicates."#);
    assert_eq!(
        check(SetKind::S, &["d", "b", "d", "c", "a"]),
        r#"Input collection ["b", "d", "d", "c", "a"] contains duplicates."#
    );
    assert_eq!(
        check(SetKind::B, &["c", "\0", "\0"]),
        r#"Input collection ["AA==","Yw==","AA=="]of type BS contains duplicates."#
    );
    assert_eq!(check(SetKind::N, &["1", "2", "1.0"]), "Input collection contains duplicates.");
    for (kind, members) in [(SetKind::S, ["", "a"]), (SetKind::B, ["b", ""]), (SetKind::N, ["10", "9"])] {
        assert!(check_value(raw_set(kind, &members).view()).is_ok());
    }
}

#[test]
fn a_leaf_lies_under_at_most_31_maps_and_lists() {
    let text = "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported \
                limit";
    let lists = |wrappers: usize| (0..wrappers).fold(s("leaf"), |inner, _| l([inner]));
    let maps = |wrappers: usize| (0..wrappers).fold(s("leaf"), |inner, _| m([("k", inner)]));
    for nested in [lists, maps] {
        assert!(check_item(item([("x", nested(31))])).is_ok());
        assert_eq!(refused(check_item(item([("x", nested(32))]))), text);
        assert_eq!(refused(check_value(packed(&nested(32)).view())), text);
    }
    let sets = |wrappers: usize| (0..wrappers).fold(ss(&["x"]), |inner, _| l([inner]));
    assert!(check_item(item([("x", sets(31))])).is_ok());
    assert_eq!(refused(check_item(item([("x", sets(32))]))), text);
    // What a writer may be made to write, however deep.
    let mut bottomless = PackedWriter::new();
    (0..100_000).for_each(|_| bottomless.begin_list());
    (0..100_000).for_each(|_| bottomless.end_list());
    assert_eq!(refused(check_value(bottomless.into_value().view())), text);
}

#[test]
fn names_are_neither_empty_nor_too_long_nor_there_twice() {
    assert_eq!(refused(check_item(item([("", s("x"))]))), "Empty attribute name");
    assert_eq!(refused(check_item(item([("x", l([m([("", s("x"))])]))]))), "Empty attribute name");
    let long = "x".repeat(65_536);
    assert!(check_item(item([(&long[1..], s("x"))])).is_ok());
    assert!(refused(check_item(item([(&long, s("x"))]))).starts_with("Attribute name is too large"));

    let write = |writer: &mut PackedWriter, count: usize, extra: usize| {
        for number in (0..count).chain([extra]) {
            writer.name(&format!("n{number}"));
            writer.null();
        }
    };
    for count in [1, 2, 20, 63, 64, 65, 500] {
        for (extra, repeats) in [(0, true), (count - 1, true), (count, false)] {
            let top = Item::build(|writer| {
                write(writer, count, extra);
                Ok(())
            });
            let inner = Item::build(|writer| {
                writer.name("map");
                writer.begin_map();
                write(writer, count, extra);
                writer.end_map();
                Ok(())
            });
            for item in [top, inner] {
                assert_eq!(check_item(item.unwrap()).is_err(), repeats, "{count} {extra}");
            }
        }
    }
}

#[test]
fn sets_of_an_item_are_sorted_and_what_is_sorted_stays_in_place() {
    let unsorted = Item::build(|writer| {
        writer.name("a");
        writer.null();
        writer.name("ns");
        write_raw_set(writer, SetKind::N, &["10", "-1", "9"]);
        writer.name("l");
        writer.begin_list();
        write_raw_set(writer, SetKind::S, &["b", "", "a"]);
        writer.string("x");
        writer.end_list();
        Ok(())
    });
    let sorted = check_item(unsorted.unwrap()).unwrap();
    let expected = item([("a", Value::Null), ("ns", ns(&["-1", "9", "10"])), ("l", l([ss(&["", "a", "b"]), s("x")]))]);
    assert_eq!(sorted, expected);
    let again = check_item(sorted.clone()).unwrap();
    assert!(again.ptr_eq(&sorted));
}

/// Each attribute was compared with all before it: an item as large as one may be, with names of four letters, took minutes.
#[test]
fn an_item_may_have_very_many_attributes() {
    let many = |count: u32, more: &[&str]| {
        let mut writer = PackedWriter::new();
        for number in 0..count {
            writer.name(&number.to_string());
            writer.null();
        }
        for name in more {
            writer.name(name);
            writer.null();
        }
        check_item(writer.into_item()).map(|item| item.len())
    };

    assert_eq!(many(60_000, &["a"]).unwrap(), 60_001);
    assert_eq!(many(60_000, &["0"]).unwrap_err().message(), "Attribute name occurs more than once");
    assert_eq!(many(60_000, &["a", "a"]).unwrap_err().message(), "Attribute name occurs more than once");
    assert_eq!(many(10, &["0"]).unwrap_err().message(), "Attribute name occurs more than once");
    assert_eq!(many(10, &["a"]).unwrap(), 11);
}
