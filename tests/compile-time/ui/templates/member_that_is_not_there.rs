//! Rule 26: a member that the nested struct does not have.
#![allow(unused)]
include!("../bare.rs");

#[derive(Attribute)]
pub struct Repo {
    pub owner: String,
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}#{repo.name}", sk = "ORDER")]
pub struct Order {
    pub id: String,
    pub repo: Repo,
}

fn main() {}
