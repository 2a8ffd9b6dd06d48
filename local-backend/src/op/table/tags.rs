//! TagResource, UntagResource, ListTagsOfResource.

use std::collections::BTreeMap;
use std::sync::Arc;

use monotable::Error;
use monotable::request::control::{ListTagsOfResource, ListTagsOfResourceOutput, TagResource, UntagResource};

use super::{alter, check_settled, find_resource};
use crate::database::Database;
use crate::error;
use crate::op::constraint::Constraints;
use crate::store::Table;

pub fn tag_resource(database: &Database, request: TagResource) -> Result<(), Error> {
    let table = find_tagged(database, "TagResource", &request.arn, |constraints| {
        check_lengths(constraints, "tags", &request.tags);
    })?;
    if request.tags.is_empty() {
        return Err(error::validation(error::NO_TAGS));
    }
    check_tags(&request.tags)?;
    alter(database, &table, |table, definition, _| {
        check_settled(database, table)?;
        definition.tags.extend(request.tags);
        check_count(&definition.tags)
    })
}

pub fn untag_resource(database: &Database, request: &UntagResource) -> Result<(), Error> {
    let table = find_tagged(database, "UntagResource", &request.arn, |constraints| {
        for (position, key) in request.keys.iter().enumerate() {
            constraints.length_up_to(format_args!("tagKeys.{}.member", position + 1), key, 1, LONGEST_KEY);
        }
    })?;
    if request.keys.is_empty() {
        return Err(error::validation(error::NO_TAG_KEYS));
    }
    alter(database, &table, |table, definition, _| {
        check_settled(database, table)?;
        definition.tags.retain(|key, _| !request.keys.contains(key));
        Ok(())
    })
}

pub fn list_tags_of_resource(
    database: &Database,
    request: &ListTagsOfResource,
) -> Result<ListTagsOfResourceOutput, Error> {
    let table = find_tagged(database, "ListTagsOfResource", &request.arn, |_| ())?;
    // The few tags that a table can have fit on one page, as in the documentation's examples: programs often read no other.
    if request.next_token.is_some() {
        return Err(error::validation(error::NEXT_TOKEN));
    }
    let mut output = ListTagsOfResourceOutput::default();
    output.tags.clone_from(&table.definition.tags);
    Ok(output)
}

fn find_tagged(
    database: &Database,
    operation: &str,
    arn: &str,
    check: impl FnOnce(&mut Constraints),
) -> Result<Arc<Table>, Error> {
    let mut constraints = Constraints::default();
    check(&mut constraints);
    constraints.finish()?;
    // Neither indexes nor streams have tags of their own.
    match find_resource(database, operation, arn, |arn, _| error::resource_arn_not_found(arn))? {
        (table, "") => Ok(table),
        _ => Err(error::invalid_arn(arn)),
    }
}

/// The constraints of tags, which are reported with those of other members.
pub(super) fn check_lengths(constraints: &mut Constraints, path: &str, tags: &BTreeMap<String, String>) {
    for (position, (key, value)) in tags.iter().enumerate() {
        let path = format!("{path}.{}.member", position + 1);
        constraints.length_up_to(format_args!("{path}.key"), key, 1, LONGEST_KEY);
        constraints.length_up_to(format_args!("{path}.value"), value, 0, LONGEST_VALUE);
    }
}

/// Returns what else is checked of tags in themselves.
pub(super) fn check_tags(tags: &BTreeMap<String, String>) -> Result<(), Error> {
    let allowed = |text: &String| {
        text.chars()
            .all(|character| character.is_alphanumeric() || character.is_whitespace() || "+-=._:/@".contains(character))
    };
    if tags.keys().any(|key| key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"))) {
        return Err(error::parameter(error::TAG_RESERVED));
    }
    if !tags.iter().all(|(key, value)| allowed(key) && allowed(value)) {
        return Err(error::parameter(error::TAG_CHARACTERS));
    }
    check_count(tags)
}

fn check_count(tags: &BTreeMap<String, String>) -> Result<(), Error> {
    if tags.len() > MOST_TAGS { Err(error::too_many_tags(MOST_TAGS)) } else { Ok(()) }
}

const MOST_TAGS: usize = 50;
const LONGEST_KEY: usize = 128;
const LONGEST_VALUE: usize = 256;
