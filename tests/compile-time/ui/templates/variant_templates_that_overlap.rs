//! Rule 26: two variants that can have one text.
#![allow(unused)]
include!("../bare.rs");

#[derive(KeyPart)]
pub enum Place {
    #[key_part(template = "REPO#{0}")]
    Original(String),
    #[key_part(template = "{0}#{1}")]
    Fork(String, u8),
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: Place,
}

fn main() {}
