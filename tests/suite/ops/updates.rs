//! Updates, and the index keys that they keep right.

use monotable::{Backend as _, Entity as _, ErrorKind, Value};

use super::fixture::{Address, Customer, Line, Order, Status, now, order, shop};

fn customer() -> Customer {
    Customer {
        customer_id: "c1".to_owned(),
        email: "a@example.com".to_owned(),
        address: Some(Address { city: "Ulm".to_owned(), zip: Some("89073".to_owned()) }),
        tags: ["a".to_owned(), "b".to_owned()].into(),
    }
}

#[test]
fn set_add_append_and_remove_change_what_they_name() {
    let shop = shop();
    now(shop.put(&order("c1", 1, 1))).unwrap();

    let update = Order::at("c1", 1u64, "o1")
        .set(|o| o.status, Status::Paid)
        .given(|o| o.carrier, "post")
        .add(|o| o.total, -3)
        .append(|o| o.notes, ["first", "second"]);
    let new = now(shop.update(update).returning_new()).unwrap();

    assert_eq!(
        new,
        Order { status: Status::Paid, total: 7, notes: vec!["first".into(), "second".into()], ..order("c1", 1, 1) }
    );
    let old = now(shop.update(Order::at("c1", 1u64, "o1").remove(|o| o.notes.at(0))).returning_old()).unwrap();
    assert_eq!(old.notes.len(), 2);
    assert_eq!(now(shop.get(&new)).unwrap().unwrap().notes, ["second"]);
}

#[test]
fn nested_paths_and_sets_are_changed_in_place() {
    let shop = shop();
    now(shop.put(&customer())).unwrap();

    let update = Customer::at("c1")
        .set(|c| c.address.then(|a| a.city), "Bonn")
        .remove(|c| c.address.then(|a| a.zip))
        .delete(|c| c.tags, std::collections::BTreeSet::from(["a".to_owned()]));
    let new = now(shop.update(update).when(|c| c.address.then(|a| a.city).eq("Ulm")).returning_new()).unwrap();

    assert_eq!(new.address, Some(Address { city: "Bonn".to_owned(), zip: None }));
    assert_eq!(new.tags, ["b".to_owned()].into());
}

#[test]
fn set_if_missing_leaves_what_is_there() {
    let shop = shop();
    now(shop.put(&customer())).unwrap();

    let update = Customer::at("c1").set_if_missing(|c| c.address.then(|a| a.city), "Rome");
    let new = now(shop.update(update).returning_new()).unwrap();

    assert_eq!(new, customer());
}

#[test]
fn an_update_of_nothing_creates_nothing() {
    let shop = shop();

    let failed = now(shop.update(Order::at("c1", 1u64, "o1").add(|o| o.total, 1))).unwrap_err();

    assert!(failed.is_condition_failed());
    assert_eq!(now(shop.get(&order("c1", 1, 1))).unwrap(), None);
}

#[test]
fn a_lost_condition_brings_the_old_entity() {
    let shop = shop();
    now(shop.put(&order("c1", 1, 1))).unwrap();

    let update = shop.update(Order::at("c1", 1u64, "o1").set(|o| o.total, 0u64)).when(|o| o.status.eq(Status::Paid));
    let failed = now(update).unwrap_err();

    assert_eq!(failed.old(), Some(&order("c1", 1, 1)));
}

#[test]
fn an_update_path_that_does_not_exist_is_refused() {
    let shop = shop();
    now(shop.put(&Customer { address: None, ..customer() })).unwrap();

    let failed = now(shop.update(Customer::at("c1").set(|c| c.address.then(|a| a.city), "Ulm"))).unwrap_err();

    assert_eq!(failed.kind(), ErrorKind::Validation);
    assert_eq!(now(shop.get(Customer::key("c1"))).unwrap().unwrap().address, None);
}

#[test]
fn an_attribute_changed_twice_is_refused_before_the_request() {
    let shop = shop();
    let twice = Order::at("c1", 1u64, "o1").set(|o| o.total, 1u64).add(|o| o.total, 1);
    let inside = Customer::at("c1").set(|c| c.address, customer().address).remove(|c| c.address.then(|a| a.zip));

    assert_eq!(now(shop.update(twice)).unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert_eq!(now(shop.update(inside)).unwrap_err().kind(), ErrorKind::InvalidRequest);
}

#[test]
fn composed_index_keys_follow_their_parts() {
    let shop = shop();
    let start = Order { region: Some("eu".to_owned()), ..order("c1", 1, 1) };
    now(shop.put(&start)).unwrap();
    let orders_in = |region: &str| now(shop.query(Order::by_region(region)).all()).unwrap();
    assert_eq!(orders_in("eu").len(), 1);

    // Both parts of the sort key are given; placed_at is known from the primary key.
    now(shop.update(Order::at("c1", 1u64, "o1").set(|o| o.status, Status::Paid).given(|o| o.carrier, "post"))).unwrap();
    let paid =
        now(shop.query(Order::by_region("eu").status(Status::Paid).carrier("post").placed_at(1u64)).all()).unwrap();
    assert_eq!(paid.len(), 1);

    let move_to = |region: Option<&str>| {
        let region = region.map(str::to_owned);
        Order::at("c1", 1u64, "o1")
            .set(|o| o.region, region)
            .given(|o| o.status, Status::Paid)
            .given(|o| o.carrier, "post")
    };
    now(shop.update(move_to(Some("us")))).unwrap();
    assert_eq!((orders_in("eu").len(), orders_in("us").len()), (0, 1));

    now(shop.update(move_to(None))).unwrap();
    assert_eq!(orders_in("us").len(), 0, "an item without a part is not in the index");
    let raw = now(shop.backend().get_item(shop.get(&start).request().unwrap())).unwrap();
    let raw = raw.item.unwrap();
    assert_eq!((raw.value("GSI1PK"), raw.value("GSI1SK")), (None, None), "both halves of the key are gone");

    now(shop.update(move_to(Some("eu")))).unwrap();
    assert_eq!(orders_in("eu").len(), 1, "and both are there again");
    now(shop.update(move_to(None))).unwrap();
    let item = now(shop.get(&start)).unwrap().unwrap();
    assert_eq!((item.region, item.status), (None, Status::Paid));
}

#[test]
fn a_given_part_that_is_not_so_stops_the_update() {
    let shop = shop();
    now(shop.put(&order("c1", 1, 1))).unwrap();

    let update = Order::at("c1", 1u64, "o1").set(|o| o.status, Status::Paid).given(|o| o.carrier, "rail");
    let failed = now(shop.update(update)).unwrap_err();

    assert_eq!(failed.old().map(|order| order.status), Some(Status::Open));
}

#[test]
fn an_edit_knows_every_part_and_guards_those_it_uses() {
    let shop = shop();
    let loaded = Order { region: Some("eu".to_owned()), ..order("c1", 1, 1) };
    now(shop.put(&loaded)).unwrap();

    now(shop.update(loaded.edit().set(|o| o.status, Status::Paid))).unwrap();
    let found = now(shop.query(Order::by_region("eu").status(Status::Paid).carrier("post")).all()).unwrap();
    assert_eq!(found.len(), 1);

    // Somebody changes the other part of the key, so that the loaded one is stale.
    now(shop.update(Order::at("c1", 1u64, "o1").set(|o| o.carrier, "rail").given(|o| o.status, Status::Paid))).unwrap();
    let stale = now(shop.update(loaded.edit().set(|o| o.status, Status::Open))).unwrap_err();
    assert!(stale.is_condition_failed());
}

#[test]
fn updates_count_the_version_and_edits_ask_for_it() {
    let shop = shop();
    let line = Line { customer_id: "c1".into(), order_id: "o1".into(), number: 1, version: 0, quantity: 1 };
    now(shop.put(&line)).unwrap();
    let loaded = now(shop.get(&line)).unwrap().unwrap();

    let blind = now(shop.update(Line::at("c1", "o1", 1u16).add(|l| l.quantity, 1)).returning_new()).unwrap();
    let late = now(shop.update(loaded.edit().set(|l| l.quantity, 9u32))).unwrap_err();
    let fresh = now(shop.update(blind.edit().set(|l| l.quantity, 9u32)).returning_new()).unwrap();

    assert_eq!((blind.version, blind.quantity), (2, 2));
    assert!(late.is_condition_failed());
    assert_eq!((fresh.version, fresh.quantity), (3, 9));
}

#[test]
fn attributes_that_the_struct_does_not_name_survive_an_update() {
    let shop = shop();
    let item = monotable::Entity::to_item(&order("c1", 1, 1)).unwrap();
    let more = item.iter().map(|(name, value)| (String::from_utf8_lossy(name).into_owned(), Value::from(value)));
    let more = more.chain([("by_another_program".to_owned(), Value::from(1))]);
    now(shop.backend().put_item(monotable::request::PutItem::new("Shop".into(), more.collect()))).unwrap();

    now(shop.update(Order::at("c1", 1u64, "o1").add(|o| o.total, 1))).unwrap();

    let key = Order::key("c1", 1u64, "o1").into_item().unwrap();
    let stored = now(shop.backend().get_item(monotable::request::GetItem::new("Shop".into(), key))).unwrap();
    assert_eq!(stored.item.unwrap().value("by_another_program"), Some(Value::from(1)));
}

#[test]
fn an_attribute_is_computed_from_others() {
    let shop = shop();
    now(shop.put(&Order { notes: vec!["b".into()], ..order("c1", 1, 1) })).unwrap();
    let at = || Order::at("c1", 1u64, "o1");

    let sum = at().set_to(|o| o.total, |o| o.total + o.placed_at).prepend(|o| o.notes, ["a"]);
    let new = now(shop.update(sum).returning_new()).unwrap();
    assert_eq!((new.total, new.notes), (11, vec!["a".to_owned(), "b".to_owned()]));

    let less = at().set_to(|o| o.total, |o| o.total.or(5u64) - 1).set_to(|o| o.notes, |o| o.notes.concat(o.notes));
    let new = now(shop.update(less).returning_new()).unwrap();
    assert_eq!((new.total, new.notes.len()), (10, 4));

    let copied = now(shop.update(at().set_to(|o| o.notes.at(0), |o| o.carrier)).returning(|o| o.notes)).unwrap();
    assert_eq!(copied, ["post", "b", "a", "b"]);
}

#[test]
fn one_place_comes_back_as_it_is_afterwards() {
    let shop = shop();
    now(shop.put(&customer())).unwrap();
    let update = || shop.update(Customer::at("c1").set(|c| c.address.then(|a| a.city), "Bonn"));

    assert_eq!(now(update().returning(|c| c.address.then(|a| a.city))).unwrap(), "Bonn");
    assert_eq!(now(update().returning(|c| c.address.then(|a| a.zip))).unwrap(), Some("89073".to_owned()));
    assert_eq!(now(update().returning(|c| c.email)).unwrap(), "a@example.com", "what the update leaves alone, too");
    let removed = shop.update(Customer::at("c1").remove(|c| c.address)).returning(|c| c.address);
    assert_eq!(now(removed).unwrap(), None);
}

#[test]
fn an_update_in_steps_looks_at_index_keys_when_it_is_sent() {
    let shop = shop();
    let stored = Order { region: Some("eu".into()), ..order("c1", 1, 1) };
    now(shop.put(&stored)).unwrap();
    let patch = |status: Option<Status>, carrier: Option<&str>| {
        let update = Order::at("c1", 1u64, "o1").checked().set_some(|o| o.status, status);
        shop.update(update.set_some(|o| o.carrier, carrier).set_some(|o| o.total, Some(1u64)))
    };

    let error = now(patch(Some(Status::Paid), None)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("`carrier`"), "{error}");
    now(patch(Some(Status::Paid), Some("rail"))).unwrap();

    let expected = Order { status: Status::Paid, carrier: "rail".into(), total: 1, ..stored };
    let found = now(shop.query(Order::by_region("eu").status(Status::Paid).carrier("rail")).all()).unwrap();
    assert_eq!(found, [expected]);
}

#[test]
fn a_touched_entity_gets_into_an_index_that_came_later() {
    let shop = shop();
    let stored = Order { region: Some("eu".into()), ..order("c1", 1, 1) };
    let bare: monotable::Item = stored.to_item().unwrap().select(|name| !name.starts_with(b"GSI1"));
    now(shop.backend().put_item(monotable::request::PutItem::new("Shop".into(), bare))).unwrap();
    let indexed = || now(shop.query(Order::by_region("eu")).all()).unwrap();
    assert_eq!(indexed(), []);

    now(shop.update(stored.edit())).unwrap();
    assert_eq!(indexed(), std::slice::from_ref(&stored), "an update of a loaded entity that changes nothing");

    now(shop.update(stored.edit().set(|o| o.total, 3u64).touch())).unwrap();
    assert_eq!(indexed(), [Order { total: 3, ..stored }]);
    let error = now(shop.update(Order::at("c1", 1u64, "o1").touch())).unwrap_err();
    assert!(error.to_string().contains("does not know"), "{error}");
}
