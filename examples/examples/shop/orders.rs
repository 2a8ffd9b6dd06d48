//! Orders: of a customer, by number, by status, by total.

use monotable::{Cursor, Error, Store};
use monotable_examples::{Report, ask};

use super::data::{FEBRUARY, MARCH, NOW, days_before};
use super::schema::{Cents, CustomerId, Order, OrderLine, OrderNumber, Shop, Status, Warehouse, order};

pub async fn ask(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    report.section("The orders of one customer");
    newest(shop, report).await?;
    in_february(shop, report).await?;
    impossible(shop, report).await?;
    dearest(shop, report).await?;
    report.section("Orders in other ways");
    by_number(shop, report).await?;
    to_pack(shop, report).await?;
    recent(shop, report).await?;
    counts(shop, report).await
}

async fn newest(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let (ada, ben) = (CustomerId::from("ada"), CustomerId::from("ben"));
    let question = "Ada's orders, newest first, five at a time";
    let page = ask!(report, question, shop.query(Order::of(&ada)).newest_first().take(5) => page).await?;
    report.answer(format_args!(
        "{} orders, {}",
        page.items.len(),
        if page.next.is_some() { "and more" } else { "all" }
    ));
    list(report, page.items);
    let Some(text) = page.next.map(|cursor| cursor.to_string()) else { return Ok(()) };
    report.more(format_args!("cursor for the next page, as text for a URL: {}..", text.get(..24).unwrap_or(&text)));

    let cursor: Cursor<order::Of> = text.parse()?;
    let question = "The next five, from that text";
    let page =
        ask!(report, question, shop.query(Order::of(&ada)).newest_first().take(5).after(&cursor) => page).await?;
    report.answer(format_args!("{} more orders", page.items.len()));
    list(report, page.items);

    // The cursor belongs to Ada's orders. A cursor of another access pattern would not compile here.
    let misused = shop.query(Order::of(&ben)).newest_first().take(5).after(&cursor).page().await;
    if let Err(error) = misused {
        report.more(format_args!("With Ben's orders the same cursor is refused before a request is sent: {error}."));
    }
    Ok(())
}

async fn in_february(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let ada = CustomerId::from("ada");
    let question = "What did Ada order in February, leaving out what was cancelled?";
    let orders = ask!(
        report,
        question,
        shop.query(Order::of(&ada).placed_at(FEBRUARY..MARCH)).filter(|o| o.status.ne(Status::Cancelled)) => all
    )
    .await?;
    report.answer(format_args!("{} orders", orders.len()));
    list(report, orders);
    Ok(())
}

async fn impossible(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let ada = CustomerId::from("ada");
    let question = "And between March and February? (DynamoDB would refuse such a range)";
    let orders = ask!(report, question, shop.query(Order::of(&ada).placed_at(MARCH..FEBRUARY)) => all).await?;
    report.answer(format_args!("{} orders, and nothing was sent", orders.len()));
    Ok(())
}

async fn dearest(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let ada = CustomerId::from("ada");
    let question = "Ada's three dearest orders, up to date (a local index, so the read can be consistent)";
    let orders =
        ask!(report, question, shop.query(Order::by_total(&ada)).newest_first().consistent().take(3) => page).await?;
    report.answer(format_args!("{} orders, by total", orders.items.len()));
    list(report, orders.items);
    Ok(())
}

async fn by_number(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let number = OrderNumber(1042);
    let order = ask!(report, "Whose is order 1042?", shop.query(Order::by_number(number)) => first).await?;
    match &order {
        Some(order) => report.answer(format_args!("{}'s, {}, {}", order.customer.0, order.status, order.total)),
        None => report.answer("nobody's"),
    }
    let lines = ask!(report, "What is in it?", shop.query(OrderLine::of(number)) => all).await?;
    report.answer(format_args!(
        "{} lines; `order` and `line` were read from the keys, which alone hold them",
        lines.len()
    ));
    let rows = lines.iter().map(|line| {
        [
            line.order.0.to_string(),
            line.line.to_string(),
            line.sku.0.clone(),
            line.pieces.to_string(),
            line.price.to_string(),
        ]
    });
    report.table(["ORDER", "LINE", "SKU", "PIECES", "PRICE"], rows);
    let lines = ask!(report, "And only lines 2 and 3?", shop.query(OrderLine::of(number).line(2..=3)) => count).await?;
    report.answer(format_args!("{lines} of them"));
    Ok(())
}

async fn to_pack(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let question = "What has the warehouse in the north to pack, oldest first, if it is worth 50.00 or more?";
    let orders = ask!(
        report,
        question,
        shop.query(Order::by_status(Warehouse::North, Status::Paid)).filter(|o| o.total.ge(Cents(5000))) => all
    )
    .await?;
    report.answer(format_args!("{} orders, by an index of two partition and two sort attributes", orders.len()));
    list(report, orders);
    Ok(())
}

async fn recent(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let (since, until) = (days_before(NOW, 21), NOW);
    let question = "Which orders of the last three weeks are still unpaid?";
    let orders = ask!(
        report,
        question,
        shop.query(Order::by_status(Warehouse::North, Status::Open).placed_at(since..until)) => all
    )
    .await?;
    report.answer(format_args!("{} orders", orders.len()));
    list(report, orders);
    Ok(())
}

async fn counts(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let question = "How many orders has each warehouse in each state? (counted by DynamoDB, no item travels)";
    let first = ask!(report, question, shop.query(Order::by_status(Warehouse::North, Status::Open)) => count).await?;
    let mut rows = Vec::new();
    for status in [Status::Open, Status::Paid, Status::Packed, Status::Shipped, Status::Cancelled] {
        let north = match status {
            Status::Open => first,
            _ => shop.query(Order::by_status(Warehouse::North, status)).count().await?,
        };
        let south = shop.query(Order::by_status(Warehouse::South, status)).count().await?;
        rows.push([status.to_string(), north.to_string(), south.to_string()]);
    }
    report.answer("one such request for each number below");
    report.table(["STATUS", "NORTH", "SOUTH"], rows);
    Ok(())
}

fn list(report: &mut Report<'_>, orders: Vec<Order>) {
    let rows = orders.into_iter().map(|order| {
        [
            order.number.0.to_string(),
            order.placed_at.to_string(),
            order.customer.0,
            order.status.to_string(),
            order.total.to_string(),
        ]
    });
    report.table(["NUMBER", "PLACED AT", "CUSTOMER", "STATUS", "TOTAL"], rows);
}
