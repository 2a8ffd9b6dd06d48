//! Errors as the wire has them: status, `__type` with its namespace, message.

use monotable::json::write_json_string;
use monotable::request::CancellationReason;
use monotable::{Error, ErrorKind};
use monotable_local::__server::error::code;

use super::body::Unreadable;

/// Why a request was not done.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Its body cannot be read.
    Unreadable(Unreadable),
    /// There is no such operation here.
    UnknownOperation,
    /// It is to be answered at once, and will take a while.
    Heavy,
    /// The operation failed.
    Failed(Error),
}

impl Refusal {
    /// HTTP status and body.
    pub(super) fn answer(&self) -> (u16, Vec<u8>) {
        match self {
            Self::Unreadable(Unreadable::NotJson) => (400, body(SERIALIZATION, None, |_| ())),
            Self::Unreadable(Unreadable::Type(text)) => (400, body(SERIALIZATION, Some(text), |_| ())),
            // Only what is to be quick is refused for this.
            Self::Heavy => unavailable(),
            Self::UnknownOperation => (400, body(UNKNOWN_OPERATION, None, |_| ())),
            Self::Failed(error) => failed(error),
        }
    }
}

fn failed(error: &Error) -> (u16, Vec<u8>) {
    let code = match (error.code(), error.kind()) {
        (Some(code), _) => code,
        (None, ErrorKind::Unsupported) => return (400, body(UNKNOWN_OPERATION, None, |_| ())),
        (None, ErrorKind::Validation | ErrorKind::InvalidRequest | ErrorKind::InvalidKey) => code::VALIDATION,
        (None, _) => INTERNAL,
    };
    let status = match code {
        INTERNAL | "InternalFailure" => 500,
        "ServiceUnavailable" => 503,
        _ => 400,
    };
    let body = body(code, Some(error.message()), |out| {
        if let Some(item) = error.item() {
            out.extend_from_slice(b",\"Item\":");
            item.write_json(out);
        }
        if !error.reasons().is_empty() {
            reasons(out, error.reasons());
        }
    });
    (status, body)
}

/// Why a transaction was cancelled: an entry for each of its actions.
fn reasons(out: &mut Vec<u8>, reasons: &[CancellationReason]) {
    out.extend_from_slice(b",\"CancellationReasons\":[");
    for (position, reason) in reasons.iter().enumerate() {
        out.extend_from_slice(if position == 0 { b"{\"Code\":" } else { b",{\"Code\":" });
        write_json_string(out, reason.code.as_deref().unwrap_or("None"));
        if let Some(message) = &reason.message {
            out.extend_from_slice(b",\"Message\":");
            write_json_string(out, message);
        }
        if let Some(item) = &reason.item {
            out.extend_from_slice(b",\"Item\":");
            item.write_json(out);
        }
        out.push(b'}');
    }
    out.push(b']');
}

fn body(code: &str, message: Option<&str>, members: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::with_capacity(128 + message.map_or(0, str::len));
    out.extend_from_slice(b"{\"__type\":");
    write_json_string(&mut out, &format!("{}#{code}", namespace(code)));
    if let Some(message) = message {
        out.extend_from_slice(if CAPITAL.contains(&code) { b",\"Message\":" } else { b",\"message\":" });
        write_json_string(&mut out, message);
    }
    members(&mut out);
    out.push(b'}');
    out
}

/// Returns which part of the service an exception is of.
fn namespace(code: &str) -> &'static str {
    match code {
        code::VALIDATION => "com.amazon.coral.validate",
        SERIALIZATION
        | UNKNOWN_OPERATION
        | "AccessDeniedException"
        | "IncompleteSignatureException"
        | "InternalFailure"
        | "InvalidSignatureException"
        | "MissingAuthenticationTokenException"
        | "ThrottlingException"
        | "UnrecognizedClientException" => "com.amazon.coral.service",
        _ => "com.amazonaws.dynamodb.v20120810",
    }
}

impl From<Unreadable> for Refusal {
    fn from(unreadable: Unreadable) -> Self {
        Self::Unreadable(unreadable)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// The answer to a request for which there is no time.
pub(super) fn unavailable() -> (u16, Vec<u8>) {
    (503, body("ServiceUnavailable", Some("The service is busy with other requests."), |_| ()))
}

/// A failure of this program, such as a request that cannot be decompressed.
pub(super) fn internal() -> (u16, Vec<u8>) {
    (500, body(INTERNAL, None, |_| ()))
}

const SERIALIZATION: &str = "SerializationException";
const UNKNOWN_OPERATION: &str = "UnknownOperationException";
const INTERNAL: &str = "InternalServerError";

/// Exceptions whose text is in `Message`; all others have it in `message`.
const CAPITAL: [&str; 5] = [
    SERIALIZATION,
    "AccessDeniedException",
    "IdempotentParameterMismatchException",
    "TransactionCanceledException",
    "TransactionInProgressException",
];
