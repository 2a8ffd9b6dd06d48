//! Rule 29: a variant that holds a type which is no entity.
#![allow(unused)]
use monotable::Table;

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
pub enum Shop {
    Order(String),
}

fn main() {}
