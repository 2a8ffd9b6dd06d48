//! Rule 29: `null` on a field that always has a value.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
    #[attr(null)]
    pub total: u32,
}

fn main() {}
