//! Rule 31: a field stored in the attribute of the tag.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
    #[attr(rename = "_type")]
    pub kind: String,
}

fn main() {}
