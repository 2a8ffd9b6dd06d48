//! Rule 31: a key attribute of an index that is stored as null.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_status: ByStatus, pk = [status], sk = [placed_at], sparse)]
pub struct Order {
    pub id: String,
    #[attr(null)]
    pub status: Option<String>,
    pub placed_at: Timestamp,
}

fn main() {}
