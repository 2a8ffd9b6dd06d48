//! Transactions: all or nothing, what cancels them and what refuses them, and what they cost.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use monotable::request::{
    Projection, ReturnConsumed, TransactAction, TransactGet, TransactGetItems, TransactGetItemsOutput, TransactWrite,
    TransactWriteItems, TransactWriteItemsOutput,
};
use monotable::{Error, Value};

use super::change::{Change, change};
use super::database::{Database, Table, global, local, unique_name, with};
use super::refusal::Refused;
use super::words::*;

scenarios! {
    a_transaction_does_all_its_actions,
    a_transaction_is_of_several_tables,
    conditions_and_updates_see_the_items_as_they_were,
    an_action_whose_condition_fails_undoes_them_all,
    all_failed_conditions_are_told,
    the_item_of_a_failed_condition_comes_back_on_request,
    an_update_that_cannot_be_applied_cancels,
    an_updated_item_that_is_too_large_cancels,
    a_wrong_type_of_a_key_cancels,
    a_wrong_type_of_an_index_key_cancels,
    a_key_that_is_empty_is_refused,
    an_update_of_a_key_does_nothing,
    a_transaction_has_one_action_for_an_item,
    a_transaction_has_1_to_100_actions,
    a_check_has_a_condition_and_an_update_a_change,
    broken_values_and_expressions_are_refused,
    operands_of_wrong_types_are_refused,
    an_update_with_a_value_nested_too_deeply_cancels,
    the_first_wrong_action_is_told,
    a_transaction_on_an_unknown_table_does_nothing,
    a_transaction_is_not_larger_than_4_mb,
    a_transaction_is_charged_twice_but_for_its_indexes,
    every_action_is_charged_by_the_larger_item,
    a_transaction_tells_which_collections_it_touched,
    a_token_makes_a_transaction_happen_once,
    a_token_stands_for_one_transaction,
    a_token_of_a_cancelled_transaction_can_be_used_again,
    a_token_has_1_to_36_characters,
    a_transaction_reads_in_the_order_of_the_request,
    a_transaction_reads_what_is_projected,
    a_transaction_reads_each_item_once,
    a_transaction_reads_1_to_100_items,
    a_wrong_key_cancels_a_read,
    a_read_of_an_unknown_table_is_refused,
    a_transaction_reads_no_more_than_4_mb,
    a_read_is_charged_twice,
}

fn item(sk: &str) -> Row {
    row! { "PK" => "a", "SK" => sk }
}

/// An item with a number in it.
fn with_n(sk: &str, n: i32) -> Row {
    and(&item(sk), "n", n)
}

fn put(table: &Table<'_>, item: impl ToItem) -> TransactWrite {
    TransactWrite::put(table.name(), item.to_item())
}

fn update(table: &Table<'_>, sk: &str, change: Change) -> TransactWrite {
    TransactWrite::update(table.name(), item(sk).to_item(), change.0)
}

fn delete(table: &Table<'_>, sk: &str) -> TransactWrite {
    TransactWrite::delete(table.name(), item(sk).to_item())
}

fn check(table: &Table<'_>, sk: &str, condition: monotable::expression::Condition) -> TransactWrite {
    TransactWrite::check(table.name(), item(sk).to_item(), condition)
}

fn get(table: &Table<'_>, sk: &str) -> TransactGet {
    TransactGet::new(table.name(), item(sk).to_item())
}

async fn write(db: &Database<'_>, actions: impl Into<Vec<TransactWrite>>) -> Result<TransactWriteItemsOutput, Error> {
    db.backend.transact_write_items(TransactWriteItems::new(actions.into())).await
}

async fn read(db: &Database<'_>, gets: impl Into<Vec<TransactGet>>) -> Result<TransactGetItemsOutput, Error> {
    db.backend.transact_get_items(TransactGetItems::new(gets.into())).await
}

fn codes(error: &Error) -> Vec<&str> {
    error.reasons().iter().map(|reason| reason.code.as_deref().unwrap_or("None")).collect()
}

const FAILED: &str = "ConditionalCheckFailed";
const INVALID: &str = "ValidationError";

/// The message of the action at this position, which alone is the reason.
#[track_caller]
fn invalid_at(error: &Error, position: usize) -> &str {
    let codes = codes(error);
    assert!(
        codes.iter().enumerate().all(|(at, code)| *code == if at == position { INVALID } else { "None" }),
        "{codes:?}"
    );
    error.reasons()[position].message.as_deref().unwrap_or_default()
}

async fn a_transaction_does_all_its_actions(db: &Database<'_>) {
    let table = db.table().await;
    table.put_all([with_n("1", 1), with_n("2", 2), with_n("3", 3), with_n("4", 4)]).await;
    let actions = [
        put(&table, with_n("1", 10)).when(eq(p("n"), v(1))),
        update(&table, "2", change().add("n", 20)).when(exists("PK")),
        delete(&table, "3").when(gt(p("n"), v(2))),
        check(&table, "4", eq(p("n"), v(4))),
        update(&table, "5", change().set("n", 5)),
        put(&table, with_n("6", 6)).when(missing("PK")),
        delete(&table, "none"),
    ];

    let output = write(db, actions).await.unwrap();

    assert!(output.meta.consumed.is_empty() && output.collections.is_empty());
    let expected = [with_n("1", 10), with_n("2", 22), with_n("4", 4), with_n("5", 5), with_n("6", 6)];
    assert_eq!(table.all().await, expected);
}

async fn a_transaction_is_of_several_tables(db: &Database<'_>) {
    let (first, second) = (db.table().await, db.table().await);
    second.put(with_n("1", 1)).await.unwrap();

    // The same key in two tables is two items.
    write(db, [put(&first, item("1")), delete(&second, "1"), put(&second, item("2"))]).await.unwrap();
    let failed = write(db, [delete(&first, "1"), put(&second, with_n("2", 2)).when(missing("PK"))]).await.canceled();

    assert_eq!(codes(&failed), ["None", FAILED]);
    assert_eq!(first.all().await, [item("1")]);
    assert_eq!(second.all().await, [item("2")]);
}

async fn conditions_and_updates_see_the_items_as_they_were(db: &Database<'_>) {
    let table = db.table().await;
    table.put(with_n("1", 1)).await.unwrap();
    let swapped = change().assign("n", at("m")).assign("m", at("n"));
    table.update(item("1"), change().set("m", 2)).await.unwrap();

    write(db, [delete(&table, "2"), update(&table, "1", swapped).when(eq(p("n"), v(1)))]).await.unwrap();

    assert_eq!(table.get(item("1")).await, Some(and(&with_n("1", 2), "m", 1)));
}

async fn an_action_whose_condition_fails_undoes_them_all(db: &Database<'_>) {
    let table = db.table().await;
    table.put_all([with_n("1", 1), with_n("2", 2)]).await;
    let before = table.all().await;

    let failed = write(
        db,
        [
            put(&table, with_n("1", 10)),
            delete(&table, "2"),
            check(&table, "3", exists("PK")),
            update(&table, "4", change().set("n", 4)),
        ],
    )
    .await
    .canceled();

    assert_eq!(codes(&failed), ["None", "None", FAILED, "None"]);
    assert_eq!(failed.reasons()[2].message.as_deref(), Some("The conditional request failed"));
    assert_eq!(failed.reasons()[0].message, None);
    assert!(failed.reasons().iter().all(|reason| reason.item.is_none()));
    assert!(failed.message().ends_with("[None, None, ConditionalCheckFailed, None]"), "{failed}");
    assert!(!failed.is_retryable());
    assert_eq!(table.all().await, before);
}

async fn all_failed_conditions_are_told(db: &Database<'_>) {
    let table = db.table().await;
    table.put(with_n("1", 1)).await.unwrap();

    let failed = write(
        db,
        [
            put(&table, item("1")).when(missing("PK")),
            put(&table, item("2")).when(missing("PK")),
            delete(&table, "3").when(exists("PK")),
            update(&table, "4", change().set("n", 1)).when(eq(p("n"), v(1))),
        ],
    )
    .await
    .canceled();

    assert_eq!(codes(&failed), [FAILED, "None", FAILED, FAILED]);
    assert_eq!(table.all().await, [with_n("1", 1)]);
}

async fn the_item_of_a_failed_condition_comes_back_on_request(db: &Database<'_>) {
    let table = db.table().await;
    table.put_all([with_n("1", 1), with_n("2", 2)]).await;
    let returning = |action: TransactWrite| with(action, |action| action.return_old_on_failure = true);

    let failed = write(
        db,
        [
            returning(put(&table, item("1")).when(missing("PK"))),
            delete(&table, "2").when(missing("PK")),
            returning(update(&table, "3", change().set("n", 1)).when(exists("PK"))),
            returning(check(&table, "4", missing("PK"))),
        ],
    )
    .await
    .canceled();

    let items: Vec<Option<Row>> = failed.reasons().iter().map(|reason| reason.item.as_ref().map(row)).collect();
    assert_eq!(codes(&failed), [FAILED, FAILED, FAILED, "None"]);
    assert_eq!(items, [Some(with_n("1", 1)), None, None, None]);
}

async fn an_update_that_cannot_be_applied_cancels(db: &Database<'_>) {
    let table = db.table().await;
    table.put(and(&item("1"), "text", "x")).await.unwrap();
    let cases = [
        (change().assign("n", at("none")), "refers to an attribute that does not exist in the item"),
        (change().add("text", 1), "An operand in the update expression has an incorrect data type"),
        (change().set("none.inner", 1), "document path provided in the update expression is invalid for update"),
        (change().plus("n", at("text"), value(1)), "An operand in the update expression has an incorrect data type"),
    ];
    for (broken, core) in cases {
        let failed = write(db, [put(&table, item("2")), update(&table, "1", broken)]).await.canceled();

        let message = invalid_at(&failed, 1);
        assert!(message.contains(core), "{message}");
    }
    assert_eq!(table.all().await, [and(&item("1"), "text", "x")]);
}

async fn an_updated_item_that_is_too_large_cancels(db: &Database<'_>) {
    let table = db.table().await;
    table.put(and(&item("1"), "data", text(300_000))).await.unwrap();
    let grown = change().set("more", text(200_000));

    let failed = write(db, [update(&table, "1", grown), put(&table, item("2"))]).await.canceled();

    let message = invalid_at(&failed, 0);
    assert!(message.contains("Item size to update has exceeded the maximum allowed size"), "{message}");
    assert_eq!(table.all().await.len(), 1);
}

async fn a_wrong_type_of_a_key_cancels(db: &Database<'_>) {
    let table = db.table().await;
    let name = || table.name();
    let wrong = || row! { "PK" => "a", "SK" => 1 }.to_item();
    let mismatch = "The provided key element does not match the schema";
    let cases: [(TransactWrite, &str); 6] = [
        (TransactWrite::put(name(), wrong()), "Type mismatch for key SK expected: S actual: N"),
        (TransactWrite::update(name(), wrong(), change().set("n", 1).0), mismatch),
        (TransactWrite::delete(name(), wrong()), mismatch),
        (TransactWrite::check(name(), wrong(), missing("PK")), mismatch),
        (TransactWrite::delete(name(), row! { "PK" => "a" }.to_item()), mismatch),
        (TransactWrite::delete(name(), row! { "PK" => "a", "SK" => list![] }.to_item()), mismatch),
    ];
    for (broken, core) in cases {
        let failed = write(db, [put(&table, item("1")), broken, put(&table, item("2"))]).await.canceled();

        let message = invalid_at(&failed, 1);
        assert!(message.contains(core), "{message}");
    }
    assert_eq!(table.all().await, []);
}

async fn a_wrong_type_of_an_index_key_cancels(db: &Database<'_>) {
    let index = global("by_g", &["G:S"], &[], Projection::All);
    let table = db.table_with(&["PK:S", "SK:S"], &[index]).await;

    let by_put = write(db, [put(&table, item("1")), put(&table, and(&item("2"), "G", 1))]).await.canceled();
    let by_update = write(db, [put(&table, item("1")), update(&table, "2", change().set("G", 1))]).await.canceled();

    for failed in [by_put, by_update] {
        let message = invalid_at(&failed, 1);
        assert!(message.contains("Type mismatch for Index Key G Expected: S Actual: N IndexName: by_g"), "{message}");
    }
    assert_eq!(table.all().await, []);
}

async fn a_key_that_is_empty_is_refused(db: &Database<'_>) {
    let index = global("by_g", &["G:S"], &[], Projection::All);
    let table = db.table_with(&["PK:S", "SK:S"], &[index]).await;
    let empty = "cannot contain an empty string value";
    let cases = [
        put(&table, item("")),
        delete(&table, ""),
        check(&table, "", missing("PK")),
        update(&table, "", change().set("n", 1)),
        put(&table, and(&item("2"), "G", "")),
        update(&table, "2", change().set("G", "")),
    ];
    for broken in cases {
        write(db, [put(&table, item("1")), broken]).await.refused(empty);
    }
    assert_eq!(table.all().await, []);
}

async fn an_update_of_a_key_does_nothing(db: &Database<'_>) {
    let table = db.table().await;

    let outcome = write(db, [put(&table, item("1")), update(&table, "2", change().set("SK", "3"))]).await;

    // Whether it refuses or cancels is not known.
    let error = outcome.expect_err("keys cannot be updated");
    let reason = error.reasons().get(1).and_then(|reason| reason.message.as_deref());
    let message = reason.unwrap_or(error.message());
    assert!(message.contains("Cannot update attribute SK. This attribute is part of the key"), "{message}");
    assert_eq!(table.all().await, []);
}

async fn a_transaction_has_one_action_for_an_item(db: &Database<'_>) {
    let table = db.table_with(&["PK:S", "SK:N"], &[]).await;
    let refused = "Transaction request cannot include multiple operations on one item";
    let numbered = |sk: &str| row! { "PK" => "a", "SK" => n(sk) }.to_item();
    let action = |action: TransactAction| TransactWrite::new(table.name(), action);

    for second in [
        action(TransactAction::Put { item: numbered("1.0") }),
        action(TransactAction::Delete { key: numbered("1") }),
        action(TransactAction::Update { key: numbered("1"), update: change().set("n", 1).0 }),
        action(TransactAction::Check { key: numbered("1") }).when(missing("PK")),
    ] {
        let first = action(TransactAction::Put { item: numbered("1") });
        let other = action(TransactAction::Put { item: numbered("2") });

        write(db, [first, other, second]).await.refused(refused);
    }
    assert_eq!(table.all().await, []);
}

async fn a_transaction_has_1_to_100_actions(db: &Database<'_>) {
    let table = db.table().await;
    let some = |count: i32| (0..count).map(|number| put(&table, item(&number.to_string()))).collect::<Vec<_>>();

    write(db, []).await.refused("Member must have length greater than or equal to 1");
    write(db, some(101)).await.refused("Member must have length less than or equal to 100");
    assert_eq!(table.all().await, []);
    write(db, some(100)).await.unwrap();
    assert_eq!(table.all().await.len(), 100);
}

async fn a_check_has_a_condition_and_an_update_a_change(db: &Database<'_>) {
    let table = db.table().await;
    let unconditional = TransactWrite::new(table.name(), TransactAction::Check { key: item("2").to_item() });

    write(db, [put(&table, item("1")), unconditional]).await.refused_somewhere();
    write(db, [put(&table, item("1")), update(&table, "2", change())]).await.refused_somewhere();
    assert_eq!(table.all().await, []);
}

async fn broken_values_and_expressions_are_refused(db: &Database<'_>) {
    let table = db.table().await;
    let deep = (0..32).fold(v(1), |inner, _| list![inner]);
    let cases: [(TransactWrite, &str); 3] = [
        (put(&table, and(&item("2"), "data", text(410_000))), "Item size has exceeded the maximum allowed size"),
        (put(&table, and(&item("2"), "deep", deep)), "Nesting Levels have exceeded supported limits"),
        (update(&table, "2", change().set("m", 1).set("m.x", 1)), "Two document paths overlap with each other"),
    ];
    for (broken, core) in cases {
        write(db, [put(&table, item("1")), broken]).await.refused(core);
    }
    assert_eq!(table.all().await, []);
}

async fn operands_of_wrong_types_are_refused(db: &Database<'_>) {
    let table = db.table().await;
    let cases = [
        update(&table, "2", change().add("n", "text")),
        update(&table, "2", change().plus("n", at("n"), value("text"))),
        delete(&table, "2").when(lt(p("n"), v(true))),
    ];
    for broken in cases {
        write(db, [put(&table, item("1")), broken]).await.refused("Incorrect operand type for operator or function");
    }
    assert_eq!(table.all().await, []);
}

async fn an_update_with_a_value_nested_too_deeply_cancels(db: &Database<'_>) {
    let table = db.table().await;
    let nested = |levels: usize| (0..levels).fold(v(1), |inner, _| list![inner]);

    let failed =
        write(db, [put(&table, item("1")), update(&table, "2", change().set("l", nested(32)))]).await.canceled();
    write(db, [update(&table, "3", change().set("l", nested(31)))]).await.unwrap();

    let message = invalid_at(&failed, 1);
    assert!(message.contains("Nesting Levels have exceeded supported limits"), "{message}");
    assert_eq!(table.all().await, [and(&item("3"), "l", nested(31))]);
}

async fn the_first_wrong_action_is_told(db: &Database<'_>) {
    let nowhere = unique_name();
    let large =
        |name: &Arc<str>| TransactWrite::put(Arc::clone(name), and(&item("1"), "data", text(410_000)).to_item());
    let overlapping = |name: &Arc<str>| {
        TransactWrite::update(Arc::clone(name), item("2").to_item(), change().set("m", 1).remove("m.x").0)
    };

    // Both before any table is looked for.
    write(db, [large(&nowhere), overlapping(&nowhere)]).await.refused("Item size has exceeded");
    write(db, [overlapping(&nowhere), large(&nowhere)]).await.refused("Two document paths overlap");
}

async fn a_transaction_on_an_unknown_table_does_nothing(db: &Database<'_>) {
    let table = db.table().await;
    let nowhere = TransactWrite::delete(unique_name(), item("1").to_item());

    write(db, [put(&table, item("1")), nowhere]).await.not_found();

    assert_eq!(table.all().await, []);
}

async fn a_transaction_is_not_larger_than_4_mb(db: &Database<'_>) {
    let table = db.table().await;
    let large = |number: i32| and(&item(&format!("{number:02}")), "data", text(390_000));
    let some = |count: i32| (0..count).map(|number| put(&table, large(number))).collect::<Vec<_>>();

    write(db, some(11)).await.refused("");
    assert_eq!(table.all().await, []);
    table.put_all((0..11).map(large)).await;
    // What is stored does not count.
    write(db, (0..11).map(|number| delete(&table, &format!("{number:02}"))).collect::<Vec<_>>()).await.unwrap();
    assert_eq!(table.all().await, []);
    write(db, some(10)).await.unwrap();
}

async fn a_transaction_is_charged_twice_but_for_its_indexes(db: &Database<'_>) {
    let index = global("by_g", &["G:S"], &[], Projection::KeysOnly);
    let table = db.table_with(&["PK:S", "SK:S"], &[index]).await;
    let second = db.table().await;
    let request = |mode: ReturnConsumed, sk: &str| {
        let actions = vec![put(&table, and(&item(sk), "G", "g")), check(&second, "none", missing("PK"))];
        with(TransactWriteItems::new(actions), |request| request.return_consumed = mode)
    };

    let total = db.backend.transact_write_items(request(ReturnConsumed::Total, "1")).await.unwrap().meta.consumed;
    let detailed = db.backend.transact_write_items(request(ReturnConsumed::Indexes, "2")).await.unwrap().meta.consumed;

    assert_eq!((total[&table.name].units, total[&table.name].table), (3.0, None));
    let (changed, checked) = (&detailed[&table.name], &detailed[&second.name]);
    assert_eq!((changed.units, changed.write_units, changed.read_units), (3.0, Some(3.0), None));
    assert_eq!((changed.table, &changed.global_indexes), (Some(2.0), &BTreeMap::from([("by_g".to_owned(), 1.0)])));
    assert_eq!((checked.units, checked.write_units, checked.table), (2.0, Some(2.0), Some(2.0)));
}

async fn every_action_is_charged_by_the_larger_item(db: &Database<'_>) {
    let table = db.table().await;
    let sized = |sk: &str, size: usize| and(&item(sk), "data", text(size));
    table
        .put_all([sized("shrunk", 2500), sized("deleted", 1500), sized("checked", 3500), sized("updated", 1500)])
        .await;
    let cases = [
        (put(&table, sized("new", 1500)), 4.0),
        (put(&table, sized("shrunk", 10)), 6.0),
        (delete(&table, "deleted"), 4.0),
        (delete(&table, "none"), 2.0),
        (check(&table, "checked", exists("PK")), 8.0),
        (update(&table, "updated", change().set("more", text(1000))), 6.0),
    ];
    for (action, units) in cases {
        let request = with(TransactWriteItems::new(vec![action.clone()]), |request| {
            request.return_consumed = ReturnConsumed::Total;
        });

        let consumed = db.backend.transact_write_items(request).await.unwrap().meta.consumed;

        assert_eq!(consumed[&table.name].units, units, "{action:?}");
    }
}

async fn a_transaction_tells_which_collections_it_touched(db: &Database<'_>) {
    let index = local("sorted", "L:S", Projection::KeysOnly);
    let table = db.table_with(&["PK:S", "SK:S"], &[index]).await;
    let actions = vec![put(&table, item("1")), delete(&table, "2"), check(&table, "3", missing("PK"))];
    let request = with(TransactWriteItems::new(actions), |request| request.return_collections = true);

    let collections = db.backend.transact_write_items(request).await.unwrap().collections;

    let touched = &collections[&table.name];
    assert!(touched.iter().all(|metrics| row(&metrics.key) == row! { "PK" => "a" }), "{touched:?}");
    assert_eq!(touched[0].size_gb, (0.0, 1.0));
}

/// A token that no other transaction has.
fn token() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    format!("{:x}-{:x}-{:x}", std::process::id(), now.as_nanos(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A transaction with a token, which adds one to the item `1`.
fn counting(table: &Table<'_>, token: &str) -> TransactWriteItems {
    let actions = vec![update(table, "1", change().add("n", 1)), delete(table, "2")];
    with(TransactWriteItems::new(actions), |request| {
        request.token = Some(token.to_owned());
        request.return_consumed = ReturnConsumed::Total;
    })
}

async fn a_token_makes_a_transaction_happen_once(db: &Database<'_>) {
    let table = db.table().await;
    table.put(and(&item("1"), "data", text(5000))).await.unwrap();
    let (token, other) = (token(), token());

    let first = db.backend.transact_write_items(counting(&table, &token)).await.unwrap().meta.consumed;
    let again = db.backend.transact_write_items(counting(&table, &token)).await.unwrap().meta.consumed;
    let quiet = with(counting(&table, &token), |request| request.return_consumed = ReturnConsumed::None);
    let third = db.backend.transact_write_items(quiet).await.unwrap().meta.consumed;
    let other = db.backend.transact_write_items(counting(&table, &other)).await.unwrap().meta.consumed;

    let n = table.get(item("1")).await.and_then(|row| row.get("n").cloned());
    assert_eq!(n, Some(Value::from(2)));
    let (first, again, other) = (&first[&table.name], &again[&table.name], &other[&table.name]);
    // Five KB and none, written; then the same read.
    assert_eq!((first.units, first.write_units, first.read_units), (12.0, Some(12.0), None));
    assert_eq!((again.units, again.write_units, again.read_units), (6.0, None, Some(6.0)));
    assert_eq!(other.write_units, Some(12.0));
    assert!(third.is_empty());
}

async fn a_token_stands_for_one_transaction(db: &Database<'_>) {
    let table = db.table().await;
    let token = token();
    db.backend.transact_write_items(counting(&table, &token)).await.unwrap();
    let other =
        with(counting(&table, &token), |request| request.actions[0] = update(&table, "1", change().add("n", 2)));
    let fewer = with(counting(&table, &token), |request| request.actions.truncate(1));

    for request in [other, fewer] {
        let error = db.backend.transact_write_items(request).await.expect_err("the token stands for something else");

        assert_eq!(error.kind(), monotable::ErrorKind::IdempotentParameterMismatch, "{error:?}");
        assert_eq!(error.code(), Some("IdempotentParameterMismatchException"));
    }
    assert_eq!(table.all().await, [with_n("1", 1)]);
}

async fn a_token_of_a_cancelled_transaction_can_be_used_again(db: &Database<'_>) {
    let table = db.table().await;
    let request = with(counting(&table, &token()), |request| {
        request.actions.push(check(&table, "3", exists("PK")));
    });

    let failed = db.backend.transact_write_items(request.clone()).await.canceled();
    table.put(item("3")).await.unwrap();
    db.backend.transact_write_items(request).await.unwrap();

    assert_eq!(codes(&failed), ["None", "None", FAILED]);
    assert_eq!(table.all().await, [with_n("1", 1), item("3")]);
}

async fn a_token_has_1_to_36_characters(db: &Database<'_>) {
    let table = db.table().await;

    let long = db.backend.transact_write_items(counting(&table, &"t".repeat(37))).await;
    long.refused("Member must have length less than or equal to 36");
    let most = format!("{:t>36}", token());
    db.backend.transact_write_items(counting(&table, &most)).await.unwrap();
    assert_eq!(table.all().await, [with_n("1", 1)]);
}

async fn a_transaction_reads_in_the_order_of_the_request(db: &Database<'_>) {
    let (first, second) = (db.table().await, db.table().await);
    first.put_all([with_n("1", 1), with_n("2", 2)]).await;
    second.put(with_n("1", 3)).await.unwrap();

    let output = read(db, [get(&second, "1"), get(&first, "2"), get(&first, "none"), get(&first, "1")]).await.unwrap();

    let found: Vec<Option<Row>> = output.items.iter().map(|item| item.as_ref().map(row)).collect();
    assert_eq!(found, [Some(with_n("1", 3)), Some(with_n("2", 2)), None, Some(with_n("1", 1))]);
    assert!(output.meta.consumed.is_empty());
}

async fn a_transaction_reads_what_is_projected(db: &Database<'_>) {
    let table = db.table().await;
    table.put_all([and(&with_n("1", 1), "m", map! { "x" => 1, "y" => 2 }), with_n("2", 2)]).await;
    let projecting = |sk: &str, to: &[&str]| with(get(&table, sk), |get| get.projection = Some(paths(to)));

    let output =
        read(db, [projecting("1", &["n", "m.y"]), projecting("2", &["n"]), get(&table, "none")]).await.unwrap();

    let found: Vec<Option<Row>> = output.items.iter().map(|item| item.as_ref().map(row)).collect();
    assert_eq!(found, [Some(row! { "n" => 1, "m" => map! { "y" => 2 } }), Some(row! { "n" => 2 }), None]);
    read(db, [get(&table, "2"), projecting("1", &["m", "m.y"])]).await.refused("Two document paths overlap");
}

async fn a_transaction_reads_each_item_once(db: &Database<'_>) {
    let table = db.table().await;

    let twice = read(db, [get(&table, "1"), get(&table, "2"), get(&table, "1")]).await;

    twice.refused("Transaction request cannot include multiple operations on one item");
}

async fn a_transaction_reads_1_to_100_items(db: &Database<'_>) {
    let table = db.table().await;
    let some = |count: i32| (0..count).map(|number| get(&table, &number.to_string())).collect::<Vec<_>>();

    read(db, []).await.refused("Member must have length greater than or equal to 1");
    read(db, some(101)).await.refused("Member must have length less than or equal to 100");
    assert_eq!(read(db, some(100)).await.unwrap().items.len(), 100);
}

async fn a_wrong_key_cancels_a_read(db: &Database<'_>) {
    let table = db.table().await;
    let wrong = TransactGet::new(table.name(), row! { "PK" => "a", "SK" => 1 }.to_item());

    let failed = read(db, [get(&table, "1"), wrong]).await.canceled();

    let message = invalid_at(&failed, 1);
    assert!(message.contains("The provided key element does not match the schema"), "{message}");
    let empty = read(db, [get(&table, ""), get(&table, "1")]).await.canceled();
    let message = invalid_at(&empty, 0);
    assert!(message.contains("cannot contain an empty string value. Key: SK"), "{message}");
}

async fn a_read_of_an_unknown_table_is_refused(db: &Database<'_>) {
    let table = db.table().await;

    read(db, [get(&table, "1"), TransactGet::new(unique_name(), item("1").to_item())]).await.not_found();
}

async fn a_transaction_reads_no_more_than_4_mb(db: &Database<'_>) {
    let table = db.table().await;
    table.put_all((0..11).map(|number| and(&item(&number.to_string()), "data", text(390_000)))).await;
    let some = |count: i32| (0..count).map(|number| get(&table, &number.to_string())).collect::<Vec<_>>();

    read(db, some(11)).await.refused("");
    assert_eq!(read(db, some(10)).await.unwrap().items.iter().flatten().count(), 10);
}

async fn a_read_is_charged_twice(db: &Database<'_>) {
    let table = db.table().await;
    table.put_all([and(&item("1"), "data", text(5000)), item("2")]).await;
    let request = |mode: ReturnConsumed| {
        let gets = vec![get(&table, "1"), get(&table, "2"), get(&table, "none")];
        with(TransactGetItems::new(gets), |request| request.return_consumed = mode)
    };

    let total = db.backend.transact_get_items(request(ReturnConsumed::Total)).await.unwrap().meta.consumed;
    let detailed = db.backend.transact_get_items(request(ReturnConsumed::Indexes)).await.unwrap().meta.consumed;

    let (total, detailed) = (&total[&table.name], &detailed[&table.name]);
    assert_eq!((total.units, total.read_units, total.write_units, total.table), (8.0, Some(8.0), None, None));
    assert_eq!((detailed.units, detailed.read_units, detailed.table), (8.0, Some(8.0), Some(8.0)));
}
