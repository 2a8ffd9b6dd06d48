//! Updates inside of lists: every index means the list as it was.

use super::change::{Change, change};
use super::database::{Database, Table};
use super::words::*;

scenarios! {
    an_element_is_replaced_in_place,
    an_element_past_the_end_is_appended,
    several_elements_past_the_end_are_appended_in_order,
    a_removed_element_leaves_no_gap,
    elements_are_removed_by_their_old_places,
    elements_are_set_and_removed_by_their_old_places,
    an_element_can_be_removed_while_others_are_appended,
    a_list_can_be_emptied,
    lists_are_appended_in_the_order_of_the_operands,
    a_list_can_be_appended_to_itself,
    lists_within_lists_are_changed,
    an_element_that_moves_is_changed_where_it_was,
    removing_past_the_end_does_nothing,
}

/// The list `l` after the update.
async fn list_after(table: &Table<'_>, change: Change) -> monotable::Value {
    let item = row! { "PK" => "a", "SK" => "1", "l" => list!["a", "b", "c", "d"], "other" => list![1] };
    let mut found = table.put_and_update(&item, change).await;
    assert_eq!(found["other"], list![1]);
    found.remove("l").unwrap()
}

async fn an_element_is_replaced_in_place(db: &Database<'_>) {
    let table = db.table().await;

    assert_eq!(list_after(&table, change().set("l[1]", 1).set("l[3]", list![])).await, list!["a", 1, "c", list![]]);
}

async fn an_element_past_the_end_is_appended(db: &Database<'_>) {
    let table = db.table().await;

    assert_eq!(list_after(&table, change().set("l[4]", 1)).await, list!["a", "b", "c", "d", 1]);
    assert_eq!(list_after(&table, change().set("l[1000]", 1)).await, list!["a", "b", "c", "d", 1]);
}

async fn several_elements_past_the_end_are_appended_in_order(db: &Database<'_>) {
    let table = db.table().await;

    let found = list_after(&table, change().set("l[30]", 30).set("l[10]", 10).set("l[0]", 0).set("l[20]", 20)).await;

    assert_eq!(found, list![0, "b", "c", "d", 10, 20, 30]);
}

async fn a_removed_element_leaves_no_gap(db: &Database<'_>) {
    let table = db.table().await;

    assert_eq!(list_after(&table, change().remove("l[1]")).await, list!["a", "c", "d"]);
}

async fn elements_are_removed_by_their_old_places(db: &Database<'_>) {
    let table = db.table().await;

    assert_eq!(list_after(&table, change().remove("l[1]").remove("l[2]")).await, list!["a", "d"]);
    assert_eq!(list_after(&table, change().remove("l[2]").remove("l[0]").remove("l[9]")).await, list!["b", "d"]);
}

async fn elements_are_set_and_removed_by_their_old_places(db: &Database<'_>) {
    let table = db.table().await;

    assert_eq!(list_after(&table, change().set("l[2]", 2).remove("l[0]")).await, list!["b", 2, "d"]);
    assert_eq!(list_after(&table, change().set("l[0]", 0).remove("l[3]").remove("l[1]")).await, list![0, "c"]);
    assert_eq!(list_after(&table, change().assign("l[0]", at("l[3]")).remove("l[3]")).await, list!["d", "b", "c"]);
}

async fn an_element_can_be_removed_while_others_are_appended(db: &Database<'_>) {
    let table = db.table().await;

    assert_eq!(list_after(&table, change().remove("l[0]").set("l[7]", 7)).await, list!["b", "c", "d", 7]);
}

async fn a_list_can_be_emptied(db: &Database<'_>) {
    let table = db.table().await;

    let update = change().remove("l[0]").remove("l[1]").remove("l[2]").remove("l[3]");
    assert_eq!(list_after(&table, update).await, list![]);
}

async fn lists_are_appended_in_the_order_of_the_operands(db: &Database<'_>) {
    let table = db.table().await;

    let after = list_after(&table, change().assign("l", append(at("l"), value(list![1, 2])))).await;
    let before = list_after(&table, change().assign("l", append(value(list![1, 2]), at("l")))).await;
    let of_two = list_after(&table, change().assign("l", append(at("other"), value(list![])))).await;

    assert_eq!(after, list!["a", "b", "c", "d", 1, 2]);
    assert_eq!(before, list![1, 2, "a", "b", "c", "d"]);
    assert_eq!(of_two, list![1]);
}

async fn a_list_can_be_appended_to_itself(db: &Database<'_>) {
    let table = db.table().await;

    assert_eq!(
        list_after(&table, change().assign("l", append(at("l"), at("l")))).await,
        list!["a", "b", "c", "d", "a", "b", "c", "d"]
    );
}

async fn lists_within_lists_are_changed(db: &Database<'_>) {
    let table = db.table().await;
    let item = row! { "PK" => "a", "SK" => "1", "l" => list![list![1, 2, 3], map! { "l" => list![4, 5] }] };

    let update = change().remove("l[0][1]").set("l[0][9]", 9).remove("l[1].l[0]").assign("l[1].n", at("l[0][1]"));
    let found = table.put_and_update(&item, update).await;

    assert_eq!(found["l"], list![list![1, 3, 9], map! { "l" => list![5], "n" => 2 }]);
}

async fn an_element_that_moves_is_changed_where_it_was(db: &Database<'_>) {
    let table = db.table().await;
    let item = row! { "PK" => "a", "SK" => "1", "l" => list![map! { "n" => 0 }, map! { "n" => 1 }, map! { "n" => 2 }] };

    let found = table.put_and_update(&item, change().remove("l[0]").add("l[1].n", 10).set("l[2].x", true)).await;

    assert_eq!(found["l"], list![map! { "n" => 11 }, map! { "n" => 2, "x" => true }]);
}

async fn removing_past_the_end_does_nothing(db: &Database<'_>) {
    let table = db.table().await;

    assert_eq!(list_after(&table, change().remove("l[4]").remove("l[99]")).await, list!["a", "b", "c", "d"]);
}
