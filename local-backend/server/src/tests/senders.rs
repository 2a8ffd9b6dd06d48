//! Who sends a request: signatures, accounts, regions.

use std::time::{SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use super::*;

fn strict() -> LocalServer {
    LocalServer::builder(shop()).threads(1).require_signature("key", "secret").start(("127.0.0.1", 0)).unwrap()
}

fn signed(credential: &str) -> String {
    format!(
        "X-Amz-Date: 20150830T123600Z\r\nAuthorization: AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, \
         Signature=00\r\n"
    )
}

#[track_caller]
fn assert_denied(headers: &str, code: &str, message: &str) {
    let received = send(&strict(), &request("POST", &format!("{headers}{}", operation("ListTables")), b"{}"));
    assert_eq!(received.status(), 400);
    let expected = format!(r#"{{"__type":"com.amazon.coral.service#{code}","message":"{message}"#);
    assert!(received.text().starts_with(&expected), "{}", received.text());
}

#[test]
fn whoever_gives_no_credentials_is_refused_where_signatures_are_required() {
    assert_denied("", "MissingAuthenticationTokenException", "Request is missing Authentication Token");
}

#[test]
fn whoever_gives_a_part_of_them_is_told_the_rest() {
    assert_denied(
        "Authorization: AWS4-HMAC-SHA256 Credential=a\r\n",
        "IncompleteSignatureException",
        "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. \
         Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. \
         Authorization=AWS4-HMAC-SHA256 Credential=a",
    );
}

#[test]
fn a_signature_does_not_last() {
    assert_denied(
        &signed("key/20150830/us-east-1/dynamodb/aws4_request"),
        "InvalidSignatureException",
        "Signature expired: 20150830T123600Z is now earlier than 20",
    );
}

#[test]
fn what_is_no_request_is_found_before_who_sends_it() {
    let server = strict();

    let not_json = send(&server, &request("POST", &operation("ListTables"), b"{"));
    let unknown = send(&server, &request("POST", &operation("Nothing"), b"{}"));
    let wrong_type = send(&server, &request("POST", &operation("GetItem"), br#"{"TableName":7}"#));

    assert_eq!(not_json.text(), r#"{"__type":"com.amazon.coral.service#SerializationException"}"#);
    assert_eq!(unknown.text(), r#"{"__type":"com.amazon.coral.service#UnknownOperationException"}"#);
    assert!(wrong_type.text().contains("MissingAuthenticationTokenException"), "{}", wrong_type.text());
}

#[test]
fn any_credentials_do_where_no_signature_is_required() {
    let server = server();
    for credential in ["key/20150830/us-east-1/dynamodb/aws4_request", "nonsense", ""] {
        let headers = format!("{}{}", signed(credential), operation("ListTables"));
        assert_eq!(send(&server, &request("POST", &headers, b"{}")).text(), r#"{"TableNames":["shop"]}"#);
    }
}

#[test]
fn accounts_and_regions_are_kept_apart_on_request() {
    // given
    let server = LocalServer::builder(shop()).threads(1).separate_accounts().start(("127.0.0.1", 0)).unwrap();
    let ask = |credential: &str, name: &str, body: &str| {
        let headers = format!("{}{}", signed(credential), operation(name));
        send(&server, &request("POST", &headers, body.as_bytes())).text().to_owned()
    };
    let (mine, yours) =
        ("111122223333/20150830/eu-west-1/dynamodb/aws4_request", "other/20150830/eu-west-1/dynamodb/aws4_request");
    let elsewhere = "111122223333/20150830/us-east-2/dynamodb/aws4_request";
    let put = r#"{"TableName":"shop","Item":{"pk":{"S":"a"}}}"#;
    let get = r#"{"TableName":"shop","Key":{"pk":{"S":"a"}}}"#;

    // when
    assert_eq!(ask(mine, "PutItem", put), "{}");

    // then
    assert_eq!(ask(mine, "GetItem", get), r#"{"Item":{"pk":{"S":"a"}}}"#);
    assert_eq!(ask(yours, "GetItem", get), "{}");
    assert_eq!(ask(elsewhere, "GetItem", get), "{}");
    let described = ask(mine, "DescribeTable", r#"{"TableName":"shop"}"#);
    assert!(described.contains("arn:aws:dynamodb:eu-west-1:111122223333:table/shop"), "{described}");
}

/// A request that is signed now, by the rules of signatures and none of the server's code.
struct Signed {
    /// `20261231T235959Z`.
    time: String,
    /// Of the day of the request.
    credential: String,
    key: Vec<u8>,
}

impl Signed {
    fn by(key: &str, secret: &str) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let (year, month, day) = date(now / 86400);
        let (hour, minute, second) = (now / 3600 % 24, now / 60 % 60, now % 60);
        let time = format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z");
        let scope = format!("{}/us-east-1/dynamodb/aws4_request", &time[..8]);
        let key_of = |key: Vec<u8>, part: &str| mac(&key, part);
        Self {
            credential: format!("{key}/{scope}"),
            key: scope.split('/').fold(format!("AWS4{secret}").into_bytes(), key_of),
            time,
        }
    }

    /// The same time as HTTP writes it.
    fn http_date(&self) -> String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (month, time) = (self.time[4..6].parse::<usize>().unwrap() - 1, &self.time[9..]);
        let clock = format!("{}:{}:{}", &time[..2], &time[2..4], &time[4..6]);
        format!("Mon, {} {} {} {clock} GMT", &self.time[6..8], months[month], &self.time[..4])
    }

    /// The signature of a request with this query string and these headers, each a line `name:value`.
    fn signature(&self, query: &str, headers: &[String], body: &str) -> String {
        let names: Vec<&str> = headers.iter().map(|line| line.split(':').next().unwrap()).collect();
        let request =
            format!("POST\n/\n{query}\n{}\n\n{}\n{}", headers.join("\n"), names.join(";"), hex(&Sha256::digest(body)));
        let scope = self.credential.split_once('/').unwrap().1;
        let text = format!("AWS4-HMAC-SHA256\n{}\n{scope}\n{}", self.time, hex(&Sha256::digest(request)));
        hex(&mac(&self.key, &text))
    }

    /// The headers of a signed request to list the tables; the lines beside host and target are signed, too.
    fn headers(&self, lines: &[String]) -> String {
        let mut signed = vec!["host:local".to_owned(), "x-amz-target:DynamoDB_20120810.ListTables".to_owned()];
        signed.extend_from_slice(lines);
        signed.sort();
        let names: Vec<&str> = signed.iter().map(|line| line.split(':').next().unwrap()).collect();
        let signature = self.signature("", &signed, "{}");
        let lines: String = lines.iter().map(|line| line.replacen(':', ": ", 1) + "\r\n").collect();
        format!(
            "{lines}Authorization: AWS4-HMAC-SHA256 Credential={}, SignedHeaders={}, Signature={signature}\r\n",
            self.credential,
            names.join(";"),
        )
    }
}

/// Year, month and day, so many days after the first of 1970.
fn date(mut days: u64) -> (u64, usize, u64) {
    let mut year = 1970;
    loop {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let months = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, length) in months.into_iter().enumerate() {
            if days < length {
                return (year, month + 1, days + 1);
            }
            days -= length;
        }
        year += 1;
    }
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns what a server that requires signatures says to a request with these headers.
fn list_tables(headers: &str) -> String {
    send(&strict(), &request("POST", &format!("{headers}{}", operation("ListTables")), b"{}")).text().to_owned()
}

const LISTED: &str = r#"{"TableNames":["shop"]}"#;

#[test]
fn whoever_signs_is_let_in() {
    let signed = Signed::by("key", "secret");

    let answer = list_tables(&signed.headers(&[format!("x-amz-date:{}", signed.time)]));

    assert_eq!(answer, LISTED);
}

#[test]
fn the_time_may_be_in_the_date_of_the_request() {
    let signed = Signed::by("key", "secret");

    assert_eq!(list_tables(&signed.headers(&[format!("date:{}", signed.http_date())])), LISTED);
    assert_eq!(list_tables(&signed.headers(&[format!("date:{}", signed.time)])), LISTED);
    // If both are there, it is the other one that counts.
    let lines = ["date:yesterday".to_owned(), format!("x-amz-date:{}", signed.time)];
    assert_eq!(list_tables(&signed.headers(&lines)), LISTED);
}

#[test]
fn a_time_that_is_none_is_refused() {
    let signed = Signed::by("key", "secret");

    let answer = list_tables(&signed.headers(&["date:yesterday".to_owned()]));

    assert!(answer.contains("Date must be in ISO-8601 'basic format'. Got 'yesterday'."), "{answer}");
}

#[test]
fn a_token_of_a_session_may_be_signed_or_not() {
    let signed = Signed::by("key", "secret");
    let (time, token) = (format!("x-amz-date:{}", signed.time), "x-amz-security-token:abc/def+==".to_owned());

    let within = list_tables(&signed.headers(&[time.clone(), token.clone()]));
    let beside = list_tables(&format!("{}{token}\r\n", signed.headers(&[time])));

    assert_eq!((&*within, &*beside), (LISTED, LISTED));
}

#[test]
fn the_host_and_headers_of_aws_are_signed() {
    let signed = Signed::by("key", "secret");
    let time = format!("x-amz-date:{}", signed.time);
    let good = signed.headers(std::slice::from_ref(&time));
    let without = |name: &str| {
        let mut lines =
            vec![time.clone(), "host:local".to_owned(), "x-amz-target:DynamoDB_20120810.ListTables".to_owned()];
        lines.retain(|line| !line.starts_with(name));
        lines.sort();
        let names: Vec<&str> = lines.iter().map(|line| line.split(':').next().unwrap()).collect();
        let signature = signed.signature("", &lines, "{}");
        format!(
            "{}\r\nAuthorization: AWS4-HMAC-SHA256 Credential={}, SignedHeaders={}, Signature={signature}\r\n",
            time.replacen(':', ": ", 1),
            signed.credential,
            names.join(";"),
        )
    };

    assert_eq!(list_tables(&good), LISTED);
    for (headers, unsigned) in [
        (without("host"), "'Host' or ':authority'"),
        (without("x-amz-target"), "'x-amz-target'"),
        (without("x-amz-date"), "'x-amz-date'"),
        (format!("{good}X-Amz-Anything: 1\r\n"), "'x-amz-anything'"),
    ] {
        let answer = list_tables(&headers);
        let text = format!("{unsigned} must be a 'SignedHeader' in the AWS Authorization.");
        assert!(answer.contains("InvalidSignatureException") && answer.contains(&text), "{answer}");
    }
    let longer = list_tables(&good.replace("AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256-X "));
    assert!(longer.contains("MissingAuthenticationTokenException"), "{longer}");
}

#[test]
fn a_header_that_was_changed_after_it_was_signed_is_noticed() {
    let signed = Signed::by("key", "secret");
    let headers = signed.headers(&[format!("x-amz-date:{}", signed.time), "x-note:a".to_owned()]);

    let answer = list_tables(&headers.replace("x-note: a", "x-note: b"));

    assert!(answer.contains("InvalidSignatureException"), "{answer}");
}

#[test]
fn nobody_signs_with_another_secret_or_key() {
    let wrong_secret = Signed::by("key", "other");
    let wrong_key = Signed::by("other", "secret");

    let secret = list_tables(&wrong_secret.headers(&[format!("x-amz-date:{}", wrong_secret.time)]));
    let key = list_tables(&wrong_key.headers(&[format!("x-amz-date:{}", wrong_key.time)]));

    assert!(
        secret.contains("The request signature we calculated does not match the signature you provided."),
        "{secret}"
    );
    assert!(key.contains("UnrecognizedClientException"), "{key}");
}

#[test]
fn the_signature_may_be_in_the_query_string() {
    let signed = Signed::by("key", "secret");
    let query = |expires: &str| {
        format!(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={}&X-Amz-Date={}&X-Amz-Expires={expires}\
             &X-Amz-Security-Token=abc%2Fdef%2B%3D&X-Amz-SignedHeaders=host%3Bx-amz-target",
            signed.credential.replace('/', "%2F"),
            signed.time,
        )
    };
    let ask = |query: &str, headers: &str| {
        let headers = format!("{headers}{}", operation("ListTables"));
        let request = String::from_utf8(request("POST", &headers, b"{}")).unwrap();
        let request = request.replacen("POST / ", &format!("POST /?{query} "), 1);
        send(&strict(), request.as_bytes()).text().to_owned()
    };
    let lines = ["host:local".to_owned(), "x-amz-target:DynamoDB_20120810.ListTables".to_owned()];
    let signed_for = |expires: &str| {
        format!("{}&X-Amz-Signature={}", query(expires), signed.signature(&query(expires), &lines, "{}"))
    };
    let good = signed_for("60");

    assert_eq!(ask(&good, ""), LISTED);
    assert_eq!(ask(&signed_for("604800"), ""), LISTED);
    for expires in ["0", "604801", "-1", "x", "18446744073709551616"] {
        assert!(ask(&signed_for(expires), "").contains("between 1 and 604800"), "{expires}");
    }
    assert!(ask(&good.replace("SHA256&", "SHA512&"), "").contains("X-Amz-Algorithm only supports"));
    assert!(ask(&good.replace("Expires=60", "Expires=600"), "").contains("InvalidSignatureException"));
    assert!(ask(&good, "Authorization: AWS4-HMAC-SHA256 a=b\r\n").contains("Found both 'X-Amz-Algorithm'"));
    let incomplete = ask("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a&X-Amz-Date=b", "");
    assert!(
        incomplete.contains(
            "AWS query-string parameters must include 'X-Amz-Signature'. AWS query-string parameters must include \
             'X-Amz-SignedHeaders'. Re-examine the query-string parameters."
        ),
        "{incomplete}"
    );
}

#[test]
fn a_credential_is_for_this_service_and_day() {
    let signed = Signed::by("key", "secret");
    let day = signed.time[..8].to_owned();
    let ask = |credential: String| {
        let headers = format!(
            "X-Amz-Date: {}\r\nAuthorization: AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=00\r\n",
            signed.time
        );
        list_tables(&headers)
    };

    let all_wrong = ask("a/b/c/d/e".to_owned());
    let short = ask(format!("key/{day}"));

    assert!(
        all_wrong.contains(&format!(
            "Credential should be scoped to a valid region, not 'c'. Credential should be scoped to correct service: \
             'dynamodb'. Credential should be scoped with a valid terminator: 'aws4_request', not 'e'. Date in Credential scope \
             does not match YYYYMMDD from ISO-8601 version of date from HTTP: 'b' != '{day}', from '{}'.",
            signed.time
        )),
        "{all_wrong}"
    );
    assert!(short.contains("Credential must have exactly 5 slash-delimited elements"), "{short}");
}
