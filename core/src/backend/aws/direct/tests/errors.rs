//! Errors, which stay the SDK's.

use std::error::Error as StdError;

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;

use super::script::{Answer, JSON, ok, refused};
use super::*;
use crate::backend::{Backend, TransactWrite, TransactWriteItems};
use crate::error::{Error, ErrorKind};

/// All that a program can ask an error.
fn told(error: &Error) -> String {
    let reasons = error.reasons();
    format!("{error:?} {error} {} {:?} {:?} {reasons:?}", error.is_retryable(), error.code(), error.item())
}

#[test]
fn every_error_of_the_service_stays_what_it_was() {
    let codes = [
        ("ConditionalCheckFailedException", 1),
        ("ResourceNotFoundException", 1),
        ("ItemCollectionSizeLimitExceededException", 1),
        ("TransactionConflictException", 1),
        ("ValidationException", 1),
        ("AccessDeniedException", 1),
        ("UnrecognizedClientException", 1),
        ("SerializationException", 1),
        ("UnknownOperationException", 1),
        ("BrandNewException", 1),
        // Three attempts.
        ("ProvisionedThroughputExceededException", 3),
        ("RequestLimitExceeded", 3),
        ("ThrottlingException", 3),
        ("InternalServerError", 3),
    ];
    for (code, attempts) in codes {
        let status = if code == "InternalServerError" { 500 } else { 400 };
        let body: &'static str =
            format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{code}","message":"told"}}"#).leak();
        let outcomes = [false, true].map(|sdk_codec| {
            let (error, script) = outcome(&[Answer::Whole(status, JSON, body)], sdk_codec, async |backend| {
                backend.put_item(put()).await.unwrap_err()
            });
            (told(&error), error.code().map(str::to_owned), error.request_id().map(str::to_owned), script.seen().len())
        });

        assert_eq!(outcomes[0], outcomes[1]);
        assert_eq!((outcomes[0].1.as_deref(), outcomes[0].2.as_deref()), (Some(code), Some("R1")));
        assert_eq!(outcomes[0].3, attempts, "{code}");
    }
}

#[test]
fn a_failed_condition_keeps_its_old_item_and_the_error_of_the_sdk() {
    let body = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
        "message":"The conditional request failed","Item":{"PK":{"S":"a"}}}"#;

    let [ours, theirs] = both(&[refused(body)], async |backend| backend.put_item(put()).await.unwrap_err());

    assert_eq!(ours.item(), Some(&key()));
    assert_eq!(told(&ours), told(&theirs));
    assert!(ours.source().unwrap().is::<SdkError<PutItemError>>());
}

#[test]
fn a_cancelled_transaction_keeps_its_reasons() {
    let body = r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"cancelled",
        "CancellationReasons":[{"Code":"None"},{"Code":"ConditionalCheckFailed","Message":"no","Item":{"PK":{"S":"a"}}}]}"#;
    let write = TransactWriteItems::new(vec![TransactWrite::delete("shop".into(), key()); 2]);

    let [ours, theirs] =
        both(&[refused(body)], async |backend| backend.transact_write_items(write.clone()).await.unwrap_err());

    assert!(ours.reasons()[1].is_condition_failed());
    assert_eq!(ours.reasons()[1].item, Some(key()));
    assert_eq!(told(&ours), told(&theirs));
}

#[test]
fn a_page_of_a_proxy_is_a_failure_of_the_service() {
    let page = Answer::Whole(503, "text/html", "<html><body>503 Service Unavailable</body></html>");

    for sdk_codec in [false, true] {
        let (error, script) = outcome(&[page], sdk_codec, async |backend| backend.get_item(get()).await.unwrap_err());

        assert_eq!(error.kind(), ErrorKind::Service);
        assert!(error.is_retryable());
        assert_eq!(script.seen().len(), 3);
    }
}

#[test]
fn what_is_throttled_is_tried_again_with_the_same_body() {
    let throttled = refused(r#"{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"slow"}"#);

    let (item, script) =
        outcome(&[throttled, Answer::Closed, ok(r#"{"Item":{"PK":{"S":"a"}}}"#)], false, async |backend| {
            backend.get_item(get()).await.unwrap().item
        });

    assert_eq!(item, Some(key()));
    let [first, second, third] = script.seen().try_into().unwrap();
    assert_eq!((&first.body, &first.body), (&second.body, &third.body));
    assert!(first.body.contains("\"Key\""));
}

/// The first attempt has written and its answer broke off, so that the condition of the second one fails. The error is for
/// the SDK to read, though the attempt before had our codec in its place.
#[test]
fn an_error_after_an_answer_that_broke_off_is_read_by_the_sdk() {
    let body = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
        "message":"The conditional request failed","Item":{"PK":{"S":"a"}}}"#;

    let [ours, theirs] =
        both(&[Answer::Broken("{"), refused(body)], async |backend| backend.put_item(put()).await.unwrap_err());

    assert!(ours.is_condition_failed());
    assert_eq!(told(&ours), told(&theirs));
}

#[test]
fn a_server_that_keeps_silent_or_breaks_off_is_unavailable() {
    for (answer, message) in
        [(Answer::Silence, "DynamoDB did not answer in time"), (Answer::Closed, "DynamoDB could not be reached")]
    {
        let [ours, theirs] = both(&[answer], async |backend| backend.query(query()).await.unwrap_err());

        assert_eq!((ours.kind(), ours.message()), (ErrorKind::Unavailable, message));
        assert_eq!(ours.to_string(), theirs.to_string());
    }
}
