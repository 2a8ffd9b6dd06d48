use monotable::Item;
use monotable::expression::{Path, Update};

use super::*;
use crate::eval::{project, updated};

fn sample() -> Item {
    item([
        ("pk", s("1")),
        ("a", n("1")),
        ("m", m([("x", n("1")), ("y", m([("z", n("2")), ("w", n("3"))])), ("none", Value::Null)])),
        ("l", l([s("0"), s("1"), m([("k", s("2")), ("j", s("3"))]), s("3")])),
    ])
}

fn paths(texts: &[&str]) -> Vec<Path> {
    texts.iter().map(|text| path(text)).collect()
}

#[test]
fn a_projection_keeps_the_structure_and_compacts_lists_in_index_order() {
    for (chosen, expected) in [
        (&["a"][..], item([("a", n("1"))])),
        (&["l", "pk"], item([("pk", s("1")), ("l", sample().value("l").unwrap())])),
        (&["m.x"], item([("m", m([("x", n("1"))]))])),
        (&["m.none"], item([("m", m([("none", Value::Null)]))])),
        (&["m.y.z", "m.x"], item([("m", m([("x", n("1")), ("y", m([("z", n("2"))]))]))])),
        (&["m.y.z", "m.y.w"], item([("m", m([("y", m([("z", n("2")), ("w", n("3"))]))]))])),
        (&["l[3]", "l[1]"], item([("l", l([s("1"), s("3")]))])),
        (&["l[2].j", "l[0]"], item([("l", l([s("0"), m([("j", s("3"))])]))])),
        (&["no"], Item::empty()),
        (&["m.no"], Item::empty()),
        (&["m.y.z.q"], Item::empty()),
        (&["l[9]", "l[0].a", "a.b", "a[0]", "m[0]", "l.k"], Item::empty()),
        (&["m.no", "m.x"], item([("m", m([("x", n("1"))]))])),
        (&["l[9]", "l[3]"], item([("l", l([s("3")]))])),
    ] {
        assert_eq!(project(&sample(), &paths(chosen)), expected, "{chosen:?}");
    }
}

#[test]
fn the_key_is_not_added_to_a_projection() {
    assert_eq!(project(&sample(), &paths(&["a"])).get("pk").map(|value| value.kind()), None);
}

#[test]
fn what_an_update_returns_are_the_touched_leaves_in_their_paths() {
    let update = Update {
        set: vec![(path("m.x"), to(n("9"))), (path("m.y.w"), to(n("9"))), (path("new"), to(n("1")))],
        remove: vec![path("l[1]")],
        add: vec![(path("a"), packed(&n("1")))],
        delete: vec![(path("none"), packed(&ss(&["x"])))],
    };
    assert_eq!(
        updated(&update, &sample()),
        Some(item([("m", m([("x", n("1")), ("y", m([("w", n("3"))]))])), ("l", l([s("1")])), ("a", n("1")),]))
    );
}

#[test]
fn nothing_comes_back_where_no_touched_path_exists() {
    let remove = Update { remove: vec![path("gone"), path("l[100]")], ..Update::default() };
    assert_eq!(updated(&remove, &sample()), None);
    assert_eq!(updated(&Update::default(), &sample()), None);
}
