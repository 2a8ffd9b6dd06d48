//! Forks and the log of changes.

use std::thread;

use super::*;

fn order(sk: &str, total: i64) -> Item {
    item([("PK", s("p")), ("SK", s(sk)), ("total", n(total)), ("G", s("g"))])
}

fn forked() -> Vec<IndexDefinition> {
    vec![global("by_g", &[key("G", Type::S)], &[], Projection::All)]
}

#[test]
fn a_fork_and_its_origin_do_not_see_each_others_writes() {
    // given
    let origin = backend(forked());
    (0..200).for_each(|number| put(&origin, order(&format!("s{number}"), 1)));

    // when
    let fork = origin.fork();
    put(&origin, order("s0", 2));
    delete(&fork, "p", "s1");
    put(&fork, order("new", 3));

    // then
    let total = |backend: &LocalBackend, sk: &str| get(backend, "p", sk).and_then(|item| item.value("total"));
    assert_eq!((total(&origin, "s0"), total(&fork, "s0")), (Some(n(2)), Some(n(1))));
    assert_eq!((total(&origin, "s1"), total(&fork, "s1")), (Some(n(1)), None));
    assert_eq!((total(&origin, "new"), total(&fork, "new")), (None, Some(n(3))));
    let count = |backend: &LocalBackend| {
        let mut request = Query::new(name(), vec![test("G", KeyTest::Eq, &s("g"))]);
        request.index = Some("by_g".into());
        now(backend.query(request)).unwrap().count
    };
    assert_eq!((count(&origin), count(&fork)), (200, 200));
}

#[test]
fn tables_of_a_fork_are_its_own() {
    // given
    let origin = backend(vec![]);

    // when
    let fork = origin.fork();
    now(fork.delete_table(monotable::request::control::DeleteTable::new(name()))).unwrap();

    // then
    assert_eq!(origin.list_tables().len(), 1);
    assert_eq!(fork.list_tables().len(), 0);
}

#[test]
fn a_fork_taken_under_writes_is_of_one_moment() {
    // given: a writer that always writes two items of one partition key, the second after the first
    let origin = backend(forked());
    put(&origin, order("a", 0));
    put(&origin, order("b", 0));

    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for total in 1..2_000 {
                put(&origin, order("a", total));
                put(&origin, order("b", total));
            }
        });
        while !writer.is_finished() {
            // when
            let fork = origin.fork();

            // then: the index agrees with the table, and the items are at most one write apart
            let read = |sk: &str| get(&fork, "p", sk).and_then(|item| item.get("total")?.as_number()).unwrap();
            let (a, b) = (read("a"), read("b"));
            let mut request = Query::new(name(), vec![test("G", KeyTest::Eq, &s("g"))]);
            request.index = Some("by_g".into());
            let entries = now(fork.query(request)).unwrap().items.into_rows().unwrap();
            let totals: Vec<_> = entries.iter().map(|item| item.get("total").unwrap().as_number().unwrap()).collect();
            assert_eq!(totals, [a, b]);
            assert!(a == b || a == b.checked_add(&1.into()).unwrap(), "{a} {b}");
        }
    });
}
