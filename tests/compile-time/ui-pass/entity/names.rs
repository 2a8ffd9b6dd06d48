//! Declaration: raw identifiers, a crate by another name, types that shadow those of the language, and an entity in a function.
#![allow(unused)]
include!("../../ui/bare.rs");

extern crate monotable as nosql;

pub struct Result;
pub struct Some;
pub type SortKeyState = String;

#[derive(Entity)]
#[entity(table = Shop, crate = nosql)]
#[key(pk = "ORDER#{type}", sk = "{state}")]
pub struct Order {
    pub r#type: String,
    pub state: SortKeyState,
    pub r#match: Option<u32>,
}

fn case(shop: Store<Shop>) {
    let orders = shop.query(Order::of("a").state(..)).filter(|o| o.r#match.exists());

    #[derive(Table)]
    #[table(pk = "PK")]
    enum Local {
        Inner(Inner),
    }

    #[derive(Entity)]
    #[entity(table = Local)]
    #[key(pk = "{id}")]
    struct Inner {
        id: u64,
    }

    let key = Inner::key(7u64);
}

fn main() {}
