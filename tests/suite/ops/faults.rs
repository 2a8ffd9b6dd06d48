//! An HTTP client between the AWS SDK and an engine, which does to calls what a network and a busy service do.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_sdk_dynamodb::config::http::{HttpRequest, HttpResponse};
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{AsyncSleep, BehaviorVersion, Config, Credentials, Region, Sleep};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use monotable::aws::AwsBackend;
use monotable_local::LocalBackend;
use monotable_server::answer;
use serde_json::{Value, json};

/// The fate of a call.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    Nothing,
    /// It is carried out, and the connection breaks before the answer.
    Lost,
    /// It is carried out, and the answer is a failure of the service.
    Failed,
    /// It is refused with this error, without a namespace, and these members.
    Refused(&'static str, Value),
    /// It is carried out for so many of its keys or items.
    Only(usize),
}

/// The engine behind the faults. Clones are the same one.
#[derive(Clone)]
pub(super) struct Faulty {
    engine: LocalBackend,
    faults: Arc<Mutex<VecDeque<Fault>>>,
    seen: Arc<Mutex<Vec<(String, Value)>>>,
}

impl Faulty {
    pub(super) fn new(engine: LocalBackend) -> Self {
        Self { engine, faults: Arc::default(), seen: Arc::default() }
    }

    /// From here on, these faults in their order; what comes after them is carried out.
    pub(super) fn then(&self, faults: impl IntoIterator<Item = Fault>) {
        *self.faults.lock().unwrap() = faults.into_iter().collect();
        self.seen.lock().unwrap().clear();
    }

    /// The SDK, which tries twice and for which no time passes.
    pub(super) fn sdk(&self) -> AwsBackend {
        let config = Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::from_static("us-east-1"))
            .credentials_provider(Credentials::new("local", "local", None, None, "tests"))
            .endpoint_url("http://engine.invalid")
            .retry_config(RetryConfig::standard().with_max_attempts(2))
            .sleep_impl(NoTime)
            .http_client(self.clone());
        AwsBackend::from_client(aws_sdk_dynamodb::Client::from_conf(config.build()))
    }

    /// The operations that arrived, and their bodies.
    pub(super) fn seen(&self) -> Vec<(String, Value)> {
        self.seen.lock().unwrap().clone()
    }

    /// A member of every body.
    pub(super) fn seen_member(&self, name: &str) -> Vec<Value> {
        self.seen().into_iter().map(|(_, body)| body[name].clone()).collect()
    }

    fn carry_out(&self, target: &str, body: &Value) -> (u16, Vec<u8>) {
        let answer = answer(&self.engine, target, body.to_string().as_bytes());
        (answer.status, answer.body.to_vec())
    }

    fn carry_out_some(&self, target: &str, mut body: Value, count: usize) -> (u16, Vec<u8>) {
        let (table, wanted) = body["RequestItems"].as_object().unwrap().iter().next().unwrap();
        let (table, mut wanted) = (table.clone(), wanted.clone());
        let name = if wanted.is_array() { "UnprocessedItems" } else { "UnprocessedKeys" };
        let list = if wanted.is_array() { &mut wanted } else { &mut wanted["Keys"] };
        let rest = Value::from(list.as_array_mut().unwrap().split_off(count));
        let mut left = wanted.clone();
        match left.is_array() {
            true => left = rest,
            false => left["Keys"] = rest,
        }
        body["RequestItems"] = json!({ &table: wanted });
        let mut answer = match count {
            0 => json!({ "Responses": { &table: [] } }),
            _ => serde_json::from_slice(&self.carry_out(target, &body).1).unwrap(),
        };
        answer[name] = json!({ &table: left });
        (200, answer.to_string().into_bytes())
    }
}

impl fmt::Debug for Faulty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Faulty")
    }
}

impl HttpClient for Faulty {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Faulty {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let body: Value = serde_json::from_slice(request.body().bytes().unwrap_or_default()).unwrap();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        self.seen.lock().unwrap().push((operation, body.clone()));
        let fault = self.faults.lock().unwrap().pop_front().unwrap_or(Fault::Nothing);
        let (status, body) = match fault {
            Fault::Nothing => self.carry_out(target, &body),
            Fault::Lost => {
                self.carry_out(target, &body);
                return HttpConnectorFuture::ready(Err(ConnectorError::io("the connection broke".into())));
            }
            Fault::Failed => {
                self.carry_out(target, &body);
                (500, json!({ "__type": "com.amazonaws.dynamodb.v20120810#InternalServerError" }).to_string().into())
            }
            Fault::Refused(error, mut members) => {
                members["__type"] = format!("com.amazonaws.dynamodb.v20120810#{error}").into();
                (400, members.to_string().into())
            }
            Fault::Only(count) => self.carry_out_some(target, body, count),
        };
        HttpConnectorFuture::ready(Ok(HttpResponse::new(StatusCode::try_from(status).unwrap(), SdkBody::from(body))))
    }
}

/// Every pause is over at once.
#[derive(Clone, Debug)]
struct NoTime;

impl AsyncSleep for NoTime {
    fn sleep(&self, _: Duration) -> Sleep {
        Sleep::new(std::future::ready(()))
    }
}
