//! Batches of reads and writes.

use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};
use std::time::Duration;

use monotable::request::BatchWrite;
use monotable::{Call, Entity, ErrorKind, Item, Observer, Retry};

use super::fixture::{Customer, Line, Order, Status, now, order, shop};
use super::script::{Answer, Request, Script, all_but_the_last, fails, got, got_items, of_another_kind, written};

fn orders(count: u64) -> Vec<Order> {
    (0..count).map(|number| order("c1", number, number)).collect()
}

fn key(order: &Order) -> Item {
    order.primary_key().unwrap()
}

fn customer(id: &str) -> Customer {
    Customer { customer_id: id.to_owned(), email: format!("{id}@example.com"), address: None, tags: [].into() }
}

#[test]
fn many_entities_are_written_read_and_deleted() {
    let shop = shop();
    let orders = orders(130);

    now(shop.batch_write().put_all(&orders).put(&customer("c1"))).unwrap();
    let mut keys: Vec<_> = orders.iter().map(monotable::Key::of).collect();
    keys.insert(1, Order::key("nobody", 1, "o1"));
    let found = now(shop.batch_get(&keys).consistent()).unwrap();
    now(shop.batch_write().delete_all(&orders[10..])).unwrap();

    assert_eq!(found.len(), 131);
    assert_eq!((found[0].as_ref(), found[1].as_ref(), found[2].as_ref()), (Some(&orders[0]), None, Some(&orders[1])));
    assert_eq!(found.into_iter().flatten().collect::<Vec<_>>(), orders);
    assert_eq!(now(shop.query(Order::of("c1")).count()).unwrap(), 10);
}

#[test]
fn keys_of_several_kinds_are_read_in_the_same_calls() {
    let orders = orders(60);
    let script = Script::always(|_| got::<Order>(&[], &[]));

    let read = now(script.shop().batch_get(&orders).and([Customer::key("c1"), Customer::key("c2")])).unwrap();

    assert_eq!(read, (vec![None; 60], vec![None; 2]));
    assert_eq!(script.keys().iter().map(Vec::len).collect::<Vec<_>>(), [62]);
}

#[test]
fn a_repeated_key_is_asked_for_once_and_answered_every_time() {
    let orders = orders(2);
    let script = Script::new([got(&orders, &[])]);

    let read = now(script.shop().batch_get([&orders[1], &orders[0], &orders[1]])).unwrap();

    assert_eq!(read, [Some(orders[1].clone()), Some(orders[0].clone()), Some(orders[1].clone())]);
    assert_eq!(script.keys(), [[key(&orders[1]), key(&orders[0])]]);
}

#[test]
fn keys_go_out_by_the_hundred_and_none_at_all_ask_for_nothing() {
    let script = Script::always(|_| got::<Order>(&[], &[]));

    now(script.shop().batch_get(&orders(250))).unwrap();
    now(script.shop().batch_get(Vec::<monotable::Key<Order>>::new())).unwrap();
    now(script.shop().batch_write()).unwrap();

    assert_eq!(script.keys().iter().map(Vec::len).collect::<Vec<_>>(), [100, 100, 50]);
}

#[test]
fn unprocessed_keys_are_asked_for_again_until_none_is_left() {
    let orders = orders(120);
    let keys: Vec<Item> = orders.iter().map(key).collect();
    let script =
        Script::new([got(&orders[..98], &keys[98..100]), got(&orders[99..], &keys[98..99]), got(&orders[98..99], &[])]);

    let read = now(script.shop().batch_get(&orders)).unwrap();

    assert_eq!(read.into_iter().flatten().collect::<Vec<_>>(), orders);
    assert_eq!(script.keys()[1], keys[98..], "the rest goes first, and new keys fill the call");
    assert_eq!(script.keys()[2], [keys[98].clone()]);
    let bounds = [25, 50].map(Duration::from_millis);
    assert!(script.slept().len() == 2 && script.slept().iter().zip(bounds).all(|(pause, bound)| *pause <= bound));
}

/// DynamoDB promises no order of attributes, and servers that keep them in hash tables have none.
#[test]
fn keys_are_known_again_whatever_the_order_of_their_attributes() {
    let orders = orders(3);
    let turned = |item: Item| {
        let json = |(name, value): (&[u8], monotable::values::ValueRef<'_>)| {
            let one = Item::from_iter([(std::str::from_utf8(name).unwrap(), monotable::Value::from(value))]);
            let json = one.to_json();
            json[1..json.len() - 1].to_owned()
        };
        let mut json: Vec<_> = item.iter().map(json).collect();
        json.reverse();
        let json = json.join(",");
        let turned = Item::from_json(format!("{{{json}}}").as_bytes()).unwrap();
        assert_ne!(turned.iter().next().unwrap().0, item.iter().next().unwrap().0);
        turned
    };
    let items = |orders: &[Order]| orders.iter().map(|order| turned(order.to_item().unwrap())).collect();
    let script =
        Script::new([got_items(items(&orders[..2]), &[turned(key(&orders[2]))]), got_items(items(&orders[2..]), &[])]);

    let read = now(script.shop().batch_get(&orders)).unwrap();

    assert_eq!(read.into_iter().flatten().collect::<Vec<_>>(), orders);

    let script = Script::new([written(vec![BatchWrite::Delete(turned(key(&orders[1])))]), written(Vec::new())]);
    now(script.shop().batch_write().delete_all(&orders)).unwrap();
    assert_eq!(script.writes(), [3, 1]);
}

#[test]
fn keys_that_stay_unprocessed_come_back_with_what_was_read() {
    let orders = orders(2);
    let left = [key(&orders[1])];
    let mut answers = vec![got(&orders[..1], &left)];
    answers.extend((0..10).map(|_| got::<Order>(&[], &left)));
    let script = Script::new(answers);

    let failed = now(script.shop().batch_get(&orders).and([Customer::key("c1")])).unwrap_err();

    assert_eq!(script.seen().len(), 11, "one that brought something, and ten in a row that did not");
    assert_eq!(failed.kind(), ErrorKind::Throttled);
    let (read, left) = failed.into_parts();
    assert_eq!(read, (vec![Some(orders[0].clone()), None], vec![None]));
    assert_eq!(left.0.into_iter().map(|key| key.into_item().unwrap()).collect::<Vec<_>>(), [key(&orders[1])]);
    assert!(left.1.is_empty());
}

#[test]
fn attempts_without_progress_are_counted() {
    let orders = orders(1);
    let script = Script::always(|request| match request {
        Request::BatchGet(request) => got::<Order>(&[], &request.tables["Shop"].keys),
        other => panic!("{other:?}"),
    });

    let failed = now(script.shop().retrying(Retry::default().attempts(4)).batch_get(&orders)).unwrap_err();

    assert_eq!((failed.kind(), script.seen().len(), script.slept().len()), (ErrorKind::Throttled, 4, 3));
    assert!(failed.to_string().contains("1 of 1 keys unprocessed in 4 attempts"), "{failed}");
    assert!(failed.to_string().contains("Order (CUSTOMER#{customer_id} / ORDER#"), "{failed}");
}

#[test]
fn the_deadline_ends_what_never_ends() {
    let script = Script::always(|request| match request {
        Request::BatchGet(request) => got::<Order>(&[], &request.tables["Shop"].keys),
        other => panic!("{other:?}"),
    });
    let retry = Retry::default().attempts(u32::MAX).deadline(Duration::from_secs(20));

    let failed = now(script.shop().retrying(retry).batch_get(&orders(3))).unwrap_err();

    assert_eq!(failed.left().len(), 3);
    let slept: Duration = script.slept().iter().sum();
    assert!(slept <= Duration::from_secs(20), "{slept:?}");
    assert!(script.seen().len() >= 20, "no pause is longer than a second");
    assert!(failed.to_string().contains("within 20s"), "{failed}");
}

/// A batch of many calls takes longer than anybody waits for one of them.
#[test]
fn the_deadline_begins_anew_with_every_call_that_brings_the_batch_further() {
    let slow = |script: Script| script.taking(Duration::from_secs(25));

    let orders = orders(210);
    let keys: Vec<Item> = orders.iter().map(key).collect();
    let script = slow(Script::new([
        got(&orders[..100], &[]),
        got(&orders[100..190], &keys[190..200]),
        got(&orders[190..200], &keys[200..]),
        got(&orders[200..], &[]),
    ]));
    let read = now(script.shop().batch_get(&orders)).unwrap();
    assert_eq!(read.into_iter().flatten().count(), 210);

    let nothing = || got::<Order>(&[], &keys[99..100]);
    let script = slow(Script::new([got(&orders[..99], &keys[99..100]), nothing(), nothing(), nothing()]));
    let failed = now(script.shop().batch_get(&orders[..100])).unwrap_err();
    assert_eq!((failed.kind(), failed.left().len()), (ErrorKind::Throttled, 1));
    assert_eq!(script.seen().len(), 3, "the third began 25 seconds after the first had brought something");
}

/// Nothing counts as done where it is not clear what the answer leaves over.
#[test]
fn an_answer_that_leaves_over_what_was_not_asked_for_is_taken_with_care() {
    let orders = orders(3);
    let alien = key(&order("somebody", 1, 1));
    let script = Script::new([got(&orders[..1], std::slice::from_ref(&alien)), got(&orders[1..2], &[])]);

    let read = now(script.shop().batch_get(&orders)).unwrap();

    assert_eq!(read, [Some(orders[0].clone()), Some(orders[1].clone()), None]);
    assert_eq!(script.keys()[1], [key(&orders[1]), key(&orders[2])]);

    let script = Script::new([written(vec![BatchWrite::Delete(alien)]), written(Vec::new())]);
    now(script.shop().batch_write().put_all(&orders)).unwrap();
    assert_eq!(script.writes(), [3, 3]);
}

#[test]
fn without_retries_the_rest_comes_back_at_once() {
    let orders = orders(30);
    let script = Script::always(all_but_the_last);

    let failed = now(script.shop().retrying(Retry::never()).batch_write().put_all(&orders)).unwrap_err();

    assert_eq!((failed.written().len(), failed.left().len(), script.seen().len()), (24, 6, 1));
    assert!(script.slept().is_empty());
}

#[test]
fn a_call_that_is_throttled_as_a_whole_is_sent_again() {
    let orders = orders(2);
    let script = Script::new([fails(ErrorKind::Throttled), got(&orders, &[])]);
    assert_eq!(now(script.shop().batch_get(&orders)).unwrap().len(), 2);

    let script = Script::new([fails(ErrorKind::Throttled), written(Vec::new())]);
    now(script.shop().batch_write().put_all(&orders)).unwrap();

    assert_eq!((script.writes(), script.slept().len()), (vec![2, 2], 1));
}

#[test]
fn an_error_that_does_not_pass_ends_the_batch_and_says_how_far_it_came() {
    let orders = orders(60);
    for kind in [ErrorKind::Validation, ErrorKind::AccessDenied, ErrorKind::Unavailable] {
        let script = Script::new([written(Vec::new()), fails(kind), written(Vec::new()), written(Vec::new())]);

        let failed = now(script.shop().batch_write().put_all(&orders)).unwrap_err();

        assert_eq!((failed.kind(), script.writes(), script.slept().len()), (kind, vec![25, 25], 0));
        assert_eq!((failed.written().len(), failed.left().len()), (25, 35));
        let mut batch = failed.into_left();
        now(batch.send()).unwrap();
        assert_eq!((script.writes(), batch.written().len()), (vec![25, 25, 25, 10], 60));
    }
}

#[test]
fn unprocessed_items_are_written_again_until_none_is_left() {
    let orders = orders(27);
    let script = Script::new([
        written(vec![BatchWrite::Delete(key(&orders[3])), BatchWrite::Put(orders[20].to_item().unwrap())]),
        written(Vec::new()),
    ]);

    now(script.shop().batch_write().delete_all(&orders[..5]).put_all(&orders[5..])).unwrap();

    assert_eq!(script.writes(), [25, 4]);
    let again = super::script::writes_of(&script.seen()[1]);
    assert_eq!(again[0], BatchWrite::Delete(key(&orders[3])));
    assert_eq!(again[1], BatchWrite::Put(orders[20].to_item().unwrap()));
    assert_eq!(script.slept().len(), 1);
}

#[test]
fn items_that_stay_unprocessed_are_left_over() {
    let orders = orders(3);
    let script = Script::always(|request| match super::script::writes_of(request).as_slice() {
        [_, .., last] => written(vec![last.clone()]),
        all => written(all.to_vec()),
    });

    let failed = now(script.shop().batch_write().put_all(&orders)).unwrap_err();

    assert_eq!(failed.kind(), ErrorKind::Throttled);
    assert!(failed.is_retryable());
    assert!(failed.to_string().contains("1 of 3 writes unprocessed in 11 attempts"), "{failed}");
    assert_eq!(failed.left().collect::<Vec<_>>(), [&BatchWrite::Put(orders[2].to_item().unwrap())]);
    assert_eq!(failed.written().len(), 2);
}

#[test]
fn two_writes_of_one_item_are_refused_before_anything_is_sent() {
    let script = Script::default();
    let order = order("c1", 1, 1);
    let paid = Order { status: Status::Paid, ..order.clone() };

    let twice = now(script.shop().batch_write().put_all(&orders(40)).put_all([&order, &paid])).unwrap_err();
    let gone = now(script.shop().batch_write().put(&order).delete(&order)).unwrap_err();

    for failed in [twice, gone] {
        assert_eq!(failed.kind(), ErrorKind::InvalidRequest);
        assert!(failed.error().key().is_some_and(|key| key.starts_with("CUSTOMER#c1 / ORDER#")), "{failed:?}");
        assert!(failed.written().is_empty());
        assert_eq!(now(failed.into_left()).unwrap_err().kind(), ErrorKind::InvalidRequest, "it stays wrong");
    }
    assert!(script.seen().is_empty());
}

#[test]
fn an_item_that_dynamodb_refuses_keeps_the_others_from_being_sent() {
    let script = Script::default();
    let mut orders = orders(40);
    orders[39].notes = vec!["n".repeat(410_000)];
    let unkeyed = order(&"x".repeat(3000), 1, 1);

    let large = now(script.shop().batch_write().put_all(&orders)).unwrap_err();
    let unkeyed = now(script.shop().batch_write().put(&orders[0]).put(&unkeyed)).unwrap_err();

    assert_eq!(large.kind(), ErrorKind::InvalidRequest);
    assert_eq!(unkeyed.kind(), ErrorKind::InvalidKey);
    assert_eq!(now(unkeyed.into_left()).unwrap_err().kind(), ErrorKind::InvalidKey);
    assert!(script.seen().is_empty());
}

#[test]
fn a_call_of_large_items_stays_within_16_mb_on_the_wire() {
    let script = Script::always(|_| written(Vec::new()));
    // A control character is one byte for DynamoDB, and six in JSON.
    let orders: Vec<Order> =
        orders(13).into_iter().map(|order| Order { notes: vec!["\u{1}".repeat(400_000)], ..order }).collect();

    now(script.shop().batch_write().put_all(&orders)).unwrap();

    assert_eq!(script.writes(), [6, 6, 1]);
    let requests = script.shop().batch_write().put_all(&orders).requests().unwrap();
    assert_eq!(requests.len(), 3);
}

#[test]
fn an_item_of_another_kind_is_left_and_an_error_with_its_key() {
    let orders = orders(2);
    let items = vec![orders[0].to_item().unwrap(), of_another_kind(&orders[1])];
    let script = Script::new([got_items(items, &[])]);

    let failed = now(script.shop().batch_get(&orders)).unwrap_err();

    assert_eq!(failed.kind(), ErrorKind::Decode);
    assert!(failed.error().key().is_some_and(|key| key.starts_with("CUSTOMER#c1 / ORDER#")), "{failed:?}");
    assert_eq!(failed.read()[0].as_ref(), Some(&orders[0]));
    assert_eq!(failed.left().len(), 1);
}

#[test]
fn a_dropped_batch_of_writes_knows_what_was_written() {
    let orders = orders(60);
    let script = Script::new([written(Vec::new()), Answer::Never]);
    let shop = script.shop();
    let mut batch = shop.batch_write().put_all(&orders);

    {
        let mut sending = Box::pin(batch.send());
        let mut context = Context::from_waker(Waker::noop());
        assert!(sending.as_mut().poll(&mut context).is_pending());
    }

    assert_eq!((batch.written().len(), batch.left().len()), (25, 35));
    let expected: Vec<_> = orders[..25].iter().map(|order| BatchWrite::Put(order.to_item().unwrap())).collect();
    assert_eq!(batch.written(), expected);
}

#[test]
fn the_observer_sees_every_call_of_a_batch() {
    #[derive(Clone, Default)]
    struct Calls(Arc<Mutex<Vec<(&'static str, Option<&'static str>, bool)>>>);
    impl Observer for Calls {
        fn called(&self, call: &Call<'_>) {
            self.0.lock().unwrap().push((call.operation, call.entity, call.error.is_some()));
        }
    }
    let calls = Calls::default();
    let orders = orders(2);
    let script = Script::new([fails(ErrorKind::Throttled), got(&orders, &[]), written(Vec::new())]);
    let shop = script.shop().observed(calls.clone());

    now(shop.batch_get(&orders)).unwrap();
    now(shop.batch_write().put(&orders[0]).delete(Customer::key("c1"))).unwrap();

    let expected = [
        ("BatchGetItem", Some("Order"), true),
        ("BatchGetItem", Some("Order"), false),
        ("BatchWriteItem", None, false),
    ];
    assert_eq!(*calls.0.lock().unwrap(), expected);
}

#[test]
fn detailed_sums_what_the_calls_consumed() {
    let shop = shop();
    let orders = orders(120);

    let put = now(shop.batch_write().put_all(&orders).detailed()).unwrap();
    let got = now(shop.batch_get(&orders).consistent().detailed()).unwrap();

    // The table, ByStatus, ByTotal and the inverted index.
    assert_eq!(put.consumed.unwrap().units, 480.0);
    assert_eq!((got.value.len(), got.consumed.unwrap().units), (120, 120.0));
}

#[test]
fn entities_with_a_lock_can_be_deleted_and_read_in_batches() {
    let shop = shop();
    let line = Line { customer_id: "c1".to_owned(), order_id: "o1".to_owned(), number: 7, version: 0, quantity: 1 };
    now(shop.put(&line)).unwrap();

    assert_eq!(now(shop.batch_get([&line])).unwrap()[0].as_ref().map(|line| line.version), Some(1));
    now(shop.batch_write().delete(&line)).unwrap();

    assert_eq!(now(shop.get(&line)).unwrap(), None);
}
