//! Rule 29: an attribute without options.
#![allow(unused)]
include!("../bare.rs");

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
enum Archive {
    #[table()]
    Order(Order),
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order { id: String }

fn main() {}
