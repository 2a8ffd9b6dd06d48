//! Whoever applies the records of a stream has the table.

use std::collections::BTreeMap;
use std::thread;

use monotable::expression::{Path, Update};
use monotable::request::control::UpdateTimeToLive;
use monotable::request::{
    BatchWrite, BatchWriteItem, Scan, StreamEvent, TransactWrite, TransactWriteItems, UpdateItem,
};
use proptest::prelude::*;

use super::*;

/// Items by their keys, both as they are printed.
type Items = BTreeMap<String, String>;

fn shown(item: &Item) -> String {
    format!("{:?}", ["PK", "SK", "total", "expires"].map(|name| item.value(name)))
}

/// Returns what the records make of nothing. Each has to go on from what is there, and to change it.
fn replayed(records: &[StreamRecord]) -> Items {
    let mut items = Items::new();
    for record in records {
        let key = shown(&record.keys);
        let before = items.get(&key).cloned();
        assert_eq!(before, record.old.as_ref().map(shown), "{record:?}");
        let after = record.new.as_ref().map(shown);
        assert_ne!(before, after, "{record:?}");
        match (&before, &after) {
            (None, Some(_)) => assert_eq!(record.event, StreamEvent::Insert),
            (Some(_), Some(_)) => assert_eq!(record.event, StreamEvent::Modify),
            (Some(_), None) => assert_eq!(record.event, StreamEvent::Remove),
            (None, None) => panic!("a record of nothing"),
        }
        match after {
            Some(after) => items.insert(key, after),
            None => items.remove(&key),
        };
    }
    items
}

fn scanned(backend: &LocalBackend) -> Items {
    let rows = now(backend.scan(Scan::new(name()))).unwrap().items.into_rows().unwrap();
    let key = |item: &Item| shown(&item.select(|name| name == b"PK" || name == b"SK"));
    rows.iter().map(|item| (key(item), shown(item))).collect()
}

/// One step of a program.
#[derive(Clone, Copy, Debug)]
enum Step {
    Put(u8, i64),
    PutExpiring(u8),
    Add(u8, i64),
    Remove(u8),
    Delete(u8),
    Batch(u8, i64),
    Transact(u8, i64),
    Sweep,
    Wait(u8),
}

fn step() -> impl Strategy<Value = Step> {
    let (pk, total) = (0_u8..6, 0_i64..3);
    prop_oneof![
        (pk.clone(), total.clone()).prop_map(|(pk, total)| Step::Put(pk, total)),
        pk.clone().prop_map(Step::PutExpiring),
        (pk.clone(), total.clone()).prop_map(|(pk, total)| Step::Add(pk, total)),
        pk.clone().prop_map(Step::Remove),
        pk.clone().prop_map(Step::Delete),
        (pk.clone(), total.clone()).prop_map(|(pk, total)| Step::Batch(pk, total)),
        (pk, total).prop_map(|(pk, total)| Step::Transact(pk, total)),
        Just(Step::Sweep),
        (0_u8..100).prop_map(Step::Wait),
    ]
}

fn pk_of(pk: u8) -> String {
    format!("p{pk}")
}

fn key_of(pk: u8) -> Item {
    item([("PK", s(&pk_of(pk))), ("SK", s("s"))])
}

fn take(backend: &LocalBackend, clock: &ManualClock, step: Step) {
    let total = Path::attribute("total");
    match step {
        Step::Put(pk, total) => put(backend, order(&pk_of(pk), total)),
        Step::PutExpiring(pk) => {
            let seconds = clock_seconds(clock) + 60;
            put(backend, item([("PK", s(&pk_of(pk))), ("SK", s("s")), ("expires", n(seconds))]));
        }
        Step::Add(pk, by) => {
            let update = Update { add: vec![(total, (&n(by)).into())], ..Update::default() };
            now(backend.update_item(UpdateItem::new(name(), key_of(pk), update))).unwrap();
        }
        Step::Remove(pk) => {
            let update = Update { remove: vec![total], ..Update::default() };
            now(backend.update_item(UpdateItem::new(name(), key_of(pk), update))).unwrap();
        }
        Step::Delete(pk) => delete(backend, &pk_of(pk), "s"),
        Step::Batch(pk, total) => {
            let writes = vec![BatchWrite::Put(order(&pk_of(pk), total)), BatchWrite::Delete(key_of((pk + 1) % 6))];
            now(backend.batch_write_item(BatchWriteItem::new(BTreeMap::from([(name(), writes)])))).unwrap();
        }
        Step::Transact(pk, total) => {
            let actions = vec![
                TransactWrite::put(name(), order(&pk_of(pk), total)),
                TransactWrite::delete(name(), key_of((pk + 2) % 6)),
            ];
            now(backend.transact_write_items(TransactWriteItems::new(actions))).unwrap();
        }
        Step::Sweep => {
            backend.sweep_expired();
        }
        Step::Wait(minutes) => clock.advance(u32::from(minutes) * MINUTE),
    }
}

fn clock_seconds(clock: &ManualClock) -> i64 {
    let since = monotable::Clock::now(clock).duration_since(SystemTime::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_records_of_a_program_make_its_table(steps in prop::collection::vec(step(), 1..14)) {
        // given
        let (backend, clock) = streaming();
        let arn = stream(&backend);
        now(backend.update_time_to_live(UpdateTimeToLive::enable(name(), "expires".into()))).unwrap();

        // when
        steps.into_iter().for_each(|step| take(&backend, &clock, step));

        // then: parents come before their children, and an item is in one line of them
        prop_assert_eq!(replayed(&records(&backend, &arn)), scanned(&backend));
    }
}

#[test]
fn the_records_of_a_fork_make_its_table() {
    // given: writers that do not stop
    let (origin, _) = streaming();
    let arn = stream(&origin);
    let origin = &origin;

    thread::scope(|scope| {
        let writers: Vec<_> = (0..3_i64)
            .map(|writer| {
                scope.spawn(move || {
                    for round in 0..400 {
                        let pk = format!("{writer}.{}", round % 37);
                        if round % 5 == 0 { delete(origin, &pk, "s") } else { put(origin, order(&pk, round)) }
                    }
                })
            })
            .collect();
        while writers.iter().any(|writer| !writer.is_finished()) {
            // when
            let fork = origin.fork();

            // then
            assert_eq!(replayed(&records(&fork, &arn)), scanned(&fork));
        }
    });
    assert_eq!(replayed(&records(origin, &arn)), scanned(origin));
}
