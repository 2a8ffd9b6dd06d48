//! UpdateTimeToLive, DescribeTimeToLive.

use monotable::request::UpdateTimeToLive;

use super::Outcome;
use super::tables::table_name;
use crate::backend::Database;
use crate::http::body::{Body, Place, Unreadable};
use crate::http::members::Constrained;
use crate::http::reply::Reply;
use crate::op;

/// TimeToLiveSpecification.
#[derive(Default)]
struct Specification {
    enabled: Option<bool>,
    attribute: Option<String>,
}

pub(super) fn update_time_to_live(database: &Database, body: &mut Body<'_>) -> Outcome {
    let (mut table, mut specification) = (None, None);
    body.structure(Place::Field, |body, name| {
        match name {
            "TableName" => table = Some(body.owned()?),
            "TimeToLiveSpecification" => specification = Some(read_specification(body)?),
            _ => body.skip()?,
        }
        Ok(())
    })?;
    body.end()?;
    let mut constraints = Constrained::default();
    match &specification {
        None => constraints.missing("timeToLiveSpecification"),
        Some(Specification { enabled, attribute }) => {
            if attribute.is_none() {
                constraints.missing("timeToLiveSpecification.attributeName");
            }
            if enabled.is_none() {
                constraints.missing("timeToLiveSpecification.enabled");
            }
        }
    }
    constraints.finish()?;
    let Specification { enabled, attribute } = specification.unwrap_or_default();
    let (enabled, attribute) = (enabled.unwrap_or_default(), attribute.unwrap_or_default());

    let mut request = UpdateTimeToLive::enable(table_name(table)?.into(), attribute.clone().into());
    request.enabled = enabled;
    op::update_time_to_live(database, request)?;
    let mut reply = Reply::with_capacity(128);
    reply.object("TimeToLiveSpecification", |reply| {
        reply.boolean("Enabled", enabled);
        reply.text("AttributeName", &attribute);
    });
    Ok(reply.finish())
}

fn read_specification(body: &mut Body<'_>) -> Result<Specification, Unreadable> {
    let mut specification = Specification::default();
    body.structure(Place::Field, |body, name| {
        match name {
            "Enabled" => specification.enabled = Some(body.boolean()?),
            "AttributeName" => specification.attribute = Some(body.owned()?),
            _ => body.skip()?,
        }
        Ok(())
    })?;
    Ok(specification)
}

pub(super) fn describe_time_to_live(database: &Database, body: &mut Body<'_>) -> Outcome {
    let mut table = None;
    body.structure(Place::Field, |body, name| {
        match name {
            "TableName" => table = Some(body.owned()?),
            _ => body.skip()?,
        }
        Ok(())
    })?;
    body.end()?;
    let attribute = op::time_to_live(database, &table_name(table)?)?;
    let mut reply = Reply::with_capacity(128);
    reply.object("TimeToLiveDescription", |reply| {
        reply.text("TimeToLiveStatus", if attribute.is_some() { "ENABLED" } else { "DISABLED" });
        if let Some(attribute) = &attribute {
            reply.text("AttributeName", attribute);
        }
    });
    Ok(reply.finish())
}
