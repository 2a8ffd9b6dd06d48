//! Real threads.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;

use super::*;

const WRITERS: i64 = 3;
const ROUNDS: i64 = 700;

/// Reads a shard to its end again and again, as programs do.
fn follow(backend: &LocalBackend, arn: &Arc<str>, shard: &Shard, is_over: impl Fn() -> bool) -> Vec<StreamRecord> {
    let mut records = Vec::new();
    let mut iterator = start(backend, arn, shard, ShardStart::TrimHorizon).unwrap();
    loop {
        let over = is_over();
        let page = read(backend, &iterator).unwrap();
        if over && page.records.is_empty() {
            return records;
        }
        records.extend(page.records);
        iterator = page.next_iterator.expect("an open shard has no end");
    }
}

#[test]
fn readers_miss_nothing_while_others_write() {
    // given: writers on partition keys of all partitions, and a reader for each shard
    let (backend, _) = streaming();
    let arn = stream(&backend);
    let shards = shards(&backend, &arn);
    let (backend, arn, finished) = (&backend, &arn, &AtomicI64::new(0));

    // when
    let read: Vec<Vec<StreamRecord>> = thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn(move || {
                for round in 0..ROUNDS {
                    put(backend, order(&format!("{writer}-{}", round % 100), round));
                }
                finished.fetch_add(1, Ordering::SeqCst);
            });
        }
        let is_over = || finished.load(Ordering::SeqCst) == WRITERS;
        let readers: Vec<_> =
            shards.iter().map(|shard| scope.spawn(move || follow(backend, arn, shard, is_over))).collect();
        readers.into_iter().map(|reader| reader.join().unwrap()).collect()
    });

    // then: each change once, in the order of the numbers, and in that in which an item was changed
    assert_eq!(read.iter().map(Vec::len).sum::<usize>() as i64, WRITERS * ROUNDS);
    for shard in &read {
        assert!(shard.windows(2).all(|pair| pair[0].sequence_number < pair[1].sequence_number));
        let mut latest: BTreeMap<String, i64> = BTreeMap::new();
        for record in shard {
            let key = record.keys.get("PK").and_then(|pk| pk.as_str()).unwrap().to_owned();
            let total = record.new.as_ref().and_then(|new| new.get("total")?.as_number()).unwrap();
            let total: i64 = total.to_string().parse().unwrap();
            let before = latest.insert(key, total);
            assert_eq!(before.unwrap_or(total % 100 - 100), total - 100);
        }
    }
}

#[test]
fn shards_that_end_while_others_write_end_with_their_records() {
    // given: a clock that brings shards to their ends in between
    let (backend, clock) = streaming();
    let arn = stream(&backend);
    let (backend, arn) = (&backend, &arn);

    // when
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn(move || {
                for round in 0..ROUNDS {
                    put(backend, order(&format!("{writer}-{}", round % 10), round));
                }
            });
        }
        scope.spawn(|| {
            for _ in 0..5 {
                clock.advance(4 * HOUR);
                records(backend, arn);
            }
        });
    });

    // then: what a shard gave is between its numbers, and all is there once
    let shards = shards(backend, arn);
    let mut count = 0;
    for shard in &shards {
        for record in records_of(backend, arn, shard) {
            count += 1;
            assert!(Some(&record.sequence_number) > shard.start.as_ref());
            assert!(shard.end.as_ref().is_none_or(|end| record.sequence_number < *end));
        }
    }
    assert_eq!(shards.len(), 24);
    assert_eq!(count, WRITERS * ROUNDS);
}
