//! Rule 29: an enum as an entity, with options on its variants.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
pub enum Order {
    #[attr(rename = "open")]
    Open,
}

fn main() {}
