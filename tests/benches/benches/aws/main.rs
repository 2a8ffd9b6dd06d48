//! The whole way to AWS and back, without the network: what a call costs the processor, beside the SDK with its own types.
//!
//! `cargo bench --manifest-path tests/benches/Cargo.toml --bench aws [-- TOPIC..]`; topics: page, get, put.
//!
//! Every contender makes the SDK's whole call, signature and all; an HTTP client in memory answers it. What they differ in is
//! what stands around the call: how the request is made, and how its answer becomes structs.

use std::collections::HashMap;
use std::future::IntoFuture as _;

use aws_sdk_dynamodb::types::AttributeValue;
use monotable::aws::AwsBackend;
use monotable::{Entity, Store};
use monotable_benches::{
    Bar, Contender, Order, Orders, Report, SdkItem, Shop, ShopOrder, client, order_from_sdk_item, order_to_sdk_item,
    ratios, time,
};
use tokio::runtime::Runtime;

type Topic = (&'static str, fn(&mut Report, &Runtime));

const TOPICS: [Topic; 3] = [("page", page), ("get", get), ("put", put)];

fn main() {
    // Cargo passes options such as `--bench`; the rest are topics.
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut report = Report::default();
    for (name, measure) in TOPICS {
        if asked.is_empty() || asked.iter().any(|topic| topic == name) {
            measure(&mut report, &runtime);
        }
    }
    print!("{}", report.finish());
}

/// A page of 1 MB, as DynamoDB counts, to structs.
fn page(report: &mut Report, runtime: &Runtime) {
    let mut orders = Vec::new();
    let mut size = 0;
    while size < 1 << 20 {
        let order = Order::sample(1, orders.len() as u64);
        size += ShopOrder::from(order.clone()).to_item().expect("an order is an item").size();
        orders.push(order);
    }
    let items: Vec<String> =
        orders.iter().map(|order| ShopOrder::from(order.clone()).to_item().expect("an item").to_json()).collect();
    let last = r#"{"PK":{"S":"CUSTOMER#c-000001"},"SK":{"S":"ORDER#00000001760000000000#x"}}"#;
    let count = items.len();
    let body = format!(
        r#"{{"Count":{count},"Items":[{}],"LastEvaluatedKey":{last},"ScannedCount":{count}}}"#,
        items.join(",")
    );

    let sdk = client(&body);
    let shop: Store<Shop> = Shop::on(AwsBackend::from_client(sdk.clone()));
    let typed: Store<Shop> = Shop::on(AwsBackend::from_client(sdk.clone()).with_sdk_codec());
    let ask = || {
        let values = HashMap::from([(":v0".to_owned(), AttributeValue::S("CUSTOMER#c-000001".to_owned()))]);
        sdk.query()
            .table_name("Shop")
            .key_condition_expression("#n0 = :v0")
            .expression_attribute_names("#n0", "PK")
            .set_expression_attribute_values(Some(values))
    };
    let by_sdk = || runtime.block_on(ask().send()).expect("the answer is a page").items.expect("it has items");
    let by_hand =
        || -> Vec<Order> { by_sdk().into_iter().map(|item| order_from_sdk_item(item).expect("one")).collect() };
    let by_serde =
        || -> Vec<Order> { by_sdk().into_iter().map(|item| serde_dynamo::from_item(item).expect("one")).collect() };
    let by_store = |store: &Store<Shop>| {
        runtime.block_on(store.query(ShopOrder::of("c-000001")).page()).expect("the answer is a page").items
    };
    assert_eq!(by_hand(), orders, "the code for the SDK's map reads what is there");
    assert_eq!(by_serde(), orders, "serde_dynamo reads what is there");
    for store in [&shop, &typed] {
        let expected: Vec<ShopOrder> = orders.iter().cloned().map(ShopOrder::from).collect();
        assert_eq!(by_store(store), expected, "monotable reads what is there");
    }

    let mut contenders = [
        Contender::new("SDK, by hand", || (), |()| by_hand()),
        Contender::new("monotable", || (), |()| by_store(&shop)),
        Contender::new("SDK, serde_dynamo", || (), |()| by_serde()),
        Contender::new("monotable, with_sdk_codec", || (), |()| by_store(&typed)),
    ];
    rows(report, &format!("query: a page of 1 MB, {count} items, to structs"), &mut contenders, 0.2);
}

/// One item.
fn get(report: &mut Report, runtime: &Runtime) {
    let order = Order::sample(1, 2);
    let body = format!(r#"{{"Item":{}}}"#, order.to_item().expect("an order is an item").to_json());
    let sdk = client(&body);
    let nothing = client("{}");
    let orders: Store<Orders> = Orders::on(AwsBackend::from_client(sdk.clone()));
    let typed: Store<Orders> = Orders::on(AwsBackend::from_client(sdk.clone()).with_sdk_codec());
    let (customer, number) = (order.customer_id.as_str(), order.order_id.as_str());

    let by_sdk = || {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let call = sdk.get_item().table_name("Orders").key("customer_id", text(customer)).key("order_id", text(number));
        runtime.block_on(call.send()).expect("the answer is an item").item.expect("it is there")
    };
    let by_store = |store: &Store<Orders>| {
        runtime.block_on(store.get(Order::key(customer, number)).into_future()).expect("it can be read").expect("one")
    };
    assert_eq!(order_from_sdk_item(by_sdk()).as_ref(), Some(&order), "the code for the SDK's map reads what is there");
    assert_eq!(by_store(&orders), order, "monotable reads what is there");
    assert_eq!(by_store(&typed), order, "monotable reads what is there");

    let mut contenders = [
        Contender::new("SDK, by hand", || (), |()| order_from_sdk_item(by_sdk()).expect("an order")),
        Contender::new("monotable", || (), |()| by_store(&orders)),
        Contender::new(
            "SDK, serde_dynamo",
            || (),
            |()| -> Order { serde_dynamo::from_item(by_sdk()).expect("an order") },
        ),
        Contender::new("monotable, with_sdk_codec", || (), |()| by_store(&typed)),
        // What the SDK takes for itself: no key, no item.
        Contender::new(
            "SDK, empty call",
            || (),
            |()| runtime.block_on(nothing.get_item().table_name("Orders").send()).expect("the answer is empty"),
        ),
    ];
    rows(report, "get: one item to the struct", &mut contenders, 1.0);
}

/// One item, the other way.
fn put(report: &mut Report, runtime: &Runtime) {
    let order = Order::sample(1, 2);
    let sdk = client("{}");
    let orders: Store<Orders> = Orders::on(AwsBackend::from_client(sdk.clone()));
    let typed: Store<Orders> = Orders::on(AwsBackend::from_client(sdk.clone()).with_sdk_codec());

    let by_sdk = |item: SdkItem| {
        runtime.block_on(sdk.put_item().table_name("Orders").set_item(Some(item)).send()).expect("it is taken");
    };
    let by_store = |store: &Store<Orders>| {
        runtime.block_on(store.put(&order).into_future()).expect("it is taken");
    };

    let mut contenders = [
        Contender::new("SDK, by hand", || (), |()| by_sdk(order_to_sdk_item(&order))),
        Contender::new("monotable", || (), |()| by_store(&orders)),
        Contender::new(
            "SDK, serde_dynamo",
            || (),
            |()| by_sdk(serde_dynamo::to_item(&order).expect("an order is an item")),
        ),
        Contender::new("monotable, with_sdk_codec", || (), |()| by_store(&typed)),
    ];
    rows(report, "put: one struct", &mut contenders, 1.0);
}

/// The first is what monotable, the second, has a budget beside; the others are for orientation.
fn rows(report: &mut Report, what: &str, contenders: &mut [Contender<'_>], bar: f64) {
    let ratios = ratios(contenders);
    let ours = contenders[1].median();
    for (place, other) in contenders.iter().enumerate().filter(|(place, _)| *place != 1) {
        let bar = if place == 0 { Bar::AtMost(bar) } else { Bar::None };
        let beside = format!("{}: {}", other.name(), time(other.median()));
        report.row(what, &time(ours), &beside, ratios[1] / ratios[place], "x", bar);
    }
}
