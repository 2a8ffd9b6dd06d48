//! Rule 26: foreign types, folded texts and enums with templates as parts.
#![allow(unused)]
include!("../../ui/bare.rs");

#[derive(KeyPart)]
#[key_part(text, chars = "0-9a-f.:", fold = "lower")]
pub struct Address(std::net::IpAddr);

#[derive(KeyPart)]
#[key_part(fold = "upper")]
pub struct Sku(String);

#[derive(KeyPart)]
pub enum Place {
    #[key_part(template = "REPO#{0}")]
    Original(String),
    #[key_part(template = "FORK#{at:ms}#{owner}")]
    Fork {
        owner: String,
        at: Timestamp,
    },
    Nowhere,
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{address}#{sku}", sk = "PLACE#{place}")]
pub struct Order {
    pub address: Address,
    pub sku: Sku,
    pub place: Place,
}

fn case(shop: Store<Shop>, address: Address, sku: Sku) {
    let order = shop.query(Order::of(address, sku).place(Place::Nowhere));
}

fn main() {}
