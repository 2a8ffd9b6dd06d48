//! Rule 29: a field of a type that is no attribute.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
    pub started: std::time::Instant,
}

fn main() {}
