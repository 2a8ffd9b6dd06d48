//! ListStreams.

use monotable::request::ListStreams;
use monotable_local::__server::Database;
use monotable_local::__server::op;

use super::positive;
use crate::body::Body;
use crate::members::Constrained;
use crate::op::Outcome;
use crate::reply::Reply;

pub(super) fn list_streams(database: &Database, body: &mut Body<'_>) -> Outcome {
    let (mut request, mut limit) = (ListStreams::new(), None);
    body.request(|body, name| {
        match name {
            "TableName" => request.table = Some(body.text()?.into()),
            "Limit" => limit = Some(body.integer()?),
            "ExclusiveStartStreamArn" => request.start_stream = Some(body.text()?.into()),
            _ => body.skip()?,
        }
        Ok(())
    })?;
    let mut constraints = Constrained::default();
    if let Some(table) = &request.table {
        constraints.name("tableName", table, op::SHORTEST_NAME);
    }
    op::check_limit(&mut constraints, limit.map(i64::from), op::MOST_STREAMS);
    if let Some(start) = &request.start_stream {
        op::check_arn(&mut constraints, "exclusiveStartStreamArn", start);
    }
    constraints.finish()?;
    request.limit = positive(limit);

    let output = op::list_streams(database, &request)?;
    let mut reply = Reply::with_capacity(256 * output.streams.len() + 32);
    reply.list("Streams", &output.streams, |reply, stream| {
        reply.element(|reply| {
            reply.text("StreamArn", &stream.arn);
            reply.text("TableName", &stream.table);
            reply.text("StreamLabel", &stream.label);
        });
    });
    if let Some(last) = &output.last_evaluated_stream {
        reply.text("LastEvaluatedStreamArn", last);
    }
    Ok(reply.finish())
}
