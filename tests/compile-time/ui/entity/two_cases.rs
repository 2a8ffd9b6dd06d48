//! Rule 29: two derives on one struct with names in different cases.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity, Attribute)]
#[entity(table = Shop, rename_all = "camelCase")]
#[attr(rename_all = "snake_case")]
#[key(pk = "ORDER#{order_id}", sk = "ORDER")]
pub struct Order { order_id: String }

fn main() {}
