//! Real threads.

use std::thread;

use monotable::expression::{Comparator, Condition, Operand, Path, Update};
use monotable::request::{Scan, UpdateItem};

use super::*;

const THREADS: i64 = 4;
const ROUNDS: i64 = 500;

fn add(path: &'static str, value: i64) -> Update {
    Update { add: vec![(Path::attribute(path), (&n(value)).into())], ..Update::default() }
}

#[test]
fn no_increment_of_a_shared_counter_is_lost() {
    // given
    let backend = backend(vec![]);

    // when
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for _ in 0..ROUNDS {
                    let key = item([("PK", s("p")), ("SK", s("counter"))]);
                    now(backend.update_item(UpdateItem::new(name(), key, add("count", 1)))).unwrap();
                }
            });
        }
    });

    // then
    let counter = get(&backend, "p", "counter").unwrap();
    assert_eq!(counter.value("count"), Some(n(THREADS * ROUNDS)));
}

#[test]
fn of_several_conditional_writers_one_wins() {
    // given
    let backend = backend(vec![]);

    for round in 0..50 {
        // when
        let sk = format!("s{round}");
        let wins: usize = thread::scope(|scope| {
            let claim = || {
                let mut request = PutItem::new(name(), item([("PK", s("p")), ("SK", s(&sk))]));
                request.condition = Some(Condition::NotExists(Path::attribute("PK")));
                usize::from(now(backend.put_item(request)).is_ok())
            };
            let writers: Vec<_> = (0..THREADS).map(|_| scope.spawn(claim)).collect();
            writers.into_iter().map(|writer| writer.join().unwrap()).sum()
        });

        // then
        assert_eq!(wins, 1);
    }
}

#[test]
fn readers_of_an_index_partition_never_see_half_of_a_change() {
    // given: items that move within one partition of an index, so that there are always as many
    let backend = backend(vec![global("by_g", &[key("G", Type::S)], &[key("H", Type::N)], Projection::KeysOnly)]);
    let moving =
        |number: i64, h: i64| item([("PK", s(&format!("p{number}"))), ("SK", s("s")), ("G", s("g")), ("H", n(h))]);
    (0..THREADS).for_each(|number| put(&backend, moving(number, 0)));

    thread::scope(|scope| {
        let backend = &backend;
        let writers: Vec<_> = (0..THREADS - 1)
            .map(|number| scope.spawn(move || (0..ROUNDS).for_each(|h| put(backend, moving(number, h % 7)))))
            .collect();
        while writers.iter().any(|writer| !writer.is_finished()) {
            // when
            let mut request = Query::new(name(), vec![test("G", KeyTest::Eq, &s("g"))]);
            request.index = Some("by_g".into());
            let page = now(backend.query(request)).unwrap();

            // then
            assert_eq!(i64::from(page.count), THREADS);
        }
    });
}

#[test]
fn indexes_agree_with_the_table_after_writers_fought_over_it() {
    // given
    let indexes = vec![
        global("by_g", &[key("G", Type::S)], &[key("H", Type::N)], Projection::All),
        local("by_h", key("H", Type::N), Projection::All),
    ];
    let backend = backend(indexes);

    // when
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let backend = &backend;
            scope.spawn(move || {
                for round in 0..ROUNDS {
                    let (pk, sk) = (format!("p{}", round % 5), format!("s{}", round % 3));
                    let g = format!("g{}", (round + thread) % 4);
                    match (round + thread) % 5 {
                        0 => delete(backend, &pk, &sk),
                        _ => put(backend, item([("PK", s(&pk)), ("SK", s(&sk)), ("G", s(&g)), ("H", n(thread))])),
                    }
                }
            });
        }
    });

    // then
    let scan = |index: Option<&str>| {
        let mut request = Scan::new(name());
        request.index = index.map(Arc::from);
        let mut rows: Vec<_> = now(backend.scan(request))
            .unwrap()
            .items
            .into_rows()
            .unwrap()
            .iter()
            .map(|item| format!("{:?}", ["PK", "SK", "G", "H"].map(|name| item.value(name))))
            .collect();
        rows.sort();
        rows
    };
    assert_eq!(scan(Some("by_g")), scan(None));
    assert_eq!(scan(Some("by_h")), scan(None));
}

#[test]
fn tables_come_and_go_while_others_are_used() {
    // given
    let backend = backend(vec![]);

    // when
    thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0..100 {
                let table: Arc<str> = format!("table{round}").into();
                now(backend.create_table(CreateTable::new(Arc::clone(&table), pk(), None))).unwrap();
                now(backend.delete_table(monotable::request::control::DeleteTable::new(table))).unwrap();
            }
        });
        for thread in 0..THREADS - 1 {
            let backend = &backend;
            scope.spawn(move || {
                for round in 0..ROUNDS {
                    put(backend, item([("PK", s(&format!("p{thread}"))), ("SK", s("s")), ("round", n(round))]));
                }
            });
        }
    });

    // then
    assert_eq!(backend.list_tables().len(), 1);
    assert_eq!(get(&backend, "p0", "s").unwrap().value("round"), Some(n(ROUNDS - 1)));
}

#[test]
fn a_condition_and_its_write_are_one_step() {
    // given: an account that may not be overdrawn
    let backend = backend(vec![]);
    put(&backend, item([("PK", s("p")), ("SK", s("account")), ("balance", n(100))]));

    // when
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for _ in 0..ROUNDS {
                    let key = item([("PK", s("p")), ("SK", s("account"))]);
                    let mut request = UpdateItem::new(name(), key, add("balance", -1));
                    let balance = Operand::Path(Path::attribute("balance"));
                    request.condition =
                        Some(Condition::Compare(balance, Comparator::Gt, Operand::Value((&n(0)).into())));
                    let _ = now(backend.update_item(request));
                }
            });
        }
    });

    // then
    assert_eq!(get(&backend, "p", "account").unwrap().value("balance"), Some(n(0)));
}
