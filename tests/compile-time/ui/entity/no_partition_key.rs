//! Rule 29: a key without a partition key.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(sk = "ORDER#{id}")]
pub struct Order {
    pub id: String,
}

fn main() {}
