//! Batches and transactions: an order, its lines and the stock are written together, or not at all.

use monotable::{Error, Store};
use monotable_examples::{Report, ask};

use super::data::NOW;
use super::schema::{Cart, Cents, CustomerId, Order, OrderLine, OrderNumber, Product, Shop, Sku, Status, Warehouse};

pub async fn make(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    report.section("Several items, all or nothing");
    place(shop, report).await?;
    too_many(shop, report).await?;
    look(shop, report).await
}

async fn place(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let ada = CustomerId::from("ada");
    let (sencha, filters) = (Sku::from("sencha"), Sku::from("filters"));
    let order = order(&ada, 1096, Cents(2420));
    let tea = line(&order, 1, &sencha, 1, Cents(1240));
    let paper = line(&order, 2, &filters, 2, Cents(590));
    let question =
        "Ada buys what is in the cart on her phone, and filters: order, lines, stock and cart change together";
    let (version, ..) = ask!(
        report,
        question,
        shop.transact((
            shop.put(&order),
            shop.put(&tea),
            shop.put(&paper),
            shop.update(Product::at(&sencha).add(|p| p.stock, -1)).when(|p| p.stock.ge(1)),
            shop.update(Product::at(&filters).add(|p| p.stock, -2)).when(|p| p.stock.ge(2)),
            shop.delete(Cart::key(&ada, "phone")).existing(),
        ))
    )
    .await?;
    report.answer(format_args!("done, six items in one step; the order is stored as version {version}"));
    report.more("A token that comes along (ClientRequestToken) lets the call be repeated: it is carried out once.");
    Ok(())
}

async fn too_many(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let ben = CustomerId::from("ben");
    let sencha = Sku::from("sencha");
    let order = order(&ben, 1097, Cents(11160));
    let tea = line(&order, 1, &sencha, 9, Cents(1240));
    let question = "Ben wants 9 bags of Sencha";
    let result = ask!(
        report,
        question,
        shop.transact((
            shop.put(&order),
            shop.put(&tea),
            shop.update(Product::at(&sencha).add(|p| p.stock, -9)).when(|p| p.stock.ge(9)),
        ))
    )
    .await;
    match result {
        Err(failed) if failed.is_condition_failed() => {
            report.answer(format_args!("lost: {failed}"));
            let (_, _, stock) = failed.into_reasons();
            let left = stock.and_then(|failed| failed.into_old()).map_or(0, |product| product.stock);
            report.more(format_args!("its reason holds the product that stood there: stock is {left}"));
        }
        other => drop(other?),
    }
    let written = shop.batch_get([&order]).consistent().await?;
    report.more(format_args!("of the order, {} items were written", written.iter().flatten().count()));
    Ok(())
}

async fn look(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let ada = CustomerId::from("ada");
    let sencha = Sku::from("sencha");
    let question = "Ada's order, what is left of the tea, and her cart, as they are at one moment";
    let (order, product, cart) = ask!(
        report,
        question,
        shop.transact_get((Order::key(&ada, NOW, OrderNumber(1096)), Product::key(&sencha), Cart::key(&ada, "phone"),))
    )
    .await?;
    if let (Some(order), Some(product)) = (order, product) {
        let cart = cart.map_or("gone", |_| "still there");
        report.answer(format_args!(
            "order {} over {} is {}, {} of {} are left, the cart is {cart}",
            order.number.0, order.total, order.status, product.stock, product.title
        ));
    }
    Ok(())
}

fn order(customer: &CustomerId, number: u32, total: Cents) -> Order {
    Order {
        customer: customer.clone(),
        placed_at: NOW,
        number: OrderNumber(number),
        warehouse: Warehouse::North,
        status: Status::Paid,
        total,
        coupon: None,
        version: 0,
    }
}

fn line(order: &Order, line: u8, sku: &Sku, pieces: u32, price: Cents) -> OrderLine {
    OrderLine { order: order.number, line, sku: sku.clone(), sold_at: order.placed_at, pieces, price }
}
