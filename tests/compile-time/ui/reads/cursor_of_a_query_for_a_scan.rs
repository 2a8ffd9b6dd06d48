//! Rule 15: the cursor of a query, in a scan.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, cursor: monotable::Cursor<customer::Of>) {
    let customers = shop.scan_for::<Customer>().after(cursor);
}

fn main() {}
