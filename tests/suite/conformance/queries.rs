//! Queries of a table: key conditions, order, filters, what is selected.

use monotable::expression::{KeyCondition, KeyTest};
use monotable::request::Select;
use monotable::request::control::Projection;

use super::database::{Database, Table, global, with};
use super::refusal::Refused;
use super::words::*;

scenarios! {
    a_partition_comes_in_the_order_of_its_sort_keys,
    a_partition_without_items_is_an_empty_page,
    ranges_of_the_sort_key_include_what_they_say,
    conditions_on_keys_come_in_any_order,
    a_query_needs_the_partition_key,
    the_partition_key_takes_equality_alone,
    a_key_takes_one_condition,
    a_query_has_conditions_on_keys_alone,
    values_of_key_conditions_have_the_type_of_the_key,
    begins_with_is_not_for_numbers,
    bounds_of_a_key_the_wrong_way_round_are_refused,
    key_conditions_take_no_composite_values,
    a_filter_drops_items_but_counts_them,
    a_filter_on_a_key_attribute_is_refused,
    a_projection_of_a_query_selects_paths,
    a_count_has_no_items,
    an_index_that_does_not_exist_is_refused,
    a_limit_of_zero_is_refused,
    a_table_without_sort_key_is_queried_by_its_partition_key,
    a_sort_condition_on_a_table_without_sort_key_is_refused,
    partitions_do_not_run_into_each_other,
}

fn item(sk: &str, n: i32) -> Row {
    row! { "PK" => "a", "SK" => sk, "n" => n }
}

/// A table with one partition of the sort keys `a` to `e`, between two others.
async fn filled<'b>(db: &Database<'b>) -> Table<'b> {
    let table = db.table().await;
    table.put_all(["d", "b", "e", "a", "c"].map(|sk| item(sk, i32::from(sk.as_bytes()[0]) - 96))).await;
    table.put_all(["A", "b", "aa", "a "].map(|pk| row! { "PK" => pk, "SK" => "c" })).await;
    table
}

async fn sort_keys(table: &Table<'_>, keys: impl Into<Vec<KeyCondition>>) -> String {
    let rows = table.rows(table.query(keys)).await;
    rows.iter().map(|row| format!("{:?}", row["SK"]).replace("S(\"", "").replace("\")", "")).collect()
}

async fn a_partition_comes_in_the_order_of_its_sort_keys(db: &Database<'_>) {
    let table = filled(db).await;

    let ascending = table.rows(table.query([is("PK", "a")])).await;
    let descending = table.rows(with(table.query([is("PK", "a")]), |query| query.forward = false)).await;

    let all = [item("a", 1), item("b", 2), item("c", 3), item("d", 4), item("e", 5)];
    assert_eq!(ascending, all);
    assert_eq!(descending, all.into_iter().rev().collect::<Vec<_>>());
}

async fn a_partition_without_items_is_an_empty_page(db: &Database<'_>) {
    let table = filled(db).await;

    let page = table.page(table.query([is("PK", "none")])).await.unwrap();

    assert_eq!((page.count, page.scanned_count, page.items.len()), (0, 0, 0));
    assert_eq!(page.last_evaluated_key, None);
}

async fn ranges_of_the_sort_key_include_what_they_say(db: &Database<'_>) {
    let table = filled(db).await;
    let cases = [
        (is("SK", "c"), "c"),
        (is("SK", "cc"), ""),
        (below("SK", "c"), "ab"),
        (up_to("SK", "c"), "abc"),
        (above("SK", "c"), "de"),
        (from("SK", "c"), "cde"),
        (below("SK", "bb"), "ab"),
        (above("SK", "bb"), "cde"),
        (below("SK", "a"), ""),
        (above("SK", "e"), ""),
        (within("SK", "b", "d"), "bcd"),
        (within("SK", "b", "b"), "b"),
        (within("SK", "bb", "bc"), ""),
        (within("SK", "A", "Z"), ""),
        (begins("SK", "c"), "c"),
        (begins("SK", "cc"), ""),
    ];

    for (condition, expected) in cases {
        let text = format!("{condition:?}");
        assert_eq!(sort_keys(&table, [is("PK", "a"), condition]).await, expected, "{text}");
    }
}

async fn conditions_on_keys_come_in_any_order(db: &Database<'_>) {
    let table = filled(db).await;

    assert_eq!(sort_keys(&table, [from("SK", "d"), is("PK", "a")]).await, "de");
}

async fn a_query_needs_the_partition_key(db: &Database<'_>) {
    let table = filled(db).await;

    table.page(table.query([is("SK", "a")])).await.refused("Query condition missed key schema element: PK");
    table.page(table.query([])).await.refused("");
}

async fn the_partition_key_takes_equality_alone(db: &Database<'_>) {
    let table = filled(db).await;

    for condition in [below("PK", "b"), from("PK", "a"), begins("PK", "a"), within("PK", "a", "b")] {
        table.page(table.query([condition.clone()])).await.refused("Query key condition not supported");
        table.page(table.query([condition, is("SK", "a")])).await.refused("Query key condition not supported");
    }
}

async fn a_key_takes_one_condition(db: &Database<'_>) {
    let table = filled(db).await;
    let core = "KeyConditionExpressions must only contain one condition per key";

    table.page(table.query([is("PK", "a"), from("SK", "b"), up_to("SK", "d")])).await.refused(core);
    table.page(table.query([is("PK", "a"), is("PK", "a")])).await.refused(core);
}

async fn a_query_has_conditions_on_keys_alone(db: &Database<'_>) {
    let table = filled(db).await;

    table.page(table.query([is("PK", "a"), is("n", 1)])).await.refused("Query condition missed key schema element: SK");
    table.page(table.query([is("PK", "a"), is("SK", "a"), is("n", 1)])).await.refused("");
    table.page(table.query([is("n", 1)])).await.refused("Query condition missed key schema element: PK");
}

const WRONG_TYPE: &str = "Condition parameter type does not match schema type";

async fn values_of_key_conditions_have_the_type_of_the_key(db: &Database<'_>) {
    let table = filled(db).await;

    table.page(table.query([is("PK", 1)])).await.refused(WRONG_TYPE);
    table.page(table.query([is("PK", b(b"a"))])).await.refused(WRONG_TYPE);
    table.page(table.query([is("PK", "a"), from("SK", 1)])).await.refused(WRONG_TYPE);
    table.page(table.query([is("PK", "a"), within("SK", 1, 2)])).await.refused(WRONG_TYPE);
    table.page(table.query([is("PK", "a"), begins("SK", b(b"a"))])).await.refused(WRONG_TYPE);
    table.page(table.query([is("PK", true)])).await.refused(WRONG_TYPE);
}

async fn begins_with_is_not_for_numbers(db: &Database<'_>) {
    let table = db.table_with(&["PK:S", "SK:N"], &[]).await;
    let core = "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N";

    table.page(table.query([is("PK", "a"), begins("SK", 1)])).await.refused(core);
    table.page(table.query([is("PK", "a"), begins("SK", "1")])).await.refused(WRONG_TYPE);
}

async fn bounds_of_a_key_the_wrong_way_round_are_refused(db: &Database<'_>) {
    let table = filled(db).await;
    let inverted = "The BETWEEN operator requires upper bound to be greater than or equal to lower bound";
    let types = "The BETWEEN operator requires same data type for lower and upper bounds";

    table.page(table.query([is("PK", "a"), within("SK", "b", "a")])).await.refused(inverted);
    table.page(table.query([is("PK", "a"), within("SK", "b", 1)])).await.refused(types);
}

async fn key_conditions_take_no_composite_values(db: &Database<'_>) {
    let table = filled(db).await;
    let core = "Incorrect operand type for operator or function; operator or function: ";

    for value in [list!["a"], ss(&["a"]), v(true), monotable::Value::Null] {
        table.page(table.query([is("PK", "a"), below("SK", value.clone())])).await.refused(&format!("{core}<"));
        table.page(table.query([is("PK", value)])).await.refused("");
    }
}

async fn a_filter_drops_items_but_counts_them(db: &Database<'_>) {
    let table = filled(db).await;
    let query = with(table.query([is("PK", "a"), from("SK", "b")]), |query| query.filter = Some(gt(p("n"), v(3))));

    let page = table.page(query.clone()).await.unwrap();
    let counted = table.page(with(query, |query| query.select = Select::Count)).await.unwrap();

    assert_eq!((page.count, page.scanned_count), (2, 4));
    assert_eq!(rows(page.items.into_rows().unwrap()), [item("d", 4), item("e", 5)]);
    assert_eq!((counted.count, counted.scanned_count, counted.items.len()), (2, 4, 0));
}

async fn a_filter_on_a_key_attribute_is_refused(db: &Database<'_>) {
    let by_n = global("by-n", &["n:N"], &["rank:S"], Projection::All);
    let table = db.table_with(&["PK:S", "SK:S"], &[by_n]).await;
    let core = |name: &str| {
        format!("Filter Expression can only contain non-primary key attributes: Primary key attribute: {name}")
    };
    let filtered = |condition| with(table.query([is("PK", "a")]), |query| query.filter = Some(condition));
    let on_index = |condition| with(table.query_index("by-n", [is("n", 1)]), |query| query.filter = Some(condition));

    table.page(filtered(eq(p("SK"), v("a")))).await.refused(&core("SK"));
    table.page(filtered(exists("PK"))).await.refused(&core("PK"));
    table.page(filtered(exists("PK.x"))).await.refused(&core("PK"));
    table.page(on_index(exists("rank[0]"))).await.refused(&core("rank"));
    table.page(filtered(exists("n").or(not(begins_with(p("SK"), v("a")))))).await.refused(&core("SK"));
    table.page(on_index(exists("rank"))).await.refused(&core("rank"));
    table.page(on_index(eq(p("n"), v(1)))).await.refused(&core("n"));
    // Keys of the one are plain attributes of the other.
    table.page(filtered(exists("rank"))).await.unwrap();
    table.page(on_index(begins_with(p("SK"), v("a")).and(exists("PK")))).await.unwrap();
}

async fn a_projection_of_a_query_selects_paths(db: &Database<'_>) {
    let table = db.table().await;
    table
        .put_all([
            row! { "PK" => "a", "SK" => "1", "m" => map! { "x" => 1, "y" => 2 }, "n" => 1 },
            row! { "PK" => "a", "SK" => "2", "n" => 2 },
        ])
        .await;
    let query = with(table.query([is("PK", "a")]), |query| {
        query.select = Select::Paths(paths(&["SK", "m.y"]));
        // The filter sees what is not returned.
        query.filter = Some(ge(p("n"), v(1)));
    });

    let found = table.rows(query).await;

    assert_eq!(found, [row! { "SK" => "1", "m" => map! { "y" => 2 } }, row! { "SK" => "2" }]);
}

async fn a_count_has_no_items(db: &Database<'_>) {
    let table = filled(db).await;

    let page = table.page(with(table.query([is("PK", "a")]), |query| query.select = Select::Count)).await.unwrap();

    assert_eq!((page.count, page.scanned_count, page.items.len()), (5, 5, 0));
}

async fn an_index_that_does_not_exist_is_refused(db: &Database<'_>) {
    let table = filled(db).await;

    let query = table.page(table.query_index("none", [is("PK", "a")])).await;
    query.refused("The table does not have the specified index: none");
    table.page(table.scan_index("none")).await.refused("The table does not have the specified index: none");
}

async fn a_limit_of_zero_is_refused(db: &Database<'_>) {
    let table = filled(db).await;
    let core = "Member must have value greater than or equal to 1";

    table.page(with(table.query([is("PK", "a")]), |query| query.limit = Some(0))).await.refused(core);
    table.page(with(table.scan(), |scan| scan.limit = Some(0))).await.refused(core);
}

async fn a_table_without_sort_key_is_queried_by_its_partition_key(db: &Database<'_>) {
    let table = db.table_with(&["id:N"], &[]).await;
    table.put_all((0..5).map(|id| row! { "id" => id })).await;

    assert_eq!(table.rows(table.query([is("id", n("3.0"))])).await, [row! { "id" => 3 }]);
    assert_eq!(table.rows(table.query([is("id", 7)])).await, []);
}

async fn a_sort_condition_on_a_table_without_sort_key_is_refused(db: &Database<'_>) {
    let table = db.table_with(&["id:N"], &[]).await;

    table.page(table.query([is("id", 1), is("SK", "a")])).await.refused("");
}

async fn partitions_do_not_run_into_each_other(db: &Database<'_>) {
    let table = filled(db).await;

    assert_eq!(sort_keys(&table, [is("PK", "aa")]).await, "c");
    let gt = KeyCondition { name: "SK".into(), test: KeyTest::Gt(packed("\u{0}")) };
    assert_eq!(sort_keys(&table, [is("PK", "A"), gt.clone()]).await, "c");
    assert_eq!(sort_keys(&table, [is("PK", "a "), gt]).await, "c");
}
