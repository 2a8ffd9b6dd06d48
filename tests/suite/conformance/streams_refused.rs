//! Streams: what is refused.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use monotable::ErrorKind;
use monotable::request::control::StreamView;
use monotable::request::{DescribeStream, GetRecords, GetShardIterator, ListStreams, ShardStart};

use super::database::{Database, with};
use super::refusal::Refused;
use super::streams::{Stream, streaming};
use super::words::*;

scenarios! {
    an_unknown_stream_is_not_found,
    what_is_no_arn_is_refused,
    an_unknown_shard_is_not_found,
    names_have_certain_lengths,
    limits_have_bounds,
    what_is_no_iterator_is_refused,
    a_number_of_another_shard_is_refused,
    a_time_in_the_future_is_refused,
}

const UNKNOWN: &str = "arn:aws:dynamodb:us-east-1:000000000000:table/no-such-table/stream/2020-01-01T00:00:00.000";

fn describe(arn: &str) -> DescribeStream {
    DescribeStream::new(arn.into())
}

fn start(arn: &str, shard: &str, start: ShardStart) -> GetShardIterator {
    GetShardIterator::new(arn.into(), shard.into(), start)
}

async fn an_unknown_stream_is_not_found(db: &Database<'_>) {
    // given: the stream of a table with another time, and one of no table
    let table = streaming(db, StreamView::KeysOnly).await;
    let stream = Stream::of(&table).await;
    let other = stream.arn.rsplit_once('/').map(|(table, _)| format!("{table}/2020-01-01T00:00:00.000")).unwrap();
    let shard = &stream.shards().await[0];

    for arn in [UNKNOWN, &other] {
        // when, then
        db.backend.describe_stream(describe(arn)).await.not_found();
        db.backend.get_shard_iterator(start(arn, &shard.id, ShardStart::Latest)).await.not_found();
    }
}

async fn what_is_no_arn_is_refused(db: &Database<'_>) {
    let table = streaming(db, StreamView::KeysOnly).await;
    let stream = Stream::of(&table).await;
    let shard = &stream.shards().await[0];
    let of_table = stream.arn.split_once("/stream").map(|(table, _)| table.to_owned()).unwrap();

    for arn in ["no-arn-at-all-but-long-enough-to-be-one-of-a-stream", of_table.as_str()] {
        db.backend.describe_stream(describe(arn)).await.refused("Invalid StreamArn");
        db.backend.get_shard_iterator(start(arn, &shard.id, ShardStart::Latest)).await.refused("Invalid StreamArn");
        let request = with(ListStreams::new(), |list| list.start_stream = Some(arn.into()));
        db.backend.list_streams(request).await.refused("Invalid StreamArn");
    }
}

async fn an_unknown_shard_is_not_found(db: &Database<'_>) {
    let table = streaming(db, StreamView::KeysOnly).await;
    let stream = Stream::of(&table).await;

    let shard = "shardId-00000001500000000000-00000000";
    let outcome = db.backend.get_shard_iterator(start(&stream.arn, shard, ShardStart::TrimHorizon)).await;

    outcome.not_found();
}

async fn names_have_certain_lengths(db: &Database<'_>) {
    let table = streaming(db, StreamView::KeysOnly).await;
    let stream = Stream::of(&table).await;
    let shard = &stream.shards().await[0];
    let short = |least: usize| {
        format!("failed to satisfy constraint: Member must have length greater than or equal to {least}")
    };
    let long =
        |most: usize| format!("failed to satisfy constraint: Member must have length less than or equal to {most}");

    db.backend.describe_stream(describe("arn")).await.refused(&short(37));
    db.backend.describe_stream(describe(&text(1025))).await.refused(&long(1024));
    for (shard, refused) in [("shard".to_owned(), short(28)), (text(66), long(65))] {
        let request = with(describe(&stream.arn), |describe| describe.start_shard = Some(shard.as_str().into()));
        db.backend.describe_stream(request).await.refused(&refused);
        let request = start(&stream.arn, &shard, ShardStart::Latest);
        db.backend.get_shard_iterator(request).await.refused(&refused);
    }
    for (number, refused) in [("12345678901234567890", short(21)), (&"1".repeat(41), long(40))] {
        let request = start(&stream.arn, &shard.id, ShardStart::AtSequenceNumber(number.into()));
        db.backend.get_shard_iterator(request).await.refused(&refused);
    }
    db.backend.get_records(GetRecords::new(text(2049).into())).await.refused(&long(2048));
    db.backend.list_streams(ListStreams::of("ab".into())).await.refused(&short(3));
}

async fn limits_have_bounds(db: &Database<'_>) {
    let table = streaming(db, StreamView::KeysOnly).await;
    let stream = Stream::of(&table).await;
    let shard = &stream.shards().await[0];
    let iterator = stream.start(shard, ShardStart::Latest).await.unwrap();
    let large = |most: u32| format!("Member must have value less than or equal to {most}");
    let small = "Member must have value greater than or equal to 1";

    for (limit, of_shards, of_records) in [(0, small, small), (1001, &*large(100), &*large(1000))] {
        let list = with(ListStreams::new(), |list| list.limit = Some(limit));
        db.backend.list_streams(list).await.refused(of_shards);
        let describe = with(describe(&stream.arn), |describe| describe.limit = Some(limit));
        db.backend.describe_stream(describe).await.refused(of_shards);
        let get = with(GetRecords::new(Arc::clone(&iterator)), |get| get.limit = Some(limit));
        db.backend.get_records(get).await.refused(of_records);
    }
}

async fn what_is_no_iterator_is_refused(db: &Database<'_>) {
    let table = streaming(db, StreamView::KeysOnly).await;
    let stream = Stream::of(&table).await;
    let shard = &stream.shards().await[0];
    let iterator = stream.start(shard, ShardStart::Latest).await.unwrap();

    for broken in ["x", &iterator[..iterator.len() - 1], &iterator[1..], &format!("{iterator}0"), &stream.arn] {
        let error = stream.read(&broken.into()).await.refused("Invalid ShardIterator");
        assert_eq!(error.kind(), ErrorKind::Validation);
    }
}

async fn a_number_of_another_shard_is_refused(db: &Database<'_>) {
    let table = streaming(db, StreamView::KeysOnly).await;
    let stream = Stream::of(&table).await;
    let shard = &stream.shards().await[0];

    for number in ["9".repeat(40), "9".repeat(21), "1".repeat(30)] {
        for place in [ShardStart::AtSequenceNumber, ShardStart::AfterSequenceNumber] {
            let request = start(&stream.arn, &shard.id, place(number.as_str().into()));
            db.backend.get_shard_iterator(request).await.refused("Invalid SequenceNumber");
        }
    }
}

async fn a_time_in_the_future_is_refused(db: &Database<'_>) {
    let table = streaming(db, StreamView::KeysOnly).await;
    let stream = Stream::of(&table).await;
    let shard = &stream.shards().await[0];

    let outcome = stream.start(shard, ShardStart::AtTimestamp(SystemTime::now() + Duration::from_secs(3600))).await;

    outcome.refused("in the future");
}
