//! Rule 29: a table that is a struct with fields.
#![allow(unused)]
use monotable::Table;

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
pub struct Shop {
    name: String,
}

fn main() {}
