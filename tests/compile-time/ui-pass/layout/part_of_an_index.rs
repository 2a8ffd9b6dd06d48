//! Rule 31: an entity that lacks another key attribute of the index is never in it.
#![allow(unused)]
include!("../../ui/bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
    pub status: String,
}

fn main() {}
