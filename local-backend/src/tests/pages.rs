//! Where pages end, and how they go on.

use monotable::request::{Scan, Segment, Select};

use super::*;

fn big(pk: &str, sk: &str, bytes: usize) -> Item {
    item([("PK", s(pk)), ("SK", s(sk)), ("data", s(&"x".repeat(bytes)))])
}

#[test]
fn a_page_ends_with_the_item_that_reaches_one_megabyte() {
    // given: items of 300 KB
    let backend = backend(vec![]);
    for sk in ["a", "b", "c", "d", "e"] {
        put(&backend, big("p", sk, 300 * 1024));
    }

    // when
    let first = now(backend.query(query("p"))).unwrap();
    let mut rest = query("p");
    rest.start_key = first.last_evaluated_key.clone();
    let second = now(backend.query(rest)).unwrap();

    // then
    assert_eq!(sort_keys(&first.items.into_rows().unwrap()), ["a", "b", "c", "d"]);
    assert_eq!(first.last_evaluated_key, Some(item([("PK", s("p")), ("SK", s("d"))])));
    assert_eq!(sort_keys(&second.items.into_rows().unwrap()), ["e"]);
    assert_eq!(second.last_evaluated_key, None);
}

#[test]
fn a_limit_that_ends_with_the_data_still_says_where_to_go_on() {
    // given
    let backend = backend(vec![]);
    ["a", "b"].iter().for_each(|sk| put(&backend, big("p", sk, 1)));

    // when
    let mut request = query("p");
    request.limit = Some(2);
    let page = now(backend.query(request.clone())).unwrap();
    request.start_key = page.last_evaluated_key.clone();
    let next = now(backend.query(request)).unwrap();

    // then
    assert!(page.last_evaluated_key.is_some());
    assert_eq!((next.count, next.last_evaluated_key), (0, None));
}

#[test]
fn a_scan_visits_every_item_once_in_any_number_of_segments() {
    // given
    let backend = backend(vec![]);
    for number in 0..500 {
        put(&backend, big(&format!("p{}", number % 100), &format!("s{number}"), 10));
    }

    for total in [1, 3, 7, 64, 1_000] {
        // when
        let mut seen = Vec::new();
        for number in 0..total {
            let mut request = Scan::new(name());
            request.segment = Some(Segment { number, total });
            request.limit = Some(7);
            loop {
                let page = now(backend.scan(request.clone())).unwrap();
                seen.extend(sort_keys(&page.items.into_rows().unwrap()));
                request.start_key = page.last_evaluated_key;
                if request.start_key.is_none() {
                    break;
                }
            }
        }

        // then
        assert_eq!(seen.len(), 500, "{total} segments");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 500, "{total} segments");
    }
}

#[test]
fn a_scan_whose_data_ends_exactly_with_the_page_has_no_next_one() {
    // given: four items that are one megabyte together
    let backend = backend(vec![]);
    let names = "PK".len() + "SK".len() + "data".len() + "pa".len();
    ["a", "b", "c", "d"].iter().for_each(|sk| put(&backend, big("p", sk, 256 * 1024 - names)));

    // when
    let scanned = now(backend.scan(Scan::new(name()))).unwrap();
    let queried = now(backend.query(query("p"))).unwrap();

    // then
    assert_eq!((scanned.count, scanned.last_evaluated_key.is_none()), (4, true));
    assert_eq!((queried.count, queried.last_evaluated_key.is_some()), (4, true));
}

#[test]
fn a_start_key_of_another_segment_is_refused() {
    // given
    let backend = backend(vec![]);
    (0..50).for_each(|number| put(&backend, big(&format!("p{number}"), "s", 1)));
    let mut request = Scan::new(name());
    request.segment = Some(Segment { number: 0, total: 2 });
    request.limit = Some(1);
    let page = now(backend.scan(request.clone())).unwrap();

    // when
    request.segment = Some(Segment { number: 1, total: 2 });
    request.start_key = page.last_evaluated_key;
    let error = now(backend.scan(request)).unwrap_err();

    // then
    assert!(error.message().ends_with("with correct Segment. TotalSegments: 2 Segment: 1"), "{error}");
}

#[test]
fn pages_of_a_query_meet_without_gap_in_both_directions() {
    // given
    let backend = backend(vec![]);
    (10..60).for_each(|number| put(&backend, big("p", &format!("s{number}"), 1)));
    put(&backend, big("other", "s0", 1));

    for forward in [true, false] {
        // when
        let mut request = query("p");
        request.forward = forward;
        request.limit = Some(9);
        let mut seen = Vec::new();
        loop {
            let page = now(backend.query(request.clone())).unwrap();
            seen.extend(sort_keys(&page.items.into_rows().unwrap()));
            request.start_key = page.last_evaluated_key;
            if request.start_key.is_none() {
                break;
            }
        }

        // then
        let mut expected: Vec<String> = (10..60).map(|number| format!("s{number}")).collect();
        if !forward {
            expected.reverse();
        }
        assert_eq!(seen, expected);
    }
}

#[test]
fn sort_key_conditions_select_exactly_their_range() {
    // given: texts that are prefixes of each other, with bytes at both ends of the alphabet
    let backend = backend(vec![]);
    let texts = ["\0", "\0\0", "\0a", "a", "a\0", "a\0b", "a#", "ab", "a\u{10FFFF}", "b", "\u{10FFFF}"];
    texts.iter().for_each(|text| put(&backend, big("p", text, 1)));
    let found = |test: KeyTest| {
        let mut request = query("p");
        request.keys.push(KeyCondition { name: "SK".into(), test });
        sort_keys(&now(backend.query(request)).unwrap().items.into_rows().unwrap())
    };
    let expected = |keep: &dyn Fn(&str) -> bool| {
        let mut kept: Vec<String> = texts.iter().filter(|text| keep(text)).map(|text| (*text).to_owned()).collect();
        kept.sort();
        kept
    };

    for bound in texts {
        let value = || PackedValue::text(bound);
        // when, then
        assert_eq!(found(KeyTest::Eq(value())), expected(&|text| text == bound));
        assert_eq!(found(KeyTest::Lt(value())), expected(&|text| text < bound));
        assert_eq!(found(KeyTest::Le(value())), expected(&|text| text <= bound));
        assert_eq!(found(KeyTest::Gt(value())), expected(&|text| text > bound));
        assert_eq!(found(KeyTest::Ge(value())), expected(&|text| text >= bound));
        assert_eq!(found(KeyTest::BeginsWith(value())), expected(&|text| text.starts_with(bound)));
        for high in texts.iter().filter(|high| **high >= bound) {
            let test = KeyTest::Between(value(), PackedValue::text(*high));
            assert_eq!(found(test), expected(&|text| (bound..=*high).contains(&text)));
        }
    }
}

#[test]
fn a_count_returns_no_items() {
    // given
    let backend = backend(vec![]);
    (0..5).for_each(|number| put(&backend, big("p", &format!("s{number}"), 1)));

    // when
    let mut request = query("p");
    request.select = Select::Count;
    let page = now(backend.query(request)).unwrap();

    // then
    assert_eq!((page.count, page.scanned_count, page.items.len()), (5, 5, 0));
}

#[test]
fn a_scan_comes_in_the_order_of_dynamodb() {
    // given
    let backend = backend(vec![]);
    for pk in ["a", "b", "c", "d", "e"] {
        ["2", "1"].iter().for_each(|sk| put(&backend, big(pk, sk, 1)));
    }

    // when
    let items = now(backend.scan(Scan::new(name()))).unwrap().items.into_rows().unwrap();

    // then
    let keys = |item: &Item| {
        ["PK", "SK"].map(|key| item.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned()).concat()
    };
    assert_eq!(
        items.iter().map(keys).collect::<Vec<_>>(),
        ["b1", "b2", "c1", "c2", "d1", "d2", "e1", "e2", "a1", "a2"]
    );
}

#[test]
fn entries_with_equal_keys_of_a_global_index_come_in_the_order_of_dynamodb() {
    // given
    let backend = backend(vec![global("same", &[sk()], &[], Projection::KeysOnly)]);
    ["a", "b", "c", "d", "e"].iter().for_each(|pk| put(&backend, big(pk, "1", 1)));

    // when
    let mut request = Query::new(name(), vec![test("SK", KeyTest::Eq, &s("1"))]);
    request.index = Some("same".into());
    let items = now(backend.query(request)).unwrap().items.into_rows().unwrap();

    // then
    let key = |item: &Item| item.get("PK").and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    assert_eq!(items.iter().map(key).collect::<Vec<_>>(), ["e", "d", "a", "c", "b"]);
}
