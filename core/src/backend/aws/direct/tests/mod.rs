//! Both ways of a call, beside each other: the same requests go out, and the same comes of every answer.
//!
//! `script` is the HTTP client that notes requests and gives prepared answers.

mod answers;
mod errors;
mod hostile;
mod requests;
mod script;
mod settings;

use super::super::AwsBackend;
use crate::backend::{GetItem, PutItem, Query};
use crate::expr::{KeyCondition, KeyTest};
use crate::value::{Item, PackedValue, Value};
use script::{Answer, Script};

/// The outcome of a call with bodies of our own, and through the SDK's types.
fn both<T>(answers: &[Answer], call: impl AsyncFn(&AwsBackend) -> T) -> [T; 2] {
    [false, true].map(|sdk_codec| outcome(answers, sdk_codec, &call).0)
}

/// The outcome of a call, and the client that has seen it.
fn outcome<T>(answers: &[Answer], sdk_codec: bool, call: impl AsyncFn(&AwsBackend) -> T) -> (T, Script) {
    let script = Script::new(answers);
    let backend = AwsBackend::from_client(script.client());
    let backend = if sdk_codec { backend.with_sdk_codec() } else { backend };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    (runtime.block_on(call(&backend)), script)
}

fn key() -> Item {
    [("PK", Value::from("a"))].into_iter().collect()
}

fn get() -> GetItem {
    GetItem::new("shop".into(), key())
}

fn put() -> PutItem {
    PutItem::new("shop".into(), key())
}

fn query() -> Query {
    let keys = vec![KeyCondition { name: "PK".into(), test: KeyTest::Eq(PackedValue::text("a")) }];
    Query::new("shop".into(), keys)
}
