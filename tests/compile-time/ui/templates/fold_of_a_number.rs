//! Rule 26: a number has no case to fold.
#![allow(unused)]
include!("../bare.rs");

#[derive(KeyPart)]
#[key_part(fold = "lower")]
pub struct Number(u32);

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: Number,
}

fn main() {}
