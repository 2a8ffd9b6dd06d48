//! The AWS SDK on the engine without a socket: an HTTP client that calls the wire's entry point.

use std::fmt;

use aws_sdk_dynamodb::config::http::{HttpRequest, HttpResponse};
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use monotable::aws::AwsBackend;
use monotable_local::LocalBackend;
use monotable_server::answer;

/// The SDK over an engine of its own.
pub(crate) fn sdk(backend: LocalBackend) -> AwsBackend {
    let engine = InProcess(backend);
    macro_rules! client {
        ($sdk:ident) => {
            $sdk::Client::from_conf(
                $sdk::Config::builder()
                    .behavior_version(BehaviorVersion::v2026_01_12())
                    .region(Region::from_static("us-east-1"))
                    .credentials_provider(Credentials::new("local", "local", None, None, "tests"))
                    .endpoint_url("http://engine.invalid")
                    .http_client(engine.clone())
                    .build(),
            )
        };
    }
    AwsBackend::from_client(client!(aws_sdk_dynamodb)).with_streams_client(client!(aws_sdk_dynamodbstreams))
}

#[derive(Clone)]
struct InProcess(LocalBackend);

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InProcess")
    }
}

impl HttpClient for InProcess {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for InProcess {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let answer = answer(&self.0, target, request.body().bytes().unwrap_or_default());
        let status = StatusCode::try_from(answer.status).unwrap();
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from(answer.body))))
    }
}
