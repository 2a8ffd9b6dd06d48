//! Tests of the engine through the `Backend` trait, of what the shared conformance tests cannot see: indexes against a model,
//! forks, threads, the log.

mod arbitrary;
mod backfill;
mod capacity;
mod chaos;
mod concurrency;
mod expiry;
mod forks;
mod indexes;
mod lifecycle;
mod limits;
mod pages;
mod phases;
mod queries;
mod streams;
mod tables;
mod transactions;

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use monotable::expression::{KeyCondition, KeyTest};
use monotable::request::control::{CreateTable, IndexDefinition, KeyAttribute, Projection};
use monotable::request::{DeleteItem, GetItem, PutItem, Query};
use monotable::schema::IndexKind;
use monotable::values::PackedValue;
use monotable::{Backend, Error, Item, Reply, Type, Value};

use crate::LocalBackend;

const TABLE: &str = "shop";

/// The answer of the engine, which never waits.
fn now<T>(reply: Reply<'_, T>) -> Result<T, Error> {
    match pin!(reply).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("the engine answers at once"),
    }
}

fn name() -> Arc<str> {
    TABLE.into()
}

fn key(name: &'static str, kind: Type) -> KeyAttribute {
    KeyAttribute { name: name.into(), kind }
}

fn item<const N: usize>(attributes: [(&str, Value); N]) -> Item {
    attributes.into_iter().collect()
}

fn s(text: &str) -> Value {
    Value::from(text)
}

fn n(number: i64) -> Value {
    Value::from(number)
}

fn global(name: &str, hash: &[KeyAttribute], range: &[KeyAttribute], projection: Projection) -> IndexDefinition {
    IndexDefinition {
        name: name.into(),
        kind: IndexKind::Global,
        hash: hash.to_vec(),
        range: range.to_vec(),
        projection,
    }
}

fn local(name: &str, range: KeyAttribute, projection: Projection) -> IndexDefinition {
    IndexDefinition { name: name.into(), kind: IndexKind::Local, hash: vec![pk()], range: vec![range], projection }
}

fn pk() -> KeyAttribute {
    key("PK", Type::S)
}

fn sk() -> KeyAttribute {
    key("SK", Type::S)
}

/// A table with text keys and these indexes.
fn backend(indexes: Vec<IndexDefinition>) -> LocalBackend {
    let backend = LocalBackend::new();
    create(&backend, indexes);
    backend
}

fn create(backend: &LocalBackend, indexes: Vec<IndexDefinition>) {
    let mut request = CreateTable::new(name(), pk(), Some(sk()));
    request.indexes = indexes;
    now(backend.create_table(request)).unwrap();
}

fn put(backend: &LocalBackend, item: Item) {
    now(backend.put_item(PutItem::new(name(), item))).unwrap();
}

fn get(backend: &LocalBackend, pk: &str, sk: &str) -> Option<Item> {
    now(backend.get_item(GetItem::new(name(), item([("PK", s(pk)), ("SK", s(sk))])))).unwrap().item
}

fn delete(backend: &LocalBackend, pk: &str, sk: &str) {
    now(backend.delete_item(DeleteItem::new(name(), item([("PK", s(pk)), ("SK", s(sk))])))).unwrap();
}

fn test(name: &'static str, test: fn(PackedValue) -> KeyTest, value: &Value) -> KeyCondition {
    KeyCondition { name: name.into(), test: test(value.into()) }
}

fn query(pk: &str) -> Query {
    Query::new(name(), vec![test("PK", KeyTest::Eq, &s(pk))])
}

fn sort_keys(items: &[Item]) -> Vec<String> {
    items.iter().map(|item| item.get("SK").and_then(|value| value.as_str()).unwrap_or_default().to_owned()).collect()
}
