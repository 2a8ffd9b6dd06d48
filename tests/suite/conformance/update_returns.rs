//! The values that an update returns.

use monotable::request::ReturnValues;
use monotable::request::ReturnValues::{AllNew, AllOld, UpdatedNew, UpdatedOld};

use super::change::{Change, change};
use super::database::{Database, Table};
use super::words::*;

scenarios! {
    nothing_comes_back_unless_asked_for,
    the_whole_item_comes_back_as_it_was_or_is,
    a_new_item_has_no_old_one,
    updated_values_come_back_within_their_path,
    what_is_set_comes_back_old_and_new,
    what_is_removed_has_no_new_value,
    what_was_not_there_has_no_old_value,
    added_and_deleted_members_come_back_as_whole_sets,
    elements_of_lists_come_back_by_their_places,
    elements_past_the_end_are_not_found_again,
    a_value_that_stays_the_same_comes_back,
    an_update_of_nothing_gives_nothing_back,
    keys_do_not_come_back_with_what_was_updated,
}

fn document() -> Row {
    row! {
        "PK" => "a",
        "SK" => "1",
        "n" => 1,
        "s" => "text",
        "ss" => ss(&["a", "b"]),
        "l" => list!["a", "b", "c"],
        "m" => map! { "n" => 1, "x" => "y", "m" => map! { "z" => 1, "k" => 2 } },
    }
}

/// Returns what an update of the document returns.
async fn given_back(table: &Table<'_>, change: Change, values: ReturnValues) -> Option<Row> {
    table.put(document()).await.unwrap();
    table.update_returning(document(), change, values).await.unwrap()
}

async fn nothing_comes_back_unless_asked_for(db: &Database<'_>) {
    let table = db.table().await;

    assert_eq!(given_back(&table, change().set("n", 2), ReturnValues::None).await, None);
}

async fn the_whole_item_comes_back_as_it_was_or_is(db: &Database<'_>) {
    let table = db.table().await;
    let update = || change().set("n", 2).remove("s");

    let old = given_back(&table, update(), AllOld).await;
    let new = given_back(&table, update(), AllNew).await;

    let mut changed = and(&document(), "n", 2);
    changed.remove("s");
    assert_eq!((old, new), (Some(document()), Some(changed)));
}

async fn a_new_item_has_no_old_one(db: &Database<'_>) {
    let table = db.table().await;
    let key = |sk: &str| row! { "PK" => "a", "SK" => sk };
    let update = || change().set("n", 1).add("set", ss(&["a"]));
    let created = row! { "n" => 1, "set" => ss(&["a"]) };

    let all_old = table.update_returning(key("1"), update(), AllOld).await.unwrap();
    let updated_old = table.update_returning(key("2"), update(), UpdatedOld).await.unwrap();
    let updated_new = table.update_returning(key("3"), update(), UpdatedNew).await.unwrap();
    let all_new = table.update_returning(key("4"), update(), AllNew).await.unwrap();

    assert_eq!((all_old, updated_old), (None, None));
    assert_eq!(updated_new, Some(created.clone()));
    assert_eq!(all_new, Some(key("4").into_iter().chain(created).collect()));
}

async fn updated_values_come_back_within_their_path(db: &Database<'_>) {
    let table = db.table().await;
    let update = || change().set("m.n", 2).set("m.m.z", 3).set("m.new", 4);

    let old = given_back(&table, update(), UpdatedOld).await;
    let new = given_back(&table, update(), UpdatedNew).await;

    assert_eq!(old, Some(row! { "m" => map! { "n" => 1, "m" => map! { "z" => 1 } } }));
    assert_eq!(new, Some(row! { "m" => map! { "n" => 2, "m" => map! { "z" => 3 }, "new" => 4 } }));
}

async fn what_is_set_comes_back_old_and_new(db: &Database<'_>) {
    let table = db.table().await;
    let update = || change().set("n", 2).plus("count", if_not_exists("count", value(0)), value(1)).set("s", list![]);

    let old = given_back(&table, update(), UpdatedOld).await;
    let new = given_back(&table, update(), UpdatedNew).await;

    assert_eq!(old, Some(row! { "n" => 1, "s" => "text" }));
    assert_eq!(new, Some(row! { "n" => 2, "count" => 1, "s" => list![] }));
}

async fn what_is_removed_has_no_new_value(db: &Database<'_>) {
    let table = db.table().await;

    let old = given_back(&table, change().remove("n").remove("m.m.z").remove("gone"), UpdatedOld).await;
    let new = given_back(&table, change().remove("n").remove("m.m.z").remove("gone"), UpdatedNew).await;
    let beside = given_back(&table, change().remove("n").set("s", 1), UpdatedNew).await;

    assert_eq!(old, Some(row! { "n" => 1, "m" => map! { "m" => map! { "z" => 1 } } }));
    assert_eq!(new, None);
    assert_eq!(beside, Some(row! { "s" => 1 }));
}

async fn what_was_not_there_has_no_old_value(db: &Database<'_>) {
    let table = db.table().await;

    assert_eq!(given_back(&table, change().set("new", 1).add("m.count", 1), UpdatedOld).await, None);
}

async fn added_and_deleted_members_come_back_as_whole_sets(db: &Database<'_>) {
    let table = db.table().await;
    let item = and(&document(), "more", ss(&["x"]));
    let update = || change().add("n", 4).delete("ss", ss(&["a"])).add("more", ss(&["y"]));
    table.put(&item).await.unwrap();

    let new = table.update_returning(&item, update(), UpdatedNew).await.unwrap();
    let old = table.update_returning(&item, update(), UpdatedOld).await.unwrap();
    let emptied = table.update_returning(&item, change().delete("ss", ss(&["b"])), UpdatedNew).await.unwrap();

    let between = row! { "n" => 5, "ss" => ss(&["b"]), "more" => ss(&["x", "y"]) };
    assert_eq!((new, old), (Some(between.clone()), Some(between)));
    assert_eq!(emptied, None);
}

async fn elements_of_lists_come_back_by_their_places(db: &Database<'_>) {
    let table = db.table().await;
    let update = || change().set("l[2]", "C").set("l[0]", "A");

    let old = given_back(&table, update(), UpdatedOld).await;
    let new = given_back(&table, update(), UpdatedNew).await;
    // Read at the place as it was written, of the list as it is: the element that moved there.
    let moved = given_back(&table, change().remove("l[1]"), UpdatedNew).await;
    let removed = given_back(&table, change().remove("l[1]"), UpdatedOld).await;

    assert_eq!(old, Some(row! { "l" => list!["a", "c"] }));
    assert_eq!(new, Some(row! { "l" => list!["A", "C"] }));
    assert_eq!(moved, Some(row! { "l" => list!["c"] }));
    assert_eq!(removed, Some(row! { "l" => list!["b"] }));
}

async fn elements_past_the_end_are_not_found_again(db: &Database<'_>) {
    let table = db.table().await;

    let far = given_back(&table, change().set("l[100]", "new"), UpdatedNew).await;
    let next = given_back(&table, change().set("l[3]", "new"), UpdatedNew).await;
    let last = given_back(&table, change().remove("l[2]"), UpdatedNew).await;

    assert_eq!((far, last), (None, None));
    assert_eq!(next, Some(row! { "l" => list!["new"] }));
}

async fn a_value_that_stays_the_same_comes_back(db: &Database<'_>) {
    let table = db.table().await;
    let update = || change().set("n", n("1.0")).add("ss", ss(&["a"]));

    let old = given_back(&table, update(), UpdatedOld).await;
    let new = given_back(&table, update(), UpdatedNew).await;

    let same = only(&document(), &["n", "ss"]);
    assert_eq!((old, new), (Some(same.clone()), Some(same)));
}

async fn an_update_of_nothing_gives_nothing_back(db: &Database<'_>) {
    let table = db.table().await;
    let key = row! { "PK" => "new", "SK" => "1" };

    assert_eq!(given_back(&table, change(), UpdatedNew).await, None);
    assert_eq!(given_back(&table, change(), AllNew).await, Some(document()));
    assert_eq!(table.update_returning(&key, change().remove("x"), AllNew).await.unwrap(), None);
    assert_eq!(table.update_returning(&key, change().remove("x"), AllOld).await.unwrap(), None);
    assert_eq!(table.update_returning(&key, change(), AllNew).await.unwrap(), Some(key));
}

async fn keys_do_not_come_back_with_what_was_updated(db: &Database<'_>) {
    let table = db.table().await;

    assert_eq!(given_back(&table, change().assign("copy", at("PK")), UpdatedNew).await, Some(row! { "copy" => "a" }));
}
