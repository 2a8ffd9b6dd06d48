//! Transactions that are refused before they begin.

use std::sync::Arc;

use monotable::request::control::Projection;
use monotable::request::{TransactAction, TransactWrite};

use super::change::change;
use super::database::{Database, global, unique_name};
use super::refusal::Refused;
use super::transactions::{check, delete, item, put, update, write};
use super::words::*;

scenarios! {
    a_key_that_is_empty_is_refused,
    an_update_of_a_key_does_nothing,
    a_transaction_has_one_action_for_an_item,
    a_transaction_has_1_to_100_actions,
    a_check_has_a_condition_and_an_update_a_change,
    broken_values_and_expressions_are_refused,
    operands_of_wrong_types_are_refused,
    the_first_wrong_action_is_told,
    a_transaction_on_an_unknown_table_does_nothing,
    a_transaction_is_not_larger_than_4_mb,
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
