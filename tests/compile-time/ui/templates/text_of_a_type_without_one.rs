//! Rule 26: a foreign type that has no text.
#![allow(unused)]
include!("../bare.rs");

pub struct Ksuid([u8; 20]);

#[derive(KeyPart)]
#[key_part(text)]
pub struct DealId(Ksuid);

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: DealId,
}

fn main() {}
