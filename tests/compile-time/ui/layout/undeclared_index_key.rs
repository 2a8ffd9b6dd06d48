//! Rule 31: key attributes of an index that the entity does not declare.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
    pub status: String,
    pub placed_at: Timestamp,
}

fn main() {}
