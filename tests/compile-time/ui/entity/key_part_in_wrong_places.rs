//! Rule 29: options of key parts in places where they mean nothing.
#![allow(unused)]
use monotable::KeyPart;

#[derive(KeyPart)]
struct Id(#[key_part(rename = "id")] String);

#[derive(KeyPart)]
#[key_part(rename = "status")]
enum Status {
    Open,
    #[key_part(rename_all = "snake_case")]
    Paid,
}

fn main() {}
