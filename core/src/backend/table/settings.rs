//! Time-to-live, tags, policies, backups: what a table has beside its items.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::SystemTime;

use crate::expr::Name;

/// UpdateTimeToLive.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UpdateTimeToLive {
    /// Name or ARN of the table.
    pub table: Arc<str>,
    /// The attribute that holds the expiry in seconds since 1970.
    pub attribute: Name,
    /// On or off.
    pub enabled: bool,
}

impl UpdateTimeToLive {
    /// Switches time-to-live on.
    #[must_use]
    pub fn enable(table: Arc<str>, attribute: Name) -> Self {
        Self { table, attribute, enabled: true }
    }

    /// Switches time-to-live off.
    #[must_use]
    pub fn disable(table: Arc<str>, attribute: Name) -> Self {
        Self { table, attribute, enabled: false }
    }
}

/// Response of DescribeTimeToLive.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimeToLiveDescription {
    /// Status of the expiry of items.
    pub status: TimeToLiveStatus,
    /// The attribute that holds the expiry; absent while nothing expires.
    pub attribute: Option<Name>,
}

impl TimeToLiveDescription {
    /// Creates a description in this state, by this attribute.
    #[must_use]
    pub fn new(status: TimeToLiveStatus, attribute: Option<Name>) -> Self {
        Self { status, attribute }
    }
}

/// Status of the expiry of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeToLiveStatus {
    /// They will.
    Enabling,
    /// They do.
    Enabled,
    /// They will not any more.
    Disabling,
    /// They do not.
    Disabled,
}

/// TagResource.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TagResource {
    /// ARN of the table.
    pub arn: Arc<str>,
    /// Tags by key; those that are there already get the new value.
    pub tags: BTreeMap<String, String>,
}

impl TagResource {
    /// Adds these tags to the table.
    #[must_use]
    pub fn new(arn: Arc<str>, tags: BTreeMap<String, String>) -> Self {
        Self { arn, tags }
    }
}

/// UntagResource.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UntagResource {
    /// ARN of the table.
    pub arn: Arc<str>,
    /// Keys of the tags that go.
    pub keys: Vec<String>,
}

impl UntagResource {
    /// Takes the tags with these keys from the table.
    #[must_use]
    pub fn new(arn: Arc<str>, keys: Vec<String>) -> Self {
        Self { arn, keys }
    }
}

/// ListTagsOfResource.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ListTagsOfResource {
    /// ARN of the table.
    pub arn: Arc<str>,
    /// Where to go on: what the page before gave.
    pub next_token: Option<String>,
}

impl ListTagsOfResource {
    /// Lists the first tags of the table.
    #[must_use]
    pub fn new(arn: Arc<str>) -> Self {
        Self { arn, next_token: None }
    }
}

/// Tags of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListTagsOfResourceOutput {
    /// Tags by key.
    pub tags: BTreeMap<String, String>,
    /// Where more can be found, if there are more.
    pub next_token: Option<String>,
}

/// PutResourcePolicy.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PutResourcePolicy {
    /// ARN of the table or stream.
    pub arn: Arc<str>,
    /// The policy, which is JSON.
    pub policy: Arc<str>,
    /// The revision that the policy must have now; `NO_POLICY` if there must be none.
    pub expected_revision: Option<String>,
    /// True if the sender may lose the right to change the policy again.
    pub confirm_remove_self: bool,
}

impl PutResourcePolicy {
    /// Sets the policy, whatever there was.
    #[must_use]
    pub fn new(arn: Arc<str>, policy: Arc<str>) -> Self {
        Self { arn, policy, expected_revision: None, confirm_remove_self: false }
    }
}

/// DeleteResourcePolicy.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DeleteResourcePolicy {
    /// ARN of the table or stream.
    pub arn: Arc<str>,
    /// The revision that the policy must have now.
    pub expected_revision: Option<String>,
}

impl DeleteResourcePolicy {
    /// Deletes the policy, if there is one.
    #[must_use]
    pub fn new(arn: Arc<str>) -> Self {
        Self { arn, expected_revision: None }
    }
}

/// A policy with its revision.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResourcePolicy {
    /// The policy, which is JSON.
    pub policy: Arc<str>,
    /// Changes with the policy.
    pub revision: String,
}

impl ResourcePolicy {
    /// Creates a policy in this revision.
    #[must_use]
    pub fn new(policy: Arc<str>, revision: String) -> Self {
        Self { policy, revision }
    }
}

/// UpdateContinuousBackups.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UpdateContinuousBackups {
    /// Name or ARN of the table.
    pub table: Arc<str>,
    /// True if the table can be restored to any point in time.
    pub enabled: bool,
    /// For how many days, 1 to 35; 35 otherwise.
    pub days: Option<i32>,
}

impl UpdateContinuousBackups {
    /// Switches point-in-time recovery on or off.
    #[must_use]
    pub fn new(table: Arc<str>, enabled: bool) -> Self {
        Self { table, enabled, days: None }
    }
}

/// The backups that AWS makes of a table by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContinuousBackups {
    /// True if they are made, which they are of every table.
    pub enabled: bool,
    /// True if the table can be restored to any point in time.
    pub recovery: bool,
    /// For how many days.
    pub days: Option<i32>,
    /// The earliest time to which it can be restored.
    pub earliest: Option<SystemTime>,
    /// The latest time to which it can be restored.
    pub latest: Option<SystemTime>,
}
