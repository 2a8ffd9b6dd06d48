//! Declaration: `table = ..` that names a type which is no layout.
#![allow(unused)]
include!("../shop.rs");

#[derive(Entity)]
#[entity(table = Customer)]
#[key(pk = "INVOICE#{id}", sk = "INVOICE")]
pub struct Invoice {
    pub id: String,
}

fn main() {}
