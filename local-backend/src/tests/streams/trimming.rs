//! What becomes too old.

use super::*;

#[test]
fn within_a_day_no_record_is_lost() {
    // given: many more records than fit into one answer, over a day
    let (backend, clock) = streaming();
    let arn = stream(&backend);

    // when
    for total in 0..6_000 {
        put(&backend, order("p", total));
        clock.advance(Duration::from_secs(14));
    }

    // then
    let records = records(&backend, &arn);
    assert_eq!(totals(&records), (0..6_000).map(n).collect::<Vec<_>>());
    let numbers: Vec<_> = records.iter().map(|record| record.sequence_number.parse::<u128>().unwrap()).collect();
    assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]));
    assert!(records.iter().all(|record| (21..=40).contains(&record.sequence_number.len())));
}

#[test]
fn records_are_trimmed_after_a_day() {
    // given
    let (backend, clock) = streaming();
    let arn = stream(&backend);
    put(&backend, order("p", 1));
    clock.advance(HOUR);
    put(&backend, order("p", 2));
    let shard = shard_of(&backend, &arn, "p");
    let numbers: Vec<_> = records_of(&backend, &arn, &shard).into_iter().map(|record| record.sequence_number).collect();

    // when
    clock.advance(23 * HOUR);
    let before = totals(&records_of(&backend, &arn, &shard));
    clock.advance(Duration::from_millis(1));

    // then
    assert_eq!(before, [n(1), n(2)]);
    assert_eq!(totals(&records_of(&backend, &arn, &shard)), [n(2)]);
    let at = |number: usize| ShardStart::AtSequenceNumber(Arc::clone(&numbers[number]));
    let after = |number: usize| ShardStart::AfterSequenceNumber(Arc::clone(&numbers[number]));
    assert_eq!(code(start(&backend, &arn, &shard, at(0))), "TrimmedDataAccessException");
    for (place, expected) in [(after(0), vec![n(2)]), (at(1), vec![n(2)]), (after(1), vec![])] {
        let iterator = start(&backend, &arn, &shard, place).unwrap();
        assert_eq!(totals(&read(&backend, &iterator).unwrap().records), expected);
    }
    let begin = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let iterator = start(&backend, &arn, &shard, ShardStart::AtTimestamp(begin)).unwrap();
    assert_eq!(totals(&read(&backend, &iterator).unwrap().records), [n(2)]);
}

#[test]
fn records_that_are_trimmed_before_they_are_read_are_an_error() {
    // given
    let (backend, clock) = streaming();
    let arn = stream(&backend);
    put(&backend, order("p", 1));
    let shard = shard_of(&backend, &arn, "p");
    let number = Arc::clone(&records_of(&backend, &arn, &shard)[0].sequence_number);
    clock.advance(24 * HOUR);
    let [oldest, numbered] = [ShardStart::TrimHorizon, ShardStart::AtSequenceNumber(number)]
        .map(|place| start(&backend, &arn, &shard, place).unwrap());

    // when
    clock.advance(MINUTE);

    // then
    assert_eq!(code(read(&backend, &numbered)), "TrimmedDataAccessException");
    assert_eq!(totals(&read(&backend, &oldest).unwrap().records), []);
}

#[test]
fn shards_go_when_all_their_records_have() {
    // given
    let (backend, clock) = streaming();
    let arn = stream(&backend);
    put(&backend, order("p", 1));
    let first = shards(&backend, &arn);

    // when
    let mut seen = Vec::new();
    for _ in 0..7 {
        clock.advance(4 * HOUR);
        put(&backend, order("p", 2));
        seen.push(shards(&backend, &arn).len());
    }
    let last_hour = shards(&backend, &arn);
    clock.advance(MINUTE);

    // then
    assert_eq!(seen, [8, 12, 16, 20, 24, 28, 32]);
    assert!(last_hour[..4].iter().zip(&first).all(|(one, other)| one.id == other.id));
    let rest = shards(&backend, &arn);
    assert_eq!(rest.len(), 28);
    assert!(rest.iter().all(|shard| first.iter().all(|gone| gone.id != shard.id)));
    assert!(rest[0].parent.as_ref().is_some_and(|parent| first.iter().any(|gone| gone.id == *parent)));
    assert_eq!(code(start(&backend, &arn, &first[0], ShardStart::TrimHorizon)), "ResourceNotFoundException");
}

#[test]
fn a_stream_that_nobody_used_for_days_has_open_shards() {
    // given
    let (backend, clock) = streaming();
    let arn = stream(&backend);
    put(&backend, order("p", 1));

    // when
    clock.advance(100 * HOUR);

    // then
    let shards = shards(&backend, &arn);
    assert_eq!(shards.len(), 4);
    assert!(shards.iter().all(|shard| shard.parent.is_some() && shard.end.is_none()));
    assert_eq!(records(&backend, &arn), []);
    put(&backend, order("p", 2));
    assert_eq!(totals(&records(&backend, &arn)), [n(2)]);
}

#[test]
fn what_is_trimmed_is_not_kept_in_memory() {
    // given
    let (backend, clock) = streaming();
    let arn = stream(&backend);
    put(&backend, order("p", 1));
    put(&backend, order("p", 2));
    assert_eq!(records(&backend, &arn).len(), 2);

    // when
    clock.advance(25 * HOUR);
    backend.sweep_expired();
    clock.set(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));

    // then: it is not there for one who goes back, either
    assert_eq!(records(&backend, &arn).len(), 0);
}
