use monotable::expression::Update;
use monotable::values::{SetKind, ValueRef};
use monotable::{Error, Item};

use super::*;
use crate::eval::update::Updated;
use crate::eval::{apply, updated};

const MISSING: &str = "The provided expression refers to an attribute that does not exist in the item";
const BAD_PATH: &str = "The document path provided in the update expression is invalid for update";
const BAD_TYPE: &str = "An operand in the update expression has an incorrect data type";
const OVERFLOW: &str = "Number overflow. Attempting to store a number with magnitude larger than supported range";

fn key() -> Item {
    item([("pk", s("1"))])
}

fn sample() -> Item {
    item([
        ("pk", s("1")),
        ("n", n("5")),
        ("s", s("text")),
        ("l", l([s("0"), s("1"), s("2"), s("3")])),
        ("m", m([("a", n("1")), ("b", m([("c", n("2"))])), ("l", l([n("1"), n("2")]))])),
        ("ss", ss(&["x", "y"])),
        ("ns", ns(&["1", "2"])),
        ("bs", bs(&[b"1"])),
    ])
}

fn run(update: &Update, old: Option<&Item>) -> Result<Option<Updated>, Error> {
    apply(update, &key(), old)
}

/// Returns what the update makes of `old`.
fn applied(update: &Update, old: &Item) -> Item {
    run(update, Some(old)).unwrap().unwrap().item
}

fn set<const N: usize>(changes: [(&str, SetValue); N]) -> Update {
    Update { set: changes.into_iter().map(|(text, value)| (path(text), value)).collect(), ..Update::default() }
}

fn remove<const N: usize>(paths: [&str; N]) -> Update {
    Update { remove: paths.map(path).into(), ..Update::default() }
}

fn add(text: &str, value: Value) -> Update {
    Update { add: vec![(path(text), packed(&value))], ..Update::default() }
}

fn delete(text: &str, value: Value) -> Update {
    Update { delete: vec![(path(text), packed(&value))], ..Update::default() }
}

/// Asserts what becomes of one attribute of the sample, and that all others stay.
fn becomes(update: &Update, name: &str, expected: Option<Value>) {
    let after = applied(update, &sample());
    assert_eq!(after.value(name), expected, "{update:?}");
    let others = |item: &Item| item.select(|found| found != name.as_bytes());
    assert_eq!(others(&after), others(&sample()), "{update:?}");
}

#[test]
fn set_creates_and_replaces_attributes_members_and_elements() {
    becomes(&set([("new", to(n("1")))]), "new", Some(n("1")));
    becomes(&set([("n", to(s("now text")))]), "n", Some(s("now text")));
    becomes(&set([("l[1]", to(n("1")))]), "l", Some(l([s("0"), n("1"), s("2"), s("3")])));
    becomes(
        &set([("m.a", to(n("9"))), ("m.new", to(Value::Null))]),
        "m",
        Some(m([("a", n("9")), ("b", m([("c", n("2"))])), ("l", l([n("1"), n("2")])), ("new", Value::Null)])),
    );
    becomes(
        &set([("m.b.d", to(n("3"))), ("m.l[0]", to(n("0")))]),
        "m",
        Some(m([("a", n("1")), ("b", m([("c", n("2")), ("d", n("3"))])), ("l", l([n("0"), n("2")]))])),
    );
}

#[test]
fn operands_are_read_from_the_old_item() {
    let after = applied(&set([("n", copy("s")), ("s", copy("n")), ("m.a", copy("l[3]"))]), &sample());
    assert_eq!((after.value("n"), after.value("s")), (Some(s("text")), Some(n("5"))));
    assert_eq!(after.value("m").unwrap(), m([("a", s("3")), ("b", m([("c", n("2"))])), ("l", l([n("1"), n("2")]))]));

    let both = Update { remove: vec![path("n")], ..set([("copy", copy("n"))]) };
    assert_eq!(applied(&both, &sample()).value("copy"), Some(n("5")));
}

#[test]
fn an_operand_that_is_not_there_is_an_error_unless_another_stands_in_for_it() {
    for value in [
        copy("no"),
        copy("m.no"),
        copy("l[4]"),
        copy("s.x"),
        SetValue::Plus(at("no"), lit(n("1"))),
        SetValue::Operand(append(at("no"), lit(l([])))),
        SetValue::Operand(or("no", at("nor"))),
    ] {
        assert_eq!(refused(run(&set([("x", value)]), Some(&sample()))), MISSING);
    }
    assert_eq!(refused(run(&set([("a", to(n("1"))), ("b", copy("a"))]), None)), MISSING);
    becomes(&set([("x", SetValue::Operand(or("no", at("n"))))]), "x", Some(n("5")));
    becomes(&set([("x", SetValue::Operand(or("no", or("nor", lit(n("8"))))))]), "x", Some(n("8")));
    // The default is not read where it is not needed.
    becomes(&set([("x", SetValue::Operand(or("m.b.c", at("no"))))]), "x", Some(n("2")));
}

#[test]
fn sums_and_differences_are_exact() {
    let cases = [
        (SetValue::Plus(at("n"), lit(n("1"))), "6"),
        (SetValue::Minus(at("n"), lit(n("0.5"))), "4.5"),
        (SetValue::Minus(lit(n("1")), at("n")), "-4"),
        (SetValue::Plus(lit(n("0.1")), lit(n("0.2"))), "0.3"),
        (SetValue::Plus(or("no", lit(n("0"))), lit(n("3"))), "3"),
        (SetValue::Plus(at("m.b.c"), at("n")), "7"),
        (SetValue::Plus(lit(n("99999999999999999999999999999999999999")), lit(n("1"))), "1E38"),
    ];
    for (value, expected) in cases {
        becomes(&set([("x", value)]), "x", Some(n(expected)));
    }
    // 39 digits, and a magnitude out of range, have one text.
    for (left, right) in [("1E38", "0.1"), ("9E125", "9E125")] {
        assert_eq!(refused(run(&set([("x", SetValue::Plus(lit(n(left)), lit(n(right))))]), None)), OVERFLOW);
    }
}

#[test]
fn arithmetic_and_list_append_refuse_stored_values_of_other_types() {
    for value in [
        SetValue::Plus(at("s"), lit(n("1"))),
        SetValue::Minus(lit(n("1")), at("ns")),
        SetValue::Plus(or("s", lit(n("1"))), lit(n("1"))),
        SetValue::Operand(append(at("n"), lit(l([])))),
        SetValue::Operand(append(lit(l([])), at("m"))),
        SetValue::Operand(append(or("no", lit(s("x"))), lit(l([])))),
    ] {
        assert_eq!(refused(run(&set([("x", value)]), Some(&sample()))), BAD_TYPE);
    }
}

#[test]
fn list_append_joins_two_lists_in_the_order_of_its_arguments() {
    let tail = || lit(l([s("t")]));
    for (value, expected) in [
        (append(at("m.l"), tail()), l([n("1"), n("2"), s("t")])),
        (append(tail(), at("m.l")), l([s("t"), n("1"), n("2")])),
        (append(or("no", lit(l([]))), tail()), l([s("t")])),
        (append(at("m.l"), at("m.l")), l([n("1"), n("2"), n("1"), n("2")])),
    ] {
        becomes(&set([("x", SetValue::Operand(value))]), "x", Some(expected));
    }
}

#[test]
fn elements_past_the_end_are_appended_without_gaps_in_the_order_of_their_indexes() {
    let full = |tail: &[&str]| {
        let texts = ["0", "1", "2", "3"].into_iter().chain(tail.iter().copied());
        Some(l(texts.map(s).collect::<Vec<_>>()))
    };
    becomes(&set([("l[4]", to(s("a")))]), "l", full(&["a"]));
    becomes(&set([("l[4000000000]", to(s("a")))]), "l", full(&["a"]));
    becomes(&set([("l[9]", to(s("c"))), ("l[5]", to(s("a"))), ("l[7]", to(s("b")))]), "l", full(&["a", "b", "c"]));
    let both = Update { remove: vec![path("l[0]")], ..set([("l[4]", to(s("a"))), ("l[1]", to(s("x")))]) };
    becomes(&both, "l", Some(l([s("x"), s("2"), s("3"), s("a")])));
}

#[test]
fn a_path_needs_a_parent_of_its_kind() {
    for text in ["no.x", "m.no.x", "s.x", "s[0]", "n[0]", "m[0]", "l.x", "l[9].x", "l[0].x", "ss[0]", "ss.x"] {
        let old = sample();
        assert_eq!(refused(run(&set([(text, to(n("1")))]), Some(&old))), BAD_PATH, "{text}");
        assert_eq!(refused(run(&remove([text]), Some(&old))), BAD_PATH, "{text}");
        assert_eq!(refused(run(&add(text, n("1")), Some(&old))), BAD_PATH, "{text}");
        assert_eq!(refused(run(&delete(text, ss(&["x"])), Some(&old))), BAD_PATH, "{text}");
    }
    assert_eq!(refused(run(&set([("m.x", to(n("1")))]), None)), BAD_PATH);
    assert_eq!(refused(run(&add("m.x", n("1")), None)), BAD_PATH);
}

#[test]
fn remove_takes_attributes_members_and_original_elements_away() {
    becomes(&remove(["n"]), "n", None);
    becomes(&remove(["l[1]", "l[2]"]), "l", Some(l([s("0"), s("3")])));
    becomes(&remove(["l[0]", "l[1]", "l[2]", "l[3]"]), "l", Some(l([])));
    becomes(&remove(["m.a", "m.b.c"]), "m", Some(m([("b", m([])), ("l", l([n("1"), n("2")]))])));
    becomes(&remove(["m.l[0]"]), "m", Some(m([("a", n("1")), ("b", m([("c", n("2"))])), ("l", l([n("2")]))])));
}

#[test]
fn removing_what_is_not_there_changes_nothing() {
    let old = sample();
    for text in ["no", "m.no", "m.b.no", "l[4]", "l[99]"] {
        let after = run(&remove([text]), Some(&old)).unwrap().unwrap();
        assert!(!after.changed && after.item.ptr_eq(&old), "{text}");
    }
}

#[test]
fn add_sums_numbers_and_starts_from_nothing() {
    becomes(&add("n", n("-7.5")), "n", Some(n("-2.5")));
    becomes(&add("new", n("3")), "new", Some(n("3")));
    becomes(
        &add("m.b.c", n("1")),
        "m",
        Some(m([("a", n("1")), ("b", m([("c", n("3"))])), ("l", l([n("1"), n("2")]))])),
    );
    becomes(
        &add("m.b.new", n("1")),
        "m",
        Some(m([("a", n("1")), ("b", m([("c", n("2")), ("new", n("1"))])), ("l", l([n("1"), n("2")]))])),
    );
    becomes(
        &add("m.l[1]", n("1")),
        "m",
        Some(m([("a", n("1")), ("b", m([("c", n("2"))])), ("l", l([n("1"), n("3")]))])),
    );
    assert_eq!(refused(run(&add("n", n("1E125")), Some(&sample()))), OVERFLOW);
}

#[test]
fn add_unites_sets_and_delete_takes_members_out() {
    becomes(&add("ss", ss(&["y", "a"])), "ss", Some(ss(&["a", "x", "y"])));
    becomes(&add("ns", ns(&["1.0", "3"])), "ns", Some(ns(&["1", "2", "3"])));
    becomes(&add("bs", bs(&[b"", b"1"])), "bs", Some(bs(&[b"", b"1"])));
    becomes(&add("new", ss(&["a"])), "new", Some(ss(&["a"])));
    becomes(&delete("ss", ss(&["x", "z"])), "ss", Some(ss(&["y"])));
    becomes(&delete("ns", ns(&["2.00"])), "ns", Some(ns(&["1"])));
    becomes(&delete("ss", ss(&["x", "y", "z"])), "ss", None);
    becomes(&delete("new", ss(&["x"])), "new", None);

    let nested = item([("pk", s("1")), ("m", m([("ss", ss(&["a"])), ("l", l([ss(&["a"]), n("1")]))]))]);
    let emptied = Update {
        delete: vec![(path("m.ss"), packed(&ss(&["a"]))), (path("m.l[0]"), packed(&ss(&["a"])))],
        ..Update::default()
    };
    assert_eq!(applied(&emptied, &nested).value("m"), Some(m([("l", l([n("1")]))])));
}

#[test]
fn add_and_delete_refuse_stored_values_of_other_types() {
    for update in [
        add("s", n("1")),
        add("ss", n("1")),
        add("n", ns(&["1"])),
        add("ss", ns(&["1"])),
        add("l", ss(&["1"])),
        delete("ss", ns(&["1"])),
        delete("ss", bs(&[b"x"])),
        delete("s", ss(&["text"])),
        delete("l[0]", ss(&["0"])),
    ] {
        assert_eq!(refused(run(&update, Some(&sample()))), BAD_TYPE, "{update:?}");
    }
}

#[test]
fn sets_are_stored_in_one_order_however_they_were_given() {
    let unsorted = |members: &[&str]| raw_set(SetKind::S, members);
    let mut nested = PackedWriter::new();
    nested.begin_map();
    nested.name("in");
    write_raw_set(&mut nested, SetKind::S, &["b", "a"]);
    nested.end_map();
    let update = Update {
        set: vec![
            (path("given"), SetValue::Operand(SetOperand::Value(unsorted(&["c", "a", "b"])))),
            (path("map"), SetValue::Operand(SetOperand::Value(nested.into_value()))),
        ],
        add: vec![(path("ss"), unsorted(&["z", "a"])), (path("new"), unsorted(&["q", "p"]))],
        ..Update::default()
    };
    let after = applied(&update, &sample());
    for (name, expected) in [("given", vec!["a", "b", "c"]), ("ss", vec!["a", "x", "y", "z"]), ("new", vec!["p", "q"])]
    {
        let Some(ValueRef::Ss(set)) = after.get(name) else { panic!("{name}") };
        assert_eq!(set.iter().collect::<Vec<_>>(), expected.iter().map(|text| text.as_bytes()).collect::<Vec<_>>());
    }
    let Some(ValueRef::M(map)) = after.get("map") else { panic!("no map") };
    let Some(ValueRef::Ss(set)) = map.get("in") else { panic!("no set") };
    assert_eq!(set.iter().collect::<Vec<_>>(), [b"a", b"b"]);
}

#[test]
fn set_add_and_a_bare_update_create_an_item_and_mere_removal_does_not() {
    let created = |update: &Update| run(update, None).unwrap().map(|updated| updated.item);
    assert_eq!(created(&Update::default()), Some(key()));
    assert_eq!(created(&set([("a", to(n("1")))])), Some(item([("pk", s("1")), ("a", n("1"))])));
    assert_eq!(created(&add("a", n("1"))), Some(item([("pk", s("1")), ("a", n("1"))])));
    assert_eq!(created(&add("a", ss(&["x"]))), Some(item([("pk", s("1")), ("a", ss(&["x"]))])));
    assert_eq!(created(&remove(["a"])), None);
    assert_eq!(created(&remove(["a.b", "l[1]"])), None);
    assert_eq!(created(&delete("a", ss(&["x"]))), None);
    assert_eq!(created(&delete("a.b", ss(&["x"]))), None);
    let both = Update { remove: vec![path("b.c")], ..set([("a", SetValue::Operand(or("a", lit(n("0")))))]) };
    assert_eq!(created(&both), Some(item([("pk", s("1")), ("a", n("0"))])));
}

#[test]
fn an_update_to_equal_values_changes_nothing() {
    let old = sample();
    for update in [
        Update::default(),
        set([("n", to(n("5.0")))]),
        set([("s", copy("s"))]),
        set([("m.b", to(m([("c", n("2.00"))])))]),
        set([("ss", SetValue::Operand(SetOperand::Value(raw_set(SetKind::S, &["y", "x"]))))]),
        add("n", n("0")),
        add("ss", ss(&["x"])),
        delete("ss", ss(&["z"])),
    ] {
        let after = run(&update, Some(&old)).unwrap().unwrap();
        assert!(!after.changed && after.item.ptr_eq(&old), "{update:?}");
    }
    for update in
        [set([("n", to(s("5")))]), set([("new", to(Value::Null))]), remove(["n"]), set([("l[7]", to(s("0")))])]
    {
        assert!(run(&update, Some(&old)).unwrap().unwrap().changed, "{update:?}");
    }
    assert!(run(&Update::default(), None).unwrap().unwrap().changed);
}

#[test]
fn key_attributes_come_first_whatever_the_old_order_was() {
    let key = item([("pk", s("1")), ("sk", n("2"))]);
    let names = |item: &Item| -> Vec<String> {
        item.iter().map(|(name, _)| String::from_utf8_lossy(name).into_owned()).collect()
    };
    let update = set([("b", to(n("1"))), ("z", to(n("1")))]);
    let run = |old: Option<&Item>| apply(&update, &key, old).unwrap().unwrap().item;
    assert_eq!(names(&run(None)), ["pk", "sk", "b", "z"]);
    let last = item([("a", n("0")), ("b", n("0")), ("pk", s("1")), ("q", n("3")), ("sk", n("2"))]);
    let after = run(Some(&last));
    assert_eq!(names(&after), ["pk", "sk", "a", "b", "q", "z"]);
    assert_eq!(after.value("b"), Some(n("1")));
    assert_eq!(names(&run(Some(&after))), ["pk", "sk", "a", "b", "q", "z"]);
}

#[test]
fn a_document_does_not_grow_deeper_than_32_levels() {
    let nested = |levels: usize| (1..levels).fold(s("leaf"), |inner, _| l([inner]));
    let old = item([("pk", s("1")), ("m", m([("l", l([]))]))]);
    // `m` is the first level, its member the second, the element the third.
    assert!(run(&set([("m.l[0]", to(nested(30)))]), Some(&old)).is_ok());
    assert_eq!(
        refused(run(&set([("m.l[0]", to(nested(31)))]), Some(&old))),
        "Nesting Levels have exceeded supported limits."
    );
}

#[test]
fn updated_new_reads_lists_as_they_are_afterwards() {
    let after = |update: &Update| updated(update, &applied(update, &sample()));
    assert_eq!(after(&set([("l[100]", to(s("x")))])), None);
    assert_eq!(after(&remove(["l[1]"])), Some(item([("l", l([s("2")]))])));
    assert_eq!(after(&set([("l[3]", to(s("x"))), ("l[0]", to(s("y")))])), Some(item([("l", l([s("y"), s("x")]))])));
    assert_eq!(after(&remove(["n"])), None);
    assert_eq!(after(&add("n", n("1"))), Some(item([("n", n("6"))])));
    assert_eq!(after(&set([("m.b.c", to(n("7")))])), Some(item([("m", m([("b", m([("c", n("7"))]))]))])));
}

#[test]
fn one_large_value_is_not_copied_to_hundreds_of_paths() {
    // The copies took gigabytes and seconds before the item was found to be too large.
    let large = s(&"x".repeat(300_000));
    let old = item([("pk", s("1")), ("large", large)]);
    let copies = |count: u32| Update {
        set: (0..count)
            .map(|number| (path(&format!("copy{number}")), SetValue::Operand(SetOperand::Path(path("large")))))
            .collect(),
        ..Update::default()
    };

    let few = run(&copies(2), Some(&old)).unwrap().unwrap();
    let many = run(&copies(290), Some(&old)).unwrap_err();

    assert_eq!(few.item.len(), 4);
    assert_eq!(many.message(), "Item size to update has exceeded the maximum allowed size");
}
