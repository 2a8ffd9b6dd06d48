//! The consumed capacity and metrics of transactions, and their idempotency tokens.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use monotable::Value;
use monotable::request::control::Projection;
use monotable::request::{ReturnConsumed, TransactWriteItems};

use super::change::change;
use super::database::{Database, Table, global, local, with};
use super::refusal::Refused;
use super::transactions::{FAILED, check, codes, delete, item, put, update, with_n};
use super::words::*;

scenarios! {
    a_transaction_is_charged_twice_but_for_its_indexes,
    every_action_is_charged_by_the_larger_item,
    a_transaction_tells_which_collections_it_touched,
    a_token_makes_a_transaction_happen_once,
    a_token_stands_for_one_transaction,
    a_token_of_a_cancelled_transaction_can_be_used_again,
    a_token_has_1_to_36_characters,
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
