//! The server as clients of the AWS SDK meet it.

mod operations;
mod retries;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::Credentials;
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use monotable::aws::AwsBackend;
use monotable::request::control::DescribeTable;
use monotable::{Backend, ErrorKind};
use monotable_local::LocalBackend;
use monotable_server::LocalServer;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

fn strict() -> LocalServer {
    LocalServer::builder(LocalBackend::new())
        .threads(1)
        .require_signature("someone", "else")
        .require_signature("local", "local")
        .start(("127.0.0.1", 0))
        .unwrap()
}

/// A client with this key and secret, on the connections of a backend.
fn client(server: &LocalServer, key: &str, secret: &str) -> Client {
    let backend = AwsBackend::for_endpoint(server.url());
    let credentials = Credentials::new(key, secret, None, None, "tests");
    let config = backend.client().config().to_builder().credentials_provider(credentials).build();
    Client::from_conf(config)
}

#[test]
fn a_signature_of_the_sdk_is_accepted() {
    let server = strict();

    let tables = runtime().block_on(client(&server, "local", "local").list_tables().send()).unwrap();

    assert!(tables.table_names().is_empty());
}

#[test]
fn a_signature_with_another_secret_is_refused() {
    let server = strict();

    let error = runtime().block_on(client(&server, "local", "wrong").list_tables().send()).unwrap_err();

    assert_eq!(error.code(), Some("InvalidSignatureException"));
}

#[test]
fn an_access_key_that_nobody_has_is_refused() {
    let server = strict();

    let error = runtime().block_on(client(&server, "nobody", "local").list_tables().send()).unwrap_err();

    assert_eq!(error.code(), Some("UnrecognizedClientException"));
}

#[test]
fn what_the_server_refuses_is_an_error_without_access() {
    let server = LocalServer::builder(LocalBackend::new())
        .threads(1)
        .require_signature("someone", "else")
        .start(("127.0.0.1", 0))
        .unwrap();
    let backend = AwsBackend::for_endpoint(server.url());

    let error = runtime().block_on(backend.describe_table(DescribeTable::new("shop".into()))).unwrap_err();

    assert_eq!(error.kind(), ErrorKind::AccessDenied);
}

#[test]
fn a_server_can_be_dropped_within_another_runtime() {
    runtime().block_on(async {
        let server = LocalServer::start(LocalBackend::new()).unwrap();
        drop(server);
    });
}
