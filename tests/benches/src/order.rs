use std::collections::BTreeSet;

use monotable::{Attribute, Entity, KeyPart, Table};
use serde::{Deserialize, Serialize};

/// How many lines [`Order::sample`] has.
pub const LINES_PER_ORDER: u64 = 3;

/// A table whose keys are two fields of [`Order`] and that has no tag: its items are the twelve attributes and no more.
#[derive(Table, Debug)]
#[table(pk = "customer_id", sk = "order_id", tag = none)]
pub enum Orders {
    Order(Order),
}

/// The struct of every benchmark: texts, numbers, an enum, a list of structs, a set and an option in twelve fields.
#[derive(Entity, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[entity(table = Orders)]
#[key(pk = [customer_id], sk = [order_id])]
pub struct Order {
    pub customer_id: String,
    pub order_id: String,
    pub store_id: String,
    pub status: Status,
    /// Milliseconds since 1970.
    pub placed_at: u64,
    pub updated_at: u64,
    pub total: u64,
    pub items: u32,
    pub discount: i64,
    pub lines: Vec<Line>,
    #[serde(with = "serde_dynamo::string_set")]
    pub tags: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Stored as its text.
#[derive(KeyPart, Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Status {
    Open,
    Paid,
    Shipped,
}

#[derive(Attribute, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    pub sku: String,
    pub quantity: u32,
    pub price: u64,
}

impl Order {
    /// The order with this number of this customer.
    pub fn sample(customer: u64, number: u64) -> Self {
        Self {
            customer_id: format!("c-{customer:06}"),
            order_id: format!("01JABCDEFGHJKMNPQRST{number:06}"),
            store_id: "berlin-mitte-07".to_owned(),
            status: Status::Open,
            placed_at: 1_760_000_000_000 + number * 60_000,
            updated_at: 1_760_000_100_000 + number * 60_000,
            total: 12_995,
            items: 7,
            discount: -500,
            lines: (0..LINES_PER_ORDER)
                .map(|line| Line {
                    sku: format!("sku-{:05}", number + line),
                    quantity: 1 + line as u32,
                    price: 1_299 + line,
                })
                .collect(),
            tags: ["gift", "express", "returning-customer"].map(str::to_owned).into(),
            note: Some("Please ring twice, the bell is hard to hear.".to_owned()),
        }
    }
}

impl Status {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Paid => "Paid",
            Self::Shipped => "Shipped",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "Open" => Self::Open,
            "Paid" => Self::Paid,
            "Shipped" => Self::Shipped,
            _ => return None,
        })
    }
}
