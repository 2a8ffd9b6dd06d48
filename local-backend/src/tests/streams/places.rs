//! Every place of every shard, while time goes by and streams come and go: against a list of what was written.

use std::collections::{BTreeMap, BTreeSet};

use monotable::request::control::{BillingMode, StreamUpdate, UpdateTable};

use super::*;

/// A sequence without a pattern, the same in every run.
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// What was written while a stream was enabled: when, which item and which total.
type Written = Vec<(SystemTime, String, i64)>;

fn time(clock: &ManualClock) -> SystemTime {
    monotable::Clock::now(clock)
}

/// The number and the item of a record.
fn told(record: &StreamRecord) -> (String, i64) {
    let pk = record.keys.get("PK").and_then(|pk| pk.as_str()).unwrap().to_owned();
    let total = record.new.as_ref().and_then(|new| new.get("total")?.as_number()).unwrap();
    (pk, total.to_string().parse().unwrap())
}

/// The records from a place on, and whether the shard ends with them.
fn from(backend: &LocalBackend, arn: &Arc<str>, shard: &Shard, at: ShardStart) -> (Vec<StreamRecord>, bool) {
    let mut records = Vec::new();
    let mut iterator = start(backend, arn, shard, at).unwrap();
    loop {
        let mut request = GetRecords::new(iterator);
        request.limit = Some(3);
        let page = now(backend.get_records(request)).unwrap();
        let more = !page.records.is_empty();
        records.extend(page.records);
        match page.next_iterator {
            None => return (records, true),
            Some(_) if !more => return (records, false),
            Some(next) => iterator = next,
        }
    }
}

fn all_shards(backend: &LocalBackend, arn: &Arc<str>) -> Vec<Shard> {
    let mut request = DescribeStream::new(Arc::clone(arn));
    request.limit = Some(3);
    let mut all = Vec::new();
    loop {
        let page = now(backend.describe_stream(request.clone())).unwrap();
        all.extend(page.shards);
        match page.last_evaluated_shard {
            Some(last) => request.start_shard = Some(last),
            None => return all,
        }
    }
}

/// Holds a stream against what was written to it and is not too old.
fn check(backend: &LocalBackend, clock: &ManualClock, arn: &Arc<str>, written: &Written) {
    let shards = all_shards(backend, arn);
    let ids: BTreeSet<_> = shards.iter().map(|shard| Arc::clone(&shard.id)).collect();
    assert_eq!(ids.len(), shards.len());
    let mut by_item: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let mut numbers = BTreeSet::new();
    for shard in &shards {
        // Parents come first, and end before their children begin.
        if let Some(parent) = shard.parent.as_ref().and_then(|id| shards.iter().find(|shard| shard.id == *id)) {
            assert!(parent.id < shard.id && parent.end.is_some() && parent.end < shard.start);
        }
        let (records, ends) = from(backend, arn, shard, ShardStart::TrimHorizon);
        assert_eq!(ends, shard.end.is_some());
        for (place, record) in records.iter().enumerate() {
            let number = &record.sequence_number;
            assert!(shard.start.as_ref() < Some(number) && shard.end.as_ref().is_none_or(|end| number < end));
            assert!(numbers.insert(Arc::clone(number)));
            let at = ShardStart::AtSequenceNumber(Arc::clone(number));
            assert_eq!(from(backend, arn, shard, at.clone()), (records[place..].to_vec(), ends));
            let after = ShardStart::AfterSequenceNumber(Arc::clone(number));
            assert_eq!(from(backend, arn, shard, after), (records[place + 1..].to_vec(), ends));
            // It is a place in no other shard.
            for other in shards.iter().filter(|other| other.id != shard.id) {
                let outcome = start(backend, arn, other, at.clone());
                let codes = ["ValidationException", "TrimmedDataAccessException"];
                assert!(codes.contains(&code(outcome).as_str()));
            }
            let (pk, total) = told(record);
            by_item.entry(pk).or_default().push(total);
        }
        let (latest, at_end) = from(backend, arn, shard, ShardStart::Latest);
        assert_eq!((latest, at_end), (vec![], ends));
        for end in shard.end.iter() {
            let after = ShardStart::AfterSequenceNumber(Arc::clone(end));
            assert_eq!(from(backend, arn, shard, after), (vec![], true));
        }
        let now = time(clock);
        for back in [0, 1, 3 * 60, 9 * 60, 20 * 60, 30 * 60] {
            let time = now - back * MINUTE;
            // A record tells its second alone: so each of these is a whole one.
            let expected: Vec<_> = records.iter().filter(|record| record.at.unwrap() >= time).cloned().collect();
            assert_eq!(from(backend, arn, shard, ShardStart::AtTimestamp(time)), (expected, ends));
        }
    }
    let oldest = time(clock) - 24 * HOUR;
    let mut expected: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for (_, pk, total) in written.iter().filter(|(at, ..)| *at >= oldest) {
        expected.entry(pk.clone()).or_default().push(*total);
    }
    assert_eq!(by_item, expected);
}

#[test]
fn every_record_is_a_place_in_its_shard_alone_until_it_is_too_old() {
    for seed in 0..6 {
        // given
        let mut random = Sequence(seed);
        let (backend, clock) = streaming();
        let mut streams: Vec<(Arc<str>, Written)> = vec![(stream(&backend), Written::new())];
        let (mut enabled, mut total) = (true, 0);

        for _ in 0..90 {
            // when
            match random.below(14) {
                0 | 1 => clock.advance((random.below(5 * 60) as u32) * MINUTE),
                2 => clock.advance(Duration::from_secs(random.below(60))),
                3 => {
                    backend.sweep_expired();
                }
                4 if random.below(3) == 0 => {
                    let mut request = UpdateTable::new(name());
                    request.stream = Some(match enabled {
                        true => StreamUpdate::Disable,
                        false => StreamUpdate::Enable(StreamView::NewImage),
                    });
                    now(backend.update_table(request)).unwrap();
                    enabled = !enabled;
                    if enabled {
                        streams.push((stream(&backend), Written::new()));
                    }
                }
                5 if random.below(3) == 0 => {
                    now(backend.delete_table(DeleteTable::new(name()))).unwrap();
                    let mut request = CreateTable::new(name(), pk(), Some(sk()));
                    request.stream = Some(StreamView::NewAndOldImages);
                    request.billing = match random.below(3) {
                        0 => BillingMode::PayPerRequest,
                        1 => BillingMode::Provisioned { read: 1, write: 1 },
                        _ => BillingMode::Provisioned { read: 1, write: 2500 },
                    };
                    now(backend.create_table(request)).unwrap();
                    enabled = true;
                    streams.push((stream(&backend), Written::new()));
                }
                _ => {
                    total += 1;
                    let pk = format!("p{}", random.below(9));
                    put(&backend, order(&pk, total));
                    if enabled && let Some((_, written)) = streams.last_mut() {
                        written.push((time(&clock), pk, total));
                    }
                }
            }

            // then
            if random.below(6) == 0 {
                let list = now(backend.list_streams(ListStreams::new())).unwrap().streams;
                let listed: BTreeSet<_> = list.into_iter().map(|one| one.arn).collect();
                for (arn, written) in &streams {
                    match describe(&backend, arn) {
                        Ok(_) => {
                            check(&backend, &clock, arn, written);
                            check(&backend.fork(), &clock, arn, written);
                        }
                        Err(error) => assert_eq!(error.code(), Some("ResourceNotFoundException")),
                    }
                    assert_eq!(listed.contains(arn), describe(&backend, arn).is_ok());
                }
                assert!(!enabled || listed.contains(&streams[streams.len() - 1].0));
            }
        }
    }
}
