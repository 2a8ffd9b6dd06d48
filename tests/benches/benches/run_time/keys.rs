//! The same struct with composed keys and one index: what a put writes and a read gives back, without sending.

use modyne::{EntityExt, ProjectionExt};
use monotable::Entity;
use monotable_benches::{
    Bar, Contender, KeyedOrder, Order, Report, ShopOrder, ratios, shop_order_from_row, shop_order_to_row, time,
};

pub(super) fn measure(report: &mut Report) {
    let order = ShopOrder::from(Order::sample(1, 2));
    let row = order.to_item().expect("an order is an item");
    let peer = KeyedOrder(Order::sample(1, 2));
    let map = peer.clone().into_item();
    assert_eq!((row.len(), map.len()), (12 + 4 + 1, 12 + 4 + 1), "every field, four keys and the entity's type");
    assert_eq!(shop_order_to_row(&order), row, "the packed code stores what monotable stores");
    assert_eq!(shop_order_from_row(&row).as_ref(), Some(&order), "the packed code round-trips");
    assert_eq!(KeyedOrder::from_item(map.clone()).as_ref().ok(), Some(&peer), "modyne round-trips");

    let mut put = [
        Contender::new("modyne", || peer.clone(), EntityExt::into_item),
        Contender::new("monotable", || (), |()| order.to_item().expect("an order is an item")),
        Contender::new("by hand, packed", || (), |()| shop_order_to_row(&order)),
    ];
    let mut read = [
        Contender::new("modyne", || map.clone(), |map| KeyedOrder::from_item(map).expect("the item is an order")),
        Contender::new("monotable", || (), |()| ShopOrder::from_item(&row).expect("the row is an order")),
        Contender::new("by hand, packed", || (), |()| shop_order_from_row(&row).expect("the row is an order")),
    ];
    rows(report, "put: keys and fields to an item", &mut put);
    rows(report, "read: an item to the struct", &mut read);
    let sum = |place: usize| put[place].median() + read[place].median();
    let beside = format!("modyne: {}", time(sum(0)));
    report.row("put + read", &time(sum(1)), &beside, sum(1) / sum(0), "x", Bar::AtMost(0.35));
}

fn rows(report: &mut Report, what: &str, contenders: &mut [Contender<'_>; 3]) {
    let ratios = ratios(contenders);
    let ours = contenders[1].median();
    for (place, bar) in [(0, Bar::AtMost(0.35)), (2, Bar::None)] {
        let beside = format!("{}: {}", contenders[place].name(), time(contenders[place].median()));
        report.row(what, &time(ours), &beside, ratios[1] / ratios[place], "x", bar);
    }
}
