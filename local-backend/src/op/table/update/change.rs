//! What becomes of a table.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use monotable::Error;
use monotable::request::control::{
    BillingMode, BillingSummary, CapacityMode, CreateTable, IndexCapacity, IndexDefinition, IndexUpdate,
    OnDemandThroughput, Throughput, UpdateTable, WarmThroughput,
};
use monotable::schema::IndexKind;

use crate::error;
use crate::op::table::capacity::{
    check_encryption, check_indexes, check_keys, check_on_demand, check_units, check_warm, index_capacity, note_change,
    table_units,
};
use crate::store::{Details, History, IndexDetails, IndexPhase, Leaving, Moment, Phase, Table};

/// A table on its way from what it is to what it will be.
pub(super) struct Change<'t> {
    table: &'t Table,
    definition: CreateTable,
    details: Details,
    now: SystemTime,
    /// When all is done.
    until: SystemTime,
    /// When there is room for a new index.
    room: SystemTime,
}

impl<'t> Change<'t> {
    pub(super) fn new(table: &'t Table, now: SystemTime, delay: Duration) -> Self {
        let mut details = table.details.clone();
        details.settle(Moment::at(now));
        let after = |delay| now.checked_add(delay).unwrap_or(now);
        let (until, room) = (after(delay), after(delay / 2));
        details.phase = Phase::Updating(until);
        Self { table, definition: table.definition.clone(), details, now, until, room }
    }

    pub(super) fn apply(&mut self, request: &UpdateTable) -> Result<(), Error> {
        self.billing(request)?;
        for update in &request.indexes {
            match update {
                IndexUpdate::Create(index, capacity) => self.create_index(index, capacity)?,
                IndexUpdate::Update(name, capacity) => self.update_index(name, capacity)?,
                IndexUpdate::Delete(name) => self.delete_index(name)?,
                _ => {}
            }
        }
        self.check_all_provisioned()?;
        self.limits(request)?;
        check_encryption(request.encryption.as_ref())?;
        self.details.changes_encryption = request.encryption.is_some();
        self.details.changes_warm = request.warm.is_some();
        if let Some(encryption) = &request.encryption {
            self.definition.encryption = Some(encryption.clone());
        }
        if let Some(class) = request.class {
            self.definition.class = Some(class);
            self.details.class_changed = Some(self.now);
        }
        if let Some(protection) = request.deletion_protection {
            self.definition.deletion_protection = protection;
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Table {
        self.table.altered(self.definition, self.details)
    }

    fn by_request(&self) -> bool {
        self.definition.billing == BillingMode::PayPerRequest
    }

    /// Mode and units of the table.
    fn billing(&mut self, request: &UpdateTable) -> Result<(), Error> {
        let was_by_request = self.by_request();
        let by_request = match request.capacity_mode {
            Some(mode) => mode == CapacityMode::PayPerRequest,
            None => was_by_request,
        };
        match (was_by_request, by_request, request.provisioned) {
            (_, true, Some(_)) => return Err(error::parameter(error::UNITS_BY_REQUEST)),
            (true, false, Some(units)) => {
                check_units(units, None)?;
                self.definition.billing = BillingMode::Provisioned { read: units.read, write: units.write };
                self.definition.on_demand = None;
                let before = self.details.billing.and_then(|billing| billing.to_pay_per_request);
                self.details.billing = Some(BillingSummary::new(CapacityMode::Provisioned, before));
                self.details.history.last_increase = Some(self.now);
            }
            (false, true, None) => {
                self.definition.billing = BillingMode::PayPerRequest;
                self.definition.index_capacity.values_mut().for_each(|capacity| capacity.provisioned = None);
                self.details.billing = Some(BillingSummary::new(CapacityMode::PayPerRequest, Some(self.now)));
            }
            (false, false, Some(units)) => {
                let before = table_units(&self.definition);
                // Together with changes of indexes, the same units are no change of their own.
                if units == before && request.indexes.is_empty() {
                    return Err(error::same_units("table", "table", units));
                }
                check_units(units, None)?;
                if units != before {
                    note_change(&mut self.details.history, before, units, self.now, self.until)?;
                    self.definition.billing = BillingMode::Provisioned { read: units.read, write: units.write };
                }
            }
            // Whoever asks for the provisioned mode says how much of it.
            (_, _, None) => {}
        }
        Ok(())
    }

    fn create_index(&mut self, index: &IndexDefinition, capacity: &IndexCapacity) -> Result<(), Error> {
        if self.definition.indexes.iter().any(|known| known.name == index.name) {
            return Err(error::validation(error::INDEX_EXISTS));
        }
        self.check_no_other(&index.name)?;
        let index = IndexDefinition { kind: IndexKind::Global, ..index.clone() };
        match (self.by_request(), capacity.provisioned) {
            (true, Some(_)) => return Err(error::index_units_by_request(&index.name)),
            (false, None) => return Err(error::indexes_without_units(&[&index.name])),
            _ => {}
        }
        self.check_index_capacity(&index.name, capacity, &IndexCapacity::default())?;
        self.definition.index_capacity.insert(Arc::clone(&index.name), *capacity);
        let phase = IndexPhase::Building { room: self.room, filled: self.until };
        self.details.indexes.insert(Arc::clone(&index.name), IndexDetails { phase, ..IndexDetails::default() });
        self.definition.indexes.push(index);
        // While items are copied, the table can be changed in other ways.
        self.details.phase = Phase::Updating(self.room);
        check_keys(&self.definition)?;
        check_indexes(&self.definition)
    }

    fn update_index(&mut self, name: &Arc<str>, capacity: &IndexCapacity) -> Result<(), Error> {
        self.position_of(name)?;
        if self.is_building(name) {
            return Err(error::index_in_use(name));
        }
        let before = index_capacity(&self.definition, name);
        let mut next = before;
        let details = self.details.indexes.entry(Arc::clone(name)).or_default();
        if let Some(units) = capacity.provisioned {
            if self.definition.billing == BillingMode::PayPerRequest {
                return Err(error::index_units_by_request(name));
            }
            // Without units before, the table was paid by request until now.
            let had = self.definition.index_capacity.get(name).and_then(|capacity| capacity.provisioned);
            change_index_units(&mut details.history, name, had, units, (self.now, self.until))?;
            next.provisioned = Some(units);
        }
        self.check_index_capacity(name, capacity, &before)?;
        next.on_demand = merged_limits(before.on_demand, capacity.on_demand);
        next.warm = merged_warm(before.warm, capacity.warm);
        self.definition.index_capacity.insert(Arc::clone(name), next);
        if let Some(details) = self.details.indexes.get_mut(name) {
            details.phase = IndexPhase::Updating(self.until);
        }
        Ok(())
    }

    fn delete_index(&mut self, name: &str) -> Result<(), Error> {
        let position = self.position_of(name)?;
        self.check_no_other(name)?;
        let capacity = index_capacity(&self.definition, name);
        let definition = self.definition.indexes.remove(position);
        self.definition.index_capacity.remove(name);
        self.details.indexes.remove(name);
        self.details.leaving.push(Leaving { definition, capacity, until: self.until });
        Ok(())
    }

    /// Refuses to create or delete an index while another one is.
    fn check_no_other(&self, name: &str) -> Result<(), Error> {
        let mut others = self.definition.indexes.iter().filter(|index| *index.name != *name);
        if !self.details.leaving.is_empty() || others.any(|index| self.is_building(&index.name)) {
            return Err(error::one_index_at_a_time());
        }
        Ok(())
    }

    fn is_building(&self, name: &str) -> bool {
        !self.table.is_built(name) || self.table.is_building(name, Moment::at(self.now))
    }

    /// The position of a global index.
    fn position_of(&self, name: &str) -> Result<usize, Error> {
        let mut indexes = self.definition.indexes.iter();
        let position = indexes.position(|index| *index.name == *name && index.kind == IndexKind::Global);
        position.ok_or_else(|| error::no_such_index(name))
    }

    fn check_index_capacity(&self, name: &str, asked: &IndexCapacity, before: &IndexCapacity) -> Result<(), Error> {
        let by_request = self.by_request();
        let units = asked.provisioned.or(before.provisioned).unwrap_or_default();
        check_units(units, Some(name))?;
        check_on_demand(by_request, asked.on_demand)?;
        check_warm(asked.warm, by_request, units, before.warm, &format!("index {name}"))
    }

    /// A table that is no longer paid by request needs units for all of its indexes.
    fn check_all_provisioned(&self) -> Result<(), Error> {
        if self.by_request() {
            return Ok(());
        }
        let global = self.definition.indexes.iter().filter(|index| index.kind == IndexKind::Global);
        let without: Vec<&str> = global
            .filter(|index| {
                self.definition.index_capacity.get(&index.name).is_none_or(|capacity| capacity.provisioned.is_none())
            })
            .map(|index| &*index.name)
            .collect();
        if without.is_empty() { Ok(()) } else { Err(error::indexes_without_units(&without)) }
    }

    /// On-demand and warm throughput of the table.
    fn limits(&mut self, request: &UpdateTable) -> Result<(), Error> {
        let by_request = self.by_request();
        check_on_demand(by_request, request.on_demand)?;
        check_warm(request.warm, by_request, table_units(&self.definition), self.definition.warm, "table")?;
        self.definition.on_demand = merged_limits(self.definition.on_demand, request.on_demand);
        self.definition.warm = merged_warm(self.definition.warm, request.warm);
        Ok(())
    }
}

/// Units of an index that had some, or had none.
fn change_index_units(
    history: &mut History,
    name: &str,
    before: Option<Throughput>,
    units: Throughput,
    (now, until): (SystemTime, SystemTime),
) -> Result<(), Error> {
    match before {
        Some(before) if before == units => Err(error::same_units(format_args!("index {name}"), "index", units)),
        Some(before) => note_change(history, before, units, now, until),
        None => {
            history.last_increase = Some(now);
            Ok(())
        }
    }
}

fn merged_limits(before: Option<OnDemandThroughput>, asked: Option<OnDemandThroughput>) -> Option<OnDemandThroughput> {
    let (Some(old), Some(new)) = (before, asked) else { return asked.or(before) };
    Some(OnDemandThroughput { read: new.read.or(old.read), write: new.write.or(old.write) })
}

fn merged_warm(before: Option<WarmThroughput>, asked: Option<WarmThroughput>) -> Option<WarmThroughput> {
    let (Some(old), Some(new)) = (before, asked) else { return asked.or(before) };
    Some(WarmThroughput { read: new.read.or(old.read), write: new.write.or(old.write) })
}
