//! Rules 17, 18, 26, 27: computed parts, members, and indexes that a field switches on.
#![allow(unused)]
include!("../../ui/bare.rs");

#[derive(Attribute)]
pub struct Repo {
    pub owner: String,
    pub r#type: u8,
}

#[derive(Entity)]
#[entity(table = Shop, part(day: String = |o| { let at = o.at; at.to_string() }), part(is_open: bool = |o| o.left > 0))]
#[key(pk = "ORDER#{id}", sk = "ORDER#{repo.type}")]
#[index(open: Gsi1, pk = "{repo.owner}", sk = "{day}", only_if = is_open)]
#[index(by_total: ByTotal, sk = [total])]
#[index(by_status: ByStatus, pk = [status], sk = [placed_at])]
#[index(swapped: Swapped)]
pub struct Order {
    pub id: String,
    pub at: Timestamp,
    pub left: u32,
    pub repo: Repo,
    #[attr(default)]
    pub name: Option<String>,
    pub total: u32,
    pub status: String,
    pub placed_at: Timestamp,
}

mod labelled {
    use super::*;

    #[derive(Table)]
    #[table(pk = "PK", sk = "SK")]
    #[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK")]
    #[gsi(Gsi2, pk = "GSI2PK")]
    pub enum Labels {
        Label(Label),
    }

    #[derive(Entity)]
    #[entity(table = Labels, part(label: Option<String> = |l| l.name.as_ref().map(|name| name.to_lowercase())))]
    #[key(pk = "LABEL#{id}", sk = "LABEL")]
    #[index(by_label: Gsi1, pk = "{label}", sk = "{id}", sparse)]
    #[index(starred: Gsi2, pk = "{star}", only_if = star)]
    pub struct Label {
        id: String,
        name: Option<String>,
        #[attr(in_key)]
        star: Option<u8>,
    }

    fn case(labels: Store<Labels>) {
        let found = labels.query(Label::by_label("x"));
        let update = labels.update(Label::at("l").set(|l| l.name, None).set(|l| l.star, 3u8));
    }
}

fn case(shop: Store<Shop>, order: Order, at: Timestamp) {
    let orders = shop.query(Order::open("ann").day("2024-05-01"..));
    let repo = Repo { owner: String::new(), r#type: 1 };
    let update = Order::at("o1", 1u8).set(|o| o.name, None);
    let update = shop.update(update);
    let update = shop.update(order.edit().set(|o| o.at, at).set(|o| o.left, 0u32));
}

fn main() {}
