//! Valid requests, changed at random from a fixed seed: what comes back is an answer of the protocol or, over a socket, a closed
//! connection.
//!
//! For more of them: `MONOTABLE_MUTATIONS=1000000 cargo test --release -p monotable-local --features http mutations`, and
//! `MONOTABLE_SEED` for others.

use std::net::Shutdown;

use super::arbitrary::{CONTROL, PIECES, REQUESTS, assert_answered, values};
use super::*;

/// Numbers that look random: splitmix64.
struct Random(u64);

impl Random {
    fn new(offset: u64) -> Self {
        let seed: u64 = std::env::var("MONOTABLE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_default();
        Self(seed.wrapping_mul(1_000_003).wrapping_add(offset))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below a bound that is not 0.
    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }
}

/// One out of those on items and those on tables.
fn any_request(random: &mut Random) -> (&'static str, &'static str) {
    let place = random.below(REQUESTS.len() + CONTROL.len());
    *REQUESTS.iter().chain(&CONTROL).nth(place).expect("it is below their number")
}

fn cases(usual: usize) -> usize {
    std::env::var("MONOTABLE_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(usual)
}

/// Changes the meaning: a value becomes another one, deeper, longer, or there are more of it.
fn change_a_value(random: &mut Random, body: &mut Vec<u8>) {
    let text = String::from_utf8_lossy(body).into_owned();
    let places = values(&text);
    if places.is_empty() {
        return;
    }
    let place = random.pick(&places).clone();
    let old = &text[place.clone()];
    let (_, other) = any_request(random);
    let new = match random.below(10) {
        0..3 => (*random.pick(&PIECES)).to_owned(),
        3 => other[random.pick(&values(other)).clone()].to_owned(),
        4 => text[random.pick(&places).clone()].to_owned(),
        5 => {
            let (open, close) =
                *random.pick(&[("[", "]"), ("{\"M\":{\"a\":", "}}"), ("{\"L\":[", "]}"), ("{\"a\":", "}")]);
            let depth = *random.pick(&[1, 2, 31, 32, 33, 100, 3000]);
            format!("{}{old}{}", open.repeat(depth), close.repeat(depth))
        }
        6 => vec![old; *random.pick(&[2, 3, 26, 101, 1000])].join(","),
        7 => {
            let piece =
                *random.pick(&["a", "(", "[", ".", "#a ", "NOT ", "AND ", ",", "\u{1f600}", "\\u0000", "a.", "a,"]);
            format!("\"{}\"", piece.repeat(*random.pick(&[1, 2, 255, 256, 301, 2049, 4097])))
        }
        8 => old.to_uppercase(),
        _ => old.replace('"', ""),
    };
    body.splice(place, new.into_bytes());
}

/// Changes bytes, whatever they mean.
fn change_bytes(random: &mut Random, bytes: &mut Vec<u8>) {
    let at = random.below(bytes.len() + 1);
    let end = (at + random.below(16)).min(bytes.len());
    match random.below(7) {
        0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
        1 => drop(bytes.drain(at..end)),
        2 => bytes.truncate(at),
        3 => {
            let copy = bytes[at..end].to_vec();
            let to = random.below(bytes.len() + 1);
            bytes.splice(to..to, copy);
        }
        4 => bytes.insert(at, random.next() as u8),
        5 => bytes.insert(at, *random.pick(b"\"\\{}[]:,0-.e \r\n#$()\x00\x7f\xc0\xff")),
        _ => {
            drop(bytes.splice(
                at..at,
                random.pick(&[b"\\ud800".as_slice(), b"null", b"\r\n", b"9999999999999999999"]).to_vec(),
            ))
        }
    }
}

#[test]
fn changed_requests_are_answered() {
    let mut random = Random::new(1);
    let mut backend = shop();
    for case in 0..cases(4000) {
        if case % 64 == 0 {
            backend = shop();
        }
        let (operation, body) = any_request(&mut random);
        let mut body = body.as_bytes().to_vec();
        for _ in 0..=random.below(3) {
            change_a_value(&mut random, &mut body);
        }
        if random.below(3) == 0 {
            change_bytes(&mut random, &mut body);
        }
        assert_answered(&backend, operation, &body);
    }
}

#[test]
fn changed_http_is_answered_or_cut_off() {
    let mut random = Random::new(2);
    let server = server();
    for _ in 0..cases(500) {
        let (name, body) = any_request(&mut random);
        let chunked = random.below(4) == 0;
        let more = *random.pick(&[
            "",
            "Accept-Encoding: gzip\r\n",
            "Content-Encoding: gzip\r\n",
            "Content-Encoding: deflate\r\n",
            "Origin: a\r\n",
            "Expect: 100-continue\r\n",
            "Connection: close\r\n",
            "Date: Sun, 30 Aug 2015 12:36:00 GMT\r\n",
            "Authorization: AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=00\r\n",
        ]);
        let headers = format!("{}{more}", operation(name));
        let mut bytes = if chunked {
            let length = body.len();
            format!("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n{headers}\r\n{length:x}\r\n{body}\r\n0\r\n\r\n")
                .into_bytes()
        } else {
            request("POST", &headers, body.as_bytes())
        };
        for _ in 0..random.below(4) {
            change_bytes(&mut random, &mut bytes);
        }

        let mut stream = connect(&server);
        // The server may have refused what it has seen so far.
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(Shutdown::Write);

        let answers = rest(&mut stream);
        assert!(answers.is_empty() || answers.starts_with("HTTP/1."), "{answers}");
        assert!(!answers.contains("InternalServerError") || more.starts_with("Content-Encoding"), "{answers}");
    }
    let received = send(&server, &request("POST", &operation("DescribeLimits"), b"{}"));
    assert!(matches!(received.status(), 200 | 400));
}
