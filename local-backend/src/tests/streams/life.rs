//! Streams begin, end, and are forked.

use monotable::request::StreamStatus;
use monotable::request::control::{StreamUpdate, UpdateTable};

use super::*;

#[test]
fn the_stream_of_a_deleted_table_can_be_read_for_a_day() {
    // given
    let (backend, clock) = streaming();
    let arn = stream(&backend);
    put(&backend, order("p", 1));

    // when
    now(backend.delete_table(DeleteTable::new(name()))).unwrap();
    clock.advance(23 * HOUR);

    // then
    let list = || now(backend.list_streams(ListStreams::of(name()))).unwrap().streams;
    assert_eq!(list().len(), 1);
    assert_eq!(totals(&records(&backend, &arn)), [n(1)]);
    assert!(shards(&backend, &arn).iter().all(|shard| shard.end.is_some()));
    clock.advance(HOUR + MINUTE);
    assert_eq!(list().len(), 0);
    assert_eq!(code(describe(&backend, &arn)), "ResourceNotFoundException");
}

#[test]
fn a_table_of_the_same_name_has_a_stream_of_its_own() {
    // given: all in one moment
    let (backend, _) = streaming();
    let first = stream(&backend);
    put(&backend, order("p", 1));
    now(backend.delete_table(DeleteTable::new(name()))).unwrap();

    // when
    create_streaming(&backend);
    put(&backend, order("p", 2));

    // then
    let second = stream(&backend);
    assert!(first < second, "{first} {second}");
    assert_eq!(totals(&records(&backend, &first)), [n(1)]);
    assert_eq!(totals(&records(&backend, &second)), [n(2)]);
    assert_eq!(now(backend.list_streams(ListStreams::new())).unwrap().streams.len(), 2);
}

#[test]
fn forks_go_on_from_the_same_records() {
    // given
    let (origin, _) = streaming();
    let arn = stream(&origin);
    put(&origin, order("p", 1));
    let shard = shard_of(&origin, &arn, "p");
    let latest = start(&origin, &arn, &shard, ShardStart::Latest).unwrap();

    // when
    let fork = origin.fork();
    put(&origin, order("p", 2));
    put(&fork, order("p", 3));

    // then: an iterator from before goes for both
    assert_eq!(totals(&records(&origin, &arn)), [n(1), n(2)]);
    assert_eq!(totals(&records(&fork, &arn)), [n(1), n(3)]);
    assert_eq!(totals(&read(&origin, &latest).unwrap().records), [n(2)]);
    assert_eq!(totals(&read(&fork, &latest).unwrap().records), [n(3)]);
    now(fork.delete_table(DeleteTable::new(name()))).unwrap();
    assert_eq!(totals(&records(&fork, &arn)), [n(1), n(3)]);
    put(&origin, order("p", 4));
    assert_eq!(totals(&read(&origin, &latest).unwrap().records), [n(2), n(4)]);
}

#[test]
fn what_time_to_live_deletes_is_told_with_the_service() {
    // given
    let (backend, clock) = streaming();
    let arn = stream(&backend);
    now(backend.update_time_to_live(monotable::request::control::UpdateTimeToLive::enable(name(), "expires".into())))
        .unwrap();
    let expires = item([("PK", s("p")), ("SK", s("s")), ("expires", n(1_700_000_000))]);
    put(&backend, expires.clone());
    put(&backend, order("other", 1));

    // when
    clock.advance(MINUTE);
    backend.sweep_expired();
    delete(&backend, "other", "s");

    // then
    let records = records(&backend, &arn);
    let of = |pk: &str| records.iter().rfind(|record| record.keys.value("PK") == Some(s(pk))).unwrap();
    let user = of("p").user.as_ref().unwrap();
    assert_eq!((user.kind.as_str(), user.principal.as_str()), ("Service", "dynamodb.amazonaws.com"));
    assert!(of("p").is_expiry());
    assert_eq!(of("p").old.as_ref(), Some(&expires));
    assert_eq!((of("other").user.as_ref(), of("other").is_expiry()), (None, false));
}

#[test]
fn a_stream_is_enabled_and_disabled_with_the_delay_of_changes() {
    // given
    let clock = ManualClock::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let backend = LocalBackend::builder().clock(Arc::new(clock.clone())).table_delay(MINUTE).build();
    create_streaming(&backend);
    let arn = stream(&backend);
    let status = || describe(&backend, &arn).unwrap().status;

    // when
    let mut seen = vec![status()];
    clock.advance(MINUTE);
    seen.push(status());
    let mut request = UpdateTable::new(name());
    request.stream = Some(StreamUpdate::Disable);
    now(backend.update_table(request)).unwrap();
    seen.push(status());
    clock.advance(MINUTE);
    seen.push(status());

    // then
    assert_eq!(seen, [StreamStatus::Enabling, StreamStatus::Enabled, StreamStatus::Disabling, StreamStatus::Disabled]);
}
