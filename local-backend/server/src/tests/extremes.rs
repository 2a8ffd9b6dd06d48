//! Clocks and numbers at the ends of their ranges.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use monotable_local::ManualClock;

use super::arbitrary::{CONTROL, REQUESTS, assert_answered};
use super::*;

const SHOP: &str = r#"{"TableName":"shop","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],"StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}}"#;

/// Every time that a clock may show, from the first one to the last.
fn times() -> Vec<SystemTime> {
    let epoch = SystemTime::UNIX_EPOCH;
    let after = |seconds: u64| epoch.checked_add(Duration::from_secs(seconds));
    let before = |seconds: u64| epoch.checked_sub(Duration::from_secs(seconds));
    let last = i64::MAX.unsigned_abs();
    [
        before(last),
        before(62_167_219_201),
        before(62_167_219_200),
        before(1),
        Some(epoch),
        after(1),
        after(253_402_300_799),
        after(253_402_300_800),
        after(u64::MAX / 1_000_000_000),
        after(last / 1000),
        after(last),
        after(last).and_then(|last| last.checked_add(Duration::from_nanos(999_999_999))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// All streams, from their beginnings, and where they are asked for at a time.
fn read_streams(backend: &LocalBackend) {
    let streams = ask(backend, "DynamoDBStreams_20120810.ListStreams", "{}");
    for arn in texts(&streams, "StreamArn") {
        let described = ask(backend, "DynamoDBStreams_20120810.DescribeStream", &format!(r#"{{"StreamArn":"{arn}"}}"#));
        assert!(described.starts_with("200 "), "{described}");
        for shard in texts(&described, "ShardId") {
            for start in [
                r#""TRIM_HORIZON""#,
                r#""LATEST""#,
                r#""AT_TIMESTAMP","Timestamp":-1e300"#,
                r#""AT_TIMESTAMP","Timestamp":1e300"#,
            ] {
                let start = format!(r#"{{"StreamArn":"{arn}","ShardId":"{shard}","ShardIteratorType":{start}}}"#);
                let iterator = ask(backend, "DynamoDBStreams_20120810.GetShardIterator", &start);
                for iterator in texts(&iterator, "ShardIterator") {
                    let read = ask(
                        backend,
                        "DynamoDBStreams_20120810.GetRecords",
                        &format!(r#"{{"ShardIterator":"{iterator}"}}"#),
                    );
                    assert!(read.starts_with("200 "), "{read}");
                }
            }
        }
    }
}

/// The texts of all members of this name.
fn texts(answer: &str, member: &str) -> Vec<String> {
    let member = format!("\"{member}\":\"");
    answer.split(&member).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

#[test]
fn at_any_time_that_a_clock_can_show_every_request_is_answered() {
    for (from, delay) in times().into_iter().flat_map(|from| [(from, 0), (from, 1), (from, u64::MAX)]) {
        for to in times() {
            // given
            let clock = ManualClock::at(from);
            let builder = LocalBackend::builder().clock(Arc::new(clock.clone()));
            let backend = builder.table_delay(Duration::from_secs(delay)).build();
            ask(&backend, "CreateTable", SHOP);

            // when, then: before and after a leap, forward or back
            for time in [from, to] {
                clock.set(time);
                for (operation, body) in REQUESTS.iter().chain(&CONTROL) {
                    assert_answered(&backend, operation, body.as_bytes());
                }
                read_streams(&backend);
                backend.sweep_expired();
            }
            let fork = backend.fork();
            assert_answered(&fork, "DeleteTable", br#"{"TableName":"shop"}"#);
            read_streams(&fork);
        }
    }
}

#[test]
fn any_number_in_the_place_of_any_number_is_answered() {
    let numbers = [
        "0",
        "-0",
        "-1",
        "1000000",
        "2147483647",
        "-2147483648",
        "4294967295",
        "9223372036854775807",
        "-9223372036854775808",
        "18446744073709551615",
        "1e18",
        "9.9e307",
        "-1e400",
        "0.0000001",
        "\"9\"",
        "\"-9\"",
        "\"9223372036854775808\"",
        "\"1e5\"",
    ];
    for (operation, body) in REQUESTS.iter().chain(&CONTROL) {
        let backend = shop();
        for place in digits(body) {
            for number in numbers {
                let mut changed = (*body).to_owned();
                changed.replace_range(place.clone(), number);
                assert_answered(&backend, operation, changed.as_bytes());
            }
        }
    }
}

/// Returns where numbers begin and end in a request.
fn digits(json: &str) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    let mut in_text = false;
    for (at, byte) in json.bytes().enumerate() {
        match byte {
            b'"' => in_text = !in_text,
            b'0'..=b'9' if !in_text => match found.last_mut() {
                Some(last) if last.end == at => last.end = at + 1,
                _ => found.push(at..at + 1),
            },
            _ => {}
        }
    }
    found
}
