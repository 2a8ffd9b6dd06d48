//! Transactions: all or nothing, and what cancels them.

use monotable::Error;
use monotable::expression::Condition;
use monotable::request::control::Projection;
use monotable::request::{TransactWrite, TransactWriteItems, TransactWriteItemsOutput};

use super::change::{Change, change};
use super::database::{Database, Table, global, with};
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
    an_update_with_a_value_nested_too_deeply_cancels,
    values_of_conditions_may_be_nested_deeper_than_items,
}

pub(crate) fn item(sk: &str) -> Row {
    row! { "PK" => "a", "SK" => sk }
}

/// An item with a number in it.
pub(crate) fn with_n(sk: &str, n: i32) -> Row {
    and(&item(sk), "n", n)
}

pub(crate) fn put(table: &Table<'_>, item: impl ToItem) -> TransactWrite {
    TransactWrite::put(table.name(), item.to_item())
}

pub(crate) fn update(table: &Table<'_>, sk: &str, change: Change) -> TransactWrite {
    TransactWrite::update(table.name(), item(sk).to_item(), change.0)
}

pub(crate) fn delete(table: &Table<'_>, sk: &str) -> TransactWrite {
    TransactWrite::delete(table.name(), item(sk).to_item())
}

pub(crate) fn check(table: &Table<'_>, sk: &str, condition: Condition) -> TransactWrite {
    TransactWrite::check(table.name(), item(sk).to_item(), condition)
}

pub(crate) async fn write(
    db: &Database<'_>,
    actions: impl Into<Vec<TransactWrite>>,
) -> Result<TransactWriteItemsOutput, Error> {
    db.backend.transact_write_items(TransactWriteItems::new(actions.into())).await
}

pub(crate) fn codes(error: &Error) -> Vec<&str> {
    error.reasons().iter().map(|reason| reason.code.as_deref().unwrap_or("None")).collect()
}

pub(crate) const FAILED: &str = "ConditionalCheckFailed";
const INVALID: &str = "ValidationError";

/// The message of the action at this position, which alone is the reason.
#[track_caller]
pub(crate) fn invalid_at(error: &Error, position: usize) -> &str {
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

async fn values_of_conditions_may_be_nested_deeper_than_items(db: &Database<'_>) {
    let table = db.table().await;
    let nested = || (0..32).fold(v(1), |inner, _| list![inner]);
    let or_new = || Condition::Or(vec![eq(p("l"), nested()), missing("l")]);

    let failed = write(db, [check(&table, "1", eq(p("l"), nested()))]).await.canceled();
    let change = with(update(&table, "3", change().set("a", 1)), |update| update.condition = Some(or_new()));
    write(db, [check(&table, "2", or_new()), change]).await.unwrap();

    assert_eq!(codes(&failed), [FAILED]);
    assert_eq!(table.all().await, [and(&item("3"), "a", 1)]);
}
