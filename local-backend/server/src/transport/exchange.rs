//! One request and its answer: which requests are DynamoDB's, and the headers of what goes back.

use std::convert::Infallible;
use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant, SystemTime};

use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes, Incoming};
use hyper::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, CONNECTION, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue, SERVER, VARY,
};
use hyper::http::request::Parts;
use hyper::{HeaderMap, Method, Request, Response, StatusCode};

use super::answer_limit::AnswerLimit;
use super::body_limit::{BodyLimit, Permit};
use super::browsers::Browsers;
use super::compression::{Broken, Encoding};
use super::databases::Databases;
use super::fair_queue::{Account, FairQueue};
use super::limits::Limits;
use super::request_id::RequestIds;
use super::signature::Secrets;
use crate::answer::answer_if;
use crate::refusal;

/// What all connections of a server share.
pub(super) struct Exchange {
    pub(super) databases: Databases,
    pub(super) secrets: Secrets,
    pub(super) browsers: Browsers,
    pub(super) ids: RequestIds,
    pub(super) limits: Limits,
    pub(super) body_limit: BodyLimit,
    pub(super) answer_limit: Arc<AnswerLimit>,
    pub(super) queue: FairQueue,
}

/// The answer as the connection sends it.
pub(super) type Reply = Response<Full<Bytes>>;

/// What is known of a connection from its requests so far.
#[derive(Default)]
pub(super) struct Habits {
    account: Arc<Account>,
    /// How many requests are not worked on where they come, since one took long that did not look so.
    suspect: AtomicU8,
}

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
        habits: &Habits,
        received: impl FnOnce(),
    ) -> Result<Reply, Infallible> {
        let (mut head, body) = request.into_parts();
        let read = self.read(&head, body).await;
        received();
        let origin = self.browsers.check(&head.headers);
        let preflight = head.method == Method::OPTIONS && matches!(origin, Ok(Some(_)));
        let cross_origin = match &origin {
            Ok(Some(origin)) => Some(cross_origin(origin, preflight, &head.headers)),
            _ => None,
        };
        let draft = match (read, origin) {
            (Err(refused), _) => refused,
            (_, Err(refused)) => Draft::text(StatusCode::FORBIDDEN, refused),
            (Ok(_), _) if preflight => Draft::plain(StatusCode::OK, Vec::new()),
            (Ok((body, permit)), _) => match self.at_once(&head, &body, habits) {
                Some(draft) => draft,
                None => {
                    let (reply, headers) = self.in_turn(head, body, habits).await;
                    drop(permit);
                    return Ok(with(reply, headers, cross_origin));
                }
            },
        };
        let encoding = if draft.body.len() > SMALL { Encoding::accepted(&head.headers) } else { None };
        let headers = mem::take(&mut head.headers);
        Ok(with(self.finish(encoding, draft), headers, cross_origin))
    }

    /// The answer to a request that is worked on where it comes: it takes a millisecond at the most, as far as can be told.
    fn at_once(&self, head: &Parts, body: &Bytes, habits: &Habits) -> Option<Draft> {
        if !is_quick(head, body) {
            return None;
        }
        let suspect = habits.suspect.load(Ordering::Relaxed);
        if suspect > 0 {
            habits.suspect.store(suspect - 1, Ordering::Relaxed);
            return None;
        }
        let begun = Instant::now();
        let draft = self.answer(head, body, true)?;
        if draft.body.len() > LARGE_ANSWER || begun.elapsed() > LONG {
            habits.suspect.store(SUSPECT, Ordering::Relaxed);
        }
        Some(draft)
    }

    /// The answer to a request that may take a while, when it is its turn.
    async fn in_turn(self: &Arc<Self>, head: Parts, body: Bytes, habits: &Habits) -> (Reply, HeaderMap) {
        self.answer_limit.room(self.limits.answer).await;
        let exchange = Arc::clone(self);
        let work = move || {
            let draft = exchange.answer(&head, &body, false).unwrap_or_else(Draft::unavailable);
            let encoding = if draft.body.len() > SMALL { Encoding::accepted(&head.headers) } else { None };
            (exchange.finish(encoding, draft), head.headers)
        };
        let done = self.queue.run(&habits.account, self.limits.turn, work).await;
        done.unwrap_or_else(|| (self.finish(None, Draft::unavailable()), HeaderMap::new()))
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

    /// The answer to a request; `None` if it is to be `quick`, and will not be.
    fn answer(&self, head: &Parts, body: &Bytes, quick: bool) -> Option<Draft> {
        match head.method {
            // Probes of paths that DynamoDB does not have are not told that all is well.
            Method::GET if head.uri.path() == "/" => return Some(Draft::text(StatusCode::OK, self.health(head))),
            Method::POST => {}
            _ => return Some(Draft::unknown()),
        }
        // Without a type it may be a request: that it lacks a target or a signature is told of it as well.
        let content_type = match head.headers.get(CONTENT_TYPE) {
            None => HeaderValue::from_static(JSON),
            Some(given) if is_json(given) => given.clone(),
            Some(_) => return Some(Draft::unknown()),
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
            Some(Err(Broken::TooLarge)) => return Some(Draft::closing(StatusCode::PAYLOAD_TOO_LARGE)),
            Some(Err(Broken::Stream)) => {
                let (status, body) = refusal::internal();
                return Some(Draft { status, content_type: Some(content_type), body, close: false });
            }
        };
        let target = head.headers.get(TARGET).and_then(|target| target.to_str().ok()).unwrap_or_default();
        let allowed = self.secrets.check(head, sent, SystemTime::now());
        let answer = answer_if(allowed, &self.databases.of(head), target, body, quick)?;
        Some(Draft { status: answer.status, content_type: Some(content_type), body: answer.body, close: false })
    }

    fn health(&self, head: &Parts) -> String {
        let database = self.databases.of(head);
        format!("healthy: dynamodb.{}.amazonaws.com ", database.database().home.region)
    }

    fn finish(&self, encoding: Option<Encoding>, draft: Draft) -> Reply {
        let (body, encoding) = match encoding.and_then(|encoding| Some((encoding.pack(&draft.body)?, encoding))) {
            Some((packed, encoding)) => (packed, Some(encoding)),
            None => (draft.body, None),
        };
        let checksum = crc32fast::hash(&body);
        let mut reply = Response::new(Full::new(self.answer_limit.count(body)));
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

/// The reply with the memory of the request's headers, and with what a page needs to see it.
fn with(mut reply: Reply, mut headers: HeaderMap, cross_origin: Option<HeaderMap>) -> Reply {
    headers.clear();
    headers.extend(mem::take(reply.headers_mut()));
    headers.extend(cross_origin.into_iter().flatten());
    *reply.headers_mut() = headers;
    reply
}

impl Draft {
    /// An answer that is no JSON.
    fn plain(status: StatusCode, body: Vec<u8>) -> Self {
        Self { status: status.as_u16(), content_type: None, body, close: false }
    }

    /// An answer that is text.
    fn text(status: StatusCode, text: String) -> Self {
        let content_type = Some(HeaderValue::from_static("text/plain"));
        Self { content_type, ..Self::plain(status, text.into_bytes()) }
    }

    /// The answer to a request that waited for its turn too long, or that this program could not answer.
    fn unavailable() -> Self {
        let (status, body) = refusal::unavailable();
        Self { status, content_type: Some(HeaderValue::from_static(JSON)), body, close: false }
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

/// What a browser needs to know before it shows an answer to a page of another origin.
fn cross_origin(origin: &HeaderValue, preflight: bool, asked: &HeaderMap) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    if origin != "*" {
        headers.insert(VARY, HeaderValue::from_static("Origin"));
    }
    if !preflight {
        let exposed = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,x-amz-crc32,Date";
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(exposed));
        return headers;
    }
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("172800"));
    for (name, allowed) in [
        (ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_ALLOW_HEADERS),
        (ACCESS_CONTROL_REQUEST_METHOD, ACCESS_CONTROL_ALLOW_METHODS),
    ] {
        if let Some(value) = asked.get(name) {
            headers.insert(allowed, value.clone());
        }
    }
    headers
}

/// Returns whether a request may be worked on where it comes, before it is read. Its operation has the last word.
fn is_quick(head: &Parts, body: &[u8]) -> bool {
    body.len() <= QUICK && !head.headers.contains_key(CONTENT_ENCODING)
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
/// Answers above this size are taken for a sign that the next one will be large, too; and requests that took this long.
const LARGE_ANSWER: usize = 64 * 1024;
const LONG: Duration = Duration::from_micros(500);
/// How many requests wait for their turn after one that took long.
const SUSPECT: u8 = 64;
/// Bodies above this size need a permit.
const LARGE_BODY: usize = 256 * 1024;
/// Bytes of the headers of a request.
const MAX_HEADERS: usize = 16 * 1024;
/// Answers up to this size are not compressed.
const SMALL: usize = 4096;
