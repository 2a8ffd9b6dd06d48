//! Who sends a request: signatures, accounts, regions.

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
