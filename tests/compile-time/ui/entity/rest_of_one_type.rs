//! Declaration: the rest of an item as values of one type.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
    #[attr(rest)]
    pub more: std::collections::BTreeMap<String, String>,
}

fn main() {}
