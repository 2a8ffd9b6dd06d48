//! Put, get, delete.

use monotable::request::{GetItem, Unmet};
use monotable::{Backend as _, Entity as _, ErrorKind, Key, Table as _, Value};

use super::fixture::{Customer, Line, Order, Shop, Status, now, order, shop};

fn line(quantity: u32) -> Line {
    Line { customer_id: "c1".to_owned(), order_id: "o1".to_owned(), number: 7, version: 0, quantity }
}

#[test]
fn an_entity_comes_back_as_it_was_put() {
    let shop = shop();
    let customer = Customer {
        customer_id: "c#1".to_owned(),
        email: "a@example.com".to_owned(),
        address: None,
        tags: ["vip".to_owned()].into(),
    };

    now(shop.put(&customer)).unwrap();

    assert_eq!(now(shop.get(Customer::key("c#1"))).unwrap(), Some(customer.clone()));
    assert_eq!(now(shop.get(&customer).consistent()).unwrap(), Some(customer));
    assert_eq!(now(shop.get(Customer::key("c#2"))).unwrap(), None);
}

#[test]
fn only_new_refuses_what_is_there_and_shows_it() {
    let shop = shop();
    let first = order("c1", 1, 1);
    now(shop.put(&first).only_new()).unwrap();
    let second = Order { total: 99, ..first.clone() };

    let failed = now(shop.put(&second).only_new()).unwrap_err();

    assert!(failed.is_condition_failed());
    assert_eq!(failed.old(), Some(&first));
    assert_eq!(now(shop.get(&first)).unwrap(), Some(first));
}

#[test]
fn replace_refuses_what_is_not_there() {
    let shop = shop();
    let failed = now(shop.put(&order("c1", 1, 1)).replace()).unwrap_err();

    assert!(failed.is_condition_failed());
    assert_eq!(failed.old(), None);
    assert_eq!(now(shop.query(Order::of("c1")).count()).unwrap(), 0);
}

#[test]
fn a_condition_decides_over_a_put_and_a_delete() {
    let shop = shop();
    let paid = Order { status: Status::Paid, ..order("c1", 1, 1) };
    now(shop.put(&paid)).unwrap();

    let put = now(shop.put(&order("c1", 1, 1)).when(|o| o.status.eq(Status::Open))).unwrap_err();
    let delete = now(shop.delete(&paid).when(|o| o.total.gt(10u64))).unwrap_err();
    now(shop.delete(&paid).when(|o| o.status.eq(Status::Paid) & o.total.le(10u64))).unwrap();

    assert_eq!(put.old(), Some(&paid));
    assert_eq!(delete.into_old(), Some(paid.clone()));
    assert_eq!(now(shop.get(&paid)).unwrap(), None);
}

#[test]
fn old_entities_come_back_where_asked_for() {
    let shop = shop();
    let first = order("c1", 1, 1);
    let second = Order { total: 5, ..first.clone() };

    assert_eq!(now(shop.put(&first).returning_old()).unwrap(), None);
    assert_eq!(now(shop.put(&second).returning_old()).unwrap(), Some(first.clone()));
    assert_eq!(now(shop.delete(&first).returning_old()).unwrap(), Some(second));
    assert_eq!(now(shop.delete(&first).returning_old()).unwrap(), None);
    assert!(now(shop.delete(&first).existing()).unwrap_err().is_condition_failed());
}

#[test]
fn the_optimistic_lock_counts_and_refuses_the_late_one() {
    let shop = shop();
    let new = line(1);

    assert_eq!(now(shop.put(&new)).unwrap(), 1);
    let mine = now(shop.get(&new)).unwrap().unwrap();
    let theirs = mine.clone();
    assert_eq!(mine.version, 1);
    assert_eq!(now(shop.put(&Line { quantity: 2, ..mine })).unwrap(), 2);
    let late = now(shop.put(&Line { quantity: 3, ..theirs })).unwrap_err();

    assert!(late.is_condition_failed());
    assert_eq!(late.old().map(|line| (line.version, line.quantity)), Some((2, 2)));
    assert!(now(shop.put(&line(9))).unwrap_err().is_condition_failed(), "version 0 says that there is none yet");
}

#[test]
fn keys_that_dynamodb_does_not_take_are_refused_before_the_request() {
    let shop = shop();
    let long = "x".repeat(3000);

    let get = now(shop.get(Customer::key(&long))).unwrap_err();
    let put = now(shop.put(&order(&long, 1, 1))).unwrap_err();

    assert_eq!(get.kind(), ErrorKind::InvalidKey);
    assert_eq!(put.kind(), ErrorKind::InvalidKey);
    assert!(get.to_string().contains("Customer") && get.to_string().contains("CUSTOMER#{customer_id}"), "{get}");
    assert!(!get.to_string().contains("xxx"), "no value in the text");
}

#[test]
fn an_item_beyond_400_kb_writes_nothing() {
    let shop = shop();
    let huge = Order { notes: vec!["n".repeat(410_000)], ..order("c1", 1, 1) };

    let failed = now(shop.put(&huge)).unwrap_err();

    assert_eq!(failed.kind(), ErrorKind::Validation);
    assert!(failed.error().key().is_some_and(|key| key.starts_with("CUSTOMER#c1 / ORDER#")), "{failed:?}");
    assert_eq!(now(shop.get(&huge)).unwrap(), None);
}

#[test]
fn a_stored_item_of_another_shape_is_a_decode_error_with_its_path() {
    let shop = shop();
    let customer = Customer {
        customer_id: "c1".to_owned(),
        email: "a@example.com".to_owned(),
        address: Some(super::fixture::Address { city: "Ulm".to_owned(), zip: None }),
        tags: [].into(),
    };
    let item = monotable::Entity::to_item(&customer).unwrap();
    let broken = item.iter().map(|(name, value)| {
        let name = std::str::from_utf8(name).unwrap();
        let nested = [("city".to_owned(), monotable::Value::from(7))].into();
        let value = if name == "address" { monotable::Value::M(nested) } else { value.into() };
        (name, value)
    });
    let request = monotable::request::PutItem::new("Shop".into(), broken.collect());
    now(shop.backend().put_item(request)).unwrap();

    let error = now(shop.get(Key::of(&customer))).unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("Customer (CUSTOMER#{customer_id} / PROFILE)"), "{error}");
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(source, "attribute `address.city`: expected S, found N");
}

#[test]
fn detailed_says_what_a_call_consumed() {
    let shop = shop();

    let put = now(shop.put(&order("c1", 1, 1)).detailed()).unwrap();
    let get = now(shop.get(&order("c1", 1, 1)).consistent().detailed()).unwrap();

    // The table, ByStatus, ByTotal and the inverted index.
    assert_eq!(put.consumed.unwrap().units, 4.0);
    assert_eq!(get.consumed.unwrap().units, 1.0);
    assert!(get.value.is_some());
}

#[test]
fn the_enum_of_the_table_is_written_as_what_it_holds() {
    let shop = shop();
    let line = Line { customer_id: "c1".into(), order_id: "o1".into(), number: 1, version: 0, quantity: 2 };
    let any = [Shop::Order(order("c1", 1, 1)), Shop::Line(line.clone())];

    for one in &any {
        now(shop.put(one).only_new()).unwrap();
    }

    let failed = now(shop.put(&any[0]).only_new()).unwrap_err();
    assert!(matches!(failed.old(), Some(Shop::Order(old)) if *old == order("c1", 1, 1)));
    let stale = now(shop.put(&Shop::Line(Line { version: 5, ..line.clone() }))).unwrap_err();
    assert!(stale.is_condition_failed(), "the lock holds");
    assert_eq!(any[0].to_item().unwrap(), order("c1", 1, 1).to_item().unwrap());
    assert_eq!(any[1].primary_key().unwrap(), line.primary_key().unwrap());

    let old = now(shop.delete(&any[0]).returning_old()).unwrap();
    assert!(matches!(old, Some(Shop::Order(_))));
    now(shop.transact((shop.put(&any[0]), shop.delete(&any[1]).existing()))).unwrap();
    assert_eq!(now(shop.get(&order("c1", 1, 1))).unwrap(), Some(order("c1", 1, 1)));
    assert_eq!(now(shop.get(&line)).unwrap(), None);
}

#[test]
fn a_batch_takes_the_enum_of_the_table_but_no_lock() {
    let shop = shop();
    let strange: monotable::Item =
        [("PK", "STRANGE"), ("SK", "S")].map(|(name, text)| (name, Value::from(text))).into_iter().collect();
    let any = [Shop::Order(order("c1", 1, 1)), Shop::Other(strange.clone())];

    now(shop.batch_write().put_all(&any)).unwrap();
    let found = now(shop.backend().get_item(GetItem::new("Shop".into(), strange.clone()))).unwrap().item;
    assert_eq!(found, Some(strange));
    now(shop.batch_write().delete_all(&any)).unwrap();
    assert_eq!(now(shop.get(&order("c1", 1, 1))).unwrap(), None);

    let line = Line { customer_id: "c1".into(), order_id: "o1".into(), number: 1, version: 0, quantity: 2 };
    let error = now(shop.batch_write().put(&Shop::Line(line))).unwrap_err();
    assert!(error.to_string().contains("optimistic lock"), "{error}");
}

#[test]
fn a_failed_condition_says_which_it_was() {
    let shop = shop();
    let new = || shop.put(&order("c1", 1, 1)).only_new();
    now(new()).unwrap();
    now(shop.put(&line(1))).unwrap();
    let unmet = |failed: &monotable::Failed<Line>| failed.unmet();

    let failed = now(new()).unwrap_err();
    assert_eq!(failed.unmet(), Some(Unmet::ItemExists));
    assert!(failed.to_string().contains("an item has this key already"), "{failed}");
    assert_eq!(now(shop.put(&order("c1", 2, 2)).replace()).unwrap_err().unmet(), Some(Unmet::ItemMissing));
    let asked = shop.put(&order("c1", 1, 1)).when(|o| o.status.eq(Status::Paid));
    assert_eq!(now(asked).unwrap_err().unmet(), Some(Unmet::Condition));
    assert_eq!(unmet(&now(shop.put(&line(2))).unwrap_err()), Some(Unmet::ItemExists), "it was not loaded");
    let stale = Line { version: 7, ..line(2) };
    assert_eq!(unmet(&now(shop.put(&stale)).unwrap_err()), Some(Unmet::Version));
    assert_eq!(unmet(&now(shop.update(stale.edit().add(|l| l.quantity, 1))).unwrap_err()), Some(Unmet::Version));
    let gone = Line { number: 9, ..stale.clone() };
    assert_eq!(unmet(&now(shop.put(&gone)).unwrap_err()), Some(Unmet::ItemMissing));
    let deleted = shop.delete(&line(1)).when(|l| l.quantity.eq(9));
    assert_eq!(unmet(&now(deleted).unwrap_err()), Some(Unmet::Condition));

    let reasons = now(shop.transact((new(), stale.edit().add(|l| l.quantity, 1)))).unwrap_err().into_reasons();
    assert_eq!(reasons.0.and_then(|failed| failed.unmet()), Some(Unmet::ItemExists));
    assert_eq!(reasons.1.and_then(|failed| failed.unmet()), Some(Unmet::Version));
}
