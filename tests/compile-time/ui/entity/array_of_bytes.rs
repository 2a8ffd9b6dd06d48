//! Rule 29: an array of bytes.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
    pub picture: [u8; 32],
}

fn main() {}
