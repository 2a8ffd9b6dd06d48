//! Gets one entity through the AWS backend.

use monotable::aws::AwsBackend;
use monotable::{Entity, Table};

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
enum Shop {
    Order(Order),
}

#[derive(Entity, Debug)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{number}", sk = "ORDER")]
struct Order {
    number: u32,
    paid: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), monotable::Error> {
    let shop = Shop::on(AwsBackend::from_env().await).named("shop");
    let order = shop.get(Order::key(7)).await?;
    println!("{:?}", order.map(|order| (order.number, order.paid)));
    Ok(())
}
