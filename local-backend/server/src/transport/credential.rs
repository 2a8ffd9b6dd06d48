//! What a request says about who sends it: an access key and a scope, in a header or in the query string.
//!
//! See [Signing AWS requests](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html).

use std::borrow::Cow;

use hyper::HeaderMap;
use hyper::header::{AUTHORIZATION, DATE, HeaderName};
use hyper::http::request::Parts;
use monotable::Error;
use monotable_local::__server::error::signature as error;

use super::query;

/// The claim of a request, as far as it is complete. Whether it is true is for `signature` to say.
#[derive(Debug)]
pub(super) struct Claim<'r> {
    pub(super) credential: Cow<'r, str>,
    pub(super) signed_headers: Cow<'r, str>,
    pub(super) signature: Cow<'r, str>,
    /// When the request was signed: `20261231T235959Z`.
    pub(super) time: Cow<'r, str>,
    /// For how many seconds a query string is good; a header is for fifteen minutes.
    pub(super) expires: Option<Cow<'r, str>>,
}

/// Access key and region of a request, where it has them; taken at their word.
pub(super) fn namespace(head: &Parts) -> Option<(String, String)> {
    let credential = match authorization(&head.headers) {
        Some(header) => Cow::Borrowed(parameter(header, "Credential")?),
        None => query::value(head.uri.query()?, "X-Amz-Credential")?,
    };
    let mut parts = credential.split('/');
    let (key, _, region) = (parts.next()?, parts.next()?, parts.next()?);
    Some((key.to_owned(), region.to_owned()))
}

/// The claim of a request.
pub(super) fn claim(head: &Parts) -> Result<Claim<'_>, Error> {
    let query = head.uri.query().unwrap_or_default();
    let algorithm = query::value(query, "X-Amz-Algorithm");
    let presigned = algorithm.is_some();
    if authorization(&head.headers).is_none() && algorithm.is_some_and(|algorithm| algorithm != ALGORITHM) {
        return Err(error::algorithm());
    }
    match authorization(&head.headers) {
        Some(_) if presigned => Err(error::twice()),
        Some(header) => of_header(header, &head.headers),
        None if presigned => of_query(query),
        None => Err(error::missing()),
    }
}

fn of_header<'r>(header: &'r str, headers: &'r HeaderMap) -> Result<Claim<'r>, Error> {
    if header.split_ascii_whitespace().next() != Some(ALGORITHM) {
        return Err(error::missing());
    }
    let (credential, signature) = (parameter(header, "Credential"), parameter(header, "Signature"));
    let signed_headers = parameter(header, "SignedHeaders");
    let time = text(headers, AMZ_DATE).map(Cow::Borrowed).or_else(|| text(headers, DATE).map(basic));
    match (credential, signature, signed_headers, time) {
        (Some(credential), Some(signature), Some(signed_headers), Some(time)) => Ok(Claim {
            credential: credential.into(),
            signed_headers: signed_headers.into(),
            signature: signature.into(),
            time,
            expires: None,
        }),
        (credential, signature, signed_headers, time) => {
            let lacks = [
                (credential.is_some(), error::NO_CREDENTIAL),
                (signature.is_some(), error::NO_SIGNATURE),
                (signed_headers.is_some(), error::NO_SIGNED_HEADERS),
                (time.is_some(), error::NO_DATE),
            ];
            let lacks = lacks.iter().filter(|(given, _)| !given).map(|(_, text)| *text).collect();
            Err(error::incomplete(lacks, Some(header)))
        }
    }
}

fn of_query(query: &str) -> Result<Claim<'_>, Error> {
    let mut lacks = String::new();
    let mut required = |name: &str| {
        let value = query::value(query, name);
        if value.is_none() {
            lacks.push_str(&error::no_parameter(name));
        }
        value.unwrap_or_default()
    };
    let claim = Claim {
        credential: required("X-Amz-Credential"),
        signature: required("X-Amz-Signature"),
        signed_headers: required("X-Amz-SignedHeaders"),
        time: required("X-Amz-Date"),
        expires: query::value(query, "X-Amz-Expires"),
    };
    if lacks.is_empty() { Ok(claim) } else { Err(error::incomplete(lacks, None)) }
}

fn authorization(headers: &HeaderMap) -> Option<&str> {
    text(headers, AUTHORIZATION)
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The time of a Date header as signatures have it: `Sun, 30 Aug 2015 12:36:00 GMT` is `20150830T123600Z`. What is in no such form
/// stays as it is.
fn basic(date: &str) -> Cow<'_, str> {
    let mut parts = date.split_ascii_whitespace().skip(1);
    let mut next = || parts.next().unwrap_or_default();
    let (day, month, year, time, zone) = (next(), next(), next(), next(), next());
    match MONTHS.iter().position(|name| *name == month) {
        Some(month) if zone == "GMT" => format!("{year}{:02}{day:0>2}T{}Z", month + 1, time.replace(':', "")).into(),
        _ => date.into(),
    }
}

/// A parameter of an Authorization header: `Signature` in `AWS4-HMAC-SHA256 Credential=.., Signature=..`.
fn parameter<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    let parameters = header.split_once(' ').map_or("", |(_, parameters)| parameters);
    let mut parameters = parameters.split(',').filter_map(|parameter| parameter.trim().split_once('='));
    parameters.find(|(given, value)| *given == name && !value.is_empty()).map(|(_, value)| value)
}

pub(super) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const AMZ_DATE: HeaderName = HeaderName::from_static("x-amz-date");
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_in_the_form_of_http() {
        assert_eq!(basic("Sun, 30 Aug 2015 12:36:00 GMT"), "20150830T123600Z");
        assert_eq!(basic("Sun, 3 Jan 2027 02:06:09 GMT"), "20270103T020609Z");
        for other in ["20150830T123600Z", "", "Sun, 30 Aug 2015 12:36:00 CET", "yesterday"] {
            assert_eq!(basic(other), other);
        }
    }
}
