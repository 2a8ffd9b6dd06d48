//! DescribeTable, DeleteTable, ListTables.

use std::ops::Bound;

use super::Outcome;
use super::describe::{ACTIVE, DELETING, description};
use crate::backend::Database;
use crate::http::body::{Body, Place};
use crate::http::members::Constrained;
use crate::http::reply::Reply;
use crate::{error, op};

pub(super) fn describe_table(database: &Database, body: &mut Body<'_>) -> Outcome {
    let name = read_name(body)?;
    let table = op::find_table(database, &table_name(name)?)?;
    let mut reply = Reply::with_capacity(1024);
    reply.object("Table", |reply| description(reply, database, &table, ACTIVE));
    Ok(reply.finish())
}

pub(super) fn delete_table(database: &Database, body: &mut Body<'_>) -> Outcome {
    let name = read_name(body)?;
    let table = op::remove_table(database, &table_name(name)?)?;
    let mut reply = Reply::with_capacity(512);
    reply.object("TableDescription", |reply| description(reply, database, &table, DELETING));
    Ok(reply.finish())
}

pub(super) fn list_tables(database: &Database, body: &mut Body<'_>) -> Outcome {
    let (mut limit, mut start) = (None, None);
    body.structure(Place::Field, |body, name| {
        match name {
            "Limit" => limit = Some(body.integer()?),
            "ExclusiveStartTableName" => start = Some(body.owned()?),
            _ => body.skip()?,
        }
        Ok(())
    })?;
    body.end()?;
    let mut constraints = Constrained::default();
    if let Some(start) = &start {
        constraints.name("exclusiveStartTableName", start, SHORTEST_NAME);
    }
    match limit {
        Some(limit) if limit < 1 => constraints.broken("limit", limit, error::AT_LEAST_ONE),
        Some(limit) if limit > MOST_NAMES => {
            constraints.broken("limit", limit, error::at_most(MOST_NAMES.unsigned_abs()));
        }
        _ => {}
    }
    constraints.finish()?;

    let limit = limit.unwrap_or(MOST_NAMES).unsigned_abs() as usize;
    let from = start.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
    let tables = database.catalog.read();
    let mut names = tables.range::<str, _>((from, Bound::Unbounded)).map(|(name, _)| &**name);
    let page: Vec<&str> = names.by_ref().take(limit).collect();
    let more = names.next().is_some();
    let mut reply = Reply::with_capacity(64 * page.len() + 32);
    reply.list("TableNames", &page, |reply, name| reply.text_element(name));
    if more && let Some(last) = page.last() {
        reply.text("LastEvaluatedTableName", last);
    }
    Ok(reply.finish())
}

fn read_name(body: &mut Body<'_>) -> Result<Option<String>, crate::http::body::Unreadable> {
    let mut table = None;
    body.structure(Place::Field, |body, name| {
        match name {
            "TableName" => table = Some(body.owned()?),
            _ => body.skip()?,
        }
        Ok(())
    })?;
    body.end()?;
    Ok(table)
}

/// The name of the table of an operation on tables, out of a name or an ARN, checked.
pub(super) fn table_name(given: Option<String>) -> Result<String, monotable::Error> {
    let given = given.ok_or_else(|| error::validation(error::NO_TABLE_NAME))?;
    let name = op::name_in(&given);
    let mut constraints = Constrained::default();
    constraints.name("tableName", name, SHORTEST_NAME);
    constraints.finish()?;
    Ok(name.to_owned())
}

const SHORTEST_NAME: usize = 3;
const MOST_NAMES: i32 = 100;
