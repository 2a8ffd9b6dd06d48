//! The struct with twelve fields to an item and back, without composed keys.

use monotable::{Entity, Item};
use monotable_benches::{
    Bar, Contender, Order, Report, SdkItem, order_from_row, order_from_sdk_item, order_to_row, order_to_sdk_item,
    ratios, time,
};

pub(super) fn measure(report: &mut Report) {
    let order = Order::sample(1, 2);
    let row = order_to_row(&order);
    let map = order_to_sdk_item(&order);
    check(&order, &row, &map);

    let mut encode = [
        Contender::new("by hand, packed", || (), |()| order_to_row(&order)),
        Contender::new("monotable", || (), |()| order.to_item().expect("an order is an item")),
        Contender::new("by hand, SDK map", || (), |()| order_to_sdk_item(&order)),
        Contender::new(
            "serde_dynamo, SDK map",
            || (),
            |()| -> SdkItem { serde_dynamo::to_item(&order).expect("an order is an item") },
        ),
    ];
    rows(report, "encode 12 fields", &mut encode);

    let mut decode = [
        Contender::new("by hand, packed", || (), |()| order_from_row(&row).expect("the row is an order")),
        Contender::new("monotable", || (), |()| Order::from_item(&row).expect("the row is an order")),
        Contender::new(
            "by hand, SDK map",
            || map.clone(),
            |map| order_from_sdk_item(map).expect("the item is an order"),
        ),
        Contender::new(
            "serde_dynamo, SDK map",
            || map.clone(),
            |map| -> Order { serde_dynamo::from_item(map).expect("the item is an order") },
        ),
    ];
    rows(report, "decode 12 fields", &mut decode);
}

/// The first is what monotable, the second, has a budget beside; the others are for orientation.
fn rows(report: &mut Report, what: &str, contenders: &mut [Contender<'_>; 4]) {
    let ratios = ratios(contenders);
    let ours = contenders[1].median();
    for (other, ratio) in contenders.iter().zip(&ratios) {
        let bar = match other.name() {
            "monotable" => continue,
            "by hand, packed" => Bar::AtMost(1.4),
            _ => Bar::None,
        };
        let beside = format!("{}: {}", other.name(), time(other.median()));
        report.row(what, &time(ours), &beside, ratios[1] / ratio, "x", bar);
    }
}

fn check(order: &Order, row: &Item, map: &SdkItem) {
    assert_eq!(order_from_row(row).as_ref(), Some(order), "the packed code round-trips");
    assert_eq!(order.to_item().expect("an order is an item").packed_len(), row.packed_len(), "the same packed item");
    assert_eq!(order.to_item().as_ref().ok(), Some(row), "monotable stores what the packed code stores");
    assert_eq!(order_from_sdk_item(map.clone()).as_ref(), Some(order), "the code for the SDK's map round-trips");
    let by_serde: SdkItem = serde_dynamo::to_item(order).expect("an order is an item");
    assert_eq!(&by_serde, map, "serde_dynamo stores what the code for the SDK's map stores");
}
