//! GetShardIterator.

use monotable::request::{GetShardIterator, GetShardIteratorOutput, ShardStart};
use monotable::{Error, Timestamp};

use super::iterator::ShardIterator;
use super::{arn, check, number};
use crate::database::Database;
use crate::error;
use crate::op::constraint::Constraints;
use crate::store::{Position, ShardPlace, Stream};

pub fn get_shard_iterator(database: &Database, request: &GetShardIterator) -> Result<GetShardIteratorOutput, Error> {
    let mut constraints = Constraints::default();
    check::arn(&mut constraints, "streamArn", &request.stream);
    check::shard_id(&mut constraints, "shardId", &request.shard);
    if let ShardStart::AtSequenceNumber(number) | ShardStart::AfterSequenceNumber(number) = &request.start {
        check::number(&mut constraints, number);
    }
    constraints.finish()?;
    let now = database.clock.now();
    if matches!(request.start, ShardStart::AtTimestamp(time) if time > now) {
        return Err(error::validation(error::TIME_AHEAD));
    }
    let stream = arn::find(database, &request.stream, now.into())?;
    let place = stream.shard(&request.shard, now.into());
    let place = place.ok_or_else(|| error::shard_not_found(&request.shard, &request.stream))?;
    let position = match &request.start {
        ShardStart::TrimHorizon => Position::Horizon,
        ShardStart::AtSequenceNumber(number) => numbered(&stream, &place, number, 0, now.into())?,
        ShardStart::AfterSequenceNumber(number) => numbered(&stream, &place, number, 1, now.into())?,
        ShardStart::AtTimestamp(time) => stream.at(&place, (*time).into(), now.into()),
        _ => Position::From(stream.latest(&place)),
    };
    let (stream, shard) = (request.stream.to_string(), request.shard.to_string());
    let iterator = ShardIterator { stream, shard, position, made: now.into() };
    Ok(GetShardIteratorOutput::new(iterator.encode().into()))
}

/// Returns the position so many numbers after the one that the request names.
fn numbered(stream: &Stream, place: &ShardPlace, text: &str, after: u64, now: Timestamp) -> Result<Position, Error> {
    let foreign = || error::foreign_number(text, &place.shard.id);
    let number = number::parse(place.line, text).ok_or_else(foreign)?;
    // The numbers with which a shard starts and ends are its own, too.
    if number > stream.last(place) {
        return Err(foreign());
    }
    let from = number.saturating_add(after);
    if number < place.shard.start || stream.is_trimmed(place, from, now) {
        return Err(error::trimmed());
    }
    Ok(Position::From(from))
}
