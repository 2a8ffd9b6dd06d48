//! Rule 29: options of a field that is not stored.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    id: String,
    #[attr(rename = "kind")]
    kind: std::marker::PhantomData<u8>,
}

fn main() {}
