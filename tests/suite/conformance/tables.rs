//! Tables: what CreateTable refuses, what DescribeTable tells, how tables end; time-to-live.

use monotable::request::control::{
    BillingMode, CreateTable, DeleteTable, DescribeTable, IndexDefinition, Projection, TableStatus, UpdateTimeToLive,
};
use monotable::{Error, ErrorKind, Type};

use super::database::{Database, Table, attribute, global, include, local, unique_name, with};
use super::refusal::Refused;
use super::words::*;

scenarios! {
    a_table_is_described_as_it_was_created,
    a_name_is_taken_once,
    names_of_tables_are_checked,
    names_of_indexes_are_checked,
    two_indexes_of_one_name_are_refused,
    a_local_index_needs_sort_keys,
    a_local_index_has_the_partition_key_of_its_table,
    an_attribute_twice_in_a_key_is_refused,
    an_attribute_of_two_types_is_refused,
    keys_are_texts_numbers_or_binaries,
    a_table_has_up_to_five_local_indexes,
    a_table_has_up_to_twenty_global_indexes,
    an_index_key_has_up_to_four_attributes,
    an_index_that_includes_nothing_is_refused,
    indexes_include_up_to_a_hundred_attributes,
    provisioned_capacity_is_at_least_one,
    a_deleted_table_is_gone,
    a_table_made_anew_is_empty,
    a_protected_table_is_not_deleted,
    a_refused_table_does_not_exist,
    time_to_live_is_switched_on_once,
    time_to_live_of_an_unknown_table_is_not_found,
    expired_items_stay_until_they_are_swept,
}

fn request() -> CreateTable {
    CreateTable::new(unique_name(), attribute("PK:S"), Some(attribute("SK:S")))
}

fn indexed(indexes: impl Into<Vec<IndexDefinition>>) -> CreateTable {
    with(request(), |request| request.indexes = indexes.into())
}

/// The table is refused, and is not there afterwards.
async fn refused(db: &Database<'_>, request: CreateTable, core: &str) {
    let name = request.table.clone();
    create(db, request).await.refused(core);
    db.backend.describe_table(DescribeTable::new(name)).await.not_found();
}

async fn create(db: &Database<'_>, request: CreateTable) -> Result<(), Error> {
    db.create(request).await.map(drop)
}

async fn a_table_is_described_as_it_was_created(db: &Database<'_>) {
    let indexes = [
        global("by-number", &["number:N", "region:S"], &["at:N", "SK:S"], Projection::All),
        global("by-status", &["status:S"], &[], Projection::KeysOnly),
        local("local", "rank:B", include(&["total", "status"])),
    ];
    let table = db.create(with(indexed(indexes.clone()), |request| request.deletion_protection = false)).await.unwrap();

    let description = table.describe().await.unwrap();

    assert_eq!(description.table, table.name);
    assert_eq!(description.status, TableStatus::Active);
    assert_eq!((description.hash, description.range), (Some(attribute("PK:S")), Some(attribute("SK:S"))));
    let mut found = description.indexes;
    found.sort_by(|a, b| a.name.cmp(&b.name));
    for index in &mut found {
        if let Projection::Include(names) = &mut index.projection {
            names.sort_by(|a, b| b.cmp(a));
        }
    }
    assert_eq!(found, indexes);
}

async fn a_name_is_taken_once(db: &Database<'_>) {
    let table = db.table().await;
    let item = row! { "PK" => "a", "SK" => "1" };
    table.put(&item).await.unwrap();

    let again = CreateTable::new(table.name(), attribute("other:N"), None);
    create(db, again).await.in_use();

    assert_eq!(table.all().await, [item]);
}

async fn names_of_tables_are_checked(db: &Database<'_>) {
    for name in ["ab", "", "no blanks", "no/slash", "no#hash", "gr\u{fc}n", &text(256)] {
        let request = CreateTable::new(name.into(), attribute("PK:S"), None);
        create(db, request).await.refused_somewhere();
    }
    let allowed = format!("{}.A_z-9", unique_name());
    create(db, CreateTable::new(allowed.into(), attribute("PK:S"), None)).await.unwrap();
}

async fn names_of_indexes_are_checked(db: &Database<'_>) {
    for name in ["ab", "no blanks", &text(256)] {
        refused(db, indexed([global(name, &["a:S"], &[], Projection::All)]), "").await;
        refused(db, indexed([local(name, "a:S", Projection::All)]), "").await;
    }
}

async fn two_indexes_of_one_name_are_refused(db: &Database<'_>) {
    let indexes = [global("twice", &["a:S"], &[], Projection::All), local("twice", "b:S", Projection::All)];
    refused(db, indexed(indexes), "Duplicate index name: twice").await;
    let indexes = [global("twice", &["a:S"], &[], Projection::All), global("twice", &["b:S"], &[], Projection::All)];
    refused(db, indexed(indexes), "Duplicate index name: twice").await;
}

async fn a_local_index_needs_sort_keys(db: &Database<'_>) {
    let unsorted = with(indexed([local("local", "a:S", Projection::All)]), |request| request.range = None);
    refused(
        db,
        unsorted,
        "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex",
    )
    .await;
    let rangeless = with(local("local", "a:S", Projection::All), |index| index.range.clear());
    refused(db, indexed([rangeless]), "Index KeySchema does not have a range key for index: local").await;
}

async fn a_local_index_has_the_partition_key_of_its_table(db: &Database<'_>) {
    let index = with(local("local", "a:S", Projection::All), |index| index.hash = vec![attribute("b:S")]);
    let core = "Index KeySchema does not have the same leading hash key as table KeySchema for index: local. index hash key: b, table hash key: PK";
    refused(db, indexed([index]), core).await;
}

async fn an_attribute_twice_in_a_key_is_refused(db: &Database<'_>) {
    refused(db, with(request(), |request| request.range = Some(attribute("PK:S"))), "").await;
    refused(db, indexed([global("index", &["a:S"], &["a:S"], Projection::All)]), "").await;
    refused(db, indexed([global("index", &["a:S", "a:S"], &["b:S"], Projection::All)]), "").await;
    refused(db, indexed([local("local", "PK:S", Projection::All)]), "").await;
}

async fn an_attribute_of_two_types_is_refused(db: &Database<'_>) {
    let request = indexed([global("index", &["SK:N"], &[], Projection::All)]);
    let name = request.table.clone();
    create(db, request).await.refused_somewhere();
    db.backend.describe_table(DescribeTable::new(name)).await.not_found();
}

async fn keys_are_texts_numbers_or_binaries(db: &Database<'_>) {
    for kind in [Type::Bool, Type::Null, Type::Ss, Type::L, Type::M] {
        let request = with(request(), |request| request.hash.kind = kind);
        let name = request.table.clone();
        create(db, request).await.refused_somewhere();
        db.backend.describe_table(DescribeTable::new(name)).await.not_found();
    }
}

async fn a_table_has_up_to_five_local_indexes(db: &Database<'_>) {
    let indexes = ["i0:S", "i1:S", "i2:S", "i3:S", "i4:S", "i5:S"]
        .map(|key| local(&format!("by-{}", &key[..2]), key, Projection::KeysOnly));

    refused(db, indexed(indexes.clone()), "Number of LocalSecondaryIndexes exceeds per-table limit of 5").await;
    create(db, indexed(&indexes[..5])).await.unwrap();
}

async fn a_table_has_up_to_twenty_global_indexes(db: &Database<'_>) {
    let indexes: Vec<_> =
        (0..21).map(|number| global(&format!("index-{number}"), &["a:S"], &[], Projection::KeysOnly)).collect();

    refused(db, indexed(indexes.clone()), "GlobalSecondaryIndex count exceeds the per-table limit of 20").await;
    create(db, indexed(&indexes[..20])).await.unwrap();
}

async fn an_index_key_has_up_to_four_attributes(db: &Database<'_>) {
    let five = ["a:S", "b:S", "c:S", "d:S", "e:S"];
    refused(db, indexed([global("index", &five, &[], Projection::All)]), "").await;
    refused(db, indexed([global("index", &["x:S"], &five, Projection::All)]), "").await;
    refused(db, indexed([global("index", &[], &["x:S"], Projection::All)]), "").await;
}

async fn an_index_that_includes_nothing_is_refused(db: &Database<'_>) {
    refused(db, indexed([global("index", &["a:S"], &[], include(&[]))]), "").await;
    refused(db, indexed([local("local", "a:S", include(&[]))]), "").await;
    refused(db, indexed([global("index", &["a:S"], &[], include(&["b", ""]))]), "").await;
}

async fn indexes_include_up_to_a_hundred_attributes(db: &Database<'_>) {
    let including = |index: usize, count: usize| IndexDefinition {
        projection: Projection::Include((0..count).map(|number| format!("a{index}-{number}").into()).collect()),
        ..global(&format!("index-{index}"), &["a:S"], &[], Projection::All)
    };
    let five = |count: usize| (0..5).map(|index| including(index, count)).collect::<Vec<_>>();

    refused(db, indexed([including(0, 21)]), "").await;
    refused(db, indexed([five(20), vec![including(5, 1)]].concat()), "").await;
    create(db, indexed(five(20))).await.unwrap();
}

async fn provisioned_capacity_is_at_least_one(db: &Database<'_>) {
    let billed = |read, write| with(request(), |request| request.billing = BillingMode::Provisioned { read, write });

    refused(db, billed(0, 1), "Member must have value greater than or equal to 1").await;
    refused(db, billed(1, 0), "Member must have value greater than or equal to 1").await;
    create(db, billed(1, 1)).await.unwrap();
}

/// Waits until nothing is left of the table.
async fn gone(table: &Table<'_>) {
    while let Ok(description) = table.describe().await {
        assert_eq!(description.status, TableStatus::Deleting);
        table.backend.clock().sleep(std::time::Duration::from_millis(20)).await.unwrap();
    }
}

async fn a_deleted_table_is_gone(db: &Database<'_>) {
    let table = db.table().await;
    let item = row! { "PK" => "a", "SK" => "1" };
    table.put(&item).await.unwrap();

    let deleted = db.backend.delete_table(DeleteTable::new(table.name())).await.unwrap();
    gone(&table).await;

    assert_eq!(deleted.table, table.name);
    assert_eq!(deleted.status, TableStatus::Deleting);
    table.put(&item).await.not_found();
    table.read(item).await.not_found();
    db.backend.delete_table(DeleteTable::new(table.name())).await.not_found();
}

async fn a_table_made_anew_is_empty(db: &Database<'_>) {
    let request = indexed([global("by-n", &["n:N"], &[], Projection::All)]);
    let table = db.create(request.clone()).await.unwrap();
    table.put(row! { "PK" => "a", "SK" => "1", "n" => 1 }).await.unwrap();
    db.backend.delete_table(DeleteTable::new(table.name())).await.unwrap();
    gone(&table).await;

    let table = db.create(request).await.unwrap();

    assert_eq!(table.all().await, []);
    assert_eq!(table.rows(table.scan_index("by-n")).await, []);
}

async fn a_protected_table_is_not_deleted(db: &Database<'_>) {
    let table = db.create(with(request(), |request| request.deletion_protection = true)).await.unwrap();

    db.backend.delete_table(DeleteTable::new(table.name())).await.refused("protected against deletion");

    assert_eq!(table.all().await, []);
}

async fn a_refused_table_does_not_exist(db: &Database<'_>) {
    let name = unique_name();
    db.backend.describe_table(DescribeTable::new(name.clone())).await.not_found();
    db.backend.delete_table(DeleteTable::new(name)).await.not_found();
}

async fn time_to_live_is_switched_on_once(db: &Database<'_>) {
    let table = db.table().await;
    let switch = |attribute: &'static str, enabled: bool| {
        db.backend.update_time_to_live(with(UpdateTimeToLive::enable(table.name(), attribute.into()), |request| {
            request.enabled = enabled;
        }))
    };

    switch("expires_at", false).await.refused("TimeToLive is already disabled");
    switch("expires_at", true).await.unwrap();
    switch("expires_at", true).await.refused("TimeToLive is already enabled");
    switch("other", true).await.refused("");
    switch("", true).await.refused("");
}

async fn time_to_live_of_an_unknown_table_is_not_found(db: &Database<'_>) {
    let request = UpdateTimeToLive::enable("conformance-no-such-table".into(), "expires_at".into());

    let error = db.backend.update_time_to_live(request).await.not_found();

    assert_eq!(error.kind(), ErrorKind::NotFound);
}

async fn expired_items_stay_until_they_are_swept(db: &Database<'_>) {
    let table = db.table().await;
    db.backend.update_time_to_live(UpdateTimeToLive::enable(table.name(), "expires_at".into())).await.unwrap();
    // Too long ago to be deleted ever, not a number, and in the future.
    let item = |sk: &str, expiry: monotable::Value| row! { "PK" => "a", "SK" => sk, "expires_at" => expiry };
    let items = [item("1", v(1)), item("2", v("text")), item("3", n("99999999999.5"))];
    table.put_all(items.clone()).await;

    assert_eq!(table.rows(table.query([is("PK", "a")])).await, items);
}
