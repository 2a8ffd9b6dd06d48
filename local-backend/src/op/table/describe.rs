//! DescribeTable, and the descriptions that other operations answer with.

use std::sync::Arc;
use std::time::SystemTime;

use monotable::Error;
use monotable::request::control::{
    BillingMode, DescribeTable, EncryptionDescription, EncryptionKind, EncryptionStatus, IndexCapacity,
    IndexDefinition, IndexDescription, IndexStatus, TableDescription, TableStatus, Throughput, ThroughputDescription,
    WarmThroughput, WarmThroughputDescription,
};
use monotable::schema::IndexKind;

use super::capacity::{day_of, index_capacity, limits, table_units, warm_units};
use super::find;
use crate::database::Database;
use crate::store::{History, IndexPhase, Moment, Phase, Table, uuid};

pub fn describe_table(database: &Database, request: &DescribeTable) -> Result<TableDescription, Error> {
    let table = find(database, "DescribeTable", &request.table)?;
    Ok(describe(database, &table, Moment::at(database.clock.now())))
}

/// Returns what a table is at this moment. Its items are counted at once, where AWS takes hours.
pub(super) fn describe(database: &Database, table: &Table, at: Moment) -> TableDescription {
    let (definition, details) = (&table.definition, &table.details);
    let status = status(details.phase, at);
    let arn = database.home.table_arn(&definition.table);
    let mut description = TableDescription::new(Arc::clone(&definition.table), status);
    (description.item_count, description.size_bytes) = table.count();
    description.id = Some(details.id.clone());
    description.throughput = Some(throughput(table_units(definition), &details.history, at));
    description.billing = details.billing;
    description.class = definition.class;
    description.class_changed = details.class_changed;
    description.deletion_protection = definition.deletion_protection;
    if status != TableStatus::Deleting {
        description.created = Some(details.created);
        description.hash = Some(definition.hash.clone());
        description.range.clone_from(&definition.range);
        description.indexes.clone_from(&definition.indexes);
        for index in &definition.indexes {
            description.index_details.insert(Arc::clone(&index.name), index_description(table, &arn, index, at));
        }
        for index in details.leaving.iter().filter(|index| !at.reached(index.until)) {
            let mut gone = capacity_of(table, &index.capacity, &History::default(), IndexStatus::Deleting, at);
            gone.arn = Some(index_arn(&arn, &index.definition.name));
            description.index_details.insert(Arc::clone(&index.definition.name), gone);
            description.indexes.push(index.definition.clone());
        }
        description.on_demand = definition.on_demand.and_then(limits).filter(|_| by_request(table));
        let warm_status = match status {
            TableStatus::Creating => IndexStatus::Creating,
            TableStatus::Updating if details.changes_warm => IndexStatus::Updating,
            _ => IndexStatus::Active,
        };
        description.warm = Some(warm(table, table_units(definition), definition.warm, warm_status));
        description.encryption = encryption(database, table, status);
        description.stream = table.stream_view();
        // Also of a stream that is disabled, as long as it can be read.
        if let Some(stream) = table.streams.latest(&definition.table, at.now().into()) {
            description.stream_arn = Some(database.home.stream_arn(&stream).into());
            description.stream_label = Some(Arc::clone(&stream.label));
        }
    }
    description.arn = Some(arn);
    description
}

fn status(phase: Phase, at: Moment) -> TableStatus {
    match phase {
        Phase::Creating(_) if phase.is_creating(at) => TableStatus::Creating,
        Phase::Updating(_) if phase.is_updating(at) => TableStatus::Updating,
        Phase::Deleting(_) => TableStatus::Deleting,
        _ => TableStatus::Active,
    }
}

fn index_description(table: &Table, arn: &str, index: &IndexDefinition, at: Moment) -> IndexDescription {
    let mut description = match index.kind {
        IndexKind::Local => IndexDescription::default(),
        _ => {
            let details = table.details.indexes.get(&index.name).copied().unwrap_or_default();
            let (status, backfilling) = index_status(table, index, details.phase, at);
            let capacity = index_capacity(&table.definition, &index.name);
            let mut description = capacity_of(table, &capacity, &details.history, status, at);
            description.backfilling = backfilling;
            description
        }
    };
    if description.status != Some(IndexStatus::Creating) {
        (description.item_count, description.size_bytes) = table.count_index(&index.name);
    }
    description.arn = Some(index_arn(arn, &index.name));
    description
}

/// Status, and whether items are being copied.
fn index_status(table: &Table, index: &IndexDefinition, phase: IndexPhase, at: Moment) -> (IndexStatus, Option<bool>) {
    match phase {
        IndexPhase::Building { room, .. } if !phase.is_over(at) => (IndexStatus::Creating, Some(at.reached(room))),
        _ if !table.is_built(&index.name) => (IndexStatus::Creating, Some(true)),
        IndexPhase::WithTable(_) if !phase.is_over(at) => (IndexStatus::Creating, None),
        IndexPhase::Updating(_) if !phase.is_over(at) => (IndexStatus::Updating, None),
        _ => (IndexStatus::Active, None),
    }
}

/// Returns what is told of the capacity of an index.
fn capacity_of(
    table: &Table,
    capacity: &IndexCapacity,
    history: &History,
    status: IndexStatus,
    at: Moment,
) -> IndexDescription {
    let units = capacity.provisioned.unwrap_or_default();
    let mut description = IndexDescription::default();
    description.status = Some(status);
    description.throughput = Some(throughput(units, history, at));
    description.on_demand = capacity.on_demand.and_then(limits).filter(|_| by_request(table));
    description.warm = Some(warm(table, units, capacity.warm, status));
    description
}

fn throughput(units: Throughput, history: &History, at: Moment) -> ThroughputDescription {
    let mut description = ThroughputDescription::default();
    description.units = match history.before {
        Some((before, until)) if !at.reached(until) => before,
        _ => units,
    };
    let (day, decreases) = history.decreases;
    description.decreases_today = if day == day_of(at.now()) { decreases } else { 0 };
    description.last_increase =
        history.last_increase.filter(|_| history.before.is_none_or(|(_, until)| at.reached(until)));
    description.last_decrease = history.last_decrease;
    description
}

/// Returns the description of what a table or index can serve at once.
fn warm(
    table: &Table,
    units: Throughput,
    asked: Option<WarmThroughput>,
    status: IndexStatus,
) -> WarmThroughputDescription {
    WarmThroughputDescription::new(warm_units(by_request(table), units, asked), status)
}

fn by_request(table: &Table) -> bool {
    table.definition.billing == BillingMode::PayPerRequest
}

/// A table that is encrypted with a key of DynamoDB's own has no description of it.
fn encryption(database: &Database, table: &Table, status: TableStatus) -> Option<EncryptionDescription> {
    let encryption = table.definition.encryption.as_ref().filter(|encryption| encryption.enabled == Some(true))?;
    let status = match status {
        TableStatus::Creating => EncryptionStatus::Enabling,
        TableStatus::Updating if table.details.changes_encryption => EncryptionStatus::Updating,
        _ => EncryptionStatus::Enabled,
    };
    let mut description = EncryptionDescription::new(status);
    description.kind = Some(EncryptionKind::Kms);
    let home = &database.home;
    let own = |resource: &str| format!("arn:aws:kms:{}:{}:{resource}", home.region, home.account);
    description.key_arn = Some(match encryption.key.as_deref() {
        Some(arn) if arn.starts_with("arn:") => arn.to_owned(),
        Some(alias) if alias.starts_with("alias/") => own(alias),
        Some(id) => own(&format!("key/{id}")),
        None => own(&format!("key/{}", uuid(0, &home.account, SystemTime::UNIX_EPOCH))),
    });
    Some(description)
}

fn index_arn(table: &str, index: &str) -> String {
    format!("{table}/index/{index}")
}
