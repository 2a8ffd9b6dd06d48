//! Rule 29: options of attributes in places where they mean nothing.
#![allow(unused)]
use monotable::Attribute;

#[derive(Attribute)]
#[attr(rename = "shape")]
enum Shape {
    #[attr(null)]
    Round(#[attr(rename = "size")] u32),
    #[attr(rename_all = "camelCase")]
    Square { #[attr(in_key)] side: u32 },
}

fn main() {}
