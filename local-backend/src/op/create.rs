//! CreateTable.

use std::sync::Arc;

use monotable::expression::Name;
use monotable::request::{
    BillingMode, CreateTable, IndexDefinition, IndexKind, KeyAttribute, Projection, TableDescription,
};
use monotable::{Error, Type};

use super::constraint::Constraints;
use super::table::describe;
use crate::backend::Database;
use crate::error;
use crate::store::{Details, Settings, Table};

pub(crate) fn create_table(database: &Database, request: CreateTable) -> Result<TableDescription, Error> {
    create_table_with(database, request, Settings::default()).map(|table| describe(database, &table))
}

/// A table with settings that only its description shows.
pub(crate) fn create_table_with(
    database: &Database,
    request: CreateTable,
    settings: Settings,
) -> Result<Arc<Table>, Error> {
    check_members(&request)?;
    check_keys(&request)?;
    check_indexes(&request)?;
    let name = Arc::clone(&request.table);
    let now = database.clock.now();
    let details = Details::new(database.seed, &name, now, settings);
    let stream = request.stream;
    let table = Arc::new(Table::new(request, details, database.seed));
    if let Some(view) = stream {
        let before = database.streams.latest(&name, now.into());
        table.begin_stream(view, now.into(), before.as_deref())?;
    }
    database.catalog.change(
        |tables| if tables.contains_key(&*name) { Err(error::table_exists(&name)) } else { Ok(()) },
        |tables| {
            tables.insert(Arc::clone(&name), Arc::clone(&table));
        },
    )?;
    Ok(table)
}

/// Names, lengths, counts: DynamoDB reports these together, global indexes before local ones.
fn check_members(request: &CreateTable) -> Result<(), Error> {
    let mut constraints = Constraints::default();
    constraints.name("tableName", &request.table, SHORTEST_NAME);
    if let BillingMode::Provisioned { read, write } = request.billing {
        for (member, units) in [("readCapacityUnits", read), ("writeCapacityUnits", write)] {
            if units == 0 {
                constraints.broken(format_args!("provisionedThroughput.{member}"), units, error::AT_LEAST_ONE);
            }
        }
    }
    for (position, attribute) in std::iter::once(&request.hash).chain(&request.range).enumerate() {
        check_attribute(&mut constraints, format_args!("keySchema.{}.member", position + 1), attribute);
    }
    for (kind, member) in [(IndexKind::Global, "globalSecondaryIndexes"), (IndexKind::Local, "localSecondaryIndexes")] {
        for (position, index) in indexes(request, kind).enumerate() {
            check_index_members(&mut constraints, &format!("{member}.{}.member", position + 1), index);
        }
    }
    constraints.finish()
}

fn check_index_members(constraints: &mut Constraints, path: &str, index: &IndexDefinition) {
    constraints.name(format_args!("{path}.indexName"), &index.name, SHORTEST_NAME);
    let most = if index.kind == IndexKind::Local { 1 } else { MAX_KEY_ATTRIBUTES };
    let keys = index.hash.len() + index.range.len();
    if index.hash.is_empty() {
        constraints.broken(format_args!("{path}.keySchema"), "[]", error::at_least_long(1));
    } else if index.hash.len() > most || index.range.len() > most {
        constraints.broken(
            format_args!("{path}.keySchema"),
            format_args!("{keys} elements"),
            error::at_most_long(2 * most),
        );
    }
    for (position, attribute) in index.hash.iter().chain(&index.range).enumerate() {
        check_attribute(constraints, format_args!("{path}.keySchema.{}.member", position + 1), attribute);
    }
    if let Projection::Include(names) = &index.projection {
        let path = format!("{path}.projection.nonKeyAttributes");
        if names.len() > MAX_INCLUDED_BY_INDEX {
            constraints.broken(
                &path,
                format_args!("{} names", names.len()),
                error::at_most_long(MAX_INCLUDED_BY_INDEX),
            );
        }
        names.iter().enumerate().for_each(|(position, name)| {
            constraints.length(format_args!("{path}.{}.member", position + 1), name, 1);
        });
    }
}

fn check_attribute(constraints: &mut Constraints, path: std::fmt::Arguments<'_>, attribute: &KeyAttribute) {
    constraints.length(format_args!("{path}.attributeName"), &attribute.name, 1);
    if !matches!(attribute.kind, Type::S | Type::N | Type::B) {
        constraints.broken("attributeDefinitions.member.attributeType", attribute.kind, error::KEY_TYPES);
    }
}

/// No attribute twice in a key, nor with two types in the table.
fn check_keys(request: &CreateTable) -> Result<(), Error> {
    let table: Vec<&KeyAttribute> = std::iter::once(&request.hash).chain(&request.range).collect();
    let keys = request.indexes.iter().map(|index| index.hash.iter().chain(&index.range).collect());
    let mut known: Vec<&KeyAttribute> = Vec::new();
    for key in std::iter::once(table).chain(keys) {
        if has_duplicate(key.iter().map(|attribute| &attribute.name)).is_some() {
            return Err(error::validation(error::KEY_WITHOUT_DEFINITION));
        }
        for attribute in key {
            match known.iter().find(|other| other.name == attribute.name) {
                Some(other) if other.kind != attribute.kind => return Err(error::validation(error::REDEFINED)),
                Some(_) => {}
                None => known.push(attribute),
            }
        }
    }
    Ok(())
}

fn check_indexes(request: &CreateTable) -> Result<(), Error> {
    if indexes(request, IndexKind::Local).count() > MAX_LOCAL {
        return Err(error::parameter(error::TOO_MANY_LOCAL));
    }
    if indexes(request, IndexKind::Global).count() > MAX_GLOBAL {
        return Err(error::parameter(error::TOO_MANY_GLOBAL));
    }
    let mut included = 0;
    for (position, index) in request.indexes.iter().enumerate() {
        if request.indexes[..position].iter().any(|other| other.name == index.name) {
            return Err(error::duplicate_index(&index.name));
        }
        if index.kind == IndexKind::Local {
            check_local(request, index)?;
        }
        if let Projection::Include(names) = &index.projection {
            if names.is_empty() {
                return Err(error::parameter(error::INCLUDE_NOTHING));
            }
            if let Some(name) = has_duplicate(names.iter()) {
                return Err(error::included_twice(name, &index.name));
            }
            included += names.len();
        }
    }
    if included > MAX_INCLUDED {
        return Err(error::parameter(error::TOO_MANY_INCLUDED));
    }
    Ok(())
}

fn check_local(request: &CreateTable, index: &IndexDefinition) -> Result<(), Error> {
    if request.range.is_none() {
        return Err(error::parameter(error::LOCAL_WITHOUT_RANGE));
    }
    if index.range.is_empty() {
        return Err(error::index_without_range(&index.name));
    }
    match index.hash.first() {
        Some(hash) if *hash != request.hash => Err(error::index_hash(&index.name, &hash.name, &request.hash.name)),
        _ => Ok(()),
    }
}

fn indexes(request: &CreateTable, kind: IndexKind) -> impl Iterator<Item = &IndexDefinition> {
    request.indexes.iter().filter(move |index| index.kind == kind)
}

/// The first name that occurs a second time.
fn has_duplicate<'n>(names: impl Iterator<Item = &'n Name> + Clone) -> Option<&'n Name> {
    let mut seen = std::collections::BTreeSet::new();
    names.into_iter().find(|name| !seen.insert(*name))
}

const SHORTEST_NAME: usize = 3;
const MAX_LOCAL: usize = 5;
const MAX_GLOBAL: usize = 20;
/// Attributes in the partition key of a global index, and as many in its sort key.
const MAX_KEY_ATTRIBUTES: usize = 4;
const MAX_INCLUDED_BY_INDEX: usize = 20;
const MAX_INCLUDED: usize = 100;
