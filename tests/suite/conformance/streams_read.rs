//! Streams: how they are found and read.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use monotable::request::control::{DeleteTable, StreamView};
use monotable::request::{DescribeStream, GetRecords, ListStreams, Shard, ShardStart, StreamRecord, StreamStatus};

use super::database::{Database, with};
use super::streams::{Stream, streaming};
use super::words::*;

scenarios! {
    a_table_tells_its_stream,
    a_stream_is_described,
    the_stream_of_a_deleted_table_can_be_read,
    streams_are_listed_page_by_page,
    shards_are_described_page_by_page,
    an_open_shard_has_no_children,
    a_latest_iterator_sees_what_comes_after_it,
    an_iterator_gives_the_same_records_again,
    a_shard_is_read_from_a_number_on,
    a_shard_is_read_from_a_time_on,
    an_open_shard_never_ends,
    a_limit_ends_a_page_of_records,
    a_page_of_records_ends_before_one_megabyte,
    changes_of_an_item_are_in_one_shard,
}

fn item(n: i32) -> Row {
    row! { "PK" => "a", "SK" => "1", "n" => n }
}

/// The numbers in the new images.
fn numbers(records: &[StreamRecord]) -> Vec<i32> {
    let number = |record: &StreamRecord| record.new.as_ref()?.get("n")?.as_number()?.to_string().parse().ok();
    records.iter().filter_map(number).collect()
}

/// The shard that records are in, of a stream that has some in one shard alone.
async fn written(stream: &Stream<'_, '_>) -> Shard {
    let mut written = None;
    for shard in stream.shards().await {
        if !stream.records_of(&shard).await.is_empty() {
            written = Some(shard);
        }
    }
    written.unwrap()
}

async fn a_table_tells_its_stream(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::OldImage).await;
    let without = db.table().await;

    // when
    let description = table.describe().await.unwrap();

    // then
    let (arn, label) = (description.stream_arn.unwrap(), description.stream_label.unwrap());
    assert_eq!(description.stream, Some(StreamView::OldImage));
    assert!(arn.ends_with(&format!(":table/{}/stream/{label}", table.name)), "{arn}");
    assert!(label.contains('T') && label.contains(':') && !label.ends_with('Z'), "{label}");
    let without = without.describe().await.unwrap();
    assert_eq!((without.stream, without.stream_arn, without.stream_label), (None, None, None));
}

async fn a_stream_is_described(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::NewImage).await;
    let stream = Stream::of(&table).await;

    // when
    let description = db.backend.describe_stream(DescribeStream::new(Arc::clone(&stream.arn))).await.unwrap();

    // then
    assert_eq!((&description.arn, &description.table), (&stream.arn, &table.name));
    assert_eq!(table.describe().await.unwrap().stream_label, Some(description.label));
    assert_eq!((description.status, description.view), (StreamStatus::Enabled, Some(StreamView::NewImage)));
    assert_eq!((description.hash.as_deref(), description.range.as_deref()), (Some("PK"), Some("SK")));
    let created = description.created.unwrap();
    assert!(created.elapsed().unwrap_or_default() < Duration::from_secs(300), "{created:?}");
    assert!(!description.shards.is_empty() && description.last_evaluated_shard.is_none());
    for shard in description.shards {
        assert!((28..=65).contains(&shard.id.len()) && shard.id.starts_with("shardId-"), "{}", shard.id);
        assert!(shard.start.is_some_and(|start| (21..=40).contains(&start.len())) && shard.end.is_none());
    }
}

async fn the_stream_of_a_deleted_table_can_be_read(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::NewImage).await;
    let stream = Stream::of(&table).await;
    table.put(item(1)).await.unwrap();
    stream.records(1).await;

    // when
    db.backend.delete_table(DeleteTable::new(table.name())).await.unwrap();

    // then
    let listed = db.backend.list_streams(ListStreams::of(table.name())).await.unwrap().streams;
    assert_eq!(listed.into_iter().map(|stream| stream.arn).collect::<Vec<_>>(), [Arc::clone(&stream.arn)]);
    let description = db.backend.describe_stream(DescribeStream::new(Arc::clone(&stream.arn))).await.unwrap();
    assert_eq!(description.status, StreamStatus::Disabled);
    assert!(description.shards.iter().all(|shard| shard.end.is_some()));
    assert_eq!(numbers(&stream.records(1).await), [1]);
    let start = stream.start(&written(&stream).await, ShardStart::Latest).await.unwrap();
    let end = stream.read(&start).await.unwrap();
    assert_eq!((end.records, end.next_iterator), (vec![], None));
}

async fn streams_are_listed_page_by_page(db: &Database<'_>) {
    // given
    let tables = [
        streaming(db, StreamView::KeysOnly).await,
        streaming(db, StreamView::KeysOnly).await,
        streaming(db, StreamView::KeysOnly).await,
    ];

    // when
    let mut found = Vec::new();
    let mut request = with(ListStreams::new(), |list| list.limit = Some(1));
    loop {
        let page = db.backend.list_streams(request.clone()).await.unwrap();
        assert!(page.streams.len() <= 1);
        found.extend(page.streams);
        request.start_stream = page.last_evaluated_stream;
        if request.start_stream.is_none() {
            break;
        }
    }

    // then: others may have tables on the same server
    for table in &tables {
        let mine: Vec<_> = found.iter().filter(|stream| stream.table == table.name).collect();
        assert_eq!(mine.len(), 1);
        let description = table.describe().await.unwrap();
        assert_eq!(Some(&mine[0].arn), description.stream_arn.as_ref());
        assert_eq!(Some(&mine[0].label), description.stream_label.as_ref());
        let own = db.backend.list_streams(ListStreams::of(table.name())).await.unwrap();
        assert_eq!(own.streams, [mine[0].clone()]);
    }
    let without = db.table().await;
    let none = db.backend.list_streams(ListStreams::of(without.name())).await.unwrap();
    assert_eq!((none.streams, none.last_evaluated_stream), (vec![], None));
}

async fn shards_are_described_page_by_page(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::KeysOnly).await;
    let stream = Stream::of(&table).await;
    let all = stream.shards().await;

    // when
    let mut found = Vec::new();
    let mut request = with(DescribeStream::new(Arc::clone(&stream.arn)), |describe| describe.limit = Some(1));
    loop {
        let page = db.backend.describe_stream(request.clone()).await.unwrap();
        assert!(page.shards.len() <= 1);
        found.extend(page.shards);
        request.start_shard = page.last_evaluated_shard;
        if request.start_shard.is_none() {
            break;
        }
    }

    // then
    assert_eq!(found, all);
}

async fn an_open_shard_has_no_children(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::KeysOnly).await;
    let stream = Stream::of(&table).await;

    for shard in stream.shards().await {
        // when
        let request = DescribeStream::new(Arc::clone(&stream.arn));
        let request = with(request, |describe| describe.children_of = Some(Arc::clone(&shard.id)));
        let children = db.backend.describe_stream(request).await.unwrap();

        // then
        assert_eq!(children.shards, []);
    }
}

async fn a_latest_iterator_sees_what_comes_after_it(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::NewImage).await;
    let stream = Stream::of(&table).await;
    table.put(item(1)).await.unwrap();
    stream.records(1).await;
    let shard = written(&stream).await;

    // when
    let latest = stream.start(&shard, ShardStart::Latest).await.unwrap();
    let before = stream.read(&latest).await.unwrap();
    table.put(item(2)).await.unwrap();
    stream.records(2).await;

    // then
    assert!(before.records.is_empty());
    assert_eq!(numbers(&stream.read(&latest).await.unwrap().records), [2]);
    assert_eq!(numbers(&stream.read(&before.next_iterator.unwrap()).await.unwrap().records), [2]);
}

async fn an_iterator_gives_the_same_records_again(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::NewImage).await;
    let stream = Stream::of(&table).await;
    for n in 0..3 {
        table.put(item(n)).await.unwrap();
    }
    stream.records(3).await;
    let start = stream.start(&written(&stream).await, ShardStart::TrimHorizon).await.unwrap();

    // when
    let first = stream.read(&start).await.unwrap();
    let again = stream.read(&start).await.unwrap();

    // then
    assert_eq!(numbers(&first.records), [0, 1, 2]);
    assert_eq!(first.records, again.records);
}

async fn a_shard_is_read_from_a_number_on(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::NewImage).await;
    let stream = Stream::of(&table).await;
    for n in 0..4 {
        table.put(item(n)).await.unwrap();
    }
    let records = stream.records(4).await;
    let shard = written(&stream).await;

    for (at, record) in records.iter().enumerate() {
        // when
        let number = || Arc::clone(&record.sequence_number);
        let from = stream.start(&shard, ShardStart::AtSequenceNumber(number())).await.unwrap();
        let after = stream.start(&shard, ShardStart::AfterSequenceNumber(number())).await.unwrap();

        // then
        assert_eq!(stream.read(&from).await.unwrap().records, records[at..]);
        assert_eq!(stream.read(&after).await.unwrap().records, records[at + 1..]);
    }

    // and: the number with which the shard starts is a place, too
    let number = || Arc::clone(shard.start.as_ref().unwrap());
    for place in [ShardStart::AtSequenceNumber(number()), ShardStart::AfterSequenceNumber(number())] {
        let iterator = stream.start(&shard, place).await.unwrap();
        assert_eq!(stream.read(&iterator).await.unwrap().records.last(), records.last());
    }
}

async fn a_shard_is_read_from_a_time_on(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::NewImage).await;
    let stream = Stream::of(&table).await;
    let before = SystemTime::now() - Duration::from_secs(60);
    table.put(item(1)).await.unwrap();
    stream.records(1).await;
    let shard = written(&stream).await;

    // when
    let from = stream.start(&shard, ShardStart::AtTimestamp(before)).await.unwrap();

    // then
    assert_eq!(numbers(&stream.read(&from).await.unwrap().records), [1]);
}

async fn an_open_shard_never_ends(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::NewImage).await;
    let stream = Stream::of(&table).await;
    let shard = &stream.shards().await[0];
    let mut iterator = stream.start(shard, ShardStart::TrimHorizon).await.unwrap();

    for _ in 0..3 {
        // when
        let page = stream.read(&iterator).await.unwrap();

        // then
        assert_eq!(page.records, []);
        iterator = page.next_iterator.unwrap();
    }
}

async fn a_limit_ends_a_page_of_records(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::NewImage).await;
    let stream = Stream::of(&table).await;
    for n in 0..5 {
        table.put(item(n)).await.unwrap();
    }
    stream.records(5).await;
    let mut iterator = stream.start(&written(&stream).await, ShardStart::TrimHorizon).await.unwrap();

    // when
    let mut pages = Vec::new();
    for _ in 0..3 {
        let request = with(GetRecords::new(iterator), |get| get.limit = Some(2));
        let page = db.backend.get_records(request).await.unwrap();
        pages.push(numbers(&page.records));
        iterator = page.next_iterator.unwrap();
    }

    // then
    assert_eq!(pages, [vec![0, 1], vec![2, 3], vec![4]]);
}

async fn a_page_of_records_ends_before_one_megabyte(db: &Database<'_>) {
    // given: records of two images, 600 KB each but for the first
    let table = streaming(db, StreamView::NewAndOldImages).await;
    let stream = Stream::of(&table).await;
    for n in 0..4 {
        table.put(and(&item(n), "text", text(300_000))).await.unwrap();
    }
    let records = stream.records(4).await;
    let start = stream.start(&written(&stream).await, ShardStart::TrimHorizon).await.unwrap();

    // when
    let first = stream.read(&start).await.unwrap();
    let second = stream.read(&first.next_iterator.unwrap()).await.unwrap();

    // then
    assert_eq!(numbers(&first.records), [0, 1]);
    assert_eq!(numbers(&second.records), [2]);
    assert!(records[1..].iter().all(|record| record.size_bytes > 600_000));
}

async fn changes_of_an_item_are_in_one_shard(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::NewImage).await;
    let stream = Stream::of(&table).await;
    let item = |pk: i32, n: i32| row! { "PK" => format!("p{pk}"), "SK" => "1", "n" => n };

    // when
    for n in 0..3 {
        for pk in 0..20 {
            table.put(item(pk, n)).await.unwrap();
        }
    }
    stream.records(60).await;

    // then
    for shard in stream.shards().await {
        let records = stream.records_of(&shard).await;
        for pk in 0..20 {
            let of_item = records.iter().filter(|record| record.keys.value("PK") == Some(v(format!("p{pk}"))));
            let of_item: Vec<_> = of_item.cloned().collect();
            assert!(of_item.is_empty() || numbers(&of_item) == [0, 1, 2], "{of_item:?}");
        }
    }
}
