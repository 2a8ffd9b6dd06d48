//! Rule 26: a width for a part that is a text.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id:06}", sk = "ORDER")]
pub struct Order {
    pub id: String,
}

fn main() {}
