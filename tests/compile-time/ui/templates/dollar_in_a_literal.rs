//! Rule 26: a literal with the character that escapes.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "US$")]
pub struct Order {
    pub id: String,
}

fn main() {}
