//! Batches and transactions as programs write them, through a store and its entities.

use std::collections::BTreeMap;
use std::time::Duration;

use monotable::request::PutItem;
use monotable::{ErrorKind, Item, Op, Retry, Store, Table as _, Value};

use super::database::{Database, unique_name};
use crate::ops::fixture::{Customer, Line, Order, Shop, Status, order};

scenarios! {
    an_order_is_placed_with_its_lines_and_the_customer_or_not_at_all,
    every_kind_of_operation_brings_back_what_stood_in_its_way,
    a_transaction_of_many_operations_fails_in_place,
    a_transaction_with_a_token_is_done_once,
    entities_are_read_as_they_are_at_one_moment,
    batches_take_more_than_a_call_does,
    a_batch_over_16_mb_comes_back_whole,
    a_lock_begins_on_items_that_were_there_before_it,
    writes_without_a_loaded_version_begin_the_lock,
}

/// An empty shop.
async fn shop(db: &Database<'_>) -> Store<Shop> {
    let name = unique_name();
    db.create(Shop::SCHEMA.create_table(name.clone())).await.unwrap();
    // What is left unprocessed is asked for again at once.
    let retry = Retry::default().pauses(Duration::ZERO, Duration::ZERO);
    Store::shared(db.shared()).named(name).retrying(retry)
}

fn customer(id: &str) -> Customer {
    Customer { customer_id: id.to_owned(), email: format!("{id}@example.com"), address: None, tags: [].into() }
}

fn line(number: u16) -> Line {
    Line { customer_id: "c1".to_owned(), order_id: "o1".to_owned(), number, version: 0, quantity: 2 }
}

async fn an_order_is_placed_with_its_lines_and_the_customer_or_not_at_all(db: &Database<'_>) {
    let shop = shop(db).await;
    let placed = order("c1", 1, 1);
    let place = || {
        shop.transact((
            shop.check(Customer::key("c1")).when(|c| c.email.eq("c1@example.com")),
            shop.put(&placed).only_new(),
            shop.put(&line(1)),
            shop.put(&line(2)),
        ))
    };

    let early = place().await.unwrap_err();
    shop.put(&customer("c1")).await.unwrap();
    let done = place().await.unwrap();
    let late = place().await.unwrap_err();

    assert!(early.is_condition_failed() && matches!(early.into_reasons(), (Some(_), None, None, None)));
    assert_eq!(done, ((), (), 1, 1));
    let (check, order, first, second) = late.into_reasons();
    assert!(check.is_none());
    assert_eq!(order.and_then(|failed| failed.into_old()), Some(placed.clone()));
    assert_eq!(first.and_then(|failed| failed.into_old()), Some(Line { version: 1, ..line(1) }));
    assert_eq!(second.and_then(|failed| failed.into_old()), Some(Line { version: 1, ..line(2) }));
    assert_eq!(shop.query(Line::of("c1")).consistent().all().await.unwrap().len(), 2);
}

async fn every_kind_of_operation_brings_back_what_stood_in_its_way(db: &Database<'_>) {
    let shop = shop(db).await;
    let stored = [1, 2, 3].map(|number| order("c1", number, number));
    shop.batch_write().put_all(&stored).put(&customer("c1")).await.unwrap();

    let failed = shop
        .transact((
            shop.update(stored[0].edit().set(|o| o.carrier, "air")).when(|o| o.total.gt(500u64)),
            shop.delete(&stored[1]).when(|o| o.status.eq(Status::Paid)),
            shop.check(&stored[2]).missing(),
            Order::at("nobody", 1, "o1").set(|o| o.total, 1u64),
            shop.put(&customer("c2")),
            shop.put(&customer("c1")).only_new(),
        ))
        .await
        .unwrap_err();

    assert_eq!(failed.kind(), ErrorKind::TransactionCanceled);
    let text = failed.to_string();
    assert!(text.contains("operation 1, Order (") && text.contains("; and 2 more"), "{text}");
    let (update, delete, check, nobody, put, new) = failed.into_reasons();
    assert_eq!(update.unwrap().old(), Some(&stored[0]));
    assert_eq!(delete.unwrap().old(), Some(&stored[1]));
    assert_eq!(check.unwrap().old(), Some(&stored[2]));
    let nobody = nobody.unwrap();
    assert!(nobody.is_condition_failed() && nobody.old().is_none());
    assert!(put.is_none());
    assert_eq!(new.unwrap().old(), Some(&customer("c1")));
    assert_eq!(shop.get(Customer::key("c2")).consistent().await.unwrap(), None);
}

async fn a_transaction_of_many_operations_fails_in_place(db: &Database<'_>) {
    let shop = shop(db).await;
    let orders: Vec<Order> = (0..100).map(|number| order("c1", number, number)).collect();
    let ops = || -> Vec<Op<Shop>> { orders.iter().map(|order| shop.put(order).only_new().into()).collect() };

    shop.put(&orders[70]).await.unwrap();
    let failed = shop.transact(ops()).await.unwrap_err();
    shop.delete(&orders[70]).await.unwrap();
    let done = shop.transact(ops()).await.unwrap();

    assert!(failed.to_string().contains(": operation 71, "), "{failed}");
    let reasons = failed.into_reasons();
    assert_eq!(reasons.iter().filter(|reason| reason.is_some()).count(), 1);
    assert!(
        matches!(reasons[70].as_ref().and_then(|failed| failed.old()), Some(Shop::Order(old)) if *old == orders[70])
    );
    assert_eq!(done.len(), 100);
    assert_eq!(shop.query(Order::of("c1")).consistent().count().await.unwrap(), 100);
}

async fn a_transaction_with_a_token_is_done_once(db: &Database<'_>) {
    let shop = shop(db).await;
    shop.put(&order("c1", 1, 1)).await.unwrap();
    let append = |note: &str| shop.transact((Order::at("c1", 1, "o1").append(|o| o.notes, [note]),)).token("payment-7");

    append("once").await.unwrap();
    append("once").await.unwrap();
    let other = append("other").await.unwrap_err();

    assert_eq!(other.kind(), ErrorKind::IdempotentParameterMismatch);
    let order = shop.get(Order::key("c1", 1, "o1")).consistent().await.unwrap();
    assert_eq!(order.map(|order| order.notes), Some(vec!["once".to_owned()]));
}

async fn entities_are_read_as_they_are_at_one_moment(db: &Database<'_>) {
    let shop = shop(db).await;
    let stored = order("c1", 1, 1);
    shop.transact((shop.put(&stored), shop.put(&customer("c1")), shop.put(&line(1)))).await.unwrap();

    let keys = (Customer::key("c1"), &stored, Line::key("c1", "o1", 9u16), Line::key("c1", "o1", 1u16), &stored);
    let found = shop.transact_get(keys).await.unwrap();
    let list = shop.transact_get([Customer::key("c2"), Customer::key("c1")]).await.unwrap();

    let line = Line { version: 1, ..line(1) };
    assert_eq!(found, (Some(customer("c1")), Some(stored.clone()), None, Some(line), Some(stored)));
    assert_eq!(list, [None, Some(customer("c1"))]);
}

async fn batches_take_more_than_a_call_does(db: &Database<'_>) {
    let shop = shop(db).await;
    let orders: Vec<Order> = (0..130).map(|number| order("c1", number, number)).collect();

    let written =
        shop.batch_write().put_all(&orders).put_all(&[customer("c1"), customer("c2")]).detailed().await.unwrap();
    let keys: Vec<_> = orders.iter().rev().map(monotable::Key::of).collect();
    let (read, customers) =
        shop.batch_get(keys).and(["c2", "nobody", "c1"].map(Customer::key)).consistent().await.unwrap();
    shop.batch_write().delete_all(&orders[10..]).delete(Customer::key("nobody")).await.unwrap();

    assert!(written.consumed.is_some_and(|consumed| consumed.units >= 132.0));
    assert!(read.into_iter().flatten().eq(orders.iter().rev().cloned()));
    assert_eq!(customers, [Some(customer("c2")), None, Some(customer("c1"))]);
    assert_eq!(shop.query(Order::of("c1")).consistent().count().await.unwrap(), 10);
}

async fn a_batch_over_16_mb_comes_back_whole(db: &Database<'_>) {
    let shop = shop(db).await;
    let large = |number| Order { notes: vec!["n".repeat(390_000)], ..order("c1", number, number) };
    let orders: Vec<Order> = (0..44).map(large).collect();

    shop.batch_write().put_all(&orders).await.unwrap();
    let read = shop.batch_get(&orders).consistent().await.unwrap();

    assert!(read.into_iter().flatten().eq(orders));
}

/// Items of a table that got a lock later have no version, null or 0; editing them failed for ever, since the condition asked for an
/// item that is there and is not.
async fn a_lock_begins_on_items_that_were_there_before_it(db: &Database<'_>) {
    for (before, in_a_transaction) in [None, Some(Value::Null), Some(Value::from(0))]
        .into_iter()
        .flat_map(|before| [(before.clone(), false), (before, true)])
    {
        // given: an item as the program wrote it before
        let shop = shop(db).await;
        let stored = shop.put(&line(1)).request().unwrap().item;
        let mut members: BTreeMap<String, Value> =
            stored.iter().map(|(name, value)| (text(name), Value::from(value))).collect();
        members.remove("version");
        members.extend(before.clone().map(|before| ("version".to_owned(), before)));
        let item: Item = members.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        shop.backend().put_item(PutItem::new(shop.table_name().into(), item)).await.unwrap();
        // when
        let loaded = shop.get(Line::key("c1", "o1", 1)).consistent().await.unwrap().unwrap();
        let edit = |quantity: u32| loaded.edit().set(|line| line.quantity, quantity);
        let (first, second) = if in_a_transaction {
            let first = shop.transact((edit(5),)).await.map(drop).map_err(|failed| failed.is_condition_failed());
            (first, shop.transact((edit(6),)).await.map(drop).map_err(|failed| failed.is_condition_failed()))
        } else {
            let first = shop.update(edit(5)).await.map_err(|failed| failed.is_condition_failed());
            (first, shop.update(edit(6)).await.map_err(|failed| failed.is_condition_failed()))
        };
        let now = shop.get(Line::key("c1", "o1", 1)).consistent().await.unwrap().unwrap();
        shop.delete(&now).await.unwrap();
        let gone = shop.update(edit(7)).await.map_err(|failed| failed.is_condition_failed());
        // then
        assert_eq!(loaded.version, 0, "{before:?}");
        assert_eq!((first, second, gone), (Ok(()), Err(true), Err(true)), "{before:?}");
        assert_eq!((now.version, now.quantity), (1, 5), "{before:?}");
    }
}

/// A version that is null was neither added to nor taken for missing, and a put of what was loaded asked for an item that is not there.
async fn writes_without_a_loaded_version_begin_the_lock(db: &Database<'_>) {
    for before in [None, Some(Value::Null), Some(Value::from(0))] {
        let shop = shop(db).await;
        let stored = shop.put(&line(1)).request().unwrap().item;
        let mut members: BTreeMap<String, Value> =
            stored.iter().map(|(name, value)| (text(name), Value::from(value))).collect();
        members.remove("version");
        members.extend(before.clone().map(|before| ("version".to_owned(), before)));
        let item: Item = members.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let reset = || shop.backend().put_item(PutItem::new(shop.table_name().into(), item.clone()));

        reset().await.unwrap();
        let update = || Line::at("c1", "o1", 1).add(|line| line.quantity, 5u32);
        let missed = shop.update(update()).when(|line| line.quantity.eq(99u32)).await.unwrap_err();
        let first = shop.update(update()).returning_new().await.unwrap();
        let second = shop.update(update()).returning_new().await.unwrap();
        reset().await.unwrap();
        let loaded = shop.get(Line::key("c1", "o1", 1)).consistent().await.unwrap().unwrap();
        let new = shop.put(&loaded).await.unwrap_err();
        let replaced = shop.put(&loaded).replace().await.unwrap();
        let again = shop.put(&loaded).replace().await.unwrap_err();
        reset().await.unwrap();
        shop.transact((shop.put(&loaded).replace(),)).await.unwrap();

        assert!(missed.is_condition_failed(), "{missed}");
        assert_eq!((first.version, second.version), (1, 2), "{before:?}");
        assert!(new.is_condition_failed() && again.is_condition_failed(), "{new} {again}");
        assert_eq!(replaced, 1);
    }
}

fn text(name: &[u8]) -> String {
    String::from_utf8(name.to_vec()).unwrap()
}
