//! ListStreams.

use std::collections::BTreeMap;
use std::sync::Arc;

use monotable::Error;
use monotable::request::{ListStreams, ListStreamsOutput, StreamSummary};

use super::{arn, check};
use crate::database::Database;
use crate::error;
use crate::op::constraint::{Constraints, SHORTEST_NAME};
use crate::store::Stream;

pub fn list_streams(database: &Database, request: &ListStreams) -> Result<ListStreamsOutput, Error> {
    let mut constraints = Constraints::default();
    if let Some(table) = &request.table {
        constraints.name("tableName", table, SHORTEST_NAME);
    }
    check::limit(&mut constraints, request.limit.map(i64::from), check::MOST_STREAMS);
    if let Some(start) = &request.start_stream {
        check::arn(&mut constraints, "exclusiveStartStreamArn", start);
    }
    constraints.finish()?;
    if let Some(start) = &request.start_stream {
        arn::parts(start).ok_or_else(|| error::broken_arn(start))?;
    }

    // By ARN, so that a page begins where another one ended, whatever came and went.
    let streams: BTreeMap<String, Arc<Stream>> = streams(database, request.table.as_deref())
        .into_iter()
        .map(|stream| (database.home.stream_arn(&stream), stream))
        .collect();
    let is_after = |arn: &str| request.start_stream.as_deref().is_none_or(|start| arn > start);
    let mut rest = streams.iter().filter(|(arn, _)| is_after(arn));
    let limit = request.limit.unwrap_or(check::MOST_STREAMS) as usize;
    let page = rest.by_ref().take(limit).map(|(arn, stream)| {
        StreamSummary::new(arn.as_str().into(), Arc::clone(&stream.table), Arc::clone(&stream.label))
    });
    let mut output = ListStreamsOutput::default();
    output.streams = page.collect();
    if rest.next().is_some() {
        output.last_evaluated_stream = output.streams.last().map(|stream| Arc::clone(&stream.arn));
    }
    Ok(output)
}

fn streams(database: &Database, table: Option<&str>) -> Vec<Arc<Stream>> {
    let now = database.clock.now().into();
    // No table is created or deleted while this is held.
    let tables = database.catalog.read();
    let mut streams = database.streams.all(now);
    tables.values().for_each(|table| streams.extend(table.streams.all(now)));
    streams.retain(|stream| table.is_none_or(|table| *stream.table == *table));
    streams
}
