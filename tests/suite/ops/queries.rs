//! Queries over every kind of index.

use monotable::{ErrorKind, Store, after};

use super::fixture::{Customer, Line, Order, Session, Shop, Status, now, order, shop};

/// Orders of two customers at the times 1 to 9, with lines and profiles between them.
fn filled() -> Store<Shop> {
    let shop = shop();
    for customer in ["c1", "c2"] {
        let profile = Customer {
            customer_id: customer.to_owned(),
            email: format!("{customer}@example.com"),
            address: None,
            tags: [].into(),
        };
        now(shop.put(&profile)).unwrap();
        for number in 1..10 {
            let region = (number % 3 == 0).then(|| "eu".to_owned());
            let status = if number % 2 == 0 { Status::Paid } else { Status::Open };
            now(shop.put(&Order { region, status, ..order(customer, number, number) })).unwrap();
        }
        let line = Line { customer_id: customer.to_owned(), order_id: "o1".into(), number: 1, version: 0, quantity: 1 };
        now(shop.put(&line)).unwrap();
    }
    shop
}

fn times(orders: &[Order]) -> Vec<u64> {
    orders.iter().map(|order| order.placed_at).collect()
}

#[test]
fn a_partition_gives_the_entities_asked_for_and_no_others() {
    let shop = filled();

    assert_eq!(times(&now(shop.query(Order::of("c1")).all()).unwrap()), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(now(shop.query(Line::of("c1")).all()).unwrap().len(), 1);
    assert_eq!(now(shop.query(Customer::of("c1")).first()).unwrap().unwrap().email, "c1@example.com");
    assert_eq!(now(shop.query(Order::of("nobody")).all()).unwrap(), []);
}

#[test]
fn ranges_select_what_they_say() {
    let shop = filled();
    let found = |query| times(&now(shop.query(query).all()).unwrap());

    assert_eq!(found(Order::of("c1").placed_at(3..6)), [3, 4, 5]);
    assert_eq!(found(Order::of("c1").placed_at(3..=6)), [3, 4, 5, 6]);
    assert_eq!(found(Order::of("c1").placed_at(..3)), [1, 2]);
    assert_eq!(found(Order::of("c1").placed_at(..=3)), [1, 2, 3]);
    assert_eq!(found(Order::of("c1").placed_at(8..)), [8, 9]);
    assert_eq!(found(Order::of("c1").placed_at(after(8))), [9]);
    assert_eq!(times(&now(shop.query(Order::of("c1").placed_at(4u64)).all()).unwrap()), [4]);
    assert_eq!(times(&now(shop.query(Order::of("c1").placed_at(4u64).order_id("o4")).all()).unwrap()), [4]);
    assert_eq!(times(&now(shop.query(Order::of("c1").placed_at(4u64).order_id("o5")).all()).unwrap()), [0u64; 0]);
}

#[test]
#[allow(clippy::reversed_empty_ranges, reason = "that is the case")]
fn an_inverted_range_is_an_empty_page_without_a_request() {
    let shop = filled();
    let query = || shop.query(Order::of("c1").placed_at(6..3));

    assert!(query().request().unwrap().is_none());
    assert_eq!(now(query().all()).unwrap(), []);
    assert_eq!(now(query().count()).unwrap(), 0);
}

#[test]
fn native_and_sparse_and_local_and_inverted_indexes_are_queried_alike() {
    let shop = filled();

    let open = now(shop.query(Order::by_status(Status::Open).placed_at(..4)).newest_first().all()).unwrap();
    assert_eq!(times(&open), [3, 3, 1, 1]);
    let one = now(shop.query(Order::by_status(Status::Open).placed_at(3u64).order_id("o3")).all()).unwrap();
    assert_eq!(one.len(), 2);

    let eu = now(shop.query(Order::by_region("eu").status(Status::Open)).all()).unwrap();
    assert_eq!(times(&eu), [3, 3, 9, 9]);

    let large = now(shop.query(Order::by_total("c1").total(70..)).consistent().all()).unwrap();
    assert_eq!(times(&large), [7, 8, 9]);
    assert!(large.iter().all(|order| order.carrier == "post"), "a local index reaches into the table");
}

#[test]
fn an_index_of_keys_gives_keys_to_get_with() {
    let shop = filled();

    let keys = now(shop.query(Customer::by_email("c2@example.com")).keys().all()).unwrap();

    assert_eq!(keys.len(), 1);
    assert_eq!(now(shop.get(&keys[0])).unwrap().unwrap().customer_id, "c2");
}

#[test]
fn filters_drop_after_the_key_condition_and_count_agrees() {
    let shop = filled();
    let paid = || shop.query(Order::of("c1").placed_at(2..)).filter(|o| o.status.eq(Status::Paid) & !o.total.eq(40u64));

    assert_eq!(times(&now(paid().all()).unwrap()), [2, 6, 8]);
    assert_eq!(now(paid().count()).unwrap(), 3);
    assert_eq!(times(&now(paid().newest_first().take(2).all()).unwrap()), [8, 6]);
}

#[test]
fn a_filter_on_a_key_that_is_built_at_run_time_is_refused_before_the_request() {
    let shop = filled();
    let tree = monotable::expression::Condition::Exists(monotable::expression::Path::attribute("placed_at"));
    let query = |tree| shop.query(Order::by_status(Status::Open)).filter(|_| monotable::Cond::from_tree(tree));

    assert_eq!(now(query(tree).all()).unwrap_err().kind(), ErrorKind::InvalidRequest);
}

#[test]
fn items_of_unknown_kinds_are_skipped_and_counted() {
    let shop = filled();
    let mut foreign = monotable::Entity::to_item(&order("c1", 5, 55)).unwrap();
    foreign = foreign
        .iter()
        .map(|(name, value)| {
            let name = String::from_utf8_lossy(name).into_owned();
            let value = if name == "_type" { "refund".into() } else { value.into() };
            (name, value)
        })
        .collect();
    now(shop.backend().put_item(monotable::request::PutItem::new("Shop".into(), foreign))).unwrap();

    let page = now(shop.query(Order::of("c1")).page()).unwrap();

    assert_eq!((page.items.len(), page.skipped), (9, 1));
    let all = now(shop.scan().all()).unwrap();
    assert_eq!(all.iter().filter(|kind| matches!(kind, Shop::Other(_))).count(), 1);
    assert_eq!(all.len(), 23);
}

#[test]
fn scans_find_every_entity_in_every_segment() {
    let shop = filled();
    now(shop.put(&Session { id: "s".into(), expires_at: monotable::Ttl::from_secs(1).unwrap() })).unwrap();

    let mut found = Vec::new();
    for segment in 0..3 {
        found.extend(now(shop.scan_for::<Order>().segment(segment, 3).all()).unwrap());
    }

    assert_eq!(found.len(), 18);
    assert_eq!(now(shop.scan_for::<Order>().filter(|o| o.total.ge(80u64)).count()).unwrap(), 4);
}

#[test]
fn counts_leave_out_what_a_query_leaves_out() {
    let shop = filled();
    for (number, tag) in [(51, Some("refund")), (52, None)] {
        let item = monotable::Entity::to_item(&order("c1", 5, number)).unwrap();
        let retagged = item.iter().filter_map(|(name, value)| match (name, tag) {
            (b"_type", Some(tag)) => Some(("_type".to_owned(), tag.into())),
            (b"_type", None) => None,
            (name, _) => Some((String::from_utf8_lossy(name).into_owned(), value.into())),
        });
        let request = monotable::request::PutItem::new("Shop".into(), retagged.collect());
        now(shop.backend().put_item(request)).unwrap();
    }

    let orders = now(shop.query(Order::of("c1")).all()).unwrap();

    // One of another kind; the untagged one has the key of an order and is one.
    assert_eq!(orders.len(), 10);
    assert_eq!(now(shop.query(Order::of("c1")).count()).unwrap(), 10);
    assert_eq!(now(shop.query(Order::by_status(Status::Open).placed_at(5u64)).count()).unwrap(), 3);
    assert_eq!(now(shop.query(Order::by_status(Status::Open).placed_at(5u64)).all()).unwrap().len(), 3);
}

#[test]
fn a_few_results_through_a_filter_do_not_evaluate_everything() {
    let shop = filled();
    let request = shop.query(Order::of("c1")).filter(|o| o.total.ge(10u64)).take(3).request().unwrap().unwrap();

    assert_eq!(request.limit, Some(64));
}
