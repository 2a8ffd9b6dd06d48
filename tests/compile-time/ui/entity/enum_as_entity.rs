//! Declaration: an entity that is an enum.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER", sk = "ORDER")]
pub enum Order {
    Open { id: String },
}

fn main() {}
