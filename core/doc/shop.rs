// The shop of the examples on batches and transactions, which include this out of the reader's sight.

use monotable::{Entity, Store, Table};

#[derive(Table, Debug, PartialEq)]
#[table(pk = "PK", sk = "SK", scan)]
enum Shop {
    Order(Order),
    Stock(Stock),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{number}", sk = "ORDER")]
struct Order {
    number: u32,
    paid: bool,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, scan)]
#[key(pk = "STOCK#{sku}", sk = "STOCK")]
struct Stock {
    sku: String,
    left: i64,
}

/// Runs an example on the engine, in a shop with two of `tea` and the unpaid order 1.
fn run<F: Future<Output = Result<(), monotable::Error>>>(example: impl FnOnce(Store<Shop>) -> F) {
    let test = async {
        let shop = Shop::on(monotable_local::LocalBackend::new());
        shop.create_table().await?;
        shop.put(&Order { number: 1, paid: false }).await?;
        shop.put(&Stock { sku: "tea".into(), left: 2 }).await?;
        example(shop).await
    };
    // The engine answers at once.
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let done = Future::poll(std::pin::pin!(test), &mut context);
    assert!(matches!(done, std::task::Poll::Ready(Ok(()))), "{done:?}");
}
