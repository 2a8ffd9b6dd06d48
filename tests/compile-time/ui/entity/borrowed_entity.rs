//! Declaration: an entity with a lifetime.
#![allow(unused)]
include!("../shop.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "INVOICE#{id}", sk = "INVOICE")]
pub struct Invoice<'a> {
    pub id: &'a str,
}

fn main() {}
