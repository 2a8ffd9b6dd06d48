//! Declaration: an entity without fields.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER", sk = "ORDER")]
pub struct Order;

fn main() {}
