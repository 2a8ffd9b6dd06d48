//! Rule 27: a part that the key alone holds, and that another part leaves out with the key.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_place: Gsi1, pk = "{region}", sk = "{city}", sparse)]
pub struct Order {
    pub id: String,
    #[attr(in_key)]
    pub region: Option<String>,
    pub city: Option<String>,
}

fn main() {}
