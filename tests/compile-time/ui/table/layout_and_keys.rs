//! Rule 29: a table with a layout of its own and one declared apart.
#![allow(unused)]
include!("../shop.rs");

#[derive(Table)]
#[table(layout = Shop, pk = "PK")]
pub enum Archive {
    Order(Order),
}

fn main() {}
