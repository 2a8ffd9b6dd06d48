use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use monotable::expression::{
    Comparator, Condition, KeyCondition, KeyTest, Operand, Path, SetOperand, SetValue, Update,
};
use monotable::request::control::CreateTable;
use monotable::request::{GetItem, PutItem, Query, TransactWrite, TransactWriteItems, UpdateItem};
use monotable::values::PackedValue;
use monotable::{Backend, Item, Table, Value};
use monotable_local::LocalBackend;

use crate::{Form, Order, Shop};

/// monotable's engine at the trait `Backend`, with orders of many customers.
///
/// The functions that make requests belong outside of what is measured, as with the peer.
#[derive(Clone)]
pub struct LocalShop {
    backend: LocalBackend,
    table: Arc<str>,
}

impl LocalShop {
    /// Orders of each customer: what a query finds.
    pub const PER_CUSTOMER: u64 = 20;

    /// A database with a table, with the index of the orders by store or without.
    ///
    /// # Panics
    /// If the database refuses a request, which leaves nothing to measure.
    pub fn empty(indexed: bool) -> Self {
        let shop = Self { backend: LocalBackend::new(), table: Arc::from(TABLE) };
        now(shop.backend.create_table(Self::definition(indexed))).expect("the table is well formed");
        shop
    }

    /// The same with so many orders.
    ///
    /// # Panics
    /// As [`LocalShop::empty`].
    pub fn filled(indexed: bool, form: Form, orders: u64) -> Self {
        let shop = Self::empty(indexed);
        for place in 0..orders {
            shop.put(shop.put_request(form, Self::order(place)));
        }
        shop
    }

    pub fn definition(indexed: bool) -> CreateTable {
        let mut definition = Shop::SCHEMA.create_table(TABLE.into());
        definition.indexes.retain(|_| indexed);
        definition
    }

    /// The order at this place of the table.
    pub fn order(place: u64) -> Order {
        Order::sample(place / Self::PER_CUSTOMER, place % Self::PER_CUSTOMER)
    }

    pub fn backend(&self) -> &LocalBackend {
        &self.backend
    }

    pub fn put_request(&self, form: Form, order: Order) -> PutItem {
        PutItem::new(Arc::clone(&self.table), form.item(order))
    }

    /// Writes these orders, all of them or none.
    pub fn transaction_request(&self, form: Form, orders: [Order; 4]) -> TransactWriteItems {
        let put = |order| TransactWrite::put(Arc::clone(&self.table), form.item(order));
        TransactWriteItems::new(orders.map(put).into())
    }

    pub fn get_request(&self, order: &Order) -> GetItem {
        GetItem::new(Arc::clone(&self.table), key(order))
    }

    /// Asks for all orders of a customer.
    pub fn query_request(&self, customer: u64) -> Query {
        let hash = PackedValue::text(format!("CUSTOMER#c-{customer:06}"));
        let keys = vec![
            KeyCondition { name: "PK".into(), test: KeyTest::Eq(hash) },
            KeyCondition { name: "SK".into(), test: KeyTest::BeginsWith(PackedValue::text("ORDER#")) },
        ];
        Query::new(Arc::clone(&self.table), keys)
    }

    /// Adds to the total of an open order. Its condition holds however often it runs.
    ///
    /// # Panics
    /// Never: small numbers and texts can be packed.
    pub fn update_request(&self, order: &Order) -> UpdateItem {
        let total = Path::attribute("total");
        let mut update = Update::default();
        update
            .set
            .push((Path::attribute("updated_at"), SetValue::Operand(SetOperand::Value(number(1_760_000_200_000)))));
        let sum = SetValue::Plus(SetOperand::Path(total.clone()), SetOperand::Value(number(1)));
        update.set.push((total.clone(), sum));
        let status = Operand::Path(Path::attribute("status"));
        let open = Condition::Compare(status, Comparator::Eq, Operand::Value(PackedValue::text("Open")));
        let least = Condition::Compare(Operand::Path(total), Comparator::Ge, Operand::Value(number(100)));
        let mut request = UpdateItem::new(Arc::clone(&self.table), key(order), update);
        request.condition = Some(open.and(least));
        request
    }

    /// # Panics
    /// As [`LocalShop::empty`].
    pub fn put(&self, request: PutItem) {
        now(self.backend.put_item(request)).expect("the item is well formed");
    }

    /// # Panics
    /// If there is no such item.
    pub fn get(&self, request: GetItem) -> Item {
        now(self.backend.get_item(request)).expect("the key is well formed").item.expect("the shop has this order")
    }

    /// # Panics
    /// As [`LocalShop::empty`].
    pub fn query(&self, request: Query) -> Vec<Item> {
        now(self.backend.query(request))
            .expect("the query is well formed")
            .items
            .into_rows()
            .expect("the items of an engine are rows")
    }

    /// # Panics
    /// As [`LocalShop::empty`].
    pub fn transact(&self, request: TransactWriteItems) {
        now(self.backend.transact_write_items(request)).expect("the transaction is well formed");
    }

    /// # Panics
    /// If the condition does not hold.
    pub fn update(&self, request: UpdateItem) {
        now(self.backend.update_item(request)).expect("the order is open");
    }
}

/// Awaits what is there at once.
///
/// # Panics
/// If it is not.
pub fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the engine answers at once"),
    }
}

fn key(order: &Order) -> Item {
    let Order { customer_id, placed_at, order_id, .. } = order;
    let hash = Value::from(format!("CUSTOMER#{customer_id}"));
    let range = Value::from(format!("ORDER#{placed_at:020}#{order_id}"));
    [("PK", hash), ("SK", range)].into_iter().collect()
}

fn number(number: u64) -> PackedValue {
    PackedValue::of(&number).expect("whole numbers can be packed")
}

const TABLE: &str = "shop";
