//! The loops over the real AWS SDK, which has loops of its own, on an engine behind faults.

use std::sync::Arc;
use std::time::Duration;

use monotable::{ErrorKind, Retry, Store};
use monotable_local::LocalBackend;
use serde_json::{Value, json};

use super::faults::{Fault, Faulty};
use super::fixture::{Line, Order, Shop, order, shop_on};

/// Runs a test on the codec of the library and on the types of the SDK.
fn both_ways(scenario: &impl AsyncFn(&Store<Shop>, &Faulty)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for sdk_codec in [false, true] {
        let engine = LocalBackend::new();
        shop_on(Arc::new(engine.clone()));
        let faulty = Faulty::new(engine);
        let sdk = if sdk_codec { faulty.sdk().with_sdk_codec() } else { faulty.sdk() };
        let retry = Retry::default().attempts(4).pauses(Duration::ZERO, Duration::ZERO);
        let shop = Store::<Shop>::new(sdk).retrying(retry);
        runtime.block_on(scenario(&shop, &faulty));
    }
}

fn throttled() -> Fault {
    Fault::Refused("ProvisionedThroughputExceededException", json!({ "message": "slow down" }))
}

fn cancelled(codes: &[&str]) -> Fault {
    let reasons: Vec<Value> = codes.iter().map(|code| json!({ "Code": code })).collect();
    Fault::Refused("TransactionCanceledException", json!({ "Message": "cancelled", "CancellationReasons": reasons }))
}

async fn stored(shop: &Store<Shop>) -> Order {
    let order = order("c1", 1, 1);
    shop.put(&order).await.unwrap();
    order
}

async fn notes(shop: &Store<Shop>) -> Vec<String> {
    shop.get(Order::key("c1", 1, "o1")).consistent().await.unwrap().unwrap().notes
}

/// The network takes the answer away: the SDK repeats the call, and the token keeps it from being carried out twice.
#[test]
fn a_transaction_whose_answer_is_lost_is_done_once() {
    for fault in [Fault::Lost, Fault::Failed] {
        both_ways(&async |shop, faulty| {
            stored(shop).await;
            faulty.then([fault.clone()]);

            shop.transact((Order::at("c1", 1, "o1").append(|o| o.notes, ["once"]),)).await.unwrap();

            let tokens = faulty.seen_member("ClientRequestToken");
            assert_eq!(tokens.len(), 2);
            assert!(tokens[0].is_string() && tokens[0] == tokens[1], "{tokens:?}");
            assert_eq!(notes(shop).await, ["once"]);
        });
    }
}

/// As `Retry` says: the SDK repeats single writes, which have no token.
#[test]
fn a_single_write_whose_answer_is_lost_is_done_twice() {
    both_ways(&async |shop, faulty| {
        let order = order("c1", 1, 1);
        faulty.then([Fault::Lost]);
        let failed = shop.put(&order).only_new().await.unwrap_err();
        assert!(failed.is_condition_failed());
        assert_eq!(failed.into_old(), Some(order), "it is its own");

        faulty.then([Fault::Lost]);
        shop.update(Order::at("c1", 1, "o1").append(|o| o.notes, ["once"])).await.unwrap();
        assert_eq!(notes(shop).await, ["once", "once"]);

        faulty.then([Fault::Lost]);
        shop.transact((Order::at("c1", 1, "o1").append(|o| o.notes, ["more"]),)).await.unwrap();
        assert_eq!(notes(shop).await, ["once", "once", "more"]);
    });
}

/// Nobody knows what became of it; with the same token it can be asked for again.
#[test]
fn a_transaction_without_any_answer_is_an_error_and_its_token_still_good() {
    both_ways(&async |shop, faulty| {
        stored(shop).await;
        faulty.then([Fault::Lost, Fault::Lost]);
        let append = || shop.transact((Order::at("c1", 1, "o1").append(|o| o.notes, ["once"]),)).token("payment-7");

        let failed = append().await.unwrap_err();
        assert_eq!(failed.kind(), ErrorKind::Unavailable);
        assert_eq!(faulty.seen().len(), 2, "the SDK tries twice, the store no more");
        append().await.unwrap();

        assert_eq!(notes(shop).await, ["once"]);
    });
}

/// The SDK does not repeat what was cancelled; the store does, with the token of the first attempt.
#[test]
fn a_conflict_is_sent_again_by_the_store_with_the_same_token() {
    both_ways(&async |shop, faulty| {
        stored(shop).await;
        let in_progress = Fault::Refused("TransactionInProgressException", json!({ "Message": "wait" }));
        faulty.then([
            cancelled(&["None", "TransactionConflict"]),
            cancelled(&["ThrottlingError", "TransactionConflict"]),
            in_progress,
            throttled(),
        ]);

        let add = Order::at("c1", 1, "o1").append(|o| o.notes, ["once"]);
        let line = Line { customer_id: "c1".to_owned(), order_id: "o1".to_owned(), number: 1, version: 0, quantity: 1 };
        shop.transact((add, shop.put(&line))).await.unwrap();

        let tokens = faulty.seen_member("ClientRequestToken");
        assert_eq!(tokens.len(), 5);
        assert!(tokens[0].is_string() && tokens.iter().all(|token| *token == tokens[0]), "{tokens:?}");
        assert_eq!(notes(shop).await, ["once"]);
    });
}

#[test]
fn a_transaction_with_another_reason_beside_the_conflict_is_not_sent_again() {
    both_ways(&async |shop, faulty| {
        let stored = stored(shop).await;
        faulty.then([cancelled(&["TransactionConflict", "ConditionalCheckFailed"])]);

        let failed = shop.transact((stored.edit().set(|o| o.total, 1u64), shop.check(Order::key("c2", 1, "o1")))).await;

        let failed = failed.unwrap_err();
        assert_eq!((faulty.seen().len(), failed.is_retryable(), failed.is_condition_failed()), (1, false, true));
        let (conflict, condition) = failed.into_reasons();
        assert_eq!(conflict.map(|failed| failed.kind()), Some(ErrorKind::TransactionConflict));
        assert_eq!(condition.map(|failed| failed.kind()), Some(ErrorKind::ConditionFailed));
    });
}

#[test]
fn unprocessed_items_and_keys_are_sent_until_none_is_left() {
    both_ways(&async |shop, faulty| {
        let orders: Vec<Order> = (0..30).map(|number| order("c1", number, number)).collect();
        faulty.then([Fault::Only(20), Fault::Only(0), throttled(), throttled(), Fault::Only(3)]);
        shop.batch_write().put_all(&orders).await.unwrap();
        let sent = faulty.seen_member("RequestItems");
        let counts: Vec<_> = sent.iter().map(|tables| tables["Shop"].as_array().unwrap().len()).collect();
        assert_eq!(counts, [25, 10, 10, 10, 10, 7], "the rest is filled up with what was not sent yet");

        faulty.then([Fault::Only(7), Fault::Lost, Fault::Only(0), Fault::Only(22)]);
        let read = shop.batch_get(&orders).consistent().await.unwrap();

        assert!(read.into_iter().flatten().eq(orders));
        let asked = faulty.seen_member("RequestItems");
        let counts: Vec<_> = asked.iter().map(|tables| tables["Shop"]["Keys"].as_array().unwrap().len()).collect();
        assert_eq!(counts, [30, 23, 23, 23, 1]);
        assert!(asked.iter().all(|tables| tables["Shop"]["ConsistentRead"] == true));
    });
}

#[test]
fn what_stays_unprocessed_comes_back() {
    both_ways(&async |shop, faulty| {
        let orders: Vec<Order> = (0..3).map(|number| order("c1", number, number)).collect();
        faulty.then([Fault::Only(2), Fault::Only(0), Fault::Only(0), Fault::Only(0), Fault::Only(0)]);
        let failed = shop.batch_write().put_all(&orders).await.unwrap_err();
        assert_eq!((failed.kind(), failed.written().len(), failed.left().len()), (ErrorKind::Throttled, 2, 1));
        failed.into_left().await.unwrap();

        faulty.then([Fault::Only(1), throttled(), throttled(), Fault::Refused("ValidationException", json!({}))]);
        let failed = shop.batch_get(&orders).consistent().await.unwrap_err();
        assert_eq!(failed.kind(), ErrorKind::Validation);
        let (read, left) = failed.into_parts();
        let rest = shop.batch_get(left).consistent().await.unwrap();

        assert!(read.into_iter().chain(rest).flatten().eq(orders));
    });
}

/// The SDK gives up on a page after two attempts; the store goes on from where it was.
#[test]
fn throttled_pages_are_read_from_where_they_were() {
    both_ways(&async |shop, faulty| {
        let orders: Vec<Order> = (0..3).map(|number| order("c1", number, number)).collect();
        shop.batch_write().put_all(&orders).await.unwrap();
        faulty.then([Fault::Nothing, throttled(), throttled(), throttled(), Fault::Nothing, throttled(), throttled()]);

        let read = shop.query(Order::of("c1")).evaluate(1).consistent().all().await.unwrap();

        assert_eq!(read, orders);
        let starts = faulty.seen_member("ExclusiveStartKey");
        assert!(starts[0].is_null() && starts[1..5].iter().all(|start| *start == starts[1] && start.is_object()));
        assert!(starts[5..8].iter().all(|start| *start == starts[5] && *start != starts[1]));
    });
}

/// DynamoDB refuses a write that meets a transaction, and the SDK leaves it at that.
#[test]
fn a_write_that_meets_a_transaction_is_sent_again() {
    both_ways(&async |shop, faulty| {
        stored(shop).await;
        let conflict = || Fault::Refused("TransactionConflictException", json!({ "message": "in a transaction" }));
        faulty.then([conflict(), conflict()]);

        shop.update(Order::at("c1", 1, "o1").append(|o| o.notes, ["once"])).await.unwrap();

        assert_eq!(faulty.seen().len(), 3);
        assert_eq!(notes(shop).await, ["once"]);
    });
}
