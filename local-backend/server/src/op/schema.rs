//! Keys, attribute definitions and indexes, as requests about tables have them.

use std::collections::{HashMap, HashSet};

use monotable::request::control::{IndexDefinition, KeyAttribute, Projection};
use monotable::schema::IndexKind;
use monotable::{Error, Type};
use monotable_local::__server::{error, op};

use super::units::Capacity;
use crate::body::{Body, Unreadable};
use crate::members::{Constrained, enumeration};

/// The types of attributes.
#[derive(Default)]
pub(super) struct Schema {
    pub(super) definitions: Option<Vec<Definition>>,
}

/// AttributeDefinition.
#[derive(Default)]
pub(super) struct Definition {
    name: Option<String>,
    kind: Option<String>,
}

/// KeySchemaElement.
#[derive(Default)]
pub(super) struct KeyElement {
    pub(super) name: Option<String>,
    role: Option<String>,
}

/// A secondary index.
#[derive(Default)]
pub(super) struct Index {
    pub(super) name: Option<String>,
    pub(super) keys: Option<Vec<KeyElement>>,
    pub(super) projection: Option<Projected>,
    pub(super) capacity: Capacity,
}

/// Projection.
#[derive(Default)]
pub(super) struct Projected {
    kind: Option<String>,
    attributes: Option<Vec<String>>,
}

pub(super) fn read_definitions(body: &mut Body<'_>) -> Result<Vec<Definition>, Unreadable> {
    body.structures("AttributeDefinition", |body, name, definition: &mut Definition| {
        match name {
            "AttributeName" => definition.name = Some(body.owned()?),
            "AttributeType" => definition.kind = Some(body.owned()?),
            _ => body.skip()?,
        }
        Ok(())
    })
}

pub(super) fn read_keys(body: &mut Body<'_>) -> Result<Vec<KeyElement>, Unreadable> {
    body.structures("KeySchemaElement", |body, name, element: &mut KeyElement| {
        match name {
            "AttributeName" => element.name = Some(body.owned()?),
            "KeyType" => element.role = Some(body.owned()?),
            _ => body.skip()?,
        }
        Ok(())
    })
}

pub(super) fn read_indexes(body: &mut Body<'_>, class: &str) -> Result<Vec<Index>, Unreadable> {
    body.structures(class, Index::member)
}

impl Index {
    /// Reads a member, of a list of indexes as of a change of one.
    pub(super) fn member(body: &mut Body<'_>, name: &str, index: &mut Self) -> Result<(), Unreadable> {
        match name {
            "IndexName" => index.name = Some(body.owned()?),
            "KeySchema" => index.keys = Some(read_keys(body)?),
            "Projection" => index.projection = Some(body.one("Projection", read_projection)?),
            _ => index.capacity.member(body, name)?,
        }
        Ok(())
    }

    /// The index with the types of its keys, once its constraints were checked.
    pub(super) fn definition(self, types: &Types<'_>, kind: IndexKind) -> Result<IndexDefinition, Error> {
        let keys = self.keys.as_deref().unwrap_or_default();
        let name = self.name.as_deref().unwrap_or_default();
        if kind == IndexKind::Global {
            self.capacity.check_bounds(Some(name))?;
        }
        let hashes = hashes(keys);
        if hashes == 0 {
            return Err(error::validation(error::FIRST_NOT_HASH));
        }
        if keys.iter().skip(hashes).any(KeyElement::is_hash) {
            return Err(error::validation(error::HASH_AFTER_RANGE));
        }
        if kind == IndexKind::Local && hashes > 1 {
            return Err(error::validation(error::SECOND_NOT_RANGE));
        }
        if let Some(twice) = twice(keys.iter().filter_map(|key| key.name.as_deref())) {
            return Err(error::index_key_twice(name, twice));
        }
        let (hash, range) = types.resolve(keys, hashes)?;
        let projection = projection(self.projection.as_ref())?;
        Ok(IndexDefinition { name: self.name.unwrap_or_default().into(), kind, hash, range, projection })
    }
}

fn read_projection(body: &mut Body<'_>, name: &str, projection: &mut Projected) -> Result<(), Unreadable> {
    match name {
        "ProjectionType" => projection.kind = Some(body.owned()?),
        "NonKeyAttributes" => projection.attributes = Some(body.texts()?),
        _ => body.skip()?,
    }
    Ok(())
}

impl Schema {
    /// The constraints on the definitions.
    pub(super) fn check(&self, constraints: &mut Constrained) {
        for (position, Definition { name, kind }) in self.definitions.iter().flatten().enumerate() {
            let path = format!("attributeDefinitions.{}.member", position + 1);
            match name {
                None => constraints.missing(&format!("{path}.attributeName")),
                Some(name) => constraints.length(format_args!("{path}.attributeName"), name, 1),
            }
            match kind {
                None => constraints.missing(&format!("{path}.attributeType")),
                Some(kind) => enumeration(constraints, &format!("{path}.attributeType"), Some(kind), "[B, N, S]"),
            }
        }
    }

    /// The names of all that is defined.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.definitions.iter().flatten().filter_map(|definition| definition.name.as_deref())
    }

    /// The types of all that is defined, each attribute once.
    pub(super) fn types(&self) -> Result<Types<'_>, Error> {
        if let Some(name) = twice(self.names()) {
            return Err(error::defined_twice(name));
        }
        let definitions = self.definitions.iter().flatten();
        let by_name = definitions.filter_map(|Definition { name, kind }| Some((name.as_deref()?, kind.as_deref()?)));
        Ok(Types { schema: self, by_name: by_name.collect() })
    }
}

/// Definitions of attributes by name.
pub(super) struct Types<'s> {
    schema: &'s Schema,
    by_name: HashMap<&'s str, &'s str>,
}

impl Types<'_> {
    /// Partition and sort key of a table, with their types.
    pub(super) fn table_key(&self, keys: &[KeyElement]) -> Result<(KeyAttribute, Option<KeyAttribute>), Error> {
        if !keys.first().is_some_and(KeyElement::is_hash) {
            return Err(error::validation(error::FIRST_NOT_HASH));
        }
        if keys.iter().skip(1).any(KeyElement::is_hash) {
            return Err(error::validation(error::SECOND_NOT_RANGE));
        }
        if twice(keys.iter().filter_map(|key| key.name.as_deref())).is_some() {
            return Err(error::validation(error::KEY_WITHOUT_DEFINITION));
        }
        let (hash, range) = self.resolve(keys, 1)?;
        let (mut hash, mut range) = (hash.into_iter(), range.into_iter());
        let hash = hash.next().ok_or_else(|| error::validation(error::FIRST_NOT_HASH))?;
        Ok((hash, range.next()))
    }

    /// The attributes of a key with their types, the first of which are those of the partition key.
    fn resolve(&self, keys: &[KeyElement], hashes: usize) -> Result<(Vec<KeyAttribute>, Vec<KeyAttribute>), Error> {
        let names: Vec<&str> = keys.iter().filter_map(|element| element.name.as_deref()).collect();
        let mut attributes = Vec::with_capacity(keys.len());
        for name in &names {
            let Some(kind) = self.by_name.get(name).and_then(|kind| key_type(kind)) else {
                return Err(error::undefined_keys(&names, &self.schema.names().collect::<Vec<_>>()));
            };
            attributes.push(KeyAttribute { name: (*name).to_owned().into(), kind });
        }
        let range = attributes.split_off(hashes.min(attributes.len()));
        Ok((attributes, range))
    }
}

impl KeyElement {
    fn is_hash(&self) -> bool {
        self.role.as_deref() == Some("HASH")
    }
}

/// Returns how many attributes the partition key has.
fn hashes(keys: &[KeyElement]) -> usize {
    keys.iter().take_while(|key| key.is_hash()).count()
}

/// The first name that occurs a second time.
fn twice<'n>(names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let mut seen = HashSet::new();
    names.into_iter().find(|name| !seen.insert(*name))
}

/// The constraints on the elements of a key schema.
pub(super) fn check_keys(path: &str, keys: &[KeyElement], constraints: &mut Constrained) {
    for (position, KeyElement { name, role }) in keys.iter().enumerate() {
        let path = format!("{path}.{}.member", position + 1);
        match name {
            None => constraints.missing(&format!("{path}.attributeName")),
            Some(name) => constraints.length(format_args!("{path}.attributeName"), name, 1),
        }
        match role {
            None => constraints.missing(&format!("{path}.keyType")),
            Some(role) => enumeration(constraints, &format!("{path}.keyType"), Some(role), "[HASH, RANGE]"),
        }
    }
}

/// The constraints on the global and local indexes of a table.
pub(super) fn check_indexes(global: Option<&[Index]>, local: Option<&[Index]>, constraints: &mut Constrained) {
    for (position, index) in global.unwrap_or_default().iter().enumerate() {
        let path = format!("globalSecondaryIndexes.{}.member", position + 1);
        check_index(&path, index, MOST_KEYS_GLOBAL, constraints);
    }
    for (position, index) in local.unwrap_or_default().iter().enumerate() {
        check_index(&format!("localSecondaryIndexes.{}.member", position + 1), index, MOST_KEYS, constraints);
    }
}

/// The constraints on one index.
pub(super) fn check_index(path: &str, index: &Index, most_keys: usize, constraints: &mut Constrained) {
    check_index_name(path, index.name.as_deref(), constraints);
    match &index.keys {
        None => constraints.missing(&format!("{path}.keySchema")),
        Some(keys) if keys.is_empty() => {
            constraints.broken(format_args!("{path}.keySchema"), "[]", error::at_least_long(1));
        }
        Some(keys) => {
            let path = format!("{path}.keySchema");
            if keys.len() > most_keys {
                constraints.broken(&path, echo(keys), error::at_most_long(most_keys));
            }
            check_keys(&path, keys, constraints);
        }
    }
    match &index.projection {
        None => constraints.missing(&format!("{path}.projection")),
        Some(projection) => {
            let kind = projection.kind.as_deref();
            enumeration(constraints, &format!("{path}.projection.projectionType"), kind, PROJECTIONS);
            if projection.attributes.as_ref().is_some_and(Vec::is_empty) {
                constraints.broken(format_args!("{path}.projection.nonKeyAttributes"), "[]", error::at_least_long(1));
            }
        }
    }
    index.capacity.check(path, constraints);
}

/// The constraints on the name of an index.
pub(super) fn check_index_name(path: &str, name: Option<&str>, constraints: &mut Constrained) {
    match name {
        None => constraints.missing(&format!("{path}.indexName")),
        Some(name) => constraints.name(format_args!("{path}.indexName"), name, op::SHORTEST_NAME),
    }
}

/// The type of a key attribute by its name.
fn key_type(name: &str) -> Option<Type> {
    Type::from_name(name).filter(|kind| matches!(kind, Type::S | Type::N | Type::B))
}

/// Returns what an index carries, once its constraints were checked.
pub(super) fn projection(projected: Option<&Projected>) -> Result<Projection, Error> {
    let kind = projected.and_then(|projected| projected.kind.as_deref());
    let attributes = projected.and_then(|projected| projected.attributes.as_ref());
    match (kind, attributes) {
        (None, _) => Err(error::unknown_projection("null")),
        (Some("INCLUDE"), attributes) => {
            Ok(Projection::Include(attributes.into_iter().flatten().cloned().map(Into::into).collect()))
        }
        (Some(kind), Some(_)) => Err(error::needless_attributes(kind)),
        (Some("KEYS_ONLY"), None) => Ok(Projection::KeysOnly),
        (Some(_), None) => Ok(Projection::All),
    }
}

/// A key schema as DynamoDB prints it in errors.
pub(super) fn echo(keys: &[KeyElement]) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "null".to_owned());
    let elements = keys.iter().map(|element| {
        format!("KeySchemaElement(attributeName={}, keyType={})", text(&element.name), text(&element.role))
    });
    format!("[{}]", elements.collect::<Vec<_>>().join(", "))
}

const PROJECTIONS: &str = "[ALL, INCLUDE, KEYS_ONLY]";
/// Elements of the key of a table or local index, and of a global index.
pub(super) const MOST_KEYS: usize = 2;
pub(super) const MOST_KEYS_GLOBAL: usize = 8;
