//! The tour: creates the table, fills it, queries it, changes it, and deletes it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use monotable::{Backend, Call, Error, ErrorKind, Observer, Store, Table};
use monotable_examples::{Report, ask};

use super::data::Data;
use super::schema::Shop;
use super::{changes, checkout, orders, people, products};

/// Runs the tour in a new table of this name and deletes the table at the end.
pub async fn run(backend: impl Backend, table: &str, report: &mut Report<'_>) -> Result<(), Error> {
    let calls = Calls::default();
    // The same code runs on every backend; the caller chooses which.
    let shop = Shop::on(backend).named(table).observed(calls.clone());
    create(&shop, report).await?;
    let result = ask_all(&shop, report).await;
    // The table is deleted even if the tour failed.
    shop.delete_table().await?;
    result?;
    report.section("Calls by access pattern");
    report.line("");
    report.table(["CALL", "ENTITY", "PATTERN", "TIMES"], calls.rows());
    report.line("");
    report.line(format_args!("{} questions answered; the table `{table}` is deleted.", report.questions()));
    Ok(())
}

async fn create(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    report.line("A shop on one DynamoDB table.");
    report
        .line("Below each question: the code that asks it, the request as DynamoDB sees it (with the placeholders of");
    report.line("names and values filled in), and the answer.");
    report.section("The table");
    let created = shop.create_table().await.map_err(|error| match error.kind() {
        ErrorKind::InUse => Error::new(
            ErrorKind::InUse,
            format!("the table `{}` exists already; choose another name with `--table NAME`", shop.table_name()),
        ),
        _ => error,
    })?;
    let schema = Shop::SCHEMA;
    report.line("");
    report.line(format_args!("     shop.create_table().await      keys PK / SK, {} indexes", created.indexes.len()));
    report.line("");
    let mut rows = Vec::new();
    for entity in schema.entities {
        for pattern in entity.patterns {
            let described = pattern.describe("");
            let keys = described.trim().trim_start_matches('(').trim_end_matches(')').to_owned();
            let index = pattern.index.unwrap_or("the table");
            rows.push([format!("{}::{}", entity.name, pattern.name), index.to_owned(), keys]);
        }
    }
    report.table(["ACCESS PATTERN", "IN", "PARTITION KEY / SORT KEY"], rows);
    Ok(())
}

async fn ask_all(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    let data = Data::new();
    fill(shop, &data, report).await?;
    people::ask(shop, report).await?;
    orders::ask(shop, report).await?;
    products::ask(shop, report).await?;
    changes::make(shop, report).await?;
    checkout::make(shop, report).await?;
    count_kinds(shop, report).await
}

async fn fill(shop: &Store<Shop>, data: &Data, report: &mut Report<'_>) -> Result<(), Error> {
    report.section("Its items");
    let question = "Store many items, in calls of 25 (each by itself: some may be there while others are not yet)";
    ask!(
        report,
        question,
        shop.batch_write()
            .put_all(&data.customers)
            .put_all(&data.products)
            .put_all(&data.lines)
            .put_all(&data.carts) => in_calls
    )
    .await?;
    report.answer("all are there; what DynamoDB had left over would have been sent again, or be in the error");

    let (order, others) = match data.orders.split_first() {
        Some((first, others)) => (first, others),
        None => return Ok(()),
    };
    for order in others {
        shop.put(order).await?;
    }
    let question = "Store an order (it has an optimistic lock, so no batch takes it)";
    let version = ask!(report, question, shop.put(order)).await?;
    report.answer(format_args!("stored as version {version}; the keys of every index were written with it"));
    report.more("");
    report.more(format_args!(
        "With it come {} customers, {} products, {} orders with {} lines, {} carts: {} items.",
        data.customers.len(),
        data.products.len(),
        data.orders.len(),
        data.lines.len(),
        data.carts.len(),
        data.len()
    ));
    Ok(())
}

async fn count_kinds(shop: &Store<Shop>, report: &mut Report<'_>) -> Result<(), Error> {
    report.section("Everything at once");
    let mut items = ask!(report, "How many of each kind are there? (allowed by `scan` in the table's declaration)", shop.scan() => stream);
    let mut counts = BTreeMap::new();
    while let Some(item) = items.next().await {
        let kind = match item? {
            Shop::Customer(_) => "customers",
            Shop::Order(_) => "orders",
            Shop::Line(_) => "order lines",
            Shop::Product(_) => "products",
            Shop::Cart(_) => "carts",
        };
        *counts.entry(kind).or_insert(0) += 1;
    }
    report.answer(format_args!("{} items, each decoded into its struct", counts.values().sum::<u32>()));
    report.table(["KIND", "ITEMS"], counts.into_iter().map(|(kind, count)| [kind.to_owned(), count.to_string()]));
    Ok(())
}

/// An observer that counts the calls of each access pattern.
#[derive(Clone, Default)]
struct Calls(Arc<Mutex<BTreeMap<[&'static str; 3], u32>>>);

impl Calls {
    fn rows(&self) -> Vec<[String; 4]> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts
            .iter()
            .map(|([operation, entity, pattern], count)| {
                [(*operation).to_owned(), (*entity).to_owned(), (*pattern).to_owned(), count.to_string()]
            })
            .collect()
    }
}

impl Observer for Calls {
    fn called(&self, call: &Call<'_>) {
        let key = [call.operation, call.entity.unwrap_or(""), call.pattern.unwrap_or("")];
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(0) += 1;
    }
}
