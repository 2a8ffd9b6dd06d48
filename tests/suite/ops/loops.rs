//! Reads that go from page to page, over answers that the engine gives rarely or never.

use std::time::Duration;

use monotable::{ErrorKind, Retry};

use super::fixture::{Order, now, order};
use super::script::{Request, Script, fails, page};

fn starts(script: &Script) -> Vec<Option<monotable::Item>> {
    let start = |request| match request {
        Request::Query(query) => query.start_key,
        Request::Scan(scan) => scan.start_key,
        other => panic!("{other:?}"),
    };
    script.seen().into_iter().map(start).collect()
}

#[test]
fn empty_pages_that_go_on_are_not_the_end() {
    let [one, two] = [1, 2].map(|number| order("c1", number, number));
    let script = Script::new([page(&[], Some(&one)), page(&[], Some(&two)), page(&[order("c1", 3, 3)], None)]);

    let orders = now(script.shop().query(Order::of("c1")).all()).unwrap();

    assert_eq!(orders, [order("c1", 3, 3)]);
    let keys = [&one, &two].map(|order| Some(monotable::Entity::primary_key(order).unwrap()));
    assert_eq!(starts(&script), [None, keys[0].clone(), keys[1].clone()]);
}

#[test]
fn a_page_of_so_many_results_is_filled_over_empty_pages() {
    let orders: Vec<Order> = (1..5).map(|number| order("c1", number, number)).collect();
    let script = Script::new([
        page(&[], Some(&orders[0])),
        page(&orders[1..2], Some(&orders[1])),
        page(&orders[2..4], Some(&orders[3])),
    ]);

    let found = now(script.shop().query(Order::of("c1")).filter(|o| o.total.ge(1u64)).take(2).page()).unwrap();

    assert_eq!(found.items, orders[1..3]);
    assert!(found.next.is_some(), "the next page begins behind the second result");
    assert_eq!(script.seen().len(), 3);
}

#[test]
fn a_filter_that_drops_everything_reads_to_the_end() {
    let last = order("c1", 9, 9);
    let mut answers: Vec<_> = (0..50).map(|_| page(&[], Some(&last))).collect();
    answers.push(page::<Order>(&[], None));
    let script = Script::new(answers);

    let first = now(script.shop().query(Order::of("c1")).filter(|o| o.total.gt(99u64)).first()).unwrap();

    assert_eq!(first, None);
    assert_eq!(script.seen().len(), 51);
    assert!(script.slept().is_empty());
}

#[test]
fn a_count_adds_up_empty_pages_too() {
    let orders: Vec<Order> = (0..3).map(|number| order("c1", number, number)).collect();
    let script =
        Script::new([page(&orders[..2], Some(&orders[1])), page(&[], Some(&orders[1])), page(&orders[2..], None)]);

    assert_eq!(now(script.shop().query(Order::of("c1")).count()).unwrap(), 3);
}

#[test]
fn a_stream_ends_with_the_error_in_its_middle() {
    let orders: Vec<Order> = (0..2).map(|number| order("c1", number, number)).collect();
    let script = Script::new([page(&orders, Some(&orders[1])), fails(ErrorKind::Unavailable), page(&orders, None)]);
    let mut stream = script.shop().query(Order::of("c1")).stream();

    assert_eq!(now(stream.next()).unwrap().unwrap(), orders[0]);
    assert_eq!(now(stream.next()).unwrap().unwrap(), orders[1]);
    assert_eq!(now(stream.next()).unwrap().unwrap_err().kind(), ErrorKind::Unavailable);
    assert!(now(stream.next()).is_none());
    assert_eq!(script.seen().len(), 2, "the backend repeats calls that did not get through, not the stream");
}

/// Pages, of which every other call is throttled.
fn throttled_pages(orders: &[Order; 3]) -> Script {
    let throttled = || fails(ErrorKind::Throttled);
    Script::new([
        page(&orders[..1], Some(&orders[0])),
        throttled(),
        throttled(),
        page(&orders[1..2], Some(&orders[1])),
        throttled(),
        page(&orders[2..], None),
    ])
}

#[test]
fn a_throttled_page_is_read_again_from_where_the_one_before_ended() {
    let orders = [1, 2, 3].map(|number| order("c1", number, number));
    let [first, second] = [0, 1].map(|place: usize| Some(monotable::Entity::primary_key(&orders[place]).unwrap()));

    for way in ["all", "stream", "count", "page", "scan"] {
        let script = throttled_pages(&orders);
        let shop = script.shop();
        let query = shop.query(Order::of("c1"));
        match way {
            "all" => assert_eq!(now(query.all()).unwrap(), orders),
            "stream" => {
                let mut stream = query.stream();
                let read: Vec<_> = std::iter::from_fn(|| now(stream.next())).map(Result::unwrap).collect();
                assert_eq!(read, orders);
            }
            "count" => assert_eq!(now(query.count()).unwrap(), 3),
            "page" => assert_eq!(now(query.take(3).page()).unwrap().items, orders),
            _ => assert_eq!(now(shop.scan_for::<Order>().all()).unwrap(), orders),
        }

        let expected = [None, first.clone(), first.clone(), first.clone(), second.clone(), second.clone()];
        assert_eq!(starts(&script), expected, "{way}");
        let bounds = [25, 50, 25].map(Duration::from_millis);
        assert!(script.slept().len() == 3 && script.slept().iter().zip(bounds).all(|(pause, bound)| *pause <= bound));
    }
}

#[test]
fn a_page_that_stays_throttled_is_an_error_and_the_cursor_before_it_goes_on() {
    let orders = [1, 2].map(|number| order("c1", number, number));
    let script = Script::new([
        page(&orders[..1], Some(&orders[0])),
        fails(ErrorKind::Throttled),
        fails(ErrorKind::Throttled),
        page(&orders[1..], None),
    ]);
    let shop = script.shop().retrying(Retry::default().attempts(2));

    let read = now(shop.query(Order::of("c1")).page()).unwrap();
    let cursor = read.next.unwrap();
    let failed = now(shop.query(Order::of("c1")).after(&cursor).page()).unwrap_err();
    let rest = now(shop.query(Order::of("c1")).after(&cursor).page()).unwrap();

    assert!(failed.kind() == ErrorKind::Throttled && failed.is_retryable());
    assert_eq!(rest.items, orders[1..]);
    let key = Some(monotable::Entity::primary_key(&orders[0]).unwrap());
    assert_eq!(starts(&script), [None, key.clone(), key.clone(), key]);
}

#[test]
fn an_error_on_a_later_page_is_the_error_of_all_of_them() {
    let orders = [order("c1", 1, 1)];
    let script = Script::new([page(&orders, Some(&orders[0])), fails(ErrorKind::Unavailable)]);

    let error = now(script.shop().query(Order::of("c1")).all()).unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(error.to_string().contains("Order"), "{error}");
}

#[test]
fn a_dropped_stream_asks_for_no_further_page() {
    let orders = [order("c1", 1, 1)];
    let script = Script::new([page(&orders, Some(&orders[0])), page(&orders, None)]);
    let shop = script.shop().retrying(Retry::default().deadline(Duration::from_secs(1)));

    let mut stream = shop.scan_for::<Order>().stream();
    now(stream.next()).unwrap().unwrap();
    drop(stream);

    assert_eq!(script.seen().len(), 1);
}
