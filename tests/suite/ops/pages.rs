//! Pages, cursors and streams.

use monotable::{Cursor, ErrorKind, Store};

use super::fixture::{Order, Shop, Status, now, order, shop};

type OfOrders = <super::fixture::order::Of as monotable::reach::QueryPlan>::Pattern;

fn filled(count: u64) -> Store<Shop> {
    let shop = shop();
    for number in 0..count {
        now(shop.put(&order("c1", number, number))).unwrap();
    }
    shop
}

#[test]
fn cursors_lead_from_page_to_page_through_text() {
    let shop = filled(10);
    let mut found = Vec::new();
    let mut next: Option<String> = None;
    loop {
        let mut query = shop.query(Order::of("c1")).newest_first().take(4);
        if let Some(text) = &next {
            query = query.after(text.parse::<Cursor<_>>().unwrap());
        }
        let page = now(query.page()).unwrap();
        found.extend(page.items.iter().map(|order| order.placed_at));
        match page.next {
            Some(cursor) => next = Some(cursor.to_string()),
            None => break,
        }
    }

    assert_eq!(found, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
}

#[test]
fn take_counts_results_and_evaluate_counts_items() {
    let shop = filled(10);
    let even = || shop.query(Order::of("c1")).filter(|o| o.total.is_in([0u64, 20, 40, 60, 80]));

    let taken = now(even().take(3).page()).unwrap();
    let evaluated = now(even().evaluate(3).page()).unwrap();

    assert_eq!(taken.items.iter().map(|order| order.placed_at).collect::<Vec<_>>(), [0, 2, 4]);
    assert_eq!(evaluated.items.len(), 2);
    assert!(evaluated.next.is_some());
    let rest = now(even().after(taken.next.unwrap()).all()).unwrap();
    assert_eq!(rest.iter().map(|order| order.placed_at).collect::<Vec<_>>(), [6, 8]);
}

#[test]
fn a_stream_fetches_page_after_page() {
    let shop = filled(10);
    let mut stream = shop.query(Order::of("c1")).evaluate(3).stream();
    let mut found = Vec::new();
    while let Some(order) = now(stream.next()) {
        found.push(order.unwrap().placed_at);
    }

    assert_eq!(found, (0..10).collect::<Vec<_>>());
}

#[test]
fn a_cursor_is_bound_to_its_query() {
    let shop = filled(10);
    let cursor = now(shop.query(Order::of("c1")).take(3).page()).unwrap().next.unwrap();

    let partition = now(shop.query(Order::of("c2")).after(&cursor).page()).unwrap_err();
    let direction = now(shop.query(Order::of("c1")).newest_first().after(&cursor).page()).unwrap_err();
    let condition = now(shop.query(Order::of("c1").placed_at(1..)).after(&cursor).page()).unwrap_err();
    let pattern = cursor.to_string().parse::<Cursor<super::fixture::order::ByStatus>>().unwrap_err();

    for error in [partition, direction, condition, pattern] {
        assert_eq!(error.kind(), ErrorKind::InvalidCursor, "{error}");
    }
}

#[test]
fn every_flipped_byte_of_a_cursor_is_found() {
    let shop = filled(5);
    let text = now(shop.query(Order::of("c1")).take(3).page()).unwrap().next.unwrap().to_string();
    for place in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        let broken = String::from_utf8(bytes).unwrap();
        // The last character may hold bits that are no part of the data.
        let parsed = broken.parse::<Cursor<OfOrders>>();
        assert!(parsed.is_err() || parsed.unwrap().to_string() == text, "{place}");
    }
    assert_eq!("".parse::<Cursor<OfOrders>>().unwrap_err().kind(), ErrorKind::InvalidCursor);
}

#[test]
fn pages_over_an_index_with_equal_keys_lose_nothing() {
    let shop = shop();
    for number in 0..20 {
        let customer = format!("c{number}");
        now(shop.put(&Order { order_id: "same".to_owned(), ..order(&customer, 7, number) })).unwrap();
    }
    let mut found = std::collections::BTreeSet::new();
    let mut next = None;
    loop {
        let mut query = shop.query(Order::by_status(Status::Open).placed_at(7u64)).evaluate(3);
        if let Some(cursor) = next {
            query = query.after(cursor);
        }
        let page = now(query.page()).unwrap();
        found.extend(page.items.into_iter().map(|order| order.customer_id));
        next = page.next;
        if next.is_none() {
            break;
        }
    }

    assert_eq!(found.len(), 20);
}

#[test]
fn a_detailed_page_sums_what_its_requests_consumed() {
    let shop = filled(10);

    let one = now(shop.query(Order::of("c1")).consistent().detailed()).unwrap();
    let many = now(shop.query(Order::of("c1")).consistent().evaluate(3).take(10).detailed()).unwrap();

    assert_eq!((one.value.items.len(), one.consumed.unwrap().units), (10, 1.0));
    assert_eq!((many.value.items.len(), many.consumed.unwrap().units), (10, 4.0));
}

#[test]
fn a_store_with_a_secret_takes_its_own_cursors_alone() {
    let plain = filled(5);
    let ours = plain.clone().cursor_secret("0123456789abcdef0123456789abcdef");
    let theirs = plain.clone().cursor_secret("another secret");
    let signed = now(ours.query(Order::of("c1")).take(2).page()).unwrap().next.unwrap();
    let unsigned = now(plain.query(Order::of("c1")).take(2).page()).unwrap().next.unwrap();
    let text = signed.to_string();

    let next = now(ours.query(Order::of("c1")).take(2).after(&signed).page()).unwrap();
    assert_eq!(next.items[0].placed_at, 2);
    assert_eq!(text.parse::<Cursor<OfOrders>>().unwrap(), signed);
    for (store, cursor) in [(&ours, &unsigned), (&theirs, &signed)] {
        let refused = now(store.query(Order::of("c1")).take(2).after(cursor).page()).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::InvalidCursor);
    }
}
