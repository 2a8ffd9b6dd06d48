//! Rule 4: a page of a query with a later part first, awaited and used.
#![allow(unused)]
include!("../shop.rs");

async fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) -> Result<(), monotable::Error> {
    let page = shop.query(Order::of(&customer).order_id("o1")).take(5).page().await?;
    let ids: Vec<String> = page.items.into_iter().map(|order| order.order_id).collect();
    Ok(())
}

fn main() {}
