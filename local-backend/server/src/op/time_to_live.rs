//! UpdateTimeToLive, DescribeTimeToLive.

use monotable::request::control::{TimeToLiveStatus, UpdateTimeToLive};
use monotable_local::__server::Database;
use monotable_local::__server::op;

use super::Outcome;
use super::control_members::ControlMembers;
use crate::body::Body;
use crate::members::Constrained;
use crate::reply::Reply;

pub(super) fn update_time_to_live(database: &Database, body: &mut Body<'_>) -> Outcome {
    let members = ControlMembers::read(body, &["TableName", "TimeToLiveSpecification"])?;
    let mut constraints = Constrained::default();
    match &members.time_to_live {
        None => constraints.missing("timeToLiveSpecification"),
        Some(specification) => {
            let (attribute, enabled) = (specification.attribute.as_ref(), specification.enabled.as_ref());
            ControlMembers::required(&mut constraints, "timeToLiveSpecification.attributeName", attribute);
            ControlMembers::required(&mut constraints, "timeToLiveSpecification.enabled", enabled);
        }
    }
    let table = members.table()?.into();
    constraints.finish()?;
    let specification = members.time_to_live.unwrap_or_default();
    let (attribute, enabled) = (specification.attribute.unwrap_or_default(), specification.enabled.unwrap_or_default());

    let mut request = UpdateTimeToLive::enable(table, attribute.clone().into());
    request.enabled = enabled;
    op::update_time_to_live(database, request)?;
    let mut reply = Reply::with_capacity(128);
    reply.object("TimeToLiveSpecification", |reply| {
        reply.boolean("Enabled", enabled);
        reply.text("AttributeName", &attribute);
    });
    Ok(reply.finish())
}

pub(super) fn describe_time_to_live(database: &Database, body: &mut Body<'_>) -> Outcome {
    let members = ControlMembers::read(body, &["TableName"])?;
    let description = op::describe_time_to_live(database, members.table()?)?;
    let mut reply = Reply::with_capacity(128);
    reply.object("TimeToLiveDescription", |reply| {
        let status = match description.status {
            TimeToLiveStatus::Enabling => "ENABLING",
            TimeToLiveStatus::Enabled => "ENABLED",
            TimeToLiveStatus::Disabling => "DISABLING",
            _ => "DISABLED",
        };
        reply.text("TimeToLiveStatus", status);
        if let Some(attribute) = &description.attribute {
            reply.text("AttributeName", attribute);
        }
    });
    Ok(reply.finish())
}
