//! Global indexes: what is in them, and how writes change that.

use monotable::expression::Condition;
use monotable::request::control::Projection;
use monotable::request::{DeleteItem, Select};

use super::change::change;
use super::database::{Database, Table, global, include, with};
use super::refusal::Refused;
use super::words::*;

scenarios! {
    an_item_with_all_index_keys_is_in_the_index,
    an_item_enters_and_leaves_a_sparse_index,
    an_item_moves_when_its_index_keys_change,
    both_index_keys_can_change_at_once,
    a_count_that_is_an_index_key_moves_its_item,
    a_put_replaces_the_entry,
    a_delete_takes_the_entry_away,
    a_write_that_fails_leaves_the_entry,
    an_entry_is_updated_with_its_item,
    an_index_is_sorted_by_its_own_key,
    an_index_of_keys_alone_carries_nothing_else,
    an_index_carries_what_it_includes,
    an_index_that_carries_all_carries_all,
    changes_that_an_index_does_not_carry_do_not_show,
    an_unprojected_attribute_is_refused,
    all_attributes_need_an_index_that_carries_all,
    a_global_index_is_not_read_consistently,
    an_index_without_sort_key_holds_many_items,
    an_inverted_index_swaps_the_keys,
    an_index_may_share_the_partition_key_of_the_table,
    an_attribute_may_key_several_indexes,
    an_item_of_index_keys_alone_can_be_updated_into_it,
    nested_values_are_projected_as_they_are,
    binary_and_number_keys_index_as_they_are,
    a_path_into_an_index_key_is_refused,
    a_path_into_a_key_is_refused_in_a_filter,
}

async fn indexed<'b>(db: &Database<'b>, projection: Projection) -> Table<'b> {
    db.table_with(&["PK:S", "SK:S"], &[global("by-status", &["status:S"], &["total:N"], projection)]).await
}

fn order(number: &str, status: &str, total: i32) -> Row {
    row! { "PK" => "a", "SK" => number, "status" => status, "total" => total, "more" => number }
}

fn key(number: &str) -> Row {
    row! { "PK" => "a", "SK" => number }
}

async fn with_status(table: &Table<'_>, status: &str) -> Vec<Row> {
    table.rows(table.query_index("by-status", [is("status", status)])).await
}

/// All entries of the index.
async fn entries(table: &Table<'_>) -> usize {
    table.rows(table.scan_index("by-status")).await.len()
}

async fn an_item_with_all_index_keys_is_in_the_index(db: &Database<'_>) {
    let table = indexed(db, Projection::All).await;
    let mut without_total = order("2", "OPEN", 2);
    without_total.remove("total");
    let mut without_status = order("3", "OPEN", 3);
    without_status.remove("status");

    table.put_all([order("1", "OPEN", 1), without_total, without_status, key("4")]).await;

    assert_eq!(with_status(&table, "OPEN").await, [order("1", "OPEN", 1)]);
    assert_eq!(entries(&table).await, 1);
    assert_eq!(table.all().await.len(), 4);
}

async fn an_item_enters_and_leaves_a_sparse_index(db: &Database<'_>) {
    let table = indexed(db, Projection::All).await;
    let mut item = order("1", "OPEN", 1);
    item.remove("status");
    table.put(&item).await.unwrap();
    let before = with_status(&table, "OPEN").await;

    table.update(&item, change().set("status", "OPEN")).await.unwrap();
    let inside = with_status(&table, "OPEN").await;
    table.update(&item, change().remove("total")).await.unwrap();
    let outside = (with_status(&table, "OPEN").await, entries(&table).await);
    table.update(&item, change().add("total", 7)).await.unwrap();
    let again = with_status(&table, "OPEN").await;
    table.update(&item, change().remove("status").remove("total")).await.unwrap();

    assert_eq!(before, []);
    assert_eq!(inside, [order("1", "OPEN", 1)]);
    assert_eq!(outside, (vec![], 0));
    assert_eq!(again, [order("1", "OPEN", 7)]);
    assert_eq!(entries(&table).await, 0);
}

async fn an_item_moves_when_its_index_keys_change(db: &Database<'_>) {
    let table = indexed(db, Projection::All).await;
    table.put_all([order("1", "OPEN", 1), order("2", "OPEN", 2)]).await;

    table.update(key("1"), change().set("status", "PAID")).await.unwrap();
    let moved = (with_status(&table, "OPEN").await, with_status(&table, "PAID").await);
    table.update(key("1"), change().set("status", "OPEN").set("total", 3)).await.unwrap();

    assert_eq!(moved, (vec![order("2", "OPEN", 2)], vec![order("1", "PAID", 1)]));
    assert_eq!(with_status(&table, "OPEN").await, [order("2", "OPEN", 2), order("1", "OPEN", 3)]);
    assert_eq!(entries(&table).await, 2);
}

async fn both_index_keys_can_change_at_once(db: &Database<'_>) {
    let table = indexed(db, Projection::KeysOnly).await;
    table.put_all((1..=5).map(|number| order(&number.to_string(), "OPEN", number))).await;

    for number in 1..=5 {
        let update = change().set("status", "PAID").minus("total", value(0), at("total"));
        table.update(key(&number.to_string()), update).await.unwrap();
    }

    let found = with_status(&table, "PAID").await;
    let totals: Vec<_> = found.iter().map(|row| row["total"].clone()).collect();
    assert_eq!(totals, [-5, -4, -3, -2, -1].map(v));
    assert_eq!(with_status(&table, "OPEN").await, []);
    assert_eq!(entries(&table).await, 5);
}

async fn a_count_that_is_an_index_key_moves_its_item(db: &Database<'_>) {
    let table = indexed(db, Projection::All).await;
    table.put_all([order("1", "OPEN", 1), order("2", "OPEN", 2), order("3", "OPEN", 3)]).await;

    table.update(key("1"), change().add("total", n("1.5"))).await.unwrap();
    table.update(key("3"), change().add("total", -100)).await.unwrap();
    // The same place, written otherwise.
    table.update(key("2"), change().set("total", n("2.00"))).await.unwrap();

    let found = with_status(&table, "OPEN").await;
    let order: Vec<_> = found.iter().map(|row| (row["SK"].clone(), row["total"].clone())).collect();
    assert_eq!(order, [(v("3"), v(-97)), (v("2"), v(2)), (v("1"), n("2.5"))]);
}

async fn a_put_replaces_the_entry(db: &Database<'_>) {
    let table = indexed(db, Projection::All).await;
    table.put(order("1", "OPEN", 1)).await.unwrap();

    table.put(order("1", "PAID", 5)).await.unwrap();
    let replaced = (with_status(&table, "OPEN").await, with_status(&table, "PAID").await);
    table.put(key("1")).await.unwrap();

    assert_eq!(replaced, (vec![], vec![order("1", "PAID", 5)]));
    assert_eq!(entries(&table).await, 0);
}

async fn a_delete_takes_the_entry_away(db: &Database<'_>) {
    let table = indexed(db, Projection::KeysOnly).await;
    table.put_all([order("1", "OPEN", 1), order("2", "OPEN", 1)]).await;

    table.delete(key("1")).await.unwrap();

    assert_eq!(with_status(&table, "OPEN").await, [only(&order("2", "OPEN", 1), &["PK", "SK", "status", "total"])]);
}

async fn a_write_that_fails_leaves_the_entry(db: &Database<'_>) {
    let table = indexed(db, Projection::All).await;
    let item = order("1", "OPEN", 1);
    table.put(&item).await.unwrap();
    let gone = || missing("PK");

    table.put_if(order("1", "PAID", 2), gone()).await.condition_failed();
    table.update_if(&item, change().set("status", "PAID"), gone()).await.condition_failed();
    let delete = with(DeleteItem::new(table.name(), table.key(&item)), |delete| delete.condition = Some(gone()));
    table.backend.delete_item(delete).await.condition_failed();
    table.update(&item, change().set("status", "PAID").set("total", "x")).await.refused("Type mismatch for Index Key");
    table.update(&item, change().set("status", "PAID").set("gone.x", 1)).await.refused("invalid for update");
    table.put(and(&order("1", "PAID", 1), "total", "x")).await.refused("Type mismatch for Index Key");

    assert_eq!(with_status(&table, "OPEN").await, [item]);
    assert_eq!(with_status(&table, "PAID").await, []);
}

async fn an_entry_is_updated_with_its_item(db: &Database<'_>) {
    let table = indexed(db, Projection::All).await;
    let item = and(&order("1", "OPEN", 1), "m", map! { "n" => 1 });
    table.put(&item).await.unwrap();

    table.update(&item, change().add("m.n", 1).remove("more").set("new", list![])).await.unwrap();

    let found = with_status(&table, "OPEN").await;
    assert_eq!(found, [table.get(&item).await.unwrap()]);
    assert_eq!(found[0]["m"], map! { "n" => 2 });
}

async fn an_index_is_sorted_by_its_own_key(db: &Database<'_>) {
    let table = indexed(db, Projection::All).await;
    let totals = [5, -1, 100, 20, 3];
    table.put_all((0..5).map(|at| order(&at.to_string(), "OPEN", totals[at]))).await;
    let query = |keys: Vec<_>| table.query_index("by-status", keys);
    let of = |rows: Vec<Row>| rows.iter().map(|row| row["total"].clone()).collect::<Vec<_>>();

    let all = table.rows(query(vec![is("status", "OPEN")])).await;
    let descending = table.rows(with(query(vec![is("status", "OPEN")]), |query| query.forward = false)).await;
    let some = table.rows(query(vec![is("status", "OPEN"), within("total", 3, n("99.9"))])).await;
    let one = table.rows(query(vec![is("status", "OPEN"), is("total", n("2e1"))])).await;

    assert_eq!(of(all), [-1, 3, 5, 20, 100].map(v));
    assert_eq!(of(descending), [100, 20, 5, 3, -1].map(v));
    assert_eq!(of(some), [3, 5, 20].map(v));
    assert_eq!(of(one), [v(20)]);
}

async fn an_index_of_keys_alone_carries_nothing_else(db: &Database<'_>) {
    let table = indexed(db, Projection::KeysOnly).await;
    table.put(order("1", "OPEN", 1)).await.unwrap();

    let entry = only(&order("1", "OPEN", 1), &["PK", "SK", "status", "total"]);
    assert_eq!(with_status(&table, "OPEN").await, std::slice::from_ref(&entry));
    assert_eq!(table.rows(table.scan_index("by-status")).await, [entry]);
}

async fn an_index_carries_what_it_includes(db: &Database<'_>) {
    let table = indexed(db, include(&["more", "gone"])).await;
    table.put(and(&order("1", "OPEN", 1), "other", 1)).await.unwrap();

    assert_eq!(with_status(&table, "OPEN").await, [order("1", "OPEN", 1)]);
    table.update(key("1"), change().set("gone", "back").remove("more")).await.unwrap();
    let mut changed = and(&order("1", "OPEN", 1), "gone", "back");
    changed.remove("more");
    assert_eq!(with_status(&table, "OPEN").await, [changed]);
}

async fn an_index_that_carries_all_carries_all(db: &Database<'_>) {
    let table = indexed(db, Projection::All).await;
    let mut item = and(&order("1", "OPEN", 1), "l", list![1, map! { "a" => ss(&["x"]) }]);
    item.insert("a name longer than that of a key ".repeat(10), v(1));
    table.put(&item).await.unwrap();
    let query = |select| with(table.query_index("by-status", [is("status", "OPEN")]), |query| query.select = select);

    assert_eq!(table.rows(query(Select::Default)).await, [item.clone()]);
    assert_eq!(table.rows(query(Select::AllAttributes)).await, [item]);
    assert_eq!(
        table.rows(query(Select::Paths(paths(&["l[1].a"])))).await,
        [row! { "l" => list![map! { "a" => ss(&["x"]) }] }]
    );
}

async fn changes_that_an_index_does_not_carry_do_not_show(db: &Database<'_>) {
    let table = indexed(db, include(&["more"])).await;
    table.put(order("1", "OPEN", 1)).await.unwrap();

    table.update(key("1"), change().set("other", 1).set("large", text(5000))).await.unwrap();

    assert_eq!(with_status(&table, "OPEN").await, [order("1", "OPEN", 1)]);
}

async fn an_unprojected_attribute_is_refused(db: &Database<'_>) {
    let table = indexed(db, include(&["more"])).await;
    table.put(order("1", "OPEN", 1)).await.unwrap();
    let query = |select: &[&str]| {
        with(table.query_index("by-status", [is("status", "OPEN")]), |query| {
            query.select = Select::Paths(paths(select))
        })
    };
    let scan = with(table.scan_index("by-status"), |scan| scan.select = Select::Paths(paths(&["other"])));

    table.page(query(&["other"])).await.refused("");
    table.page(query(&["more", "other.inner"])).await.refused("");
    table.page(scan).await.refused("");
    assert_eq!(table.rows(query(&["more", "PK"])).await, [row! { "PK" => "a", "more" => "1" }]);
}

async fn all_attributes_need_an_index_that_carries_all(db: &Database<'_>) {
    let table = indexed(db, include(&["more"])).await;
    let core = "Select type ALL_ATTRIBUTES is not supported for global secondary index by-status because its projection type is not ALL";

    let query = table.query_index("by-status", [is("status", "OPEN")]);
    table.page(with(query, |query| query.select = Select::AllAttributes)).await.refused(core);
    let scan = table.scan_index("by-status");
    table.page(with(scan, |scan| scan.select = Select::AllAttributes)).await.refused(core);
}

async fn a_global_index_is_not_read_consistently(db: &Database<'_>) {
    let table = indexed(db, Projection::All).await;
    let core = "Consistent reads are not supported on global secondary indexes";

    let query = table.query_index("by-status", [is("status", "OPEN")]);
    table.page(with(query, |query| query.consistent = true)).await.refused(core);
    table.page(with(table.scan_index("by-status"), |scan| scan.consistent = true)).await.refused(core);
}

async fn an_index_without_sort_key_holds_many_items(db: &Database<'_>) {
    let table = db.table_with(&["id:S"], &[global("by-group", &["group:S"], &[], Projection::All)]).await;
    table.put_all(["c", "a", "b"].map(|id| row! { "id" => id, "group" => "g" })).await;
    table.put(row! { "id" => "d", "group" => "other" }).await.unwrap();

    let mut found = table.rows(table.query_index("by-group", [is("group", "g")])).await;
    table.page(table.query_index("by-group", [is("group", "g"), is("id", "a")])).await.refused("");

    found.sort_by_key(|row| format!("{row:?}"));
    assert_eq!(found, ["a", "b", "c"].map(|id| row! { "id" => id, "group" => "g" }));
}

async fn an_inverted_index_swaps_the_keys(db: &Database<'_>) {
    let table = db.table_with(&["PK:S", "SK:S"], &[global("inverted", &["SK:S"], &["PK:S"], Projection::All)]).await;
    let pairs = [("u1", "g1"), ("u2", "g1"), ("u1", "g2"), ("u3", "g1")];
    table.put_all(pairs.map(|(pk, sk)| row! { "PK" => pk, "SK" => sk })).await;
    let query = |keys: Vec<_>| table.query_index("inverted", keys);

    let members = table.rows(query(vec![is("SK", "g1")])).await;
    let some = table.rows(query(vec![is("SK", "g1"), above("PK", "u1")])).await;
    let page = table.page(with(query(vec![is("SK", "g1")]), |query| query.limit = Some(1))).await.unwrap();

    assert_eq!(members, ["u1", "u2", "u3"].map(|pk| row! { "PK" => pk, "SK" => "g1" }));
    assert_eq!(some, members[1..]);
    assert_eq!(page.last_evaluated_key.map(|key| row(&key)), Some(members[0].clone()));
}

async fn an_index_may_share_the_partition_key_of_the_table(db: &Database<'_>) {
    let table = db.table_with(&["PK:S", "SK:S"], &[global("by-total", &["PK:S"], &["total:N"], Projection::All)]).await;
    table.put_all([order("1", "x", 3), order("2", "x", 1), order("3", "x", 2), key("4")]).await;

    let found = table.rows(table.query_index("by-total", [is("PK", "a"), from("total", 2)])).await;

    assert_eq!(found, [order("3", "x", 2), order("1", "x", 3)]);
}

async fn an_attribute_may_key_several_indexes(db: &Database<'_>) {
    let indexes = [
        global("a-by-total", &["status:S"], &["total:N"], Projection::KeysOnly),
        global("b-by-more", &["status:S"], &["more:S"], Projection::KeysOnly),
        global("c-of-total", &["total:N"], &[], Projection::KeysOnly),
    ];
    let table = db.table_with(&["PK:S", "SK:S"], &indexes).await;
    let item = order("1", "OPEN", 1);
    table.put(&item).await.unwrap();

    let wrong = table.put(and(&item, "status", 1)).await;
    table.update(&item, change().remove("more").set("total", 2)).await.unwrap();

    wrong.refused("Type mismatch for Index Key status Expected: S Actual: N IndexName: a-by-total");
    let entry = row! { "PK" => "a", "SK" => "1", "status" => "OPEN", "total" => 2 };
    assert_eq!(table.rows(table.scan_index("a-by-total")).await, [entry]);
    assert_eq!(table.rows(table.scan_index("b-by-more")).await, []);
    let by_total = table.rows(table.query_index("c-of-total", [is("total", 2)])).await;
    assert_eq!(by_total, [row! { "PK" => "a", "SK" => "1", "total" => 2 }]);
    assert_eq!(table.rows(table.query_index("c-of-total", [is("total", 1)])).await, []);
}

async fn an_item_of_index_keys_alone_can_be_updated_into_it(db: &Database<'_>) {
    let table = indexed(db, Projection::All).await;

    table.update(key("1"), change().set("status", "OPEN").add("total", 1)).await.unwrap();
    table.update(key("1"), change()).await.unwrap();

    assert_eq!(
        with_status(&table, "OPEN").await,
        [row! { "PK" => "a", "SK" => "1", "status" => "OPEN", "total" => 1 }]
    );
}

async fn nested_values_are_projected_as_they_are(db: &Database<'_>) {
    let table = indexed(db, include(&["m"])).await;
    let item = and(&order("1", "OPEN", 1), "m", map! { "l" => list![1, 2], "status" => 1 });
    table.put(&item).await.unwrap();

    table.update(&item, change().remove("m.l[0]").set("m.status", "not a key")).await.unwrap();

    let found = with_status(&table, "OPEN").await;
    assert_eq!(found[0]["m"], map! { "l" => list![2], "status" => "not a key" });
    assert_eq!(found[0].get("more"), None);
}

async fn binary_and_number_keys_index_as_they_are(db: &Database<'_>) {
    let index = global("by-bin", &["num:N"], &["bin:B"], Projection::KeysOnly);
    let table = db.table_with(&["id:S"], &[index]).await;
    let item = |id: &str, num: &str, bin: &[u8]| row! { "id" => id, "num" => n(num), "bin" => b(bin) };
    table
        .put_all([item("1", "1.0", &[255]), item("2", "1", &[0]), item("3", "10e-1", &[0, 0]), item("4", "2", &[0])])
        .await;

    let found = table.rows(table.query_index("by-bin", [is("num", 1)])).await;
    let prefixed = table.rows(table.query_index("by-bin", [is("num", 1), begins("bin", b(&[0]))])).await;

    let ids = |rows: &[Row]| rows.iter().map(|row| row["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&found), ["2", "3", "1"].map(v));
    assert_eq!(ids(&prefixed), ["2", "3"].map(v));
}

async fn a_path_into_an_index_key_is_refused(db: &Database<'_>) {
    let table = indexed(db, Projection::All).await;
    let core =
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: status";

    let query = table.query_index("by-status", [is("status", "OPEN")]);
    table.page(with(query, |query| query.select = Select::Paths(paths(&["status.x"])))).await.refused(core);
}

async fn a_path_into_a_key_is_refused_in_a_filter(db: &Database<'_>) {
    let table = indexed(db, Projection::All).await;
    let core = "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ";
    let into = |path: &str| Some(Condition::Exists(p(path)));

    let of_the_table = with(table.scan(), |scan| scan.filter = into("SK[0]"));
    let of_the_index = with(table.scan_index("by-status"), |scan| scan.filter = into("total.x"));
    let of_another = with(table.scan(), |scan| scan.filter = into("total.x"));

    table.backend.scan(of_the_table).await.refused(&format!("{core}Key: SK"));
    table.backend.scan(of_the_index).await.refused(&format!("{core}IndexKey: total"));
    table.backend.scan(of_another).await.unwrap();
}
