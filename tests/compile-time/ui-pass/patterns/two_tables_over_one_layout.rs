//! Rule 30: a second table over the layout of the first holds the same entities.
#![allow(unused)]
include!("../../ui/shop.rs");

#[derive(Table)]
#[table(layout = Shop)]
pub enum Archive {
    Order(Order),
}

fn case(archive: Store<Archive>, customer: CustomerId, order: Order) {
    let put = archive.put(&order);
    let orders = archive.query(Order::of(&customer));
}

fn main() {}
