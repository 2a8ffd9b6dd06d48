//! Rules 2, 30, 32: batches of entities of this table; one with a lock is read and deleted.
#![allow(unused)]
include!("../../ui/shop.rs");

async fn case(shop: Store<Shop>, customers: Vec<Customer>, orders: Vec<Order>) -> Result<(), monotable::Error> {
    shop.batch_write().put_all(&customers).put_all(&customers[..1]).put(&customers[0]).delete_all(&orders).await?;
    let keys = customers.iter().map(|customer| Customer::key(&customer.customer_id));
    let (found, again): (Vec<Option<Customer>>, Vec<Option<Order>>) = shop.batch_get(keys).and(&orders).await?;
    let found: Vec<Option<Order>> = shop.batch_get(&orders).consistent().await?;
    Ok(())
}

fn main() {
    // Futures can go to other threads.
    fn sends<T: Send>(_: fn(Store<Shop>, Vec<Customer>, Vec<Order>) -> T) {}
    sends(case);
}
