//! The ways to a client.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::{RetryConfig, RetryMode};
use aws_sdk_dynamodb::config::{BehaviorVersion, Builder};
use aws_types::SdkConfig;

use super::AwsBackend;

impl AwsBackend {
    /// Creates a backend with the region, credentials and settings of the program's SDK configuration.
    ///
    /// Where the configuration leaves retries as the SDK has them by default, calls are tried up to 7 times with pauses from
    /// 25 ms to 1 s: the SDK's own pauses start at one second. Where it names no behavior version, that of January 2026
    /// holds.
    #[must_use]
    pub fn new(config: &SdkConfig) -> Self {
        Self::customized(config, |dynamodb| dynamodb)
    }

    /// Creates a backend, with a last word on the settings of the DynamoDB client: endpoint, retries, timeouts, behavior
    /// version, HTTP client, interceptors. The client for streams has those of the configuration alone: where that is not
    /// enough, give the backend another one.
    ///
    /// ```no_run
    /// # fn demo(sdk_config: &aws_types::SdkConfig) {
    /// use aws_sdk_dynamodb::config::retry::RetryConfig;
    /// use monotable::aws::AwsBackend;
    ///
    /// let backend = AwsBackend::customized(sdk_config, |dynamodb| {
    ///     dynamodb.endpoint_url("https://dynamodb.eu-central-1.example").retry_config(RetryConfig::disabled())
    /// });
    /// # }
    /// ```
    #[must_use]
    pub fn customized(config: &SdkConfig, customize: impl FnOnce(Builder) -> Builder) -> Self {
        let defaults = Defaults::for_what_is_not_in(config);
        let mut builder = Builder::from(config);
        if let Some(version) = defaults.behavior_version {
            builder = builder.behavior_version(version);
        }
        if let Some(retries) = defaults.retries {
            builder = builder.retry_config(retries);
        }
        let backend = Self::from_client(Client::from_conf(customize(builder).build()));
        #[cfg(feature = "aws-streams")]
        let backend = backend.with_streams_client(streams(config));
        backend
    }

    /// Creates a backend for a DynamoDB server on this machine or network: plain HTTP, made-up credentials, region `us-east-1`.
    ///
    /// ```no_run
    /// use monotable::aws::AwsBackend;
    ///
    /// let backend = AwsBackend::for_endpoint("http://localhost:8000");
    /// ```
    #[cfg(feature = "aws-http")]
    #[must_use]
    pub fn for_endpoint(url: impl Into<String>) -> Self {
        use aws_sdk_dynamodb::config::{Credentials, Region};

        let (url, http) = (url.into(), super::http::PlainHttp::default());
        let config = aws_sdk_dynamodb::Config::builder()
            .behavior_version(pinned())
            .retry_config(retries())
            .region(Region::from_static("us-east-1"))
            .credentials_provider(Credentials::new("local", "local", None, None, "monotable"))
            .endpoint_url(&url)
            .http_client(http.clone())
            .build();
        let backend = Self::from_client(Client::from_conf(config));
        #[cfg(feature = "aws-streams")]
        let backend = {
            let config = aws_sdk_dynamodbstreams::Config::builder()
                .behavior_version(pinned())
                .retry_config(retries())
                .region(Region::from_static("us-east-1"))
                .credentials_provider(Credentials::new("local", "local", None, None, "monotable"))
                .endpoint_url(url)
                .http_client(http);
            backend.with_streams_client(aws_sdk_dynamodbstreams::Client::from_conf(config.build()))
        };
        backend
    }

    /// Creates a backend with region, credentials and settings from environment variables, profiles and instance roles, as the
    /// AWS CLI finds them.
    #[cfg(feature = "aws-config")]
    pub async fn from_env() -> Self {
        Self::new(&aws_config::defaults(pinned()).load().await)
    }
}

/// Returns the behavior that this backend was written and tested with.
fn pinned() -> BehaviorVersion {
    BehaviorVersion::v2026_01_12()
}

/// Settings where a program's configuration leaves the choice to the SDK.
struct Defaults {
    behavior_version: Option<BehaviorVersion>,
    retries: Option<RetryConfig>,
}

impl Defaults {
    fn for_what_is_not_in(config: &SdkConfig) -> Self {
        // The loader of `aws-config` always sets retries; only its origin or another value shows that someone meant them.
        let chosen = config.get_origin("retry_config").is_client_config()
            || config.retry_config().is_some_and(|retries| !is_sdk_default(retries));
        Self { behavior_version: config.behavior_version().is_none().then(pinned), retries: (!chosen).then(retries) }
    }
}

/// Returns a client for streams with the region, credentials and settings of the program's SDK configuration.
#[cfg(feature = "aws-streams")]
fn streams(config: &SdkConfig) -> aws_sdk_dynamodbstreams::Client {
    let defaults = Defaults::for_what_is_not_in(config);
    let mut builder = aws_sdk_dynamodbstreams::config::Builder::from(config);
    if let Some(version) = defaults.behavior_version {
        builder = builder.behavior_version(version);
    }
    if let Some(retries) = defaults.retries {
        builder = builder.retry_config(retries);
    }
    aws_sdk_dynamodbstreams::Client::from_conf(builder.build())
}

/// Returns the retries that SDKs of other languages make.
fn retries() -> RetryConfig {
    RetryConfig::standard()
        .with_max_attempts(7)
        .with_initial_backoff(Duration::from_millis(25))
        .with_max_backoff(Duration::from_secs(1))
}

fn is_sdk_default(retries: &RetryConfig) -> bool {
    let default = RetryConfig::standard();
    retries.mode() == RetryMode::Standard
        && retries.max_attempts() == default.max_attempts()
        && retries.initial_backoff() == default.initial_backoff()
        && retries.max_backoff() == default.max_backoff()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn retries_of(backend: &AwsBackend) -> (u32, Duration, Duration) {
        let retries = backend.client().config().retry_config().unwrap();
        (retries.max_attempts(), retries.initial_backoff(), retries.max_backoff())
    }

    #[test]
    fn retries_are_quick_where_nobody_chose_them() {
        let unset = SdkConfig::builder().build();
        // What the loader of `aws-config` sets when it finds nothing.
        let loaded = SdkConfig::builder().retry_config(RetryConfig::standard()).build();

        for config in [unset, loaded] {
            let backend = AwsBackend::new(&config);

            assert_eq!(retries_of(&backend), (7, Duration::from_millis(25), Duration::from_secs(1)));
        }
    }

    #[test]
    fn chosen_retries_stay() {
        let config = SdkConfig::builder().retry_config(RetryConfig::standard().with_max_attempts(2)).build();

        let backend = AwsBackend::new(&config);

        assert_eq!(retries_of(&backend).0, 2);
    }

    #[test]
    fn customizing_has_the_last_word() {
        let config = SdkConfig::builder().build();

        let backend = AwsBackend::customized(&config, |dynamodb| dynamodb.retry_config(RetryConfig::disabled()));

        assert_eq!(retries_of(&backend).0, 1);
    }

    #[cfg(feature = "aws-streams")]
    #[test]
    fn streams_are_read_as_the_configuration_says() {
        for (config, attempts) in [
            (SdkConfig::builder().build(), 7),
            (SdkConfig::builder().retry_config(RetryConfig::standard().with_max_attempts(2)).build(), 2),
        ] {
            let backend = AwsBackend::new(&config);

            let streams = backend.streams.unwrap();
            assert_eq!(streams.config().retry_config().unwrap().max_attempts(), attempts);
        }
    }

    #[cfg(feature = "aws-streams")]
    #[test]
    fn a_backend_of_a_client_has_streams_once_it_is_given_a_client_for_them() {
        use std::pin::pin;
        use std::task::{Context, Poll, Waker};

        use crate::backend::{Backend, ListStreams};
        use crate::error::ErrorKind;

        let config = aws_sdk_dynamodb::Config::builder().behavior_version(pinned()).build();
        let backend = AwsBackend::from_client(Client::from_conf(config));

        let outcome = pin!(backend.list_streams(ListStreams::new())).poll(&mut Context::from_waker(Waker::noop()));

        let Poll::Ready(Err(error)) = outcome else { panic!("sent without a client") };
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert!(backend.with_streams_client(streams(&SdkConfig::builder().build())).streams.is_some());
    }
}
