//! A typed query, from its access pattern to the request that a backend gets.

use monotable::{Store, Table, request};
use monotable_benches::{Bar, Contender, LocalShop, Order, Report, Shop, ShopOrder, allocations, ratios, time};

pub(super) fn measure(report: &mut Report) {
    let shop: Store<Shop> = Store::new(LocalShop::empty(true).backend().clone()).named("shop");
    let placed = Order::sample(1, 2).placed_at;
    let by_key = || ready(shop.query(ShopOrder::of("c-000001").placed_at(placed..)).newest_first().take(25).request());
    let by_index = || ready(shop.query(ShopOrder::by_store("berlin-mitte-07")).request());
    let filtered = || {
        let orders = shop.query(ShopOrder::of("c-000001").placed_at(placed..placed + 60_000));
        ready(orders.filter(|order| order.total.ge(100_u64)).newest_first().take(25).request())
    };
    let update = || {
        let order = ShopOrder::at("c-000001", placed, "01JABCDEFGHJKMNPQRST000002");
        let update =
            shop.update(order.set(|order| order.updated_at, 1_760_000_200_000_u64).add(|order| order.total, 1_u64));
        update.when(|order| order.status.eq(monotable_benches::Status::Open)).request().expect("the key is complete")
    };
    assert_eq!(Shop::SCHEMA.entities.len(), 1, "no filter by the entity's tag");

    let names =
        ["query by key range", "query by index", "query by both ends of a range and a filter", "conditional update"];
    let counts = [allocations(by_key), allocations(by_index), allocations(filtered), allocations(update)];
    let mut contenders = [
        Contender::new(names[0], || (), |()| by_key()),
        Contender::new(names[1], || (), |()| by_index()),
        Contender::new(names[2], || (), |()| filtered()),
        Contender::new(names[3], || (), |()| update()),
    ];
    ratios(&mut contenders);
    for (contender, count) in contenders.iter().zip(counts) {
        let is_query = contender.name().starts_with("query");
        let (time_bar, count_bar) =
            if is_query { (Bar::AtMost(1.0), Bar::AtMost(8.0)) } else { (Bar::None, Bar::None) };
        let what = format!("build a {}", contender.name());
        let (ours, count) = (contender.median(), count as f64);
        report.row(&what, &time(ours), "", ours / 1e3, "us", time_bar);
        report.row(&what, &format!("{count} allocations"), "", count, "", count_bar);
    }
}

fn ready(request: Result<Option<request::Query>, monotable::Error>) -> request::Query {
    request.expect("the condition is well formed").expect("the condition can hold")
}
