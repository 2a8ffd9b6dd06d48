//! A struct that is an entity and an attribute, with names in another case.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use monotable::{Attribute, Entity, Table, Value};
use monotable_local::LocalBackend;

use crate::conformance::run::wait;

#[derive(Table, Debug, PartialEq)]
#[table(pk = "PK")]
#[gsi(ByTotal, pk = [totalPrice: N])]
enum Shop {
    Order(Order),
    Basket(Basket),
}

#[derive(Entity, Attribute, Clone, Debug, PartialEq)]
#[entity(table = Shop, rename_all = "camelCase")]
#[attr(rename_all = "camelCase")]
#[key(pk = "ORDER#{order_id}")]
#[index(by_total: ByTotal, pk = [total_price])]
struct Order {
    #[attr(in_key)]
    order_id: String,
    total_price: u64,
    #[attr(rename = "city_name")]
    city: Option<String>,
    #[attr(version)]
    lock_version: u64,
    #[attr(rest)]
    more_of_it: BTreeMap<String, Value>,
    kind: PhantomData<u8>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop)]
#[key(pk = "BASKET#{id}")]
struct Basket {
    id: String,
    last: Order,
}

fn order() -> Order {
    Order {
        order_id: "o1".into(),
        total_price: 5,
        city: Some("Bonn".into()),
        lock_version: 0,
        more_of_it: BTreeMap::from([("note".to_owned(), Value::from("x"))]),
        kind: PhantomData,
    }
}

#[test]
fn attributes_are_stored_under_the_names_of_their_case_and_found_by_them() {
    wait(async {
        // given
        let shop = Shop::on(LocalBackend::new());
        shop.create_table().await.unwrap();
        shop.put(&order()).await.unwrap();
        // when
        let item = order().to_item().unwrap();
        shop.update(Order::at("o1").set(|o| o.total_price, 7)).when(|o| o.total_price.eq(5)).await.unwrap();
        let found = shop.query(Order::by_total(7_u64)).filter(|o| o.city.eq("Bonn")).all().await.unwrap();
        // then
        let mut names: Vec<_> = item.iter().map(|(name, _)| String::from_utf8_lossy(name).into_owned()).collect();
        names.sort();
        assert_eq!(names, ["PK", "_type", "city_name", "lockVersion", "note", "totalPrice"]);
        assert_eq!(found, [Order { total_price: 7, lock_version: 2, ..order() }]);
        assert_eq!(shop.get(Order::key("o1")).await.unwrap().map(|order| order.total_price), Some(7));
    });
}

#[test]
fn an_entity_inside_of_another_keeps_every_field_as_a_member() {
    wait(async {
        // given: what is in the key, counted or the rest where the order is an item of its own
        let shop = Shop::on(LocalBackend::new());
        shop.create_table().await.unwrap();
        let basket = Basket { id: "b1".into(), last: Order { lock_version: 3, ..order() } };
        // when
        shop.put(&basket).await.unwrap();
        // then
        let Some(Value::M(members)) = basket.to_item().unwrap().value("last") else { panic!("a map") };
        let names: Vec<_> = members.keys().map(|name| name.as_str()).collect();
        assert_eq!(names, ["city_name", "lockVersion", "moreOfIt", "orderId", "totalPrice"]);
        assert_eq!(shop.get(Basket::key("b1")).await.unwrap(), Some(basket));
        let update = shop.update(Basket::at("b1").set(|b| b.last.then(|o| o.lock_version), 4));
        update.when(|b| b.last.then(|o| o.order_id).eq("o1")).await.unwrap();
    });
}
