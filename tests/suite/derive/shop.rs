//! The shop of the design document: composed keys, a composed and a multi-attribute index, version and time-to-live.

use monotable::{Attribute, Entity, Item, KeyPart, Number, Store, Table, Timestamp, Ttl, Value, after};

use super::Nothing;

#[derive(KeyPart, Clone, Debug, PartialEq)]
pub(crate) struct CustomerId(pub String);

#[derive(KeyPart, Clone, Copy, Debug, PartialEq)]
#[key_part(rename_all = "UPPERCASE")]
pub(crate) enum Status {
    Open,
    Paid,
}

#[derive(Attribute, Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cents(pub i64);

#[derive(Attribute, Clone, Debug, PartialEq)]
pub(crate) struct LineSummary {
    pub sku: String,
    pub count: u32,
}

#[derive(Table, Debug, PartialEq)]
#[table(pk = "PK", sk = "SK", ttl = "expires_at")]
#[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK")]
#[gsi(ByStatus, pk = [status], sk = [placed_at, order_id], name = "by-status")]
pub(crate) enum Shop {
    Customer(Customer),
    Order(Order),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, tag = "customer", tag_alias = "Customer")]
#[key(pk = "CUSTOMER#{id}", sk = "PROFILE")]
#[index(by_email: Gsi1, pk = "EMAIL#{email}", sk = "CUSTOMER", sparse)]
pub(crate) struct Customer {
    pub id: CustomerId,
    pub email: Option<String>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop)]
#[key(pk = "CUSTOMER#{customer_id}", sk = "ORDER#{placed_at}#{order_id}")]
#[index(by_number: Gsi1, pk = "ORDER#{order_id}", sk = "ORDER")]
#[index(by_status: ByStatus, pk = [status], sk = [placed_at, order_id])]
pub(crate) struct Order {
    pub customer_id: CustomerId,
    pub order_id: String,
    pub placed_at: Timestamp,
    pub status: Status,
    #[attr(rename = "amt")]
    pub total: Cents,
    pub lines: Vec<LineSummary>,
    #[attr(version)]
    pub version: u64,
    pub expires_at: Option<Ttl>,
}

fn order() -> Order {
    Order {
        customer_id: CustomerId("c1".to_owned()),
        order_id: "o1".to_owned(),
        placed_at: Timestamp::from_millis(1_700_000_000_000).unwrap(),
        status: Status::Open,
        total: Cents(500),
        lines: vec![LineSummary { sku: "BOOK".to_owned(), count: 2 }],
        version: 3,
        expires_at: None,
    }
}

#[test]
fn an_entity_becomes_an_item_with_keys_tag_and_attributes_and_comes_back() {
    // given
    let order = order();
    // when
    let item = order.to_item().unwrap();
    // then
    for (name, value) in [
        ("PK", "CUSTOMER#c1"),
        ("SK", "ORDER#2023-11-14T22:13:20.000Z#o1"),
        ("GSI1PK", "ORDER#o1"),
        ("GSI1SK", "ORDER"),
        ("_type", "Order"),
        ("status", "OPEN"),
    ] {
        assert_eq!(item.value(name), Some(value.into()), "{name}");
    }
    assert_eq!(item.value("amt"), Some(500_i64.into()));
    assert_eq!(item.value("version"), Some(3_u8.into()));
    assert_eq!(item.value("expires_at"), None);
    assert_eq!(item.value("total"), None);
    assert_eq!(Order::from_item(&item).unwrap(), order);
    assert_eq!(Shop::from_item(&item).unwrap(), Some(Shop::Order(order)));
}

#[test]
fn a_sparse_key_is_left_out_with_its_part() {
    // given
    let mut customer = Customer { id: CustomerId("c1".to_owned()), email: None };
    // when
    let without = customer.to_item().unwrap();
    customer.email = Some("a@b".to_owned());
    let with = customer.to_item().unwrap();
    // then
    assert_eq!(without.value("GSI1PK"), None);
    assert_eq!(with.value("GSI1PK"), Some("EMAIL#a@b".into()));
    assert_eq!(Customer::from_item(&with).unwrap(), customer);
}

#[test]
fn tags_tell_entities_apart_also_by_their_old_names() {
    let tagged = |tag: &str| -> Item {
        [("PK", "CUSTOMER#c1"), ("SK", "PROFILE"), ("_type", tag), ("id", "c1")]
            .into_iter()
            .map(|(name, value)| (name, Value::from(value)))
            .collect()
    };
    let customer = Customer { id: CustomerId("c1".to_owned()), email: None };
    assert_eq!(Shop::from_item(&tagged("customer")).unwrap(), Some(Shop::Customer(customer.clone())));
    assert_eq!(Shop::from_item(&tagged("Customer")).unwrap(), Some(Shop::Customer(customer)));
    assert_eq!(Shop::from_item(&tagged("Invoice")).unwrap(), None);
}

#[test]
fn the_functions_of_the_entity_build_requests() {
    // given
    let shop: Store<Shop> = Shop::on(Nothing);
    let placed = Timestamp::from_millis(5).unwrap();
    let id = CustomerId("c1".to_owned());
    // when, then: it compiles, and the requests have their conditions
    let query = shop.query(Order::of(&id).placed_at(placed..)).request().unwrap().unwrap();
    assert_eq!(query.keys.len(), 2);
    let query = shop.query(Order::by_status(Status::Open).placed_at(after(placed)));
    let query = query.filter(|o| o.total.ge(Cents(100)) & o.version.gt(1u64)).newest_first().take(25);
    assert!(query.request().unwrap().unwrap().index.is_some());
    let update = shop
        .update(Order::at(&id, placed, "o1").set(|o| o.status, Status::Paid).add(|o| o.total, Cents(5)))
        .when(|o| o.status.eq(Status::Open))
        .request()
        .unwrap();
    assert_eq!((update.update.set.len(), update.update.add.len()), (1, 2));
    let _ = shop.get(Order::key(&id, placed, "o1")).consistent();
    let _ = shop.update(order().edit().set(|o| o.status, Status::Paid)).request().unwrap();
    let _ = Number::from(1u8);
}
