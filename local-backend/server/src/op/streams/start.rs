//! GetShardIterator.

use std::sync::Arc;
use std::time::SystemTime;

use monotable::request::{GetShardIterator, ShardStart};
use monotable::{Error, Timestamp};
use monotable_local::__server::Database;
use monotable_local::__server::{error, op};

use crate::body::Body;
use crate::members::{Constrained, enumeration};
use crate::op::Outcome;
use crate::reply::Reply;

/// The members of the request.
#[derive(Default)]
struct Request {
    stream: Option<String>,
    shard: Option<String>,
    kind: Option<String>,
    number: Option<String>,
    time: Option<SystemTime>,
}

pub(super) fn get_shard_iterator(database: &Database, body: &mut Body<'_>) -> Outcome {
    let mut request = Request::default();
    body.request(|body, name| {
        match name {
            "StreamArn" => request.stream = Some(body.owned()?),
            "ShardId" => request.shard = Some(body.owned()?),
            "ShardIteratorType" => request.kind = Some(body.owned()?),
            "SequenceNumber" => request.number = Some(body.owned()?),
            "Timestamp" => request.time = Some(time(body.double()?)),
            _ => body.skip()?,
        }
        Ok(())
    })?;
    request.check()?;
    let start = request.start()?;
    let text = |text: Option<String>| Arc::<str>::from(text.unwrap_or_default());
    let request = GetShardIterator::new(text(request.stream), text(request.shard), start);

    let output = op::get_shard_iterator(database, &request)?;
    let mut reply = Reply::with_capacity(512);
    reply.text("ShardIterator", &output.iterator);
    Ok(reply.finish())
}

impl Request {
    fn check(&self) -> Result<(), Error> {
        let mut constraints = Constrained::default();
        match &self.stream {
            None => constraints.missing("streamArn"),
            Some(stream) => op::check_arn(&mut constraints, "streamArn", stream),
        }
        match &self.shard {
            None => constraints.missing("shardId"),
            Some(shard) => op::check_shard_id(&mut constraints, "shardId", shard),
        }
        if self.kind.is_none() {
            constraints.missing("shardIteratorType");
        }
        enumeration(&mut constraints, "shardIteratorType", self.kind.as_deref(), KINDS);
        if let Some(number) = &self.number {
            op::check_number(&mut constraints, number);
        }
        constraints.finish()
    }

    /// Returns where to begin. Each kind has its own parameter or none.
    fn start(&mut self) -> Result<ShardStart, Error> {
        let kind = self.kind.take().unwrap_or_default();
        let number = self.number.take();
        let (takes_number, takes_time) = (kind.ends_with("_SEQUENCE_NUMBER"), kind == "AT_TIMESTAMP");
        if number.is_some() && !takes_number {
            return Err(error::needless_start("SequenceNumber", &kind));
        }
        if self.time.is_some() && !takes_time {
            return Err(error::needless_start("Timestamp", &kind));
        }
        let numbered = || number.map(Arc::from).ok_or_else(|| error::validation(error::NUMBER_MISSING));
        Ok(match kind.as_str() {
            "TRIM_HORIZON" => ShardStart::TrimHorizon,
            "AT_SEQUENCE_NUMBER" => ShardStart::AtSequenceNumber(numbered()?),
            "AFTER_SEQUENCE_NUMBER" => ShardStart::AfterSequenceNumber(numbered()?),
            "AT_TIMESTAMP" => ShardStart::AtTimestamp(self.time.ok_or_else(|| error::validation(error::TIME_MISSING))?),
            _ => ShardStart::Latest,
        })
    }
}

/// Seconds since 1970, of which the thousandths count.
fn time(seconds: f64) -> SystemTime {
    // What is out of range becomes the nearest number.
    let millis = (seconds * 1000.0).round() as i64;
    let bound = if millis < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millis(millis).unwrap_or(bound).into()
}

/// As DynamoDB lists them, by guess: the order is that of Kinesis.
const KINDS: &str = "[AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]";
