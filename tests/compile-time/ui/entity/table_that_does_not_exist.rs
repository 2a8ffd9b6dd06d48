//! Declaration: `table = ..` that names no type.
#![allow(unused)]
include!("../shop.rs");

#[derive(Entity)]
#[entity(table = Stor)]
#[key(pk = "INVOICE#{id}", sk = "INVOICE")]
pub struct Invoice {
    pub id: String,
}

fn main() {}
