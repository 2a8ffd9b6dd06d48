//! Transactions under real threads and on the engine's clock; forks; the log.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use monotable::expression::{Comparator, Condition, Operand, Path, Update};
use monotable::request::{
    BatchGetItem, BatchKeys, BatchWrite, BatchWriteItem, Scan, TransactGet, TransactGetItems, TransactWrite,
    TransactWriteItems, UpdateItem,
};
use monotable::{Clock, ErrorKind};

use super::*;
use crate::ManualClock;

const THREADS: i64 = 4;

fn at(pk: &str) -> Item {
    item([("PK", s(pk)), ("SK", s("s"))])
}

fn add(path: &'static str, value: i64) -> Update {
    Update { add: vec![(Path::attribute(path), (&n(value)).into())], ..Update::default() }
}

fn transact(backend: &LocalBackend, actions: Vec<TransactWrite>) -> Result<(), Error> {
    now(backend.transact_write_items(TransactWriteItems::new(actions))).map(|_| ())
}

fn read_all(backend: &LocalBackend, keys: impl IntoIterator<Item = Item>) -> Vec<Option<Item>> {
    let gets = keys.into_iter().map(|key| TransactGet::new(name(), key)).collect();
    now(backend.transact_get_items(TransactGetItems::new(gets))).unwrap().items
}

fn number(item: Option<&Item>, attribute: &str) -> i64 {
    let number = item.and_then(|item| item.get(attribute)).and_then(|value| value.as_number());
    number.map_or(0, |number| number.to_string().parse().unwrap())
}

/// A sequence without a pattern, the same in every run.
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

#[test]
fn counters_that_transactions_move_together_stay_together() {
    // given: counters in several partitions, which transactions and single updates move
    const COUNTERS: [&str; 3] = ["a", "b", "c"];
    const ROUNDS: i64 = 300;
    let backend = backend(vec![]);

    // when
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let backend = &backend;
            scope.spawn(move || {
                for round in 0..ROUNDS {
                    let mut actions: Vec<_> =
                        COUNTERS.iter().map(|pk| TransactWrite::update(name(), at(pk), add("together", 1))).collect();
                    // In another order each time.
                    actions.rotate_left(((thread + round) % 3) as usize);
                    transact(backend, actions).unwrap();
                    let single = UpdateItem::new(name(), at(COUNTERS[(round % 3) as usize]), add("alone", 1));
                    now(backend.update_item(single)).unwrap();
                }
            });
        }
    });

    // then
    for pk in COUNTERS {
        let counter = get(&backend, pk, "s");
        assert_eq!(number(counter.as_ref(), "together"), THREADS * ROUNDS);
        assert_eq!(number(counter.as_ref(), "alone"), THREADS * ROUNDS / 3);
    }
}

#[test]
fn readers_see_all_of_a_transfer_or_nothing() {
    // given: accounts in two tables with two indexes; transfers between any two of them that overdraw none
    const ACCOUNTS: u64 = 12;
    const TRANSFERS: usize = 400;
    const START: i64 = 100;
    let indexes = || {
        vec![
            global("by_balance", &[key("SK", Type::S)], &[key("balance", Type::N)], Projection::All),
            local("local", key("balance", Type::N), Projection::KeysOnly),
        ]
    };
    let backend = backend(indexes());
    let mut other = CreateTable::new("other".into(), pk(), Some(sk()));
    other.indexes = indexes();
    now(backend.create_table(other)).unwrap();
    let account =
        |number: u64| (if number.is_multiple_of(2) { name() } else { "other".into() }, at(&format!("account{number}")));
    for number in 0..ACCOUNTS {
        let (table, key) = account(number);
        now(backend.update_item(UpdateItem::new(table, key, add("balance", START)))).unwrap();
    }
    let total = || {
        let gets = (0..ACCOUNTS).map(account).map(|(table, key)| TransactGet::new(table, key)).collect();
        let items = now(backend.transact_get_items(TransactGetItems::new(gets))).unwrap().items;
        items.iter().map(|item| number(item.as_ref(), "balance")).sum::<i64>()
    };

    // when
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let writers: Vec<_> = (0..THREADS)
            .map(|thread| {
                let (backend, account) = (&backend, &account);
                scope.spawn(move || {
                    let mut random = Sequence(thread as u64);
                    for _ in 0..TRANSFERS {
                        let (from, to) = (random.below(ACCOUNTS), random.below(ACCOUNTS));
                        let amount = 1 + random.below(40) as i64;
                        let balance = Operand::Path(Path::attribute("balance"));
                        let enough = Condition::Compare(balance, Comparator::Ge, Operand::Value((&n(amount)).into()));
                        let ((source, taken), (target, given)) = (account(from), account(to));
                        let outcome = transact(
                            backend,
                            vec![
                                TransactWrite::update(source, taken, add("balance", -amount)).when(enough),
                                TransactWrite::update(target, given, add("balance", amount)),
                            ],
                        );
                        let expected = match from == to {
                            true => ErrorKind::Validation,
                            false => ErrorKind::TransactionCanceled,
                        };
                        assert!(outcome.map_or_else(|error| error.kind() == expected, |()| from != to));
                    }
                })
            })
            .collect();
        let readers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    while !over.load(Ordering::Relaxed) {
                        assert_eq!(total(), START * ACCOUNTS as i64);
                    }
                })
            })
            .collect();
        // Forks take all partitions, in the same order.
        while writers.iter().any(|writer| !writer.is_finished()) {
            drop(backend.fork());
        }
        over.store(true, Ordering::Relaxed);
        writers.into_iter().chain(readers).for_each(|thread| thread.join().unwrap());
    });

    // then
    assert_eq!(total(), START * ACCOUNTS as i64);
    for table in [name(), "other".into()] {
        let scan = |index: Option<&str>| {
            let mut request = Scan::new(Arc::clone(&table));
            request.index = index.map(Arc::from);
            let page = now(backend.scan(request)).unwrap();
            let mut balances: Vec<i64> =
                page.items.into_rows().unwrap().iter().map(|item| number(Some(item), "balance")).collect();
            balances.sort_unstable();
            balances
        };
        assert!(scan(None).iter().all(|balance| *balance >= 0));
        assert_eq!(scan(Some("by_balance")), scan(None));
        assert_eq!(scan(Some("local")), scan(None));
    }
}

#[test]
fn transactions_whose_keys_and_index_keys_cross_do_not_wait_for_each_other_for_ever() {
    // given: a global index whose partitions are met in another order than those of the table
    let backend = backend(vec![global("by_g", &[key("G", Type::S)], &[], Projection::All)]);
    let moving = |pk: i64, g: u64| item([("PK", s(&format!("p{pk}"))), ("SK", s("s")), ("G", s(&format!("g{g}")))]);

    // when
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let (backend, moving) = (&backend, &moving);
            scope.spawn(move || {
                let mut random = Sequence(thread as u64);
                for round in 0..300 {
                    let mut actions: Vec<_> =
                        (0..16).map(|pk| TransactWrite::put(name(), moving(pk, random.below(20)))).collect();
                    if (round + thread) % 2 == 0 {
                        actions.reverse();
                    }
                    transact(backend, actions).unwrap();
                    put(backend, moving(random.below(16) as i64, random.below(20)));
                    let mut request = Query::new(name(), vec![test("G", KeyTest::Eq, &s("g1"))]);
                    request.index = Some("by_g".into());
                    now(backend.query(request)).unwrap();
                }
            });
        }
    });

    // then
    let mut by_index = Scan::new(name());
    by_index.index = Some("by_g".into());
    assert_eq!(now(backend.scan(by_index)).unwrap().count, 16);
}

#[test]
fn one_of_several_claims_of_the_same_two_items_wins() {
    // given
    let backend = backend(vec![]);
    for round in 0..50 {
        let keys = [format!("left{round}"), format!("right{round}")];

        // when
        let wins: usize = thread::scope(|scope| {
            let claim = |thread: i64| {
                let unclaimed = || Condition::NotExists(Path::attribute("PK"));
                let claimed = |pk: &str| item([("PK", s(pk)), ("SK", s("s")), ("by", n(thread))]);
                let mut actions: Vec<_> =
                    keys.iter().map(|pk| TransactWrite::put(name(), claimed(pk)).when(unclaimed())).collect();
                actions.rotate_left((thread % 2) as usize);
                usize::from(transact(&backend, actions).is_ok())
            };
            let writers: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || claim(thread))).collect();
            writers.into_iter().map(|writer| writer.join().unwrap()).sum()
        });

        // then
        assert_eq!(wins, 1);
        let by: Vec<i64> = keys.iter().map(|pk| number(get(&backend, pk, "s").as_ref(), "by")).collect();
        assert_eq!(by[0], by[1]);
    }
}

#[test]
fn a_token_shared_by_threads_is_used_once() {
    // given
    let backend = backend(vec![]);
    for round in 0..50 {
        // when
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    let mut request =
                        TransactWriteItems::new(vec![TransactWrite::update(name(), at("p"), add("count", 1))]);
                    request.token = Some(format!("token{round}"));
                    match now(backend.transact_write_items(request)) {
                        Ok(_) => {}
                        Err(error) => assert_eq!(error.kind(), ErrorKind::TransactionInProgress, "{error:?}"),
                    }
                });
            }
        });

        // then
        assert_eq!(number(get(&backend, "p", "s").as_ref(), "count"), round + 1);
    }
}

/// A database on a clock of its own, and a transaction on it that counts its calls in the item `p`.
fn counted() -> (ManualClock, LocalBackend, TransactWriteItems) {
    let clock = ManualClock::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000));
    let backend = LocalBackend::builder().clock(Arc::new(clock.clone())).build();
    create(&backend, vec![]);
    let mut request = TransactWriteItems::new(vec![TransactWrite::update(name(), at("p"), add("count", 1))]);
    request.token = Some("token".to_owned());
    (clock, backend, request)
}

#[test]
fn a_token_is_known_for_ten_minutes_of_the_clock() {
    // given
    let (clock, backend, request) = counted();
    let count = |after: u64| {
        clock.advance(Duration::from_secs(after));
        now(backend.transact_write_items(request.clone())).unwrap();
        number(get(&backend, "p", "s").as_ref(), "count")
    };

    // when, then
    assert_eq!([count(0), count(300), count(299), count(1), count(599), count(1)], [1, 1, 1, 2, 2, 3]);
    assert!(clock.now() > SystemTime::UNIX_EPOCH);
}

#[test]
fn a_fork_knows_which_transactions_were_done() {
    // given
    let (_, backend, request) = counted();
    now(backend.transact_write_items(request.clone())).unwrap();

    // when
    let fork = backend.fork();
    now(fork.transact_write_items(request.clone())).unwrap();
    let mut other = request;
    other.token = Some("other".to_owned());
    now(fork.transact_write_items(other.clone())).unwrap();
    now(backend.transact_write_items(other)).unwrap();

    // then
    let count = |backend: &LocalBackend| number(get(backend, "p", "s").as_ref(), "count");
    assert_eq!((count(&backend), count(&fork)), (2, 2));
}

#[test]
fn the_same_actions_are_the_same_in_whatever_order_their_parts_come() {
    // given
    let (_, backend, _) = counted();
    let set = |members: &[&str]| {
        let mut writer = monotable::values::PackedWriter::new();
        monotable::Writer::begin_set(&mut writer, monotable::values::SetKind::S);
        members.iter().for_each(|member| monotable::Writer::string(&mut writer, member));
        monotable::Writer::end_set(&mut writer);
        writer.into_value()
    };
    let request = |names: [&'static str; 2], members: &[&str]| {
        let mut writer = monotable::values::PackedWriter::new();
        for name in names.into_iter().chain(["PK", "SK"]) {
            writer.name_bytes(name.as_bytes());
            writer.copy_packed(&monotable::values::PackedValue::text(name));
        }
        let update = Update { add: vec![(Path::attribute("set"), set(members))], ..Update::default() };
        let mut request = TransactWriteItems::new(vec![
            TransactWrite::put(name(), writer.into_item()),
            TransactWrite::update(name(), at("p"), update),
        ]);
        request.token = Some("token".to_owned());
        request
    };
    now(backend.transact_write_items(request(["a", "b"], &["x", "y"]))).unwrap();

    // when
    let same = now(backend.transact_write_items(request(["b", "a"], &["y", "x"])));
    let other = now(backend.transact_write_items(request(["a", "c"], &["x", "y"])));

    // then
    assert!(same.is_ok());
    assert_eq!(other.unwrap_err().kind(), ErrorKind::IdempotentParameterMismatch);
}

#[test]
fn a_read_of_many_items_is_of_one_moment() {
    // given: items that always are written together
    let backend = backend(vec![]);
    let keys: Vec<Item> = (0..20).map(|number| at(&format!("p{number}"))).collect();
    let write = |round: i64| {
        let put = |number: i64| {
            TransactWrite::put(name(), item([("PK", s(&format!("p{number}"))), ("SK", s("s")), ("round", n(round))]))
        };
        transact(&backend, (0..20).map(put).collect()).unwrap();
    };
    write(0);

    thread::scope(|scope| {
        let writer = scope.spawn(|| (1..500).for_each(write));
        while !writer.is_finished() {
            // when
            let rounds: Vec<i64> =
                read_all(&backend, keys.iter().cloned()).iter().map(|item| number(item.as_ref(), "round")).collect();

            // then
            assert!(rounds.windows(2).all(|pair| pair[0] == pair[1]), "{rounds:?}");
        }
    });
}

#[test]
fn a_table_can_be_named_and_called_by_its_arn_in_one_batch() {
    // given
    let backend = backend(vec![]);
    put(&backend, at("p"));
    let arn: Arc<str> = format!("arn:aws:dynamodb:us-east-1:000000000000:table/{TABLE}").into();
    let reads = |first: Item, second: Item| {
        let tables = [(name(), BatchKeys::new(vec![first])), (Arc::clone(&arn), BatchKeys::new(vec![second]))];
        now(backend.batch_get_item(BatchGetItem::new(tables.into())))
    };
    let writes = |first: Item, second: Item| {
        let tables = [(name(), vec![BatchWrite::Put(first)]), (Arc::clone(&arn), vec![BatchWrite::Delete(second)])];
        now(backend.batch_write_item(BatchWriteItem::new(tables.into())))
    };

    // when, then
    let found = reads(at("none"), at("p")).unwrap().items;
    assert_eq!((found[&name()].len(), found[&arn].len()), (0, 1));
    assert_eq!(reads(at("p"), at("p")).unwrap_err().kind(), ErrorKind::Validation);
    assert_eq!(writes(at("p"), at("p")).unwrap_err().kind(), ErrorKind::Validation);
    writes(at("q"), at("p")).unwrap();
    assert_eq!((get(&backend, "p", "s"), get(&backend, "q", "s")), (None, Some(at("q"))));
    let both = vec![TransactWrite::delete(name(), at("q")), TransactWrite::put(arn, at("q"))];
    assert_eq!(transact(&backend, both).unwrap_err().kind(), ErrorKind::Validation);
}
