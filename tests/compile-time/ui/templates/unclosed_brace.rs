//! Rule 26: a template with an unclosed brace.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id", sk = "ORDER")]
pub struct Order {
    pub id: String,
}

fn main() {}
