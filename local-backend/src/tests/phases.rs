//! Tables that take their time: what is told of them, and what they let happen, at every moment of a long life.

use std::time::{Duration, SystemTime};

use monotable::ErrorKind;
use monotable::request::Scan;
use monotable::request::control::{
    DeleteTable, DescribeTable, IndexCapacity, IndexStatus, IndexUpdate, TableDescription, TableStatus, UpdateTable,
};

use super::*;
use crate::ManualClock;

const DELAY: u64 = 60;

/// A sequence without a pattern, the same in every run.
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

fn index(number: u64) -> IndexDefinition {
    global(&format!("index{number}"), &[key("group", Type::S)], &[], Projection::All)
}

fn told(backend: &LocalBackend) -> Option<TableDescription> {
    match now(backend.describe_table(DescribeTable::new(name()))) {
        Ok(told) => Some(told),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::NotFound);
            None
        }
    }
}

fn kind<T>(outcome: Result<T, Error>) -> Option<ErrorKind> {
    outcome.err().map(|error| error.kind())
}

fn scan(backend: &LocalBackend, index: &str) -> Result<u32, Error> {
    let mut scan = Scan::new(name());
    scan.index = Some(index.into());
    now(backend.scan(scan)).map(|page| page.count)
}

/// What is told and what happens agree.
fn check(backend: &LocalBackend) {
    let told = told(backend);
    let listed = backend.list_tables();
    assert_eq!(listed.contains(&name()), told.is_some());
    let usable = told.as_ref().is_some_and(|told| matches!(told.status, TableStatus::Active | TableStatus::Updating));
    let written =
        now(backend.put_item(PutItem::new(name(), item([("PK", s("p")), ("SK", s("s")), ("group", s("g"))]))));
    assert_eq!(kind(written), (!usable).then_some(ErrorKind::NotFound));
    let Some(told) = told.filter(|_| usable) else { return };
    let count = now(backend.scan(Scan::new(name()))).unwrap().count;
    for definition in &told.indexes {
        let status = told.index_details[&definition.name].status.unwrap();
        let readable = matches!(status, IndexStatus::Active | IndexStatus::Updating);
        let found = scan(backend, &definition.name);
        assert_eq!(found.is_ok(), readable, "{} is {status:?}: {found:?}", definition.name);
        // All items have its key.
        assert!(!found.is_ok_and(|found| found != count));
    }
}

#[test]
fn what_is_told_of_a_table_and_what_it_lets_happen_agree_at_every_moment() {
    for seed in 0..40 {
        let mut random = Sequence(seed);
        let clock = ManualClock::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
        let builder = LocalBackend::builder().clock(Arc::new(clock.clone()));
        let backend = builder.table_delay(Duration::from_secs(DELAY)).build();
        for _ in 0..120 {
            let told = told(&backend);
            let status = told.as_ref().map(|told| told.status);
            let states = told.iter().flat_map(|told| told.index_details.values());
            let changes =
                states.filter(|index| matches!(index.status, Some(IndexStatus::Creating | IndexStatus::Deleting)));
            let changes = changes.count();
            match random.below(9) {
                0 | 1 => {
                    let mut request = CreateTable::new(name(), pk(), Some(sk()));
                    request.indexes = (0..random.below(3)).map(index).collect();
                    let outcome = kind(now(backend.create_table(request)));
                    assert_eq!(outcome, told.is_some().then_some(ErrorKind::InUse));
                }
                2 if random.below(3) == 0 => {
                    let outcome = kind(now(backend.delete_table(DeleteTable::new(name()))));
                    assert_eq!(
                        outcome,
                        match status {
                            None => Some(ErrorKind::NotFound),
                            Some(TableStatus::Active | TableStatus::Deleting) => None,
                            Some(_) => Some(ErrorKind::InUse),
                        }
                    );
                }
                3 | 4 => {
                    let number = random.below(4);
                    let mut request = UpdateTable::new(name());
                    let known =
                        told.iter().flat_map(|told| &told.indexes).any(|known| known.name == index(number).name);
                    request.indexes.push(match known {
                        true => IndexUpdate::Delete(index(number).name),
                        false => IndexUpdate::Create(index(number), IndexCapacity::default()),
                    });
                    let outcome = kind(now(backend.update_table(request)));
                    match status {
                        None => assert_eq!(outcome, Some(ErrorKind::NotFound)),
                        Some(TableStatus::Active) if changes == 0 => assert_eq!(outcome, None),
                        Some(TableStatus::Active) => {}
                        Some(_) => assert_eq!(outcome, Some(ErrorKind::InUse)),
                    }
                }
                5 | 6 => clock.advance(Duration::from_secs(random.below(DELAY))),
                7 => clock.advance(Duration::from_secs(DELAY / 2)),
                _ => put_if_usable(&backend, random.below(20)),
            }
            check(&backend);
            check(&backend.fork());
        }
        // In the end all is done.
        clock.advance(Duration::from_secs(2 * DELAY));
        check(&backend);
        if let Some(told) = told(&backend) {
            assert_eq!(told.status, TableStatus::Active);
            assert!(told.index_details.values().all(|index| index.status == Some(IndexStatus::Active)));
        }
    }
}

fn put_if_usable(backend: &LocalBackend, number: u64) {
    let given = item([("PK", s(&format!("p{number}"))), ("SK", s("s")), ("group", s(&format!("g{}", number % 3)))]);
    let outcome = kind(now(backend.put_item(PutItem::new(name(), given))));
    assert!(matches!(outcome, None | Some(ErrorKind::NotFound)));
}
