//! Transactions.

use std::task::{Context, Waker};
use std::time::Duration;

use monotable::request::{TransactAction, TransactGetItemsOutput};
use monotable::{Entity, ErrorKind, Op, Retry};

use super::fixture::{Customer, Line, Order, Shop, Status, now, order, shop};
use super::script::{Answer, Request, Script, cancelled, fails};

const CONFLICT: Option<&str> = Some("TransactionConflict");
const FAILED: Option<&str> = Some("ConditionalCheckFailed");

fn line(number: u16) -> Line {
    Line { customer_id: "c1".to_owned(), order_id: "o1".to_owned(), number, version: 0, quantity: 1 }
}

fn customer(id: &str) -> Customer {
    Customer { customer_id: id.to_owned(), email: format!("{id}@example.com"), address: None, tags: [].into() }
}

#[test]
fn operations_of_several_kinds_happen_together() {
    let shop = shop();
    let [first, second] = [1, 2].map(|number| order("c1", number, number));
    now(shop.put(&customer("c1"))).unwrap();
    now(shop.put(&first)).unwrap();
    now(shop.put(&second)).unwrap();

    let done = now(shop.transact((
        shop.check(Customer::key("c1")).when(|c| c.email.eq("c1@example.com")),
        shop.update(first.edit().set(|o| o.status, Status::Paid)).when(|o| o.total.ge(10u64)),
        shop.delete(&second).existing(),
        shop.put(&line(1)),
        Order::at("c1", 1, "o9").set(|o| o.notes, vec!["never".to_owned()]),
    )));
    assert!(done.is_err(), "there is no such order");
    assert_eq!(now(shop.get(&first)).unwrap().map(|order| order.status), Some(Status::Open));

    let done = now(shop.transact((
        shop.check(Customer::key("c1")).when(|c| c.email.eq("c1@example.com")),
        first.edit().set(|o| o.status, Status::Paid),
        shop.delete(&second).existing(),
        shop.put(&line(1)),
        shop.check(Customer::key("c2")).missing(),
    )));

    assert_eq!(done.unwrap(), ((), (), (), 1, ()));
    assert_eq!(now(shop.get(&first)).unwrap().map(|order| order.status), Some(Status::Paid));
    assert_eq!(now(shop.get(&second)).unwrap(), None);
    assert_eq!(now(shop.get(&line(1))).unwrap().map(|line| line.version), Some(1));
}

#[test]
fn a_failure_says_for_each_operation_why_with_its_old_entity() {
    let shop = shop();
    let stored = order("c1", 1, 1);
    now(shop.put(&stored)).unwrap();
    now(shop.put(&line(1))).unwrap();

    let failed = now(shop.transact((
        shop.put(&customer("c1")),
        shop.update(stored.edit().set(|o| o.carrier, "air")).when(|o| o.total.gt(10u64)),
        shop.put(&line(1)),
    )))
    .unwrap_err();

    assert_eq!(failed.kind(), ErrorKind::TransactionCanceled);
    assert!(failed.is_condition_failed() && !failed.is_retryable());
    let (put, update, lock) = failed.into_reasons();
    assert!(put.is_none());
    let update = update.unwrap();
    assert!(update.is_condition_failed());
    assert_eq!(update.old(), Some(&stored));
    assert!(update.to_string().starts_with("Order (CUSTOMER#{customer_id} / ORDER#"), "{update}");
    assert!(update.error().key().is_some_and(|key| key.starts_with("CUSTOMER#c1 / ORDER#")));
    assert_eq!(lock.unwrap().old().map(|line| line.version), Some(1));
    assert_eq!(now(shop.get(Customer::key("c1"))).unwrap(), None);
}

#[test]
fn vectors_and_arrays_of_operations_fail_and_succeed_in_place() {
    let shop = shop();

    let versions = now(shop.transact((1..=20).map(|number| shop.put(&line(number))).collect::<Vec<_>>())).unwrap();
    let failed = now(shop.transact([&line(21), &line(20)].map(|line| shop.put(line)))).unwrap_err();

    assert_eq!(versions, [1; 20]);
    let [new, old] = failed.into_reasons();
    assert!(new.is_none());
    assert_eq!(old.unwrap().into_old(), Some(Line { version: 1, ..line(20) }));
}

#[test]
fn operations_of_any_entity_stand_in_one_vector() {
    let shop = shop();
    now(shop.put(&order("c1", 1, 1))).unwrap();
    let ops = || -> Vec<Op<Shop>> {
        vec![
            shop.put(&customer("c1")).only_new().into(),
            Order::at("c1", 1, "o1").set(|o| o.total, 7u64).into(),
            shop.check(Order::key("c1", 1, "o1")).when(|o| o.total.eq(10u64)).into(),
        ]
    };

    let same = now(shop.transact(ops())).unwrap_err();
    now(shop.transact(ops().into_iter().take(2).collect::<Vec<_>>())).unwrap();
    let again = now(shop.transact(ops().into_iter().take(1).collect::<Vec<_>>())).unwrap_err();

    assert_eq!(same.kind(), ErrorKind::InvalidRequest);
    let old = again.into_reasons().pop().flatten().and_then(|failed| failed.into_old());
    assert!(matches!(old, Some(Shop::Customer(found)) if found == customer("c1")));
}

#[test]
fn two_operations_on_one_item_are_refused_before_anything_is_sent() {
    let script = Script::default();
    let shop = script.shop();
    let order = order("c1", 1, 1);

    let failed = now(shop.transact((shop.put(&order), shop.check(&order)))).unwrap_err();

    assert_eq!(failed.kind(), ErrorKind::InvalidRequest);
    assert!(failed.to_string().contains("operations 1 and 2 are on one item"), "{failed}");
    assert!(failed.error().key().is_some());
    assert!(matches!(failed.into_reasons(), (None, None)));
    assert!(script.seen().is_empty());
}

#[test]
fn more_than_100_operations_are_refused_before_anything_is_sent() {
    let script = Script::always(|_| Answer::Done);
    let shop = script.shop();
    let puts = |count: u16| (0..count).map(|number| shop.put(&line(number))).collect::<Vec<_>>();

    now(shop.transact(puts(100))).unwrap();
    let failed = now(shop.transact(puts(101))).unwrap_err();
    let read = now(shop.transact_get((0..101).map(line).map(|line| monotable::Key::of(&line)).collect::<Vec<_>>()));
    now(shop.transact(puts(0))).unwrap();

    assert_eq!(failed.kind(), ErrorKind::InvalidRequest);
    assert_eq!(read.unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert_eq!(script.seen().len(), 1);
}

#[test]
fn mistakes_in_operations_are_found_before_anything_is_sent() {
    let script = Script::default();
    let (shop, elsewhere) = (script.shop(), Script::default().shop());
    let long = order(&"x".repeat(3000), 1, 1);

    let kinds = [
        now(shop.transact((shop.put(&long),))).unwrap_err().kind(),
        now(shop.transact((shop.check(&long),))).unwrap_err().kind(),
        now(shop.transact((Order::at("c1", 1, "o1"),))).unwrap_err().kind(),
        now(shop.transact((elsewhere.put(&line(1)),))).unwrap_err().kind(),
    ];

    let (key, request) = (ErrorKind::InvalidKey, ErrorKind::InvalidRequest);
    assert_eq!(kinds, [key, key, request, request]);
    assert!(script.seen().is_empty());
}

#[test]
fn conflicts_are_tried_again_with_one_token_and_growing_pauses() {
    let throttled = Some("ThrottlingError");
    let script = Script::new([
        cancelled(&[None, CONFLICT]),
        fails(ErrorKind::TransactionInProgress),
        cancelled(&[throttled, CONFLICT]),
        fails(ErrorKind::Throttled),
        Answer::Done,
    ]);
    let shop = script.shop();

    now(shop.transact((shop.put(&line(1)), shop.put(&line(2))))).unwrap();

    let tokens = script.tokens();
    assert_eq!(tokens.len(), 5);
    assert!(tokens[0].as_ref().is_some_and(|token| (1..=36).contains(&token.len())));
    assert!(tokens.iter().all(|token| *token == tokens[0]), "{tokens:?}");
    let bounds = [25, 50, 100, 200].map(Duration::from_millis);
    assert!(script.slept().len() == 4 && script.slept().iter().zip(bounds).all(|(pause, bound)| *pause <= bound));
}

#[test]
fn every_transaction_has_a_token_of_its_own_or_the_one_given() {
    let script = Script::always(|_| Answer::Done);
    let shop = script.shop();
    let transact = || shop.transact((shop.put(&line(1)),));

    now(transact()).unwrap();
    now(transact()).unwrap();
    now(transact().token("payment-7")).unwrap();

    let tokens = script.tokens();
    assert_ne!(tokens[0], tokens[1]);
    assert_eq!(tokens[2].as_deref(), Some("payment-7"));
    assert_eq!(transact().request().unwrap().token, None);
    assert_eq!(transact().token("x").request().unwrap().token.as_deref(), Some("x"));
}

#[test]
fn what_does_not_pass_is_not_tried_again() {
    for answer in [
        || cancelled(&[CONFLICT, FAILED]),
        || cancelled(&[FAILED, None]),
        || fails(ErrorKind::Validation),
        || fails(ErrorKind::Unavailable),
        || fails(ErrorKind::IdempotentParameterMismatch),
    ] {
        let script = Script::new([answer(), Answer::Done]);
        let shop = script.shop();

        now(shop.transact((shop.put(&line(1)), shop.put(&line(2))))).unwrap_err();

        assert_eq!((script.seen().len(), script.slept().len()), (1, 0));
    }
}

#[test]
fn conflicts_without_end_are_given_up_and_told_in_place() {
    let script = Script::always(|_| cancelled(&[None, CONFLICT]));
    let shop = script.shop().retrying(Retry::default().attempts(3));

    let failed = now(shop.transact((shop.put(&line(1)), shop.put(&line(2))))).unwrap_err();

    assert_eq!((script.seen().len(), script.slept().len()), (3, 2));
    assert!(failed.is_retryable() && !failed.is_condition_failed());
    let (first, second) = failed.into_reasons();
    assert!(first.is_none());
    assert_eq!(second.map(|failed| failed.kind()), Some(ErrorKind::TransactionConflict));

    let script = Script::always(|_| cancelled(&[CONFLICT]));
    let retry = Retry::default().attempts(u32::MAX).deadline(Duration::from_secs(5));
    let shop = script.shop().retrying(retry);
    now(shop.transact((shop.put(&line(1)),))).unwrap_err();
    assert!(script.slept().iter().sum::<Duration>() <= Duration::from_secs(5));
}

#[test]
fn the_engine_does_a_repeated_transaction_once() {
    let shop = shop();
    now(shop.put(&order("c1", 1, 1))).unwrap();
    let add = || shop.transact((Order::at("c1", 1, "o1").append(|o| o.notes, ["once"]),)).token("payment-7");

    now(add()).unwrap();
    now(add()).unwrap();

    assert_eq!(now(shop.get(Order::key("c1", 1, "o1"))).unwrap().map(|order| order.notes.len()), Some(1));
}

/// DynamoDB refuses a single write that meets a transaction, and the SDK does not repeat it.
#[test]
fn single_writes_that_meet_a_transaction_are_sent_again() {
    let conflict = || fails(ErrorKind::TransactionConflict);
    let script =
        Script::new([conflict(), Answer::Done, conflict(), conflict(), Answer::Done, conflict(), Answer::Done]);
    let shop = script.shop();

    now(shop.put(&customer("c1"))).unwrap();
    now(shop.update(Order::at("c1", 1, "o1").append(|o| o.notes, ["once"]))).unwrap();
    now(shop.delete(Customer::key("c1"))).unwrap();
    assert_eq!((script.seen().len(), script.slept().len()), (7, 4));

    let script = Script::always(|_| fails(ErrorKind::TransactionConflict));
    let failed = now(script.shop().retrying(Retry::default().attempts(3)).put(&customer("c1"))).unwrap_err();
    assert_eq!((failed.kind(), script.seen().len()), (ErrorKind::TransactionConflict, 3));
}

#[test]
fn single_writes_are_repeated_for_nothing_else() {
    for kind in [ErrorKind::Throttled, ErrorKind::Unavailable, ErrorKind::ConditionFailed] {
        let script = Script::new([fails(kind), Answer::Done]);

        let failed = now(script.shop().put(&customer("c1"))).unwrap_err();

        assert_eq!((failed.kind(), script.seen().len(), script.slept().len()), (kind, 1, 0));
    }
}

#[test]
fn a_dropped_transaction_sends_nothing_more() {
    let script = Script::new([cancelled(&[CONFLICT]), Answer::Never, Answer::Done]);
    let shop = script.shop();

    {
        let mut sending = shop.transact((shop.put(&line(1)),)).into_future();
        assert!(sending.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    drop(shop.transact((shop.put(&line(2)),)));

    assert_eq!(script.seen().len(), 2);
}

#[test]
fn old_items_come_back_for_conditions_alone() {
    let script = Script::always(|_| Answer::Done);
    let shop = script.shop();

    now(shop.transact((shop.put(&customer("c1")), shop.put(&line(1)), shop.delete(&line(2)), shop.check(&line(3)))))
        .unwrap();

    let Some(Request::TransactWrite(request)) = script.seen().pop() else { panic!("no transaction") };
    let old: Vec<_> = request.actions.iter().map(|action| action.return_old_on_failure).collect();
    assert_eq!(old, [false, true, false, true]);
    assert!(matches!(request.actions[3].action, TransactAction::Check { .. }));
}

#[test]
fn items_are_read_as_they_are_at_one_moment() {
    let shop = shop();
    now(shop.put(&order("c1", 1, 1))).unwrap();
    now(shop.put(&customer("c1"))).unwrap();

    let keys = (Order::key("c1", 1, "o1"), Customer::key("c1"), Customer::key("c2"), &order("c1", 1, 1));
    let found = now(shop.transact_get(keys)).unwrap();
    let list = now(shop.transact_get(vec![Customer::key("c2"), Customer::key("c1")])).unwrap();
    let array = now(shop.transact_get([Customer::key("c1"), Customer::key("c2")])).unwrap();
    let loaded = vec![customer("c1"), customer("c2")];
    let lists = [now(shop.transact_get(&loaded)).unwrap(), now(shop.transact_get(&loaded[..1])).unwrap()];

    let first = Some(order("c1", 1, 1));
    assert_eq!(found, (first.clone(), Some(customer("c1")), None, first), "a key may repeat");
    assert_eq!(list, [None, Some(customer("c1"))]);
    assert_eq!(array, [Some(customer("c1")), None]);
    assert_eq!(lists, [vec![Some(customer("c1")), None], vec![Some(customer("c1"))]], "loaded entities are keys too");
}

#[test]
fn reads_that_meet_a_transaction_are_tried_again() {
    let item = line(1).to_item().unwrap();
    let mut output = TransactGetItemsOutput::default();
    output.items = vec![Some(item), None];
    let script = Script::new([cancelled(&[CONFLICT, None]), fails(ErrorKind::Throttled), Answer::Found(output)]);

    let found = now(script.shop().transact_get((Line::key("c1", "o1", 1u16), Customer::key("c1")))).unwrap();

    assert_eq!(found, (Some(line(1)), None));
    assert_eq!((script.seen().len(), script.slept().len()), (3, 2));
    assert!(matches!(&script.seen()[2], Request::TransactGet(request) if request.gets.len() == 2));
}

#[test]
fn detailed_says_what_a_transaction_consumed() {
    let shop = shop();

    let put = now(shop.transact((shop.put(&customer("c1")), shop.put(&line(1)))).detailed()).unwrap();
    let got = now(shop.transact_get((Customer::key("c1"),)).detailed()).unwrap();

    assert_eq!(put.value, ((), 1));
    let units = put.consumed.unwrap().units;
    assert!(units >= 4.0, "two units for each item and more for its indexes: {units}");
    assert_eq!(got.consumed.unwrap().units, 2.0);
}
