//! Rule 29: an unknown option of an attribute.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
    #[attr(renamed = "amt")]
    pub total: u32,
}

fn main() {}
