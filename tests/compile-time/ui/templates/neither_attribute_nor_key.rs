//! Rule 26: a part of a type that can neither be stored nor be in a key.
#![allow(unused)]
include!("../bare.rs");

pub struct Number(pub u64);

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: Number,
}

fn main() {}
