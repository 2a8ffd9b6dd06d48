//! Compressed bodies.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::bufread::{GzDecoder, ZlibDecoder};
use flate2::write::{GzEncoder, ZlibEncoder};
use hyper::HeaderMap;
use hyper::header::{ACCEPT_ENCODING, CONTENT_ENCODING};

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Gzip,
    /// What HTTP calls deflate is zlib's form.
    Deflate,
}

/// Why a body cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    TooLarge,
    Stream,
}

impl Encoding {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Deflate => "deflate",
        }
    }

    fn named(name: &str) -> Option<Self> {
        match name.trim() {
            name if name.eq_ignore_ascii_case("gzip") => Some(Self::Gzip),
            name if name.eq_ignore_ascii_case("deflate") => Some(Self::Deflate),
            _ => None,
        }
    }

    /// How the body of a request is compressed, if it is; an error for a way that is not known. Bodies of other kinds are not
    /// taken for what they are not.
    pub(super) fn of_request(headers: &HeaderMap) -> Result<Option<Self>, Broken> {
        let mut found = None;
        for value in headers.get_all(CONTENT_ENCODING) {
            let names = value.to_str().map_err(|_| Broken::Stream)?.split(',').map(str::trim);
            for name in names.filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case("identity")) {
                let known = Self::named(name).or(name.eq_ignore_ascii_case("x-gzip").then_some(Self::Gzip));
                if known.is_none() || found.replace(known).is_some() {
                    return Err(Broken::Stream);
                }
            }
        }
        Ok(found.flatten())
    }

    /// How the answer to a request may be compressed. As DynamoDB does, it looks at the first header alone.
    pub(super) fn accepted(headers: &HeaderMap) -> Option<Self> {
        let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut found = None;
        for part in accepted.split(',') {
            let (name, quality) = part.split_once(';').unwrap_or((part, ""));
            let refused = quality.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0));
            match Self::named(name) {
                Some(Self::Gzip) if !refused => return Some(Self::Gzip),
                Some(other) if !refused => found = Some(other),
                _ => {}
            }
        }
        found
    }

    /// The body of a request, up to so many bytes.
    pub(super) fn unpack(self, body: &[u8], limit: usize) -> Result<Vec<u8>, Broken> {
        let mut plain = Vec::new();
        let mut unpack = |decoder: &mut dyn Read| {
            let most = (limit - plain.len()).saturating_add(1) as u64;
            match decoder.take(most).read_to_end(&mut plain) {
                Err(_) => Err(Broken::Stream),
                Ok(_) if plain.len() > limit => Err(Broken::TooLarge),
                Ok(_) => Ok(()),
            }
        };
        match self {
            Self::Deflate => unpack(&mut ZlibDecoder::new(body))?,
            Self::Gzip => {
                let mut rest = body;
                // Each takes its time, were there nothing in it.
                for member in 0.. {
                    let mut decoder = GzDecoder::new(rest);
                    unpack(&mut decoder)?;
                    rest = decoder.into_inner();
                    if rest.is_empty() {
                        break;
                    }
                    if member >= MOST_MEMBERS {
                        return Err(Broken::Stream);
                    }
                }
            }
        }
        Ok(plain)
    }

    /// The body of an answer; `None` if it cannot be compressed.
    pub(super) fn pack(self, body: &[u8]) -> Option<Vec<u8>> {
        let packed = Vec::with_capacity(body.len() / 2);
        match self {
            Self::Gzip => {
                let mut encoder = GzEncoder::new(packed, Compression::fast());
                encoder.write_all(body).and_then(|()| encoder.finish()).ok()
            }
            Self::Deflate => {
                let mut encoder = ZlibEncoder::new(packed, Compression::fast());
                encoder.write_all(body).and_then(|()| encoder.finish()).ok()
            }
        }
    }
}

/// Members of a body in gzip's form. Compressors that work on blocks at once make some hundreds of 16 MB.
const MOST_MEMBERS: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_may_have_members_but_not_without_end() {
        let members = |count: usize, body: &[u8]| Encoding::Gzip.pack(body).unwrap().repeat(count);

        assert_eq!(Encoding::Gzip.unpack(&members(3, b"ab"), 100).unwrap(), b"ababab");
        assert_eq!(Encoding::Gzip.unpack(&members(3, b"ab"), 5), Err(Broken::TooLarge));
        assert_eq!(Encoding::Gzip.unpack(&members(100_000, b""), 100), Err(Broken::Stream));
    }

    #[test]
    fn what_is_packed_is_unpacked_again_within_the_limit() {
        let body = b"monotable ".repeat(100);
        for encoding in [Encoding::Gzip, Encoding::Deflate] {
            let packed = encoding.pack(&body).unwrap();

            assert!(packed.len() < 100);
            assert_eq!(encoding.unpack(&packed, 1000).unwrap(), body);
            assert_eq!(encoding.unpack(&packed, 999), Err(Broken::TooLarge));
            assert_eq!(encoding.unpack(&packed[..20], 1000), Err(Broken::Stream));
        }
    }

    #[test]
    fn bodies_of_unknown_kinds_are_broken() {
        let cases = [
            (&[][..], Ok(None)),
            (&["identity"], Ok(None)),
            (&["gzip"], Ok(Some(Encoding::Gzip))),
            (&["X-GZIP"], Ok(Some(Encoding::Gzip))),
            (&["identity, deflate"], Ok(Some(Encoding::Deflate))),
            (&["br"], Err(Broken::Stream)),
            (&["gzip, gzip"], Err(Broken::Stream)),
            (&["gzip", "deflate"], Err(Broken::Stream)),
            (&["aws-chunked"], Err(Broken::Stream)),
        ];
        for (given, expected) in cases {
            let mut headers = HeaderMap::new();
            for value in given {
                headers.append(CONTENT_ENCODING, value.parse().unwrap());
            }
            assert_eq!(Encoding::of_request(&headers), expected, "{given:?}");
        }
    }

    #[test]
    fn the_first_header_alone_says_what_a_client_takes() {
        let mut headers = HeaderMap::new();
        headers.append(ACCEPT_ENCODING, "identity".parse().unwrap());
        headers.append(ACCEPT_ENCODING, "gzip".parse().unwrap());

        assert_eq!(Encoding::accepted(&headers), None);
    }

    #[test]
    fn clients_say_what_they_take() {
        let cases = [
            ("identity", None),
            ("gzip", Some(Encoding::Gzip)),
            ("deflate, gzip;q=0.5", Some(Encoding::Gzip)),
            ("gzip;q=0, deflate", Some(Encoding::Deflate)),
            ("br, zstd", None),
            ("x-gzip", None),
            ("GZIP", Some(Encoding::Gzip)),
        ];
        for (given, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, given.parse().unwrap());
            assert_eq!(Encoding::accepted(&headers), expected, "{given}");
        }
    }
}
