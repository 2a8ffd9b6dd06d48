//! Rule 31: a key attribute of an index stored with another type.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_total: ByTotal, sk = [total])]
pub struct Order {
    pub id: String,
    pub total: String,
}

fn main() {}
