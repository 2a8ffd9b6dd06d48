//! Updates of attributes and nested values: SET, REMOVE, ADD, DELETE.

use monotable::Value;
use monotable::expression::{Path, SetValue};
use monotable::request::control::Projection;
use monotable::request::{TransactWrite, TransactWriteItems, UpdateItem};

use super::change::{Change, change};
use super::database::{Database, Table, global};
use super::refusal::Refused;
use super::words::*;

scenarios! {
    a_set_replaces_and_creates,
    operands_are_read_from_the_old_item,
    attributes_can_change_places,
    a_missing_operand_is_refused,
    a_set_needs_a_parent_of_its_kind,
    a_path_that_does_not_exist_changes_nothing,
    if_not_exists_takes_what_is_there,
    if_not_exists_nests_and_counts,
    sums_need_numbers,
    a_set_through_a_missing_item_is_refused,
    an_update_creates_a_missing_item,
    an_update_of_a_missing_item_reads_its_key,
    numbers_of_the_key_of_a_missing_item_are_counted_on,
    a_path_into_a_key_is_refused,
    an_empty_update_creates_an_item_of_its_key,
    an_update_that_only_removes_creates_nothing,
    a_failed_update_of_a_missing_item_creates_nothing,
    a_remove_of_what_is_not_there_does_nothing,
    a_remove_needs_a_parent,
    an_add_counts_from_zero,
    an_add_to_a_set_is_a_union,
    an_add_to_another_type_is_refused,
    an_add_goes_into_documents,
    a_delete_takes_members_out_of_a_set,
    a_set_that_is_deleted_empty_is_gone,
    a_delete_of_another_type_is_refused,
    a_delete_through_a_path_takes_out_of_nested_sets,
    all_clauses_work_together,
    members_of_numbers_are_equal_by_value,
    placeholders_hide_reserved_words,
    updates_change_nothing_else,
}

const INVALID_PATH: &str = "The document path provided in the update expression is invalid for update";
const MISSING: &str = "The provided expression refers to an attribute that does not exist in the item";
const WRONG_TYPE: &str = "An operand in the update expression has an incorrect data type";

fn document() -> Row {
    row! {
        "PK" => "a",
        "SK" => "1",
        "n" => 1,
        "s" => "text",
        "ss" => ss(&["a", "b"]),
        "ns" => ns(&["1", "2"]),
        "l" => list![1, 2, map! { "x" => 3 }],
        "m" => map! { "n" => 1, "l" => list![1], "m" => map! { "ss" => ss(&["a"]) } },
    }
}

/// Updates the document and returns it without its key.
async fn updated(table: &Table<'_>, change: Change) -> Row {
    let mut row = table.put_and_update(&document(), change).await;
    row.remove("PK");
    row.remove("SK");
    row
}

/// Each update is refused with this text, and leaves the item as it was.
async fn refused(table: &Table<'_>, changes: impl IntoIterator<Item = Change>, core: &str) {
    table.put(document()).await.unwrap();
    for change in changes {
        let text = format!("{change:?}");
        let outcome = table.update(document(), change).await;
        assert!(outcome.is_err(), "{text}");
        outcome.refused(core);
        assert_eq!(table.get(document()).await, Some(document()), "{text}");
    }
}

async fn a_set_replaces_and_creates(db: &Database<'_>) {
    let table = db.table().await;

    let update = change().set("n", "other type").set("new", list![]).set("m.new", 1).set("m.n", Value::Null);
    let found = updated(&table, update.set("l[2].x", true).set("m.m.ss", "no set")).await;

    assert_eq!(found["n"], v("other type"));
    assert_eq!(found["new"], list![]);
    assert_eq!(found["l"], list![1, 2, map! { "x" => true }]);
    let expected = map! { "n" => Value::Null, "new" => 1, "l" => list![1], "m" => map! { "ss" => "no set" } };
    assert_eq!(found["m"], expected);
}

async fn operands_are_read_from_the_old_item(db: &Database<'_>) {
    let table = db.table().await;

    let update = change().set("n", 100).assign("copy", at("n")).plus("sum", at("n"), at("m.n"));
    let found =
        updated(&table, update.set("m.n", 50).assign("deep", at("m.m")).remove("s").assign("was", at("s"))).await;

    assert_eq!((&found["n"], &found["copy"], &found["sum"]), (&v(100), &v(1), &v(2)));
    assert_eq!(found["deep"], map! { "ss" => ss(&["a"]) });
    assert_eq!((found.get("s"), &found["was"]), (None, &v("text")));
}

async fn attributes_can_change_places(db: &Database<'_>) {
    let table = db.table().await;

    let found = updated(
        &table,
        change().assign("n", at("s")).assign("s", at("n")).assign("l[0]", at("l[1]")).assign("l[1]", at("l[0]")),
    )
    .await;

    assert_eq!((&found["n"], &found["s"]), (&v("text"), &v(1)));
    assert_eq!(found["l"], list![2, 1, map! { "x" => 3 }]);
}

async fn a_missing_operand_is_refused(db: &Database<'_>) {
    let table = db.table().await;
    let changes = [
        change().assign("new", at("gone")),
        change().assign("new", at("m.gone")),
        change().assign("new", at("l[3]")),
        change().assign("new", at("s.x")),
        change().plus("n", at("n"), at("gone")),
        change().minus("gone", at("gone"), value(1)),
        change().assign("l", append(at("gone"), value(list![1]))),
        // What this update sets is not there for its own operands.
        change().set("gone", 1).assign("new", at("gone")),
        change().assign("new", if_not_exists("gone", at("gone2"))),
    ];

    refused(&table, changes, MISSING).await;
}

async fn a_set_needs_a_parent_of_its_kind(db: &Database<'_>) {
    let table = db.table().await;
    let changes = [
        change().set("gone.x", 1),
        change().set("gone[0]", 1),
        change().set("m.gone.x", 1),
        change().set("s.x", 1),
        change().set("s[0]", 1),
        change().set("n[0]", 1),
        change().set("ss[0]", 1),
        change().set("ss.x", 1),
        change().set("l.x", 1),
        change().set("m[0]", 1),
        change().set("l[0].x", 1),
        change().set("l[3].x", 1),
        change().set("l[0][0]", 1),
        change().add("gone.x", 1),
        change().add("s.x", ss(&["a"])),
        change().add("l.x", 1),
    ];

    refused(&table, changes, INVALID_PATH).await;
}

async fn a_path_that_does_not_exist_changes_nothing(db: &Database<'_>) {
    let table = db.table().await;
    // The other changes would work.
    let changes = [
        change().set("n", 2).set("gone.x", 1),
        change().set("gone.x", 1).set("new", 1).remove("s"),
        change().add("n", 1).remove("gone.x"),
        change().delete("ss", ss(&["a"])).set("m.gone.x", 1),
    ];

    refused(&table, changes, INVALID_PATH).await;
}

async fn if_not_exists_takes_what_is_there(db: &Database<'_>) {
    let table = db.table().await;

    let update = change()
        .assign("n", if_not_exists("n", value(9)))
        .assign("new", if_not_exists("new", value(9)))
        .assign("other", if_not_exists("s", value(9)))
        .assign("nested", if_not_exists("m.gone", value(8)))
        .assign("scalar", if_not_exists("s.x", value(7)))
        .assign("deep", if_not_exists("gone.a.b[3]", at("m.n")));
    let found = updated(&table, update).await;

    assert_eq!((&found["n"], &found["new"], &found["other"]), (&v(1), &v(9), &v("text")));
    assert_eq!((&found["nested"], &found["scalar"], &found["deep"]), (&v(8), &v(7), &v(1)));
}

async fn if_not_exists_nests_and_counts(db: &Database<'_>) {
    let table = db.table().await;

    let update = change()
        .plus("count", if_not_exists("count", value(0)), value(1))
        .minus("n", if_not_exists("n", value(100)), value(3))
        .assign("first", if_not_exists("gone", if_not_exists("gone2", at("s"))))
        .assign("log", append(if_not_exists("log", value(list![])), value(list!["entry"])))
        // A default that is not needed may be missing.
        .assign("unneeded", if_not_exists("n", at("gone")));
    let found = updated(&table, update).await;

    assert_eq!((&found["count"], &found["n"], &found["first"]), (&v(1), &v(-2), &v("text")));
    assert_eq!((&found["log"], &found["unneeded"]), (&list!["entry"], &v(1)));
}

async fn sums_need_numbers(db: &Database<'_>) {
    let table = db.table().await;
    let changes = [
        change().plus("n", at("s"), value(1)),
        change().minus("n", at("n"), at("l")),
        change().plus("n", if_not_exists("ss", value(1)), value(1)),
        change().assign("l", append(at("l"), at("s"))),
        change().assign("l", append(at("m"), value(list![]))),
        change().assign("l", append(if_not_exists("n", value(list![])), value(list![]))),
    ];

    refused(&table, changes, WRONG_TYPE).await;
}

async fn a_set_through_a_missing_item_is_refused(db: &Database<'_>) {
    let table = db.table().await;

    table.update(document(), change().set("m.x", 1)).await.refused(INVALID_PATH);
    table.update(document(), change().set("n", 1).set("l[0]", 1)).await.refused(INVALID_PATH);
    table.update(document(), change().add("m.n", 1)).await.refused(INVALID_PATH);
    table.update(document(), change().plus("n", at("n"), value(1))).await.refused(MISSING);

    assert_eq!(table.all().await, []);
}

async fn an_update_creates_a_missing_item(db: &Database<'_>) {
    let table = db.table().await;
    let key = |sk: &str| row! { "PK" => "a", "SK" => sk };

    table.update(key("1"), change().set("n", 1).remove("gone").delete("set", ss(&["a"]))).await.unwrap();
    table.update(key("2"), change().add("n", 5).add("set", ss(&["a"]))).await.unwrap();
    table.update(key("3"), change().assign("n", if_not_exists("n", value(7)))).await.unwrap();

    let set = |row: Row| and(&row, "set", ss(&["a"]));
    assert_eq!(table.all().await, [and(&key("1"), "n", 1), set(and(&key("2"), "n", 5)), and(&key("3"), "n", 7)]);
}

async fn an_update_of_a_missing_item_reads_its_key(db: &Database<'_>) {
    let table = db.table().await;
    let key = |sk: &str| row! { "PK" => "a", "SK" => sk };

    table.update(key("1"), change().assign("copy", at("PK"))).await.unwrap();
    table.update(key("2"), change().assign("copy", if_not_exists("SK", value(7)))).await.unwrap();
    table.update(key("3"), change().assign("copy", if_not_exists("gone", at("SK")))).await.unwrap();
    let update = TransactWrite::update(table.name(), key("4").to_item(), change().assign("copy", at("SK")).0);
    table.backend.transact_write_items(TransactWriteItems::new(vec![update])).await.unwrap();
    table.update_if(key("5"), change().assign("copy", at("PK")), exists("PK")).await.condition_failed();
    table.update(key("6"), change().assign("copy", at("other"))).await.refused(MISSING);

    let copies: Vec<Row> = [("1", "a"), ("2", "2"), ("3", "3"), ("4", "4")]
        .into_iter()
        .map(|(sk, copy)| and(&key(sk), "copy", copy))
        .collect();
    assert_eq!(table.all().await, copies);
}

async fn numbers_of_the_key_of_a_missing_item_are_counted_on(db: &Database<'_>) {
    let table = db.table_with(&["id:N"], &[]).await;

    table.update(row! { "id" => 7 }, change().plus("next", at("id"), value(1))).await.unwrap();

    assert_eq!(table.all().await, [row! { "id" => 7, "next" => 8 }]);
}

async fn a_path_into_a_key_is_refused(db: &Database<'_>) {
    let by_status = global("by-status", &["status:S"], &[], Projection::All);
    let table = db.table_with(&["PK:S", "SK:S"], &[by_status]).await;
    let core = "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ";
    let (of_table, of_index) = (format!("{core}Key: SK"), format!("{core}IndexKey: status"));
    table.put(document()).await.unwrap();

    table.update(document(), change().set("status.x", 1)).await.refused(&of_index);
    table.update(document(), change().remove("status[0]")).await.refused(&of_index);
    table.update(document(), change().assign("n", at("SK.x"))).await.refused(&of_table);
    table.update(document(), change().assign("n", if_not_exists("status.x", value(1)))).await.refused(&of_index);
    table.update_if(document(), change().set("n", 1), exists("SK[0]")).await.refused(&of_table);
    table.put_if(document(), missing("status.x")).await.refused(&of_index);

    assert_eq!(table.all().await, [document()]);
}

async fn an_empty_update_creates_an_item_of_its_key(db: &Database<'_>) {
    let table = db.table().await;
    let key = row! { "PK" => "a", "SK" => "1" };

    table.update(&key, change()).await.unwrap();
    table.update(&key, change()).await.unwrap();

    assert_eq!(table.all().await, [key]);
}

async fn an_update_that_only_removes_creates_nothing(db: &Database<'_>) {
    let table = db.table().await;

    table.update(document(), change().remove("n")).await.unwrap();
    table.update(document(), change().remove("m.n").remove("l[0]")).await.unwrap();
    table.update(document(), change().delete("ss", ss(&["a"]))).await.unwrap();
    table.update(document(), change().remove("n").delete("ss", ss(&["a"]))).await.unwrap();

    assert_eq!(table.all().await, []);
}

async fn a_failed_update_of_a_missing_item_creates_nothing(db: &Database<'_>) {
    let table = db.table().await;

    table.update_if(document(), change().set("n", 1), exists("PK")).await.condition_failed();
    table.update_if(document(), change(), exists("PK")).await.condition_failed();
    table.update(document(), change().set("n", 1).assign("x", at("gone"))).await.refused(MISSING);

    assert_eq!(table.all().await, []);
}

async fn a_remove_of_what_is_not_there_does_nothing(db: &Database<'_>) {
    let table = db.table().await;

    let found = table
        .put_and_update(&document(), change().remove("gone").remove("m.gone").remove("l[3]").remove("m.l[99]"))
        .await;

    assert_eq!(found, document());
}

async fn a_remove_needs_a_parent(db: &Database<'_>) {
    let table = db.table().await;
    let changes = [
        change().remove("gone.x"),
        change().remove("gone[0]"),
        change().remove("s.x"),
        change().remove("s[0]"),
        change().remove("m[0]"),
        change().remove("l.x"),
        change().remove("l[0].x"),
        change().remove("m.gone.x"),
        change().remove("l[9].x"),
        change().remove("ss[0]"),
    ];

    refused(&table, changes, INVALID_PATH).await;
}

async fn an_add_counts_from_zero(db: &Database<'_>) {
    let table = db.table().await;

    let found = updated(&table, change().add("n", 5).add("new", n("-2.50")).add("zero", 0)).await;

    assert_eq!((&found["n"], &found["new"], &found["zero"]), (&v(6), &n("-2.5"), &v(0)));
}

async fn an_add_to_a_set_is_a_union(db: &Database<'_>) {
    let table = db.table().await;

    let update = change().add("ss", ss(&["b", "c"])).add("ns", ns(&["2.0", "-1"])).add("new", bs(&[&[1]]));
    let found = updated(&table, update).await;

    assert_eq!(found["ss"], ss(&["a", "b", "c"]));
    assert_eq!(found["ns"], ns(&["-1", "1", "2"]));
    assert_eq!(found["new"], bs(&[&[1]]));
}

async fn an_add_to_another_type_is_refused(db: &Database<'_>) {
    let table = db.table().await;
    let changes = [
        change().add("s", 1),
        change().add("l", 1),
        change().add("n", ns(&["1"])),
        change().add("ss", ns(&["1"])),
        change().add("ns", ss(&["1"])),
        change().add("ns", 1),
        change().add("l", ss(&["1"])),
    ];

    refused(&table, changes, WRONG_TYPE).await;
}

async fn an_add_goes_into_documents(db: &Database<'_>) {
    let table = db.table().await;

    let update = change()
        .add("m.n", 1)
        .add("m.new", 2)
        .add("l[0]", 10)
        .add("l[9]", 9)
        .add("m.m.ss", ss(&["z"]))
        .add("l[2].x", -3);
    let found = updated(&table, update).await;

    assert_eq!(found["l"], list![11, 2, map! { "x" => 0 }, 9]);
    assert_eq!(found["m"], map! { "n" => 2, "new" => 2, "l" => list![1], "m" => map! { "ss" => ss(&["a", "z"]) } });
}

async fn a_delete_takes_members_out_of_a_set(db: &Database<'_>) {
    let table = db.table().await;

    let update = change().delete("ss", ss(&["a", "z"])).delete("ns", ns(&["1.0"])).delete("gone", ss(&["a"]));
    let found = updated(&table, update).await;

    assert_eq!((&found["ss"], &found["ns"]), (&ss(&["b"]), &ns(&["2"])));
    assert_eq!(found.get("gone"), None);
}

async fn a_set_that_is_deleted_empty_is_gone(db: &Database<'_>) {
    let table = db.table().await;

    let update = change().delete("ss", ss(&["a", "b", "c"])).delete("m.m.ss", ss(&["a"]));
    let found = updated(&table, update).await;

    assert_eq!(found.get("ss"), None);
    assert_eq!(found["m"], map! { "n" => 1, "l" => list![1], "m" => map! {} });
}

async fn a_delete_of_another_type_is_refused(db: &Database<'_>) {
    let table = db.table().await;
    let changes = [
        change().delete("ss", ns(&["1"])),
        change().delete("n", ns(&["1"])),
        change().delete("l", ns(&["1"])),
        change().delete("s", ss(&["text"])),
        change().delete("ns", bs(&[&[1]])),
    ];

    refused(&table, changes, WRONG_TYPE).await;
}

async fn a_delete_through_a_path_takes_out_of_nested_sets(db: &Database<'_>) {
    let table = db.table().await;
    let item = and(&document(), "l", list![ss(&["a", "b"]), list![ns(&["1", "2"])]]);

    let update = change().delete("l[0]", ss(&["a"])).delete("l[1][0]", ns(&["1", "2"]));
    let found = table.put_and_update(&item, update).await;

    // The element of a list goes with its last member.
    assert_eq!(found["l"], list![ss(&["b"]), list![]]);
}

async fn all_clauses_work_together(db: &Database<'_>) {
    let table = db.table().await;

    let update = change().set("s", "new").set("m.x", 1).remove("n").remove("l[1]").add("ns", ns(&["3"]));
    let found = updated(&table, update.add("m.n", 1).delete("ss", ss(&["b"])).delete("m.m.ss", ss(&["none"]))).await;

    let expected = row! {
        "s" => "new",
        "ss" => ss(&["a"]),
        "ns" => ns(&["1", "2", "3"]),
        "l" => list![1, map! { "x" => 3 }],
        "m" => map! { "n" => 2, "x" => 1, "l" => list![1], "m" => map! { "ss" => ss(&["a"]) } },
    };
    assert_eq!(found, expected);
}

async fn members_of_numbers_are_equal_by_value(db: &Database<'_>) {
    let table = db.table().await;
    let item = and(&document(), "ns", ns(&["1.50", "1e2"]));

    let found = table.put_and_update(&item, change().delete("ns", ns(&["1.5"])).add("n", n("1.0"))).await;

    assert_eq!((&found["ns"], &found["n"]), (&ns(&["100"]), &v(2)));
}

async fn placeholders_hide_reserved_words(db: &Database<'_>) {
    let table = db.table().await;
    let key = row! { "PK" => "a", "SK" => "1" };
    let set = |path: Path| change().set_path(path, SetValue::Operand(value(1)));

    for name in ["name", "status", "VALUE", "size", "a-b", "a.b", "1st", "\u{e9}", "with blank"] {
        table.update(&key, set(Path::attribute(name))).await.unwrap();
        table.put_if(&key, monotable::expression::Condition::Exists(Path::attribute(name))).await.unwrap();
        assert_eq!(table.all().await, std::slice::from_ref(&key));
    }
}

async fn updates_change_nothing_else(db: &Database<'_>) {
    let table = db.table().await;
    let neighbours = [row! { "PK" => "a", "SK" => "0", "n" => 1 }, row! { "PK" => "a", "SK" => "2", "n" => 1 }];
    table.put_all(neighbours.clone()).await;
    table.put(document()).await.unwrap();

    table.update(document(), change().add("n", 1)).await.unwrap();
    let other = UpdateItem::new(table.name(), row! { "PK" => "b", "SK" => "1" }.to_item(), change().set("n", 0).0);
    table.backend.update_item(other).await.unwrap();

    let [before, after] = neighbours;
    let other = row! { "PK" => "b", "SK" => "1", "n" => 0 };
    assert_eq!(table.all().await, [before, and(&document(), "n", 2), after, other]);
}
