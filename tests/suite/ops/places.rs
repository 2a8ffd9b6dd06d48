//! Errors of many operations, keys or items: they say which one, of what entity, and the key to those who ask.

use monotable::request::{CancellationReason, TransactGetItemsOutput};
use monotable::{Entity as _, Error, ErrorKind, Retry};

use super::fixture::{Customer, Line, Order, now, order, shop};
use super::script::{Answer, Script, cancelled, fails, got_items, of_another_kind};

const CUSTOMER: &str = "Customer (CUSTOMER#{customer_id} / PROFILE)";

fn customer(id: &str) -> Customer {
    Customer { customer_id: id.to_owned(), email: format!("{id}@example.com"), address: None, tags: [].into() }
}

/// No key is as long as this one.
fn long() -> Customer {
    customer(&"x".repeat(3000))
}

#[track_caller]
fn assert_text(error: &Error, expected: &str) {
    assert_eq!(error.to_string().split(": the key").next(), Some(expected), "{error}");
}

#[test]
fn a_key_that_cannot_be_is_named_by_its_place() {
    let script = Script::default();
    let shop = script.shop();
    let (fine, long) = (customer("c1"), long());

    let transact = now(shop.transact((shop.put(&fine), shop.delete(&long)))).unwrap_err();
    let put = now(shop.transact((shop.put(&long), shop.delete(&fine)))).unwrap_err();
    let transact_get =
        now(shop.transact_get((Line::key("c1", "o1", 1u16), Customer::key(&long.customer_id)))).unwrap_err();
    let write = now(shop.batch_write().put(&fine).delete(Customer::key("c2")).put(&long)).unwrap_err();
    let get = now(shop.batch_get([Line::key("c1", "o1", 1u16)]).and([&fine, &long])).unwrap_err();

    for (error, place) in [
        (transact.error(), "operation 2"),
        (put.error(), "operation 1"),
        (&transact_get, "key 2"),
        (write.error(), "write 3"),
        (get.error(), "key 2"),
    ] {
        assert_eq!(error.kind(), ErrorKind::InvalidKey);
        let text = error.to_string();
        assert!(text.starts_with(&format!("{CUSTOMER}: {place}: ")) && !text.contains("xxx"), "{text}");
    }
    assert!(script.seen().is_empty());
}

#[test]
fn what_is_on_one_item_is_named_by_both_places() {
    let shop = Script::default().shop();
    let (one, two) = (customer("c1"), customer("c2"));

    let transact = now(shop.transact((shop.put(&one), shop.put(&two), shop.check(&one)))).unwrap_err();
    let batch = now(shop.batch_write().put_all([&one, &two]).delete(&two)).unwrap_err();

    let text = "operations 1 and 3 are on one item; put all that happens to an item into one operation";
    assert_text(transact.error(), &format!("{CUSTOMER}: {text}"));
    assert_eq!(transact.error().key(), Some("CUSTOMER#c1 / PROFILE"));
    let text = "writes 2 and 3 are of one item, and a batch has no order; keep the one that counts";
    assert_text(batch.error(), &format!("{CUSTOMER}: {text}"));
    assert_eq!(batch.error().key(), Some("CUSTOMER#c2 / PROFILE"));
}

#[test]
fn what_dynamodb_would_refuse_is_named_by_its_place() {
    let script = Script::default();
    let (shop, elsewhere) = (script.shop(), Script::default().shop());
    let mut large = order("c1", 1, 1);
    large.notes = vec!["n".repeat(410_000)];

    let large = now(shop.batch_write().put(&customer("c1")).put(&large)).unwrap_err();
    let empty = now(shop.transact((shop.put(&customer("c1")), Order::at("c1", 1, "o1")))).unwrap_err();
    let foreign = now(shop.transact((shop.put(&customer("c1")), elsewhere.put(&customer("c2"))))).unwrap_err();

    assert!(large.to_string().ends_with("write 2: the item is larger than 400 KB"), "{large}");
    assert!(empty.to_string().contains(": operation 2: the update changes nothing"), "{empty}");
    let text = "operation 2: it was made by a store on another backend, and a transaction has one";
    assert_text(foreign.error(), &format!("{CUSTOMER}: {text}"));
}

#[test]
fn a_cancelled_transaction_says_which_operations_stood_in_the_way() {
    let shop = shop();
    let stored = order("c1", 1, 1);
    now(shop.put(&stored)).unwrap();

    let failed =
        now(shop.transact((shop.put(&customer("c1")), shop.put(&stored).only_new(), shop.check(Customer::key("c2")))))
            .unwrap_err();

    assert_eq!(
        failed.to_string(),
        "the transaction was cancelled: \
         operation 2, Order (CUSTOMER#{customer_id} / ORDER#{placed_at}#{order_id}): The conditional request failed; \
         operation 3, Customer (CUSTOMER#{customer_id} / PROFILE): The conditional request failed \
         (TransactionCanceledException)"
    );
    assert_eq!(failed.error().reasons().len(), 3);
}

#[test]
fn many_operations_in_the_way_are_told_in_short() {
    let script = Script::new([cancelled(&[Some("ConditionalCheckFailed"); 5])]);
    let shop = script.shop();

    let failed = now(shop.transact(["a", "b", "c", "d", "e"].map(|id| shop.check(Customer::key(id))))).unwrap_err();

    let text = failed.to_string();
    assert!(
        text.contains("operation 3, ") && !text.contains("operation 4, ") && text.ends_with("; and 2 more"),
        "{text}"
    );
}

#[test]
fn a_transaction_that_was_given_up_says_after_how_many_attempts() {
    let script = Script::always(|_| cancelled(&[None, Some("TransactionConflict")]));
    let shop = script.shop().retrying(Retry::default().attempts(3));

    let write = now(shop.transact((shop.put(&customer("c1")), shop.put(&customer("c2"))))).unwrap_err();
    let read = now(shop.transact_get([Customer::key("c1"), Customer::key("c1"), Customer::key("c2")])).unwrap_err();

    let text = |place| {
        let reason = "the operation made the transaction fail";
        format!("the transaction was cancelled in 3 attempts: {place}, {CUSTOMER}: {reason}")
    };
    assert_text(write.error(), &text("operation 2"));
    assert_text(&read, &text("key 3"));
}

#[test]
fn an_answer_without_reasons_is_told_as_it_is() {
    for answer in [
        cancelled(&[]),
        Answer::Fails(
            Error::new(ErrorKind::TransactionCanceled, "scripted").with_reasons(vec![CancellationReason::none(); 7]),
        ),
        fails(ErrorKind::Validation),
    ] {
        let shop = Script::new([answer]).shop().retrying(Retry::never());

        let failed = now(shop.transact((shop.put(&customer("c1")),))).unwrap_err();

        assert_text(failed.error(), "scripted");
        assert_eq!(failed.into_reasons().0.map(|failed| failed.kind()), None);
    }
}

#[test]
fn an_item_that_cannot_be_read_is_named_by_its_place() {
    let items = vec![customer("c1").to_item().unwrap(), of_another_kind(&customer("c2"))];
    let mut output = TransactGetItemsOutput::default();
    output.items = items.iter().cloned().map(Some).collect();
    let shop = Script::new([Answer::Found(output), got_items(items, &[])]).shop();

    let transact = now(shop.transact_get([Customer::key("c1"), Customer::key("c2")])).unwrap_err();
    let batch = now(shop.batch_get([Customer::key("c1"), Customer::key("c2")])).unwrap_err();

    let text = format!("{CUSTOMER}: key 2: the stored item is of another kind");
    assert_eq!((transact.kind(), transact.to_string()), (ErrorKind::Decode, text.clone()));
    assert_eq!(transact.key(), Some("CUSTOMER#c2 / PROFILE"));
    assert_eq!((batch.kind(), batch.to_string()), (ErrorKind::Decode, text));
}
