//! Rule 15: a condition of another entity.
#![allow(unused)]
include!("../shop.rs");

fn at_home() -> monotable::Cond<Customer> {
    Customer::fields::<monotable::reach::AnyUse>().email.eq("a@b.c")
}

fn case(shop: Store<Shop>, customer: CustomerId) {
    let orders = shop.query(Order::of(&customer)).filter(|_| at_home());
}

fn main() {}
