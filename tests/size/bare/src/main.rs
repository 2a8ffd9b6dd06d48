//! Gets one item with the bare SDK, into a struct.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

#[derive(Debug)]
struct Order {
    number: u32,
    paid: bool,
}

fn order(item: &HashMap<String, AttributeValue>) -> Option<Order> {
    let number = item.get("number")?.as_n().ok()?.parse().ok()?;
    Some(Order { number, paid: *item.get("paid")?.as_bool().ok()? })
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = aws_sdk_dynamodb::Client::new(&aws_config::load_defaults(aws_config::BehaviorVersion::v2026_01_12()).await);
    let key = |text: &str| AttributeValue::S(text.to_owned());
    let answer = client.get_item().table_name("shop").key("PK", key("ORDER#7")).key("SK", key("ORDER")).send().await?;
    let order = answer.item().and_then(order);
    println!("{:?}", order.map(|order| (order.number, order.paid)));
    Ok(())
}
