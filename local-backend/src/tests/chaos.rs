//! Everything at once: programs of all kinds of calls on several threads, and what has to hold of every moment of them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use monotable::ErrorKind;
use monotable::expression::{Comparator, Condition, Operand, Path, SetOperand, SetValue, Update};
use monotable::request::control::{
    DescribeTable, IndexCapacity, IndexUpdate, StreamView, UpdateTable, UpdateTimeToLive,
};
use monotable::request::{
    BatchWrite, BatchWriteItem, DescribeStream, GetRecords, GetShardIterator, ListStreams, ReturnConsumed, Scan,
    ShardStart, StreamRecord, TransactGet, TransactGetItems, TransactWrite, TransactWriteItems, UpdateItem,
};

use super::*;
use crate::ManualClock;

const THREADS: u64 = 4;
const ROUNDS: u64 = 600;
const ACCOUNTS: u64 = 9;
const BALANCE: i64 = 1000;
/// When the clock starts.
const START: u64 = 1_700_000_000;

/// When items expire that were renewed, which is later than any test lasts.
const RENEWED: i64 = START as i64 + 1_000_000;

/// A sequence without a pattern, the same in every run.
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

fn indexes() -> Vec<IndexDefinition> {
    vec![
        global("by-group", &[key("group", Type::S)], &[key("rank", Type::N)], Projection::All),
        global("by-rank", &[key("rank", Type::N)], &[], Projection::Include(vec!["set".into()])),
        local("local", key("rank", Type::N), Projection::KeysOnly),
    ]
}

/// The index that comes and goes.
fn late() -> IndexDefinition {
    global("late", &[key("group", Type::S)], &[], Projection::All)
}

fn account(number: u64) -> Item {
    item([("PK", s(&format!("account{number}"))), ("SK", s("s"))])
}

fn add(name: &'static str, value: i64) -> Update {
    Update { add: vec![(Path::attribute(name), (&n(value)).into())], ..Update::default() }
}

fn set(name: &'static str, value: &Value) -> Update {
    let value = SetValue::Operand(SetOperand::Value(value.into()));
    Update { set: vec![(Path::attribute(name), value)], ..Update::default() }
}

/// An item out of a few hundred, with what brings it into the indexes or does not.
fn any(random: &mut Sequence) -> Item {
    let mut attributes = vec![
        ("PK".to_owned(), s(&format!("p{}", random.below(60)))),
        ("SK".to_owned(), s(&format!("s{}", random.below(4)))),
    ];
    if random.below(4) > 0 {
        attributes.push(("group".to_owned(), s(&format!("g{}", random.below(5)))));
    }
    if random.below(4) > 0 {
        attributes.push(("rank".to_owned(), n(random.below(6) as i64)));
    }
    if random.below(2) > 0 {
        attributes.push(("expires".to_owned(), n(START as i64 + random.below(90_000) as i64)));
    }
    if random.below(3) > 0 {
        // In this order or the other one, which is the same set.
        let (one, other) = (format!("m{}", random.below(2)), "z".to_owned());
        let members = if random.below(2) > 0 { [one, other] } else { [other, one] };
        attributes.push(("set".to_owned(), Value::Ss(members.into())));
    }
    attributes.into_iter().collect()
}

fn key_of(item: &Item) -> Item {
    item.select(|name| name == b"PK" || name == b"SK")
}

/// Whatever happened, as long as it is no failure of the engine.
fn allowed<T>(outcome: Result<T, Error>) -> Option<T> {
    match outcome {
        Ok(done) => Some(done),
        Err(error) => {
            let kinds = [ErrorKind::TransactionCanceled, ErrorKind::ConditionFailed];
            assert!(kinds.contains(&error.kind()), "{error:?}");
            None
        }
    }
}

fn transfer(backend: &LocalBackend, random: &mut Sequence, token: Option<String>) -> bool {
    let from = random.below(ACCOUNTS);
    let to = (from + 1 + random.below(ACCOUNTS - 1)) % ACCOUNTS;
    let amount = 1 + random.below(90) as i64;
    let balance = Operand::Path(Path::attribute("balance"));
    let enough = Condition::Compare(balance, Comparator::Ge, Operand::Value((&n(amount)).into()));
    let mut request = TransactWriteItems::new(vec![
        TransactWrite::update(name(), account(from), add("balance", -amount)).when(enough),
        TransactWrite::update(name(), account(to), add("balance", amount)),
        TransactWrite::put(name(), any(random)),
    ]);
    request.token = token;
    allowed(now(backend.transact_write_items(request))).is_some()
}

fn step(backend: &LocalBackend, clock: &ManualClock, random: &mut Sequence) {
    let given = any(random);
    let key = key_of(&given);
    match random.below(20) {
        0..=4 => put(backend, given),
        5 => {
            let mut request = PutItem::new(name(), given);
            request.condition = Some(Condition::NotExists(Path::attribute("PK")));
            allowed(now(backend.put_item(request)));
        }
        6..=8 => {
            now(backend.delete_item(DeleteItem::new(name(), key))).unwrap();
        }
        9 => {
            now(backend.update_item(UpdateItem::new(name(), key, add("rank", random.below(2) as i64)))).unwrap();
        }
        10 => {
            let update = set("group", &s(&format!("g{}", random.below(5))));
            now(backend.update_item(UpdateItem::new(name(), key, update))).unwrap();
        }
        11 => {
            let update = Update { remove: vec![Path::attribute("rank")], ..Update::default() };
            now(backend.update_item(UpdateItem::new(name(), key, update))).unwrap();
        }
        12 => {
            // Renews it, perhaps while it is swept.
            let update = set("expires", &n(RENEWED));
            now(backend.update_item(UpdateItem::new(name(), key, update))).unwrap();
        }
        13 => {
            let other = any(random);
            if key_of(&other) != key {
                let writes = vec![BatchWrite::Put(given), BatchWrite::Delete(key_of(&other))];
                now(backend.batch_write_item(BatchWriteItem::new(BTreeMap::from([(name(), writes)])))).unwrap();
            }
        }
        14 => {
            let gets = (0..ACCOUNTS).map(|number| TransactGet::new(name(), account(number))).collect();
            let read = now(backend.transact_get_items(TransactGetItems::new(gets))).unwrap();
            let sum: i64 = read.items.iter().map(|item| balance(item.as_ref().unwrap())).sum();
            assert_eq!(sum, ACCOUNTS as i64 * BALANCE);
        }
        15 => {
            backend.sweep_expired();
        }
        16 => clock.advance(Duration::from_secs(random.below(900))),
        _ => {
            transfer(backend, random, None);
        }
    }
}

fn balance(item: &Item) -> i64 {
    number(Some(item), "balance")
}

fn number(item: Option<&Item>, name: &str) -> i64 {
    let number = item.and_then(|item| item.get(name)?.as_number());
    number.map_or(0, |number| number.to_string().parse().unwrap())
}

fn scanned(backend: &LocalBackend, index: Option<&str>) -> Result<Vec<Item>, Error> {
    let mut scan = Scan::new(name());
    scan.index = index.map(Into::into);
    scan.limit = Some(50);
    let mut found = Vec::new();
    loop {
        let page = now(backend.scan(scan.clone()))?;
        found.extend(page.items.into_rows().unwrap());
        match page.last_evaluated_key {
            Some(last) => scan.start_key = Some(last),
            None => return Ok(found),
        }
    }
}

/// In a form that can be compared.
fn shown(item: &Item) -> String {
    let names = ["PK", "SK", "group", "rank", "expires", "set", "balance", "count"];
    let values = names.map(|name| match item.value(name) {
        Some(Value::Ss(members)) => format!("{:?}", members.iter().collect::<std::collections::BTreeSet<_>>()),
        value => format!("{value:?}"),
    });
    values.join(" ")
}

fn sorted(items: impl Iterator<Item = String>) -> Vec<String> {
    let mut items: Vec<String> = items.collect();
    items.sort();
    items
}

/// All records of a table's stream; of an item, in their order.
fn records(backend: &LocalBackend, arn: &Arc<str>) -> Vec<StreamRecord> {
    let mut records = Vec::new();
    let mut request = DescribeStream::new(Arc::clone(arn));
    loop {
        let page = now(backend.describe_stream(request.clone())).unwrap();
        for shard in page.shards {
            let start = GetShardIterator::new(Arc::clone(arn), shard.id, ShardStart::TrimHorizon);
            let mut iterator = Some(now(backend.get_shard_iterator(start)).unwrap().iterator);
            while let Some(at) = iterator {
                let mut request = GetRecords::new(at);
                request.limit = Some(37);
                let page = now(backend.get_records(request)).unwrap();
                iterator = page.next_iterator.filter(|_| !page.records.is_empty());
                records.extend(page.records);
            }
        }
        match page.last_evaluated_shard {
            Some(last) => request.start_shard = Some(last),
            None => return records,
        }
    }
}

fn stream(backend: &LocalBackend) -> Arc<str> {
    now(backend.describe_table(DescribeTable::new(name()))).unwrap().stream_arn.unwrap()
}

/// What holds of a database at rest.
fn check(backend: &LocalBackend) {
    let table = scanned(backend, None).unwrap();

    // Money is neither made nor lost.
    let accounts = table.iter().filter(|item| item.get("balance").is_some());
    assert_eq!(accounts.map(balance).sum::<i64>(), ACCOUNTS as i64 * BALANCE);

    // Every index is what follows from the table.
    for index in indexes().into_iter().chain([late()]) {
        let Ok(entries) = scanned(backend, Some(&index.name)) else {
            assert_eq!(&*index.name, "late");
            continue;
        };
        let keys: Vec<&str> = index.hash.iter().chain(&index.range).map(|key| &*key.name).collect();
        let belongs = table.iter().filter(|item| keys.iter().all(|name| item.get(name).is_some()));
        let carried = belongs.map(|item| match &index.projection {
            Projection::All => shown(item),
            projection => shown(&item.select(|name| {
                let name = std::str::from_utf8(name).unwrap();
                let included =
                    matches!(projection, Projection::Include(names) if names.iter().any(|one| &**one == name));
                included || keys.contains(&name) || ["PK", "SK"].contains(&name)
            })),
        });
        assert_eq!(sorted(entries.iter().map(shown)), sorted(carried), "{}", index.name);
    }

    // The records make the table, each of them going on from what the one before left and changing it.
    let mut replayed: BTreeMap<String, String> = BTreeMap::new();
    for record in records(backend, &stream(backend)) {
        let key = shown(&record.keys);
        let before = replayed.get(&key).cloned();
        assert_eq!(before, record.old.as_ref().map(shown), "{record:?}");
        // Nothing expires that was renewed.
        assert!(!record.is_expiry() || number(record.old.as_ref(), "expires") < RENEWED, "{record:?}");
        let after = record.new.as_ref().map(shown);
        assert_ne!(before, after, "{record:?}");
        match after {
            Some(after) => replayed.insert(key, after),
            None => replayed.remove(&key),
        };
    }
    assert_eq!(sorted(replayed.into_values()), sorted(table.iter().map(shown)));

    // What is counted is what is there.
    let told = now(backend.describe_table(DescribeTable::new(name()))).unwrap();
    let size = table.iter().map(|item| item.size() as u64).sum::<u64>();
    assert_eq!((told.item_count, told.size_bytes), (table.len() as u64, size));
}

fn bank() -> (LocalBackend, ManualClock) {
    let clock = ManualClock::at(SystemTime::UNIX_EPOCH + Duration::from_secs(START));
    let backend = LocalBackend::builder().clock(Arc::new(clock.clone())).build();
    let mut request = CreateTable::new(name(), pk(), Some(sk()));
    request.indexes = indexes();
    request.stream = Some(StreamView::NewAndOldImages);
    now(backend.create_table(request)).unwrap();
    now(backend.update_time_to_live(UpdateTimeToLive::enable(name(), "expires".into()))).unwrap();
    for number in 0..ACCOUNTS {
        now(backend.update_item(UpdateItem::new(name(), account(number), add("balance", BALANCE)))).unwrap();
    }
    (backend, clock)
}

#[test]
fn whatever_threads_do_to_a_table_its_indexes_stream_and_sums_stay_right_in_it_and_in_its_forks() {
    for seed in 0..4 {
        // given
        let (backend, clock) = bank();
        let (backend, clock, finished) = (&backend, &clock, &AtomicU64::new(0));

        // when: the clock stays within a day, so that no record is trimmed
        let forks = thread::scope(|scope| {
            for thread in 0..THREADS {
                scope.spawn(move || {
                    let mut random = Sequence(seed * 100 + thread);
                    (0..ROUNDS).for_each(|_| step(backend, clock, &mut random));
                    finished.fetch_add(1, Ordering::SeqCst);
                });
            }
            let mut forks = Vec::new();
            let mut is_there = false;
            while finished.load(Ordering::SeqCst) < THREADS {
                let mut request = UpdateTable::new(name());
                request.indexes.push(match is_there {
                    false => IndexUpdate::Create(late(), IndexCapacity::default()),
                    true => IndexUpdate::Delete("late".into()),
                });
                now(backend.update_table(request)).unwrap();
                is_there = !is_there;
                if forks.len() < 12 {
                    forks.push(backend.fork());
                }
            }
            forks
        });

        // then
        forks.iter().chain([backend]).for_each(check);
    }
}

/// A transaction that counts three accounts, by its token.
fn counting(token: u64) -> TransactWriteItems {
    let accounts = (0..3).map(|number| account((token + number) % ACCOUNTS));
    let mut request =
        TransactWriteItems::new(accounts.map(|key| TransactWrite::update(name(), key, add("count", 1))).collect());
    request.token = Some(format!("token{token}"));
    request.return_consumed = ReturnConsumed::Indexes;
    request
}

fn counted(backend: &LocalBackend) -> i64 {
    (0..ACCOUNTS).map(|account| number(get(backend, &format!("account{account}"), "s").as_ref(), "count")).sum()
}

#[test]
fn of_threads_that_send_one_transaction_with_one_token_one_does_it_and_the_others_are_told() {
    // given
    const TOKENS: u64 = 150;
    let (backend, _) = bank();
    let (backend, done, told) = (&backend, &AtomicUsize::new(0), &AtomicUsize::new(0));

    // when
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(move || {
                for token in 0..TOKENS {
                    match now(backend.transact_write_items(counting(token))) {
                        Ok(output) => {
                            // Who did it wrote; whom it was only told to has read.
                            let consumed = &output.meta.consumed[&name()];
                            let counter = if consumed.write_units == Some(6.0) { done } else { told };
                            counter.fetch_add(1, Ordering::SeqCst);
                        }
                        Err(error) => assert_eq!(error.code(), Some("TransactionInProgressException")),
                    }
                }
            });
        }
    });

    // then
    assert_eq!(counted(backend), 3 * TOKENS as i64);
    assert_eq!(done.load(Ordering::SeqCst), TOKENS as usize);
}

#[test]
fn a_fork_knows_the_tokens_of_all_that_is_in_it_and_of_nothing_else() {
    // given
    const TOKENS: u64 = 300;
    let (backend, _) = bank();
    let (backend, finished) = (&backend, &AtomicU64::new(0));

    // when
    let forks: Vec<LocalBackend> = thread::scope(|scope| {
        for thread in 0..THREADS {
            scope.spawn(move || {
                for token in (0..TOKENS).filter(|token| token % THREADS == thread) {
                    now(backend.transact_write_items(counting(token))).unwrap();
                }
                finished.fetch_add(1, Ordering::SeqCst);
            });
        }
        let is_over = || finished.load(Ordering::SeqCst) == THREADS;
        std::iter::repeat_with(|| backend.fork()).take(200).take_while(|_| !is_over()).step_by(4).collect()
    });

    // then: all of them again do in a fork what it lacks, once
    for fork in forks {
        (0..TOKENS).for_each(|token| drop(now(fork.transact_write_items(counting(token))).unwrap()));
        assert_eq!(counted(&fork), 3 * TOKENS as i64);
    }
}

#[test]
fn a_transaction_over_a_table_that_comes_and_goes_is_in_both_tables_or_in_none() {
    // given: a counter that stays, and as many in a table that does not
    const ROUNDS: i64 = 400;
    let (backend, _) = bank();
    let (backend, finished) = (&backend, &AtomicU64::new(0));
    let other: Arc<str> = "other".into();
    let create = || {
        let mut request = CreateTable::new(Arc::clone(&other), pk(), Some(sk()));
        request.stream = Some(StreamView::NewImage);
        request.indexes = indexes();
        now(backend.create_table(request)).unwrap();
    };
    create();

    // when
    let created = thread::scope(|scope| {
        for thread in 0..THREADS {
            let other = &other;
            scope.spawn(move || {
                for round in 0..ROUNDS {
                    let key = item([("PK", s(&format!("p{}", round % 20))), ("SK", s(&format!("s{thread}")))]);
                    let request = TransactWriteItems::new(vec![
                        TransactWrite::update(Arc::clone(other), key, add("rank", 1)),
                        TransactWrite::update(name(), account(0), add("count", 1)),
                    ]);
                    match now(backend.transact_write_items(request)) {
                        Ok(_) => {}
                        Err(error) => assert_eq!(error.kind(), ErrorKind::NotFound),
                    }
                }
                finished.fetch_add(1, Ordering::SeqCst);
            });
        }
        let mut created = 1;
        while finished.load(Ordering::SeqCst) < THREADS {
            now(backend.delete_table(monotable::request::control::DeleteTable::new(Arc::clone(&other)))).unwrap();
            create();
            created += 1;
        }
        created
    });

    // then: what was counted in each of the tables, to the last record of its stream
    let streams = {
        let mut request = ListStreams::of(Arc::clone(&other));
        let mut streams = Vec::new();
        loop {
            let page = now(backend.list_streams(request.clone())).unwrap();
            streams.extend(page.streams);
            match page.last_evaluated_stream {
                Some(last) => request.start_stream = Some(last),
                None => break streams,
            }
        }
    };
    assert_eq!(streams.len(), created);
    let mut sum = 0;
    for stream in streams {
        let mut counts: BTreeMap<String, i64> = BTreeMap::new();
        for record in records(backend, &stream.arn) {
            let rank = number(record.new.as_ref(), "rank");
            assert_eq!(counts.insert(shown(&record.keys), rank).unwrap_or_default(), rank - 1);
        }
        sum += counts.values().sum::<i64>();
    }
    assert_eq!(number(get(backend, "account0", "s").as_ref(), "count"), sum);
    check(backend);
}
