//! UpdateTable: indexes that come and go, capacity, billing, settings.

use monotable::request::control::{
    BillingMode, CapacityMode, CreateTable, Encryption, EncryptionStatus, IndexCapacity, IndexDefinition, IndexStatus,
    IndexUpdate, OnDemandThroughput, Projection, StreamUpdate, StreamView, TableClass, TableDescription, Throughput,
    UpdateTable, WarmThroughput,
};
use monotable::{Error, ErrorKind};

use super::database::{Database, Table, attribute, global, include, local, unique_name, with};
use super::refusal::Refused;
use super::words::*;

scenarios! {
    an_index_that_is_added_has_what_was_there,
    an_index_of_several_attributes_is_added,
    an_added_index_carries_what_it_projects,
    an_added_index_follows_writes,
    items_that_do_not_fit_an_added_index_are_left_out,
    an_index_is_taken_away,
    keys_of_an_index_that_is_gone_are_free,
    an_index_is_added_once,
    an_index_that_is_not_there_cannot_be_changed,
    one_index_comes_or_goes_at_a_time,
    an_index_is_changed_once_in_a_request,
    keys_of_an_added_index_are_checked,
    a_table_keeps_to_its_twenty_indexes,
    an_update_of_nothing_is_refused,
    an_update_of_an_unknown_table_is_not_found,
    provisioned_capacity_is_changed,
    provisioned_capacity_that_stays_the_same_is_refused,
    an_index_has_capacity_of_its_own,
    indexes_of_provisioned_tables_need_capacity,
    a_table_is_paid_one_way_and_the_other,
    capacity_goes_with_the_way_of_paying,
    use_by_request_can_be_limited,
    warm_throughput_grows,
    protection_is_switched,
    class_and_encryption_are_changed,
    a_stream_is_switched,
}

fn by_total() -> IndexDefinition {
    global("by-total", &["status:S"], &["total:N"], Projection::All)
}

fn order(sk: &str, status: &str, total: i32) -> Row {
    row! { "PK" => "a", "SK" => sk, "status" => status, "total" => total, "note" => "n" }
}

fn units(read: u64, write: u64) -> Option<Throughput> {
    Some(Throughput { read, write })
}

fn create(index: IndexDefinition) -> IndexUpdate {
    IndexUpdate::Create(index, IndexCapacity::default())
}

impl Table<'_> {
    /// Updates the table and waits until that is done.
    async fn alter(&self, change: impl FnOnce(&mut UpdateTable)) -> Result<TableDescription, Error> {
        let answer = self.backend.update_table(with(UpdateTable::new(self.name()), change)).await?;
        self.settled().await;
        Ok(answer)
    }

    async fn alter_index(&self, update: IndexUpdate) -> Result<TableDescription, Error> {
        self.alter(|request| request.indexes.push(update)).await
    }

    async fn open_orders(&self) -> Vec<Row> {
        self.rows(self.query_index("by-total", [is("status", "open")])).await
    }
}

async fn provisioned<'b>(db: &Database<'b>, indexes: impl Into<Vec<IndexDefinition>>) -> Table<'b> {
    let request = CreateTable::new(unique_name(), attribute("PK:S"), Some(attribute("SK:S")));
    db.create(with(request, |request| {
        request.billing = BillingMode::Provisioned { read: 5, write: 6 };
        request.indexes = indexes.into();
    }))
    .await
    .unwrap()
}

async fn an_index_that_is_added_has_what_was_there(db: &Database<'_>) {
    let table = db.table().await;
    let items = [order("1", "open", 7), order("2", "open", -1), order("3", "paid", 3)];
    table.put_all(items.clone()).await;
    table.put(row! { "PK" => "a", "SK" => "4", "status" => "open" }).await.unwrap();

    let answer = table.alter_index(create(by_total())).await.unwrap();

    assert_eq!(answer.index_details["by-total"].status, Some(IndexStatus::Creating));
    assert_eq!(table.open_orders().await, [items[1].clone(), items[0].clone()]);
    assert_eq!(table.rows(table.scan_index("by-total")).await.len(), 3);
    let description = table.describe().await.unwrap();
    assert_eq!(description.indexes, [by_total()]);
    assert_eq!(description.index_details["by-total"].status, Some(IndexStatus::Active));
}

async fn an_index_of_several_attributes_is_added(db: &Database<'_>) {
    let table = db.table().await;
    let items = [order("1", "open", 7), order("2", "open", 9), order("3", "paid", 3)];
    table.put_all(items.clone()).await;
    let index = global("by-all", &["status:S", "PK:S"], &["note:S", "total:N"], Projection::All);

    table.alter_index(create(index.clone())).await.unwrap();

    let keys = [is("status", "open"), is("PK", "a"), is("note", "n"), is("total", 9)];
    assert_eq!(table.rows(table.query_index("by-all", keys)).await, [items[1].clone()]);
    assert_eq!(table.describe().await.unwrap().indexes, [index]);
}

async fn an_added_index_carries_what_it_projects(db: &Database<'_>) {
    let table = db.table().await;
    let item = order("1", "open", 7);
    table.put(&item).await.unwrap();
    for (projection, names) in [
        (Projection::KeysOnly, vec!["PK", "SK", "status", "total"]),
        (include(&["note"]), vec!["PK", "SK", "status", "total", "note"]),
    ] {
        let index = IndexDefinition { projection, ..by_total() };

        table.alter_index(create(index)).await.unwrap();

        assert_eq!(table.open_orders().await, [only(&item, &names)]);
        table.alter_index(IndexUpdate::Delete("by-total".into())).await.unwrap();
    }
}

async fn an_added_index_follows_writes(db: &Database<'_>) {
    let table = db.table().await;
    table.put_all([order("1", "open", 1), order("2", "open", 2), order("3", "open", 3)]).await;
    table.alter_index(create(by_total())).await.unwrap();

    table.delete(order("1", "", 0)).await.unwrap();
    table.put(order("2", "paid", 2)).await.unwrap();
    table.put(order("4", "open", 0)).await.unwrap();
    let refused = table.put(and(&order("5", "open", 0), "total", "text")).await;

    assert_eq!(table.open_orders().await, [order("4", "open", 0), order("3", "open", 3)]);
    refused.refused("Type mismatch for Index Key total Expected: N Actual: S IndexName: by-total");
}

async fn items_that_do_not_fit_an_added_index_are_left_out(db: &Database<'_>) {
    let table = db.table().await;
    let wrong = and(&order("1", "open", 1), "total", "text");
    let empty = and(&order("2", "", 1), "total", 1);
    table.put_all([wrong.clone(), empty, order("3", "open", 3)]).await;

    table.alter_index(create(by_total())).await.unwrap();

    assert_eq!(table.rows(table.scan_index("by-total")).await, [order("3", "open", 3)]);
    table.put(order("1", "open", 1)).await.unwrap();
    assert_eq!(table.open_orders().await, [order("1", "open", 1), order("3", "open", 3)]);
}

async fn an_index_is_taken_away(db: &Database<'_>) {
    let others = [global("by-note", &["note:S"], &[], Projection::All), local("local", "total:N", Projection::All)];
    let table = db.table_with(&["PK:S", "SK:S"], &[others.to_vec(), vec![by_total()]].concat()).await;
    let item = order("1", "open", 1);
    table.put(&item).await.unwrap();

    table.alter_index(IndexUpdate::Delete("by-total".into())).await.unwrap();

    table.page(table.query_index("by-total", [is("status", "open")])).await.refused("");
    assert_eq!(table.rows(table.query_index("by-note", [is("note", "n")])).await, std::slice::from_ref(&item));
    assert_eq!(table.rows(table.query_index("local", [is("PK", "a")])).await, [item]);
    let mut left = table.describe().await.unwrap().indexes;
    left.sort_by(|one, other| one.name.cmp(&other.name));
    assert_eq!(left, others);
}

async fn keys_of_an_index_that_is_gone_are_free(db: &Database<'_>) {
    let table = db.table_with(&["PK:S", "SK:S"], &[by_total()]).await;
    let other = and(&order("1", "open", 1), "total", "text");
    table.put(&other).await.refused("Type mismatch");

    table.alter_index(IndexUpdate::Delete("by-total".into())).await.unwrap();

    table.put(&other).await.unwrap();
    // The definition of the attribute went with the index.
    let texts = global("by-text", &["total:S"], &[], Projection::All);
    table.alter_index(create(texts)).await.unwrap();
    assert_eq!(table.rows(table.query_index("by-text", [is("total", "text")])).await, [other]);
}

async fn an_index_is_added_once(db: &Database<'_>) {
    let table = db.table_with(&["PK:S", "SK:S"], &[by_total()]).await;

    table.alter_index(create(by_total())).await.refused("already exists");
}

async fn an_index_that_is_not_there_cannot_be_changed(db: &Database<'_>) {
    let table = provisioned(db, [local("local", "total:N", Projection::All)]).await;

    for name in ["no-such-index", "local"] {
        table.alter_index(IndexUpdate::Delete(name.into())).await.not_found();
        table.alter_index(IndexUpdate::Update(name.into(), IndexCapacity::provisioned(2, 2))).await.not_found();
    }
}

async fn one_index_comes_or_goes_at_a_time(db: &Database<'_>) {
    let table = db.table_with(&["PK:S", "SK:S"], &[by_total()]).await;
    let another = create(global("another", &["note:S"], &[], Projection::All));
    let updates = vec![IndexUpdate::Delete("by-total".into()), another];

    let refused = table.alter(|request| request.indexes = updates).await;

    refused.limit_exceeded("Only 1 online index can be created or deleted simultaneously per table");
    assert_eq!(table.describe().await.unwrap().indexes, [by_total()]);
}

async fn an_index_is_changed_once_in_a_request(db: &Database<'_>) {
    let table = provisioned(db, [by_total()]).await;
    let updates = vec![
        IndexUpdate::Update("by-total".into(), IndexCapacity::provisioned(2, 2)),
        IndexUpdate::Update("by-total".into(), IndexCapacity::provisioned(3, 3)),
    ];

    let refused = table.alter(|request| request.indexes = updates).await;

    refused.refused("Only one global secondary index update per index is allowed simultaneously. Index: by-total");
}

async fn keys_of_an_added_index_are_checked(db: &Database<'_>) {
    let table = db.table_with(&["PK:S", "SK:S"], &[by_total()]).await;

    let redefined = global("by-other", &["total:S"], &[], Projection::All);
    table.alter_index(create(redefined)).await.refused("Attributes cannot be redefined");
    for index in [
        global("by-other", &["a:S"], &["a:S"], Projection::All),
        global("by-other", &["a:S", "b:S", "c:S", "d:S", "e:S"], &[], Projection::All),
        global("by-other", &["a:S"], &[], include(&[])),
        global("no blanks", &["a:S"], &[], Projection::All),
    ] {
        table.alter_index(create(index)).await.refused("");
    }
    assert_eq!(table.describe().await.unwrap().indexes, [by_total()]);
}

async fn a_table_keeps_to_its_twenty_indexes(db: &Database<'_>) {
    let indexes: Vec<_> =
        (0..20).map(|number| global(&format!("index-{number}"), &["a:S"], &[], Projection::KeysOnly)).collect();
    let table = db.table_with(&["PK:S", "SK:S"], &indexes).await;

    table.alter_index(create(by_total())).await.refused("GlobalSecondaryIndex count exceeds the per-table limit of 20");
}

async fn an_update_of_nothing_is_refused(db: &Database<'_>) {
    let table = db.table().await;

    table.alter(|_| ()).await.refused("At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled");
}

async fn an_update_of_an_unknown_table_is_not_found(db: &Database<'_>) {
    let mut request = UpdateTable::new("conformance-no-such-table".into());
    request.deletion_protection = Some(true);

    db.backend.update_table(request).await.not_found();
}

async fn provisioned_capacity_is_changed(db: &Database<'_>) {
    let table = provisioned(db, []).await;
    let before = table.describe().await.unwrap();

    table.alter(|request| request.provisioned = units(8, 6)).await.unwrap();
    let more = table.describe().await.unwrap().throughput.unwrap();
    table.alter(|request| request.provisioned = units(8, 1)).await.unwrap();
    let less = table.describe().await.unwrap().throughput.unwrap();

    assert_eq!((before.billing, before.throughput.map(|before| before.units)), (None, units(5, 6)));
    assert_eq!((Some(more.units), more.decreases_today), (units(8, 6), 0));
    assert!(more.last_increase.is_some() && more.last_decrease.is_none());
    assert_eq!((Some(less.units), less.decreases_today), (units(8, 1), 1));
    assert!(less.last_decrease.is_some() && less.last_increase == more.last_increase);
}

async fn provisioned_capacity_that_stays_the_same_is_refused(db: &Database<'_>) {
    let table = provisioned(db, [by_total()]).await;

    let same = "The requested value equals the current value";
    table.alter(|request| request.provisioned = units(5, 6)).await.refused(same);
    let index = IndexUpdate::Update("by-total".into(), IndexCapacity::provisioned(5, 6));
    table.alter_index(index).await.refused(same);
    table.alter(|request| request.provisioned = units(0, 6)).await.refused("greater than or equal to 1");
}

async fn an_index_has_capacity_of_its_own(db: &Database<'_>) {
    let request = CreateTable::new(unique_name(), attribute("PK:S"), Some(attribute("SK:S")));
    let table = db
        .create(with(request, |request| {
            request.billing = BillingMode::Provisioned { read: 5, write: 6 };
            request.indexes = vec![by_total()];
            request.index_capacity.insert("by-total".into(), IndexCapacity::provisioned(1, 2));
        }))
        .await
        .unwrap();
    let index = async || table.describe().await.unwrap().index_details["by-total"].throughput.unwrap();
    let before = index().await;

    let update = IndexUpdate::Update("by-total".into(), IndexCapacity::provisioned(3, 1));
    table.alter_index(update).await.unwrap();

    let after = index().await;
    assert_eq!((Some(before.units), before.decreases_today), (units(1, 2), 0));
    assert_eq!((Some(after.units), after.decreases_today), (units(3, 1), 1));
    assert_eq!(table.describe().await.unwrap().throughput.map(|table| table.units), units(5, 6));
}

async fn indexes_of_provisioned_tables_need_capacity(db: &Database<'_>) {
    let table = provisioned(db, []).await;

    table.alter_index(create(by_total())).await.refused("");
    table.alter_index(IndexUpdate::Create(by_total(), IndexCapacity::provisioned(2, 3))).await.unwrap();

    let index = table.describe().await.unwrap().index_details["by-total"].throughput.unwrap();
    assert_eq!(Some(index.units), units(2, 3));
}

async fn a_table_is_paid_one_way_and_the_other(db: &Database<'_>) {
    let table = provisioned(db, [by_total()]).await;

    table.alter(|request| request.capacity_mode = Some(CapacityMode::PayPerRequest)).await.unwrap();
    let by_request = table.describe().await.unwrap();
    table
        .alter(|request| {
            request.capacity_mode = Some(CapacityMode::Provisioned);
            request.provisioned = units(3, 4);
            request.indexes = vec![IndexUpdate::Update("by-total".into(), IndexCapacity::provisioned(1, 2))];
        })
        .await
        .unwrap();
    let again = table.describe().await.unwrap();

    let billing = by_request.billing.unwrap();
    assert_eq!(billing.mode, CapacityMode::PayPerRequest);
    assert!(billing.to_pay_per_request.is_some());
    assert_eq!(by_request.throughput.map(|table| table.units), units(0, 0));
    assert_eq!(by_request.index_details["by-total"].throughput.map(|index| index.units), units(0, 0));
    assert_eq!(again.billing.unwrap().mode, CapacityMode::Provisioned);
    assert_eq!(again.billing.unwrap().to_pay_per_request, billing.to_pay_per_request);
    assert_eq!(again.throughput.map(|table| table.units), units(3, 4));
    assert_eq!(again.index_details["by-total"].throughput.map(|index| index.units), units(1, 2));
}

async fn capacity_goes_with_the_way_of_paying(db: &Database<'_>) {
    let table = db.table_with(&["PK:S", "SK:S"], &[by_total()]).await;
    let provisioned = |request: &mut UpdateTable| request.capacity_mode = Some(CapacityMode::Provisioned);

    let by_request =
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST";
    table.alter(|request| request.provisioned = units(1, 1)).await.refused(by_request);
    table.alter(provisioned).await.refused("ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
    self::provisioned(db, []).await.alter(provisioned).await.refused("ProvisionedThroughput must be specified");
    let without_index = |request: &mut UpdateTable| {
        provisioned(request);
        request.provisioned = units(1, 1);
    };
    table.alter(without_index).await.refused("ProvisionedThroughput must be specified for index: by-total");
    let index = IndexUpdate::Update("by-total".into(), IndexCapacity::provisioned(1, 1));
    table.alter_index(index).await.refused("");
    // The same way again changes nothing, and is no mistake.
    table.alter(|request| request.capacity_mode = Some(CapacityMode::PayPerRequest)).await.unwrap();
}

async fn use_by_request_can_be_limited(db: &Database<'_>) {
    let table = db.table_with(&["PK:S", "SK:S"], &[by_total()]).await;
    let limits = |read, write| Some(OnDemandThroughput { read: Some(read), write: Some(write) });
    let of_index = with(IndexCapacity::default(), |capacity| capacity.on_demand = limits(3, 4));

    table.alter(|request| request.on_demand = limits(10, 20)).await.unwrap();
    table.alter_index(IndexUpdate::Update("by-total".into(), of_index)).await.unwrap();
    let limited = table.describe().await.unwrap();
    table.alter(|request| request.on_demand = limits(-1, -1)).await.unwrap();

    assert_eq!((limited.on_demand, limited.index_details["by-total"].on_demand), (limits(10, 20), limits(3, 4)));
    assert_eq!(table.describe().await.unwrap().on_demand, None);
    table.alter(|request| request.on_demand = limits(0, 1)).await.refused("");
    provisioned_refuses(db, |request| request.on_demand = limits(1, 1)).await;
}

async fn provisioned_refuses(db: &Database<'_>, change: impl FnOnce(&mut UpdateTable)) {
    provisioned(db, []).await.alter(change).await.refused("");
}

async fn warm_throughput_grows(db: &Database<'_>) {
    let table = db.table().await;
    let warm = |read, write| Some(WarmThroughput { read: Some(read), write: Some(write) });
    let shown = async || table.describe().await.unwrap().warm.unwrap();
    let before = shown().await;

    table.alter(|request| request.warm = warm(20_000, 5_000)).await.unwrap();

    assert_eq!(Some(before.units), units(12_000, 4_000));
    assert_eq!((Some(shown().await.units), shown().await.status), (units(20_000, 5_000), IndexStatus::Active));
    table.alter(|request| request.warm = warm(15_000, 5_000)).await.refused("");
}

async fn protection_is_switched(db: &Database<'_>) {
    let table = db.table().await;

    table.alter(|request| request.deletion_protection = Some(true)).await.unwrap();
    let protected = table.describe().await.unwrap().deletion_protection;
    let kept = db.backend.delete_table(monotable::request::control::DeleteTable::new(table.name())).await;
    table.alter(|request| request.deletion_protection = Some(false)).await.unwrap();

    assert!(protected);
    kept.refused("protected against deletion");
    assert!(!table.describe().await.unwrap().deletion_protection);
    db.backend.delete_table(monotable::request::control::DeleteTable::new(table.name())).await.unwrap();
}

async fn class_and_encryption_are_changed(db: &Database<'_>) {
    let table = db.table().await;

    table.alter(|request| request.class = Some(TableClass::StandardInfrequentAccess)).await.unwrap();
    table.alter(|request| request.encryption = Some(Encryption::new(true))).await.unwrap();
    let changed = table.describe().await.unwrap();
    table.alter(|request| request.encryption = Some(Encryption::new(false))).await.unwrap();

    assert_eq!(changed.class, Some(TableClass::StandardInfrequentAccess));
    assert!(changed.class_changed.is_some());
    let encryption = changed.encryption.unwrap();
    assert_eq!(encryption.status, EncryptionStatus::Enabled);
    assert!(encryption.key_arn.unwrap().starts_with("arn:aws:kms:"));
    assert!(table.describe().await.unwrap().encryption.is_none());
}

async fn a_stream_is_switched(db: &Database<'_>) {
    let table = db.table().await;
    let stream = async |update: StreamUpdate| table.alter(|request| request.stream = Some(update)).await;

    stream(StreamUpdate::Disable).await.refused("");
    stream(StreamUpdate::Enable(StreamView::KeysOnly)).await.unwrap();
    let first = table.describe().await.unwrap();
    stream(StreamUpdate::Enable(StreamView::NewImage)).await.refused("Table already has an enabled stream");
    stream(StreamUpdate::Disable).await.unwrap();
    let off = table.describe().await.unwrap();
    stream(StreamUpdate::Enable(StreamView::NewImage)).await.unwrap();
    let second = table.describe().await.unwrap();

    assert_eq!(first.stream, Some(StreamView::KeysOnly));
    assert_eq!((off.stream, &off.stream_arn), (None, &first.stream_arn));
    assert_eq!(second.stream, Some(StreamView::NewImage));
    assert!(second.stream_label > first.stream_label);
    assert_eq!(second.stream_arn.unwrap().rsplit('/').next(), second.stream_label.as_deref());
    assert_eq!(ErrorKind::Validation, stream(StreamUpdate::Enable(StreamView::OldImage)).await.unwrap_err().kind());
}
