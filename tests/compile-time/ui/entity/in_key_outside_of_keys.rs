//! Rule 29: a field kept in the key that no key has.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
    #[attr(in_key)]
    pub total: u32,
}

fn main() {}
