//! Which web pages may ask. A page in a browser on this machine reaches the server as well as a program does, so it may only if its
//! origin was allowed; and it may not come by another name of this machine than those it has here.

use std::net::IpAddr;

use hyper::HeaderMap;
use hyper::header::{HOST, HeaderValue, ORIGIN};

/// The origins and names of hosts that may be in requests.
#[derive(Clone, Debug, Default)]
pub(super) struct Browsers {
    origins: Vec<String>,
    hosts: Vec<String>,
}

impl Browsers {
    /// Allows an origin, such as `http://localhost:3000`; `*` is any.
    pub(super) fn allow_origin(&mut self, origin: String) {
        self.origins.push(origin);
    }

    /// Allows a name of this machine.
    pub(super) fn allow_host(&mut self, host: String) {
        self.hosts.push(host);
    }

    /// Returns whose pages may see the answer, if it is asked by a page; or why it gets none.
    pub(super) fn check(&self, headers: &HeaderMap) -> Result<Option<HeaderValue>, String> {
        if let Some(host) = headers.get(HOST)
            && !self.is_host(host.as_bytes())
        {
            let host = name_of(host.as_bytes());
            return Err(format!("This server does not go by the name {host}: start it with --allow-host {host}\n"));
        }
        let Some(origin) = headers.get(ORIGIN) else { return Ok(None) };
        let given = String::from_utf8_lossy(origin.as_bytes());
        if self.origins.iter().any(|allowed| allowed == "*") {
            Ok(Some(HeaderValue::from_static("*")))
        } else if self.origins.iter().any(|allowed| *allowed == given) {
            Ok(Some(origin.clone()))
        } else {
            Err(format!("Pages of {given} may not ask: start the server with --allow-origin {given}\n"))
        }
    }

    /// Returns whether a name is one of this machine or its network, and none that somebody on the internet can have.
    fn is_host(&self, host: &[u8]) -> bool {
        let local = host.strip_prefix(b"127.0.0.1:").is_some_and(|port| port.iter().all(u8::is_ascii_digit));
        if local || !host.contains(&b'.') {
            return true;
        }
        let name = name_of(host);
        let name = name.trim_end_matches('.');
        name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok()
            || PRIVATE.iter().any(|end| name.len() > end.len() && is_end(name, end))
            || self.hosts.iter().any(|allowed| allowed == "*" || allowed.eq_ignore_ascii_case(name))
    }
}

fn is_end(name: &str, end: &str) -> bool {
    name.get(name.len() - end.len()..).is_some_and(|last| last.eq_ignore_ascii_case(end))
}

/// A host without its port.
fn name_of(host: &[u8]) -> String {
    let host = String::from_utf8_lossy(host);
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name.to_owned(),
        _ => host.into_owned(),
    }
}

/// Ends of names that nobody can register, and of those that SDKs have for DynamoDB itself.
const PRIVATE: [&str; 6] = [".localhost", ".local", ".internal", ".test", ".home.arpa", ".amazonaws.com"];

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(hyper::header::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    #[test]
    fn names_that_others_can_have_are_refused() {
        let mut browsers = Browsers::default();
        browsers.allow_host("db.example.com".to_owned());
        for (host, fits) in [
            ("127.0.0.1:8000", true),
            ("10.0.0.7", true),
            ("[::1]:8000", true),
            ("localhost:8000", true),
            ("LOCALHOST", true),
            ("a.localhost:1", true),
            ("dynamodb:8000", true),
            ("host.docker.internal:8000", true),
            ("dynamodb.us-east-1.amazonaws.com", true),
            ("db.example.com:8000", true),
            ("DB.Example.COM.:8000", true),
            ("example.com", false),
            ("evil.example:8000", false),
            ("localhost.evil.example", false),
            ("127.0.0.1.evil.example:8000", false),
            ("amazonaws.com.evil.example", false),
            ("127.0.0.1:8000.evil.example", false),
        ] {
            assert_eq!(browsers.check(&headers(&[(HOST, host)])).is_ok(), fits, "{host}");
        }
    }

    #[test]
    fn pages_of_other_origins_are_refused() {
        let ask =
            |browsers: &Browsers, origin: &str| browsers.check(&headers(&[(HOST, "localhost"), (ORIGIN, origin)]));
        let mut browsers = Browsers::default();
        assert!(ask(&browsers, "http://localhost:3000").unwrap_err().contains("--allow-origin http://localhost:3000"));
        browsers.allow_origin("http://localhost:3000".to_owned());

        assert_eq!(ask(&browsers, "http://localhost:3000").unwrap().unwrap(), "http://localhost:3000");
        for other in ["http://localhost:30001", "https://localhost:3000", "null", "http://example.com", ""] {
            assert!(ask(&browsers, other).is_err(), "{other}");
        }
        browsers.allow_origin("*".to_owned());
        assert_eq!(ask(&browsers, "null").unwrap().unwrap(), "*");
        assert_eq!(browsers.check(&headers(&[(HOST, "localhost")])), Ok(None));
    }
}
