//! A call of the SDK with a body of our own, and the answer's body as it came.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_dynamodb::config::interceptors::{
    BeforeDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextRef,
    BeforeTransmitInterceptorContextMut,
};
use aws_sdk_dynamodb::config::{ConfigBag, FrozenLayer, Intercept, Layer, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::RequestId;
use aws_smithy_runtime_api::client::interceptors::context::{Error as AnyError, Input, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SharedResponseDeserializer};
use aws_smithy_types::body::SdkBody;

use super::super::error::unreadable_answer;
use crate::codec::DecodeError;
use crate::error::Error;

/// The interceptor of one call: it puts our body in the place of the one that the SDK has written, and keeps the body of a
/// successful answer instead of letting the SDK read it.
///
/// The SDK's input has no more than the names of tables in it, for the endpoint, and its output is empty.
#[derive(Clone)]
pub(super) struct Exchange(Arc<State>);

struct State {
    operation: &'static Operation,
    request: Mutex<Vec<u8>>,
    answer: Mutex<Option<Answer>>,
    /// Whether it is ours that would read the answer of the attempt.
    replaced: AtomicBool,
}

/// What an exchange must know of the SDK's operation.
pub(super) struct Operation {
    /// An output that says nothing.
    pub(super) empty: fn() -> Output,
    /// The operation's own settings, among them what reads its answers.
    pub(super) settings: fn() -> Option<FrozenLayer>,
    /// The token that makes the call idempotent; where there is none, the SDK makes one up.
    pub(super) token: fn(&Input) -> Option<&str>,
}

/// [`Operation`] by the SDK's names.
macro_rules! operation {
    ($module:ident, $operation:ident, $output:ident) => {
        operation!($module, $operation, $output, |_| None)
    };
    ($module:ident, $operation:ident, $output:ident, $token:expr) => {{
        use aws_sdk_dynamodb::operation::$module::{$operation, $output};

        &$crate::backend::aws::direct::exchange::Operation {
            empty: || aws_smithy_runtime_api::client::interceptors::context::Output::erase($output::builder().build()),
            settings: || aws_sdk_dynamodb::config::RuntimePlugin::config(&$operation::new()),
            token: $token,
        }
    }};
}
pub(super) use operation;

impl Exchange {
    /// A call with this body, a JSON object.
    pub(super) fn new(operation: &'static Operation, request: Vec<u8>) -> Self {
        Self(Arc::new(State {
            operation,
            request: Mutex::new(request),
            answer: Mutex::new(None),
            replaced: AtomicBool::new(false),
        }))
    }

    /// What a call that succeeded was answered.
    pub(super) fn answer(&self) -> Result<Answer, Error> {
        // No failure, unless the SDK has changed in a way that its versions exclude.
        take(&self.0.answer).ok_or_else(|| unreadable_answer(DecodeError::malformed("it was not kept")))
    }
}

impl Intercept for Exchange {
    fn name(&self) -> &'static str {
        "MonotableBody"
    }

    fn read_before_serialization(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(token) = (self.0.operation.token)(context.input()) {
            let mut request = self.0.request.lock().unwrap_or_else(PoisonError::into_inner);
            super::request::add_token(&mut request, token);
        }
        Ok(())
    }

    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let body = take(&self.0.request);
        let request = context.request_mut();
        request.headers_mut().insert("content-length", body.len().to_string());
        *request.body_mut() = SdkBody::from(body);
        Ok(())
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        settings: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response();
        if response.status().is_success() {
            if response.body().content_length().is_some_and(|bytes| bytes > MAX_ANSWER as u64) {
                return Err(TOO_LARGE.into());
            }
            let mut ours = Layer::new("MonotableBody");
            ours.store_put(SharedResponseDeserializer::new(self.clone()));
            settings.push_layer(ours);
            self.0.replaced.store(true, Ordering::Relaxed);
        } else if self.0.replaced.swap(false, Ordering::Relaxed) {
            // An attempt before this one succeeded, but its answer broke off. Errors are for the SDK to read.
            if let Some(theirs) = (self.0.operation.settings)() {
                settings.push_shared_layer(theirs);
            }
        }
        Ok(())
    }
}

impl DeserializeResponse for Exchange {
    fn deserialize_nonstreaming(&self, response: &HttpResponse) -> Result<Output, OrchestratorError<AnyError>> {
        // No copy: the bodies share their bytes.
        let body = response.body().try_clone().ok_or_else(|| OrchestratorError::other("the answer was not read"))?;
        if body.bytes().is_none_or(|bytes| bytes.len() > MAX_ANSWER) {
            return Err(OrchestratorError::other(TOO_LARGE));
        }
        let answer = Answer { body: Body(body), request_id: response.request_id().map(str::to_owned) };
        *self.0.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
        Ok((self.0.operation.empty)())
    }
}

/// Prints no values: bodies stay out of logs.
impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Exchange")
    }
}

/// A successful answer.
pub(super) struct Answer {
    pub(super) body: Body,
    pub(super) request_id: Option<String>,
}

/// The bytes of an answer, wherever the HTTP client has put them.
pub(super) struct Body(SdkBody);

impl AsRef<[u8]> for Body {
    fn as_ref(&self) -> &[u8] {
        self.0.bytes().unwrap_or_default()
    }
}

fn take<T: Default>(place: &Mutex<T>) -> T {
    std::mem::take(&mut *place.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Far above the 16 MB of a batch, even where every character is escaped.
const MAX_ANSWER: usize = 128 << 20;
const TOO_LARGE: &str = "the answer is larger than any of DynamoDB's";
