//! Rule 29: a generic table.
#![allow(unused)]
use monotable::Table;

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
pub enum Shop<T> {
    Order(T),
}

fn main() {}
