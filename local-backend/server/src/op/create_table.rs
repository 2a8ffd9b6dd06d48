//! CreateTable.

use std::collections::BTreeSet;
use std::sync::Arc;

use monotable::Error;
use monotable::request::control::{BillingMode, CreateTable, KeyAttribute, StreamUpdate, Throughput};
use monotable::schema::IndexKind;
use monotable_local::__server::Database;
use monotable_local::__server::{error, op};

use super::Outcome;
use super::describe::answer;
use super::schema::{self, MOST_KEYS, Schema};
use super::table_members::TableMembers;
use super::tags::check_tags;
use crate::body::Body;
use crate::members::Constrained;

pub(super) fn create_table(database: &Database, body: &mut Body<'_>) -> Outcome {
    let mut members = TableMembers::read(body, &MEMBERS)?;
    check(&members)?;
    let schema = Schema { definitions: members.schema.definitions.take() };
    let definition = definition(members, &schema)?;
    op::check_new_table(&definition)?;
    check_surplus(&schema, &definition)?;
    let table = op::create_table_checked(database, definition)?;
    Ok(answer("TableDescription", &table))
}

/// Members that must be there, and values from those allowed. Lengths are the engine's.
fn check(members: &TableMembers) -> Result<(), Error> {
    let table = members.table()?;
    let mut constraints = Constrained::default();
    constraints.name("tableName", op::name_in(table), op::SHORTEST_NAME);
    if members.schema.definitions.is_none() {
        constraints.missing("attributeDefinitions");
    }
    members.schema.check(&mut constraints);
    match &members.keys {
        None => constraints.missing("keySchema"),
        Some(keys) => {
            if keys.is_empty() {
                constraints.broken("keySchema", "[]", error::at_least_long(1));
            } else if keys.len() > MOST_KEYS {
                constraints.broken("keySchema", schema::echo(keys), error::at_most_long(MOST_KEYS));
            }
            schema::check_keys("keySchema", keys, &mut constraints);
        }
    }
    schema::check_indexes(members.global.as_deref(), members.local.as_deref(), &mut constraints);
    members.check(&mut constraints);
    check_tags(members.tags.as_deref(), &mut constraints);
    constraints.finish()?;
    members.refuse_not_built()
}

/// The table as the engine knows it.
fn definition(mut members: TableMembers, schema: &Schema) -> Result<CreateTable, Error> {
    let by_request = members.by_request().unwrap_or(false);
    let billing = match (by_request, members.capacity.throughput()) {
        (true, None) => BillingMode::PayPerRequest,
        (true, Some(_)) => return Err(error::parameter(error::UNITS_BY_REQUEST)),
        (false, None) => return Err(error::parameter(error::PROVISIONED_WITHOUT_UNITS)),
        (false, Some(Throughput { read, write })) => BillingMode::Provisioned { read, write },
    };
    let stream = members.stream()?;
    let tags = members.tags()?;
    let types = schema.types()?;
    members.capacity.check_bounds(None)?;
    let keys = members.keys.as_deref().unwrap_or_default();
    if keys.len() > schema.names().count() {
        return Err(error::validation(error::KEY_WITHOUT_DEFINITION));
    }
    let (hash, range) = types.table_key(keys)?;
    if members.local.is_none() && members.global.is_none() && keys.len() != schema.names().count() {
        return Err(error::parameter(error::SURPLUS_DEFINITIONS));
    }
    let name: Arc<str> = members.table.as_deref().unwrap_or_default().into();
    let mut definition = CreateTable::new(name, hash, range);
    let mut without_units = Vec::new();
    for (member, kind, indexes) in [
        ("LocalSecondaryIndexes", IndexKind::Local, members.local.take()),
        ("GlobalSecondaryIndexes", IndexKind::Global, members.global.take()),
    ] {
        let Some(indexes) = indexes else { continue };
        if indexes.is_empty() {
            return Err(error::empty_indexes(member));
        }
        if kind == IndexKind::Local && definition.range.is_none() {
            return Err(error::parameter(error::LOCAL_WITHOUT_RANGE));
        }
        for index in indexes {
            let capacity = index.capacity.of_index();
            let index = index.definition(&types, kind)?;
            if kind == IndexKind::Global {
                if !by_request && capacity.provisioned.is_none() {
                    without_units.push(Arc::clone(&index.name));
                }
                definition.index_capacity.insert(Arc::clone(&index.name), capacity);
            }
            definition.indexes.push(index);
        }
    }
    if !without_units.is_empty() {
        let names: Vec<&str> = without_units.iter().map(|name| &**name).collect();
        return Err(error::indexes_without_units(&names));
    }
    definition.billing = billing;
    definition.stream = match stream {
        Some(StreamUpdate::Enable(view)) => Some(view),
        _ => None,
    };
    definition.deletion_protection = members.protection.unwrap_or_default();
    definition.on_demand = members.capacity.limits();
    definition.warm = members.capacity.warmth();
    definition.class = members.class();
    definition.encryption = members.encryption();
    definition.tags = tags;
    definition.policy = members.policy.as_deref().map(Into::into);
    Ok(definition)
}

/// Every attribute that is defined, which is done once, must be part of a key.
fn check_surplus(schema: &Schema, table: &CreateTable) -> Result<(), Error> {
    let indexes = table.indexes.iter().flat_map(|index| index.hash.iter().chain(&index.range));
    let keys = std::iter::once(&table.hash).chain(&table.range).chain(indexes);
    let used: BTreeSet<&str> = keys.map(|key: &KeyAttribute| &*key.name).collect();
    // All that is used is defined.
    if schema.names().count() > used.len() {
        return Err(error::unused_definitions(
            &schema.names().collect::<Vec<_>>(),
            &used.into_iter().collect::<Vec<_>>(),
        ));
    }
    Ok(())
}

const MEMBERS: [&str; 18] = [
    "AttributeDefinitions",
    "BillingMode",
    "DeletionProtectionEnabled",
    "GlobalSecondaryIndexes",
    "GlobalTableSettingsReplicationMode",
    "GlobalTableSourceArn",
    "KeySchema",
    "LocalSecondaryIndexes",
    "OnDemandThroughput",
    "ProvisionedThroughput",
    "ResourcePolicy",
    "SSESpecification",
    "StreamSpecification",
    "TableClass",
    "TableName",
    "Tags",
    "VectorIndexes",
    "WarmThroughput",
];
