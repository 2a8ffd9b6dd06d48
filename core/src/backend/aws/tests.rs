//! The backend over a socket, against a server that gives prepared answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{Credentials, ProvideCredentials, Region, SharedCredentialsProvider};
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_types::SdkConfig;

use super::*;
use crate::backend::{BatchKeys, BatchWrite, TransactGet, TransactWrite};
use crate::error::{Error, ErrorKind};
use crate::value::{Item, Value};

/// Gives its answers in order, each `(status, body)`, and notes what it was asked.
struct Server {
    url: String,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    connections: usize,
    requests: Vec<String>,
}

impl Server {
    fn answering(answers: &[(u16, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Seen::default()));
        let noted = Arc::clone(&seen);
        let mut answers: Vec<(u16, String)> =
            answers.iter().rev().map(|(status, body)| (*status, (*body).to_owned())).collect();
        std::thread::spawn(move || {
            while !answers.is_empty() {
                let Ok((mut stream, _)) = listener.accept() else { return };
                noted.lock().unwrap().connections += 1;
                while let Some(request) = read_request(&mut stream) {
                    noted.lock().unwrap().requests.push(request);
                    let Some((status, body)) = answers.pop() else { return };
                    let head = format!("HTTP/1.1 {status} X\r\nx-amzn-requestid: R1\r\ncontent-length: {}", body.len());
                    if stream.write_all(format!("{head}\r\n\r\n{body}").as_bytes()).is_err() {
                        break;
                    }
                }
            }
        });
        Self { url, seen }
    }

    fn backend(&self) -> AwsBackend {
        AwsBackend::for_endpoint(&self.url)
    }
}

fn read_request(stream: &mut std::net::TcpStream) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "))?.parse().ok()?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(head + &String::from_utf8(body).ok()?)
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn key() -> Item {
    [("PK", Value::from("a"))].into_iter().collect()
}

fn get() -> GetItem {
    GetItem::new("shop".into(), key())
}

fn whole_chain(error: &Error) -> String {
    let chain = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    chain.map(|cause| format!("{cause}\n")).collect()
}

#[test]
fn one_connection_serves_one_call_after_the_other() {
    let server = Server::answering(&[(200, "{}"), (200, r#"{"Item":{"PK":{"S":"a"},"n":{"N":"7"}}}"#)]);
    let backend = server.backend();

    let (missing, found) = run(async { (backend.get_item(get()).await, backend.get_item(get()).await) });

    assert_eq!(missing.unwrap().item, None);
    let found = found.unwrap();
    assert_eq!(found.item, Some([("PK", Value::from("a")), ("n", Value::from(7))].into_iter().collect()));
    assert_eq!(found.meta.request_id.as_deref(), Some("R1"));
    let seen = server.seen.lock().unwrap();
    assert_eq!(seen.connections, 1);
    assert!(seen.requests[1].starts_with("POST / HTTP/1.1\r\n"), "{}", seen.requests[1]);
    assert!(seen.requests[1].contains("x-amz-target: DynamoDB_20120810.GetItem"), "{}", seen.requests[1]);
    assert!(seen.requests[1].contains(&format!("host: {}", &server.url["http://".len()..])), "{}", seen.requests[1]);
}

#[test]
fn a_failed_condition_brings_its_old_item_and_the_error_of_the_sdk() {
    let server = Server::answering(&[(
        400,
        r#"{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
            "message":"The conditional request failed","Item":{"PK":{"S":"a"}}}"#,
    )]);

    let error = run(server.backend().put_item(PutItem::new("shop".into(), key()))).unwrap_err();

    assert!(error.is_condition_failed());
    assert_eq!(error.to_string(), "The conditional request failed (ConditionalCheckFailedException)");
    assert_eq!(error.request_id(), Some("R1"));
    assert_eq!(error.item(), Some(&key()));
    let source = std::error::Error::source(&error).unwrap();
    assert!(source.is::<SdkError<PutItemError>>());
}

#[test]
fn failures_of_the_service_are_tried_again() {
    let failure = r#"{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"oops"}"#;
    let server = Server::answering(&[(500, failure), (200, "{}")]);

    let answer = run(server.backend().get_item(get()));

    assert_eq!(answer.unwrap().item, None);
    assert_eq!(server.seen.lock().unwrap().requests.len(), 2);
}

#[test]
fn exceptions_outside_of_the_sdk_model_keep_their_name_and_lose_values() {
    let server = Server::answering(&[(
        400,
        r#"{"__type":"com.amazon.coral.validate#ValidationException",
            "message":"The parameter cannot be converted to a numeric value: s3cret"}"#,
    )]);

    let error = run(server.backend().get_item(get())).unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Validation);
    assert_eq!(error.code(), Some("ValidationException"));
    assert!(!error.to_string().contains("s3cret"), "{error}");
    assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
    assert!(whole_chain(&error).contains("s3cret"), "the source keeps the text as it came");
}

#[test]
fn items_that_dynamodb_cannot_have_stored_are_decode_errors() {
    let server = Server::answering(&[(200, r#"{"Item":{"n":{"N":"s3cret"}}}"#)]);

    let error = run(server.backend().get_item(get())).unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(whole_chain(&error), "attribute `n`: malformed item: a number is not decimal\n");
}

#[test]
fn answers_that_are_not_json_are_failures_of_the_service() {
    let server = Server::answering(&[(200, "<html>")]);

    let error = run(server.backend().get_item(get())).unwrap_err();

    assert_eq!(
        (error.kind(), error.to_string()),
        (ErrorKind::Service, "DynamoDB's answer could not be read".to_owned())
    );
}

#[test]
fn pages_come_with_their_counts_position_and_cost() {
    let server = Server::answering(&[(
        200,
        r#"{"Items":[{"PK":{"S":"a"}},{"PK":{"S":"b"}}],"Count":2,"ScannedCount":5,"LastEvaluatedKey":{"PK":{"S":"b"}},
            "ConsumedCapacity":{"TableName":"shop","CapacityUnits":1.5,"Table":{"CapacityUnits":1.0},
            "GlobalSecondaryIndexes":{"gsi1":{"CapacityUnits":0.5}}}}"#,
    )]);

    let page = run(server.backend().scan(Scan::new("shop".into()))).unwrap();

    assert_eq!((page.items.len(), page.count, page.scanned_count), (2, 2, 5));
    assert_eq!(page.last_evaluated_key.unwrap().value("PK"), Some(Value::from("b")));
    let consumed = page.meta.consumed.unwrap();
    assert_eq!((consumed.units, consumed.table), (1.5, Some(1.0)));
    assert_eq!(consumed.global_indexes["gsi1"], 0.5);
}

#[test]
fn a_server_that_is_not_there_is_unavailable() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();

    let error = run(AwsBackend::for_endpoint(format!("http://{closed}")).get_item(get())).unwrap_err();

    assert_eq!((error.kind(), error.to_string()), (ErrorKind::Unavailable, "DynamoDB could not be reached".to_owned()));
    assert!(error.is_retryable());
}

#[test]
fn a_server_that_keeps_silent_is_unavailable() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let backend = AwsBackend::for_endpoint(format!("http://{}", silent.local_addr().unwrap()));
    let timeouts = TimeoutConfig::builder().read_timeout(Duration::from_millis(5)).build();
    let config = backend.client().config().to_builder().timeout_config(timeouts).retry_config(RetryConfig::disabled());
    let backend = AwsBackend::from_client(Client::from_conf(config.build()));

    let error = run(backend.get_item(get())).unwrap_err();

    assert_eq!((error.kind(), error.message()), (ErrorKind::Unavailable, "DynamoDB did not answer in time"));
}

#[test]
fn credentials_that_cannot_be_had_are_told_from_those_that_may_come() {
    let cases = [(false, ErrorKind::AccessDenied), (true, ErrorKind::Unavailable)];
    for (timed_out, kind) in cases {
        let config = SdkConfig::builder()
            .region(Region::from_static("us-east-1"))
            .retry_config(RetryConfig::disabled())
            .credentials_provider(SharedCredentialsProvider::new(NoCredentials { timed_out }))
            .build();

        let error = run(AwsBackend::new(&config).get_item(get())).unwrap_err();

        assert_eq!((error.kind(), error.message()), (kind, "the AWS SDK could not get credentials"));
    }
}

#[derive(Debug)]
struct NoCredentials {
    timed_out: bool,
}

impl ProvideCredentials for NoCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Err(match self.timed_out {
            true => CredentialsError::provider_timed_out(Duration::from_secs(1)),
            false => CredentialsError::not_loaded("none"),
        }))
    }
}

#[test]
fn what_the_configuration_lacks_is_named() {
    let credentials = SharedCredentialsProvider::new(Credentials::new("x", "x", None, None, "test"));
    let region = Region::from_static("us-east-1");
    let without_credentials = SdkConfig::builder().region(region.clone()).build();
    let without_region = SdkConfig::builder().credentials_provider(credentials).build();
    let cases = [
        (AwsBackend::new(&without_credentials), ErrorKind::AccessDenied, "the AWS SDK has no credentials"),
        (AwsBackend::new(&without_region), ErrorKind::InvalidRequest, "the AWS SDK knows no region"),
        (
            AwsBackend::for_endpoint("not a URL"),
            ErrorKind::InvalidRequest,
            "the endpoint of the AWS SDK's configuration",
        ),
        (
            AwsBackend::for_endpoint("https://localhost"),
            ErrorKind::InvalidRequest,
            "the endpoint is not an http:// URL",
        ),
    ];
    for (backend, kind, text) in cases {
        let error = run(backend.get_item(get())).unwrap_err();

        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().starts_with(text), "{error}");
        assert!(!error.is_retryable(), "{error}");
    }
}

#[test]
fn the_clock_sleeps_within_a_runtime_and_without() {
    let pause = Duration::from_millis(1);
    let backend = AwsBackend::for_endpoint("http://localhost:1");

    let within = run(backend.clock().sleep(pause));
    let mut sleep = backend.clock().sleep(pause);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let without = loop {
        if let std::task::Poll::Ready(done) = std::pin::Pin::new(&mut sleep).poll(&mut context) {
            break done;
        }
        std::thread::yield_now();
    };

    assert!(within.is_ok() && without.is_ok());
}

#[test]
fn a_cancelled_transaction_tells_the_reason_of_each_action() {
    let server = Server::answering(&[(
        400,
        r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
            "Message":"Transaction cancelled, please refer cancellation reasons for specific reasons [None, ..]",
            "CancellationReasons":[{"Code":"None"},
                {"Code":"ConditionalCheckFailed","Message":"The conditional request failed","Item":{"PK":{"S":"a"}}},
                {"Code":"ValidationError","Message":"converted to a numeric value: s3cret"}]}"#,
    )]);
    let delete = TransactWrite::delete("shop".into(), key());

    let error = run(server.backend().transact_write_items(TransactWriteItems::new(vec![delete; 3]))).unwrap_err();

    assert_eq!(error.kind(), ErrorKind::TransactionCanceled);
    assert!(!error.is_retryable());
    let [none, failed, invalid] = error.reasons() else { panic!("{} reasons", error.reasons().len()) };
    assert_eq!((none.code.as_deref(), none.message.as_deref(), &none.item), (None, None, &None));
    assert!(failed.is_condition_failed());
    assert_eq!(failed.item, Some(key()));
    assert_eq!(invalid.message.as_deref(), Some("converted to a numeric value"));
    // The SDK makes up a token where there is none.
    assert!(server.seen.lock().unwrap().requests[0].contains("ClientRequestToken"));
}

#[test]
fn conflicts_of_transactions_can_be_tried_again() {
    let canceled = r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message":"cancelled","CancellationReasons":[{"Code":"TransactionConflict","Message":"Transaction is ongoing"}]}"#;
    let server = Server::answering(&[(400, canceled)]);
    let get = TransactGet::new("shop".into(), key());

    let error = run(server.backend().transact_get_items(TransactGetItems::new(vec![get]))).unwrap_err();

    assert!(error.is_retryable(), "{error:?}");
    assert_eq!(server.seen.lock().unwrap().requests.len(), 1);
}

#[test]
fn what_a_batch_left_can_be_sent_again() {
    let server = Server::answering(&[
        (
            200,
            r##"{"Responses":{"shop":[{"PK":{"S":"a"}}]},
                "UnprocessedKeys":{"shop":{"Keys":[{"PK":{"S":"b"}}],"ConsistentRead":true,"ProjectionExpression":"#n0",
                    "ExpressionAttributeNames":{"#n0":"PK"}},"stock":{"Keys":[{"PK":{"S":"c"}}]}}}"##,
        ),
        (200, r#"{"UnprocessedItems":{"shop":[{"DeleteRequest":{"Key":{"PK":{"S":"b"}}}}]}}"#),
        (200, r#"{"Responses":{},"UnprocessedKeys":{}}"#),
    ]);
    let backend = server.backend();
    let named = |name: &str| -> Item { [("PK", Value::from(name))].into_iter().collect() };
    let mut projected = BatchKeys::new(vec![named("a"), named("b")]);
    projected.projection = Some(vec![crate::expr::Path::attribute("PK")]);
    projected.consistent = true;
    let gets =
        BatchGetItem::new([("shop".into(), projected), ("stock".into(), BatchKeys::new(vec![named("c")]))].into());
    let deletes = vec![BatchWrite::Delete(named("a")), BatchWrite::Delete(named("b"))];
    let mut writes = BatchWriteItem::new([("shop".into(), deletes)].into());
    writes.return_collections = true;

    let (read, written, nothing) = run(async {
        (
            backend.batch_get_item(gets.clone()).await.unwrap(),
            backend.batch_write_item(writes).await.unwrap(),
            backend.batch_get_item(gets).await.unwrap(),
        )
    });

    assert_eq!(read.items["shop"].clone().into_rows().unwrap(), [named("a")]);
    assert!(read.items["stock"].is_empty());
    let left = read.unprocessed.unwrap().tables;
    assert_eq!((&left["shop"].keys, left["shop"].consistent), (&vec![named("b")], true));
    assert_eq!(left["shop"].projection, Some(vec![crate::expr::Path::attribute("PK")]));
    assert_eq!((&left["stock"].keys, left["stock"].consistent), (&vec![named("c")], false));
    let left = written.unprocessed.unwrap();
    assert_eq!(left.tables["shop"], [BatchWrite::Delete(named("b"))]);
    assert!(left.return_collections);
    assert!(nothing.unprocessed.is_none());
    assert_eq!(nothing.items.len(), 2);
}
