//! Rules 11, 12, 22, 23: consistent reads of the table and of local indexes, filters on other attributes, keys of an index that carries keys, everything in a partition, and a scan that is allowed.
#![allow(unused)]
include!("../../ui/shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let table = shop.query(Order::of(&customer)).consistent();
    let local = shop.query(Order::by_total(&customer)).consistent();
    let other = shop.query(Order::by_status(Status::Open)).filter(|o| o.total.ge(Cents(5)) & o.region.eq("eu"));
    let elsewhere = shop.query(Order::of(&customer)).filter(|o| o.status.eq(Status::Open));
    let keys = || shop.query(Order::by_number("o1")).keys();
    let (page, detailed, all, first, stream) =
        (keys().page(), keys().detailed(), keys().all(), keys().first(), keys().stream());
    let count = shop.query(Order::by_number("o1")).count();
    let whole = shop.query(Order::by_carrier("dhl")).all();
    let (partition, local) = (shop.partition(Customer::of(&customer)), shop.partition(Order::by_total(&customer)));
    let (page, gone) = (partition.newest_first().consistent().take(3).page(), local.delete_all());
    let some = shop.partition(Order::of(&customer).placed_at(time..)).lenient().page();
    let customers = shop.scan_for::<Customer>().all();
    let next = |cursor: monotable::Cursor<monotable::reads::ScanEntity<Customer>>| {
        shop.scan_for::<Customer>().after(cursor).take(3).page()
    };
}

fn main() {}
