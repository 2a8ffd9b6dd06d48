//! Tables, indexes and time-to-live while their changes take time.

use std::time::{Duration, SystemTime};

use monotable::ErrorKind;
use monotable::request::control::{
    DeleteTable, DescribeTable, IndexCapacity, IndexStatus, IndexUpdate, TableDescription, TableStatus, Throughput,
    TimeToLiveStatus, UpdateTable, UpdateTimeToLive,
};

use super::*;
use crate::ManualClock;

const DELAY: Duration = Duration::from_secs(10);

struct Delayed {
    backend: LocalBackend,
    clock: ManualClock,
}

impl Delayed {
    /// A database without tables in which everything takes [`DELAY`].
    fn new() -> Self {
        let clock = ManualClock::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000));
        let backend = LocalBackend::builder().clock(Arc::new(clock.clone())).table_delay(DELAY).build();
        Self { backend, clock }
    }

    /// The same with a table that is ready.
    fn with_table(indexes: Vec<IndexDefinition>) -> Self {
        let delayed = Self::new();
        create(&delayed.backend, indexes);
        delayed.clock.advance(DELAY);
        delayed
    }

    fn describe(&self) -> Result<TableDescription, Error> {
        now(self.backend.describe_table(DescribeTable::new(name())))
    }

    fn status(&self) -> TableStatus {
        self.describe().unwrap().status
    }

    fn index(&self, name: &str) -> (IndexStatus, Option<bool>) {
        let details = &self.describe().unwrap().index_details[name];
        (details.status.unwrap(), details.backfilling)
    }

    fn update(&self, change: impl FnOnce(&mut UpdateTable)) -> Result<TableDescription, Error> {
        let mut request = UpdateTable::new(name());
        change(&mut request);
        now(self.backend.update_table(request))
    }

    fn put(&self) -> Result<(), Error> {
        let item = item([("PK", s("p")), ("SK", s("s")), ("group", s("g"))]);
        now(self.backend.put_item(PutItem::new(name(), item))).map(drop)
    }

    fn query_index(&self) -> Result<usize, Error> {
        let mut request = Query::new(name(), vec![test("group", KeyTest::Eq, &s("g"))]);
        request.index = Some("by-group".into());
        now(self.backend.query(request)).map(|page| page.items.into_rows().unwrap().len())
    }

    fn add(&self, name: &str) -> Result<TableDescription, Error> {
        let index = global(name, &[key("group", Type::S)], &[], Projection::All);
        self.update(|request| request.indexes.push(IndexUpdate::Create(index, IndexCapacity::default())))
    }

    fn drop_index(&self, name: &str) -> Result<TableDescription, Error> {
        self.update(|request| request.indexes.push(IndexUpdate::Delete(name.into())))
    }

    fn delete(&self) -> Result<TableDescription, Error> {
        now(self.backend.delete_table(DeleteTable::new(name())))
    }
}

#[test]
fn a_table_that_is_created_is_not_found_by_operations_on_items() {
    // given
    let delayed = Delayed::new();
    create(&delayed.backend, vec![]);

    // when
    let early = (delayed.status(), delayed.put().unwrap_err().kind());
    delayed.clock.advance(DELAY - Duration::from_millis(1));
    let late = delayed.status();
    delayed.clock.advance(Duration::from_millis(1));

    // then
    assert_eq!(early, (TableStatus::Creating, ErrorKind::NotFound));
    assert_eq!(late, TableStatus::Creating);
    assert_eq!(delayed.status(), TableStatus::Active);
    delayed.put().unwrap();
}

#[test]
fn a_table_that_is_created_can_be_neither_changed_nor_deleted() {
    let delayed = Delayed::new();
    create(&delayed.backend, vec![]);

    let message = "Attempt to change a resource which is still in use: Table is being created: shop";
    for refused in [
        delayed.update(|request| request.deletion_protection = Some(true)).unwrap_err(),
        delayed.delete().unwrap_err(),
        now(delayed.backend.update_time_to_live(UpdateTimeToLive::enable(name(), "ttl".into()))).unwrap_err(),
    ] {
        assert_eq!((refused.kind(), refused.message()), (ErrorKind::InUse, message));
    }
}

#[test]
fn a_table_that_is_updated_serves_items_and_no_other_update() {
    // given
    let delayed = Delayed::with_table(vec![]);

    // when
    let answer = delayed.update(|request| request.deletion_protection = Some(true)).unwrap();
    let second = delayed.update(|request| request.deletion_protection = Some(false)).unwrap_err();
    let deleted = delayed.delete().unwrap_err();

    // then
    assert_eq!((answer.status, delayed.status()), (TableStatus::Updating, TableStatus::Updating));
    assert_eq!(second.message(), "Attempt to change a resource which is still in use: Table is being updated: shop");
    assert_eq!(deleted.kind(), ErrorKind::InUse);
    delayed.put().unwrap();
    delayed.clock.advance(DELAY);
    assert_eq!(delayed.status(), TableStatus::Active);
    delayed.update(|request| request.deletion_protection = Some(false)).unwrap();
}

#[test]
fn an_index_is_created_then_backfilling_then_active() {
    // given
    let delayed = Delayed::with_table(vec![]);
    delayed.put().unwrap();

    // when
    let answer = delayed.add("by-group").unwrap();

    // then
    let details = &answer.index_details["by-group"];
    assert_eq!((details.status, details.backfilling), (Some(IndexStatus::Creating), Some(false)));
    assert_eq!(delayed.status(), TableStatus::Updating);
    delayed.clock.advance(DELAY / 2);
    assert_eq!(delayed.status(), TableStatus::Active);
    assert_eq!(delayed.index("by-group"), (IndexStatus::Creating, Some(true)));
    let refused = delayed.query_index().unwrap_err();
    assert_eq!(refused.message(), "Cannot read from backfilling global secondary index: by-group");
    delayed.clock.advance(DELAY / 2);
    assert_eq!(delayed.index("by-group"), (IndexStatus::Active, None));
    assert_eq!(delayed.query_index().unwrap(), 1);
}

#[test]
fn while_an_index_is_backfilling_the_table_can_be_changed_but_for_other_indexes() {
    // given
    let delayed = Delayed::with_table(vec![]);
    delayed.add("by-group").unwrap();
    delayed.clock.advance(DELAY / 2);

    // when
    let another = delayed.add("another").unwrap_err();
    let capacity = IndexUpdate::Update("by-group".into(), IndexCapacity::default());
    let update = delayed.update(|request| request.indexes.push(capacity)).unwrap_err();
    delayed.drop_index("by-group").unwrap();

    // then
    assert_eq!(another.kind(), ErrorKind::LimitExceeded);
    assert!(another.message().contains("Only 1 online index can be created or deleted simultaneously per table"));
    assert_eq!(update.kind(), ErrorKind::InUse);
    assert_eq!(delayed.index("by-group"), (IndexStatus::Deleting, None));
    delayed.clock.advance(DELAY);
    assert!(delayed.describe().unwrap().indexes.is_empty());
    delayed.add("another").unwrap();
}

#[test]
fn an_index_that_is_deleted_is_shown_for_a_while_and_cannot_be_read() {
    // given
    let delayed = Delayed::with_table(vec![global("by-group", &[key("group", Type::S)], &[], Projection::All)]);
    delayed.put().unwrap();

    // when
    let answer = delayed.drop_index("by-group").unwrap();

    // then
    assert_eq!(answer.index_details["by-group"].status, Some(IndexStatus::Deleting));
    assert_eq!(delayed.index("by-group"), (IndexStatus::Deleting, None));
    assert_eq!(delayed.query_index().unwrap_err().kind(), ErrorKind::Validation);
    delayed.clock.advance(DELAY);
    assert!(delayed.describe().unwrap().index_details.is_empty());
}

#[test]
fn capacity_is_shown_as_it_was_until_the_update_is_done() {
    // given
    let delayed = Delayed::new();
    let mut request = CreateTable::new(name(), pk(), None);
    request.billing = monotable::request::control::BillingMode::Provisioned { read: 5, write: 6 };
    now(delayed.backend.create_table(request)).unwrap();
    delayed.clock.advance(DELAY);
    let units = |read, write| Some(Throughput { read, write });
    let shown = || delayed.describe().unwrap().throughput.unwrap();

    // when
    let answer = delayed.update(|request| request.provisioned = units(50, 6)).unwrap().throughput.unwrap();
    let meanwhile = shown();
    delayed.clock.advance(DELAY);

    // then
    assert_eq!((Some(answer.units), answer.last_increase), (units(5, 6), None));
    assert_eq!(Some(meanwhile.units), units(5, 6));
    assert_eq!(Some(shown().units), units(50, 6));
    assert!(shown().last_increase.is_some());
}

#[test]
fn capacity_is_made_less_four_times_a_day_and_then_once_an_hour() {
    // given
    let delayed = Delayed::new();
    let mut request = CreateTable::new(name(), pk(), None);
    request.billing = monotable::request::control::BillingMode::Provisioned { read: 100, write: 100 };
    now(delayed.backend.create_table(request)).unwrap();
    delayed.clock.advance(DELAY);
    let lower = |read| {
        let outcome = delayed.update(|request| request.provisioned = Some(Throughput { read, write: 100 }));
        delayed.clock.advance(DELAY);
        outcome.map(drop)
    };
    for read in [90, 80, 70, 60] {
        lower(read).unwrap();
    }

    // when
    let fifth = lower(50).unwrap_err();
    delayed.clock.advance(Duration::from_secs(60 * 60));
    lower(50).unwrap();
    let seventh = lower(40).unwrap_err();
    delayed.clock.advance(Duration::from_secs(24 * 60 * 60));

    // then
    assert_eq!((fifth.kind(), seventh.kind()), (ErrorKind::LimitExceeded, ErrorKind::LimitExceeded));
    assert!(seventh.message().contains("Number of decreases today: 5."));
    assert_eq!(delayed.describe().unwrap().throughput.unwrap().decreases_today, 0);
    lower(40).unwrap();
}

#[test]
fn a_table_that_is_deleted_is_there_for_a_while_without_its_items() {
    // given
    let delayed = Delayed::with_table(vec![]);
    delayed.put().unwrap();

    // when
    let answer = delayed.delete().unwrap();
    let again = delayed.delete().unwrap();

    // then
    assert_eq!((answer.status, again.status, delayed.status()), {
        (TableStatus::Deleting, TableStatus::Deleting, TableStatus::Deleting)
    });
    assert_eq!((answer.hash, answer.created), (None, None));
    assert_eq!(delayed.put().unwrap_err().kind(), ErrorKind::NotFound);
    let created = now(delayed.backend.create_table(CreateTable::new(name(), pk(), None))).unwrap_err();
    assert_eq!((created.kind(), created.message()), (ErrorKind::InUse, "Table already exists: shop"));
    assert_eq!(delayed.backend.list_tables(), [name()]);
    delayed.clock.advance(DELAY);
    assert_eq!(delayed.describe().unwrap_err().kind(), ErrorKind::NotFound);
    assert!(delayed.backend.list_tables().is_empty());
    create(&delayed.backend, vec![]);
    assert_eq!(delayed.describe().unwrap().item_count, 0);
}

#[test]
fn time_to_live_is_being_switched_for_a_while() {
    // given
    let delayed = Delayed::with_table(vec![]);
    let switch = |enabled: bool| {
        let mut request = UpdateTimeToLive::enable(name(), "ttl".into());
        request.enabled = enabled;
        now(delayed.backend.update_time_to_live(request))
    };
    let described = || now(delayed.backend.describe_time_to_live(name())).unwrap();

    // when
    switch(true).unwrap();
    let enabling = described();
    let refused = switch(false).unwrap_err();
    delayed.clock.advance(DELAY);
    let enabled = described();
    switch(false).unwrap();
    let disabling = described();
    delayed.clock.advance(DELAY);

    // then
    assert_eq!((enabling.status, enabling.attribute), (TimeToLiveStatus::Enabling, Some("ttl".into())));
    assert_eq!(refused.message(), "Time to live has been modified multiple times within a fixed interval");
    assert_eq!(enabled.status, TimeToLiveStatus::Enabled);
    assert_eq!((disabling.status, disabling.attribute), (TimeToLiveStatus::Disabling, Some("ttl".into())));
    assert_eq!((described().status, described().attribute), (TimeToLiveStatus::Disabled, None));
}

#[test]
fn without_a_delay_an_answer_tells_what_begins_and_all_is_done() {
    // given
    let clock = ManualClock::at(SystemTime::UNIX_EPOCH);
    let backend = LocalBackend::builder().clock(Arc::new(clock)).build();
    let status = || now(backend.describe_table(DescribeTable::new(name()))).unwrap().status;

    // when
    let created = now(backend.create_table(CreateTable::new(name(), pk(), Some(sk())))).unwrap();
    let after_create = status();
    let mut update = UpdateTable::new(name());
    let index = global("by-group", &[key("group", Type::S)], &[], Projection::All);
    update.indexes.push(IndexUpdate::Create(index, IndexCapacity::default()));
    let updated = now(backend.update_table(update)).unwrap();

    // then
    assert_eq!((created.status, after_create), (TableStatus::Creating, TableStatus::Active));
    assert_eq!((updated.status, status()), (TableStatus::Updating, TableStatus::Active));
    assert_eq!(updated.index_details["by-group"].status, Some(IndexStatus::Creating));
}
