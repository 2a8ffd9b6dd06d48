//! Rule 29: an entity without a key.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
pub struct Order {
    pub id: String,
}

fn main() {}
