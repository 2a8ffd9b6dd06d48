//! Rules 13, 14, 16: attributes by their names, with values and functions of their types.
#![allow(unused)]
include!("../../ui/shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, order: Order) {
    let orders = shop.query(Order::of(&customer)).filter(|o| {
        o.total.ge(Cents(5))
            & o.total.between(Cents(1), &Cents(9))
            & o.status.ne(Status::Paid)
            & o.pieces.is_in([1, 2])
            & o.note.starts_with("to")
            & o.note.exists()
            & o.tags.contains("red")
            & o.tags.size().gt(1)
            & o.lines.contains("book")
            & o.lines.at(0).eq("book")
            & o.address.then(|a| a.city.eq("Bonn"))
            & o.address.then(|a| a.zip.not_exists())
            & o.carrier.compare_with(Comparator::Ne, o.region)
    });
    let put = shop.put(&order).when(|o| o.status.eq(&Status::Open));
}

fn main() {}
