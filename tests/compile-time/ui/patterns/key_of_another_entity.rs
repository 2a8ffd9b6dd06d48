//! Rule 15: the key of another entity.
#![allow(unused)]
include!("../shop.rs");

async fn case(shop: Store<Shop>, customer: CustomerId) -> Result<(), monotable::Error> {
    let order: Option<Order> = shop.get(Customer::key(&customer)).await?;
    Ok(())
}

fn main() {}
