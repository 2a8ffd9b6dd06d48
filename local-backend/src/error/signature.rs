//! Texts about who sends a request.

use monotable::{Error, ErrorKind};

const MISSING: &str = "MissingAuthenticationTokenException";
const INCOMPLETE: &str = "IncompleteSignatureException";
const INVALID: &str = "InvalidSignatureException";
const UNRECOGNIZED: &str = "UnrecognizedClientException";

/// What an Authorization header lacks, each with the blank that follows it.
pub const NO_CREDENTIAL: &str = "Authorization header requires 'Credential' parameter. ";
pub const NO_SIGNATURE: &str = "Authorization header requires 'Signature' parameter. ";
pub const NO_SIGNED_HEADERS: &str = "Authorization header requires 'SignedHeaders' parameter. ";
pub const NO_DATE: &str = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";

/// Returns what a query string lacks.
pub fn no_parameter(name: &str) -> String {
    format!("AWS query-string parameters must include '{name}'. ")
}

/// No credentials at all.
#[cold]
pub fn missing() -> Error {
    denied(MISSING, "Request is missing Authentication Token")
}

/// Credentials in both places.
#[cold]
pub fn twice() -> Error {
    denied(INVALID, "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.")
}

/// Credentials in part; `header` is the whole header, or nothing for a query string.
#[cold]
pub fn incomplete(mut lacks: String, header: Option<&str>) -> Error {
    match header {
        Some(header) => lacks.push_str(&format!("Authorization={header}")),
        None => lacks.push_str("Re-examine the query-string parameters."),
    }
    denied(INCOMPLETE, lacks)
}

/// The time of the request is too long ago.
#[cold]
pub fn expired(signed: &str, oldest: &str, now: &str, minutes: u64) -> Error {
    denied(INVALID, format!("Signature expired: {signed} is now earlier than {oldest} ({now} - {minutes} min.)"))
}

/// The time of the request is yet to come.
#[cold]
pub fn early(signed: &str, newest: &str, now: &str, minutes: u64) -> Error {
    denied(
        INVALID,
        format!("Signature not yet current: {signed} is still later than {newest} ({now} + {minutes} min.)"),
    )
}

/// The time of the request is none.
#[cold]
pub fn no_time(given: &str) -> Error {
    let text = "Date must be in ISO-8601 'basic format'. Got '";
    denied(INCOMPLETE, format!("{text}{given}'. See http://en.wikipedia.org/wiki/ISO_8601"))
}

/// The scope of the credential is not that of this service; `faults` as below.
#[cold]
pub fn scope(faults: &str) -> Error {
    denied(INVALID, faults)
}

pub fn scope_region(given: &str) -> String {
    format!("Credential should be scoped to a valid region, not '{given}'. ")
}

pub const SCOPE_SERVICE: &str = "Credential should be scoped to correct service: 'dynamodb'. ";

pub fn scope_end(given: &str) -> String {
    format!("Credential should be scoped with a valid terminator: 'aws4_request', not '{given}'. ")
}

pub fn scope_date(given: &str, expected: &str, time: &str) -> String {
    format!(
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{given}' != '{expected}', \
         from '{time}'."
    )
}

/// A credential whose parts are not five.
#[cold]
pub fn no_scope(given: &str) -> Error {
    let text = "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '";
    denied(INCOMPLETE, format!("{text}{given}'"))
}

/// Nobody has this access key.
#[cold]
pub fn unknown_key() -> Error {
    denied(UNRECOGNIZED, "The security token included in the request is invalid.")
}

/// The signature is that of another request, or made with another secret.
#[cold]
pub fn wrong() -> Error {
    denied(
        INVALID,
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and \
         signing method. Consult the service documentation for details.",
    )
}

fn denied(code: &str, message: impl Into<String>) -> Error {
    Error::new(ErrorKind::AccessDenied, message).with_code(code)
}

/// A header that has to be signed, and is not.
#[cold]
pub fn unsigned(name: &str) -> Error {
    denied(INVALID, format!("{name} must be a 'SignedHeader' in the AWS Authorization."))
}

/// A query string that is good for no time, or for too long.
#[cold]
pub fn expiry() -> Error {
    denied(INVALID, "X-Amz-Expires must be between 1 and 604800 seconds")
}

/// Another algorithm in the query string.
#[cold]
pub fn algorithm() -> Error {
    denied(INCOMPLETE, "Unsupported AWS 'algorithm': X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"")
}
