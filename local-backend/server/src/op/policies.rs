//! PutResourcePolicy, GetResourcePolicy, DeleteResourcePolicy.

use monotable::request::control::{DeleteResourcePolicy, PutResourcePolicy};
use monotable_local::__server::Database;
use monotable_local::__server::op;

use super::Outcome;
use super::control_members::ControlMembers;
use crate::body::Body;
use crate::members::Constrained;
use crate::reply::Reply;

pub(super) fn put_resource_policy(database: &Database, body: &mut Body<'_>) -> Outcome {
    let known = ["ConfirmRemoveSelfResourceAccess", "ExpectedRevisionId", "Policy", "ResourceArn"];
    let members = ControlMembers::read(body, &known)?;
    let mut constraints = Constrained::default();
    ControlMembers::required(&mut constraints, "policy", members.policy.as_ref());
    let arn = members.resource()?.into();
    constraints.finish()?;
    let mut request = PutResourcePolicy::new(arn, members.policy.as_deref().unwrap_or_default().into());
    request.expected_revision = members.revision;
    request.confirm_remove_self = members.confirm.unwrap_or_default();
    let revision = op::put_resource_policy(database, request)?;
    Ok(answer(Some(&revision)))
}

pub(super) fn get_resource_policy(database: &Database, body: &mut Body<'_>) -> Outcome {
    let members = ControlMembers::read(body, &["ResourceArn"])?;
    let policy = op::get_resource_policy(database, members.resource()?)?;
    let mut reply = Reply::with_capacity(policy.policy.len() + 64);
    reply.text("Policy", &policy.policy);
    reply.text("RevisionId", &policy.revision);
    Ok(reply.finish())
}

pub(super) fn delete_resource_policy(database: &Database, body: &mut Body<'_>) -> Outcome {
    let members = ControlMembers::read(body, &["ExpectedRevisionId", "ResourceArn"])?;
    let mut request = DeleteResourcePolicy::new(members.resource()?.into());
    request.expected_revision = members.revision;
    let revision = op::delete_resource_policy(database, &request)?;
    Ok(answer(revision.as_deref()))
}

fn answer(revision: Option<&str>) -> Vec<u8> {
    let mut reply = Reply::with_capacity(64);
    if let Some(revision) = revision {
        reply.text("RevisionId", revision);
    }
    reply.finish()
}
