//! Rule 29: an `Option` in an `Option`.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
    pub picture: Option<Option<String>>,
}

fn main() {}
