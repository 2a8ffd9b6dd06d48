//! Declaration: `derive(KeyPart)` on an enum with fields.
#![allow(unused)]
use monotable::KeyPart;

#[derive(KeyPart)]
pub enum Status {
    Open,
    Paid(u32),
}

fn main() {}
