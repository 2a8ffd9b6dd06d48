// The shop that the cases are written against. A line that moves here moves in the expected outputs.

use std::collections::HashSet;

use monotable::expression::Comparator;
use monotable::{Attribute, Entity, Key, KeyPart, Store, Table, Timestamp, Ttl, after, starts_with};

#[derive(KeyPart, Clone)]
pub struct CustomerId(pub String);

#[derive(KeyPart, Clone, Copy)]
pub enum Status {
    Open,
    Paid,
}

#[derive(KeyPart, Clone, Copy)]
pub struct Cents(pub i64);

#[derive(Attribute, Clone)]
pub struct Address {
    pub city: String,
    pub zip: Option<String>,
}

#[derive(Table)]
#[table(pk = "PK", sk = "SK", ttl = "expires_at")]
#[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK")]
#[gsi(Slim, pk = "SlimPK", sk = "SlimSK", project = keys_only)]
#[gsi(ByStatus, pk = [status], sk = [placed_at, order_id])]
#[lsi(ByTotal, sk = [total: N])]
pub enum Shop {
    Customer(Customer),
    Order(Order),
}

#[derive(Entity, Clone)]
#[entity(table = Shop, scan)]
#[key(pk = "CUSTOMER#{customer_id}", sk = "PROFILE")]
pub struct Customer {
    pub customer_id: CustomerId,
    pub email: String,
}

#[derive(Entity, Clone)]
#[entity(table = Shop)]
#[key(pk = "CUSTOMER#{customer_id}", sk = "ORDER#{placed_at}#{order_id}")]
#[index(by_carrier: Gsi1, pk = "CARRIER#{carrier}", sk = "{region}#{city}")]
#[index(by_number: Slim, pk = "ORDER#{order_id}", sk = "ORDER")]
#[index(by_status: ByStatus, pk = [status], sk = [placed_at, order_id])]
#[index(by_total: ByTotal, sk = [total])]
pub struct Order {
    pub customer_id: CustomerId,
    pub placed_at: Timestamp,
    pub order_id: String,
    pub status: Status,
    pub total: Cents,
    pub carrier: String,
    pub region: String,
    pub city: String,
    pub pieces: u32,
    pub note: Option<String>,
    pub tags: HashSet<String>,
    pub lines: Vec<String>,
    pub address: Address,
    #[attr(version)]
    pub version: u64,
    pub expires_at: Option<Ttl>,
}

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
pub enum Blog {
    Post(Post),
}

#[derive(Entity, Clone)]
#[entity(table = Blog)]
#[key(pk = "POST#{post_id}", sk = "POST")]
pub struct Post {
    pub post_id: String,
    pub title: String,
}
