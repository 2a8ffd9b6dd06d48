//! The shop that the tests of the typed operations work on.

use std::sync::Arc;

use monotable::{Attribute, Backend, Entity, KeyPart, Store, Table, Ttl};
use monotable_local::LocalBackend;

#[derive(Table, Debug)]
#[table(pk = "PK", sk = "SK", ttl = "expires_at", scan)]
#[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK", name = "gsi1-index")]
#[gsi(ByStatus, pk = [status], sk = [placed_at: N, order_id])]
#[gsi(Keys, pk = [email], project = keys_only)]
#[lsi(ByTotal, sk = [total: N], project = keys_only)]
#[inverted(Inverted)]
pub(crate) enum Shop {
    Customer(Customer),
    Order(Order),
    Line(Line),
    Session(Session),
    #[table(other)]
    Other(monotable::Item),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop)]
#[key(pk = "CUSTOMER#{customer_id}", sk = "PROFILE")]
#[index(by_email: Keys, pk = [email])]
pub(crate) struct Customer {
    pub(crate) customer_id: String,
    pub(crate) email: String,
    pub(crate) address: Option<Address>,
    pub(crate) tags: std::collections::BTreeSet<String>,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
pub(crate) struct Address {
    pub(crate) city: String,
    pub(crate) zip: Option<String>,
}

#[derive(KeyPart, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Open,
    Paid,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, tag = "order", tag_alias = ["Order"], scan)]
#[key(pk = "CUSTOMER#{customer_id}", sk = "ORDER#{placed_at}#{order_id}")]
#[index(by_region: Gsi1, pk = "REGION#{region}", sk = "{status}#{carrier}#{placed_at}", sparse)]
#[index(by_status: ByStatus, pk = [status], sk = [placed_at, order_id])]
#[index(by_total: ByTotal, sk = [total])]
pub(crate) struct Order {
    pub(crate) customer_id: String,
    pub(crate) placed_at: u64,
    pub(crate) order_id: String,
    pub(crate) status: Status,
    pub(crate) region: Option<String>,
    pub(crate) carrier: String,
    pub(crate) total: u64,
    pub(crate) notes: Vec<String>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop)]
#[key(pk = "CUSTOMER#{customer_id}", sk = "LINE#{order_id}#{number:03}")]
pub(crate) struct Line {
    pub(crate) customer_id: String,
    pub(crate) order_id: String,
    pub(crate) number: u16,
    #[attr(version)]
    pub(crate) version: u64,
    pub(crate) quantity: u32,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop)]
#[key(pk = "SESSION#{id}", sk = "SESSION")]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) expires_at: Ttl,
}

/// An empty shop on the engine.
pub(crate) fn shop() -> Store<Shop> {
    shop_on(Arc::new(LocalBackend::new()))
}

pub(crate) fn shop_on(backend: Arc<dyn Backend>) -> Store<Shop> {
    let shop: Store<Shop> = Store::shared(backend);
    now(shop.create_table()).expect("a new database has room for the table");
    shop
}

pub(crate) fn order(customer: &str, placed_at: u64, number: u64) -> Order {
    Order {
        customer_id: customer.to_owned(),
        placed_at,
        order_id: format!("o{number}"),
        status: Status::Open,
        region: None,
        carrier: "post".to_owned(),
        total: number * 10,
        notes: Vec::new(),
    }
}

/// Awaits what the engine answers at once.
pub(crate) fn now<F: IntoFuture>(future: F) -> F::Output {
    let mut future = Box::pin(future.into_future());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        std::thread::yield_now();
    }
}
