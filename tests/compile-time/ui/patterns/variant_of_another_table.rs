//! Rule 30: a table that holds an entity of another layout.
#![allow(unused)]
include!("../shop.rs");

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
pub enum Archive {
    Post(Post),
}

fn main() {}
