//! Places in shards as texts that clients hand back: all that is known about one is in it.

use std::fmt::Write;

use monotable::{Error, Timestamp};

use crate::error;
use crate::store::Position;

/// Where a client reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ShardIterator {
    /// The ARN of the stream.
    pub(super) stream: String,
    pub(super) shard: String,
    pub(super) position: Position,
    /// When it was handed out.
    pub(super) made: Timestamp,
}

impl ShardIterator {
    /// `arn:aws:dynamodb:..|1|..`: the ARN as DynamoDB shows it, the rest for nobody to read.
    pub(super) fn encode(&self) -> String {
        let (kind, from) = match self.position {
            Position::Horizon => (0, 0),
            Position::From(from) => (1, from),
        };
        let mut rest = vec![kind];
        rest.extend_from_slice(&from.to_be_bytes());
        rest.extend_from_slice(&self.made.as_millis().to_be_bytes());
        rest.extend_from_slice(self.shard.as_bytes());
        let sum = checksum(&self.stream, &rest);
        rest.extend_from_slice(&sum.to_be_bytes());
        let mut text = format!("{}{VERSION}", self.stream);
        for byte in rest {
            let _ = write!(text, "{byte:02x}"); // a text takes all
        }
        text
    }

    /// Returns what [`encode`](Self::encode) made; anything else is refused.
    pub(super) fn decode(text: &str) -> Result<Self, Error> {
        decode(text).ok_or_else(|| error::validation(error::BROKEN_ITERATOR))
    }

    /// Refuses what was handed out too long ago.
    pub(super) fn check_age(&self, now: Timestamp) -> Result<(), Error> {
        let age = now.as_millis().saturating_sub(self.made.as_millis());
        if age > LIFE { Err(error::expired_iterator()) } else { Ok(()) }
    }
}

fn decode(text: &str) -> Option<ShardIterator> {
    let (stream, rest) = text.rsplit_once(VERSION)?;
    let bytes = from_hex(rest.as_bytes())?;
    let (bytes, sum) = bytes.split_last_chunk()?;
    if checksum(stream, bytes) != u64::from_be_bytes(*sum) {
        return None;
    }
    let (kind, bytes) = bytes.split_first()?;
    let (from, bytes) = bytes.split_first_chunk()?;
    let (made, shard) = bytes.split_first_chunk()?;
    Some(ShardIterator {
        stream: stream.to_owned(),
        shard: String::from_utf8(shard.to_vec()).ok()?,
        position: match kind {
            0 => Position::Horizon,
            1 => Position::From(u64::from_be_bytes(*from)),
            _ => return None,
        },
        made: Timestamp::from_millis(i64::from_be_bytes(*made))?,
    })
}

fn from_hex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).filter(|_| !byte.is_ascii_uppercase());
    let byte = |pair: &[u8]| match pair {
        [high, low] => u8::try_from(digit(*high)? << 4 | digit(*low)?).ok(),
        _ => None,
    };
    text.chunks(2).map(byte).collect()
}

/// Tells iterators from what looks like one. It keeps no secret: who can ask for records can ask for iterators.
fn checksum(stream: &str, rest: &[u8]) -> u64 {
    let bytes = stream.bytes().chain([0]).chain(rest.iter().copied());
    bytes.fold(0x6A09_E667_F3BC_C909, |sum: u64, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3).rotate_left(29)
    })
}

/// Between the ARN and the rest.
const VERSION: &str = "|1|";

/// Milliseconds for which an iterator can be used.
const LIFE: i64 = 15 * 60 * 1000;
