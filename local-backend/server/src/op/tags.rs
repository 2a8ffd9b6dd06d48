//! TagResource, UntagResource, ListTagsOfResource.

use super::Outcome;
use super::control_members::{ControlMembers, TagMember};
use crate::body::Body;
use crate::members::Constrained;
use crate::reply::Reply;
use monotable::Error;
use monotable::request::control::{ListTagsOfResource, TagResource, UntagResource};
use monotable_local::__server::Database;
use monotable_local::__server::{error, op};
use std::collections::BTreeMap;

pub(super) fn tag_resource(database: &Database, body: &mut Body<'_>) -> Outcome {
    let members = ControlMembers::read(body, &["ResourceArn", "Tags"])?;
    let mut constraints = Constrained::default();
    check_tags(members.tags.as_deref(), &mut constraints);
    let arn = members.resource()?.into();
    ControlMembers::required(&mut constraints, "tags", members.tags.as_ref());
    constraints.finish()?;
    let tags = by_key(members.tags.unwrap_or_default())?;
    op::tag_resource(database, TagResource::new(arn, tags))?;
    // The two operations answer with nothing at all.
    Ok(Vec::new())
}

pub(super) fn untag_resource(database: &Database, body: &mut Body<'_>) -> Outcome {
    let members = ControlMembers::read(body, &["ResourceArn", "TagKeys"])?;
    let arn = members.resource()?.into();
    let mut constraints = Constrained::default();
    ControlMembers::required(&mut constraints, "tagKeys", members.tag_keys.as_ref());
    constraints.finish()?;
    op::untag_resource(database, &UntagResource::new(arn, members.tag_keys.unwrap_or_default()))?;
    Ok(Vec::new())
}

pub(super) fn list_tags_of_resource(database: &Database, body: &mut Body<'_>) -> Outcome {
    let members = ControlMembers::read(body, &["NextToken", "ResourceArn"])?;
    let mut request = ListTagsOfResource::new(members.resource()?.into());
    request.next_token = members.next_token;
    let page = op::list_tags_of_resource(database, &request)?;
    let mut reply = Reply::with_capacity(64 * page.tags.len() + 32);
    reply.list("Tags", &page.tags, |reply, (key, value)| {
        reply.element(|reply| {
            reply.text("Key", key);
            reply.text("Value", value);
        });
    });
    if let Some(token) = &page.next_token {
        reply.text("NextToken", token);
    }
    Ok(reply.finish())
}

/// The constraints that only the wire can break; lengths are the engine's.
pub(super) fn check_tags(tags: Option<&[TagMember]>, constraints: &mut Constrained) {
    for (position, tag) in tags.unwrap_or_default().iter().enumerate() {
        let path = format!("tags.{}.member", position + 1);
        ControlMembers::required(constraints, &format!("{path}.key"), tag.key.as_ref());
        ControlMembers::required(constraints, &format!("{path}.value"), tag.value.as_ref());
    }
}

/// Tags by key, none of which may be there twice.
pub(super) fn by_key(tags: Vec<TagMember>) -> Result<BTreeMap<String, String>, Error> {
    let mut known = BTreeMap::new();
    for tag in tags {
        let (key, value) = (tag.key.unwrap_or_default(), tag.value.unwrap_or_default());
        if known.insert(key, value).is_some() {
            return Err(error::parameter(error::DUPLICATE_TAGS));
        }
    }
    Ok(known)
}
