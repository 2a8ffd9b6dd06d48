//! Pages of scans: of one kind of entity, and of everything in the table.

use std::collections::HashSet;

use monotable::reads::ScanEntity;
use monotable::{Cursor, ErrorKind, Scan, Store};
use monotable_local::LocalBackend;

use super::fixture::{Customer, Line, Order, Shop, customer, now, order, shop};
use super::forms::{same_in, with_a_broken_order};

/// Three customers, each with a profile, eight orders and a line for each of them.
fn filled() -> Store<Shop> {
    let shop = shop();
    for customer in ["c1", "c2", "c3"] {
        let email = format!("{customer}@example.com");
        let profile = Customer { customer_id: customer.to_owned(), email, address: None, tags: [].into() };
        now(shop.put(&profile)).unwrap();
        for number in 1..=8 {
            now(shop.put(&order(customer, number, number))).unwrap();
            let order_id = format!("o{number}");
            let line = Line { customer_id: customer.to_owned(), order_id, number: 1, version: 0, quantity: 1 };
            now(shop.put(&line)).unwrap();
        }
    }
    shop
}

/// Reads page after page of a scan, each cursor through its text; yields the results and the sizes of the pages.
macro_rules! pages {
    ($scan:expr) => {{
        let (mut found, mut sizes, mut next) = (Vec::new(), Vec::new(), None::<String>);
        loop {
            let scan = $scan;
            let scan = match &next {
                Some(text) => scan.after(text.parse::<Cursor<_>>().unwrap()),
                None => scan,
            };
            let page = now(scan.page()).unwrap();
            sizes.push(page.items.len());
            found.extend(page.items);
            match page.next {
                Some(cursor) => next = Some(cursor.to_string()),
                None => break (found, sizes),
            }
        }
    }};
}

#[test]
fn pages_of_a_scan_are_the_whole_scan() {
    let shop = filled();
    let orders = now(shop.scan_for::<Order>().all()).unwrap();
    let everything = format!("{:?}", now(shop.scan().all()).unwrap());

    assert_eq!(orders.len(), 24);
    for size in [1, 2, 7, 23, 24, 50, 51, 52] {
        let (evaluated, sizes) = pages!(shop.scan_for::<Order>().evaluate(size));
        assert_eq!(evaluated, orders, "{size} at a time");
        assert!(sizes.iter().all(|found| *found <= size as usize), "{sizes:?}");
        let (taken, sizes) = pages!(shop.scan_for::<Order>().take(u64::from(size)));
        assert_eq!(taken, orders, "{size} at a time");
        assert!(sizes.iter().rev().skip(1).all(|found| *found == size as usize), "{sizes:?}");
        let (all, _) = pages!(shop.scan().take(u64::from(size)));
        assert_eq!(format!("{all:?}"), everything, "{size} at a time");
        let (all, _) = pages!(shop.scan().consistent().evaluate(size));
        assert_eq!(format!("{all:?}"), everything, "{size} at a time");
    }
}

#[test]
fn filters_leave_out_of_pages_what_they_leave_out_of_scans() {
    let shop = filled();
    let wanted = now(shop.scan_for::<Order>().filter(|o| o.total.ge(60u64)).all()).unwrap();

    let (taken, sizes) = pages!(shop.scan_for::<Order>().filter(|o| o.total.ge(60u64)).take(4));
    let (evaluated, empty) = pages!(shop.scan_for::<Order>().filter(|o| o.total.ge(60u64)).evaluate(1));

    assert_eq!(wanted.len(), 9);
    assert_eq!(taken, wanted);
    assert_eq!(sizes[..2], [4, 4]);
    assert_eq!(evaluated, wanted);
    assert!(empty.contains(&0), "a page without results has a next one: {empty:?}");
}

#[test]
fn pages_of_every_segment_are_the_whole_scan() {
    let shop = filled();
    let mut found = HashSet::new();
    for segment in 0..4 {
        let whole = now(shop.scan_for::<Order>().segment(segment, 4).all()).unwrap();
        let (pages, _) = pages!(shop.scan_for::<Order>().segment(segment, 4).take(2));
        assert_eq!(pages, whole);
        found.extend(pages.into_iter().map(|order| (order.customer_id, order.order_id)));
    }

    assert_eq!(found.len(), 24);
}

#[test]
fn a_stream_and_all_go_on_after_a_cursor() {
    let shop = filled();
    let orders = now(shop.scan_for::<Order>().all()).unwrap();
    let cursor = now(shop.scan_for::<Order>().take(10).page()).unwrap().next.unwrap();

    let rest = now(shop.scan_for::<Order>().after(&cursor).all()).unwrap();
    let mut stream = shop.scan_for::<Order>().after(&cursor).evaluate(3).stream();
    let mut streamed = Vec::new();
    while let Some(order) = now(stream.next()) {
        streamed.push(order.unwrap());
    }

    assert_eq!(rest, orders[10..]);
    assert_eq!(streamed, rest);
    assert_eq!(now(shop.scan_for::<Order>().after(&cursor).count()).unwrap(), 14);
    let request = shop.scan_for::<Order>().after(&cursor).request().unwrap();
    assert_eq!(request.start_key.unwrap().len(), 2);
}

#[test]
fn cursors_of_other_reads_and_of_other_segments_are_refused() {
    let shop = filled();
    let ours = now(shop.scan_for::<Order>().take(3).page()).unwrap().next.unwrap();
    let table = now(shop.scan().take(3).page()).unwrap().next.unwrap().to_string();
    let query = now(shop.query(Order::of("c1")).take(3).page()).unwrap().next.unwrap().to_string();
    // Three partitions, of which some are in the first of two parts or in the second.
    let (part, cursor) = (0..2)
        .find_map(|part| Some((part, now(shop.scan_for::<Order>().segment(part, 2).evaluate(1).page()).unwrap().next?)))
        .unwrap();

    let errors = [
        ours.to_string().parse::<Cursor<Scan<Shop>>>().map(drop),
        ours.to_string().parse::<Cursor<ScanEntity<Line>>>().map(drop),
        ours.to_string().parse::<Cursor<super::fixture::order::Of>>().map(drop),
        table.parse::<Cursor<ScanEntity<Order>>>().map(drop),
        query.parse::<Cursor<ScanEntity<Order>>>().map(drop),
        query.parse::<Cursor<Scan<Shop>>>().map(drop),
        table.parse::<Cursor<customer::Of>>().map(drop),
        table[1..].parse::<Cursor<Scan<Shop>>>().map(drop),
        now(shop.scan_for::<Order>().segment(0, 4).after(&ours).page()).map(drop),
        now(shop.scan_for::<Order>().segment(1 - part, 2).after(&cursor).page()).map(drop),
        now(shop.scan_for::<Order>().segment(part, 3).after(&cursor).page()).map(drop),
        now(shop.scan_for::<Order>().after(&cursor).all()).map(drop),
        now(shop.scan_for::<Order>().after(&cursor).stream().next()).unwrap().map(drop),
        shop.scan_for::<Order>().after(&cursor).request().map(drop),
    ];

    for (place, error) in errors.into_iter().enumerate() {
        let error = error.expect_err(&format!("error {place}"));
        assert_eq!(error.kind(), ErrorKind::InvalidCursor, "{place}: {error}");
        let text = error.to_string();
        assert!(["Order", "Shop", "Line", "Customer"].iter().any(|name| text.contains(name)), "{place}: {text}");
    }
    assert!(now(shop.scan_for::<Order>().segment(part, 2).after(cursor).page()).is_ok());
    // One part of one is the whole.
    assert!(now(shop.scan_for::<Order>().segment(0, 1).after(ours).page()).is_ok());
}

#[test]
fn a_store_with_a_secret_signs_the_cursors_of_scans() {
    let plain = filled();
    let ours = plain.clone().cursor_secret("0123456789abcdef0123456789abcdef");
    let unsigned = now(plain.scan().take(3).page()).unwrap().next.unwrap();
    let signed = now(ours.scan().take(3).page()).unwrap().next.unwrap();

    let refused = now(ours.scan().after(unsigned).page()).map(drop).unwrap_err();

    assert_eq!(refused.kind(), ErrorKind::InvalidCursor);
    assert_eq!(now(ours.scan().after(signed).all()).unwrap().len(), 48);
}

#[test]
fn a_page_says_what_it_consumed() {
    let shop = filled();

    let orders = now(shop.scan_for::<Order>().consistent().detailed()).unwrap();
    let three = now(shop.scan().evaluate(1).take(3).detailed()).unwrap();
    let mut singles = 0.0;
    let mut after = None::<Cursor<_>>;
    for _ in 0..3 {
        let scan = shop.scan().evaluate(1);
        let scan = match after.take() {
            Some(cursor) => scan.after::<Cursor<_>>(cursor),
            None => scan,
        };
        let one = now(scan.lenient().detailed()).unwrap();
        assert_eq!(one.value.items.len(), 1);
        singles += one.consumed.unwrap().units;
        after = one.value.next;
    }

    assert_eq!(orders.value.items.len(), 24);
    assert!(orders.consumed.unwrap().units >= 1.0);
    assert_eq!(three.value.items.len(), 3);
    assert_eq!(three.consumed.unwrap().units, singles);
    assert!(now(shop.scan().page()).unwrap().next.is_none());
}

#[test]
fn lenient_pages_keep_apart_what_cannot_be_read() {
    let engine: LocalBackend = with_a_broken_order();
    let read = same_in(&engine, |shop| {
        let (mut good, mut bad, mut after) = (0, Vec::new(), None);
        loop {
            let scan = shop.scan_for::<Order>().evaluate(2);
            let scan = match after.take() {
                Some(cursor) => scan.after::<Cursor<_>>(cursor),
                None => scan,
            };
            let page = now(scan.lenient().page()).unwrap();
            good += page.items.len();
            bad.extend(page.unreadable.iter().map(|it| it.key().map(str::to_owned)));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let whole = now(shop.scan_for::<Order>().lenient().page()).unwrap();
        let table = now(shop.scan().lenient().page()).unwrap();
        assert_eq!((good, bad.len()), (whole.items.len(), 1));
        assert_eq!((whole.unreadable.len(), table.unreadable.len()), (1, 1));
        assert_eq!(now(shop.scan_for::<Order>().page()).map(drop).unwrap_err().kind(), ErrorKind::Decode);
        (good, bad)
    });
    assert!(read.contains("c1"), "{read}");
}
