//! Rule 31: a truth value as a key of an index.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_total: ByTotal, sk = [total])]
pub struct Order {
    pub id: String,
    pub total: bool,
}

fn main() {}
