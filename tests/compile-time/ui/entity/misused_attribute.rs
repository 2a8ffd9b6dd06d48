//! Declaration: a nested struct with mistakes, in one compile.
#![allow(unused)]
use monotable::Attribute;

#[derive(Attribute)]
pub struct Address {
    #[attr(version)]
    pub city: String,
    #[attr(rename = "city")]
    pub zip: Option<String>,
}

fn main() {}
