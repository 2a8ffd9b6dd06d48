//! Rule 26: a part glued to a literal.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "v{number}")]
pub struct Order {
    pub id: String,
    pub number: u16,
}

fn main() {}
