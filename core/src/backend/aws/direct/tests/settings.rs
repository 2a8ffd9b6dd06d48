//! Clients with settings of their own.

use std::time::Duration;

use aws_credential_types::provider::{self, ProvideCredentials, future};
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{Builder, Credentials, StalledStreamProtectionConfig};
use aws_sdk_dynamodb::{Client, types::AttributeValue};

use super::script::{Answer, Script, ok, refused};
use super::*;
use crate::backend::Backend;
use crate::error::ErrorKind;

const ITEM: &str = r#"{"Item":{"PK":{"S":"a"},"n":{"N":"1"}}}"#;
const THROTTLED: &str = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"later"}"#;

/// Returns what a get comes to in both ways, and where its requests went.
fn both_with(
    answers: &[Answer],
    settings: impl Fn(Builder) -> Builder,
) -> [(Result<Option<Item>, ErrorKind>, Vec<String>); 2] {
    [false, true].map(|sdk_codec| {
        let script = Script::new(answers);
        let backend = AwsBackend::from_client(Client::from_conf(settings(script.config()).build()));
        assert!(!backend.sdk_codec);
        let backend = if sdk_codec { backend.with_sdk_codec() } else { backend };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let outcome = runtime.block_on(async { backend.get_item(get()).await });
        let uris = script.seen().into_iter().map(|seen| seen.uri).collect();
        (outcome.map(|output| output.item).map_err(|error| error.kind()), uris)
    })
}

#[test]
fn clients_with_any_settings_get_the_same_from_the_same_place() {
    let found = Ok(Some([("PK", Value::from("a")), ("n", Value::from(1))].into_iter().collect::<Item>()));
    let stalled = |config: Builder| config.stalled_stream_protection(StalledStreamProtectionConfig::enabled().build());
    let adaptive = |config: Builder| config.retry_config(RetryConfig::adaptive().with_max_attempts(3));
    let no_retries = |config: Builder| config.retry_config(RetryConfig::disabled());
    let timeouts = |config: Builder| {
        let minute = Duration::from_secs(60);
        let timeouts =
            TimeoutConfig::builder().connect_timeout(minute).read_timeout(minute).disable_operation_timeout();
        config.timeout_config(timeouts.build())
    };
    let proxied = |config: Builder| config.endpoint_url("https://proxy.example:8443/dynamo/db");
    let dual_stack = |config: Builder| config.use_dual_stack(true);
    let later = [refused(THROTTLED), ok(ITEM)];

    let cases: [(&[Answer], &dyn Fn(Builder) -> Builder, _, usize); 7] = [
        (&[ok(ITEM)], &stalled, found.clone(), 1),
        (&[Answer::Broken("{"), ok(ITEM)], &stalled, found.clone(), 2),
        (&later, &adaptive, found.clone(), 2),
        (&later, &no_retries, Err(ErrorKind::Throttled), 1),
        (&later, &timeouts, found.clone(), 2),
        (&[ok(ITEM)], &proxied, found.clone(), 1),
        (&[ok(ITEM)], &dual_stack, found, 1),
    ];
    for (answers, settings, expected, requests) in cases {
        let [ours, theirs] = both_with(answers, settings);

        assert_eq!(ours, theirs);
        assert_eq!((ours.0, ours.1.len()), (expected, requests));
    }
}

/// Has its credentials in a table, which it reads with a client like that of the call.
#[derive(Debug)]
struct InATable {
    backend: AwsBackend,
}

impl InATable {
    async fn read(&self) -> provider::Result {
        let typed = self.backend.client().get_item().table_name("keys").key("PK", AttributeValue::S("k".to_owned()));
        let typed = typed.send().await.unwrap().item.unwrap();
        let ours = self.backend.get_item(GetItem::new("keys".into(), key())).await.unwrap().item.unwrap();
        assert_eq!(typed["secret"].as_s().map(String::as_str), Ok("s"));
        let secret = ours.get("secret").and_then(|secret| secret.as_str()).unwrap();
        Ok(Credentials::new("key", secret, None, None, "table"))
    }
}

impl ProvideCredentials for InATable {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.read())
    }
}

#[test]
fn calls_that_are_made_for_a_call_are_calls_of_their_own() {
    let keys = Script::new(&[ok(r#"{"Item":{"PK":{"S":"k"},"secret":{"S":"s"}}}"#)]);
    let backend = AwsBackend::from_client(keys.client());

    let [ours, theirs] =
        both_with(&[ok(ITEM)], |config| config.credentials_provider(InATable { backend: backend.clone() }));

    assert_eq!(ours, theirs);
    assert!(ours.0.is_ok_and(|item| item.is_some_and(|item| item.get("n").is_some())));
    let bodies: Vec<String> = keys.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(bodies.len(), 4);
    assert!(bodies.iter().all(|body| body.contains(r#""TableName":"keys""#)));
}
