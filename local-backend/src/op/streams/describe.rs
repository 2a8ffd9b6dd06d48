//! DescribeStream.

use std::sync::Arc;

use monotable::request::{DescribeStream, Shard, StreamDescription, StreamStatus};
use monotable::{Error, Timestamp};

use super::{arn, check, number};
use crate::database::Database;
use crate::error;
use crate::op::constraint::Constraints;
use crate::store::ShardPlace;

pub fn describe_stream(database: &Database, request: &DescribeStream) -> Result<StreamDescription, Error> {
    let mut constraints = Constraints::default();
    check::arn(&mut constraints, "streamArn", &request.stream);
    check::limit(&mut constraints, request.limit.map(i64::from), check::MOST_SHARDS);
    if let Some(start) = &request.start_shard {
        check::shard_id(&mut constraints, "exclusiveStartShardId", start);
    }
    if let Some(parent) = &request.children_of {
        check::shard_id(&mut constraints, "shardFilter.shardId", parent);
    }
    constraints.finish()?;
    let now = database.clock.now();
    let stream = arn::find(database, &request.stream, now.into())?;
    if let Some(start) = request.start_shard.as_deref().filter(|start| !start.starts_with("shardId-")) {
        return Err(error::broken_shard_id(start));
    }

    let mut shards = stream.shards(now.into());
    // The names sort as the shards do, so a page begins where another one ended, also where that shard is trimmed by now.
    shards.retain(|place| {
        request.start_shard.as_deref().is_none_or(|start| *place.shard.id > *start)
            && request.children_of.as_ref().is_none_or(|parent| place.shard.parent.as_ref() == Some(parent))
    });
    // Records are there at once; only the word comes with the delay of the table's change.
    let is_done = |since: Timestamp| database.delay.is_zero() || database.until(since.into()) <= now;
    let status = match stream.disabled() {
        None if is_done(stream.created) => StreamStatus::Enabled,
        None => StreamStatus::Enabling,
        Some(at) if is_done(at) => StreamStatus::Disabled,
        Some(_) => StreamStatus::Disabling,
    };
    let (arn, label, table) = (Arc::clone(&request.stream), Arc::clone(&stream.label), Arc::clone(&stream.table));
    let mut description = StreamDescription::new(arn, label, table, status);
    description.view = Some(stream.view);
    description.created = Some(stream.created.into());
    description.hash = stream.keys.hash.first().map(|key| key.name.clone());
    description.range = stream.keys.range.first().map(|key| key.name.clone());
    let limit = request.limit.unwrap_or(check::MOST_SHARDS) as usize;
    description.shards = shards.iter().take(limit).map(shard).collect();
    if shards.len() > limit {
        description.last_evaluated_shard = description.shards.last().map(|shard| Arc::clone(&shard.id));
    }
    Ok(description)
}

fn shard(place: &ShardPlace) -> Shard {
    let mut shard = Shard::new(Arc::clone(&place.shard.id));
    shard.parent.clone_from(&place.shard.parent);
    shard.start = Some(number::text(place.line, place.shard.start));
    shard.end = place.shard.end.map(|end| number::text(place.line, end));
    shard
}
