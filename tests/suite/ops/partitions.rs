//! Everything in a partition.

use std::sync::Arc;

use monotable::{Cursor, ErrorKind, Store, after};
use monotable_local::LocalBackend;

use super::fixture::{Customer, Line, Order, Shop, Status, now, order, shop_on};
use super::script::{Request, Script, fails, page, writes_of, written};

/// Two customers, each with a profile, orders at the times 1 to 5, and two lines for each order.
fn filled() -> Store<Shop> {
    filled_on(Arc::new(LocalBackend::new()))
}

fn filled_on(backend: Arc<dyn monotable::Backend>) -> Store<Shop> {
    let shop = shop_on(backend);
    for customer in ["c1", "c2"] {
        let email = format!("{customer}@example.com");
        let profile = Customer { customer_id: customer.to_owned(), email, address: None, tags: [].into() };
        now(shop.put(&profile)).unwrap();
        for number in 1..=5 {
            now(shop.put(&order(customer, number, number))).unwrap();
            for line in 1..=2 {
                let order_id = format!("o{number}");
                let line = Line { customer_id: customer.to_owned(), order_id, number: line, version: 0, quantity: 1 };
                now(shop.put(&line)).unwrap();
            }
        }
    }
    shop
}

fn name(item: &Shop) -> String {
    match item {
        Shop::Customer(customer) => customer.customer_id.clone(),
        Shop::Order(order) => format!("order {}", order.placed_at),
        Shop::Line(line) => format!("line {}.{}", line.order_id, line.number),
        Shop::Session(session) => session.id.clone(),
        Shop::Other(_) => "other".to_owned(),
    }
}

fn names(items: &[Shop]) -> Vec<String> {
    items.iter().map(name).collect()
}

#[test]
fn a_partition_holds_every_kind_in_the_order_of_keys() {
    let shop = filled();

    let all = names(&now(shop.partition(Customer::of("c1")).all()).unwrap());
    let last = names(&now(shop.partition(Order::of("c1")).newest_first().take(2).all()).unwrap());

    assert_eq!(all.len(), 16);
    assert_eq!(all[..3], ["line o1.1", "line o1.2", "line o2.1"]);
    assert_eq!(all[10..], ["order 1", "order 2", "order 3", "order 4", "order 5", "c1"]);
    assert_eq!(last, ["c1", "order 5"]);
    assert_eq!(now(shop.partition(Customer::of("c1")).count()).unwrap(), 16);
    assert!(now(shop.partition(Customer::of("c3")).all()).unwrap().is_empty());
}

#[test]
fn given_sort_parts_select_what_stands_below_them() {
    let shop = filled();
    macro_rules! found {
        ($query:expr) => {
            names(&now(shop.partition($query).all()).unwrap())
        };
    }

    assert_eq!(found!(Order::of("c1").placed_at(4..)), ["order 4", "order 5"]);
    assert_eq!(found!(Order::of("c1").placed_at(after(4))), ["order 5"]);
    assert_eq!(found!(Order::of("c1").placed_at(2u64)), ["order 2"]);
    assert_eq!(found!(Order::of("c1").placed_at(2u64).order_id("o2")), ["order 2"]);
    assert!(found!(Order::of("c1").placed_at(2u64).order_id("o")).is_empty());
    let lines = names(&now(shop.partition(Line::of("c1").order_id("o3")).all()).unwrap());
    assert_eq!(lines, ["line o3.1", "line o3.2"]);
}

#[test]
fn a_partition_of_an_index_is_read_where_the_index_carries_everything() {
    let shop = filled();

    let all = now(shop.partition(Order::by_status(Status::Open)).all()).unwrap();

    assert_eq!(all.len(), 10);
    assert!(all.iter().all(|item| matches!(item, Shop::Order(_))));
    let local = now(shop.partition(Order::by_total("c1")).consistent().all()).unwrap();
    assert_eq!(names(&local), ["order 1", "order 2", "order 3", "order 4", "order 5"]);
}

#[test]
fn cursors_lead_through_a_partition_and_through_nothing_else() {
    let shop = filled();
    let mut found = Vec::new();
    let mut next: Option<String> = None;
    loop {
        let mut read = shop.partition(Customer::of("c1")).take(5);
        if let Some(text) = &next {
            read = read.after(text.parse::<Cursor<_>>().unwrap());
        }
        let page = now(read.page()).unwrap();
        found.extend(names(&page.items));
        match page.next {
            Some(cursor) => next = Some(cursor.to_string()),
            None => break,
        }
    }

    assert_eq!(found, names(&now(shop.partition(Customer::of("c1")).all()).unwrap()));
    let cursor = now(shop.partition(Customer::of("c1")).take(3).page()).unwrap().next.unwrap();
    let partition = now(shop.partition(Customer::of("c2")).after(&cursor).page()).unwrap_err();
    let direction = now(shop.partition(Customer::of("c1")).newest_first().after(&cursor).page()).unwrap_err();
    let query = cursor.to_string().parse::<Cursor<super::fixture::customer::Of>>().unwrap_err();
    let other = cursor.to_string().parse::<Cursor<monotable::reach::PartitionOf<super::fixture::order::Of>>>();
    for error in [partition, direction, query, other.unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::InvalidCursor, "{error}");
    }
}

#[test]
fn a_stream_of_a_partition_goes_over_its_pages() {
    let shop = filled();
    let mut stream = shop.partition(Customer::of("c2")).evaluate(3).stream();
    let mut found = Vec::new();
    while let Some(item) = now(stream.next()) {
        found.push(name(&item.unwrap()));
    }

    assert_eq!(found, names(&now(shop.partition(Customer::of("c2")).all()).unwrap()));
}

/// The table of an older program, which knows orders alone.
mod older {
    use monotable::{Entity, Table};

    #[derive(Table, Debug)]
    #[table(pk = "PK", sk = "SK", ttl = "expires_at")]
    pub(super) enum Shop {
        Order(Order),
    }

    #[derive(Entity, Debug)]
    #[entity(table = Shop, tag = "order")]
    #[key(pk = "CUSTOMER#{customer_id}", sk = "ORDER#{placed_at}#{order_id}")]
    pub(super) struct Order {
        pub(super) customer_id: String,
        pub(super) placed_at: u64,
        pub(super) order_id: String,
        pub(super) carrier: String,
    }
}

#[test]
fn unknown_kinds_are_skipped_and_counted_and_unreadable_items_kept_apart() {
    let newer = filled();
    let shop: Store<older::Shop> = Store::shared(Arc::clone(newer.backend()));
    let broken = [("PK", "CUSTOMER#c1"), ("SK", "ORDER#0"), ("_type", "order")]
        .map(|(name, text)| (name, monotable::Value::from(text)));
    let put = monotable::request::PutItem::new("Shop".into(), broken.into_iter().collect());
    now(newer.backend().put_item(put)).unwrap();

    let page = now(shop.partition(older::Order::of("c1")).lenient().page()).unwrap();
    let taken = now(shop.partition(older::Order::of("c1")).newest_first().take(3).page()).unwrap();

    assert_eq!((page.items.len(), page.skipped, page.unreadable.len()), (5, 11, 1));
    assert_eq!(page.unreadable[0].key(), Some("CUSTOMER#c1 / ORDER#0"));
    assert_eq!((taken.items.len(), taken.skipped), (3, 1));
    let error = now(shop.partition(older::Order::of("c1")).all()).unwrap_err();
    assert_eq!((error.kind(), error.key()), (ErrorKind::Decode, Some("CUSTOMER#c1 / ORDER#0")));
}

#[test]
fn a_deleted_partition_is_gone_with_every_kind_and_no_other_is() {
    let shop = filled();

    let lines = now(shop.partition(Line::of("c1").order_id("o3")).delete_all()).unwrap();
    let rest = now(shop.partition(Customer::of("c1")).evaluate(4).delete_all()).unwrap();
    let again = now(shop.partition(Customer::of("c1")).delete_all()).unwrap();
    let open = now(shop.partition(Order::by_status(Status::Open)).delete_all()).unwrap();

    assert_eq!((lines, rest, again, open), (2, 14, 0, 5));
    assert_eq!(now(shop.partition(Customer::of("c2")).count()).unwrap(), 11);
}

#[test]
fn a_deletion_that_stops_says_what_it_did_and_what_is_left() {
    let orders: Vec<Order> = (0..40).map(|number| order("c1", number, number)).collect();
    let script = Script::new([
        page(&orders[..30], Some(&orders[29])),
        written(Vec::new()),
        fails(ErrorKind::AccessDenied),
        page(&orders[25..], None),
        written(Vec::new()),
    ]);

    let stopped = now(script.shop().partition(Order::of("c1")).delete_all()).unwrap_err();
    let rest = now(script.shop().partition(Order::of("c1")).delete_all()).unwrap();

    assert_eq!((stopped.kind(), stopped.deleted(), stopped.left().len(), rest), (ErrorKind::AccessDenied, 25, 5, 15));
    assert_eq!(stopped.left()[0], monotable::Entity::primary_key(&orders[25]).unwrap());
    let [Request::Query(query), ..] = &script.seen()[..] else { panic!("it reads first") };
    let monotable::request::Select::Paths(paths) = &query.select else { panic!("keys alone travel") };
    assert_eq!(paths.iter().map(ToString::to_string).collect::<Vec<_>>(), ["[PK]", "[SK]", "[_type]"]);
    assert_eq!(writes_of(&script.seen()[1]).len(), 25);
}
