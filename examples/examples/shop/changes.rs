//! Writes: conditional writes that succeed or fail, optimistic locks, and updates that move items within indexes.

use std::collections::BTreeSet;

use monotable::{Error, Failed, Store};
use monotable_examples::{Report, ask};

use super::people::now;
use super::products::list;
use super::schema::{
    Cart, CartLine, Category, Cents, Customer, CustomerId, Order, OrderNumber, Product, Shelf, Shop, Sku, Status,
};

pub async fn make(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    report.section("Changes under a condition");
    reserve(shop, report).await?;
    sign_up(shop, report).await?;
    lock(shop, report).await?;
    report.section("Changes that move items within indexes");
    cheaper(shop, report).await?;
    restocked(shop, report).await?;
    report.section("Changes inside an item, and its end");
    moved(shop, report).await?;
    into_the_cart(shop, report).await?;
    check_out(shop, report).await
}

async fn reserve(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let dripper = Sku::from("dripper");
    let question = "Take 3 drippers out of stock, if there are 3";
    let product = ask!(
        report,
        question,
        shop.update(Product::at(&dripper).add(|p| p.stock, -3)).when(|p| p.stock.ge(3)) => returning_new
    )
    .await?;
    report.answer(format_args!("done; {} are left", product.stock));

    let question = "Take 500 more";
    let taken =
        ask!(report, question, shop.update(Product::at(&dripper).add(|p| p.stock, -500)).when(|p| p.stock.ge(500)))
            .await;
    match taken {
        Err(failed) if failed.is_condition_failed() => {
            report.answer(format_args!("lost: {failed}"));
            let left = failed.old().map(|product| product.stock);
            report.more(format_args!("failed.old() is the product that stood there: stock is {}", left.unwrap_or(0)));
        }
        other => other?,
    }
    Ok(())
}

async fn sign_up(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let ben = CustomerId::from("ben");
    let Some(mut impostor) = shop.get(Customer::key(&ben)).await? else { return Ok(()) };
    impostor.name = "Benjamin Other".to_owned();
    let question = "Sign up as `ben`, if the name is free";
    let result = ask!(report, question, shop.put(&impostor).only_new()).await;
    if let Err(failed) = result {
        let taken = failed.old().map_or("somebody", |customer| customer.name.as_str());
        report.answer(format_args!("lost: the name belongs to {taken}"));
    }
    Ok(())
}

async fn lock(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let find = || shop.query(Order::by_number(OrderNumber(1090))).first();
    let (Some(mine), Some(theirs)) = (find().await?, find().await?) else { return Ok(()) };
    let question =
        "Two clerks load order 1090. The first packs it: a loaded order knows its version and all parts of its keys";
    let packed = ask!(
        report,
        question,
        shop.update(mine.edit().set(|o| o.status, Status::Packed)) => returning_new
    )
    .await?;
    report.answer(format_args!("it is {} now, version {}", packed.status, packed.version));

    let question = "The second, who saw it before, cancels it";
    let late = ask!(report, question, shop.update(theirs.edit().set(|o| o.status, Status::Cancelled))).await;
    report_conflict(report, theirs.version, late);

    let stale = Order { status: Status::Cancelled, ..theirs };
    let question = "The same by replacing the whole order";
    let late = ask!(report, question, shop.put(&stale)).await;
    report_conflict(report, stale.version, late.map(drop));
    Ok(())
}

fn report_conflict(report: &mut Report<'_>, loaded: u64, result: Result<(), Failed<Order>>) {
    let Err(failed) = result else { return };
    report.answer(format_args!("lost: {failed}"));
    if let Some(order) = failed.old() {
        report.more(format_args!("loaded was version {loaded}, there is version {}, {}", order.version, order.status));
    }
}

async fn cheaper(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let yirga = Sku::from("yirga");
    let question =
        "Lower a price. Its index key holds the shelf too: without `.set` or `.given` for it, this does not compile";
    ask!(
        report,
        question,
        shop.update(Product::at(&yirga).set(|p| p.price, Cents(1290)).given(|p| p.shelf, Shelf::Regular))
    )
    .await?;
    report.answer("done; the index key GSI1SK was written in the same request");

    let question = "So where does it stand among the coffees of 10.00 to 16.00?";
    let products = ask!(
        report,
        question,
        shop.query(Product::by_category(Category::Coffee).shelf(Shelf::Regular).price(Cents(1000)..=Cents(1600))) => all
    )
    .await?;
    report.answer("at its new price");
    list(report, &products);
    Ok(())
}

async fn restocked(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let mocha = Sku::from("mocha");
    let waiting = || shop.query(Product::to_restock("Moreau")).count();
    let before = waiting().await?;
    let question = "60 bags of Mocha have come";
    ask!(report, question, shop.update(Product::at(&mocha).add(|p| p.stock, 60).remove(|p| p.restock_since))).await?;
    let after = waiting().await?;
    report.answer(format_args!("the list of what Moreau is to send went from {before} products to {after}"));
    Ok(())
}

async fn moved(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let ada = CustomerId::from("ada");
    let tea = BTreeSet::from(["tea".to_owned()]);
    let question = "Ada moves to Oslo and takes to tea";
    let customer = ask!(
        report,
        question,
        shop.update(Customer::at(&ada).set(|c| c.address.then(|a| a.city), "Oslo").add(|c| c.interests, &tea)) => returning_new
    )
    .await?;
    report.answer(format_args!("{}, {}; {:?}", customer.address.street, customer.address.city, customer.interests));
    Ok(())
}

async fn into_the_cart(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let ada = CustomerId::from("ada");
    let question = "Two bags of Assam go into the cart, if it has not expired";
    let cart = ask!(
        report,
        question,
        shop.update(Cart::at(&ada, "laptop").append(|c| c.lines, [CartLine { sku: "assam".into(), pieces: 2 }]))
            .when(|c| c.expires_at.gt(now())) => returning_new
    )
    .await?;
    report.answer(format_args!("{} lines: {:?}", cart.lines.len(), cart.lines));
    Ok(())
}

async fn check_out(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let ada = CustomerId::from("ada");
    let question = "The cart is checked out: delete it, and say what was in it";
    let cart = ask!(report, question, shop.delete(Cart::key(&ada, "laptop")) => returning_old).await?;
    match cart {
        Some(cart) => report.answer(format_args!("gone, with its {} lines", cart.lines.len())),
        None => report.answer("there was none"),
    }
    Ok(())
}
