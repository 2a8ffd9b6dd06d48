//! Checks the signatures of requests, version 4.
//!
//! See [Create a signed request](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use hmac::{Hmac, KeyInit as _, Mac as _};
use hyper::header::HeaderName;
use hyper::http::request::Parts;
use monotable::{Error, Timestamp};
use monotable_local::__server::error::signature as error;
use sha2::{Digest as _, Sha256};

use super::credential::{ALGORITHM, Claim, claim};
use super::query;

/// The secrets by access key, for servers that let nobody else in.
#[derive(Clone, Default)]
pub(super) struct Secrets(BTreeMap<String, String>);

impl Secrets {
    pub(super) fn add(&mut self, key: String, secret: String) {
        self.0.insert(key, secret);
    }

    /// Returns whether this request was signed with a secret that is known, or whether that does not matter.
    pub(super) fn check(&self, head: &Parts, body: &[u8], now: SystemTime) -> Result<(), Error> {
        if self.0.is_empty() {
            return Ok(());
        }
        let claim = claim(head)?;
        check_time(&claim, now)?;
        let scope = Scope::of(&claim)?;
        let secret = self.0.get(scope.key).ok_or_else(error::unknown_key)?;
        check_signed_headers(&claim, head)?;
        let key = [scope.date, scope.region, scope.service, scope.end]
            .iter()
            .fold(format!("AWS4{secret}").into_bytes(), |key, part| mac(&key, part.as_bytes()));
        let request = hex(&Sha256::digest(canonical(&claim, head, body)));
        let text = format!(
            "{ALGORITHM}\n{}\n{}/{}/{}/{}\n{request}",
            claim.time, scope.date, scope.region, scope.service, scope.end
        );
        // Compared in constant time, for what it is worth on a machine of one's own.
        let given = unhex(&claim.signature).ok_or_else(error::wrong)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("HMAC takes keys of any length");
        mac.update(text.as_bytes());
        mac.verify_slice(&given).map_err(|_| error::wrong())
    }
}

/// The parts of a credential.
struct Scope<'c> {
    key: &'c str,
    date: &'c str,
    region: &'c str,
    service: &'c str,
    end: &'c str,
}

impl<'c> Scope<'c> {
    fn of(claim: &'c Claim<'_>) -> Result<Self, Error> {
        let parts: Vec<&str> = claim.credential.split('/').collect();
        let [key, date, region, service, end] = parts[..] else { return Err(error::no_scope(&claim.credential)) };
        let mut faults = String::new();
        if region.len() < SHORTEST_REGION || !region.contains('-') {
            faults.push_str(&error::scope_region(region));
        }
        if service != SERVICE {
            faults.push_str(error::SCOPE_SERVICE);
        }
        if end != END {
            faults.push_str(&error::scope_end(end));
        }
        let day = claim.time.get(..8).unwrap_or_default();
        if date != day {
            faults.push_str(&error::scope_date(date, day, &claim.time));
        }
        if faults.is_empty() { Ok(Self { key, date, region, service, end }) } else { Err(error::scope(&faults)) }
    }
}

/// The host and all headers of AWS are signed. A token of a session may be added later, as AWS lets it.
fn check_signed_headers(claim: &Claim<'_>, head: &Parts) -> Result<(), Error> {
    let is_signed = |name: &str| claim.signed_headers.split(';').any(|signed| signed == name);
    if !is_signed("host") {
        return Err(error::unsigned("'Host' or ':authority'"));
    }
    let mut names = head.headers.keys().map(HeaderName::as_str);
    match names.find(|name| name.starts_with(AMZ) && *name != TOKEN && !is_signed(name)) {
        Some(name) => Err(error::unsigned(&format!("'{name}'"))),
        None => Ok(()),
    }
}

/// A signature is good for a while, on both sides of its time.
fn check_time(claim: &Claim<'_>, now: SystemTime) -> Result<(), Error> {
    let signed = read_time(&claim.time).ok_or_else(|| error::no_time(&claim.time))?;
    let good = match &claim.expires {
        None => TOLERANCE,
        Some(seconds) => {
            let seconds = seconds.parse().ok().filter(|seconds| (1..=LONGEST).contains(seconds));
            Duration::from_secs(seconds.ok_or_else(error::expiry)?)
        }
    };
    if let Some(oldest) = now.checked_sub(good)
        && signed < oldest
    {
        return Err(error::expired(&claim.time, &print_time(oldest), &print_time(now), good.as_secs() / 60));
    }
    if let Some(newest) = now.checked_add(TOLERANCE)
        && signed > newest
    {
        return Err(error::early(&claim.time, &print_time(newest), &print_time(now), TOLERANCE.as_secs() / 60));
    }
    Ok(())
}

/// Reads `20261231T235959Z`.
fn read_time(text: &str) -> Option<SystemTime> {
    let digits = |from: usize, to: usize| text.get(from..to).filter(|part| part.bytes().all(|b| b.is_ascii_digit()));
    if text.len() != 16 || text.get(8..9) != Some("T") || !text.ends_with('Z') {
        return None;
    }
    let (year, month, day) = (digits(0, 4)?, digits(4, 6)?, digits(6, 8)?);
    let (hour, minute, second) = (digits(9, 11)?, digits(11, 13)?, digits(13, 15)?);
    let time: Timestamp = format!("{year}-{month}-{day}T{hour}:{minute}:{second}.000Z").parse().ok()?;
    Some(time.into())
}

fn print_time(time: SystemTime) -> String {
    let text = Timestamp::from(time).to_string();
    let seconds = text.split('.').next().unwrap_or_default();
    let mut text = seconds.replace(['-', ':'], "");
    text.push('Z');
    text
}

/// The request in the form that is signed.
fn canonical(claim: &Claim<'_>, head: &Parts, body: &[u8]) -> String {
    let query = query::canonical(head.uri.query().unwrap_or_default(), "X-Amz-Signature");
    let mut text = format!("{}\n{}\n{query}\n", head.method, canonical_path(head.uri.path()));
    for name in claim.signed_headers.split(';') {
        let values: Vec<String> = head
            .headers
            .get_all(name)
            .iter()
            .map(|value| String::from_utf8_lossy(value.as_bytes()).split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        // Writing to a text does not fail.
        let _ = writeln!(text, "{name}:{}", values.join(","));
    }
    let declared = head.headers.get("x-amz-content-sha256").and_then(|value| value.to_str().ok());
    let payload = match declared {
        Some("UNSIGNED-PAYLOAD") => "UNSIGNED-PAYLOAD".to_owned(),
        _ => hex(&Sha256::digest(body)),
    };
    let _ = write!(text, "\n{}\n{payload}", claim.signed_headers);
    text
}

/// The path without empty and relative parts, and encoded once more, as all services but S3 sign it.
fn canonical_path(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let mut canonical = String::with_capacity(path.len());
    for part in &parts {
        canonical.push('/');
        canonical.push_str(&query::encode(part));
    }
    if canonical.is_empty() || path.ends_with('/') {
        canonical.push('/');
    }
    canonical
}

/// An HMAC-SHA256.
fn mac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    text.as_bytes().chunks(2).map(|pair| Some(digit(pair.first()?)? << 4 | digit(pair.get(1)?)?)).collect()
}

/// Prints nothing that is secret.
impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

const SERVICE: &str = "dynamodb";
const END: &str = "aws4_request";
const SHORTEST_REGION: usize = 4;
const TOLERANCE: Duration = Duration::from_secs(15 * 60);
/// The longest time for which a query string can be good, in seconds.
const LONGEST: u64 = 7 * 24 * 60 * 60;
const AMZ: &str = "x-amz-";
const TOKEN: &str = "x-amz-security-token";

#[cfg(test)]
mod tests {
    use hyper::Request;

    use super::*;

    const AUTHORIZATION: &str = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
         SignedHeaders=host;x-amz-date, Signature=";

    #[test]
    fn the_canonical_form_is_that_of_the_documentation() {
        // The request `get-vanilla` of AWS's own test suite for signatures, which is for a service called `service`.
        let request = Request::get("/")
            .header("host", "example.amazonaws.com")
            .header("x-amz-date", "20150830T123600Z")
            .header("authorization", format!("{AUTHORIZATION}00"))
            .body(())
            .unwrap();
        let (head, ()) = request.into_parts();

        let text = canonical(&claim(&head).unwrap(), &head, b"");

        assert_eq!(hex(&Sha256::digest(text)), "bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63");
    }

    #[test]
    fn paths_are_signed_without_detours_and_encoded_twice() {
        for (path, canonical) in [
            ("/", "/"),
            ("//", "/"),
            ("", "/"),
            ("/a/b", "/a/b"),
            ("/a//b/", "/a/b/"),
            ("/a/./../b", "/b"),
            ("/..", "/"),
            ("/a%20b/c*", "/a%2520b/c%2A"),
        ] {
            assert_eq!(canonical_path(path), canonical, "{path}");
        }
    }

    #[test]
    fn times_are_read_and_printed() {
        let time = read_time("20150830T123600Z").unwrap();

        assert_eq!(time.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs(), 1_440_938_160);
        assert_eq!(print_time(time), "20150830T123600Z");
        for wrong in ["", "20150830123600Z", "20151330T123600Z", "2015083OT123600Z", "20150830T123600ZZ"] {
            assert!(read_time(wrong).is_none(), "{wrong}");
        }
    }
}
