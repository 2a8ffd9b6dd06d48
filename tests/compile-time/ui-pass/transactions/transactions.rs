//! Rules 2, 18, 30, 33: operations of this table, in tuples, vectors and arrays.
#![allow(unused)]
include!("../../ui/shop.rs");

use monotable::Op;

async fn case(shop: Store<Shop>, customer: Customer, order: Order) -> Result<(), monotable::Error> {
    let ((), version, ()) = shop
        .transact((
            shop.check(&customer).when(|c| c.email.ne("")),
            shop.put(&order).when(|o| o.total.ge(Cents(1))),
            Order::at(&order.customer_id, order.placed_at, "o2").set(|o| o.region, "EU").set(|o| o.city, "Bonn"),
        ))
        .await?;
    let next: u64 = version + 1;
    shop.transact((order.edit().set(|o| o.city, "Bonn"), shop.delete(&customer).existing())).await?;
    shop.transact([shop.put(&customer), shop.put(&customer).only_new()]).await?;
    let many: Vec<Op<Shop>> = vec![shop.put(&customer).into(), order.edit().set(|o| o.pieces, 1).into()];
    if let Err(failed) = shop.transact(many).await {
        let old: Option<Shop> = failed.into_reasons().pop().flatten().and_then(|failed| failed.into_old());
    }
    let (customer, order): (Option<Customer>, Option<Order>) = shop.transact_get((&customer, &order)).await?;
    let customers: Vec<Option<Customer>> = shop.transact_get(vec![Customer::key(CustomerId("c1".into()))]).await?;
    let keys = [Customer::key(CustomerId("c1".into()))];
    let customers: Vec<Option<Customer>> = shop.transact_get(&keys[..]).await?;
    let [customer] = shop.transact_get(keys).await?;
    Ok(())
}

fn main() {
    fn sends<T: Send>(_: fn(Store<Shop>, Customer, Order) -> T) {}
    sends(case);
}
