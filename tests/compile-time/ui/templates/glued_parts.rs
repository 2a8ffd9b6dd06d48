//! Rule 26: two parts without a delimiter between them.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "{year}{month}")]
pub struct Order {
    pub id: String,
    pub year: u16,
    pub month: u8,
}

fn main() {}
