//! The members of the operations on what tables have beside their items: few each, and most of them of several operations.

use crate::body::{Body, Unreadable};
use crate::members::Constrained;
use monotable::Error;
use monotable_local::__server::error;

/// Each absent until it is read.
#[derive(Default)]
pub(super) struct ControlMembers {
    pub(super) table: Option<String>,
    pub(super) resource: Option<String>,
    pub(super) tags: Option<Vec<TagMember>>,
    pub(super) tag_keys: Option<Vec<String>>,
    pub(super) next_token: Option<String>,
    pub(super) policy: Option<String>,
    pub(super) revision: Option<String>,
    pub(super) confirm: Option<bool>,
    pub(super) time_to_live: Option<TimeToLive>,
    pub(super) recovery: Option<Recovery>,
    pub(super) start: Option<String>,
    pub(super) limit: Option<i32>,
}

/// TimeToLiveSpecification.
#[derive(Default)]
pub(super) struct TimeToLive {
    pub(super) enabled: Option<bool>,
    pub(super) attribute: Option<String>,
}

/// PointInTimeRecoverySpecification.
#[derive(Default)]
pub(super) struct Recovery {
    pub(super) enabled: Option<bool>,
    pub(super) days: Option<i32>,
}

impl ControlMembers {
    /// Reads the members that an operation has; it knows no others.
    pub(super) fn read(body: &mut Body<'_>, known: &[&str]) -> Result<Self, Unreadable> {
        let mut members = Self::default();
        body.request(|body, name| if known.contains(&name) { members.member(body, name) } else { body.skip() })?;
        Ok(members)
    }

    fn member(&mut self, body: &mut Body<'_>, name: &str) -> Result<(), Unreadable> {
        match name {
            "TableName" => self.table = Some(body.owned()?),
            "ResourceArn" => self.resource = Some(body.owned()?),
            "Tags" => self.tags = Some(read_tags(body)?),
            "TagKeys" => self.tag_keys = Some(body.texts()?),
            "NextToken" => self.next_token = Some(body.owned()?),
            "Policy" => self.policy = Some(body.owned()?),
            "ExpectedRevisionId" => self.revision = Some(body.owned()?),
            "ConfirmRemoveSelfResourceAccess" => self.confirm = Some(body.boolean()?),
            "TimeToLiveSpecification" => {
                self.time_to_live = Some(body.one("TimeToLiveSpecification", read_time_to_live)?)
            }
            "PointInTimeRecoverySpecification" => {
                self.recovery = Some(body.one("PointInTimeRecoverySpecification", read_recovery)?)
            }
            "ExclusiveStartTableName" => self.start = Some(body.owned()?),
            "Limit" => self.limit = Some(body.integer()?),
            _ => body.skip()?,
        }
        Ok(())
    }

    /// The table's name.
    pub(super) fn table(&self) -> Result<&str, Error> {
        table_of(self.table.as_deref())
    }

    /// The ARN of the resource.
    pub(super) fn resource(&self) -> Result<&str, Error> {
        self.resource.as_deref().ok_or_else(|| error::validation(error::NO_ARN))
    }

    /// The constraints on a member that must be there.
    pub(super) fn required<T>(constraints: &mut Constrained, path: &str, member: Option<&T>) {
        if member.is_none() {
            constraints.missing(path);
        }
    }
}

/// The name of the table, which operations on tables miss in words of their own.
pub(super) fn table_of(given: Option<&str>) -> Result<&str, Error> {
    given.ok_or_else(|| error::validation(error::NO_TABLE_NAME))
}

fn read_time_to_live(body: &mut Body<'_>, name: &str, specification: &mut TimeToLive) -> Result<(), Unreadable> {
    match name {
        "Enabled" => specification.enabled = Some(body.boolean()?),
        "AttributeName" => specification.attribute = Some(body.owned()?),
        _ => body.skip()?,
    }
    Ok(())
}

fn read_recovery(body: &mut Body<'_>, name: &str, specification: &mut Recovery) -> Result<(), Unreadable> {
    match name {
        "PointInTimeRecoveryEnabled" => specification.enabled = Some(body.boolean()?),
        "RecoveryPeriodInDays" => specification.days = Some(body.integer()?),
        _ => body.skip()?,
    }
    Ok(())
}

/// Tag.
#[derive(Default)]
pub(super) struct TagMember {
    pub(super) key: Option<String>,
    pub(super) value: Option<String>,
}

pub(super) fn read_tags(body: &mut Body<'_>) -> Result<Vec<TagMember>, Unreadable> {
    body.structures("Tag", |body, name, tag: &mut TagMember| {
        match name {
            "Key" => tag.key = Some(body.owned()?),
            "Value" => tag.value = Some(body.owned()?),
            _ => body.skip()?,
        }
        Ok(())
    })
}
