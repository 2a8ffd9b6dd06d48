//! What can be told from a request alone.

use std::collections::HashSet;

use monotable::Error;
use monotable::request::control::{CapacityMode, IndexUpdate, UpdateTable};

use crate::error;
use crate::op::constraint::{Constraints, SHORTEST_NAME};
use crate::op::table::capacity::{constrain_index, constrain_units};

pub(super) fn request(request: &UpdateTable) -> Result<(), Error> {
    let mut constraints = Constraints::default();
    if let Some(units) = request.provisioned {
        constrain_units(&mut constraints, "provisionedThroughput", units);
    }
    for (position, update) in request.indexes.iter().enumerate() {
        let path = format!("globalSecondaryIndexUpdates.{}.member", position + 1);
        let (path, units) = match update {
            IndexUpdate::Create(index, capacity) => {
                let path = format!("{path}.create");
                constrain_index(&mut constraints, &path, index);
                (path, capacity.provisioned)
            }
            IndexUpdate::Update(name, capacity) => {
                constraints.name(format_args!("{path}.update.indexName"), name, SHORTEST_NAME);
                (format!("{path}.update"), capacity.provisioned)
            }
            IndexUpdate::Delete(name) => {
                constraints.name(format_args!("{path}.delete.indexName"), name, SHORTEST_NAME);
                (path, None)
            }
            _ => (path, None),
        };
        if let Some(units) = units {
            constrain_units(&mut constraints, &format!("{path}.provisionedThroughput"), units);
        }
    }
    constraints.finish()?;
    anything(request)?;
    if request.capacity_mode == Some(CapacityMode::Provisioned) && request.provisioned.is_none() {
        return Err(error::parameter(error::PROVISIONED_WITHOUT_THROUGHPUT));
    }
    index_updates(request)
}

fn anything(request: &UpdateTable) -> Result<(), Error> {
    let UpdateTable { capacity_mode, provisioned, on_demand, warm, .. } = request;
    let UpdateTable { stream, encryption, class, deletion_protection, .. } = request;
    let capacity = capacity_mode.is_some() || provisioned.is_some() || on_demand.is_some() || warm.is_some();
    let settings = stream.is_some() || encryption.is_some() || class.is_some() || deletion_protection.is_some();
    if capacity || settings || !request.indexes.is_empty() {
        Ok(())
    } else {
        Err(error::validation(error::NOTHING_TO_UPDATE))
    }
}

/// No index twice, and one that comes or goes.
fn index_updates(request: &UpdateTable) -> Result<(), Error> {
    let mut names = HashSet::new();
    if let Some(twice) = request.indexes.iter().map(name_of).find(|name| !names.insert(*name)) {
        return Err(error::index_changed_twice(twice));
    }
    let come_or_go = request.indexes.iter().filter(|update| !matches!(update, IndexUpdate::Update(..)));
    if come_or_go.count() > 1 { Err(error::one_index_at_a_time()) } else { Ok(()) }
}

fn name_of(update: &IndexUpdate) -> &str {
    match update {
        IndexUpdate::Create(index, _) => &index.name,
        IndexUpdate::Update(name, _) | IndexUpdate::Delete(name) => name,
        _ => "",
    }
}
