//! The capacity that operations consume.

use monotable::request::control::{IndexDefinition, Projection};
use monotable::request::{ConsumedCapacity, DeleteItem, GetItem, Query, ReturnConsumed, Select};

use super::change::change;
use super::database::{Database, Read, Table, global, include, local, with};
use super::refusal::Refused;
use super::words::*;

scenarios! {
    nothing_is_told_unless_asked_for,
    a_read_costs_one_unit_for_four_kilobytes,
    a_read_is_measured_before_its_projection,
    a_read_of_nothing_costs_the_least,
    a_write_costs_one_unit_for_a_kilobyte,
    a_put_costs_the_larger_of_both_items,
    an_update_costs_the_whole_item,
    a_delete_costs_the_deleted_item,
    a_query_is_rounded_once,
    a_query_costs_what_it_evaluated,
    a_query_of_nothing_costs_the_least,
    a_page_costs_its_own_items,
    an_item_that_enters_an_index_costs_one_write,
    an_item_that_moves_in_an_index_costs_two_writes,
    an_item_that_leaves_an_index_costs_one_write,
    a_change_that_an_index_carries_costs_one_write,
    a_change_that_an_index_does_not_carry_costs_nothing_there,
    an_index_is_charged_by_its_entries,
    a_local_index_is_charged_as_a_global_one,
    a_delete_is_charged_to_the_indexes,
    the_sum_is_of_table_and_indexes,
    a_query_of_an_index_costs_the_index,
    a_query_of_a_local_index_costs_fetches,
}

const KB: usize = 1024;

/// An item of exactly so many bytes.
fn sized(sk: &str, bytes: usize) -> Row {
    let item = row! { "PK" => "a", "SK" => sk };
    let text = text(bytes - item.to_item().size() - 1);
    and(&item, "f", text)
}

async fn get_units(table: &Table<'_>, sk: &str, consistent: bool) -> f64 {
    let request = with(GetItem::new(table.name(), row! { "PK" => "a", "SK" => sk }.to_item()), |get| {
        get.consistent = consistent;
        get.return_consumed = ReturnConsumed::Total;
    });
    table.backend.get_item(request).await.unwrap().meta.consumed.unwrap().units
}

async fn query_units(table: &Table<'_>, query: Query) -> ConsumedCapacity {
    let query = with(query, |query| query.return_consumed = ReturnConsumed::Indexes);
    table.page(Read::from(query)).await.unwrap().meta.consumed.unwrap()
}

async fn nothing_is_told_unless_asked_for(db: &Database<'_>) {
    let table = db.table().await;
    let item = sized("1", 100);

    let put = table.put(&item).await.unwrap();
    let total = with(table.put_request(&item), |put| put.return_consumed = ReturnConsumed::Total);
    let total = table.backend.put_item(total).await.unwrap().meta.consumed.unwrap();

    assert_eq!(put.meta.consumed, None);
    assert_eq!((total.units, total.table), (1.0, None));
    assert!(total.global_indexes.is_empty() && total.local_indexes.is_empty());
}

async fn a_read_costs_one_unit_for_four_kilobytes(db: &Database<'_>) {
    let table = db.table().await;
    let cases = [(20, 1.0), (4 * KB, 1.0), (4 * KB + 1, 2.0), (8 * KB, 2.0), (8 * KB + 1, 3.0), (400 * KB, 100.0)];
    for (bytes, units) in cases {
        table.put(sized("1", bytes)).await.unwrap();

        assert_eq!(get_units(&table, "1", true).await, units, "{bytes}");
        assert_eq!(get_units(&table, "1", false).await, units / 2.0, "{bytes}");
    }
}

async fn a_read_is_measured_before_its_projection(db: &Database<'_>) {
    let table = db.table().await;
    table.put(sized("1", 9 * KB)).await.unwrap();
    let request = with(GetItem::new(table.name(), row! { "PK" => "a", "SK" => "1" }.to_item()), |get| {
        get.projection = Some(paths(&["SK"]));
        get.return_consumed = ReturnConsumed::Indexes;
    });

    let consumed = table.backend.get_item(request).await.unwrap().meta.consumed.unwrap();

    assert_eq!((consumed.units, consumed.table), (1.5, Some(1.5)));
}

async fn a_read_of_nothing_costs_the_least(db: &Database<'_>) {
    let table = db.table().await;

    assert_eq!((get_units(&table, "1", true).await, get_units(&table, "1", false).await), (1.0, 0.5));
}

async fn a_write_costs_one_unit_for_a_kilobyte(db: &Database<'_>) {
    let table = db.table().await;
    for (bytes, units) in [(20, 1.0), (KB, 1.0), (KB + 1, 2.0), (2 * KB, 2.0), (10 * KB + 1, 11.0)] {
        let consumed = table.put_units(sized(&bytes.to_string(), bytes)).await;

        assert_eq!((consumed.units, consumed.table), (units, Some(units)), "{bytes}");
    }
}

async fn a_put_costs_the_larger_of_both_items(db: &Database<'_>) {
    let table = db.table().await;
    let mut units = Vec::new();
    for bytes in [3 * KB, 20, 5 * KB, 5 * KB] {
        units.push(table.put_units(sized("1", bytes)).await.units);
    }

    assert_eq!(units, [3.0, 3.0, 5.0, 5.0]);
}

async fn an_update_costs_the_whole_item(db: &Database<'_>) {
    let table = db.table().await;
    let item = sized("1", 4 * KB - 10);
    table.put(&item).await.unwrap();

    let small = table.update_units(&item, change().set("n", 1)).await.units;
    let larger = table.update_units(&item, change().set("more", text(1000))).await.units;
    let smaller = table.update_units(&item, change().remove("f").remove("more")).await.units;
    let nothing = table.update_units(&item, change().remove("gone")).await.units;
    let created = table.update_units(row! { "PK" => "a", "SK" => "new" }, change().set("f", text(1500))).await.units;

    assert_eq!([small, larger, smaller, nothing, created], [4.0, 5.0, 5.0, 1.0, 2.0]);
}

async fn a_delete_costs_the_deleted_item(db: &Database<'_>) {
    let table = db.table().await;
    let item = sized("1", 3 * KB);
    table.put(&item).await.unwrap();

    let first = table.delete_units(&item).await.units;
    let second = table.delete_units(&item).await.units;

    assert_eq!((first, second), (3.0, 1.0));
}

async fn a_query_is_rounded_once(db: &Database<'_>) {
    let table = db.table().await;
    for number in 0..5 {
        table.put(sized(&number.to_string(), 1000)).await.unwrap();
    }

    let consistent = query_units(&table, table.query([is("PK", "a")])).await;
    let eventual = query_units(&table, with(table.query([is("PK", "a")]), |query| query.consistent = false)).await;

    assert_eq!((consistent.units, consistent.table), (2.0, Some(2.0)));
    assert_eq!(eventual.units, 1.0);
}

async fn a_query_costs_what_it_evaluated(db: &Database<'_>) {
    let table = db.table().await;
    for number in 0..4 {
        table.put(sized(&number.to_string(), 4 * KB)).await.unwrap();
    }
    let query = with(table.query([is("PK", "a"), below("SK", "3")]), |query| {
        query.filter = Some(exists("gone"));
        query.select = Select::Count;
    });

    assert_eq!(query_units(&table, query).await.units, 3.0);
}

async fn a_query_of_nothing_costs_the_least(db: &Database<'_>) {
    let table = db.table().await;

    let consistent = query_units(&table, table.query([is("PK", "a")])).await.units;
    let eventual =
        query_units(&table, with(table.query([is("PK", "a")]), |query| query.consistent = false)).await.units;

    assert_eq!((consistent, eventual), (1.0, 0.5));
}

async fn a_page_costs_its_own_items(db: &Database<'_>) {
    let table = db.table().await;
    for number in 0..4 {
        table.put(sized(&number.to_string(), 5 * KB)).await.unwrap();
    }

    let two = query_units(&table, with(table.query([is("PK", "a")]), |query| query.limit = Some(2))).await;

    assert_eq!(two.units, 3.0);
}

fn by_status(projection: Projection) -> IndexDefinition {
    global("by-status", &["status:S"], &[], projection)
}

async fn indexed<'b>(db: &Database<'b>, index: IndexDefinition) -> Table<'b> {
    db.table_with(&["PK:S", "SK:S"], &[index]).await
}

/// Table, and index if it was touched.
fn shares(consumed: &ConsumedCapacity) -> (Option<f64>, Option<f64>) {
    let index = consumed.global_indexes.get("by-status").or(consumed.local_indexes.get("by-rank"));
    (consumed.table, index.copied())
}

async fn an_item_that_enters_an_index_costs_one_write(db: &Database<'_>) {
    let table = indexed(db, by_status(Projection::All)).await;
    let item = sized("1", 100);

    let outside = table.put_units(&item).await;
    let entered = table.update_units(&item, change().set("status", "OPEN")).await;
    let put = table.put_units(and(&sized("2", 100), "status", "OPEN")).await;

    assert_eq!(shares(&outside), (Some(1.0), None));
    assert_eq!(shares(&entered), (Some(1.0), Some(1.0)));
    assert_eq!(shares(&put), (Some(1.0), Some(1.0)));
}

async fn an_item_that_moves_in_an_index_costs_two_writes(db: &Database<'_>) {
    let table = indexed(db, by_status(Projection::KeysOnly)).await;
    let item = and(&sized("1", 100), "status", "OPEN");
    table.put(&item).await.unwrap();

    let moved = table.update_units(&item, change().set("status", "PAID")).await;
    let replaced = table.put_units(and(&item, "status", "SENT")).await;

    assert_eq!(shares(&moved), (Some(1.0), Some(2.0)));
    assert_eq!(shares(&replaced), (Some(1.0), Some(2.0)));
}

async fn an_item_that_leaves_an_index_costs_one_write(db: &Database<'_>) {
    let table = indexed(db, by_status(Projection::All)).await;
    let item = and(&sized("1", 100), "status", "OPEN");
    table.put(&item).await.unwrap();

    let left = table.update_units(&item, change().remove("status")).await;
    let stayed_out = table.update_units(&item, change().set("other", 1)).await;

    assert_eq!(shares(&left), (Some(1.0), Some(1.0)));
    assert_eq!(shares(&stayed_out), (Some(1.0), None));
}

async fn a_change_that_an_index_carries_costs_one_write(db: &Database<'_>) {
    let table = indexed(db, by_status(include(&["n"]))).await;
    let item = and(&sized("1", 100), "status", "OPEN");
    table.put(&item).await.unwrap();

    let added = table.update_units(&item, change().set("n", 1)).await;
    let removed = table.update_units(&item, change().remove("n")).await;

    assert_eq!(shares(&added), (Some(1.0), Some(1.0)));
    assert_eq!(shares(&removed), (Some(1.0), Some(1.0)));
}

async fn a_change_that_an_index_does_not_carry_costs_nothing_there(db: &Database<'_>) {
    let table = indexed(db, by_status(include(&["n"]))).await;
    let item = and(&and(&sized("1", 100), "status", "OPEN"), "n", 1);
    table.put(&item).await.unwrap();

    let other = table.update_units(&item, change().set("other", 1)).await;
    let same = table.update_units(&item, change().set("n", n("1.0")).set("status", "OPEN")).await;
    let identical = table.put_units(and(&item, "other", 1)).await;

    assert_eq!(shares(&other), (Some(1.0), None));
    assert_eq!(shares(&same), (Some(1.0), None));
    assert_eq!(shares(&identical), (Some(1.0), None));
}

async fn an_index_is_charged_by_its_entries(db: &Database<'_>) {
    let keys_only = indexed(db, by_status(Projection::KeysOnly)).await;
    let all = indexed(db, by_status(Projection::All)).await;
    let item = and(&sized("1", 3 * KB), "status", "OPEN");

    assert_eq!(shares(&keys_only.put_units(&item).await), (Some(4.0), Some(1.0)));
    assert_eq!(shares(&all.put_units(&item).await), (Some(4.0), Some(4.0)));
}

async fn a_local_index_is_charged_as_a_global_one(db: &Database<'_>) {
    let table = indexed(db, local("by-rank", "rank:N", Projection::KeysOnly)).await;
    let item = sized("1", 100);

    let outside = table.put_units(&item).await;
    let entered = table.update_units(&item, change().set("rank", 1)).await;
    let moved = table.update_units(&item, change().add("rank", 1)).await;
    let left = table.update_units(&item, change().remove("rank")).await;

    assert_eq!(shares(&outside), (Some(1.0), None));
    assert_eq!(shares(&entered), (Some(1.0), Some(1.0)));
    assert_eq!(shares(&moved), (Some(1.0), Some(2.0)));
    assert_eq!(shares(&left), (Some(1.0), Some(1.0)));
    assert_eq!((moved.units, moved.local_indexes.len(), moved.global_indexes.len()), (3.0, 1, 0));
}

async fn a_delete_is_charged_to_the_indexes(db: &Database<'_>) {
    let table = indexed(db, by_status(Projection::All)).await;
    let inside = and(&sized("1", 1500), "status", "OPEN");
    table.put(&inside).await.unwrap();
    table.put(sized("2", 1500)).await.unwrap();

    assert_eq!(shares(&table.delete_units(&inside).await), (Some(2.0), Some(2.0)));
    assert_eq!(shares(&table.delete_units(sized("2", 1500)).await), (Some(2.0), None));
}

async fn the_sum_is_of_table_and_indexes(db: &Database<'_>) {
    let indexes = [
        by_status(Projection::All),
        global("by-more", &["more:S"], &[], Projection::KeysOnly),
        local("by-rank", "rank:N", Projection::All),
    ];
    let table = db.table_with(&["PK:S", "SK:S"], &indexes).await;
    let item = and(&and(&and(&sized("1", 1200), "status", "x"), "more", "x"), "rank", 1);

    let consumed = table.put_units(&item).await;
    let condition = with(DeleteItem::new(table.name(), table.key(&item)), |delete| {
        delete.condition = Some(exists("gone"));
        delete.return_consumed = ReturnConsumed::Total;
    });

    assert_eq!((consumed.units, consumed.table), (7.0, Some(2.0)));
    assert_eq!((consumed.global_indexes["by-status"], consumed.global_indexes["by-more"]), (2.0, 1.0));
    assert_eq!(consumed.local_indexes["by-rank"], 2.0);
    table.backend.delete_item(condition).await.condition_failed();
}

async fn a_query_of_an_index_costs_the_index(db: &Database<'_>) {
    let table = indexed(db, by_status(Projection::KeysOnly)).await;
    for number in 0..3 {
        table.put(and(&sized(&number.to_string(), 9 * KB), "status", "OPEN")).await.unwrap();
    }

    let consumed = query_units(&table, table.query_index("by-status", [is("status", "OPEN")])).await;

    assert_eq!(consumed.units, 0.5);
    assert_eq!(shares(&consumed), (Some(0.0), Some(0.5)));
}

async fn a_query_of_a_local_index_costs_fetches(db: &Database<'_>) {
    let table = indexed(db, local("by-rank", "rank:N", Projection::KeysOnly)).await;
    for number in 0..3 {
        table.put(and(&sized(&number.to_string(), 5 * KB), "rank", number)).await.unwrap();
    }
    let query = |select| {
        with(table.query_index("by-rank", [is("PK", "a")]), |query| {
            query.select = select;
            query.consistent = true;
        })
    };

    let carried = query_units(&table, query(Select::Default)).await;
    let fetched = query_units(&table, query(Select::AllAttributes)).await;

    assert_eq!((carried.units, shares(&carried)), (1.0, (Some(0.0), Some(1.0))));
    // Each item by itself, rounded up to whole units.
    assert_eq!((fetched.units, shares(&fetched)), (7.0, (Some(6.0), Some(1.0))));
}
