//! Rule 18: one of two parts of an index key set, in an update that is awaited.
#![allow(unused)]
include!("../shop.rs");

async fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) -> Result<(), monotable::Error> {
    shop.update(Order::at(&customer, time, "o1").set(|o| o.city, "Bonn")).await?;
    Ok(())
}

fn main() {}
