//! Streams: switched on and off by changes of their tables.

use std::sync::Arc;
use std::time::Duration;

use monotable::Error;
use monotable::request::control::{StreamUpdate, StreamView, TableDescription, TableStatus, UpdateTable};
use monotable::request::{DescribeStream, ListStreams, ShardStart, StreamStatus};

use super::database::{Database, Table, with};
use super::refusal::Refused;
use super::streams::{Stream, streaming};
use super::words::*;

scenarios! {
    a_stream_of_a_table_with_items_begins_with_the_next_change,
    a_stream_is_enabled_once,
    a_stream_is_disabled_once,
    a_disabled_stream_can_be_read,
    a_stream_that_is_enabled_again_is_another_one,
}

fn item(n: i32) -> Row {
    row! { "PK" => "a", "SK" => "1", "n" => n }
}

/// Switches the stream, and waits until that is done.
async fn switch(table: &Table<'_>, stream: StreamUpdate) -> Result<TableDescription, Error> {
    let request = with(UpdateTable::new(table.name()), |update| update.stream = Some(stream));
    table.backend.update_table(request).await?;
    loop {
        let description = table.describe().await?;
        if description.status == TableStatus::Active {
            return Ok(description);
        }
        table.backend.clock().sleep(Duration::from_millis(20)).await?;
    }
}

async fn a_stream_of_a_table_with_items_begins_with_the_next_change(db: &Database<'_>) {
    // given
    let table = db.table().await;
    table.put(item(1)).await.unwrap();

    // when
    let description = switch(&table, StreamUpdate::Enable(StreamView::NewAndOldImages)).await.unwrap();
    table.put(item(2)).await.unwrap();

    // then
    assert_eq!(description.stream, Some(StreamView::NewAndOldImages));
    let records = Stream::of(&table).await.records(1).await;
    assert_eq!(records[0].old.as_ref().map(row), Some(item(1)));
    assert_eq!(records[0].new.as_ref().map(row), Some(item(2)));
}

async fn a_stream_is_enabled_once(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::KeysOnly).await;

    for view in [StreamView::KeysOnly, StreamView::NewImage] {
        // when
        let again = switch(&table, StreamUpdate::Enable(view)).await;

        // then
        again.refused("Table already has an enabled stream");
    }
    assert_eq!(table.describe().await.unwrap().stream, Some(StreamView::KeysOnly));
}

async fn a_stream_is_disabled_once(db: &Database<'_>) {
    // given
    let table = db.table().await;

    // when
    let never = switch(&table, StreamUpdate::Disable).await;
    switch(&table, StreamUpdate::Enable(StreamView::KeysOnly)).await.unwrap();
    switch(&table, StreamUpdate::Disable).await.unwrap();
    let again = switch(&table, StreamUpdate::Disable).await;

    // then: in whatever words
    never.refused("");
    again.refused("");
}

async fn a_disabled_stream_can_be_read(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::NewImage).await;
    let stream = Stream::of(&table).await;
    table.put(item(1)).await.unwrap();
    stream.records(1).await;

    // when
    let description = switch(&table, StreamUpdate::Disable).await.unwrap();
    table.put(item(2)).await.unwrap();

    // then
    assert_eq!((description.stream, description.stream_arn.as_ref()), (None, Some(&stream.arn)));
    let described = db.backend.describe_stream(DescribeStream::new(Arc::clone(&stream.arn))).await.unwrap();
    assert_eq!(described.status, StreamStatus::Disabled);
    assert!(described.shards.iter().all(|shard| shard.end.is_some()));
    let records = stream.records(1).await;
    assert_eq!(records[0].new.as_ref().map(row), Some(item(1)));
    for shard in described.shards {
        let start = stream.start(&shard, ShardStart::TrimHorizon).await.unwrap();
        assert_eq!(stream.read(&start).await.unwrap().next_iterator, None);
    }
}

async fn a_stream_that_is_enabled_again_is_another_one(db: &Database<'_>) {
    // given
    let table = streaming(db, StreamView::NewImage).await;
    let first = Stream::of(&table).await;
    table.put(item(1)).await.unwrap();
    switch(&table, StreamUpdate::Disable).await.unwrap();

    // when
    let description = switch(&table, StreamUpdate::Enable(StreamView::OldImage)).await.unwrap();
    let second = Stream::of(&table).await;
    table.put(item(2)).await.unwrap();

    // then
    assert_eq!(description.stream, Some(StreamView::OldImage));
    assert!(first.arn < second.arn, "{} {}", first.arn, second.arn);
    assert_eq!(first.records(1).await[0].new.as_ref().map(row), Some(item(1)));
    assert_eq!(second.records(1).await[0].old.as_ref().map(row), Some(item(1)));
    let listed = db.backend.list_streams(ListStreams::of(table.name())).await.unwrap().streams;
    assert_eq!(listed.into_iter().map(|stream| stream.arn).collect::<Vec<_>>(), [first.arn, second.arn]);
}
