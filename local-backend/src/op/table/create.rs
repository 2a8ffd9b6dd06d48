//! CreateTable.

use std::sync::Arc;

use monotable::Error;
use monotable::request::control::{
    BillingMode, BillingSummary, CapacityMode, CreateTable, IndexDefinition, TableDescription,
};
use monotable::schema::IndexKind;

use super::capacity::{
    check_encryption, check_indexes, check_keys, check_on_demand, check_units, check_warm, constrain_attribute,
    constrain_index, constrain_units, index_capacity, table_units,
};
use super::describe::describe;
use super::policies::{check_policy, first_policy};
use super::{forget_deleted, name, present, tags};
use crate::database::Database;
use crate::error;
use crate::op::constraint::{Constraints, SHORTEST_NAME};
use crate::store::{Details, IndexDetails, IndexPhase, Moment, Phase, Table};

pub fn create_table(database: &Database, request: CreateTable) -> Result<TableDescription, Error> {
    check_new_table(&request)?;
    create_table_checked(database, request)
}

/// Returns what a request says about a table, in itself.
pub fn check_new_table(request: &CreateTable) -> Result<(), Error> {
    check_members(request)?;
    check_keys(request)?;
    check_indexes(request)?;
    check_settings(request)
}

/// Creates a table whose request holds in itself.
pub fn create_table_checked(database: &Database, mut request: CreateTable) -> Result<TableDescription, Error> {
    let name: Arc<str> = match name::local_name(database, "CreateTable", &request.table)? {
        Some(name) => name.into(),
        // A table of another region cannot be created here.
        None => return Err(error::table_not_found(name::name_in(&request.table))),
    };
    request.table = Arc::clone(&name);

    forget_deleted(database);
    let now = database.clock.now();
    let details = details(database, &mut request, Moment::begins(now));
    let stream = request.stream;
    let table = database.catalog.replace(|tables| {
        if present(database, tables, &name).is_some() {
            return Err(error::table_exists(&name));
        }
        let table = Table::new(request, details, database.seed);
        if let Some(view) = stream {
            let before = database.streams.latest(&name, now.into());
            table.begin_stream(view, now.into(), before.as_deref())?;
        }
        Ok(table)
    })?;
    Ok(describe(database, &table, Moment::begins(now)))
}

fn details(database: &Database, request: &mut CreateTable, at: Moment) -> Details {
    let until = database.until(at.now());
    let mut details = Details::new(database.seed, &request.table, at.now());
    details.phase = Phase::Creating(until);
    for index in indexes(request, IndexKind::Global) {
        let with_table = IndexDetails { phase: IndexPhase::WithTable(until), ..IndexDetails::default() };
        details.indexes.insert(Arc::clone(&index.name), with_table);
    }
    // What an index takes from the table now is its own from now on.
    let capacity = indexes(request, IndexKind::Global)
        .map(|index| (Arc::clone(&index.name), index_capacity(request, &index.name)))
        .collect();
    request.index_capacity = capacity;
    if request.billing == BillingMode::PayPerRequest {
        details.billing = Some(BillingSummary::new(CapacityMode::PayPerRequest, Some(at.now())));
    }
    if let Some(policy) = request.policy.take() {
        details.policies.insert(String::new(), first_policy(database, policy));
    }
    details
}

/// Names, lengths, counts: DynamoDB reports these together, global indexes before local ones.
fn check_members(request: &CreateTable) -> Result<(), Error> {
    let mut constraints = Constraints::default();
    constraints.name("tableName", name::name_in(&request.table), SHORTEST_NAME);
    if request.billing != BillingMode::PayPerRequest {
        constrain_units(&mut constraints, "provisionedThroughput", table_units(request));
    }
    for (position, attribute) in std::iter::once(&request.hash).chain(&request.range).enumerate() {
        constrain_attribute(&mut constraints, format_args!("keySchema.{}.member", position + 1), attribute);
    }
    for (kind, member) in [(IndexKind::Global, "globalSecondaryIndexes"), (IndexKind::Local, "localSecondaryIndexes")] {
        for (position, index) in indexes(request, kind).enumerate() {
            let path = format!("{member}.{}.member", position + 1);
            constrain_index(&mut constraints, &path, index);
            if let Some(units) = request.index_capacity.get(&index.name).and_then(|capacity| capacity.provisioned) {
                constrain_units(&mut constraints, &format!("{path}.provisionedThroughput"), units);
            }
        }
    }
    tags::check_lengths(&mut constraints, "tags", &request.tags);
    constraints.finish()
}

/// Capacity, encryption, tags and policy.
fn check_settings(request: &CreateTable) -> Result<(), Error> {
    let by_request = request.billing == BillingMode::PayPerRequest;
    let units = table_units(request);
    check_units(units, None)?;
    check_on_demand(by_request, request.on_demand)?;
    check_warm(request.warm, by_request, units, None, "table")?;
    for index in indexes(request, IndexKind::Global) {
        if by_request && request.index_capacity.get(&index.name).is_some_and(|capacity| capacity.provisioned.is_some())
        {
            return Err(error::index_units_by_request(&index.name));
        }
        let capacity = index_capacity(request, &index.name);
        let units = capacity.provisioned.unwrap_or_default();
        check_units(units, Some(&index.name))?;
        check_on_demand(by_request, capacity.on_demand)?;
        check_warm(capacity.warm, by_request, units, None, &format!("index {}", index.name))?;
    }
    check_encryption(request.encryption.as_ref())?;
    tags::check_tags(&request.tags)?;
    request.policy.as_deref().map_or(Ok(()), check_policy)
}

fn indexes(request: &CreateTable, kind: IndexKind) -> impl Iterator<Item = &IndexDefinition> {
    request.indexes.iter().filter(move |index| index.kind == kind)
}
