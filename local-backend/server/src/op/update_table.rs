//! UpdateTable.

use monotable::Error;
use monotable::request::control::{CapacityMode, IndexUpdate, UpdateTable};
use monotable::schema::IndexKind;
use monotable_local::__server::Database;
use monotable_local::__server::{error, op};

use super::Outcome;
use super::describe::answer;
use super::schema::{self, Types};
use super::table_members::{IndexChange, TableMembers};
use crate::body::Body;
use crate::members::Constrained;
use crate::weight;

pub(super) fn update_table(database: &Database, body: &mut Body<'_>) -> Outcome {
    let members = TableMembers::read(body, &MEMBERS)?;
    check(&members)?;
    // It may fill an index.
    body.weigh(weight::MANY_ITEMS)?;
    let table = op::update_table(database, &request(members)?)?;
    Ok(answer("TableDescription", &table))
}

/// Members that must be there, and values from those allowed. Lengths are the engine's.
fn check(members: &TableMembers) -> Result<(), Error> {
    let table = members.table()?;
    let mut constraints = Constrained::default();
    constraints.name("tableName", op::name_in(table), op::SHORTEST_NAME);
    members.schema.check(&mut constraints);
    members.check(&mut constraints);
    for (position, change) in members.updates.iter().flatten().enumerate() {
        let path = format!("globalSecondaryIndexUpdates.{}.member", position + 1);
        if let Some(index) = &change.create {
            schema::check_index(&format!("{path}.create"), index, schema::MOST_KEYS_GLOBAL, &mut constraints);
        }
        for (member, index) in [("update", &change.update), ("delete", &change.delete)] {
            if let Some(index) = index {
                let path = format!("{path}.{member}");
                schema::check_index_name(&path, index.name.as_deref(), &mut constraints);
                index.capacity.check(&path, &mut constraints);
            }
        }
    }
    constraints.finish()?;
    members.refuse_not_built()
}

fn request(mut members: TableMembers) -> Result<UpdateTable, Error> {
    let stream = members.stream()?;
    let mut request = UpdateTable::new(members.table()?.into());
    request.capacity_mode = members.by_request().map(|by_request| match by_request {
        true => CapacityMode::PayPerRequest,
        false => CapacityMode::Provisioned,
    });
    request.provisioned = members.capacity.throughput();
    request.on_demand = members.capacity.limits();
    request.warm = members.capacity.warmth();
    request.stream = stream;
    request.encryption = members.encryption();
    request.class = members.class();
    request.deletion_protection = members.protection;
    let updates = members.updates.take().unwrap_or_default();
    // Also of what the table defines already: DynamoDB wants the keys of a new index defined again.
    let types = members.schema.types()?;
    for change in updates {
        request.indexes.push(index_update(&types, change)?);
    }
    Ok(request)
}

fn index_update(types: &Types<'_>, change: IndexChange) -> Result<IndexUpdate, Error> {
    match change {
        IndexChange { create: Some(index), update: None, delete: None } => {
            let capacity = index.capacity.of_index();
            Ok(IndexUpdate::Create(index.definition(types, IndexKind::Global)?, capacity))
        }
        IndexChange { create: None, update: Some(index), delete: None } => {
            let capacity = index.capacity.of_index();
            Ok(IndexUpdate::Update(index.name.unwrap_or_default().into(), capacity))
        }
        IndexChange { create: None, update: None, delete: Some(index) } => {
            Ok(IndexUpdate::Delete(index.name.unwrap_or_default().into()))
        }
        IndexChange { create: None, update: None, delete: None } => Err(error::parameter(error::NO_INDEX_UPDATE)),
        _ => Err(error::parameter(error::SEVERAL_INDEX_UPDATES)),
    }
}

const MEMBERS: [&str; 16] = [
    "AttributeDefinitions",
    "BillingMode",
    "DeletionProtectionEnabled",
    "GlobalSecondaryIndexUpdates",
    "GlobalTableSettingsReplicationMode",
    "GlobalTableWitnessUpdates",
    "MultiRegionConsistency",
    "OnDemandThroughput",
    "ProvisionedThroughput",
    "ReplicaUpdates",
    "SSESpecification",
    "StreamSpecification",
    "TableClass",
    "TableName",
    "VectorIndexUpdates",
    "WarmThroughput",
];
