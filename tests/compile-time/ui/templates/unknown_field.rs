//! Rule 26: a template with an unknown field.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{idd}", sk = "ORDER")]
pub struct Order {
    pub id: String,
}

fn main() {}
