//! The shop's one table: its layout, and the five kinds of items in it.

use std::collections::BTreeSet;
use std::fmt;

use monotable::{Attribute, Collection, Entity, KeyPart, Table, Timestamp, Ttl};

/// The table. Its variants are the kinds of items that it can hold.
#[derive(Table, Debug)]
#[table(pk = "PK", sk = "SK", ttl = "expires_at", scan)]
// An index over two attributes of its own, which each entity fills with composed keys.
#[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK")]
// An index over attributes that orders store anyway, two for each key: no composed attribute can become stale.
#[gsi(ByStatus, pk = [warehouse, status], sk = [placed_at, number: N])]
// A sparse index that holds the keys of those products that wait for new stock.
#[gsi(Restock, pk = [supplier], sk = [restock_since], project = keys_only)]
#[lsi(ByTotal, sk = [total: N])]
pub enum Shop {
    Customer(Customer),
    Order(Order),
    Line(OrderLine),
    Product(Product),
    Cart(Cart),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop)]
#[key(pk = "CUSTOMER#{customer}", sk = "PROFILE")]
#[index(by_email: Gsi1, pk = "EMAIL#{email}", sk = "CUSTOMER")]
pub struct Customer {
    pub customer: CustomerId,
    pub name: String,
    pub email: String,
    pub address: Address,
    pub interests: BTreeSet<String>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop)]
#[key(pk = "CUSTOMER#{customer}", sk = "ORDER#{placed_at}#{number:06}")]
#[index(by_number: Gsi1, pk = "ORDER#{number:06}", sk = "ORDER")]
#[index(by_status: ByStatus, pk = [warehouse, status], sk = [placed_at, number])]
#[index(by_total: ByTotal, sk = [total])]
pub struct Order {
    pub customer: CustomerId,
    pub placed_at: Timestamp,
    pub number: OrderNumber,
    pub warehouse: Warehouse,
    pub status: Status,
    pub total: Cents,
    pub coupon: Option<String>,
    /// The version that the optimistic lock compares.
    #[attr(version)]
    pub version: u64,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{order:06}", sk = "LINE#{line:02}")]
#[index(by_product: Gsi1, pk = "PRODUCT#{sku}", sk = "SOLD#{sold_at}#{order:06}#{line:02}")]
pub struct OrderLine {
    /// Stored as part of the key, not as an attribute.
    #[attr(in_key)]
    pub order: OrderNumber,
    #[attr(in_key)]
    pub line: u8,
    pub sku: Sku,
    pub sold_at: Timestamp,
    pub pieces: u32,
    pub price: Cents,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop)]
#[key(pk = "PRODUCT#{sku}", sk = "PRODUCT")]
#[index(by_category: Gsi1, pk = "CATEGORY#{category}", sk = "{shelf}#{price:06}#{sku}")]
#[index(to_restock: Restock, pk = [supplier], sk = [restock_since], sparse)]
pub struct Product {
    pub sku: Sku,
    pub title: String,
    pub category: Category,
    pub shelf: Shelf,
    pub price: Cents,
    pub stock: u32,
    pub supplier: String,
    /// The time since which the product waits for new stock. A product without it is not in the index.
    pub restock_since: Option<Timestamp>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop)]
#[key(pk = "CUSTOMER#{customer}", sk = "CART#{device}")]
pub struct Cart {
    pub customer: CustomerId,
    pub device: String,
    pub lines: Vec<CartLine>,
    /// The time after which DynamoDB may delete the cart.
    pub expires_at: Ttl,
}

/// What the page of a customer shows: everything in the customer's partition.
#[derive(Collection, Debug)]
#[collection(table = Shop, by = customer::Of)]
pub struct CustomerPage {
    pub customer: Customer,
    pub carts: Vec<Cart>,
    pub orders: Vec<Order>,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
pub struct Address {
    pub street: String,
    pub city: String,
    pub country: String,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
pub struct CartLine {
    pub sku: Sku,
    pub pieces: u32,
}

#[derive(KeyPart, Clone, Debug, PartialEq)]
pub struct CustomerId(pub String);

#[derive(KeyPart, Clone, Debug, PartialEq)]
pub struct Sku(pub String);

#[derive(KeyPart, Clone, Copy, Debug, PartialEq)]
pub struct OrderNumber(pub u32);

#[derive(KeyPart, Clone, Copy, Debug, PartialEq, PartialOrd)]
#[key_part(no_display)] // cents are shown as an amount
pub struct Cents(pub u32);

#[derive(KeyPart, Clone, Copy, Debug, PartialEq)]
#[key_part(rename_all = "lowercase")]
pub enum Warehouse {
    North,
    South,
}

#[derive(KeyPart, Clone, Copy, Debug, PartialEq)]
#[key_part(rename_all = "lowercase")]
pub enum Status {
    Open,
    Paid,
    Packed,
    Shipped,
    Cancelled,
}

#[derive(KeyPart, Clone, Copy, Debug, PartialEq)]
#[key_part(rename_all = "lowercase")]
pub enum Category {
    Coffee,
    Tea,
    Tools,
}

#[derive(KeyPart, Clone, Copy, Debug, PartialEq)]
#[key_part(rename_all = "lowercase")]
pub enum Shelf {
    Regular,
    Sale,
}

impl From<&str> for CustomerId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl From<&str> for Sku {
    fn from(sku: &str) -> Self {
        Self(sku.to_owned())
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}
