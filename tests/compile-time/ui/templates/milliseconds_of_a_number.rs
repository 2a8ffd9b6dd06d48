//! Rule 26: milliseconds of a part that is no time.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id:ms}", sk = "ORDER")]
pub struct Order {
    pub id: u32,
}

fn main() {}
