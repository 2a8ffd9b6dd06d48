//! What the clients ask for: small items of a table with a sort key, five to a partition.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use crate::client::{body, end_of_answer};

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Get,
    Put,
    Update,
    Query,
}

impl Operation {
    pub(crate) const ALL: [Self; 4] = [Self::Get, Self::Put, Self::Update, Self::Query];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Update => "update",
            Self::Query => "query of 5",
        }
    }

    pub(crate) fn target(self) -> &'static str {
        match self {
            Self::Get => "GetItem",
            Self::Put => "PutItem",
            Self::Update => "UpdateItem",
            Self::Query => "Query",
        }
    }

    /// Many requests, each of another item, in an order that looks random.
    pub(crate) fn requests(self) -> Vec<Vec<u8>> {
        let count = CUSTOMERS * ORDERS;
        (0..count).map(|place| place * 7919 % count).map(|place| self.request(place / ORDERS, place % ORDERS)).collect()
    }

    fn request(self, customer: usize, order: usize) -> Vec<u8> {
        let body = match self {
            Self::Get => format!(r#"{{"TableName":"shop","Key":{}}}"#, key(customer, order)),
            Self::Put => format!(r#"{{"TableName":"shop","Item":{}}}"#, item(customer, order)),
            Self::Update => format!(
                concat!(
                    r##"{{"TableName":"shop","Key":{},"UpdateExpression":"SET #status = :status ADD visits :one","##,
                    r##""ExpressionAttributeNames":{{"#status":"status"}},"##,
                    r##""ExpressionAttributeValues":{{":status":{{"S":"PAID"}},":one":{{"N":"1"}}}}}}"##
                ),
                key(customer, order)
            ),
            Self::Query => format!(
                concat!(
                    r#"{{"TableName":"shop","KeyConditionExpression":"pk = :pk AND begins_with(sk, :sk)","#,
                    r#""ExpressionAttributeValues":{{":pk":{{"S":"CUSTOMER#c-{:06}"}},":sk":{{"S":"ORDER#"}}}}}}"#
                ),
                customer
            ),
        };
        post(self.target(), &body)
    }

    /// Returns what a server answers of its own that has nothing but answers.
    pub(crate) fn canned(self) -> String {
        match self {
            Self::Get => format!(r#"{{"Item":{}}}"#, item(1, 1)),
            Self::Put | Self::Update => "{}".to_owned(),
            Self::Query => {
                let items: Vec<String> = (0..ORDERS).map(|order| item(1, order)).collect();
                format!(r#"{{"Items":[{}],"Count":{ORDERS},"ScannedCount":{ORDERS}}}"#, items.join(","))
            }
        }
    }
}

fn key(customer: usize, order: usize) -> String {
    format!(r#"{{"pk":{{"S":"CUSTOMER#c-{customer:06}"}},"sk":{{"S":"ORDER#o-{order:08}"}}}}"#)
}

fn item(customer: usize, order: usize) -> String {
    format!(
        concat!(
            r#"{{"pk":{{"S":"CUSTOMER#c-{0:06}"}},"sk":{{"S":"ORDER#o-{1:08}"}},"_type":{{"S":"order"}},"#,
            r#""status":{{"S":"OPEN"}},"placed_at":{{"N":"1700000000123"}},"total":{{"N":"1999"}},"#,
            r#""note":{{"S":"leave it at the door"}},"gift":{{"BOOL":true}}}}"#
        ),
        customer, order
    )
}

/// A request as the SDKs send it.
fn post(target: &str, body: &str) -> Vec<u8> {
    format!(
        "POST / HTTP/1.1\r\nhost: 127.0.0.1:8000\r\ncontent-type: application/x-amz-json-1.0\r\n\
         x-amz-target: DynamoDB_20120810.{target}\r\ncontent-length: {}\r\nx-amz-date: 20260101T000000Z\r\n\
         authorization: AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, \
         SignedHeaders=content-length;content-type;host;x-amz-date;x-amz-target, \
         Signature=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\r\n\
         user-agent: aws-sdk-rust/1.3 os/linux lang/rust/1.95\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Makes the table and its items.
///
/// # Panics
/// If the server does not.
pub(crate) fn fill(server: SocketAddr) {
    let mut stream = TcpStream::connect(server).expect("the server listens");
    let table = concat!(
        r#"{"TableName":"shop","BillingMode":"PAY_PER_REQUEST","#,
        r#""KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],"#,
        r#""AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"S"}]}"#
    );
    ask(&mut stream, &post("CreateTable", table));
    for request in Operation::Put.requests() {
        ask(&mut stream, &request);
    }
}

/// Compares what the servers answer, so that they are measured by the same.
///
/// # Panics
/// If they do not do the same.
pub(crate) fn check(operation: Operation, servers: impl Iterator<Item = SocketAddr>) {
    for server in servers {
        let mut stream = TcpStream::connect(server).expect("the server listens");
        if operation == Operation::Get {
            ask(&mut stream, &Operation::Put.request(1, 1));
        }
        let answer = ask(&mut stream, &operation.request(1, 1));
        let expected = operation.canned();
        let body = String::from_utf8_lossy(body(&answer)).into_owned();
        // Of a query, some items were updated by now.
        let as_expected = match operation {
            Operation::Query => body.matches("leave it at the door").count() == ORDERS,
            _ => body.len() == expected.len(),
        };
        assert!(as_expected, "{server} answered {body}");
    }
}

fn ask(stream: &mut TcpStream, request: &[u8]) -> Vec<u8> {
    stream.write_all(request).expect("the server is there");
    let (mut answer, mut buffer) = (Vec::new(), [0; 4096]);
    while end_of_answer(&answer).is_none() {
        let read = stream.read(&mut buffer).expect("the server answers");
        assert_ne!(read, 0, "the server hung up");
        answer.extend_from_slice(&buffer[..read]);
    }
    answer
}

const CUSTOMERS: usize = 400;
const ORDERS: usize = 5;
