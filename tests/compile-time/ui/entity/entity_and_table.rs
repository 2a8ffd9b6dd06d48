//! Declaration: two derives that want to be the same.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity, Table)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
}

fn main() {}
