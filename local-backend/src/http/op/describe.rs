//! Descriptions of tables.

use monotable::expression::Name;
use monotable::request::{BillingMode, IndexDefinition, IndexKind, KeyAttribute, Projection};

use super::streams::view_name;
use crate::backend::Database;
use crate::http::reply::Reply;
use crate::store::{Table, Units};

/// The members of a TableDescription.
pub(super) fn description(reply: &mut Reply, database: &Database, table: &Table, status: &str) {
    let definition = &table.definition;
    reply.text("TableName", &definition.table);
    reply.text("TableStatus", status);
    reply.text("TableArn", &arn(database, &definition.table));
    reply.text("TableId", &table.details.id);
    let (items, bytes) = table.count();
    reply.integer("ItemCount", items);
    reply.integer("TableSizeBytes", bytes);
    let units = match definition.billing {
        BillingMode::Provisioned { read, write } => Units { read, write },
        _ => Units::default(),
    };
    throughput(reply, units);
    if definition.billing == BillingMode::PayPerRequest {
        reply.object("BillingModeSummary", |reply| {
            reply.text("BillingMode", "PAY_PER_REQUEST");
            reply.time("LastUpdateToPayPerRequestDateTime", table.details.created);
        });
    }
    if let Some(class) = &table.details.settings.class {
        reply.object("TableClassSummary", |reply| reply.text("TableClass", class));
    }
    reply.boolean("DeletionProtectionEnabled", definition.deletion_protection);
    if status != DELETING {
        structure(reply, database, table, status);
    }
}

/// Keys, indexes and stream, which a table that is deleted no longer shows.
fn structure(reply: &mut Reply, database: &Database, table: &Table, status: &str) {
    let definition = &table.definition;
    reply.time("CreationDateTime", table.details.created);
    reply.list("AttributeDefinitions", key_attributes(table), |reply, attribute| {
        reply.element(|reply| {
            reply.text("AttributeName", &attribute.name);
            reply.text("AttributeType", attribute.kind.name());
        });
    });
    key_schema(reply, std::slice::from_ref(&definition.hash), definition.range.as_slice());
    for (member, kind) in [("GlobalSecondaryIndexes", IndexKind::Global), ("LocalSecondaryIndexes", IndexKind::Local)] {
        let mut indexes = definition.indexes.iter().filter(|index| index.kind == kind).peekable();
        if indexes.peek().is_some() {
            reply.list(member, indexes, |reply, one| reply.element(|reply| index(reply, database, table, one, status)));
        }
    }
    if let Some(view) = table.stream_view() {
        reply.object("StreamSpecification", |reply| {
            reply.boolean("StreamEnabled", true);
            reply.text("StreamViewType", view_name(view));
        });
    }
    // Also of a stream that is disabled, as long as it can be read.
    if let Some(stream) = table.streams.latest(&definition.table, database.clock.now().into()) {
        reply.text("LatestStreamLabel", &stream.label);
        reply.text("LatestStreamArn", &database.home.stream_arn(&stream));
    }
}

fn index(reply: &mut Reply, database: &Database, table: &Table, index: &IndexDefinition, status: &str) {
    reply.text("IndexName", &index.name);
    reply.text("IndexArn", &format!("{}/index/{}", arn(database, &table.definition.table), index.name));
    key_schema(reply, &index.hash, &index.range);
    reply.object("Projection", |reply| match &index.projection {
        Projection::KeysOnly => reply.text("ProjectionType", "KEYS_ONLY"),
        Projection::Include(names) => {
            reply.text("ProjectionType", "INCLUDE");
            reply.list("NonKeyAttributes", names, |reply, name: &Name| reply.text_element(name));
        }
        _ => reply.text("ProjectionType", "ALL"),
    });
    let (items, bytes) = table.count_index(&index.name);
    reply.integer("ItemCount", items);
    reply.integer("IndexSizeBytes", bytes);
    if index.kind == IndexKind::Global {
        reply.text("IndexStatus", status);
        throughput(reply, table.details.settings.index_units.get(&index.name).copied().unwrap_or_default());
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

fn throughput(reply: &mut Reply, units: Units) {
    reply.object("ProvisionedThroughput", |reply| {
        reply.integer("NumberOfDecreasesToday", 0);
        reply.integer("ReadCapacityUnits", units.read);
        reply.integer("WriteCapacityUnits", units.write);
    });
}

/// Every attribute that is part of a key, once.
fn key_attributes(table: &Table) -> Vec<&KeyAttribute> {
    let definition = &table.definition;
    let indexes = definition.indexes.iter().flat_map(|index| index.hash.iter().chain(&index.range));
    let mut attributes: Vec<&KeyAttribute> = Vec::new();
    for attribute in std::iter::once(&definition.hash).chain(&definition.range).chain(indexes) {
        if attributes.iter().all(|known| known.name != attribute.name) {
            attributes.push(attribute);
        }
    }
    attributes
}

/// The table's ARN.
fn arn(database: &Database, table: &str) -> String {
    database.home.table_arn(table)
}

pub(super) const CREATING: &str = "CREATING";
pub(super) const ACTIVE: &str = "ACTIVE";
pub(super) const DELETING: &str = "DELETING";
