//! Rule 26: a part of a struct that is no key part.
#![allow(unused)]
include!("../bare.rs");

#[derive(Attribute)]
pub struct Place {
    pub city: String,
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "{place}")]
pub struct Order {
    pub id: String,
    pub place: Place,
}

fn main() {}
