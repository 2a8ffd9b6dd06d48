//! Declaration: `crate = ..` that names no crate.
#![allow(unused)]
include!("../shop.rs");

#[derive(Entity)]
#[entity(table = Shop, crate = nosql)]
#[key(pk = "INVOICE#{id}", sk = "INVOICE")]
pub struct Invoice {
    pub id: String,
}

fn main() {}
