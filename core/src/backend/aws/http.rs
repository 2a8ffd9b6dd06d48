//! An HTTP/1.1 client without TLS, for servers on this machine or network.
//!
//! The SDK's own client comes with HTTP/2, proxies and certificate stores. Here a request takes an idle connection or opens
//! one, and a connection whose response was read to its end is idle again.

use std::error::Error as StdError;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use http_body_util::BodyExt;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::HOST;
use hyper::http::{HeaderValue, Request, Uri};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::error::{NO_RUNTIME, NOT_HTTP};

/// Connections of one backend.
#[derive(Clone, Debug, Default)]
pub(super) struct PlainHttp {
    idle: Arc<Mutex<Vec<Idle>>>,
}

#[derive(Debug)]
struct Idle {
    authority: String,
    connection: SendRequest<SdkBody>,
}

impl HttpClient for PlainHttp {
    fn http_connector(&self, settings: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(Connector { http: self.clone(), settings: settings.clone() })
    }
}

#[derive(Debug)]
struct Connector {
    http: PlainHttp,
    settings: HttpConnectorSettings,
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let http = self.http.clone();
        let (connect, read) = (self.settings.connect_timeout(), self.settings.read_timeout());
        HttpConnectorFuture::new(async move {
            let request = request.try_into_http1x().map_err(user)?;
            if tokio::runtime::Handle::try_current().is_err() {
                return Err(user(NO_RUNTIME));
            }
            let (authority, request) = origin_form(request)?;
            let connection = match http.take(&authority) {
                Some(connection) => connection,
                None => within(connect, open(&authority)).await?,
            };
            within(read, http.exchange(authority, connection, request)).await
        })
    }
}

impl PlainHttp {
    fn take(&self, authority: &str) -> Option<SendRequest<SdkBody>> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        // The server may have closed a connection since; hyper then says that it is not ready.
        idle.retain(|idle| idle.connection.is_ready());
        let at = idle.iter().rposition(|idle| idle.authority == authority)?;
        Some(idle.swap_remove(at).connection)
    }

    async fn exchange(
        &self,
        authority: String,
        mut connection: SendRequest<SdkBody>,
        request: Request<SdkBody>,
    ) -> Result<HttpResponse, ConnectorError> {
        let (head, body) = connection.send_request(request).await.map_err(broken)?.into_parts();
        // A response of DynamoDB is 1 MB and some at the most, and the SDK wants it whole.
        let body = body.collect().await.map_err(broken)?.to_bytes();
        if connection.ready().await.is_ok() {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            idle.push(Idle { authority, connection });
        }
        let response = hyper::http::Response::from_parts(head, SdkBody::from(body));
        HttpResponse::try_from(response).map_err(|error| ConnectorError::other(error.into(), None))
    }
}

/// Splits off `host:port`, to which the connection goes.
fn origin_form(mut request: Request<SdkBody>) -> Result<(String, Request<SdkBody>), ConnectorError> {
    let uri = request.uri();
    if uri.scheme_str() != Some("http") {
        return Err(user(NOT_HTTP));
    }
    let host = uri.host().ok_or_else(|| user("the endpoint names no host"))?;
    let authority = format!("{host}:{}", uri.port_u16().unwrap_or(80));
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let path: Uri = path.parse().map_err(user)?;
    if !request.headers().contains_key(HOST) {
        // The SDK signs a port only where it is not the default one, and so does the URL.
        let host = uri.authority().map_or(host, |authority| authority.as_str());
        let host = HeaderValue::from_str(host).map_err(user)?;
        request.headers_mut().insert(HOST, host);
    }
    *request.uri_mut() = path;
    Ok((authority, request))
}

async fn open(authority: &str) -> Result<SendRequest<SdkBody>, ConnectorError> {
    let stream = TcpStream::connect(authority).await.map_err(|error| ConnectorError::io(error.into()))?;
    // Small requests would else wait for the acknowledgement of the last.
    stream.set_nodelay(true).map_err(|error| ConnectorError::io(error.into()))?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    // Ends with the connection; what breaks it is told to the request that it breaks.
    tokio::spawn(async move { drop(connection.await) });
    Ok(sender)
}

async fn within<T>(
    limit: Option<Duration>,
    work: impl Future<Output = Result<T, ConnectorError>>,
) -> Result<T, ConnectorError> {
    match limit {
        None => work.await,
        Some(limit) => {
            tokio::time::timeout(limit, work).await.unwrap_or_else(|error| Err(ConnectorError::timeout(error.into())))
        }
    }
}

fn broken(error: hyper::Error) -> ConnectorError {
    if error.is_user() { user(error) } else { ConnectorError::io(error.into()) }
}

fn user(error: impl Into<Box<dyn StdError + Send + Sync>>) -> ConnectorError {
    ConnectorError::user(error.into())
}
