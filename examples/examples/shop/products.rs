//! Products: on their shelves, sold, and to be restocked.

use monotable::{Error, Store};
use monotable_examples::{Report, ask};

use super::data::{FEBRUARY, MARCH};
use super::schema::{Category, Cents, OrderLine, Product, Shelf, Shop, Sku};

pub async fn ask(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    report.section("Products");
    on_the_shelf(shop, report).await?;
    sold(shop, report).await?;
    to_restock(shop, report).await
}

async fn on_the_shelf(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let question =
        "Which coffees on the regular shelf cost 10.00 to 16.00? (parts of a composed key, from left to right)";
    let products = ask!(
        report,
        question,
        shop.query(Product::by_category(Category::Coffee).shelf(Shelf::Regular).price(Cents(1000)..=Cents(1600))) => all
    )
    .await?;
    report.answer(format_args!("{} products, cheapest first", products.len()));
    list(report, &products);
    Ok(())
}

async fn sold(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let kettle = Sku::from("kettle");
    let question =
        "How many kettles were sold in February? (a stream that fetches page after page, here of four items)";
    let mut lines = ask!(
        report,
        question,
        shop.query(OrderLine::by_product(&kettle).sold_at(FEBRUARY..MARCH)).evaluate(4) => stream
    );
    let (mut orders, mut pieces, mut revenue) = (0_u32, 0, 0);
    while let Some(line) = lines.next().await {
        let line = line?;
        orders += 1;
        pieces += line.pieces;
        revenue += line.pieces * line.price.0;
    }
    report.answer(format_args!("{pieces} kettles in {orders} orders for {}", Cents(revenue)));
    Ok(())
}

async fn to_restock(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let question = "What is Moreau to send us, longest awaited first? (a sparse index that carries keys alone)";
    let keys = ask!(report, question, shop.query(Product::to_restock("Moreau")).keys() => all).await?;
    report.answer(format_args!("{} products wait", keys.len()));

    let question = "And which are they? (what the keys lead to, in one call)";
    let products = ask!(report, question, shop.batch_get(&keys) => in_calls).await?;
    let products: Vec<_> = products.into_iter().flatten().collect();
    report.answer(format_args!("{} products, in the order of the keys", products.len()));
    list(report, &products);
    Ok(())
}

pub fn list(report: &mut Report<'_>, products: &[Product]) {
    let rows = products.iter().map(|product| {
        [
            product.sku.0.clone(),
            product.title.clone(),
            product.price.to_string(),
            product.stock.to_string(),
            product.restock_since.map_or_else(String::new, |since| since.to_string()),
        ]
    });
    report.table(["SKU", "TITLE", "PRICE", "STOCK", "AWAITED SINCE"], rows);
}
