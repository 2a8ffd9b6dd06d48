//! Rule 31: the time-to-live stored as null.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
    #[attr(null)]
    pub expires_at: Option<Ttl>,
}

fn main() {}
