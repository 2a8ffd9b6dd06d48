//! An HTTP client with prepared answers.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::http::{HttpRequest, HttpResponse};
use aws_sdk_dynamodb::config::retry::{RetryConfig, RetryPartition};
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{
    AsyncSleep, BehaviorVersion, Config, Credentials, Region, Sleep, StalledStreamProtectionConfig,
};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use hyper::body::{Body, Bytes, Frame, SizeHint};

#[derive(Clone, Copy, Debug)]
pub(super) enum Answer {
    /// Status, content type, body.
    Whole(u16, &'static str, &'static str),
    /// Status, further headers, body.
    Headed(u16, &'static [(&'static str, &'static str)], &'static [u8]),
    /// A success that says it has a terabyte, and fails the test that asks for a part of it.
    Huge,
    /// A success whose body breaks off after this.
    Broken(&'static str),
    /// The connection breaks before there is an answer.
    Closed,
    /// None.
    Silence,
}

pub(super) const fn ok(body: &'static str) -> Answer {
    Answer::Whole(200, JSON, body)
}

pub(super) const fn refused(body: &'static str) -> Answer {
    Answer::Whole(400, JSON, body)
}

pub(super) const JSON: &str = "application/x-amz-json-1.0";

/// Gives its answers in order, the last one again and again, and notes the requests.
#[derive(Clone, Debug)]
pub(super) struct Script {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

/// A request that has arrived.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) method: String,
    pub(super) uri: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Script {
    pub(super) fn new(answers: &[Answer]) -> Self {
        Self { answers: Arc::new(Mutex::new(answers.iter().copied().collect())), seen: Arc::default() }
    }

    /// A client that tries three times, and for which time flies.
    pub(super) fn client(&self) -> Client {
        Client::from_conf(self.config().build())
    }

    pub(super) fn config(&self) -> aws_sdk_dynamodb::config::Builder {
        Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::from_static("us-east-1"))
            .credentials_provider(Credentials::new("local", "local", None, None, "tests"))
            .retry_config(RetryConfig::standard().with_max_attempts(3))
            .retry_partition(Self::partition())
            .timeout_config(TimeoutConfig::builder().operation_attempt_timeout(Duration::from_secs(5)).build())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .sleep_impl(NoTime)
            .http_client(self.clone())
    }

    /// The clients of a process share what retries they have left, and the tests that run beside need theirs.
    fn partition() -> RetryPartition {
        static CLIENTS: AtomicU64 = AtomicU64::new(0);
        RetryPartition::new(format!("script {}", CLIENTS.fetch_add(1, Ordering::Relaxed)))
    }

    pub(super) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

impl HttpClient for Script {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Script {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let headers = request.headers().iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let body = String::from_utf8(request.body().bytes().unwrap().to_vec()).unwrap();
        let (method, uri) = (request.method().to_owned(), request.uri().to_owned());
        self.seen.lock().unwrap().push(Seen { method, uri, headers, body });
        let mut answers = self.answers.lock().unwrap();
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().copied() };
        let mut more: &[(&str, &str)] = &[];
        let (status, kind, body) = match answer.unwrap() {
            Answer::Silence => return HttpConnectorFuture::new(std::future::pending()),
            Answer::Closed => {
                return HttpConnectorFuture::ready(Err(ConnectorError::io("closed".into())));
            }
            Answer::Broken(body) => (200, JSON, SdkBody::from_body_1_x(BreaksOff(Some(body)))),
            Answer::Whole(status, kind, body) => (status, kind, SdkBody::from(body)),
            Answer::Headed(status, headers, body) => {
                more = headers;
                (status, JSON, SdkBody::from(body))
            }
            Answer::Huge => (200, JSON, SdkBody::from_body_1_x(Terabyte)),
        };
        let mut response = HttpResponse::new(StatusCode::try_from(status).unwrap(), body);
        response.headers_mut().insert("content-type", kind);
        response.headers_mut().insert("x-amzn-requestid", "R1");
        for (name, value) in more {
            response.headers_mut().insert(*name, *value);
        }
        HttpConnectorFuture::ready(Ok(response))
    }
}

struct BreaksOff(Option<&'static str>);

impl Body for BreaksOff {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        Poll::Ready(Some(match self.0.take() {
            Some(body) => Ok(Frame::data(Bytes::from_static(body.as_bytes()))),
            None => Err(std::io::ErrorKind::UnexpectedEof.into()),
        }))
    }
}

struct Terabyte;

impl Body for Terabyte {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        panic!("nobody asks for it")
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(1 << 40)
    }
}

/// Every pause is over at once, and so is the time for what does not come.
#[derive(Clone, Debug)]
struct NoTime;

impl AsyncSleep for NoTime {
    fn sleep(&self, _: Duration) -> Sleep {
        Sleep::new(std::future::ready(()))
    }
}
