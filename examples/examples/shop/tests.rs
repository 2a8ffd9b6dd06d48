//! Tests that run the example and check what it prints.

use monotable_examples::Report;
use monotable_local::LocalBackend;

use super::args::Command;
use super::data::{Data, FEBRUARY, MARCH};
use super::schema::{Cents, CustomerId, Order, Shop, Status, Warehouse};
use super::tour;

async fn output(backend: impl monotable::Backend) -> String {
    let mut out = Vec::new();
    tour::run(backend, "monotable-shop", &mut Report::new(&mut out)).await.unwrap();
    String::from_utf8(out).unwrap()
}

#[tokio::test]
async fn every_question_is_answered() {
    // when
    let backend = LocalBackend::new();
    let text = output(backend.clone()).await;

    // then
    for expected in [
        "BatchWriteItem, the first of 12",
        "-> all are there",
        "-> stored as version 1",
        "-> Ada Lund of Bergen, NO",
        "-> Gita Rao's",
        "-> 2 of the carts in her partition",
        "-> Ada Lund, 3 carts and ",
        "-> 5 orders, and more",
        "-> 5 more orders",
        "the same cursor is refused before a request is sent",
        "-> 0 orders, and nothing was sent",
        "-> lost: Product (PRODUCT#{sku} / PRODUCT): The conditional request failed",
        "that stood there: stock is 22",
        "-> lost: the name belongs to Ben Okoro",
        "-> it is packed now, version 2",
        "loaded was version 1, there is version 2, packed",
        "SET price = 1290, GSI1SK = \"regular#001290#yirga\"",
        "went from 4 products to 3",
        "-> Market Street 1, Oslo; {\"coffee\", \"tea\", \"tools\"}",
        "-> gone, with its 2 lines",
        "-> 4 products, in the order of the keys",
        "-> done, six items in one step; the order is stored as version 1",
        "-> lost: the transaction was cancelled: operation 3, Product (PRODUCT#{sku} / PRODUCT): ",
        "its reason holds the product that stood there: stock is 7",
        "of the order, 0 items were written",
        "-> order 1096 over 24.20 is paid, 7 of Sencha, 100 g are left, the cart is gone",
        "37 questions answered",
    ] {
        assert!(text.contains(expected), "{expected} is missing in\n{text}");
    }
    assert!(backend.list_tables().is_empty());
}

/// Compares the answers with counts of the generated data, made without the table.
#[tokio::test]
async fn the_answers_are_those_of_the_data() {
    // given
    let data = Data::new();
    let orders = |wanted: &dyn Fn(&Order) -> bool| data.orders.iter().filter(|order| wanted(order)).count();
    let ada = CustomerId::from("ada");
    let in_february = |time| (FEBRUARY..MARCH).contains(&time);
    let kettles: Vec<_> =
        data.lines.iter().filter(|line| line.sku.0 == "kettle" && in_february(line.sold_at)).collect();
    let sold: u32 = kettles.iter().map(|line| line.pieces).sum();
    let february =
        orders(&|order| order.customer == ada && order.status != Status::Cancelled && in_february(order.placed_at));
    let to_pack = orders(&|order| {
        (order.warehouse, order.status) == (Warehouse::North, Status::Paid) && order.total >= Cents(5000)
    });
    let shipped = |warehouse| orders(&|order| (order.warehouse, order.status) == (warehouse, Status::Shipped));

    // when
    let text = output(LocalBackend::new()).await;

    // then
    for expected in [
        format!("-> {february} orders"),
        format!("-> {to_pack} orders, by an index of two partition and two sort attributes"),
        format!("shipped        {}      {}", shipped(Warehouse::North), shipped(Warehouse::South)),
        format!("-> {sold} kettles in {} orders", kettles.len()),
        // two carts were checked out, and an order of two lines was placed
        format!("-> {} items, each decoded into its struct", data.len() - 2 + 3),
    ] {
        assert!(text.contains(&expected), "{expected} is missing in\n{text}");
    }
}

#[tokio::test]
async fn two_runs_print_the_same() {
    assert_eq!(output(LocalBackend::new()).await, output(LocalBackend::new()).await);
}

#[tokio::test]
async fn the_readme_shows_what_is_printed() {
    // given
    let readme = include_str!("../../../README.md");
    let (_, sample) = readme.split_once("```text\n 18. ").unwrap();
    let (sample, _) = sample.split_once("```").unwrap();

    // when
    let text = output(LocalBackend::new()).await;

    // then
    assert!(text.contains(sample), "{sample}\nis not in\n{text}");
}

/// The tour deletes its table at the end, so it must not run in a table that it did not create.
#[tokio::test]
async fn a_table_that_exists_is_left_alone() {
    // given
    let backend = LocalBackend::new();
    Shop::on(backend.clone()).named("monotable-shop").create_table().await.unwrap();

    // when
    let mut out = Vec::new();
    let result = tour::run(backend.clone(), "monotable-shop", &mut Report::new(&mut out)).await;

    // then
    let error = result.unwrap_err().to_string();
    assert_eq!(error, "the table `monotable-shop` exists already; choose another name with `--table NAME`");
    assert_eq!(backend.list_tables().len(), 1);
}

/// Runs against another server, which `.ci/run` starts.
#[cfg(feature = "aws")]
#[tokio::test]
#[cfg_attr(not(endpoint), ignore = "needs MONOTABLE_TEST_ENDPOINT")]
async fn the_aws_sdk_prints_the_same() {
    let endpoint = std::env::var("MONOTABLE_TEST_ENDPOINT").expect("MONOTABLE_TEST_ENDPOINT names a server");

    let text = output(monotable::aws::AwsBackend::for_endpoint(endpoint)).await;

    assert_eq!(text, output(LocalBackend::new()).await);
}

fn parse(arguments: &str) -> Result<Command, String> {
    Command::parse(arguments.split_whitespace().map(str::to_owned))
}

#[test]
fn the_engine_in_process_is_the_default() {
    assert_eq!(parse(""), Ok(Command::Local { table: "monotable-shop".into() }));
    assert_eq!(parse("--backend local --table x"), Ok(Command::Local { table: "x".into() }));
}

#[test]
fn the_sdk_needs_an_endpoint() {
    let url = "http://127.0.0.1:8000";
    let aws = Command::Aws { endpoint: url.into(), table: "monotable-shop".into() };
    assert_eq!(parse(&format!("--backend aws --endpoint {url}")), Ok(aws));
    assert!(parse("--backend aws").is_err_and(|error| error.contains("--endpoint")));
}

#[test]
fn bad_arguments_are_named() {
    for (arguments, named) in [
        ("--fast", "`--fast`"),
        ("--backend", "`--backend` needs"),
        ("--backend mongo", "`mongo`"),
        ("--endpoint http://x", "--backend aws"),
        ("--table a --table b", "twice"),
        ("--backend aws --endpoint ftp://x", "`ftp://x`"),
    ] {
        let error = parse(arguments).unwrap_err();
        assert!(error.contains(named), "{arguments}: {error}");
    }
}
