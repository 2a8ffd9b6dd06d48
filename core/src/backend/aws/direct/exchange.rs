//! A call of the SDK with a body of our own, and the answer's body as it came.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::{
    BeforeDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{ConfigBag, FrozenLayer, Intercept, Layer, RuntimeComponents, SharedInterceptor};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::RequestId;
use aws_smithy_runtime_api::client::interceptors::context::{Error as AnyError, Input, Output};
use aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::{
    DeserializeResponse, SerializeRequest, SharedRequestSerializer, SharedResponseDeserializer,
};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{Storable, StoreReplace};

use super::super::error::unreadable_answer;
use crate::error::Error;
use crate::value::DecodeError;

/// The interceptor of a client whose calls are to carry bodies of our own. It leaves all other calls alone.
///
/// It puts our codec in the place of the operation's: requests get our body, and the body of a successful answer is kept instead
/// of read. The SDK's input has no more than the names of tables in it, for the endpoint, and its output is empty. One for the
/// client costs a call a tenth less than one for each call.
#[derive(Debug)]
struct Bodies;

/// Adds to the client what its calls need to carry bodies of our own.
pub(in super::super) fn prepared(client: Client) -> Client {
    if client.config().interceptors().any(|known| is_ours(&known)) {
        return client;
    }
    let mut config = client.config().to_builder();
    // Permanent, as nobody can name it to disable it: to look whether somebody has would cost a percent of a call.
    config.push_interceptor(SharedInterceptor::permanent(Bodies));
    Client::from_conf(config.build())
}

/// Returns whether somebody watches the client's calls from within, and may look at what the SDK's types hold.
pub(in super::super) fn is_watched(client: &Client) -> bool {
    let config = client.config();
    config.interceptors().any(|interceptor| !is_ours(&interceptor)) || config.retry_classifiers().next().is_some()
}

fn is_ours(interceptor: &SharedInterceptor) -> bool {
    interceptor.name() == Bodies.name()
}

tokio::task_local! {
    /// The call that is being made.
    static CALL: Exchange;
}

/// One call: what it sends, and what it is answered.
#[derive(Clone)]
pub(super) struct Exchange(Arc<State>);

struct State {
    operation: &'static Operation,
    request: Mutex<Vec<u8>>,
    answer: Mutex<Option<Answer>>,
    /// True if a call has taken it up. One that is made meanwhile, to get credentials perhaps, is none of ours.
    taken: AtomicBool,
    /// True if ours would read the answer of the attempt.
    replaced: AtomicBool,
}

/// Facts about an operation of the SDK that an exchange needs.
pub(super) struct Operation {
    /// An output that says nothing.
    pub(super) empty: fn() -> Output,
    /// The operation's own settings, among them what reads its answers.
    pub(super) settings: fn() -> Option<FrozenLayer>,
    /// The token that makes the call idempotent; where there is none, the SDK makes one up.
    pub(super) token: fn(&Input) -> Option<&str>,
    /// A request as the SDK has written it, but without a body. Only bodies differ from call to call.
    pub(super) request: OnceLock<HttpRequest>,
}

/// [`Operation`] by the SDK's names.
macro_rules! operation {
    ($module:ident, $operation:ident, $output:ident) => {
        operation!($module, $operation, $output, |_| None)
    };
    ($module:ident, $operation:ident, $output:ident, $token:expr) => {{
        use aws_sdk_dynamodb::operation::$module::{$operation, $output};

        $crate::backend::aws::direct::exchange::Operation {
            empty: || aws_smithy_runtime_api::client::interceptors::context::Output::erase($output::builder().build()),
            settings: || aws_sdk_dynamodb::config::RuntimePlugin::config(&$operation::new()),
            token: $token,
            request: std::sync::OnceLock::new(),
        }
    }};
}
pub(super) use operation;

impl Exchange {
    /// Creates a call with this body, a JSON object.
    pub(super) fn new(operation: &'static Operation, request: Vec<u8>) -> Self {
        Self(Arc::new(State {
            operation,
            request: Mutex::new(request),
            answer: Mutex::new(None),
            taken: AtomicBool::new(false),
            replaced: AtomicBool::new(false),
        }))
    }

    /// Makes the call, with a prepared client.
    pub(super) fn carry<F: Future>(&self, call: F) -> impl Future<Output = F::Output> + use<F> {
        CALL.scope(self.clone(), call)
    }

    /// Returns what a call that succeeded was answered.
    pub(super) fn answer(&self) -> Result<Answer, Error> {
        // No failure, unless the SDK has changed in a way that its versions exclude.
        take(&self.0.answer).ok_or_else(|| unreadable_answer(DecodeError::malformed("it was not kept")))
    }
}

#[dyn_dispatch_hint]
impl Intercept for Bodies {
    fn name(&self) -> &'static str {
        "MonotableBody"
    }

    fn read_before_serialization(
        &self,
        context: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        settings: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let call = CALL.try_with(Exchange::clone).ok().filter(|call| !call.0.taken.swap(true, Ordering::Relaxed));
        let Some(call) = call else { return Ok(()) };
        if let Some(token) = (call.0.operation.token)(context.input()) {
            let mut request = call.0.request.lock().unwrap_or_else(PoisonError::into_inner);
            super::request::add_token(&mut request, token);
        }
        settings.interceptor_state().store_put(SharedRequestSerializer::new(call.clone())).store_put(call);
        Ok(())
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        settings: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(call) = settings.load::<Exchange>().cloned() else { return Ok(()) };
        let response = context.response();
        if response.status().is_success() {
            if response.body().content_length().is_some_and(|bytes| bytes > MAX_ANSWER as u64) {
                return Err(TOO_LARGE.into());
            }
            settings.interceptor_state().store_put(SharedResponseDeserializer::new(call.clone()));
            call.0.replaced.store(true, Ordering::Relaxed);
        } else if call.0.replaced.swap(false, Ordering::Relaxed) {
            // An attempt before this one succeeded, but its answer broke off. Errors are for the SDK to read: what interceptors
            // have stored, ours among it, goes below the operation's own settings.
            if let Some(theirs) = (call.0.operation.settings)() {
                let stored = std::mem::replace(settings.interceptor_state(), Layer::new("interceptor_state"));
                settings.push_layer(stored).push_shared_layer(theirs);
            }
        }
        Ok(())
    }
}

impl Storable for Exchange {
    type Storer = StoreReplace<Self>;
}

impl SerializeRequest for Exchange {
    fn serialize_input(&self, input: Input, settings: &mut ConfigBag) -> Result<HttpRequest, BoxError> {
        let operation = self.0.operation;
        let mut request = match operation.request.get().and_then(HttpRequest::try_clone) {
            Some(request) => request,
            None => {
                let theirs = (operation.settings)().and_then(|layer| layer.load::<SharedRequestSerializer>().cloned());
                let mut request = theirs.ok_or(NO_SERIALIZER)?.serialize_input(input, settings)?;
                *request.body_mut() = SdkBody::empty();
                if let Some(request) = request.try_clone() {
                    operation.request.get_or_init(|| request);
                }
                request
            }
        };
        let body = take(&self.0.request);
        request.headers_mut().insert("content-length", body.len().to_string());
        *request.body_mut() = SdkBody::from(body);
        Ok(request)
    }
}

impl DeserializeResponse for Exchange {
    fn deserialize_nonstreaming(&self, response: &HttpResponse) -> Result<Output, OrchestratorError<AnyError>> {
        let body = match response.body().bytes() {
            Some(small) if small.len() <= SMALL => Some(ReceivedBody::Copied(small.to_vec())),
            Some(large) if large.len() > MAX_ANSWER => return Err(OrchestratorError::other(TOO_LARGE)),
            _ => response.body().try_clone().map(ReceivedBody::Shared),
        };
        let body = body.ok_or_else(|| OrchestratorError::other("the answer was not read"))?;
        let answer = Answer { body, request_id: response.request_id().map(str::to_owned) };
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
    pub(super) body: ReceivedBody,
    pub(super) request_id: Option<String>,
}

/// The bytes of an answer.
pub(super) enum ReceivedBody {
    /// Where the HTTP client has put them.
    Shared(SdkBody),
    /// That is quicker where there are few.
    Copied(Vec<u8>),
}

impl AsRef<[u8]> for ReceivedBody {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Shared(body) => body.bytes().unwrap_or_default(),
            Self::Copied(bytes) => bytes,
        }
    }
}

fn take<T: Default>(place: &Mutex<T>) -> T {
    std::mem::take(&mut *place.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Far above the 16 MB of a batch, even where every character is escaped.
const MAX_ANSWER: usize = 128 << 20;
/// Answers up to which to copy takes less than to share.
const SMALL: usize = 2048;
const NO_SERIALIZER: &str = "the SDK's operation writes no requests";
const TOO_LARGE: &str = "the answer is larger than any of DynamoDB's";
