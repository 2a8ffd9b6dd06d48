//! Capacity units, and sizes that count indexes in.

use monotable::expression::{Path, Update};
use monotable::request::control::BillingMode;
use monotable::request::{ReturnConsumed, Scan, UpdateItem};

use super::*;

fn sized(sk: &str, size: usize) -> Item {
    let names = "PKSKdata".len() + 1 + sk.len();
    item([("PK", s("p")), ("SK", s(sk)), ("data", s(&"x".repeat(size - names)))])
}

fn key_of(sk: &str) -> Item {
    item([("PK", s("p")), ("SK", s(sk))])
}

#[test]
fn a_get_is_charged_by_the_whole_item_and_half_if_it_need_not_be_consistent() {
    // given
    let backend = backend(vec![]);
    put(&backend, sized("four", 4096));
    put(&backend, sized("more", 4097));
    let units = |sk: &str, consistent: bool| {
        let mut request = GetItem::new(name(), key_of(sk));
        request.consistent = consistent;
        request.projection = Some(vec![Path::attribute("PK")]);
        request.return_consumed = ReturnConsumed::Total;
        now(backend.get_item(request)).unwrap().meta.consumed.unwrap().units
    };

    // when, then
    assert_eq!((units("four", true), units("four", false)), (1.0, 0.5));
    assert_eq!((units("more", true), units("more", false)), (2.0, 1.0));
    assert_eq!((units("none", true), units("none", false)), (1.0, 0.5));
}

#[test]
fn a_query_is_charged_by_the_sum_and_a_scan_by_four_partitions_at_least() {
    // given
    let backend = backend(vec![]);
    ["a", "b", "c", "d"].iter().for_each(|sk| put(&backend, sized(sk, 1100)));

    // when
    let mut queried = query("p");
    queried.return_consumed = ReturnConsumed::Total;
    let queried = now(backend.query(queried)).unwrap().meta.consumed.unwrap();
    let mut scanned = Scan::new(name());
    scanned.return_consumed = ReturnConsumed::Indexes;
    let scanned = now(backend.scan(scanned)).unwrap().meta.consumed.unwrap();

    // then
    assert_eq!((queried.units, queried.table), (1.0, None));
    assert_eq!((scanned.units, scanned.table), (2.0, Some(2.0)));
}

#[test]
fn a_scan_is_charged_for_each_partition_that_provisioned_capacity_takes() {
    // given
    let units = |read, write| {
        let backend = LocalBackend::new();
        let mut request = CreateTable::new(name(), pk(), Some(sk()));
        request.billing = BillingMode::Provisioned { read, write };
        now(backend.create_table(request)).unwrap();
        put(&backend, key_of("one"));
        let mut scanned = Scan::new(name());
        scanned.return_consumed = ReturnConsumed::Total;
        now(backend.scan(scanned)).unwrap().meta.consumed.unwrap().units
    };

    // when, then
    assert_eq!((units(1, 1), units(1500, 500), units(3000, 1000), units(40000, 40000)), (0.5, 0.5, 1.0, 32.0));
}

#[test]
fn a_write_is_charged_by_the_larger_of_the_item_before_and_after() {
    // given
    let backend = backend(vec![]);
    let put_units = |item: Item| {
        let mut request = PutItem::new(name(), item);
        request.return_consumed = ReturnConsumed::Total;
        now(backend.put_item(request)).unwrap().meta.consumed.unwrap().units
    };
    let delete_units = |sk: &str| {
        let mut request = DeleteItem::new(name(), key_of(sk));
        request.return_consumed = ReturnConsumed::Total;
        now(backend.delete_item(request)).unwrap().meta.consumed.unwrap().units
    };

    // when
    let created = put_units(sized("a", 1024));
    let grown = put_units(sized("a", 3000));
    let shrunk = put_units(sized("a", 100));
    put_units(sized("a", 5000));
    let mut update = UpdateItem::new(name(), key_of("a"), Update::default());
    update.update.remove.push(Path::attribute("data"));
    update.return_consumed = ReturnConsumed::Total;
    let updated = now(backend.update_item(update)).unwrap().meta.consumed.unwrap().units;
    put_units(sized("a", 2049));
    let deleted = delete_units("a");
    let missing = delete_units("a");

    // then
    assert_eq!([created, grown, shrunk, updated, deleted, missing], [1.0, 3.0, 3.0, 5.0, 3.0, 1.0]);
}

#[test]
fn an_item_and_what_its_local_indexes_hold_share_the_size_limit() {
    // given
    let local = |projection: Projection| backend(vec![local("sorted", key("H", Type::N), projection)]);
    let large = |sorted: bool| {
        let data = ("data", s(&"x".repeat(250 * 1024)));
        let own = [("PK", s("p")), ("SK", s("a")), data];
        own.into_iter().chain(sorted.then(|| ("H", n(1)))).collect::<Item>()
    };
    let put = |backend: &LocalBackend, item: Item| {
        now(backend.put_item(PutItem::new(name(), item))).map_err(|error| error.message().to_owned()).map(|_| ())
    };
    let too_large = Err("Item size has exceeded the maximum allowed size".to_owned());

    // when, then
    assert_eq!(put(&local(Projection::All), large(true)), too_large);
    assert_eq!(put(&local(Projection::All), large(false)), Ok(()));
    assert_eq!(put(&local(Projection::KeysOnly), large(true)), Ok(()));
}
