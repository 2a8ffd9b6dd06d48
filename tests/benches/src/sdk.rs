use std::{collections::HashMap, str::FromStr};

use aws_sdk_dynamodb::types::AttributeValue;

use crate::{Line, Order, Status};

/// An item as the SDK has it.
pub type SdkItem = HashMap<String, AttributeValue>;

/// Returns what a careful person writes without a library.
pub fn order_to_sdk_item(order: &Order) -> SdkItem {
    let mut item = SdkItem::with_capacity(12);
    item.insert("customer_id".to_owned(), text(&order.customer_id));
    item.insert("order_id".to_owned(), text(&order.order_id));
    item.insert("store_id".to_owned(), text(&order.store_id));
    item.insert("status".to_owned(), text(order.status.as_str()));
    item.insert("placed_at".to_owned(), number(order.placed_at));
    item.insert("updated_at".to_owned(), number(order.updated_at));
    item.insert("total".to_owned(), number(order.total));
    item.insert("items".to_owned(), number(order.items));
    item.insert("discount".to_owned(), number(order.discount));
    item.insert("lines".to_owned(), AttributeValue::L(order.lines.iter().map(line_to_value).collect()));
    item.insert("tags".to_owned(), AttributeValue::Ss(order.tags.iter().cloned().collect()));
    if let Some(note) = &order.note {
        item.insert("note".to_owned(), text(note));
    }
    item
}

/// Takes the item apart, so that texts move and are not copied. `None` if it is no order.
pub fn order_from_sdk_item(mut item: SdkItem) -> Option<Order> {
    Some(Order {
        customer_id: take_text(&mut item, "customer_id")?,
        order_id: take_text(&mut item, "order_id")?,
        store_id: take_text(&mut item, "store_id")?,
        status: Status::parse(item.get("status")?.as_s().ok()?)?,
        placed_at: parse(&item, "placed_at")?,
        updated_at: parse(&item, "updated_at")?,
        total: parse(&item, "total")?,
        items: parse(&item, "items")?,
        discount: parse(&item, "discount")?,
        lines: match item.remove("lines")? {
            AttributeValue::L(lines) => lines.into_iter().map(line_from_value).collect::<Option<_>>()?,
            _ => return None,
        },
        tags: match item.remove("tags")? {
            AttributeValue::Ss(tags) => tags.into_iter().collect(),
            _ => return None,
        },
        note: match item.remove("note") {
            Some(AttributeValue::S(note)) => Some(note),
            Some(_) => return None,
            None => None,
        },
    })
}

fn line_to_value(line: &Line) -> AttributeValue {
    let mut map = HashMap::with_capacity(3);
    map.insert("sku".to_owned(), text(&line.sku));
    map.insert("quantity".to_owned(), number(line.quantity));
    map.insert("price".to_owned(), number(line.price));
    AttributeValue::M(map)
}

fn line_from_value(value: AttributeValue) -> Option<Line> {
    let AttributeValue::M(mut map) = value else {
        return None;
    };
    Some(Line { sku: take_text(&mut map, "sku")?, quantity: parse(&map, "quantity")?, price: parse(&map, "price")? })
}

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

fn number(value: impl ToString) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

fn take_text(item: &mut SdkItem, name: &str) -> Option<String> {
    match item.remove(name)? {
        AttributeValue::S(text) => Some(text),
        _ => None,
    }
}

fn parse<T: FromStr>(item: &SdkItem, name: &str) -> Option<T> {
    item.get(name)?.as_n().ok()?.parse().ok()
}
