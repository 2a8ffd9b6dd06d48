//! Attempts after the first: they carry the same body, and a signature that holds, whichever codec wrote it.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::http::{HttpRequest, HttpResponse};
use aws_sdk_dynamodb::config::retry::{RetryConfig, RetryPartition};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use monotable::aws::AwsBackend;
use monotable::expression::{Path, Update};
use monotable::request::control::{CreateTable, KeyAttribute};
use monotable::request::{GetItem, PutItem, ReturnValues, TransactWrite, TransactWriteItems, UpdateItem};
use monotable::values::PackedValue;
use monotable::{Backend, Item, Type, Value};
use monotable_local::LocalBackend;
use monotable_server::LocalServer;

use super::runtime;

/// The fate of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// The connection breaks before the server has seen the request.
    Unsent,
    /// The server does what is asked, and nobody learns of it.
    Unanswered,
    /// Something in between says that it is too much.
    Throttled,
}

const FATES: [&[Fate]; 4] = [
    &[Fate::Unsent],
    &[Fate::Unanswered],
    &[Fate::Throttled],
    &[Fate::Unanswered, Fate::Throttled, Fate::Unsent, Fate::Unanswered],
];

/// An HTTP client that gives these fates to its attempts, one by one, and keeps what was sent.
#[derive(Clone, Debug)]
struct Flaky {
    inner: SharedHttpClient,
    fates: Arc<Mutex<VecDeque<Fate>>>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

#[derive(Clone, Debug)]
struct Sent {
    body: String,
    signed: bool,
    /// The server's answer, if the attempt reached it.
    status: Option<u16>,
}

#[derive(Debug)]
struct Connector {
    client: Flaky,
    inner: SharedHttpConnector,
}

impl HttpClient for Flaky {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let inner = self.inner.http_connector(settings, components);
        SharedHttpConnector::new(Connector { client: self.clone(), inner })
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = String::from_utf8(request.body().bytes().unwrap().to_vec()).unwrap();
        let sent = Sent { body, signed: request.headers().get("authorization").is_some(), status: None };
        let fate = self.client.fates.lock().unwrap().pop_front();
        let (inner, seen) = (self.inner.clone(), Arc::clone(&self.client.sent));
        HttpConnectorFuture::new(async move {
            let broken = || ConnectorError::io("broken".into());
            match fate {
                Some(Fate::Unsent) => {
                    seen.lock().unwrap().push(sent);
                    Err(broken())
                }
                Some(Fate::Throttled) => {
                    seen.lock().unwrap().push(sent);
                    let body = SdkBody::from(r#"{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException"}"#);
                    Ok(HttpResponse::new(StatusCode::try_from(400).unwrap(), body))
                }
                Some(Fate::Unanswered) | None => {
                    let response = inner.call(request).await?;
                    let status = Some(response.status().as_u16());
                    seen.lock().unwrap().push(Sent { status, ..sent });
                    if fate.is_none() { Ok(response) } else { Err(broken()) }
                }
            }
        })
    }
}

/// A server that checks signatures, with a table, and a client to which this happens.
struct Scene {
    engine: LocalBackend,
    backend: AwsBackend,
    flaky: Flaky,
    _server: LocalServer,
}

fn scene(fates: &[Fate], sdk_codec: bool) -> Scene {
    let engine = LocalBackend::new();
    let table = CreateTable::new("shop".into(), KeyAttribute { name: "PK".into(), kind: Type::S }, None);
    at_once(engine.create_table(table)).unwrap();
    let server = LocalServer::builder(engine.clone())
        .threads(1)
        .require_signature("local", "local")
        .start(("127.0.0.1", 0))
        .unwrap();
    let plain = AwsBackend::for_endpoint(server.url());
    let config = plain.client().config();
    let flaky = Flaky {
        inner: config.http_client().unwrap(),
        fates: Arc::new(Mutex::new(fates.iter().copied().collect())),
        sent: Arc::default(),
    };
    let retries = RetryConfig::standard().with_max_attempts(7).with_initial_backoff(Duration::from_nanos(1));
    // The clients of a process share what retries they have left, and the tests that run beside need theirs.
    let partition = RetryPartition::new(server.url());
    let config =
        config.to_builder().http_client(flaky.clone()).retry_config(retries).retry_partition(partition).build();
    let backend = AwsBackend::from_client(Client::from_conf(config));
    let backend = if sdk_codec { backend.with_sdk_codec() } else { backend };
    Scene { engine, backend, flaky, _server: server }
}

impl Scene {
    /// Returns the body that was sent. Asserts that all attempts had the same one, were signed, and were accepted by the server.
    fn sent(&self, fates: &[Fate]) -> String {
        let sent = self.flaky.sent.lock().unwrap().clone();
        assert_eq!(sent.len(), fates.len() + 1, "{sent:?}");
        for (place, attempt) in sent.iter().enumerate() {
            let asked = fates.get(place).is_none_or(|fate| *fate == Fate::Unanswered);
            assert_eq!((attempt.signed, attempt.status), (true, asked.then_some(200)), "{sent:?}");
            assert_eq!(attempt.body, sent[0].body);
        }
        sent[0].body.clone()
    }

    fn count(&self) -> Option<Value> {
        let item = at_once(self.engine.get_item(GetItem::new("shop".into(), key()))).unwrap().item.unwrap();
        item.get("count").map(Value::from)
    }
}

fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the engine did not answer at once"),
    }
}

fn key() -> Item {
    [("PK", Value::from("a \u{e9}\u{1f600}"))].into_iter().collect()
}

fn one_more() -> Update {
    Update { add: vec![(Path::attribute("count"), PackedValue::from(&Value::from(1)))], ..Update::default() }
}

#[test]
fn every_attempt_sends_the_same_and_signs_it() {
    for (fates, sdk_codec) in FATES.into_iter().flat_map(|fates| [(fates, false), (fates, true)]) {
        let scene = scene(fates, sdk_codec);

        let mut put = PutItem::new("shop".into(), key());
        put.return_values = ReturnValues::AllOld;
        let old = runtime().block_on(scene.backend.put_item(put)).unwrap().attributes;

        let body = scene.sent(fates);
        assert!(body.contains("\"ALL_OLD\""), "{body}");
        assert_eq!(old.is_some(), fates.contains(&Fate::Unanswered));
    }
}

#[test]
fn a_transaction_has_one_token_for_all_attempts_so_that_it_is_made_once() {
    for (fates, sdk_codec) in FATES.into_iter().flat_map(|fates| [(fates, false), (fates, true)]) {
        for token in [None, Some("mine".to_owned())] {
            let scene = scene(fates, sdk_codec);

            let mut request = TransactWriteItems::new(vec![TransactWrite::update("shop".into(), key(), one_more())]);
            request.token.clone_from(&token);
            runtime().block_on(scene.backend.transact_write_items(request)).unwrap();

            let body: serde_json::Value = serde_json::from_str(&scene.sent(fates)).unwrap();
            let sent = body["ClientRequestToken"].as_str().unwrap();
            assert!(!sent.is_empty() && token.is_none_or(|token| token == sent), "{sent}");
            assert_eq!(scene.count(), Some(Value::from(1)));
        }
    }
}

#[test]
fn transactions_that_are_not_the_same_have_tokens_of_their_own() {
    for sdk_codec in [false, true] {
        let scene = scene(&[], sdk_codec);
        let request = TransactWriteItems::new(vec![TransactWrite::update("shop".into(), key(), one_more())]);

        let runtime = runtime();
        runtime.block_on(scene.backend.transact_write_items(request.clone())).unwrap();
        runtime.block_on(scene.backend.transact_write_items(request)).unwrap();

        assert_eq!(scene.count(), Some(Value::from(2)));
    }
}

/// An update has no token: what this shows is that the test would notice a transaction that was made twice.
#[test]
fn an_update_whose_answer_was_lost_is_made_again() {
    let scene = scene(&[Fate::Unanswered], false);

    runtime().block_on(scene.backend.update_item(UpdateItem::new("shop".into(), key(), one_more()))).unwrap();

    assert_eq!(scene.count(), Some(Value::from(2)));
}

#[test]
fn calls_side_by_side_have_their_own_bodies_and_answers() {
    let scene = scene(&[Fate::Unanswered, Fate::Unsent, Fate::Throttled, Fate::Unanswered], false);
    let item = |number: u64| -> Item {
        [("PK", Value::from(format!("{number}"))), ("n", Value::from(number))].into_iter().collect()
    };
    let calls = async {
        let mut calls = tokio::task::JoinSet::new();
        for number in 0..32 {
            let (backend, item) = (scene.backend.clone(), item(number));
            calls.spawn(async move {
                backend.put_item(PutItem::new("shop".into(), item.clone())).await.unwrap();
                let found = backend.get_item(GetItem::new("shop".into(), item.select(|name| name == b"PK"))).await;
                assert_eq!(found.unwrap().item, Some(item));
            });
        }
        while let Some(call) = calls.join_next().await {
            call.unwrap();
        }
    };

    runtime().block_on(calls);
}
