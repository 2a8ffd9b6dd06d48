//! Rule 29: two fields in one attribute.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
    #[attr(rename = "id")]
    pub number: u32,
}

fn main() {}
