//! The SDK's failures as errors of ours.

use std::error::Error as StdError;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{BuildError, ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::RequestId;
use aws_sdk_dynamodb::types::CancellationReason as SdkReason;

use super::items::{SdkItem, item_from_sdk};
pub(super) use crate::backend::unreadable;
use crate::error::without_values;
use crate::error::{CancellationReason, Error, ErrorKind};
use crate::value::DecodeError;

/// Returns the error of an operation whose conditions cannot fail.
pub(super) fn failed<E>(error: SdkError<E, HttpResponse>) -> Error
where
    E: StdError + ProvideErrorMetadata + Send + Sync + 'static,
{
    failed_with_item(error, |_| None)
}

/// Returns the error of an operation; `old` finds the item that made its condition fail.
pub(super) fn failed_with_item<E>(error: SdkError<E, HttpResponse>, old: impl FnOnce(&E) -> Option<&SdkItem>) -> Error
where
    E: StdError + ProvideErrorMetadata + Send + Sync + 'static,
{
    let mut facts = Facts::of(&error);
    facts.old = error.as_service_error().and_then(old);
    facts.into_error().with_source(error)
}

/// Returns the error of a transaction; `reasons` finds those of its actions.
pub(super) fn failed_with_reasons<E>(
    error: SdkError<E, HttpResponse>,
    reasons: impl FnOnce(&E) -> &[SdkReason],
) -> Error
where
    E: StdError + ProvideErrorMetadata + Send + Sync + 'static,
{
    let reasons = error.as_service_error().map(reasons).unwrap_or_default().iter().map(reason).collect();
    Facts::of(&error).into_error().with_reasons(reasons).with_source(error)
}

/// Returns the reason of one action. An old item out of form is as good as none.
fn reason(reason: &SdkReason) -> CancellationReason {
    CancellationReason {
        code: reason.code().filter(|code| *code != "None").map(str::to_owned),
        message: reason.message().map(without_values),
        item: reason.item().and_then(|item| item_from_sdk(item).ok()),
    }
}

/// Returns the error of a request without something that DynamoDB requires.
#[cold]
pub(super) fn not_built(error: BuildError) -> Error {
    Error::new(ErrorKind::InvalidRequest, NOT_BUILT).with_source(error)
}

/// Returns the error of a successful answer that is not what DynamoDB sends.
#[cold]
pub(super) fn unreadable_answer(error: DecodeError) -> Error {
    Error::new(ErrorKind::Service, UNREADABLE).with_source(error)
}

/// Stage that a call reached.
#[derive(Clone, Copy)]
enum Outcome {
    NotBuilt,
    /// It did not leave; why, as far as that can be told.
    NotSent(ErrorKind, &'static str),
    Unreachable,
    TimedOut,
    Unreadable,
    /// The service answered with an error of this HTTP status.
    Refused(u16),
}

impl Outcome {
    fn of<E: StdError + 'static>(error: &SdkError<E, HttpResponse>) -> Self {
        match error {
            SdkError::TimeoutError(_) => Self::TimedOut,
            // Also what the SDK makes of a success whose body it cannot read.
            SdkError::ServiceError(context) if context.raw().status().is_success() => Self::Unreadable,
            SdkError::ServiceError(context) => Self::Refused(context.raw().status().as_u16()),
            SdkError::ResponseError(_) => Self::Unreadable,
            SdkError::DispatchFailure(failure) if failure.is_timeout() => Self::TimedOut,
            // An unclassified failure that the SDK holds worth a retry is a connection which broke.
            SdkError::DispatchFailure(failure) if failure.is_io() || failure.as_other().is_some() => Self::Unreachable,
            SdkError::DispatchFailure(_) => not_sent(error),
            _ => Self::NotBuilt,
        }
    }
}

/// Returns what the program has to set. The SDK has no types for most of this, and its texts can hold the request: they are looked
/// at and not passed on.
fn not_sent(error: &(dyn StdError + 'static)) -> Outcome {
    let causes = || std::iter::successors(Some(error), |&error| error.source());
    if let Some(error) = causes().find_map(|cause| cause.downcast_ref::<CredentialsError>()) {
        let kind = match error {
            // Where they come from could not be reached, which may change.
            CredentialsError::ProviderTimedOut(_) | CredentialsError::ProviderError(_) => ErrorKind::Unavailable,
            _ => ErrorKind::AccessDenied,
        };
        return Outcome::NotSent(kind, "the AWS SDK could not get credentials");
    }
    let told = causes().find_map(|cause| {
        let text = cause.to_string();
        REASONS.iter().find(|(part, ..)| text.starts_with(part)).map(|&(_, kind, message)| (kind, message))
    });
    let (kind, message) = told.unwrap_or((ErrorKind::InvalidRequest, UNTOLD));
    Outcome::NotSent(kind, message)
}

/// Beginnings of the SDK's texts, with kind and text of the error.
const REASONS: [(&str, ErrorKind, &str); 6] = [
    (
        "failed to select an auth scheme",
        ErrorKind::AccessDenied,
        "the AWS SDK has no credentials: set a credentials provider in its configuration",
    ),
    (
        "Invalid Configuration: Missing Region",
        ErrorKind::InvalidRequest,
        "the AWS SDK knows no region: set one in its configuration",
    ),
    (
        "No HTTP client was available",
        ErrorKind::InvalidRequest,
        "the AWS SDK has no HTTP client: enable monotable's feature `aws-https`, or set one in its configuration",
    ),
    ("failed to apply endpoint", ErrorKind::InvalidRequest, "the endpoint of the AWS SDK's configuration is not a URL"),
    // The texts of our own client, as they are.
    (NOT_HTTP, ErrorKind::InvalidRequest, NOT_HTTP),
    (NO_RUNTIME, ErrorKind::InvalidRequest, NO_RUNTIME),
];
pub(super) const NOT_HTTP: &str =
    "the endpoint is not an http:// URL; for https:// build the backend from an SDK configuration";
const UNREADABLE: &str = "DynamoDB's answer could not be read";
const NOT_BUILT: &str = "the AWS SDK could not build the request";
pub(super) const NO_RUNTIME: &str = "the AWS backend runs on tokio: call it within a tokio runtime";
const UNTOLD: &str = "the AWS SDK could not send the request: check endpoint and HTTP client of its configuration";

struct Facts<'a> {
    outcome: Outcome,
    code: Option<&'a str>,
    message: Option<&'a str>,
    request_id: Option<&'a str>,
    old: Option<&'a SdkItem>,
}

impl<'a> Facts<'a> {
    fn of<E>(error: &'a SdkError<E, HttpResponse>) -> Self
    where
        E: StdError + ProvideErrorMetadata + Send + Sync + 'static,
    {
        Self {
            outcome: Outcome::of(error),
            code: error.code(),
            message: error.message(),
            request_id: error.request_id(),
            old: None,
        }
    }

    fn into_error(self) -> Error {
        let (kind, message) = match self.outcome {
            Outcome::Refused(status) => {
                let message = self.message.map(without_values).filter(|message| !message.is_empty());
                let message = message.unwrap_or_else(|| format!("DynamoDB answered with HTTP status {status}"));
                (refusal(self.code, status), message)
            }
            Outcome::NotBuilt => (ErrorKind::InvalidRequest, NOT_BUILT.to_owned()),
            Outcome::NotSent(kind, message) => (kind, message.to_owned()),
            Outcome::Unreachable => (ErrorKind::Unavailable, "DynamoDB could not be reached".to_owned()),
            Outcome::TimedOut => (ErrorKind::Unavailable, "DynamoDB did not answer in time".to_owned()),
            Outcome::Unreadable => (ErrorKind::Service, UNREADABLE.to_owned()),
        };
        let mut error = Error::new(kind, message);
        if let Some(code) = self.code {
            error = error.with_code(code);
        }
        if let Some(id) = self.request_id {
            error = error.with_request_id(id);
        }
        // That the condition failed is what counts: an old item out of form is as good as none.
        if let Some(Ok(old)) = self.old.map(item_from_sdk) {
            error = error.with_item(old);
        }
        error
    }
}

/// Returns the kind of a refusal, by exception name, and where the name is not known by HTTP status.
///
/// See [Error messages and codes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html).
fn refusal(code: Option<&str>, status: u16) -> ErrorKind {
    match code.unwrap_or_default() {
        "ConditionalCheckFailedException" => ErrorKind::ConditionFailed,
        "IndexNotFoundException"
        | "PolicyNotFoundException"
        | "ResourceNotFoundException"
        | "TableNotFoundException" => ErrorKind::NotFound,
        "ResourceInUseException" | "TableAlreadyExistsException" | "TableInUseException" => ErrorKind::InUse,
        "SerializationException" | "ValidationError" | "ValidationException" => ErrorKind::Validation,
        "ProvisionedThroughputExceededException"
        | "RequestLimitExceeded"
        | "Throttling"
        | "ThrottlingError"
        | "ThrottlingException"
        | "TooManyRequestsException" => ErrorKind::Throttled,
        "ItemCollectionSizeLimitExceededException" | "LimitExceededException" => ErrorKind::LimitExceeded,
        "ReplicatedWriteConflictException" | "TransactionConflictException" => ErrorKind::TransactionConflict,
        "TransactionCanceledException" => ErrorKind::TransactionCanceled,
        "TransactionInProgressException" => ErrorKind::TransactionInProgress,
        "IdempotentParameterMismatchException" => ErrorKind::IdempotentParameterMismatch,
        "ExpiredIteratorException" => ErrorKind::ExpiredIterator,
        "TrimmedDataAccessException" => ErrorKind::TrimmedData,
        "AccessDenied"
        | "AccessDeniedException"
        | "ExpiredToken"
        | "ExpiredTokenException"
        | "IncompleteSignature"
        | "IncompleteSignatureException"
        | "InvalidClientTokenId"
        | "InvalidSignatureException"
        | "MissingAuthenticationToken"
        | "MissingAuthenticationTokenException"
        | "NotAuthorized"
        | "OptInRequired"
        | "RequestExpired"
        | "SignatureDoesNotMatch"
        | "UnauthorizedOperation"
        | "UnrecognizedClientException" => ErrorKind::AccessDenied,
        "UnknownOperationException" => ErrorKind::Unsupported,
        "InternalFailure"
        | "InternalServerError"
        | "InternalServerErrorException"
        | "ServiceUnavailable"
        | "ServiceUnavailableException" => ErrorKind::Service,
        _ => match status {
            401 | 403 => ErrorKind::AccessDenied,
            408 => ErrorKind::Unavailable,
            429 => ErrorKind::Throttled,
            400..500 => ErrorKind::Validation,
            _ => ErrorKind::Service,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exception_names_tell_the_kind() {
        let cases = [
            ("ConditionalCheckFailedException", ErrorKind::ConditionFailed),
            ("ResourceNotFoundException", ErrorKind::NotFound),
            ("ResourceInUseException", ErrorKind::InUse),
            ("ValidationException", ErrorKind::Validation),
            ("ThrottlingException", ErrorKind::Throttled),
            ("ProvisionedThroughputExceededException", ErrorKind::Throttled),
            ("RequestLimitExceeded", ErrorKind::Throttled),
            ("LimitExceededException", ErrorKind::LimitExceeded),
            ("ItemCollectionSizeLimitExceededException", ErrorKind::LimitExceeded),
            ("TransactionConflictException", ErrorKind::TransactionConflict),
            ("TransactionCanceledException", ErrorKind::TransactionCanceled),
            ("TransactionInProgressException", ErrorKind::TransactionInProgress),
            ("IdempotentParameterMismatchException", ErrorKind::IdempotentParameterMismatch),
            ("AccessDeniedException", ErrorKind::AccessDenied),
            ("UnrecognizedClientException", ErrorKind::AccessDenied),
            ("ExpiredTokenException", ErrorKind::AccessDenied),
            ("UnknownOperationException", ErrorKind::Unsupported),
            ("InternalServerError", ErrorKind::Service),
        ];
        for (code, kind) in cases {
            assert_eq!(refusal(Some(code), 400), kind, "{code}");
        }
    }

    #[test]
    fn the_status_decides_where_the_name_is_unknown() {
        let cases = [
            (400, ErrorKind::Validation),
            (403, ErrorKind::AccessDenied),
            (429, ErrorKind::Throttled),
            (500, ErrorKind::Service),
            (503, ErrorKind::Service),
        ];
        for (status, kind) in cases {
            assert_eq!(refusal(None, status), kind, "{status}");
            assert_eq!(refusal(Some("BrandNewException"), status), kind, "{status}");
        }
    }
}
