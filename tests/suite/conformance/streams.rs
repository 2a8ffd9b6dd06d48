//! Streams: what is recorded, and what is not.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use monotable::request::control::{CreateTable, StreamView};
use monotable::request::{
    BatchWrite, BatchWriteItem, DescribeStream, GetRecords, GetRecordsOutput, GetShardIterator, Shard, ShardStart,
    StreamEvent, StreamRecord, TransactWriteItems,
};
use monotable::{Error, Item, Value};

use super::change::change;
use super::database::{Database, Table, attribute, unique_name, with};
use super::refusal::Refused;
use super::transactions;
use super::words::*;

scenarios! {
    a_put_inserts_and_modifies_and_a_delete_removes,
    records_have_what_the_view_shows,
    what_changes_nothing_is_not_recorded,
    values_that_are_equal_in_other_forms_change_nothing,
    an_update_that_creates_an_item_inserts,
    failed_conditions_leave_no_record,
    a_batch_leaves_a_record_for_each_item,
    a_transaction_leaves_a_record_for_each_item,
    a_record_has_a_size,
    numeric_and_binary_keys_are_recorded,
    every_type_is_recorded,
}

/// A stream of a table.
pub(super) struct Stream<'t, 'b> {
    pub(super) table: &'t Table<'b>,
    pub(super) arn: Arc<str>,
}

impl<'t, 'b> Stream<'t, 'b> {
    /// The latest stream of a table.
    pub(super) async fn of(table: &'t Table<'b>) -> Self {
        let arn = table.describe().await.unwrap().stream_arn.unwrap();
        Self { table, arn }
    }

    pub(super) async fn shards(&self) -> Vec<Shard> {
        self.table.backend.describe_stream(DescribeStream::new(Arc::clone(&self.arn))).await.unwrap().shards
    }

    pub(super) async fn start(&self, shard: &Shard, start: ShardStart) -> Result<Arc<str>, Error> {
        let request = GetShardIterator::new(Arc::clone(&self.arn), Arc::clone(&shard.id), start);
        Ok(self.table.backend.get_shard_iterator(request).await?.iterator)
    }

    pub(super) async fn read(&self, iterator: &Arc<str>) -> Result<GetRecordsOutput, Error> {
        self.table.backend.get_records(GetRecords::new(Arc::clone(iterator))).await
    }

    /// All records of a shard.
    pub(super) async fn records_of(&self, shard: &Shard) -> Vec<StreamRecord> {
        let mut records = Vec::new();
        let mut iterator = Some(self.start(shard, ShardStart::TrimHorizon).await.unwrap());
        while let Some(at) = iterator {
            let page = self.read(&at).await.unwrap();
            iterator = page.next_iterator.filter(|_| !page.records.is_empty());
            records.extend(page.records);
        }
        records
    }

    /// All records, of which there are to be so many. AWS takes a while.
    pub(super) async fn records(&self, count: usize) -> Vec<StreamRecord> {
        loop {
            let mut records = Vec::new();
            for shard in self.shards().await {
                records.extend(self.records_of(&shard).await);
            }
            assert!(records.len() <= count, "more than {count} records: {records:?}");
            if records.len() == count {
                return records;
            }
            self.table.backend.clock().sleep(Duration::from_millis(20)).await.unwrap();
        }
    }
}

/// A table with a stream of this view.
pub(super) async fn streaming<'b>(db: &Database<'b>, view: StreamView) -> Table<'b> {
    let request = CreateTable::new(unique_name(), attribute("PK:S"), Some(attribute("SK:S")));
    db.create(with(request, |create| create.stream = Some(view))).await.unwrap()
}

fn item(sk: &str) -> Row {
    row! { "PK" => "a", "SK" => sk }
}

fn with_n(n: i32) -> Row {
    row! { "PK" => "a", "SK" => "1", "n" => n }
}

/// Event and images.
type Told = (StreamEvent, Option<Row>, Option<Row>);

fn told(records: &[StreamRecord]) -> Vec<Told> {
    let image = |item: &Option<Item>| item.as_ref().map(row);
    records.iter().map(|record| (record.event, image(&record.old), image(&record.new))).collect()
}

async fn a_put_inserts_and_modifies_and_a_delete_removes(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::NewAndOldImages).await;
    let stream = Stream::of(&table).await;

    // when
    table.put(with_n(1)).await.unwrap();
    table.put(with_n(2)).await.unwrap();
    table.update(with_n(2), change().set("n", 3)).await.unwrap();
    table.delete(with_n(3)).await.unwrap();

    // then
    let records = stream.records(4).await;
    assert_eq!(
        told(&records),
        [
            (StreamEvent::Insert, None, Some(with_n(1))),
            (StreamEvent::Modify, Some(with_n(1)), Some(with_n(2))),
            (StreamEvent::Modify, Some(with_n(2)), Some(with_n(3))),
            (StreamEvent::Remove, Some(with_n(3)), None),
        ]
    );
    let now = SystemTime::now();
    for record in &records {
        assert_eq!(row(&record.keys), item("1"));
        assert_eq!(record.event_source, "aws:dynamodb");
        assert!(record.event_version.starts_with("1."), "{}", record.event_version);
        assert!(!record.region.is_empty() && record.user.is_none());
        assert_eq!(record.view, Some(StreamView::NewAndOldImages));
        assert!((21..=40).contains(&record.sequence_number.len()), "{}", record.sequence_number);
        let at = record.at.unwrap();
        assert!(at <= now + Duration::from_secs(1) && at + Duration::from_secs(300) > now, "{at:?}");
    }
    let numbers: Vec<u128> = records.iter().map(|record| record.sequence_number.parse().unwrap()).collect();
    assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "{numbers:?}");
    assert!(records.windows(2).all(|pair| pair[0].event_id != pair[1].event_id));
}

async fn records_have_what_the_view_shows(db: &Database<'_>) {
    for (view, shows_old, shows_new) in [
        (StreamView::KeysOnly, false, false),
        (StreamView::NewImage, false, true),
        (StreamView::OldImage, true, false),
        (StreamView::NewAndOldImages, true, true),
    ] {
        // given
        let table = streaming(db, view).await;
        let stream = Stream::of(&table).await;

        // when
        table.put(with_n(1)).await.unwrap();
        table.put(with_n(2)).await.unwrap();
        table.delete(with_n(2)).await.unwrap();

        // then
        let records = stream.records(3).await;
        let old = |n: i32| shows_old.then(|| with_n(n));
        let new = |n: i32| shows_new.then(|| with_n(n));
        let expected = [
            (StreamEvent::Insert, None, new(1)),
            (StreamEvent::Modify, old(1), new(2)),
            (StreamEvent::Remove, old(2), None),
        ];
        assert_eq!(told(&records), expected, "{view:?}");
        assert!(records.iter().all(|record| row(&record.keys) == item("1") && record.view == Some(view)));
    }
}

async fn what_changes_nothing_is_not_recorded(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::NewAndOldImages).await;
    let stream = Stream::of(&table).await;
    table.put(with_n(1)).await.unwrap();

    // when
    table.put(with_n(1)).await.unwrap();
    table.update(with_n(1), change().set("n", 1)).await.unwrap();
    table.update(with_n(1), change().remove("other")).await.unwrap();
    table.update(with_n(1), change()).await.unwrap();
    table.update(item("missing"), change().remove("n")).await.unwrap();
    table.delete(item("missing too")).await.unwrap();
    table.delete(item("missing")).await.unwrap();

    // then: an update that only removes creates no item
    assert_eq!(told(&stream.records(1).await), [(StreamEvent::Insert, None, Some(with_n(1)))]);
}

async fn values_that_are_equal_in_other_forms_change_nothing(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::KeysOnly).await;
    let stream = Stream::of(&table).await;
    let written = |one: &str, set: Value, numbers: Value| {
        let map = map! { "a" => n(one), "b" => list![1, "x"] };
        row! { "PK" => "a", "SK" => "1", "number" => n(one), "set" => set, "numbers" => numbers, "map" => map }
    };
    let first = written("1.50", ss(&["a", "b"]), ns(&["1.0", "20"]));
    table.put(&first).await.unwrap();

    // when
    let same = written("15E-1", ss(&["b", "a"]), ns(&["2E1", "1"]));
    table.put(&same).await.unwrap();
    let again = change().set("set", ss(&["b", "a"])).set("numbers", ns(&["20.0", "1"])).set("number", n("1.5000"));
    table.update(&same, again).await.unwrap();
    let mut reversed: Vec<_> = same.iter().collect();
    reversed.reverse();
    let reversed: Item = reversed.into_iter().map(|(name, value)| (name, value.clone())).collect();
    table.put(reversed).await.unwrap();
    table.update(&same, change().add("set", ss(&["a"])).add("number", 0)).await.unwrap();

    // then
    stream.records(1).await;
}

async fn an_update_that_creates_an_item_inserts(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::NewAndOldImages).await;
    let stream = Stream::of(&table).await;

    // when: one of a key alone, one with an attribute
    table.update(item("1"), change()).await.unwrap();
    table.update(item("1"), change().set("n", 1)).await.unwrap();
    table.delete(item("1")).await.unwrap();

    // then
    let expected = [
        (StreamEvent::Insert, None, Some(item("1"))),
        (StreamEvent::Modify, Some(item("1")), Some(with_n(1))),
        (StreamEvent::Remove, Some(with_n(1)), None),
    ];
    assert_eq!(told(&stream.records(3).await), expected);
}

async fn failed_conditions_leave_no_record(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::NewAndOldImages).await;
    let stream = Stream::of(&table).await;
    table.put(with_n(1)).await.unwrap();

    // when
    table.put_if(with_n(2), missing("PK")).await.condition_failed();
    table.update_if(with_n(2), change().set("n", 2), missing("PK")).await.condition_failed();
    let actions = vec![transactions::put(&table, item("2")), transactions::check(&table, "1", missing("PK"))];
    db.backend.transact_write_items(TransactWriteItems::new(actions)).await.canceled();

    // then
    assert_eq!(told(&stream.records(1).await), [(StreamEvent::Insert, None, Some(with_n(1)))]);
}

async fn a_batch_leaves_a_record_for_each_item(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::NewAndOldImages).await;
    let stream = Stream::of(&table).await;
    for sk in ["0", "1", "2"] {
        table.put(item(sk)).await.unwrap();
    }

    // when: of three new items, one that stays as it is, one that goes and one that is not there
    let mut writes: Vec<_> = ["3", "4", "5", "0"].map(|sk| BatchWrite::Put(item(sk).to_item())).into();
    writes.extend(["1", "missing"].map(|sk| BatchWrite::Delete(item(sk).to_item())));
    let tables = BTreeMap::from([(table.name(), writes)]);
    db.backend.batch_write_item(BatchWriteItem::new(tables)).await.unwrap();

    // then
    let mut records = stream.records(7).await.split_off(3);
    records.sort_by_key(|record| record.keys.value("SK").map(|sk| format!("{sk:?}")));
    let expected = [
        (StreamEvent::Remove, Some(item("1")), None),
        (StreamEvent::Insert, None, Some(item("3"))),
        (StreamEvent::Insert, None, Some(item("4"))),
        (StreamEvent::Insert, None, Some(item("5"))),
    ];
    assert_eq!(told(&records), expected);
}

async fn a_transaction_leaves_a_record_for_each_item(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::NewAndOldImages).await;
    let stream = Stream::of(&table).await;
    for sk in ["0", "1", "2", "3"] {
        table.put(item(sk)).await.unwrap();
    }

    // when
    let actions = vec![
        transactions::put(&table, item("4")),
        transactions::put(&table, item("0")),
        transactions::update(&table, "1", change().set("n", 1)),
        transactions::delete(&table, "2"),
        transactions::check(&table, "3", exists("PK")),
    ];
    db.backend.transact_write_items(TransactWriteItems::new(actions)).await.unwrap();

    // then
    let mut records = stream.records(7).await.split_off(4);
    records.sort_by_key(|record| record.keys.value("SK").map(|sk| format!("{sk:?}")));
    let expected = [
        (StreamEvent::Modify, Some(item("1")), Some(with_n(1))),
        (StreamEvent::Remove, Some(item("2")), None),
        (StreamEvent::Insert, None, Some(item("4"))),
    ];
    assert_eq!(told(&records), expected);
}

/// By an example in AWS's documentation of events: key and images, each in full.
async fn a_record_has_a_size(db: &Database<'_>) {
    // given
    let request = CreateTable::new(unique_name(), attribute("Id:N"), None);
    let request = with(request, |create| create.stream = Some(StreamView::NewAndOldImages));
    let table = db.create(request).await.unwrap();
    let stream = Stream::of(&table).await;
    let written = |message: &str| row! { "Id" => 101, "Message" => message };

    // when
    table.put(written("New item!")).await.unwrap();
    table.put(written("This item has changed")).await.unwrap();
    table.delete(written("")).await.unwrap();

    // then
    let sizes: Vec<u64> = stream.records(3).await.iter().map(|record| record.size_bytes).collect();
    assert_eq!(sizes, [26, 59, 38]);
}

async fn numeric_and_binary_keys_are_recorded(db: &Database<'_>) {
    // given
    let request = CreateTable::new(unique_name(), attribute("N:N"), Some(attribute("B:B")));
    let table = db.create(with(request, |create| create.stream = Some(StreamView::KeysOnly))).await.unwrap();
    let stream = Stream::of(&table).await;
    let item = row! { "N" => n("-1.5"), "B" => b(&[0, 255]), "other" => 1 };

    // when
    table.put(&item).await.unwrap();

    // then
    let records = stream.records(1).await;
    assert_eq!(row(&records[0].keys), only(&item, &["N", "B"]));
    let description = db.backend.describe_stream(DescribeStream::new(stream.arn)).await.unwrap();
    assert_eq!((description.hash.as_deref(), description.range.as_deref()), (Some("N"), Some("B")));
}

async fn every_type_is_recorded(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::NewImage).await;
    let stream = Stream::of(&table).await;
    let mut item = item("1");
    item.extend(row! {
        "bool" => true, "null" => Value::Null, "n" => n("1E-20"), "b" => b(&[1, 2, 3]), "ss" => ss(&["", "x"]),
        "ns" => ns(&["1", "-2"]), "bs" => bs(&[b"a", b""]), "l" => list![1, list![], "\u{1F600}"],
        "m" => map! { "deep" => map! { "er" => list![map! {}] } },
    });

    // when
    table.put(&item).await.unwrap();

    // then
    assert_eq!(told(&stream.records(1).await), [(StreamEvent::Insert, None, Some(item))]);
}
