//! PutResourcePolicy, GetResourcePolicy, DeleteResourcePolicy. Policies are kept and shown; nothing is allowed or refused by
//! them.

use std::sync::Arc;

use monotable::Error;
use monotable::json::JsonLexer;
use monotable::request::control::{DeleteResourcePolicy, PutResourcePolicy, ResourcePolicy};

use super::{alter, find_resource};
use crate::database::Database;
use crate::error;
use crate::op::constraint::Constraints;
use crate::store::Table;

pub fn put_resource_policy(database: &Database, request: PutResourcePolicy) -> Result<String, Error> {
    check_revision(request.expected_revision.as_deref())?;
    let (table, rest) = find_policed(database, "PutResourcePolicy", &request.arn)?;
    check_policy(&request.policy)?;
    let now = database.clock.now();
    let millis = now.duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_millis();
    alter(database, &table, |_, _, details| {
        let current = details.policies.get(rest);
        match (request.expected_revision.as_deref(), current) {
            (None, _) | (Some(NO_POLICY), None) => {}
            (Some(NO_POLICY), Some(current)) => {
                return Err(error::unexpected_policy(&table.definition.table, &current.revision));
            }
            (Some(expected), current) => check_current(&table, &request.arn, expected, current)?,
        }
        let revision = match current {
            Some(current) if current.policy == request.policy => return Ok(current.revision.clone()),
            // Later than the one before, also within a millisecond.
            Some(current) => millis.max(current.revision.parse::<u128>().unwrap_or_default() + 1),
            None => millis,
        };
        details.policies.insert(rest.to_owned(), first_policy_of(request.policy, revision));
        Ok(revision.to_string())
    })
}

pub fn get_resource_policy(database: &Database, arn: &str) -> Result<ResourcePolicy, Error> {
    let (table, rest) = find_policed(database, "GetResourcePolicy", arn)?;
    table.details.policies.get(rest).cloned().ok_or_else(|| error::policy_not_found(arn))
}

/// The revision that was deleted, if there was one.
pub fn delete_resource_policy(database: &Database, request: &DeleteResourcePolicy) -> Result<Option<String>, Error> {
    check_revision(request.expected_revision.as_deref())?;
    let (table, rest) = find_policed(database, "DeleteResourcePolicy", &request.arn)?;
    alter(database, &table, |_, _, details| {
        if let Some(expected) = &request.expected_revision {
            check_current(&table, &request.arn, expected, details.policies.get(rest))?;
        }
        Ok(details.policies.remove(rest).map(|policy| policy.revision))
    })
}

/// That a policy is the one that the request expects.
fn check_current(table: &Table, arn: &str, expected: &str, current: Option<&ResourcePolicy>) -> Result<(), Error> {
    match current {
        Some(current) if current.revision == expected => Ok(()),
        Some(current) => Err(error::other_policy(&table.definition.table, expected, &current.revision)),
        None => Err(error::policy_not_found(arn)),
    }
}

/// The policy of a table that is created.
pub(super) fn first_policy(database: &Database, policy: Arc<str>) -> ResourcePolicy {
    let since = database.clock.now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    first_policy_of(policy, since.as_millis())
}

fn first_policy_of(policy: Arc<str>, revision: u128) -> ResourcePolicy {
    ResourcePolicy::new(policy, revision.to_string())
}

/// That a policy is JSON, and not too long of it.
pub(super) fn check_policy(policy: &str) -> Result<(), Error> {
    if policy.len() > LONGEST_POLICY {
        return Err(error::validation(error::POLICY_TOO_LONG));
    }
    let is_object = JsonLexer::new(policy.as_bytes()).and_then(|mut json| {
        let is_object = json.peek()? == b'{';
        json.skip_value()?;
        json.end()?;
        Ok(is_object)
    });
    if is_object.unwrap_or(false) { Ok(()) } else { Err(error::validation(error::POLICY_NOT_JSON)) }
}

fn check_revision(expected: Option<&str>) -> Result<(), Error> {
    let mut constraints = Constraints::default();
    if let Some(expected) = expected {
        constraints.length("expectedRevisionId", expected, 1);
    }
    constraints.finish()
}

/// The table of a policy, and what of it the policy is for: nothing but itself, or a stream.
fn find_policed<'g>(database: &Database, operation: &str, arn: &'g str) -> Result<(Arc<Table>, &'g str), Error> {
    let (table, rest) = find_resource(database, operation, arn, |_, table| error::table_not_found(table))?;
    match rest.strip_prefix("stream/") {
        _ if rest.is_empty() => Ok((table, rest)),
        None => Err(error::validation(error::NOT_A_POLICY_RESOURCE)),
        Some(label) => match has_stream(database, &table, label) {
            true => Ok((table, rest)),
            false => Err(error::resource_arn_not_found(arn)),
        },
    }
}

fn has_stream(database: &Database, table: &Table, label: &str) -> bool {
    table.streams.find(&table.definition.table, label, database.clock.now().into()).is_some()
}

/// Bytes of a policy.
const LONGEST_POLICY: usize = 20 * 1024;
/// The revision that is expected of no policy.
const NO_POLICY: &str = "NO_POLICY";
