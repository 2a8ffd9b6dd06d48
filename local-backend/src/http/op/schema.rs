//! Keys, attribute definitions and indexes, as requests about tables have them.

use monotable::Error;
use monotable::request::{KeyAttribute, Projection};

use super::create_table::key_type;
use crate::error;
use crate::http::body::{Body, Place, Unreadable};
use crate::http::members::{Constrained, enumeration};
use crate::store::Units;

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
    name: Option<String>,
    role: Option<String>,
}

/// A secondary index.
#[derive(Default)]
pub(super) struct Index {
    pub(super) name: Option<String>,
    pub(super) keys: Option<Vec<KeyElement>>,
    pub(super) projection: Option<Projected>,
    pub(super) provisioned: Option<Provisioned>,
}

/// Projection.
#[derive(Default)]
pub(super) struct Projected {
    kind: Option<String>,
    attributes: Option<Vec<String>>,
}

/// ProvisionedThroughput.
#[derive(Default)]
pub(super) struct Provisioned {
    read: Option<i64>,
    write: Option<i64>,
}

pub(super) fn read_definitions(body: &mut Body<'_>) -> Result<Vec<Definition>, Unreadable> {
    structures(body, |body, name, definition: &mut Definition| {
        match name {
            "AttributeName" => definition.name = Some(body.owned()?),
            "AttributeType" => definition.kind = Some(body.owned()?),
            _ => body.skip()?,
        }
        Ok(())
    })
}

pub(super) fn read_keys(body: &mut Body<'_>) -> Result<Vec<KeyElement>, Unreadable> {
    structures(body, |body, name, element: &mut KeyElement| {
        match name {
            "AttributeName" => element.name = Some(body.owned()?),
            "KeyType" => element.role = Some(body.owned()?),
            _ => body.skip()?,
        }
        Ok(())
    })
}

pub(super) fn read_indexes(body: &mut Body<'_>) -> Result<Vec<Index>, Unreadable> {
    structures(body, |body, name, index: &mut Index| {
        match name {
            "IndexName" => index.name = Some(body.owned()?),
            "KeySchema" => index.keys = Some(read_keys(body)?),
            "Projection" => index.projection = Some(read_projection(body)?),
            "ProvisionedThroughput" => index.provisioned = Some(read_provisioned(body)?),
            _ => body.skip()?,
        }
        Ok(())
    })
}

fn read_projection(body: &mut Body<'_>) -> Result<Projected, Unreadable> {
    let mut projection = Projected::default();
    body.structure(Place::Field, |body, name| {
        match name {
            "ProjectionType" => projection.kind = Some(body.owned()?),
            "NonKeyAttributes" => {
                let attributes = projection.attributes.insert(Vec::new());
                body.list(|body| {
                    attributes.push(body.owned()?);
                    Ok(())
                })?;
            }
            _ => body.skip()?,
        }
        Ok(())
    })?;
    Ok(projection)
}

pub(super) fn read_provisioned(body: &mut Body<'_>) -> Result<Provisioned, Unreadable> {
    let mut provisioned = Provisioned::default();
    body.structure(Place::Field, |body, name| {
        match name {
            "ReadCapacityUnits" => provisioned.read = Some(body.long()?),
            "WriteCapacityUnits" => provisioned.write = Some(body.long()?),
            _ => body.skip()?,
        }
        Ok(())
    })?;
    Ok(provisioned)
}

fn structures<T: Default>(
    body: &mut Body<'_>,
    mut member: impl FnMut(&mut Body<'_>, &str, &mut T) -> Result<(), Unreadable>,
) -> Result<Vec<T>, Unreadable> {
    let mut all = Vec::new();
    body.list(|body| {
        let mut one = T::default();
        body.structure(Place::Element, |body, name| member(body, name, &mut one))?;
        all.push(one);
        Ok(())
    })?;
    Ok(all)
}

impl Schema {
    /// The constraints on the definitions.
    pub(super) fn check(&self, constraints: &mut Constrained) {
        let Some(definitions) = &self.definitions else { return constraints.missing("attributeDefinitions") };
        for (position, Definition { name, kind }) in definitions.iter().enumerate() {
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

    /// Partition and sort key of a key schema, with their types.
    pub(super) fn resolve(&self, keys: &[KeyElement]) -> Result<(Vec<KeyAttribute>, Vec<KeyAttribute>), Error> {
        let is_hash = |element: &KeyElement| element.role.as_deref() == Some("HASH");
        if !keys.first().is_some_and(is_hash) {
            return Err(error::validation(error::FIRST_NOT_HASH));
        }
        let hashes = keys.iter().take_while(|element| is_hash(element)).count();
        if keys.iter().skip(hashes).any(is_hash) {
            return Err(error::validation(error::SECOND_NOT_RANGE));
        }
        let names: Vec<&str> = keys.iter().filter_map(|element| element.name.as_deref()).collect();
        if names.iter().enumerate().any(|(at, name)| names.iter().take(at).any(|earlier| earlier == name)) {
            return Err(error::validation(error::KEY_WITHOUT_DEFINITION));
        }
        let mut attributes = Vec::with_capacity(keys.len());
        for name in &names {
            let kind = self.definitions.iter().flatten().find(|definition| definition.name.as_deref() == Some(name));
            let Some(kind) = kind.and_then(|definition| key_type(definition.kind.as_deref()?)) else {
                let missing: Vec<&str> =
                    names.iter().copied().filter(|name| self.names().all(|defined| defined != *name)).collect();
                return Err(error::undefined_keys(&missing, &self.names().collect::<Vec<_>>()));
            };
            attributes.push(KeyAttribute { name: (*name).to_owned().into(), kind });
        }
        let range = attributes.split_off(hashes.min(attributes.len()));
        Ok((attributes, range))
    }
}

impl Provisioned {
    /// The constraints on the units.
    pub(super) fn check(&self, path: &str, constraints: &mut Constrained) {
        for (member, units) in [("readCapacityUnits", self.read), ("writeCapacityUnits", self.write)] {
            match units {
                None => constraints.missing(&format!("{path}.{member}")),
                Some(units) if units < 1 => {
                    constraints.broken(format_args!("{path}.{member}"), units, error::AT_LEAST_ONE);
                }
                Some(_) => {}
            }
        }
    }

    /// The units, once they were checked.
    pub(super) fn units(&self) -> Units {
        let units = |units: Option<i64>| units.unwrap_or_default().unsigned_abs();
        Units { read: units(self.read), write: units(self.write) }
    }
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

/// The constraints on indexes.
pub(super) fn check_indexes(member: &str, indexes: Option<&[Index]>, constraints: &mut Constrained) {
    for (position, index) in indexes.unwrap_or_default().iter().enumerate() {
        let path = format!("{member}.{}.member", position + 1);
        match &index.name {
            None => constraints.missing(&format!("{path}.indexName")),
            Some(name) => constraints.name(format_args!("{path}.indexName"), name, SHORTEST_NAME),
        }
        match &index.keys {
            None => constraints.missing(&format!("{path}.keySchema")),
            Some(keys) if keys.is_empty() => {
                constraints.broken(format_args!("{path}.keySchema"), "[]", error::at_least_long(1));
            }
            Some(keys) => check_keys(&format!("{path}.keySchema"), keys, constraints),
        }
        match &index.projection {
            None => constraints.missing(&format!("{path}.projection")),
            Some(projection) => {
                let kind = projection.kind.as_deref();
                enumeration(constraints, &format!("{path}.projection.projectionType"), kind, PROJECTIONS);
            }
        }
        if let Some(provisioned) = &index.provisioned {
            provisioned.check(&format!("{path}.provisionedThroughput"), constraints);
        }
    }
}

/// What an index carries, once its constraints were checked.
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
const SHORTEST_NAME: usize = 3;
