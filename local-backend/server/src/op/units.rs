//! Capacity, as requests about tables and indexes have it: pairs of numbers of different names.

use monotable::Error;
use monotable::request::control::{IndexCapacity, OnDemandThroughput, Throughput, WarmThroughput};
use monotable_local::__server::{error, op};

use crate::body::{Body, Unreadable};
use crate::members::Constrained;

/// What is read, and what is written.
#[derive(Clone, Copy, Default)]
pub(super) struct Pair {
    read: Option<i64>,
    write: Option<i64>,
}

/// The three pairs that a table or index can have.
#[derive(Clone, Copy, Default)]
pub(super) struct Capacity {
    pub(super) provisioned: Option<Pair>,
    pub(super) on_demand: Option<Pair>,
    pub(super) warm: Option<Pair>,
}

impl Capacity {
    /// Reads a member, or skips it.
    pub(super) fn member(&mut self, body: &mut Body<'_>, name: &str) -> Result<(), Unreadable> {
        match name {
            "ProvisionedThroughput" => {
                self.provisioned = Some(pair(body, name, "ReadCapacityUnits", "WriteCapacityUnits")?)
            }
            "OnDemandThroughput" => {
                self.on_demand = Some(pair(body, name, "MaxReadRequestUnits", "MaxWriteRequestUnits")?)
            }
            "WarmThroughput" => self.warm = Some(pair(body, name, "ReadUnitsPerSecond", "WriteUnitsPerSecond")?),
            _ => body.skip()?,
        }
        Ok(())
    }

    /// The constraints on what is provisioned; `path` leads to where the capacity is, if that is not the request itself.
    pub(super) fn check(&self, path: &str, constraints: &mut Constrained) {
        let Some(Pair { read, write }) = self.provisioned else { return };
        let dot = if path.is_empty() { "" } else { "." };
        for (member, units) in [("writeCapacityUnits", write), ("readCapacityUnits", read)] {
            let path = format!("{path}{dot}provisionedThroughput.{member}");
            match units {
                None => constraints.missing(&path),
                Some(units) if units < 1 => constraints.broken(path, units, error::AT_LEAST_ONE),
                Some(_) => {}
            }
        }
    }

    /// The upper bounds of what is provisioned, for this index or for the table.
    pub(super) fn check_bounds(&self, index: Option<&str>) -> Result<(), Error> {
        self.throughput().map_or(Ok(()), |units| op::check_units(units, index))
    }

    pub(super) fn throughput(&self) -> Option<Throughput> {
        self.provisioned.map(|Pair { read, write }| Throughput { read: unsigned(read), write: unsigned(write) })
    }

    pub(super) fn limits(&self) -> Option<OnDemandThroughput> {
        self.on_demand.map(|Pair { read, write }| OnDemandThroughput { read, write })
    }

    pub(super) fn warmth(&self) -> Option<WarmThroughput> {
        // What is below zero is less than anything that is warm.
        let units = |units: Option<i64>| units.map(|units| u64::try_from(units).unwrap_or_default());
        self.warm.map(|Pair { read, write }| WarmThroughput { read: units(read), write: units(write) })
    }

    /// All of it, of an index.
    pub(super) fn of_index(&self) -> IndexCapacity {
        let mut capacity = IndexCapacity::default();
        capacity.provisioned = self.throughput();
        capacity.on_demand = self.limits();
        capacity.warm = self.warmth();
        capacity
    }
}

/// Units of this class, which has the name of the member.
fn pair(body: &mut Body<'_>, class: &str, read: &str, write: &str) -> Result<Pair, Unreadable> {
    body.one(class, |body, name, pair: &mut Pair| {
        if name == read {
            pair.read = Some(body.long()?);
        } else if name == write {
            pair.write = Some(body.long()?);
        } else {
            body.skip()?;
        }
        Ok(())
    })
}

/// Units that were checked.
fn unsigned(units: Option<i64>) -> u64 {
    units.unwrap_or_default().unsigned_abs()
}
