//! Reads that go on where an item cannot be read, and writes that were carried out though what they gave back cannot be.

use std::sync::Arc;

use monotable::reads::Unreadable;
use monotable::{Entity, ErrorKind, Item, Store};
use monotable_local::LocalBackend;

use super::fixture::{Customer, Order, Shop, now, order};
use super::forms::{same_in, with_a_broken_order};

/// The order that cannot be read.
fn broken() -> (String, Order) {
    let order = order("c1", 9, 9);
    let item = order.to_item().unwrap();
    let of = |name: &str| item.get(name).unwrap().as_str().unwrap().to_owned();
    (format!("{} / {}", of("PK"), of("SK")), order)
}

fn named(unreadable: &[Unreadable]) -> Vec<(Option<String>, usize, ErrorKind)> {
    unreadable.iter().map(|it| (it.key().map(str::to_owned), it.item.len(), it.error.kind())).collect()
}

#[test]
fn every_read_over_pages_goes_on() {
    // given
    let engine = with_a_broken_order();
    let wanted = format!("[(Some({:?}), 10, Decode)]", broken().0);
    // when
    let all = same_in(&engine, |shop| {
        let orders = now(shop.query(Order::of("c1")).lenient().all()).unwrap();
        let scanned = now(shop.scan_for::<Order>().lenient().all()).unwrap();
        let table = now(shop.scan().lenient().all()).unwrap();
        let partition = now(shop.partition(Customer::of("c1")).lenient().all()).unwrap();
        let counts = (orders.value.len(), scanned.value.len(), table.value.len() - partition.value.len());
        (
            counts,
            orders.skipped,
            [orders.unreadable, scanned.unreadable, table.unreadable, partition.unreadable].map(|all| named(&all)),
        )
    });
    let streamed = same_in(&engine, |shop| {
        let mut streams = [shop.query(Order::of("c1")).lenient().stream(), shop.scan_for::<Order>().lenient().stream()];
        let mut read = Vec::new();
        for stream in &mut streams {
            let (mut good, mut bad) = (0, Vec::new());
            while let Some(result) = now(stream.next()) {
                match result.unwrap() {
                    Ok(_) => good += 1,
                    Err(unreadable) => bad.push(unreadable),
                }
            }
            read.push((good, stream.skipped(), named(&bad)));
        }
        read
    });
    // then
    assert!(all.ends_with(&format!("2, [{wanted}, {wanted}, {wanted}, {wanted}])")), "{all}");
    assert!(streamed.starts_with(&format!("[(5, 2, {wanted}), (")), "{streamed}");
    assert_eq!(streamed.matches(&wanted).count(), 2, "{streamed}");
}

#[test]
fn batches_and_transactions_go_on_and_leave_the_place_empty() {
    let shop: Store<Shop> = Store::new(with_a_broken_order());
    let (key, broken) = broken();
    let orders = now(shop.query(Order::of("c1")).lenient().all()).unwrap().value;
    let keys = || [&orders[0], &broken, &orders[1]];

    let strict = now(shop.batch_get(keys())).unwrap_err();
    let batch = now(shop.batch_get(keys()).and([Customer::key("c1")]).lenient()).unwrap();
    let refused = now(shop.transact_get(keys())).unwrap_err();
    let tuple = now(shop.transact_get((&orders[0], &broken, Customer::key("nobody"))).lenient()).unwrap();
    let array = now(shop.transact_get(keys()).lenient()).unwrap();

    let present = [Some(orders[0].clone()), None, Some(orders[1].clone())];
    assert_eq!((strict.error().key(), strict.left().len()), (Some(key.as_str()), 1));
    assert_eq!(batch.value.0, present);
    assert_eq!(refused.key(), Some(key.as_str()));
    assert_eq!(tuple.value, (present[0].clone(), None, None));
    assert_eq!(array.value, present);
    for unreadable in [&batch.unreadable, &tuple.unreadable, &array.unreadable] {
        assert_eq!(named(unreadable), [(Some(key.clone()), 10, ErrorKind::Decode)]);
    }
}

/// The old item was one of an older version: the delete was done, and the caller heard of a failure alone.
#[test]
fn a_write_that_was_carried_out_says_so() {
    let (key, broken) = broken();
    let run = |write: &dyn Fn(&Store<Shop>) -> monotable::Error| {
        let engine = Arc::new(with_a_broken_order());
        let shop: Store<Shop> = Store::shared(engine);
        let error = write(&shop);
        assert_eq!((error.kind(), error.key()), (ErrorKind::Decode, Some(key.as_str())), "{error}");
        (error.was_applied(), error.item().map(Item::len))
    };

    let put = run(&|shop| now(shop.put(&broken).returning_old()).unwrap_err().into());
    let deleted = run(&|shop| now(shop.delete(&broken).returning_old()).unwrap_err().into());
    let update = || Order::at("c1", 9u64, "o9").set(|o| o.total, 1u64);
    let new = run(&|shop| now(shop.update(update()).returning_new()).unwrap_err().into());
    let old = run(&|shop| now(shop.update(update()).returning_old()).unwrap_err().into());
    let one = run(&|shop| now(shop.update(update()).returning(|o| o.notes)).unwrap_err().into());
    let read = run(&|shop| now(shop.get(&broken)).unwrap_err());
    let table = run(&|shop| now(shop.put(&Shop::Order(broken.clone())).returning_old()).unwrap_err().into());

    assert_eq!([put, deleted, new, old, one, table], [(true, Some(10)); 6]);
    assert_eq!(read, (false, Some(10)));
    let shop: Store<Shop> = Store::new(LocalBackend::new());
    let unsent: monotable::Error = now(shop.delete(&broken).returning_old()).unwrap_err().into();
    assert!(!unsent.was_applied(), "{unsent}");
}
