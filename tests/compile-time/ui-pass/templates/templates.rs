//! Rule 26: literals and parts, each between two delimiters, of types that sort.
#![allow(unused)]
include!("../../ui/bare.rs");

#[derive(KeyPart)]
pub struct Region(pub String);

#[derive(KeyPart)]
pub enum Size {
    Large,
    Small,
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}#{region}", sk = "{year:04}#{month:02}#{{#v1#{size}#{big}#{place}")]
pub struct Order {
    pub id: String,
    pub region: Region,
    pub year: u16,
    pub month: u8,
    pub size: Size,
    pub big: bool,
    pub place: Timestamp,
    pub tags: Vec<String>,
}

fn main() {}
