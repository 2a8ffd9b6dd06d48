//! Rule 18: a place inside a struct that keys have a member of.
#![allow(unused)]
include!("../bare.rs");

#[derive(Attribute)]
pub struct Repo {
    pub owner: String,
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_owner: Gsi1, pk = "{repo.owner}", sk = "{id}")]
pub struct Order {
    pub id: String,
    pub repo: Repo,
}

fn case(shop: Store<Shop>) {
    let update = shop.update(Order::at("o1").set(|o| o.repo.then(|r| r.owner), "ann"));
}

fn main() {}
