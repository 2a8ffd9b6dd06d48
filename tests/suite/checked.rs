//! Rules that are checked when the request is built, since no type can know them.

use monotable::expression::{Comparator, Condition, Operand, Path};
use monotable::values::PackedValue;
use monotable::{Attribute, Cond, Entity, ErrorKind, Store, Table, Value};

use crate::derive::Nothing;

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
#[gsi(ByStatus, pk = [status])]
enum Shop {
    Order(Order),
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_status: ByStatus, pk = [status])]
struct Order {
    id: String,
    status: String,
    pieces: u32,
    address: Address,
}

#[derive(Attribute)]
struct Address {
    city: String,
}

#[test]
fn an_attribute_is_set_once() {
    // given
    let shop: Store<Shop> = Shop::on(Nothing);
    // when
    let twice = shop.update(Order::at("o1").set(|o| o.pieces, 1).set(|o| o.pieces, 2)).request();
    let set_and_added = shop.update(Order::at("o1").set(|o| o.pieces, 1).add(|o| o.pieces, 2)).request();
    // then
    for (refused, what) in [(twice, "set twice"), (set_and_added, "set and added to")] {
        let error = refused.err().unwrap_or_else(|| panic!("an attribute that is {what} was accepted"));
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{what}");
        let text = error.to_string();
        assert!(text.contains("Order (ORDER#{id} / ORDER)"), "{what}: {text}");
        assert!(text.contains("pieces"), "{what}: {text}");
    }
}

#[test]
fn a_path_and_its_child_are_not_set_together() {
    // given
    let shop: Store<Shop> = Shop::on(Nothing);
    let home = Address { city: "Bonn".to_owned() };
    // when
    let update = Order::at("o1").set(|o| o.address, home).set(|o| o.address.then(|a| a.city), "Berlin");
    let error = shop.update(update).request().unwrap_err();
    // then
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let text = error.to_string();
    assert!(text.contains("Order (ORDER#{id} / ORDER)"), "{text}");
    assert!(text.contains("address") && !text.contains("Bonn") && !text.contains("Berlin"), "{text}");
}

#[test]
fn a_filter_that_is_built_at_run_time_may_not_name_a_key_of_the_index() {
    // given
    let shop: Store<Shop> = Shop::on(Nothing);
    let on = |attribute: &'static str| {
        let value = Operand::Value(PackedValue::from(&Value::from("x")));
        let condition = Condition::Compare(Operand::Path(Path::attribute(attribute)), Comparator::Eq, value);
        shop.query(Order::by_status("OPEN")).filter(|_| Cond::from_tree(condition)).request()
    };
    // when
    let error = on("status").unwrap_err();
    // then
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let text = error.to_string();
    assert!(text.contains("status") && text.contains("Order"), "{text}");
    assert!(on("note").is_ok());
}
