//! Rule 26: an enum with templates in the middle of a key.
#![allow(unused)]
include!("../bare.rs");

#[derive(KeyPart)]
pub enum Place {
    #[key_part(template = "REPO#{0}")]
    Original(String),
    #[key_part(template = "FORK#{0}")]
    Fork(String),
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "{place}#{id}")]
pub struct Order {
    pub id: String,
    pub place: Place,
}

fn main() {}
