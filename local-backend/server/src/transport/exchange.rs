//! One request and its answer: which requests are DynamoDB's, and the headers of what goes back.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::SystemTime;
use std::{mem, panic};

use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes, Incoming};
use hyper::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, CONNECTION, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue, ORIGIN, SERVER,
};
use hyper::http::request::Parts;
use hyper::{HeaderMap, Method, Request, Response, StatusCode};

use super::body_limit::{BodyLimit, Permit};
use super::compression::{Broken, Encoding};
use super::databases::Databases;
use super::limits::Limits;
use super::request_id::RequestIds;
use super::signature::Secrets;
use crate::answer::answer_if;
use crate::refusal;

/// What all connections of a server share.
pub(super) struct Exchange {
    pub(super) databases: Databases,
    pub(super) secrets: Secrets,
    pub(super) ids: RequestIds,
    pub(super) limits: Limits,
    pub(super) body_limit: BodyLimit,
}

/// The answer as the connection sends it.
pub(super) type Reply = Response<Full<Bytes>>;

/// What goes back, before it has its headers.
struct Draft {
    status: u16,
    /// `None` for what is no JSON of the protocol.
    content_type: Option<HeaderValue>,
    body: Vec<u8>,
    /// Whether the connection ends here, since the request was not read to its end.
    close: bool,
}

impl Exchange {
    /// `received` is called once the request is there.
    pub(super) async fn run(
        self: &Arc<Self>,
        request: Request<Incoming>,
        received: impl FnOnce(),
    ) -> Result<Reply, Infallible> {
        let (head, body) = request.into_parts();
        let read = self.read(&head, body).await;
        received();
        let draft = match read {
            Err(refused) => refused,
            Ok((body, _)) if is_quick(&head, &body) => self.answer(&head, &body),
            Ok((body, _permit)) => {
                let (exchange, parts) = (Arc::clone(self), head.clone());
                aside(move || exchange.answer(&parts, &body)).await
            }
        };
        let encoding = if draft.body.len() > SMALL { Encoding::accepted(&head.headers) } else { None };
        let mut reply = match encoding {
            Some(encoding) if draft.body.len() > QUICK => {
                let exchange = Arc::clone(self);
                aside(move || exchange.finish(Some(encoding), draft)).await
            }
            _ => self.finish(encoding, draft),
        };
        cross_origin(&head, reply.headers_mut());
        Ok(reply)
    }

    /// The whole body, unless it is too large, too slow or cut off. Its size comes before all else that may be wrong.
    async fn read(&self, head: &Parts, body: Incoming) -> Result<(Bytes, Option<Permit<'_>>), Draft> {
        if header_bytes(&head.headers) > MAX_HEADERS {
            return Err(Draft::closing(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE));
        }
        if body.size_hint().lower() > MAX_BODY as u64 {
            return Err(Draft::closing(StatusCode::PAYLOAD_TOO_LARGE));
        }
        match tokio::time::timeout(self.limits.body, self.collect(body)).await {
            Ok(Ok(body)) => Ok(body),
            Ok(Err(status)) => Err(Draft::closing(status)),
            Err(_) => Err(Draft::closing(StatusCode::REQUEST_TIMEOUT)),
        }
    }

    async fn collect(&self, mut body: Incoming) -> Result<(Bytes, Option<Permit<'_>>), StatusCode> {
        let mut whole = Bytes::new();
        // Pieces are copied together: a body of tiny ones would else take many times its size.
        let mut joined = Vec::new();
        let mut permit: Option<Permit<'_>> = None;
        loop {
            let frame = match &permit {
                None => body.frame().await,
                Some(permit) => permit.in_time(body.frame()).await.ok_or(StatusCode::REQUEST_TIMEOUT)?,
            };
            let Some(frame) = frame else { break };
            let Ok(piece) = frame.map_err(|_| StatusCode::BAD_REQUEST)?.into_data() else { continue };
            if joined.is_empty() && whole.is_empty() {
                whole = piece;
                continue;
            }
            if joined.is_empty() {
                joined.extend_from_slice(&mem::take(&mut whole));
            }
            if joined.len() + piece.len() > MAX_BODY {
                return Err(StatusCode::PAYLOAD_TOO_LARGE);
            }
            if joined.len() + piece.len() > LARGE_BODY && permit.is_none() {
                permit = self.body_limit.permit().await;
            }
            joined.extend_from_slice(&piece);
        }
        Ok((if joined.is_empty() { whole } else { joined.into() }, permit))
    }

    fn answer(&self, head: &Parts, body: &Bytes) -> Draft {
        match head.method {
            Method::OPTIONS if head.headers.contains_key(ORIGIN) => return Draft::plain(StatusCode::OK, Vec::new()),
            // Probes of paths that DynamoDB does not have are not told that all is well.
            Method::GET if head.uri.path() == "/" => return Draft::plain(StatusCode::OK, self.health(head)),
            Method::POST => {}
            _ => return Draft::unknown(),
        }
        // Without a type it may be a request: that it lacks a target or a signature is told of it as well.
        let content_type = match head.headers.get(CONTENT_TYPE) {
            None => HeaderValue::from_static(JSON),
            Some(given) if is_json(given) => given.clone(),
            Some(_) => return Draft::unknown(),
        };
        let sent = body;
        let unpacked = match Encoding::of_request(&head.headers) {
            Ok(None) => None,
            Ok(Some(encoding)) => Some(encoding.unpack(body, MAX_BODY)),
            Err(broken) => Some(Err(broken)),
        };
        let body: &[u8] = match &unpacked {
            None => body,
            Some(Ok(plain)) => plain,
            Some(Err(Broken::TooLarge)) => return Draft::closing(StatusCode::PAYLOAD_TOO_LARGE),
            Some(Err(Broken::Stream)) => {
                let (status, body) = refusal::internal();
                return Draft { status, content_type: Some(content_type), body, close: false };
            }
        };
        let target = head.headers.get(TARGET).and_then(|target| target.to_str().ok()).unwrap_or_default();
        let allowed = self.secrets.check(head, sent, SystemTime::now());
        let answer = answer_if(allowed, &self.databases.of(head), target, body);
        Draft { status: answer.status, content_type: Some(content_type), body: answer.body, close: false }
    }

    fn health(&self, head: &Parts) -> Vec<u8> {
        let database = self.databases.of(head);
        format!("healthy: dynamodb.{}.amazonaws.com ", database.database().home.region).into_bytes()
    }

    fn finish(&self, encoding: Option<Encoding>, draft: Draft) -> Reply {
        let (body, encoding) = match encoding.and_then(|encoding| Some((encoding.pack(&draft.body)?, encoding))) {
            Some((packed, encoding)) => (packed, Some(encoding)),
            None => (draft.body, None),
        };
        let checksum = crc32fast::hash(&body);
        let mut reply = Response::new(Full::new(Bytes::from(body)));
        *reply.status_mut() = StatusCode::from_u16(draft.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = reply.headers_mut();
        headers.insert(SERVER, HeaderValue::from_static("Server"));
        if let Ok(id) = HeaderValue::try_from(self.ids.next()) {
            headers.insert(REQUEST_ID, id);
        }
        headers.insert(CRC, HeaderValue::from(checksum));
        if let Some(content_type) = draft.content_type {
            headers.insert(CONTENT_TYPE, content_type);
        }
        if let Some(encoding) = encoding {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding.name()));
        }
        if draft.close {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        reply
    }
}

/// Runs what takes a while where it keeps no other connection waiting.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(failed) if failed.is_panic() => panic::resume_unwind(failed.into_panic()),
        // Only when the server ends is work given up, and then this task is, too.
        Err(_) => std::future::pending().await,
    }
}

impl Draft {
    /// An answer that is no JSON.
    fn plain(status: StatusCode, body: Vec<u8>) -> Self {
        Self { status: status.as_u16(), content_type: None, body, close: false }
    }

    /// An answer to what could not be read to its end.
    fn closing(status: StatusCode) -> Self {
        Self { close: true, ..Self::plain(status, Vec::new()) }
    }

    /// The answer to what is no request of this protocol.
    fn unknown() -> Self {
        Self::plain(StatusCode::NOT_FOUND, b"<UnknownOperationException/>\n".to_vec())
    }
}

/// What browsers need to know before they show an answer to a page of another origin.
fn cross_origin(head: &Parts, reply: &mut HeaderMap) {
    if !head.headers.contains_key(ORIGIN) {
        return;
    }
    reply.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if head.method == Method::OPTIONS {
        reply.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("172800"));
        for (asked, allowed) in [
            (ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_ALLOW_HEADERS),
            (ACCESS_CONTROL_REQUEST_METHOD, ACCESS_CONTROL_ALLOW_METHODS),
        ] {
            if let Some(value) = head.headers.get(asked) {
                reply.insert(allowed, value.clone());
            }
        }
    } else {
        let exposed = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,x-amz-crc32,Date";
        reply.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(exposed));
    }
}

/// Returns whether a request is worked on where it comes. One with a filter is not, however short it is: it may look hundreds of times
/// at a page of 1 MB. Nor is a transaction with room for more than one expression that does so with an item, nor what goes through
/// all items of a table.
fn is_quick(head: &Parts, body: &[u8]) -> bool {
    let target = head.headers.get(TARGET).map_or(&b""[..], HeaderValue::as_bytes);
    let reads_pages = target.ends_with(b".Query") || target.ends_with(b".Scan");
    let quick = if target.ends_with(b".TransactWriteItems") { EXPRESSION } else { QUICK };
    let whole_tables = WHOLE_TABLES.iter().any(|operation| target.ends_with(operation));
    let filters = reads_pages && body.windows(FILTER.len()).any(|part| part == FILTER);
    body.len() <= quick && !whole_tables && !filters && !head.headers.contains_key(CONTENT_ENCODING)
}

fn is_json(content_type: &HeaderValue) -> bool {
    let Ok(content_type) = content_type.to_str() else { return false };
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case(JSON) || kind.eq_ignore_ascii_case("application/json")
}

fn header_bytes(headers: &HeaderMap) -> usize {
    // As they stand on the wire: name, colon, blank, value, line end.
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum()
}

const JSON: &str = "application/x-amz-json-1.0";
const TARGET: HeaderName = HeaderName::from_static("x-amz-target");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
const CRC: HeaderName = HeaderName::from_static("x-amz-crc32");
/// Bytes of the body of a request, compressed or not.
const MAX_BODY: usize = 16 * 1024 * 1024;
/// Bodies up to this size, of requests and answers, are worked on where they come: it takes a millisecond at the most.
const QUICK: usize = 64 * 1024;
/// How long an expression can be.
const EXPRESSION: usize = 4096;
/// Operations that fill an index, free the items of a table, or add up what is in its indexes.
const WHOLE_TABLES: [&[u8]; 3] = [b".UpdateTable", b".DeleteTable", b".DescribeTable"];
/// In the names of all parameters with filters.
const FILTER: &[u8] = b"Filter";
/// Bodies above this size need a permit.
const LARGE_BODY: usize = 1024 * 1024;
/// Bytes of the headers of a request.
const MAX_HEADERS: usize = 16 * 1024;
/// Answers up to this size are not compressed.
const SMALL: usize = 4096;
