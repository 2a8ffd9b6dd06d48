//! The members that CreateTable and UpdateTable have in common.

use std::collections::BTreeMap;

use monotable::Error;
use monotable::request::control::{Encryption, EncryptionKind, StreamUpdate, StreamView, TableClass};
use monotable_local::__server::error;

use super::control_members::table_of;
use super::control_members::{TagMember, read_tags};
use super::schema::{self, Index, KeyElement, Schema};
use super::units::Capacity;
use crate::body::{Body, Unreadable};
use crate::members::{Constrained, enumeration};

/// Each absent until it is read.
#[derive(Default)]
pub(super) struct TableMembers {
    pub(super) table: Option<String>,
    pub(super) schema: Schema,
    pub(super) keys: Option<Vec<KeyElement>>,
    pub(super) global: Option<Vec<Index>>,
    pub(super) local: Option<Vec<Index>>,
    pub(super) updates: Option<Vec<IndexChange>>,
    pub(super) billing: Option<String>,
    pub(super) capacity: Capacity,
    pub(super) stream: Option<Stream>,
    pub(super) encryption: Option<Sse>,
    pub(super) class: Option<String>,
    pub(super) protection: Option<bool>,
    pub(super) tags: Option<Vec<TagMember>>,
    pub(super) policy: Option<String>,
    /// A member of what is not built.
    not_built: Option<&'static str>,
}

/// GlobalSecondaryIndexUpdate.
#[derive(Default)]
pub(super) struct IndexChange {
    pub(super) create: Option<Index>,
    pub(super) update: Option<Index>,
    pub(super) delete: Option<Index>,
}

/// StreamSpecification.
#[derive(Default)]
pub(super) struct Stream {
    enabled: Option<bool>,
    view: Option<String>,
}

/// SSESpecification.
#[derive(Default)]
pub(super) struct Sse {
    enabled: Option<bool>,
    kind: Option<String>,
    key: Option<String>,
}

impl TableMembers {
    /// Reads the members that an operation has; it knows no others.
    pub(super) fn read(body: &mut Body<'_>, known: &[&str]) -> Result<Self, Unreadable> {
        let mut members = Self::default();
        body.request(|body, name| if known.contains(&name) { members.member(body, name) } else { body.skip() })?;
        Ok(members)
    }

    fn member(&mut self, body: &mut Body<'_>, name: &str) -> Result<(), Unreadable> {
        match name {
            "TableName" => self.table = Some(body.owned()?),
            "AttributeDefinitions" => self.schema.definitions = Some(schema::read_definitions(body)?),
            "KeySchema" => self.keys = Some(schema::read_keys(body)?),
            "GlobalSecondaryIndexes" => self.global = Some(schema::read_indexes(body, "GlobalSecondaryIndex")?),
            "LocalSecondaryIndexes" => self.local = Some(schema::read_indexes(body, "LocalSecondaryIndex")?),
            "GlobalSecondaryIndexUpdates" => {
                self.updates = Some(body.structures("GlobalSecondaryIndexUpdate", read_change)?)
            }
            "BillingMode" => self.billing = Some(body.owned()?),
            "StreamSpecification" => self.stream = Some(body.one("StreamSpecification", read_stream)?),
            "SSESpecification" => self.encryption = Some(body.one("SSESpecification", read_sse)?),
            "TableClass" => self.class = Some(body.owned()?),
            "DeletionProtectionEnabled" => self.protection = Some(body.boolean()?),
            "Tags" => self.tags = Some(read_tags(body)?),
            "ResourcePolicy" => self.policy = Some(body.owned()?),
            _ => match NOT_BUILT.iter().find(|member| **member == name) {
                Some(member) => {
                    self.not_built = Some(member);
                    body.skip()?;
                }
                None => self.capacity.member(body, name)?,
            },
        }
        Ok(())
    }

    /// The table's name.
    pub(super) fn table(&self) -> Result<&str, Error> {
        table_of(self.table.as_deref())
    }

    /// The constraints on what the two operations have in common, but for tags.
    pub(super) fn check(&self, constraints: &mut Constrained) {
        enumeration(constraints, "billingMode", self.billing.as_deref(), "[PROVISIONED, PAY_PER_REQUEST]");
        self.capacity.check("", constraints);
        if let Some(stream) = &self.stream {
            if stream.enabled.is_none() {
                constraints.missing("streamSpecification.streamEnabled");
            }
            let allowed = "[NEW_AND_OLD_IMAGES, OLD_IMAGE, NEW_IMAGE, KEYS_ONLY]";
            enumeration(constraints, "streamSpecification.streamViewType", stream.view.as_deref(), allowed);
        }
        let kind = self.encryption.as_ref().and_then(|encryption| encryption.kind.as_deref());
        enumeration(constraints, "sSESpecification.sSEType", kind, "[AES256, KMS]");
        enumeration(constraints, "tableClass", self.class.as_deref(), "[STANDARD, STANDARD_INFREQUENT_ACCESS]");
    }

    /// Refuses what is not built rather than to do without it.
    pub(super) fn refuse_not_built(&self) -> Result<(), Error> {
        self.not_built.map_or(Ok(()), |member| Err(error::not_built(member)))
    }

    pub(super) fn by_request(&self) -> Option<bool> {
        self.billing.as_deref().map(|mode| mode == "PAY_PER_REQUEST")
    }

    /// The stream that there is to be, or is not, if anything is said of it.
    pub(super) fn stream(&self) -> Result<Option<StreamUpdate>, Error> {
        let Some(Stream { enabled, view }) = &self.stream else { return Ok(None) };
        match (enabled, view.as_deref()) {
            (Some(true), Some(view)) => Ok(Some(StreamUpdate::Enable(match view {
                "KEYS_ONLY" => StreamView::KeysOnly,
                "NEW_IMAGE" => StreamView::NewImage,
                "OLD_IMAGE" => StreamView::OldImage,
                _ => StreamView::NewAndOldImages,
            }))),
            (Some(true), None) | (_, Some(_)) => Err(error::parameter(error::STREAM_VIEW)),
            (_, None) => Ok(Some(StreamUpdate::Disable)),
        }
    }

    pub(super) fn encryption(&self) -> Option<Encryption> {
        self.encryption.as_ref().map(|Sse { enabled, kind, key }| {
            let mut encryption = Encryption::default();
            encryption.enabled = *enabled;
            encryption.kind = kind.as_deref().map(|kind| match kind {
                "KMS" => EncryptionKind::Kms,
                _ => EncryptionKind::Aes256,
            });
            encryption.key = key.as_deref().map(Into::into);
            encryption
        })
    }

    pub(super) fn class(&self) -> Option<TableClass> {
        self.class.as_deref().map(|class| match class {
            "STANDARD_INFREQUENT_ACCESS" => TableClass::StandardInfrequentAccess,
            _ => TableClass::Standard,
        })
    }

    /// Tags by key, none of which may be there twice.
    pub(super) fn tags(&mut self) -> Result<BTreeMap<String, String>, Error> {
        super::tags::by_key(self.tags.take().unwrap_or_default())
    }
}

fn read_change(body: &mut Body<'_>, name: &str, change: &mut IndexChange) -> Result<(), Unreadable> {
    match name {
        "Create" => change.create = Some(body.one("CreateGlobalSecondaryIndexAction", Index::member)?),
        "Update" => change.update = Some(body.one("UpdateGlobalSecondaryIndexAction", Index::member)?),
        "Delete" => change.delete = Some(body.one("DeleteGlobalSecondaryIndexAction", Index::member)?),
        _ => body.skip()?,
    }
    Ok(())
}

fn read_stream(body: &mut Body<'_>, name: &str, stream: &mut Stream) -> Result<(), Unreadable> {
    match name {
        "StreamEnabled" => stream.enabled = Some(body.boolean()?),
        "StreamViewType" => stream.view = Some(body.owned()?),
        _ => body.skip()?,
    }
    Ok(())
}

fn read_sse(body: &mut Body<'_>, name: &str, encryption: &mut Sse) -> Result<(), Unreadable> {
    match name {
        "Enabled" => encryption.enabled = Some(body.boolean()?),
        "SSEType" => encryption.kind = Some(body.owned()?),
        "KMSMasterKeyId" => encryption.key = Some(body.owned()?),
        _ => body.skip()?,
    }
    Ok(())
}

/// Members of global tables and of vector indexes.
pub(super) const NOT_BUILT: [&str; 7] = [
    "GlobalTableSettingsReplicationMode",
    "GlobalTableSourceArn",
    "GlobalTableWitnessUpdates",
    "MultiRegionConsistency",
    "ReplicaUpdates",
    "VectorIndexUpdates",
    "VectorIndexes",
];
