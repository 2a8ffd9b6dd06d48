//! CreateTable.

use std::sync::Arc;

use monotable::request::{BillingMode, CreateTable, IndexDefinition, IndexKind, KeyAttribute, StreamView};
use monotable::{Error, Type};

use super::Outcome;
use super::describe::{CREATING, description};
use super::schema::{self, Index, KeyElement, Provisioned, Schema};
use crate::backend::Database;
use crate::http::body::{Body, Place, Unreadable};
use crate::http::members::{Constrained, enumeration};
use crate::http::reply::Reply;
use crate::store::{Settings, Units};
use crate::{error, op};

/// The members of the request.
#[derive(Default)]
struct Request {
    table: Option<String>,
    schema: Schema,
    keys: Option<Vec<KeyElement>>,
    global: Option<Vec<Index>>,
    local: Option<Vec<Index>>,
    billing: Option<String>,
    provisioned: Option<Provisioned>,
    stream: Option<Stream>,
    class: Option<String>,
    protection: bool,
}

/// StreamSpecification.
#[derive(Default)]
struct Stream {
    enabled: Option<bool>,
    view: Option<String>,
}

pub(super) fn create_table(database: &Database, body: &mut Body<'_>) -> Outcome {
    let request = read(body)?;
    body.end()?;
    request.check()?;
    let (definition, settings) = request.into_definition()?;
    let table = op::create_table_with(database, definition, settings)?;
    let mut reply = Reply::with_capacity(1024);
    reply.object("TableDescription", |reply| description(reply, database, &table, CREATING));
    Ok(reply.finish())
}

fn read(body: &mut Body<'_>) -> Result<Request, Unreadable> {
    let mut request = Request::default();
    body.structure(Place::Field, |body, name| {
        match name {
            "TableName" => request.table = Some(body.owned()?),
            "AttributeDefinitions" => request.schema.definitions = Some(schema::read_definitions(body)?),
            "KeySchema" => request.keys = Some(schema::read_keys(body)?),
            "GlobalSecondaryIndexes" => request.global = Some(schema::read_indexes(body)?),
            "LocalSecondaryIndexes" => request.local = Some(schema::read_indexes(body)?),
            "BillingMode" => request.billing = Some(body.owned()?),
            "ProvisionedThroughput" => request.provisioned = Some(schema::read_provisioned(body)?),
            "StreamSpecification" => request.stream = Some(read_stream(body)?),
            "TableClass" => request.class = Some(body.owned()?),
            "DeletionProtectionEnabled" => request.protection = body.boolean()?,
            _ => body.skip()?,
        }
        Ok(())
    })?;
    Ok(request)
}

fn read_stream(body: &mut Body<'_>) -> Result<Stream, Unreadable> {
    let mut stream = Stream::default();
    body.structure(Place::Field, |body, name| {
        match name {
            "StreamEnabled" => stream.enabled = Some(body.boolean()?),
            "StreamViewType" => stream.view = Some(body.owned()?),
            _ => body.skip()?,
        }
        Ok(())
    })?;
    Ok(stream)
}

impl Request {
    /// Members that must be there, and values from those allowed. Lengths are the engine's.
    fn check(&self) -> Result<(), Error> {
        let table = self.table.as_deref().ok_or_else(|| error::validation(error::NO_TABLE_NAME))?;
        let mut constraints = Constrained::default();
        constraints.name("tableName", table, SHORTEST_NAME);
        self.schema.check(&mut constraints);
        match &self.keys {
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
        schema::check_indexes("globalSecondaryIndexes", self.global.as_deref(), &mut constraints);
        schema::check_indexes("localSecondaryIndexes", self.local.as_deref(), &mut constraints);
        enumeration(&mut constraints, "billingMode", self.billing.as_deref(), "[PROVISIONED, PAY_PER_REQUEST]");
        if let Some(provisioned) = &self.provisioned {
            provisioned.check("provisionedThroughput", &mut constraints);
        }
        if let Some(stream) = &self.stream {
            if stream.enabled.is_none() {
                constraints.missing("streamSpecification.streamEnabled");
            }
            let allowed = "[NEW_AND_OLD_IMAGES, OLD_IMAGE, NEW_IMAGE, KEYS_ONLY]";
            enumeration(&mut constraints, "streamSpecification.streamViewType", stream.view.as_deref(), allowed);
        }
        enumeration(&mut constraints, "tableClass", self.class.as_deref(), "[STANDARD, STANDARD_INFREQUENT_ACCESS]");
        constraints.finish()
    }

    /// The table as the engine knows it, and what it does not know.
    fn into_definition(self) -> Result<(CreateTable, Settings), Error> {
        let by_request = self.billing.as_deref() == Some("PAY_PER_REQUEST");
        let billing = self.billing_mode(by_request)?;
        let Self { table, schema, keys, global, local, class, protection, stream, .. } = self;
        let (hash, range) = schema.resolve(&keys.unwrap_or_default())?;
        let (mut hash, mut range) = (hash.into_iter(), range.into_iter());
        let (Some(first), None) = (hash.next(), hash.next()) else {
            return Err(error::validation(error::SECOND_NOT_RANGE));
        };
        let name: Arc<str> = table.unwrap_or_default().into();
        let mut definition = CreateTable::new(name, first, range.next());
        if range.next().is_some() {
            return Err(error::validation(error::SECOND_NOT_RANGE));
        }
        let mut settings = Settings { class, ..Settings::default() };
        for (member, kind, indexes) in
            [("LocalSecondaryIndexes", IndexKind::Local, local), ("GlobalSecondaryIndexes", IndexKind::Global, global)]
        {
            let Some(indexes) = indexes else { continue };
            if indexes.is_empty() {
                return Err(error::empty_indexes(member));
            }
            for index in indexes {
                let units = index.provisioned.as_ref().map(Provisioned::units);
                let index = definition_of(&schema, kind, index)?;
                if kind == IndexKind::Global {
                    check_units(&index, by_request, units)?;
                    settings.index_units.insert(Arc::clone(&index.name), units.unwrap_or_default());
                }
                definition.indexes.push(index);
            }
        }
        definition.billing = billing;
        definition.stream = stream_view(stream)?;
        definition.deletion_protection = protection;
        check_surplus(&schema, &definition)?;
        Ok((definition, settings))
    }

    fn billing_mode(&self, by_request: bool) -> Result<BillingMode, Error> {
        match (by_request, self.provisioned.as_ref().map(Provisioned::units)) {
            (true, None) => Ok(BillingMode::PayPerRequest),
            (true, Some(_)) => Err(error::parameter(error::UNITS_BY_REQUEST)),
            (false, None) => Err(error::parameter(error::PROVISIONED_WITHOUT_UNITS)),
            (false, Some(Units { read, write })) => Ok(BillingMode::Provisioned { read, write }),
        }
    }
}

fn definition_of(schema: &Schema, kind: IndexKind, index: Index) -> Result<IndexDefinition, Error> {
    let (hash, range) = schema.resolve(index.keys.as_deref().unwrap_or_default())?;
    let projection = schema::projection(index.projection.as_ref())?;
    Ok(IndexDefinition { name: index.name.unwrap_or_default().into(), kind, hash, range, projection })
}

fn check_units(index: &IndexDefinition, by_request: bool, units: Option<Units>) -> Result<(), Error> {
    match (by_request, units) {
        (true, Some(_)) => Err(error::index_units_by_request(&index.name)),
        (false, None) => Err(error::index_without_units(&index.name)),
        _ => Ok(()),
    }
}

fn stream_view(stream: Option<Stream>) -> Result<Option<StreamView>, Error> {
    let Some(Stream { enabled, view }) = stream else { return Ok(None) };
    let view = view.map(|view| match view.as_str() {
        "KEYS_ONLY" => StreamView::KeysOnly,
        "NEW_IMAGE" => StreamView::NewImage,
        "OLD_IMAGE" => StreamView::OldImage,
        _ => StreamView::NewAndOldImages,
    });
    if enabled == Some(true) && view.is_some() || enabled != Some(true) && view.is_none() {
        Ok(view)
    } else {
        Err(error::parameter(error::STREAM_VIEW))
    }
}

/// Every attribute that is defined must be part of a key.
fn check_surplus(schema: &Schema, table: &CreateTable) -> Result<(), Error> {
    let indexes = table.indexes.iter().flat_map(|index| index.hash.iter().chain(&index.range));
    let used = |name: &str| {
        let mut keys = std::iter::once(&table.hash).chain(&table.range).chain(indexes.clone());
        keys.any(|key: &KeyAttribute| key.name == name)
    };
    if schema.names().all(used) { Ok(()) } else { Err(error::parameter(error::SURPLUS_DEFINITIONS)) }
}

/// The type of a key attribute by its name.
pub(super) fn key_type(name: &str) -> Option<Type> {
    Type::from_name(name).filter(|kind| matches!(kind, Type::S | Type::N | Type::B))
}

const SHORTEST_NAME: usize = 3;
/// Elements of the key of a table.
const MOST_KEYS: usize = 2;
