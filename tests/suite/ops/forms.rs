//! Pages as rows, as DynamoDB JSON and through the AWS SDK: the typed operations make the same of all, and JSON that is wrong is an
//! error.

use std::fmt::Debug;
use std::sync::Arc;

use monotable::request::{JsonPayload, Payload, PutItem, Query, QueryOutput, Scan, ScanOutput};
use monotable::{Backend, Entity, Error, ErrorKind, Item, Reply, Store, Value};
use monotable_local::LocalBackend;

use super::fixture::{Customer, Line, Order, Shop, Status, now, order, shop_on};
use super::script::{Answer, Script, of_another_kind};

/// The engine with its pages as JSON, the attributes in this order or in the reverse one.
pub(super) struct AsJson {
    pub(super) engine: LocalBackend,
    pub(super) reversed: bool,
}

impl AsJson {
    fn page(&self, mut page: QueryOutput) -> QueryOutput {
        let items = page.items.into_rows().unwrap();
        let texts: Vec<String> = items.iter().map(|item| json(item, self.reversed)).collect();
        page.items = payload(&format!("[{}]", texts.join(",")), items.len());
        page
    }
}

impl Backend for AsJson {
    fn inner(&self) -> Option<&dyn Backend> {
        Some(&self.engine)
    }

    fn query(&self, request: Query) -> Reply<'_, QueryOutput> {
        Reply::pending(async { Ok(self.page(self.engine.query(request).await?)) })
    }

    fn scan(&self, request: Scan) -> Reply<'_, ScanOutput> {
        Reply::pending(async { Ok(self.page(self.engine.scan(request).await?)) })
    }
}

fn json(item: &Item, reversed: bool) -> String {
    let mut members = members(item);
    if reversed {
        members.reverse();
    }
    format!("{{{}}}", members.join(","))
}

fn members(item: &Item) -> Vec<String> {
    let member = |(name, value): (&[u8], _)| {
        let name = std::str::from_utf8(name).unwrap().to_owned();
        let one: Item = [(name, Value::from(value))].into_iter().collect();
        let text = one.to_json();
        text[1..text.len() - 1].to_owned()
    };
    item.iter().map(member).collect()
}

/// In an order that is the same in every form.
fn sorted(item: &Item) -> Vec<String> {
    let mut members = members(item);
    members.sort();
    members
}

/// The items in this text, which stand somewhere in the body of a response.
fn payload(array: &str, len: usize) -> Payload {
    let body = format!("{{\"Items\":{array}}}").into_bytes();
    let place = 9..body.len() - 1;
    Payload::Json(JsonPayload::new(body, place, len))
}

/// A page of this text.
fn page(array: &str, count: u32) -> Answer {
    let mut page = QueryOutput::default();
    page.items = payload(array, count as usize);
    page.count = count;
    Answer::Page(page)
}

/// Orders, with everything between them that can be: other kinds, an alias of the tag, none, one of no kind.
fn filled() -> LocalBackend {
    let engine = LocalBackend::new();
    let shop = shop_on(Arc::new(engine.clone()));
    let tags = ["a \"tag\"\\".to_owned(), "\u{e9}\u{1f600}".to_owned()].into();
    now(shop.put(&Customer { customer_id: "c1".into(), email: "a@b".into(), address: None, tags })).unwrap();
    for number in 1..8 {
        let status = if number % 2 == 0 { Status::Paid } else { Status::Open };
        let notes = vec!["line\nbreak".to_owned(); number as usize % 3];
        now(shop.put(&Order { status, notes, ..order("c1", number, number) })).unwrap();
    }
    now(shop.put(&Line { customer_id: "c1".into(), order_id: "o1".into(), number: 1, version: 0, quantity: 1 }))
        .unwrap();
    let tag = |number, tag: Option<Value>| {
        let item = order("c1", number, number).to_item().unwrap();
        let retag = |(name, value): (&[u8], _)| match name {
            b"_type" => tag.clone().map(|tag| ("_type".to_owned(), tag)),
            _ => Some((String::from_utf8(name.to_vec()).unwrap(), Value::from(value))),
        };
        now(engine.put_item(PutItem::new("Shop".into(), item.iter().filter_map(retag).collect()))).unwrap();
    };
    tag(3, Some("refund".into()));
    tag(4, Some("Order".into()));
    tag(5, None);
    tag(6, Some(7.into()));
    engine
}

/// Returns what a read finds on rows, and asserts that it finds the same on JSON.
fn same<T: Debug>(read: impl Fn(&Store<Shop>) -> T) -> String {
    same_in(&filled(), read)
}

pub(super) fn same_in<T: Debug>(engine: &LocalBackend, read: impl Fn(&Store<Shop>) -> T) -> String {
    let found = format!("{:?}", read(&Shop::on(engine.clone())));
    for reversed in [false, true] {
        let shop: Store<Shop> = Shop::on(AsJson { engine: engine.clone(), reversed });
        assert_eq!(format!("{:?}", read(&shop)), found, "reversed: {reversed}");
    }
    // The whole way through the AWS SDK, with either codec.
    #[cfg(feature = "aws")]
    {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let _entered = runtime.enter();
        let sdk = crate::conformance::connector::sdk(engine.clone());
        for backend in [sdk.clone(), sdk.with_sdk_codec()] {
            assert_eq!(format!("{:?}", read(&Shop::on(backend))), found);
        }
    }
    found
}

#[test]
fn queries_find_the_same() {
    let all = same(|shop| now(shop.query(Order::of("c1")).all()).unwrap());
    same(|shop| now(shop.query(Order::of("c1")).newest_first().page()).unwrap());
    same(|shop| now(shop.query(Order::of("c1")).first()).unwrap());
    same(|shop| now(shop.query(Order::of("c1")).count()).unwrap());
    same(|shop| now(shop.query(Order::of("c1")).consistent().detailed()).unwrap());
    same(|shop| now(shop.query(Order::by_status(Status::Paid)).all()).unwrap());
    same(|shop| {
        let keys = now(shop.query(Order::of("c1")).keys().all()).unwrap();
        keys.iter().map(|keys| sorted(keys.item())).collect::<Vec<_>>()
    });
    same(|shop| now(shop.query(Line::of("c1")).all()).unwrap());
    same(|shop| now(shop.query(Customer::of("c1")).all()).unwrap());
    same(|shop| now(shop.query(Order::of("nobody")).all()).unwrap());

    // Of seven, one is a refund and one has a number for a tag.
    assert_eq!(all.matches("Order {").count(), 5, "{all}");
}

#[test]
fn pages_end_at_the_same_results_and_go_on_behind_them() {
    for take in 1..7 {
        for evaluate in [1, 2, 100] {
            same(|shop| {
                let first = now(shop.query(Order::of("c1")).take(take).evaluate(evaluate).page()).unwrap();
                let rest = first.next.clone().map(|next| now(shop.query(Order::of("c1")).after(next).all()).unwrap());
                (first, rest)
            });
        }
    }
}

#[test]
fn streams_and_scans_find_the_same() {
    same(|shop| {
        let mut stream = shop.query(Order::of("c1")).evaluate(2).stream();
        let mut found = Vec::new();
        while let Some(order) = now(stream.next()) {
            found.push(order.unwrap());
        }
        found
    });
    same(|shop| now(shop.scan().all()).unwrap().iter().map(shown).collect::<Vec<_>>());
    same(|shop| now(shop.scan().evaluate(3).take(4).all()).unwrap().iter().map(shown).collect::<Vec<_>>());
    same(|shop| now(shop.scan_for::<Order>().all()).unwrap());
    same(|shop| now(shop.scan_for::<Order>().filter(|o| o.total.ge(20u64)).count()).unwrap());
}

fn shown(kind: &Shop) -> String {
    match kind {
        Shop::Other(item) => format!("{:?}", sorted(item)),
        known => format!("{known:?}"),
    }
}

fn told(error: &Error) -> (ErrorKind, String, Option<String>, Option<String>) {
    let source = std::error::Error::source(error).map(ToString::to_string);
    (error.kind(), error.to_string(), source, error.key().map(str::to_owned))
}

/// One of the orders of a customer, whose notes another program wrote in a form of its own.
pub(super) fn with_a_broken_order() -> LocalBackend {
    let broken = order("c1", 9, 9).to_item().unwrap();
    let broken = broken
        .iter()
        .map(|(name, value)| {
            let value = if name == b"notes" { Value::from("s3cret") } else { Value::from(value) };
            (String::from_utf8(name.to_vec()).unwrap(), value)
        })
        .collect();
    let engine = filled();
    now(engine.put_item(PutItem::new("Shop".into(), broken))).unwrap();
    engine
}

#[test]
fn an_item_that_is_no_such_entity_is_the_same_error() {
    let engine = with_a_broken_order();

    let all = same_in(&engine, |shop| now(shop.query(Order::of("c1")).all()).map_err(|error| told(&error)));
    let streamed = same_in(&engine, |shop| {
        let mut stream = shop.query(Order::of("c1")).stream();
        let mut found = Vec::new();
        while let Some(order) = now(stream.next()) {
            found.push(order.map_err(|error| told(&error)));
        }
        found
    });

    assert!(all.contains("Decode") && all.contains("notes") && !all.contains("s3cret"), "{all}");
    assert_eq!((streamed.matches("Ok(").count(), streamed.matches("Err(").count()), (5, 1), "{streamed}");
}

/// One item of another version of a program made whole pages fail, and nothing said which item it was.
#[test]
fn an_unreadable_item_stands_in_nobodys_way_and_is_named() {
    // given
    let engine = with_a_broken_order();
    let of = |name: &'static str| order("c1", 9, 9).to_item().unwrap().get(name).unwrap().as_str().unwrap().to_owned();
    let key = format!("{} / {}", of("PK"), of("SK"));
    // when
    let strict = same_in(&engine, |shop| {
        let query = || shop.query(Order::of("c1"));
        let errors = [
            now(query().page()).map(drop).unwrap_err(),
            now(query().all()).map(drop).unwrap_err(),
            now(shop.scan_for::<Order>().all()).map(drop).unwrap_err(),
            now(shop.scan().all()).map(drop).unwrap_err(),
        ];
        errors.map(|error| error.key().map(str::to_owned))
    });
    let lenient = same_in(&engine, |shop| {
        let page = now(shop.query(Order::of("c1")).lenient().page()).unwrap();
        let unreadable: Vec<_> =
            page.unreadable.iter().map(|it| (it.key().map(str::to_owned), sorted(&it.item))).collect();
        (page.items.len(), unreadable, page.next.is_none())
    });
    let piecemeal = same_in(&engine, |shop| {
        let (mut after, mut read, mut unreadable) = (None, 0, 0);
        loop {
            let query = shop.query(Order::of("c1")).take(1);
            let query = match after.take() {
                Some(cursor) => query.after::<monotable::Cursor<_>>(cursor),
                None => query,
            };
            let page = now(query.lenient().detailed()).unwrap().value;
            read += page.items.len();
            unreadable += page.unreadable.len();
            after = page.next;
            if after.is_none() {
                break (read, unreadable);
            }
        }
    });
    // then
    assert_eq!(strict, format!("{:?}", [Some(&key), Some(&key), Some(&key), Some(&key)]));
    assert!(lenient.starts_with(&format!("(5, [(Some({key:?})")) && lenient.ends_with("true)"), "{lenient}");
    assert_eq!(piecemeal, "(5, 1)");
}

#[test]
fn what_is_wrong_with_an_item_of_another_kind_is_nobodys_business() {
    let foreign = of_another_kind(&order("c1", 1, 1)).to_json().replace(r#""total":{"N":"10"}"#, r#""total":{"L":[]}"#);
    let wanted = order("c1", 2, 2);
    let items = format!("[{foreign},{}]", wanted.to_item().unwrap().to_json());

    let page = now(Script::new([page(&items, 2)]).shop().query(Order::of("c1")).page()).unwrap();

    assert_eq!((page.items, page.skipped), (vec![wanted], 1));
}

#[test]
fn a_page_that_is_no_array_of_items_is_an_error_without_values() {
    let item = order("s3cret", 1, 1).to_item().unwrap().to_json();
    let number = item.replace(r#"{"N":"10"}"#, r#"{"N":"s3cret"}"#);
    let arrays = [
        String::new(),
        "null".into(),
        item.clone(),
        format!("[{item}"),
        format!("[{item},]"),
        format!("[{item}{item}]"),
        format!("[{item}]]"),
        format!("[{item},\"s3cret\"]"),
        format!("[{}]", &item[..item.len() - 1]),
        format!("[{}]", &item[..item.len() / 2]),
        format!("[{number}]"),
        r#"[{"PK":{"S":"s3cret"},"PK":{"S":"s3cret"}}]"#.into(),
        r#"[{"PK":{"S":7}}]"#.into(),
        r#"[{"PK":"s3cret"}]"#.into(),
        format!(r#"[{{"PK":{}"#, r#"{"L":["#.repeat(3000)),
    ];
    for array in &arrays {
        let script = || Script::new([page(array, 1)]).shop();

        let all = now(script().query(Order::of("c1")).all()).unwrap_err();
        let mut stream = script().query(Order::of("c1")).stream();
        let streamed = now(stream.next()).unwrap().unwrap_err();
        let scanned = now(script().scan().all()).unwrap_err();

        for error in [all, streamed, scanned] {
            assert_eq!(error.kind(), ErrorKind::Decode, "{array}");
            assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
        }
    }
}

#[test]
fn a_count_that_is_wrong_is_not_relied_upon() {
    let items = format!("[{}]", order("c1", 1, 1).to_item().unwrap().to_json());

    for count in [0, 1, 2, u32::MAX] {
        let found = now(Script::new([page(&items, count)]).shop().query(Order::of("c1")).all()).unwrap();

        assert_eq!(found.len(), 1, "{count}");
    }
}
