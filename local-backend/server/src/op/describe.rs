//! Descriptions of tables.

use std::time::SystemTime;

use monotable::expression::Name;
use monotable::request::control::{
    CapacityMode, EncryptionDescription, EncryptionKind, EncryptionStatus, IndexDefinition, IndexDescription,
    IndexStatus, KeyAttribute, OnDemandThroughput, Projection, TableClass, TableDescription, TableStatus,
    ThroughputDescription, WarmThroughputDescription,
};
use monotable::schema::IndexKind;

use super::streams::view_name;
use crate::reply::Reply;

/// An answer with nothing but the description of a table, as a member of this name.
pub(super) fn answer(member: &str, table: &TableDescription) -> Vec<u8> {
    let mut reply = Reply::with_capacity(1024);
    reply.object(member, |reply| description(reply, table));
    reply.finish()
}

fn description(reply: &mut Reply, table: &TableDescription) {
    reply.text("TableName", &table.table);
    reply.text("TableStatus", table_status(table.status));
    optional(reply, "TableArn", table.arn.as_deref());
    optional(reply, "TableId", table.id.as_deref());
    reply.integer("ItemCount", table.item_count);
    reply.integer("TableSizeBytes", table.size_bytes);
    throughput(reply, table.throughput);
    if let Some(billing) = table.billing {
        reply.object("BillingModeSummary", |reply| {
            let mode = match billing.mode {
                CapacityMode::PayPerRequest => "PAY_PER_REQUEST",
                _ => "PROVISIONED",
            };
            reply.text("BillingMode", mode);
            time(reply, "LastUpdateToPayPerRequestDateTime", billing.to_pay_per_request);
        });
    }
    if let Some(class) = table.class {
        reply.object("TableClassSummary", |reply| {
            let class = match class {
                TableClass::StandardInfrequentAccess => "STANDARD_INFREQUENT_ACCESS",
                _ => "STANDARD",
            };
            reply.text("TableClass", class);
            time(reply, "LastUpdateDateTime", table.class_changed);
        });
    }
    reply.boolean("DeletionProtectionEnabled", table.deletion_protection);
    time(reply, "CreationDateTime", table.created);
    if table.hash.is_some() {
        structure(reply, table);
    }
    on_demand(reply, table.on_demand);
    if let Some(WarmThroughputDescription { units, status, .. }) = table.warm {
        warm(reply, units.read, units.write, index_status(status));
    }
    encryption(reply, table.encryption.as_ref());
    if let Some(view) = table.stream {
        reply.object("StreamSpecification", |reply| {
            reply.boolean("StreamEnabled", true);
            reply.text("StreamViewType", view_name(view));
        });
    }
    optional(reply, "LatestStreamLabel", table.stream_label.as_deref());
    optional(reply, "LatestStreamArn", table.stream_arn.as_deref());
}

/// Keys and indexes, which a table that is deleted no longer shows.
fn structure(reply: &mut Reply, table: &TableDescription) {
    reply.list("AttributeDefinitions", key_attributes(table), |reply, attribute| {
        reply.element(|reply| {
            reply.text("AttributeName", &attribute.name);
            reply.text("AttributeType", attribute.kind.name());
        });
    });
    key_schema(reply, table.hash.as_slice(), table.range.as_slice());
    for (member, kind) in [("GlobalSecondaryIndexes", IndexKind::Global), ("LocalSecondaryIndexes", IndexKind::Local)] {
        let mut indexes = table.indexes.iter().filter(|index| index.kind == kind).peekable();
        if indexes.peek().is_some() {
            reply.list(member, indexes, |reply, one| {
                reply.element(|reply| index(reply, one, table.index_details.get(&one.name)));
            });
        }
    }
}

fn index(reply: &mut Reply, index: &IndexDefinition, details: Option<&IndexDescription>) {
    reply.text("IndexName", &index.name);
    optional(reply, "IndexArn", details.and_then(|details| details.arn.as_deref()));
    key_schema(reply, &index.hash, &index.range);
    reply.object("Projection", |reply| match &index.projection {
        Projection::KeysOnly => reply.text("ProjectionType", "KEYS_ONLY"),
        Projection::Include(names) => {
            reply.text("ProjectionType", "INCLUDE");
            reply.list("NonKeyAttributes", names, |reply, name: &Name| reply.text_element(name));
        }
        _ => reply.text("ProjectionType", "ALL"),
    });
    let Some(details) = details else { return };
    reply.integer("ItemCount", details.item_count);
    reply.integer("IndexSizeBytes", details.size_bytes);
    if let Some(status) = details.status {
        reply.text("IndexStatus", index_status(status));
    }
    if let Some(backfilling) = details.backfilling {
        reply.boolean("Backfilling", backfilling);
    }
    throughput(reply, details.throughput);
    on_demand(reply, details.on_demand);
    if let Some(WarmThroughputDescription { units, status, .. }) = details.warm {
        warm(reply, units.read, units.write, index_status(status));
    }
}

fn key_schema(reply: &mut Reply, hash: &[KeyAttribute], range: &[KeyAttribute]) {
    let hash = hash.iter().map(|attribute| (attribute, "HASH"));
    let elements = hash.chain(range.iter().map(|attribute| (attribute, "RANGE")));
    reply.list("KeySchema", elements, |reply, (attribute, role)| {
        reply.element(|reply| {
            reply.text("AttributeName", &attribute.name);
            reply.text("KeyType", role);
        });
    });
}

fn throughput(reply: &mut Reply, throughput: Option<ThroughputDescription>) {
    let Some(throughput) = throughput else { return };
    reply.object("ProvisionedThroughput", |reply| {
        time(reply, "LastIncreaseDateTime", throughput.last_increase);
        time(reply, "LastDecreaseDateTime", throughput.last_decrease);
        reply.integer("NumberOfDecreasesToday", throughput.decreases_today);
        reply.integer("ReadCapacityUnits", throughput.units.read);
        reply.integer("WriteCapacityUnits", throughput.units.write);
    });
}

fn on_demand(reply: &mut Reply, limits: Option<OnDemandThroughput>) {
    let Some(OnDemandThroughput { read, write }) = limits else { return };
    reply.object("OnDemandThroughput", |reply| {
        for (member, limit) in [("MaxReadRequestUnits", read), ("MaxWriteRequestUnits", write)] {
            if let Some(limit) = limit {
                reply.raw(member, &limit.to_string());
            }
        }
    });
}

fn warm(reply: &mut Reply, read: u64, write: u64, status: &str) {
    reply.object("WarmThroughput", |reply| {
        reply.integer("ReadUnitsPerSecond", read);
        reply.integer("WriteUnitsPerSecond", write);
        reply.text("Status", status);
    });
}

fn encryption(reply: &mut Reply, encryption: Option<&EncryptionDescription>) {
    let Some(encryption) = encryption else { return };
    reply.object("SSEDescription", |reply| {
        let status = match encryption.status {
            EncryptionStatus::Enabling => "ENABLING",
            EncryptionStatus::Disabling => "DISABLING",
            EncryptionStatus::Disabled => "DISABLED",
            EncryptionStatus::Updating => "UPDATING",
            _ => "ENABLED",
        };
        reply.text("Status", status);
        if let Some(kind) = encryption.kind {
            reply.text("SSEType", if kind == EncryptionKind::Kms { "KMS" } else { "AES256" });
        }
        optional(reply, "KMSMasterKeyArn", encryption.key_arn.as_deref());
    });
}

/// Every attribute that is part of a key, once.
fn key_attributes(table: &TableDescription) -> Vec<&KeyAttribute> {
    let indexes = table.indexes.iter().flat_map(|index| index.hash.iter().chain(&index.range));
    let mut attributes: Vec<&KeyAttribute> = Vec::new();
    for attribute in table.hash.iter().chain(&table.range).chain(indexes) {
        if attributes.iter().all(|known| known.name != attribute.name) {
            attributes.push(attribute);
        }
    }
    attributes
}

fn optional(reply: &mut Reply, member: &str, text: Option<&str>) {
    if let Some(text) = text {
        reply.text(member, text);
    }
}

fn time(reply: &mut Reply, member: &str, time: Option<SystemTime>) {
    if let Some(time) = time {
        reply.time(member, time);
    }
}

const fn table_status(status: TableStatus) -> &'static str {
    match status {
        TableStatus::Creating => "CREATING",
        TableStatus::Updating => "UPDATING",
        TableStatus::Deleting => "DELETING",
        _ => "ACTIVE",
    }
}

const fn index_status(status: IndexStatus) -> &'static str {
    match status {
        IndexStatus::Creating => "CREATING",
        IndexStatus::Updating => "UPDATING",
        IndexStatus::Deleting => "DELETING",
        _ => "ACTIVE",
    }
}
