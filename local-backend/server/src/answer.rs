//! One request without its transport.

use monotable::Error;
use monotable_local::LocalBackend;

use super::body::{Body, Unreadable};
use super::op::{self, Operation};
use super::refusal::Refusal;

/// What goes back: a status of HTTP, and a body of JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// 200, 400 or 500.
    pub status: u16,
    /// The body, whole.
    pub body: Vec<u8>,
}

/// Answers one request of DynamoDB's JSON protocol: `target` is the header `X-Amz-Target`, such as
/// `DynamoDB_20120810.GetItem` or `DynamoDBStreams_20120810.GetRecords`.
///
/// What the server does for a request, once it has it; an HTTP client in the same process can call it without a socket.
///
/// ```
/// use monotable_local::LocalBackend;
/// use monotable_server::answer;
///
/// let answer = answer(&LocalBackend::new(), "DynamoDB_20120810.ListTables", b"{}");
/// assert_eq!((answer.status, answer.body.as_slice()), (200, br#"{"TableNames":[]}"#.as_slice()));
/// ```
#[must_use]
pub fn answer(backend: &LocalBackend, target: &str, body: &[u8]) -> Answer {
    answer_if(Ok(()), backend, target, body, false).expect("it need not be quick")
}

/// Answers a request if the sender may ask at all; `allowed` is what is wrong with its signature. `None` if the answer is to be
/// `quick`, and will not be: then nothing was done.
pub(super) fn answer_if(
    allowed: Result<(), Error>,
    backend: &LocalBackend,
    target: &str,
    body: &[u8],
    quick: bool,
) -> Option<Answer> {
    let (status, body) = match run(allowed, backend, target, body, quick) {
        Ok(body) => (200, body),
        Err(Refusal::Heavy) if quick => return None,
        Err(refusal) => refusal.answer(),
    };
    Some(Answer { status, body })
}

fn run(
    allowed: Result<(), Error>,
    backend: &LocalBackend,
    target: &str,
    json: &[u8],
    quick: bool,
) -> Result<Vec<u8>, Refusal> {
    // A body that is not JSON is found before a target that is not there.
    let mut start = Body::new(json)?;
    start.quick = quick;
    let Some(operation) = operation(target) else {
        return Err(if start.is_json() { Refusal::UnknownOperation } else { Unreadable::NotJson.into() });
    };
    if let Err(error) = allowed {
        return Err(if start.is_json() { error.into() } else { Unreadable::NotJson.into() });
    }
    let mut body = start.clone();
    operation(backend.database(), &mut body).map_err(|refusal| match refusal {
        // What is wrong with a type counts only in what is JSON to its end.
        Refusal::Unreadable(Unreadable::Type(_)) if !start.is_json() => Unreadable::NotJson.into(),
        refusal => refusal,
    })
}

fn operation(target: &str) -> Option<Operation> {
    match target.strip_prefix(TARGET) {
        Some(name) => op::named(name),
        None => target.strip_prefix(STREAMS_TARGET).and_then(op::named_of_streams),
    }
}

const TARGET: &str = "DynamoDB_20120810.";
/// DynamoDB Streams, which AWS has at another address.
const STREAMS_TARGET: &str = "DynamoDBStreams_20120810.";
