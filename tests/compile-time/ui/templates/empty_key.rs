//! Rule 26: an empty key.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "")]
pub struct Order {
    pub id: String,
}

fn main() {}
