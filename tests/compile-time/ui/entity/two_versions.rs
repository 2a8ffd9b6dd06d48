//! Rule 29: two versions.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
    #[attr(version)]
    pub version: u64,
    #[attr(version)]
    pub revision: u64,
}

fn main() {}
