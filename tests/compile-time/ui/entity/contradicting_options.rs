//! Rule 29: options of an attribute that contradict each other.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    #[attr(in_key, rename = "number")]
    pub id: String,
}

fn main() {}
