//! GetRecords.

use std::sync::Arc;

use monotable::Timestamp;
use monotable::request::{GetRecords, StreamEvent, StreamRecord};
use monotable_local::__server::Database;
use monotable_local::__server::op;

use super::{positive, view_name};
use crate::body::Body;
use crate::members::Constrained;
use crate::op::Outcome;
use crate::reply::Reply;

pub(super) fn get_records(database: &Database, body: &mut Body<'_>) -> Outcome {
    let (mut iterator, mut limit) = (None, None);
    body.request(|body, name| {
        match name {
            "ShardIterator" => iterator = Some(body.owned()?),
            "Limit" => limit = Some(body.integer()?),
            _ => body.skip()?,
        }
        Ok(())
    })?;
    let mut constraints = Constrained::default();
    match &iterator {
        None => constraints.missing("shardIterator"),
        Some(iterator) => op::check_iterator(&mut constraints, iterator),
    }
    op::check_limit(&mut constraints, limit.map(i64::from), op::MOST_RECORDS);
    constraints.finish()?;
    let mut request = GetRecords::new(iterator.map(Arc::from).unwrap_or_default());
    request.limit = positive(limit);

    let output = op::get_records(database, &request)?;
    let bytes: u64 = output.records.iter().map(|record| record.size_bytes + RECORD).sum();
    let mut reply = Reply::with_capacity(usize::try_from(bytes).unwrap_or_default() + 512);
    reply.list("Records", &output.records, |reply, one| reply.element(|reply| record(reply, one)));
    if let Some(next) = &output.next_iterator {
        reply.text("NextShardIterator", next);
    }
    Ok(reply.finish())
}

fn record(reply: &mut Reply, record: &StreamRecord) {
    reply.text("eventID", &record.event_id);
    reply.text(
        "eventName",
        match record.event {
            StreamEvent::Insert => "INSERT",
            StreamEvent::Remove => "REMOVE",
            _ => "MODIFY",
        },
    );
    reply.text("eventVersion", &record.event_version);
    reply.text("eventSource", &record.event_source);
    reply.text("awsRegion", &record.region);
    reply.object("dynamodb", |reply| {
        if let Some(at) = record.at {
            reply.raw("ApproximateCreationDateTime", &Timestamp::from(at).as_secs().to_string());
        }
        reply.item("Keys", &record.keys);
        for (name, image) in [("NewImage", &record.new), ("OldImage", &record.old)] {
            if let Some(image) = image {
                reply.item(name, image);
            }
        }
        reply.text("SequenceNumber", &record.sequence_number);
        reply.integer("SizeBytes", record.size_bytes);
        if let Some(view) = record.view {
            reply.text("StreamViewType", view_name(view));
        }
    });
    if let Some(user) = &record.user {
        reply.object("userIdentity", |reply| {
            reply.text("PrincipalId", &user.principal);
            reply.text("Type", &user.kind);
        });
    }
}

/// About what a record takes beside key and images.
const RECORD: u64 = 400;
