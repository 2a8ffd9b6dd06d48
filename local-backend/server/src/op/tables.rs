//! DescribeTable, DeleteTable, ListTables, DescribeLimits, DescribeEndpoints.

use monotable::request::control::{DeleteTable, DescribeTable, ListTables};
use monotable_local::__server::Database;
use monotable_local::__server::op;

use super::Outcome;
use super::control_members::ControlMembers;
use super::describe::answer;
use crate::body::Body;
use crate::reply::Reply;
use crate::weight;

pub(super) fn describe_table(database: &Database, body: &mut Body<'_>) -> Outcome {
    let members = ControlMembers::read(body, &["TableName"])?;
    // It adds up what is in the indexes.
    body.weigh(weight::MANY_ITEMS)?;
    let table = op::describe_table(database, &DescribeTable::new(members.table()?.into()))?;
    Ok(answer("Table", &table))
}

pub(super) fn delete_table(database: &Database, body: &mut Body<'_>) -> Outcome {
    let members = ControlMembers::read(body, &["TableName"])?;
    // It frees the items.
    body.weigh(weight::MANY_ITEMS)?;
    let table = op::delete_table(database, &DeleteTable::new(members.table()?.into()))?;
    Ok(answer("TableDescription", &table))
}

pub(super) fn list_tables(database: &Database, body: &mut Body<'_>) -> Outcome {
    let members = ControlMembers::read(body, &["ExclusiveStartTableName", "Limit"])?;
    let mut request = ListTables::new();
    (request.start_after, request.limit) = (members.start, members.limit);
    let page = op::list_tables_page(database, &request)?;
    let mut reply = Reply::with_capacity(64 * page.tables.len() + 32);
    reply.list("TableNames", &page.tables, |reply, name| reply.text_element(name));
    if let Some(last) = &page.last {
        reply.text("LastEvaluatedTableName", last);
    }
    Ok(reply.finish())
}

pub(super) fn describe_limits(_: &Database, body: &mut Body<'_>) -> Outcome {
    ControlMembers::read(body, &[])?;
    let limits = op::describe_limits();
    let mut reply = Reply::with_capacity(192);
    reply.integer("AccountMaxReadCapacityUnits", limits.account.read);
    reply.integer("AccountMaxWriteCapacityUnits", limits.account.write);
    reply.integer("TableMaxReadCapacityUnits", limits.table.read);
    reply.integer("TableMaxWriteCapacityUnits", limits.table.write);
    Ok(reply.finish())
}

pub(super) fn describe_endpoints(database: &Database, body: &mut Body<'_>) -> Outcome {
    ControlMembers::read(body, &[])?;
    let mut reply = Reply::with_capacity(128);
    reply.list("Endpoints", op::describe_endpoints(database), |reply, endpoint| {
        reply.element(|reply| {
            reply.text("Address", &endpoint.address);
            reply.raw("CachePeriodInMinutes", &endpoint.cache_minutes.to_string());
        });
    });
    Ok(reply.finish())
}
