//! Shards: their line of descent, and places in them.

use monotable::request::control::BillingMode;

use super::*;

#[test]
fn a_stream_has_four_open_shards() {
    // given
    let (backend, _) = streaming();
    let arn = stream(&backend);

    // when
    (0..100).for_each(|number| put(&backend, order(&format!("p{number}"), number)));

    // then
    let shards = shards(&backend, &arn);
    assert_eq!(shards.len(), 4);
    assert!(shards.iter().all(|shard| shard.parent.is_none() && shard.start.is_some() && shard.end.is_none()));
    let counts: Vec<usize> = shards.iter().map(|shard| records_of(&backend, &arn, shard).len()).collect();
    assert!(counts.iter().all(|count| *count > 5), "{counts:?}");
    assert_eq!(counts.iter().sum::<usize>(), 100);
    let mut ids: Vec<_> = records(&backend, &arn).into_iter().map(|record| record.event_id).collect();
    assert!(ids.iter().all(|id| id.len() == 32));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 100);
}

#[test]
fn a_shard_is_followed_by_its_child_after_four_hours() {
    // given
    let (backend, clock) = streaming();
    let arn = stream(&backend);
    let parents = shards(&backend, &arn);
    put(&backend, order("p", 1));
    let parent = shard_of(&backend, &arn, "p");
    let latest = start(&backend, &arn, &parent, ShardStart::Latest).unwrap();

    // when
    clock.advance(4 * HOUR);
    put(&backend, order("p", 2));

    // then
    let all = shards(&backend, &arn);
    assert_eq!(all.len(), 8);
    let (closed, open) = all.split_at(4);
    assert!(closed.iter().zip(&parents).all(|(closed, parent)| closed.id == parent.id && closed.end.is_some()));
    for parent in closed {
        let children: Vec<_> = open.iter().filter(|shard| shard.parent.as_ref() == Some(&parent.id)).collect();
        assert_eq!(children.len(), 1);
        assert!(children[0].end.is_none() && children[0].start > parent.end);
        let mut request = DescribeStream::new(Arc::clone(&arn));
        request.children_of = Some(Arc::clone(&parent.id));
        assert_eq!(now(backend.describe_stream(request)).unwrap().shards, [children[0].clone()]);
    }
    let child = shard_of(&backend, &arn, "p");
    assert_eq!(child.parent.as_ref(), Some(&parent.id));
    assert_eq!(totals(&records_of(&backend, &arn, &child)), [n(2)]);
    let page = {
        let oldest = start(&backend, &arn, &parent, ShardStart::TrimHorizon).unwrap();
        read(&backend, &oldest).unwrap()
    };
    assert_eq!((totals(&page.records), page.next_iterator), (vec![n(1)], None));
    // An iterator from before has expired by now; a new one behind the latest record is at the end.
    assert_eq!(code(read(&backend, &latest)), "ExpiredIteratorException");
    let end = start(&backend, &arn, &parent, ShardStart::Latest).unwrap();
    let page = read(&backend, &end).unwrap();
    assert_eq!((page.records.len(), page.next_iterator), (0, None));
}

#[test]
fn a_table_has_a_shard_for_each_partition_that_its_capacity_takes() {
    // given
    let shards_with = |billing| {
        let backend = LocalBackend::new();
        let mut request = CreateTable::new(name(), pk(), Some(sk()));
        request.stream = Some(StreamView::NewAndOldImages);
        request.billing = billing;
        now(backend.create_table(request)).unwrap();
        for number in 0..20 {
            put(&backend, order(&number.to_string(), number));
        }
        let arn = stream(&backend);
        assert_eq!(records(&backend, &arn).len(), 20);
        shards(&backend, &arn).len()
    };

    // when, then
    assert_eq!(shards_with(BillingMode::Provisioned { read: 5, write: 5 }), 1);
    assert_eq!(shards_with(BillingMode::Provisioned { read: 6000, write: 10 }), 4);
    assert_eq!(shards_with(BillingMode::PayPerRequest), 4);
}

#[test]
fn shards_are_described_page_by_page() {
    // given
    let (backend, clock) = streaming();
    let arn = stream(&backend);
    clock.advance(5 * HOUR);
    let all = shards(&backend, &arn);

    // when
    let mut paged = Vec::new();
    let mut request = DescribeStream::new(Arc::clone(&arn));
    request.limit = Some(3);
    loop {
        let page = now(backend.describe_stream(request.clone())).unwrap();
        paged.extend(page.shards);
        request.start_shard = page.last_evaluated_shard;
        if request.start_shard.is_none() {
            break;
        }
    }

    // then
    assert_eq!(all.len(), 8);
    assert_eq!(paged, all);
}

#[test]
fn an_iterator_that_is_older_than_a_quarter_of_an_hour_has_expired() {
    // given
    let (backend, clock) = streaming();
    let arn = stream(&backend);
    let shard = &shards(&backend, &arn)[0];
    let first = start(&backend, &arn, shard, ShardStart::Latest).unwrap();
    clock.advance(15 * MINUTE);

    // when
    let second = read(&backend, &first).unwrap().next_iterator.unwrap();
    clock.advance(Duration::from_millis(1));

    // then
    assert_eq!(code(read(&backend, &first)), "ExpiredIteratorException");
    assert!(read(&backend, &second).is_ok());
}

#[test]
fn a_time_is_a_place_between_records() {
    // given: records of the seconds 0, 10, 20
    let (backend, clock) = streaming();
    let arn = stream(&backend);
    let begin = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    for total in 0..3 {
        put(&backend, order("p", total));
        clock.advance(Duration::from_secs(10));
    }
    let shard = shard_of(&backend, &arn, "p");
    let from = |millis: u64| {
        let time = begin.checked_add(Duration::from_millis(millis)).unwrap();
        let iterator = start(&backend, &arn, &shard, ShardStart::AtTimestamp(time))?;
        Ok::<_, Error>(totals(&read(&backend, &iterator)?.records))
    };

    // when, then
    assert_eq!(from(0).unwrap(), [n(0), n(1), n(2)]);
    assert_eq!(from(1).unwrap(), [n(1), n(2)]);
    assert_eq!(from(10_000).unwrap(), [n(1), n(2)]);
    assert_eq!(from(20_001).unwrap(), []);
    assert_eq!(from(30_000).unwrap(), []);
    assert_eq!(code(from(30_001)), "ValidationException");
    let before = start(&backend, &arn, &shard, ShardStart::AtTimestamp(begin - HOUR)).unwrap();
    assert_eq!(totals(&read(&backend, &before).unwrap().records), [n(0), n(1), n(2)]);
}
