//! Rule 31: attributes of the layout, stored with their types and declared, or out of reach of the index.
#![allow(unused)]
include!("../../ui/bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_number: Gsi1, pk = "ORDER#{id}", sk = "{number}")]
#[index(by_status: ByStatus, pk = [state], sk = [placed_at], sparse)]
#[index(by_total: ByTotal, sk = [total])]
#[index(swapped: Swapped)]
pub struct Order {
    pub id: String,
    pub number: u32,
    #[attr(rename = "status")]
    pub state: Option<String>,
    pub placed_at: Timestamp,
    pub total: u32,
    pub expires_at: Option<Ttl>,
    #[attr(null)]
    pub note: Option<String>,
    #[attr(rename = "kind")]
    pub _type: String,
}

fn main() {}
