//! Indexes that are added to a table while it is written.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use monotable::request::Scan;
use monotable::request::control::{DescribeTable, IndexCapacity, IndexUpdate, UpdateTable};

use super::*;

fn by_group() -> IndexDefinition {
    global("by-group", &[key("group", Type::S)], &[key("rank", Type::N)], Projection::All)
}

fn change(backend: &LocalBackend, update: IndexUpdate) {
    let mut request = UpdateTable::new(name());
    request.indexes.push(update);
    now(backend.update_table(request)).unwrap();
}

fn add_index(backend: &LocalBackend) {
    change(backend, IndexUpdate::Create(by_group(), IndexCapacity::default()));
}

/// All items, in a form that can be compared; of the table those which belong into the index.
fn all(backend: &LocalBackend, index: Option<&str>) -> BTreeSet<String> {
    let mut scan = Scan::new(name());
    scan.index = index.map(Into::into);
    let mut found = BTreeSet::new();
    loop {
        let page = now(backend.scan(scan.clone())).unwrap();
        let items = page.items.into_rows().unwrap();
        let belongs = items.iter().filter(|item| item.get("group").is_some() && item.get("rank").is_some());
        for item in belongs {
            // By name: the order of attributes is nobody's business.
            let mut text = Vec::new();
            for name in ["PK", "SK", "group", "rank", "x"] {
                item.select(|attribute| attribute == name.as_bytes()).write_json(&mut text);
            }
            let text = String::from_utf8(text).unwrap();
            assert!(found.insert(text.clone()), "{text} was found twice");
        }
        match page.last_evaluated_key {
            Some(last) => scan.start_key = Some(last),
            None => return found,
        }
    }
}

/// One write out of many kinds: entries come, move, change in place and go.
fn write(backend: &LocalBackend, writer: u64, round: u64) {
    let mixed = (round ^ writer << 32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let (pk, sk) = (format!("p{}", mixed >> 56), format!("s{}", mixed >> 54 & 3));
    let group = || s(&format!("g{}", mixed >> 40 & 7));
    match mixed >> 20 & 7 {
        0 => delete(backend, &pk, &sk),
        1 => put(backend, item([("PK", s(&pk)), ("SK", s(&sk)), ("rank", n(1))])),
        2 => put(
            backend,
            item([("PK", s(&pk)), ("SK", s(&sk)), ("group", group()), ("rank", n(1)), ("x", n(round as i64))]),
        ),
        _ => put(backend, item([("PK", s(&pk)), ("SK", s(&sk)), ("group", group()), ("rank", n((mixed & 15) as i64))])),
    }
}

#[test]
fn an_index_that_is_added_while_others_write_has_all_entries_and_no_others() {
    // given
    let backend = backend(vec![]);
    (0..4000).for_each(|round| write(&backend, 9, round));
    let (stop, written) = (AtomicBool::new(false), AtomicU64::new(0));

    // when
    thread::scope(|scope| {
        for writer in 0..3 {
            let (backend, stop, written) = (&backend, &stop, &written);
            scope.spawn(move || {
                let mut round = 0;
                while !stop.load(Ordering::Relaxed) {
                    write(backend, writer, round);
                    round += 1;
                    written.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for round in 0..20 {
            // So that every index meets writers before, while and after it is filled.
            let seen = written.load(Ordering::Relaxed);
            while written.load(Ordering::Relaxed) < seen + 100 {
                thread::yield_now();
            }
            if round > 0 {
                change(&backend, IndexUpdate::Delete("by-group".into()));
            }
            add_index(&backend);
        }
        stop.store(true, Ordering::Relaxed);
    });

    // then
    let entries = all(&backend, Some("by-group"));
    assert!(entries.len() > 100);
    assert_eq!(entries, all(&backend, None));
}

#[test]
fn a_fork_that_is_made_while_an_index_is_added_has_the_whole_index_or_none() {
    // given
    let backend = backend(vec![]);
    (0..4000).for_each(|round| write(&backend, 9, round));
    let done = AtomicBool::new(false);

    // when
    let forks: Vec<LocalBackend> = thread::scope(|scope| {
        let adder = scope.spawn(|| {
            for round in 0..10 {
                if round > 0 {
                    change(&backend, IndexUpdate::Delete("by-group".into()));
                }
                add_index(&backend);
            }
            done.store(true, Ordering::Relaxed);
        });
        let mut forks = Vec::new();
        while !done.load(Ordering::Relaxed) && forks.len() < 200 {
            forks.push(backend.fork());
        }
        adder.join().unwrap();
        forks
    });

    // then
    let expected = all(&backend, None);
    for fork in forks.iter().chain([&backend]) {
        let mut scan = Scan::new(name());
        scan.index = Some("by-group".into());
        if now(fork.scan(scan)).is_ok() {
            assert_eq!(all(fork, Some("by-group")), expected);
        }
    }
}

#[test]
fn items_with_what_no_index_key_can_hold_are_left_out_and_can_be_mended() {
    // given
    let backend = backend(vec![]);
    let long = "x".repeat(2049);
    for (sk, group, rank) in [
        ("fits", s("g"), n(1)),
        ("number", n(1), n(1)),
        ("empty", s(""), n(1)),
        ("long", s(&long), n(1)),
        ("text", s("g"), s("1")),
    ] {
        put(&backend, item([("PK", s("p")), ("SK", s(sk)), ("group", group), ("rank", rank)]));
    }
    let entries = |backend: &LocalBackend| {
        let mut request = Query::new(name(), vec![test("group", KeyTest::Eq, &s("g"))]);
        request.index = Some("by-group".into());
        let mut keys = sort_keys(&now(backend.query(request)).unwrap().items.into_rows().unwrap());
        keys.sort();
        keys
    };

    // when
    add_index(&backend);
    let before = entries(&backend);
    for sk in ["number", "long"] {
        put(&backend, item([("PK", s("p")), ("SK", s(sk)), ("group", s("g")), ("rank", n(2))]));
    }
    delete(&backend, "p", "empty");
    delete(&backend, "p", "fits");

    // then
    assert_eq!(before, ["fits"]);
    assert_eq!(entries(&backend), ["long", "number"]);
    let count = now(backend.describe_table(DescribeTable::new(name()))).unwrap();
    assert_eq!((count.item_count, count.index_details["by-group"].item_count), (3, 2));
}
