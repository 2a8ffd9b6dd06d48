//! Declaration: a generic entity.
#![allow(unused)]
include!("../shop.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "INVOICE#{id}", sk = "INVOICE")]
pub struct Invoice<T> {
    pub id: T,
}

fn main() {}
