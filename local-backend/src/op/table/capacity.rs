//! What is checked of capacity, encryption and keys of indexes, when a table is created as when it is updated.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use monotable::expression::Name;
use monotable::request::control::{
    BillingMode, CreateTable, Encryption, EncryptionKind, IndexCapacity, IndexDefinition, KeyAttribute,
    OnDemandThroughput, Projection, Throughput, WarmThroughput,
};
use monotable::schema::IndexKind;
use monotable::{Error, Type};

use crate::error;
use crate::op::constraint::{Constraints, SHORTEST_NAME};
use crate::store::History;

/// The provisioned capacity of a table; zero if it is paid by request.
pub(super) fn table_units(definition: &CreateTable) -> Throughput {
    match definition.billing {
        BillingMode::Provisioned { read, write } => Throughput { read, write },
        _ => Throughput::default(),
    }
}

/// The capacity of a global index, with that of the table where it has none of its own.
pub(super) fn index_capacity(definition: &CreateTable, name: &str) -> IndexCapacity {
    let mut capacity = definition.index_capacity.get(name).copied().unwrap_or_default();
    capacity.provisioned = match definition.billing {
        BillingMode::Provisioned { .. } => Some(capacity.provisioned.unwrap_or_else(|| table_units(definition))),
        _ => None,
    };
    capacity
}

/// Limits as they are shown: none if neither is set.
pub(super) fn limits(limits: OnDemandThroughput) -> Option<OnDemandThroughput> {
    let OnDemandThroughput { read, write } = limits;
    let (read, write) = (read.unwrap_or(NO_LIMIT), write.unwrap_or(NO_LIMIT));
    let is_limited = read != NO_LIMIT || write != NO_LIMIT;
    is_limited.then_some(OnDemandThroughput { read: Some(read), write: Some(write) })
}

/// Returns what a table or index can serve at once: what was asked for, but not less than comes with its capacity.
pub(super) fn warm_units(by_request: bool, units: Throughput, asked: Option<WarmThroughput>) -> Throughput {
    let least = if by_request { WARM_BY_REQUEST } else { units };
    let asked = asked.unwrap_or_default();
    Throughput { read: asked.read.unwrap_or(0).max(least.read), write: asked.write.unwrap_or(0).max(least.write) }
}

/// Returns the day of UTC, counted from 1970.
pub(super) fn day_of(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs() / SECONDS_PER_DAY
}

/// Units that are not there, which is one of the constraints of a request.
pub(super) fn constrain_units(constraints: &mut Constraints, path: &str, units: Throughput) {
    for (member, units) in [("writeCapacityUnits", units.write), ("readCapacityUnits", units.read)] {
        if units == 0 {
            constraints.broken(format_args!("{path}.{member}"), units, error::AT_LEAST_ONE);
        }
    }
}

/// More units than there can be, of this index or of the table.
pub fn check_units(units: Throughput, index: Option<&str>) -> Result<(), Error> {
    for (member, units) in [("ReadCapacityUnits", units.read), ("WriteCapacityUnits", units.write)] {
        if units > MOST_UNITS {
            return Err(error::units_out_of_bounds(member, units, index));
        }
    }
    Ok(())
}

/// Limits of a table or index, which is paid by request or not.
pub(super) fn check_on_demand(by_request: bool, on_demand: Option<OnDemandThroughput>) -> Result<(), Error> {
    let Some(OnDemandThroughput { read, write }) = on_demand else { return Ok(()) };
    let in_range = |limit: Option<i64>| limit.is_none_or(|limit| limit == NO_LIMIT || limit >= 1);
    if !by_request {
        Err(error::parameter(error::ON_DEMAND_OF_PROVISIONED))
    } else if read.is_none() && write.is_none() {
        Err(error::parameter(error::ON_DEMAND_EMPTY))
    } else if !in_range(read) || !in_range(write) {
        Err(error::parameter(error::ON_DEMAND_RANGE))
    } else {
        Ok(())
    }
}

/// Warm throughput that is asked of something which has `current`.
pub(super) fn check_warm(
    asked: Option<WarmThroughput>,
    by_request: bool,
    units: Throughput,
    current: Option<WarmThroughput>,
    what: &str,
) -> Result<(), Error> {
    let Some(asked) = asked else { return Ok(()) };
    if asked.read.is_none() && asked.write.is_none() {
        return Err(error::parameter(error::WARM_EMPTY));
    }
    let current = warm_units(by_request, units, current);
    for (member, asked, current) in
        [("ReadUnitsPerSecond", asked.read, current.read), ("WriteUnitsPerSecond", asked.write, current.write)]
    {
        if asked.is_some_and(|asked| asked < current) {
            return Err(error::cooler(member, what));
        }
    }
    Ok(())
}

pub(super) fn check_encryption(encryption: Option<&Encryption>) -> Result<(), Error> {
    let Some(encryption) = encryption else { return Ok(()) };
    if encryption.enabled != Some(true) && (encryption.kind.is_some() || encryption.key.is_some()) {
        return Err(error::parameter(error::KEY_WITHOUT_ENCRYPTION));
    }
    if encryption.kind == Some(EncryptionKind::Aes256) {
        return Err(error::parameter(error::OTHER_ENCRYPTION));
    }
    Ok(())
}

/// Notes a change of provisioned capacity, which is there from `until` on.
pub(super) fn note_change(
    history: &mut History,
    before: Throughput,
    after: Throughput,
    now: SystemTime,
    until: SystemTime,
) -> Result<(), Error> {
    if after.read < before.read || after.write < before.write {
        let today = day_of(now);
        let (day, count) = history.decreases;
        let count = if day == today { count } else { 0 };
        let rested = history
            .last_decrease
            .is_none_or(|last| now.duration_since(last).is_ok_and(|rest| rest >= BETWEEN_DECREASES));
        if count >= MOST_DECREASES || count >= FREE_DECREASES && !rested {
            return Err(error::too_many_decreases(count));
        }
        history.decreases = (today, count + 1);
        history.last_decrease = Some(now);
    }
    if after.read > before.read || after.write > before.write {
        history.last_increase = Some(now);
    }
    history.before = Some((before, until));
    Ok(())
}

/// Name, keys and projection of an index.
pub(super) fn constrain_index(constraints: &mut Constraints, path: &str, index: &IndexDefinition) {
    constraints.name(format_args!("{path}.indexName"), &index.name, SHORTEST_NAME);
    let most = if index.kind == IndexKind::Local { 1 } else { MAX_KEY_ATTRIBUTES };
    let keys = index.hash.len() + index.range.len();
    if index.hash.is_empty() {
        constraints.broken(format_args!("{path}.keySchema"), "[]", error::at_least_long(1));
    } else if keys > 2 * most {
        let longest = error::at_most_long(2 * most);
        constraints.broken(format_args!("{path}.keySchema"), format_args!("{keys} elements"), longest);
    } else {
        for (role, count) in [("HASH", index.hash.len()), ("RANGE", index.range.len())] {
            if count > most {
                let longest = error::at_most_long(most);
                constraints.broken(format_args!("{path}.keySchema"), format_args!("{count} {role} elements"), longest);
            }
        }
    }
    for (position, attribute) in index.hash.iter().chain(&index.range).enumerate() {
        constrain_attribute(constraints, format_args!("{path}.keySchema.{}.member", position + 1), attribute);
    }
    if let Projection::Include(names) = &index.projection {
        let path = format!("{path}.projection.nonKeyAttributes");
        if names.len() > MAX_INCLUDED_BY_INDEX {
            let longest = error::at_most_long(MAX_INCLUDED_BY_INDEX);
            let names: Vec<&str> = names.iter().map(|name| &**name).collect();
            constraints.broken(&path, format_args!("[{}]", names.join(", ")), longest);
        }
        names.iter().enumerate().for_each(|(position, name)| {
            constraints.length(format_args!("{path}.{}.member", position + 1), name, 1);
        });
    }
}

pub(super) fn constrain_attribute(
    constraints: &mut Constraints,
    path: std::fmt::Arguments<'_>,
    attribute: &KeyAttribute,
) {
    constraints.length(format_args!("{path}.attributeName"), &attribute.name, 1);
    if !matches!(attribute.kind, Type::S | Type::N | Type::B) {
        constraints.broken("attributeDefinitions.member.attributeType", attribute.kind, error::KEY_TYPES);
    }
}

/// No attribute twice in a key, nor with two types in the table.
pub(super) fn check_keys(definition: &CreateTable) -> Result<(), Error> {
    let table: Vec<&KeyAttribute> = std::iter::once(&definition.hash).chain(&definition.range).collect();
    let keys = definition.indexes.iter().map(|index| (Some(index), index.hash.iter().chain(&index.range).collect()));
    let mut known = HashMap::new();
    for (index, key) in std::iter::once((None, table)).chain(keys) {
        if let Some(name) = has_duplicate(key.iter().map(|attribute| &attribute.name)) {
            return Err(match index {
                Some(index) => error::index_key_twice(&index.name, name),
                None => error::validation(error::KEY_WITHOUT_DEFINITION),
            });
        }
        for attribute in key {
            if *known.entry(&attribute.name).or_insert(attribute.kind) != attribute.kind {
                return Err(error::validation(error::REDEFINED));
            }
        }
    }
    Ok(())
}

/// Returns how many indexes there are, and how many attributes they include.
pub(super) fn check_indexes(definition: &CreateTable) -> Result<(), Error> {
    let count = |kind| definition.indexes.iter().filter(|index| index.kind == kind).count();
    if count(IndexKind::Local) > MAX_LOCAL {
        return Err(error::parameter(error::TOO_MANY_LOCAL));
    }
    if count(IndexKind::Global) > MAX_GLOBAL {
        return Err(error::parameter(error::TOO_MANY_GLOBAL));
    }
    let mut included = 0;
    for (position, index) in definition.indexes.iter().enumerate() {
        if definition.indexes[..position].iter().any(|other| other.name == index.name) {
            return Err(error::duplicate_index(&index.name));
        }
        if index.kind == IndexKind::Local {
            check_local(definition, index)?;
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

fn check_local(definition: &CreateTable, index: &IndexDefinition) -> Result<(), Error> {
    if definition.range.is_none() {
        return Err(error::parameter(error::LOCAL_WITHOUT_RANGE));
    }
    if index.range.is_empty() {
        return Err(error::index_without_range(&index.name));
    }
    match index.hash.first() {
        Some(hash) if *hash != definition.hash => {
            Err(error::index_hash(&index.name, &hash.name, &definition.hash.name))
        }
        _ => Ok(()),
    }
}

/// The first name that occurs a second time.
fn has_duplicate<'n>(names: impl Iterator<Item = &'n Name> + Clone) -> Option<&'n Name> {
    let mut seen = std::collections::BTreeSet::new();
    names.into_iter().find(|name| !seen.insert(*name))
}

/// What a table that is paid by request can serve from its beginning.
const WARM_BY_REQUEST: Throughput = Throughput { read: 12_000, write: 4_000 };
const SECONDS_PER_DAY: u64 = 24 * 60 * 60;
/// Stands for no limit of what is used by request.
const NO_LIMIT: i64 = -1;
/// Units that DynamoDB takes for a number of them.
const MOST_UNITS: u64 = 1_000_000_000_000;
/// Decreases of a day that need no rest between them.
const FREE_DECREASES: u64 = 4;
/// Decreases of a day.
const MOST_DECREASES: u64 = 27;
const BETWEEN_DECREASES: Duration = Duration::from_secs(60 * 60);
const MAX_LOCAL: usize = 5;
const MAX_GLOBAL: usize = 20;
/// Attributes in the partition key of a global index, and as many in its sort key.
const MAX_KEY_ATTRIBUTES: usize = 4;
const MAX_INCLUDED_BY_INDEX: usize = 20;
const MAX_INCLUDED: usize = 100;
