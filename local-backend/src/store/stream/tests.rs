//! Streams without the operations on them.

use monotable::request::control::{CreateTable, KeyAttribute};
use monotable::{Type, Value};

use super::*;
use crate::store::table::Table;
use crate::store::{Details, Next, Row};

impl Table {
    /// All that the stream that is enabled has recorded, line by line.
    pub(in crate::store) fn recorded(&self) -> Vec<Change> {
        let now = Timestamp::UNIX_EPOCH;
        let stream = self.streams.enabled().unwrap();
        let places = stream.shards(now).into_iter();
        places.flat_map(|place| stream.read(&place, Position::Horizon, now, |_| true).unwrap().changes).collect()
    }
}

const DAY: i64 = 24 * 60 * 60;

fn table() -> Table {
    let keys = KeyAttribute { name: "PK".into(), kind: Type::S };
    Table::new(CreateTable::new("shop".into(), keys, None), Details::default(), 0)
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_secs(seconds).unwrap()
}

fn put(table: &Table, pk: usize, total: i64, seconds: i64) {
    let row = Row::new([("PK", Value::from(format!("p{pk}"))), ("total", Value::from(total))].into_iter().collect());
    let key = table.key_of(&row.item).unwrap();
    table.write(&key, at(seconds).into(), Author::Request, |_| Ok(Next::Put(row))).unwrap();
}

#[test]
fn a_stream_is_enabled_and_disabled_one_step_at_a_time() {
    // given
    let table = table();

    // when
    let outcomes = [
        table.disable_stream(at(1)),
        table.enable_stream(StreamView::KeysOnly, at(2)),
        table.enable_stream(StreamView::KeysOnly, at(3)),
        table.disable_stream(at(4)),
        table.disable_stream(at(5)),
    ];

    // then
    let texts = outcomes.map(|outcome| outcome.err().map(|error| error.message().to_owned()));
    let enabled = Some("Table already has an enabled stream: TableName: shop".to_owned());
    let disabled = Some("Table already has a disabled stream: TableName: shop".to_owned());
    assert_eq!(texts, [disabled.clone(), None, enabled, None, disabled]);
}

#[test]
fn streams_of_one_moment_have_different_labels() {
    // given
    let table = table();

    // when
    for _ in 0..3 {
        table.enable_stream(StreamView::KeysOnly, at(0)).unwrap();
        table.disable_stream(at(0)).unwrap();
    }

    // then
    let streams = table.streams.all(at(0));
    let labels: Vec<_> = streams.iter().map(|stream| &*stream.label).collect();
    assert_eq!(labels, ["1970-01-01T00:00:00.000", "1970-01-01T00:00:00.001", "1970-01-01T00:00:00.002"]);
}

#[test]
fn a_disabled_stream_records_nothing_and_is_there_for_a_day() {
    // given
    let table = table();
    table.enable_stream(StreamView::NewImage, at(0)).unwrap();
    put(&table, 1, 1, 0);
    let stream = table.streams.latest("shop", at(0)).unwrap();

    // when
    table.disable_stream(at(10)).unwrap();
    put(&table, 1, 2, 10);

    // then
    let shards = stream.shards(at(DAY));
    assert_eq!(shards.len(), 4);
    assert!(shards.iter().all(|place| place.shard.end.is_some()));
    let records = |place: &ShardPlace| stream.read(place, Position::Horizon, at(DAY), |_| true).unwrap();
    let records: Vec<_> = shards.iter().map(records).collect();
    assert_eq!(records.iter().map(|records| records.changes.len()).sum::<usize>(), 1);
    assert!(records.iter().all(|records| records.next.is_none()));
    assert!(table.streams.latest("shop", at(10 + DAY)).is_some());
    assert!(table.streams.latest("shop", at(11 + DAY)).is_none());
}

#[test]
fn streams_begin_and_end_between_transactions() {
    // given: threads that always write four items of different partitions in one step
    let table = table();
    let (streams, finished) = (std::sync::Mutex::new(Vec::new()), std::sync::atomic::AtomicUsize::new(0));
    std::thread::scope(|scope| {
        let (table, finished) = (&table, &finished);
        for writer in 0..3 {
            scope.spawn(move || {
                for round in 0..300 {
                    let rows = (0..4).map(|part| row(&format!("{writer}.{round}.{part}")));
                    let rows: Vec<Row> = rows.collect();
                    let places =
                        rows.iter().map(|row| crate::store::Place { table, key: table.key_of(&row.item).unwrap() });
                    let places = crate::store::Places::new(places.collect());
                    let next = || rows.into_iter().map(Next::Put).collect();
                    places.write(at(0).into(), |_| Ok(next()), |_| {}).unwrap();
                }
                finished.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            });
        }

        // when
        while finished.load(std::sync::atomic::Ordering::SeqCst) < 3 {
            table.enable_stream(StreamView::KeysOnly, at(0)).unwrap();
            streams.lock().unwrap().push(table.streams.latest("shop", at(0)).unwrap());
            std::thread::yield_now();
            table.disable_stream(at(0)).unwrap();
        }
    });

    // then: every one has all four of a transaction, or none
    for stream in streams.into_inner().unwrap() {
        let mut parts: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
        for place in stream.shards(at(0)) {
            for change in stream.read(&place, Position::Horizon, at(0), |_| true).unwrap().changes {
                let key = change.image().and_then(|item| item.get("PK")?.as_str().map(str::to_owned)).unwrap();
                *parts.entry(key.rsplit_once('.').unwrap().0.to_owned()).or_default() += 1;
            }
        }
        assert!(parts.values().all(|count| *count == 4), "{parts:?}");
    }
}

fn row(pk: &str) -> Row {
    Row::new([("PK", Value::from(pk))].into_iter().collect())
}

#[test]
fn images_are_the_rows_of_the_table() {
    // given
    let table = table();
    table.enable_stream(StreamView::NewAndOldImages, at(0)).unwrap();

    // when
    put(&table, 1, 1, 0);
    put(&table, 1, 2, 0);

    // then: nothing is stored twice
    let changes = table.recorded();
    let [first, second] = changes.as_slice() else { panic!("{changes:?}") };
    let key = table.key_of(&row("p1").item).unwrap();
    let stored = table.write(&key, at(0).into(), Author::Request, |_| Ok(Next::Keep)).unwrap().old.unwrap();
    assert!(first.new.as_ref().unwrap().ptr_eq(second.old.as_ref().unwrap()));
    assert!(second.new.as_ref().unwrap().ptr_eq(&stored.item));
}
