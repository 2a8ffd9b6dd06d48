//! Customers and their carts.

use monotable::{Entity, Error, Store, Ttl};
use monotable_examples::{Report, as_sent, ask, show_value};

use super::data::NOW;
use super::schema::{Cart, Customer, CustomerId, CustomerPage, Shop};

pub async fn ask(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    report.section("Customers and carts");
    by_id(shop, report).await?;
    by_email(shop, report).await?;
    live_carts(shop, report).await?;
    page(shop, report).await
}

async fn by_id(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let ada = CustomerId::from("ada");
    let customer = ask!(report, "Who is `ada`, as of this moment?", shop.get(Customer::key(&ada)).consistent()).await?;
    match customer {
        Some(customer) => {
            report.answer(format_args!("{} of {}, {}", customer.name, customer.address.city, customer.address.country));
            report.more(format_args!("{customer:?}"));
        }
        None => report.answer("nobody"),
    }
    Ok(())
}

async fn by_email(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let question = "Whose e-mail address is this? (an index with composed keys)";
    let found = ask!(report, question, shop.query(Customer::by_email("gita@example.org")) => first).await?;
    match found {
        Some(customer) => report.answer(format_args!("{}'s", customer.name)),
        None => report.answer("nobody's"),
    }
    report.more(
        "Names and values travel apart from the expression, so reserved words and strange names need no care. As sent:",
    );
    if let Some(request) = shop.query(Customer::by_email("gita@example.org")).request()? {
        for (name, value) in as_sent(&request) {
            report.more(format_args!("  {name:25}  {value}"));
        }
    }
    Ok(())
}

async fn live_carts(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let ada = CustomerId::from("ada");
    let now = now();
    let question = "Which of Ada's carts are still good? (DynamoDB deletes expired items late, so reads filter them)";
    let carts = ask!(report, question, shop.query(Cart::of(&ada)).filter(|c| c.expires_at.gt(now)) => all).await?;
    report.answer(format_args!("{} of the carts in her partition, among orders and profile", carts.len()));
    report.table(
        ["DEVICE", "LINES", "EXPIRES_AT"],
        carts.into_iter().map(|cart| [cart.device, cart.lines.len().to_string(), cart.expires_at.to_string()]),
    );
    let all = shop.query(Cart::of(&ada)).count().await?;
    report.more(format_args!("Without the filter there are {all}. Stored, one of them is:"));
    if let Some(cart) = shop.get(Cart::key(&ada, "tablet")).await? {
        for (name, value) in &cart.to_item()? {
            let name = String::from_utf8_lossy(name);
            report.more(format_args!("  {name:10} = {}", show_value(value)));
        }
    }
    Ok(())
}

async fn page(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let ada = CustomerId::from("ada");
    let question = "What does Ada's page show? (three kinds of items into one struct, by one query)";
    match ask!(report, question, shop.load::<CustomerPage>(Customer::of(&ada)) => in_calls).await? {
        Some(page) => report.answer(format_args!(
            "{}, {} carts and {} orders",
            page.customer.name,
            page.carts.len(),
            page.orders.len()
        )),
        None => report.answer("nothing"),
    }
    Ok(())
}

/// Returns the time in the shop as a time of expiry.
pub fn now() -> Ttl {
    Ttl::at(NOW.into())
}
