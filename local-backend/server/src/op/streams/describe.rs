//! DescribeStream.

use std::sync::Arc;

use monotable::request::{DescribeStream, Shard, StreamStatus};
use monotable_local::__server::Database;
use monotable_local::__server::{error, op};

use super::{positive, view_name};
use crate::body::{Body, Unreadable};
use crate::members::{Constrained, enumeration};
use crate::op::Outcome;
use crate::reply::Reply;

/// ShardFilter.
#[derive(Default)]
struct Filter {
    kind: Option<String>,
    shard: Option<String>,
}

pub(super) fn describe_stream(database: &Database, body: &mut Body<'_>) -> Outcome {
    let (mut stream, mut limit, mut start, mut filter) = (None, None, None, None);
    body.request(|body, name| {
        match name {
            "StreamArn" => stream = Some(body.owned()?),
            "Limit" => limit = Some(body.integer()?),
            "ExclusiveStartShardId" => start = Some(body.owned()?),
            "ShardFilter" => filter = Some(body.one("ShardFilter", read_filter)?),
            _ => body.skip()?,
        }
        Ok(())
    })?;
    let filter = filter.unwrap_or_default();
    let mut constraints = Constrained::default();
    match &stream {
        None => constraints.missing("streamArn"),
        Some(stream) => op::check_arn(&mut constraints, "streamArn", stream),
    }
    op::check_limit(&mut constraints, limit.map(i64::from), op::MOST_SHARDS);
    if let Some(start) = &start {
        op::check_shard_id(&mut constraints, "exclusiveStartShardId", start);
    }
    enumeration(&mut constraints, "shardFilter.type", filter.kind.as_deref(), "[CHILD_SHARDS]");
    if let Some(parent) = &filter.shard {
        op::check_shard_id(&mut constraints, "shardFilter.shardId", parent);
    }
    constraints.finish()?;
    if filter.kind.is_some() != filter.shard.is_some() {
        return Err(error::validation(error::FILTER_WITHOUT_SHARD).into());
    }
    let mut request = DescribeStream::new(stream.unwrap_or_default().into());
    request.limit = positive(limit);
    request.start_shard = start.map(Arc::from);
    request.children_of = filter.shard.map(Arc::from);

    let description = op::describe_stream(database, &request)?;
    let mut reply = Reply::with_capacity(256 * description.shards.len() + 512);
    reply.object("StreamDescription", |reply| {
        reply.text("StreamArn", &description.arn);
        reply.text("StreamLabel", &description.label);
        reply.text("StreamStatus", status_name(description.status));
        if let Some(view) = description.view {
            reply.text("StreamViewType", view_name(view));
        }
        if let Some(created) = description.created {
            reply.time("CreationRequestDateTime", created);
        }
        reply.text("TableName", &description.table);
        let keys = description.hash.iter().map(|name| (name, "HASH"));
        let keys = keys.chain(description.range.iter().map(|name| (name, "RANGE")));
        reply.list("KeySchema", keys, |reply, (name, role)| {
            reply.element(|reply| {
                reply.text("AttributeName", name);
                reply.text("KeyType", role);
            });
        });
        reply.list("Shards", &description.shards, |reply, one| reply.element(|reply| shard(reply, one)));
        if let Some(last) = &description.last_evaluated_shard {
            reply.text("LastEvaluatedShardId", last);
        }
    });
    Ok(reply.finish())
}

fn read_filter(body: &mut Body<'_>, name: &str, filter: &mut Filter) -> Result<(), Unreadable> {
    match name {
        "Type" => filter.kind = Some(body.owned()?),
        "ShardId" => filter.shard = Some(body.owned()?),
        _ => body.skip()?,
    }
    Ok(())
}

const fn status_name(status: StreamStatus) -> &'static str {
    match status {
        StreamStatus::Enabling => "ENABLING",
        StreamStatus::Enabled => "ENABLED",
        StreamStatus::Disabling => "DISABLING",
        _ => "DISABLED",
    }
}

fn shard(reply: &mut Reply, shard: &Shard) {
    reply.text("ShardId", &shard.id);
    if let Some(parent) = &shard.parent {
        reply.text("ParentShardId", parent);
    }
    reply.object("SequenceNumberRange", |reply| {
        for (name, number) in [("StartingSequenceNumber", &shard.start), ("EndingSequenceNumber", &shard.end)] {
            if let Some(number) = number {
                reply.text(name, number);
            }
        }
    });
}
