//! Global indexes whose keys are several attributes.

use monotable::request::control::Projection;

use super::change::change;
use super::database::{Database, Table, global, with};
use super::refusal::Refused;
use super::words::*;

scenarios! {
    entries_are_sorted_by_one_attribute_after_another,
    every_attribute_of_the_partition_key_takes_equality,
    attributes_of_the_sort_key_are_filled_from_the_left,
    the_last_attribute_takes_a_range,
    a_gap_in_the_sort_key_is_refused,
    an_early_range_is_refused,
    an_item_that_lacks_one_attribute_is_not_in_the_index,
    attributes_do_not_run_into_each_other,
    a_page_goes_on_after_all_key_attributes,
    a_start_key_needs_all_key_attributes,
    no_key_attribute_is_filtered,
    a_change_of_any_attribute_moves_the_entry,
    every_attribute_has_its_type,
    keys_of_four_and_four_attributes_work,
}

/// Partition key of country and city, sort key of status, total and place.
async fn indexed<'b>(db: &Database<'b>) -> Table<'b> {
    let index = global("by-place", &["country:S", "city:S"], &["status:S", "total:N", "at:S"], Projection::All);
    db.table_with(&["id:S"], &[index]).await
}

fn order(id: &str, status: &str, total: i32, at: &str) -> Row {
    row! { "id" => id, "country" => "de", "city" => "ulm", "status" => status, "total" => total, "at" => at }
}

/// In the order of the index.
fn orders() -> Vec<Row> {
    vec![
        order("f", "a", -5, "z"),
        order("c", "a", 9, "x"),
        order("a", "a", 9, "y"),
        order("e", "a", 10, "a"),
        order("b", "ab", 1, "b"),
        order("g", "b", 1, "a"),
        order("d", "b", 1, "c"),
    ]
}

async fn filled<'b>(db: &Database<'b>) -> Table<'b> {
    let table = indexed(db).await;
    let mut items = orders();
    items.sort_by_key(|row| format!("{:?}", row["id"]));
    table.put_all(items).await;
    let other =
        |id: &str, country: &str, city: &str| and(&and(&order(id, "a", 1, "a"), "country", country), "city", city);
    table.put_all([other("x", "de", "u"), other("y", "d", "eulm"), other("z", "deu", "lm")]).await;
    table
}

fn place() -> Vec<monotable::expression::KeyCondition> {
    vec![is("country", "de"), is("city", "ulm")]
}

async fn found(table: &Table<'_>, more: impl IntoIterator<Item = monotable::expression::KeyCondition>) -> String {
    let keys: Vec<_> = place().into_iter().chain(more).collect();
    let rows = table.rows(table.query_index("by-place", keys)).await;
    rows.iter().map(|row| format!("{:?}", row["id"]).chars().nth(3).unwrap()).collect()
}

async fn entries_are_sorted_by_one_attribute_after_another(db: &Database<'_>) {
    let table = filled(db).await;

    let rows = table.rows(table.query_index("by-place", place())).await;
    let backwards = table.rows(with(table.query_index("by-place", place()), |query| query.forward = false)).await;

    assert_eq!(rows, orders());
    assert_eq!(backwards, orders().into_iter().rev().collect::<Vec<_>>());
}

async fn every_attribute_of_the_partition_key_takes_equality(db: &Database<'_>) {
    let table = filled(db).await;

    table.page(table.query_index("by-place", [is("country", "de")])).await.refused("");
    let query = |conditions: Vec<_>| table.page(table.query_index("by-place", conditions));
    let core =
        |names: &str| format!("HASH key attributes {names} must have equality conditions specified in the query");

    query(vec![is("city", "ulm")]).await.refused(&core("country"));
    query(vec![is("country", "de"), is("status", "a")]).await.refused(&core("city"));
    query(vec![is("country", "de"), from("city", "ulm")]).await.refused(&core("city"));
    query(vec![below("country", "de"), is("city", "ulm")]).await.refused(&core("country"));
    query(vec![is("country", "de"), within("city", "a", "u")]).await.refused(&core("city"));
    query(vec![begins("country", "d"), begins("city", "u")]).await.refused(&core("country, city"));
    query(vec![is("status", "a")]).await.refused(&core("country, city"));
}

async fn attributes_of_the_sort_key_are_filled_from_the_left(db: &Database<'_>) {
    let table = filled(db).await;

    assert_eq!(found(&table, [is("status", "a")]).await, "fcae");
    assert_eq!(found(&table, [is("status", "a"), is("total", n("9.0"))]).await, "ca");
    assert_eq!(found(&table, [is("at", "y"), is("total", 9), is("status", "a")]).await, "a");
    assert_eq!(found(&table, [is("status", "c")]).await, "");
}

async fn the_last_attribute_takes_a_range(db: &Database<'_>) {
    let table = filled(db).await;

    assert_eq!(found(&table, [above("status", "a")]).await, "bgd");
    assert_eq!(found(&table, [up_to("status", "ab")]).await, "fcaeb");
    assert_eq!(found(&table, [begins("status", "a")]).await, "fcaeb");
    assert_eq!(found(&table, [is("status", "a"), below("total", 9)]).await, "f");
    assert_eq!(found(&table, [is("status", "a"), within("total", 9, 10)]).await, "cae");
    assert_eq!(found(&table, [is("status", "a"), above("total", 9)]).await, "e");
    assert_eq!(found(&table, [is("status", "b"), is("total", 1), above("at", "a")]).await, "d");
    assert_eq!(found(&table, [is("status", "b"), is("total", 1), begins("at", "a")]).await, "g");
}

async fn a_gap_in_the_sort_key_is_refused(db: &Database<'_>) {
    let table = filled(db).await;
    let gap = |more: Vec<_>| table.query_index("by-place", place().into_iter().chain(more).collect::<Vec<_>>());

    let core = "must have equality conditions specified in the query because a condition is present on key attribute";
    table.page(gap(vec![is("total", 1)])).await.refused(core);
    table.page(gap(vec![is("at", "a")])).await.refused(core);
    table.page(gap(vec![is("status", "a"), is("at", "a")])).await.refused(core);
}

async fn an_early_range_is_refused(db: &Database<'_>) {
    let table = filled(db).await;
    let early = |more: Vec<_>| table.query_index("by-place", place().into_iter().chain(more).collect::<Vec<_>>());

    let core = "must have equality conditions specified in the query because a condition is present on key attribute";
    table.page(early(vec![from("status", "a"), is("total", 1)])).await.refused(core);
    table.page(early(vec![is("status", "a"), above("total", 1), is("at", "a")])).await.refused(core);
    table.page(early(vec![above("status", "a"), above("total", 1)])).await.refused(core);
}

async fn an_item_that_lacks_one_attribute_is_not_in_the_index(db: &Database<'_>) {
    let table = indexed(db).await;
    let whole = order("a", "a", 1, "a");
    for lacking in ["country", "city", "status", "total", "at"] {
        table.put(&whole).await.unwrap();
        let inside = table.rows(table.scan_index("by-place")).await.len();
        table.update(&whole, change().remove(lacking)).await.unwrap();
        let outside = table.rows(table.scan_index("by-place")).await.len();

        assert_eq!((inside, outside), (1, 0), "{lacking}");
    }
}

async fn attributes_do_not_run_into_each_other(db: &Database<'_>) {
    let table = filled(db).await;
    let of = |country: &str, city: &str| table.query_index("by-place", [is("country", country), is("city", city)]);

    assert_eq!(table.rows(of("de", "u")).await.len(), 1);
    assert_eq!(table.rows(of("d", "eulm")).await.len(), 1);
    assert_eq!(table.rows(of("deu", "lm")).await.len(), 1);
    assert_eq!(table.rows(of("deulm", "x")).await.len(), 0);
}

async fn a_page_goes_on_after_all_key_attributes(db: &Database<'_>) {
    let table = filled(db).await;
    // The same index key, twice.
    table.put(order("h", "a", 9, "x")).await.unwrap();
    let query = |limit, forward| {
        with(table.query_index("by-place", place()), |query| {
            query.limit = Some(limit);
            query.forward = forward;
        })
    };
    let whole = table.rows(table.query_index("by-place", place())).await;

    for limit in [1, 2, 3, 5] {
        assert_eq!(table.pages(query(limit, true)).await.concat(), whole);
        let backwards: Vec<Row> = whole.iter().rev().cloned().collect();
        assert_eq!(table.pages(query(limit, false)).await.concat(), backwards);
    }
    let page = table.page(query(1, true)).await.unwrap();
    assert_eq!(page.last_evaluated_key.map(|key| row(&key)), Some(whole[0].clone()));
}

async fn a_start_key_needs_all_key_attributes(db: &Database<'_>) {
    let table = filled(db).await;
    let start = orders()[2].to_item();

    for lacking in ["id", "country", "city", "status", "total", "at"] {
        let key = start.select(|name| name != lacking.as_bytes());
        let query = with(table.query_index("by-place", place()), |query| query.start_key = Some(key));
        table.page(query).await.refused("The provided starting key is invalid");
    }
    let query = with(table.query_index("by-place", place()), |query| query.start_key = Some(start));
    assert_eq!(table.rows(query).await, orders()[3..]);
}

async fn no_key_attribute_is_filtered(db: &Database<'_>) {
    let table = filled(db).await;

    for name in ["country", "city", "status", "total", "at"] {
        let query = with(table.query_index("by-place", place()), |query| query.filter = Some(exists(name)));
        table.page(query).await.refused("Filter Expression can only contain non-primary key attributes");
    }
    let query = with(table.query_index("by-place", place()), |query| query.filter = Some(eq(p("id"), v("e"))));
    assert_eq!(table.rows(query).await, [order("e", "a", 10, "a")]);
}

async fn a_change_of_any_attribute_moves_the_entry(db: &Database<'_>) {
    let table = filled(db).await;
    let id = |id: &str| row! { "id" => id };

    table.update(id("f"), change().set("at", "moved").set("total", 100)).await.unwrap();
    table.update(id("d"), change().add("total", -1)).await.unwrap();
    table.update(id("b"), change().set("city", "bonn")).await.unwrap();
    table.delete(id("c")).await.unwrap();

    assert_eq!(found(&table, []).await, "aefdg");
    let moved = table.rows(table.query_index("by-place", [is("country", "de"), is("city", "bonn")])).await;
    assert_eq!(moved, [and(&order("b", "ab", 1, "b"), "city", "bonn")]);
}

async fn every_attribute_has_its_type(db: &Database<'_>) {
    let table = indexed(db).await;
    let item = order("a", "a", 1, "a");
    table.put(&item).await.unwrap();

    for name in ["country", "city", "status", "at"] {
        let core = format!("Type mismatch for Index Key {name} Expected: S Actual: N IndexName: by-place");
        table.put(and(&item, name, 1)).await.refused(&core);
        table.update(&item, change().set(name, 1)).await.refused(&core);
        table.update(&item, change().set(name, "")).await.refused("cannot contain an empty string value");
    }
    let condition = table.query_index("by-place", [is("country", "de"), is("city", 1)]);
    table.page(condition).await.refused("Condition parameter type does not match schema type");

    assert_eq!(table.rows(table.query_index("by-place", place())).await, [item]);
}

async fn keys_of_four_and_four_attributes_work(db: &Database<'_>) {
    let index = global("wide", &["a:S", "b:N", "c:B", "d:S"], &["e:N", "f:S", "g:B", "h:N"], Projection::KeysOnly);
    let table = db.table_with(&["id:S"], &[index]).await;
    let item = |id: &str, h: i32| {
        row! {
            "id" => id, "a" => "a", "b" => 1, "c" => b(&[0]), "d" => "d", "e" => -1, "f" => "f", "g" => b(&[0, 255]),
            "h" => h,
        }
    };
    table.put_all([item("1", 5), item("2", -5), item("3", 0)]).await;
    let hash = [is("a", "a"), is("b", 1), is("c", b(&[0])), is("d", "d")];
    let range = [is("e", -1), is("f", "f"), is("g", b(&[0, 255])), from("h", 0)];

    let all = table.rows(table.query_index("wide", hash.clone())).await;
    let some = table.rows(table.query_index("wide", hash.into_iter().chain(range).collect::<Vec<_>>())).await;

    assert_eq!(all, [item("2", -5), item("3", 0), item("1", 5)]);
    assert_eq!(some, all[1..]);
}
