//! UpdateTimeToLive, DescribeTimeToLive.

use monotable::Error;
use monotable::request::control::{TimeToLiveDescription, TimeToLiveStatus, UpdateTimeToLive};

use super::{alter, check_settled, find};
use crate::database::Database;
use crate::error;
use crate::op::constraint::Constraints;
use crate::store::{Moment, TimeToLive};

pub fn update_time_to_live(database: &Database, request: UpdateTimeToLive) -> Result<(), Error> {
    let mut constraints = Constraints::default();
    constraints.length("timeToLiveSpecification.attributeName", &request.attribute, 1);
    constraints.finish()?;
    let table = find(database, "UpdateTimeToLive", &request.table)?;
    let now = database.clock.now();
    let UpdateTimeToLive { attribute, enabled, .. } = request;
    alter(database, &table, |table, _, details| {
        check_settled(database, table)?;
        if details.ttl.as_ref().is_some_and(|ttl| !Moment::at(now).reached(ttl.until)) {
            return Err(error::validation(error::TTL_TOO_OFTEN));
        }
        match (table.ttl(), enabled) {
            (Some(current), true) if *current == attribute => return Err(error::validation(error::TTL_ENABLED)),
            (Some(current), _) if *current != attribute => return Err(error::ttl_elsewhere(current)),
            (None, false) => return Err(error::validation(error::TTL_DISABLED)),
            _ => {}
        }
        details.ttl = Some(TimeToLive { attribute, enabled, until: database.until(now) });
        Ok(())
    })
}

pub fn describe_time_to_live(database: &Database, given: &str) -> Result<TimeToLiveDescription, Error> {
    let table = find(database, "DescribeTimeToLive", given)?;
    let at = Moment::at(database.clock.now());
    let Some(ttl) = &table.details.ttl else {
        return Ok(TimeToLiveDescription::new(TimeToLiveStatus::Disabled, None));
    };
    let status = match (ttl.enabled, at.reached(ttl.until)) {
        (true, true) => TimeToLiveStatus::Enabled,
        (true, false) => TimeToLiveStatus::Enabling,
        (false, true) => TimeToLiveStatus::Disabled,
        (false, false) => TimeToLiveStatus::Disabling,
    };
    let attribute = (status != TimeToLiveStatus::Disabled).then(|| ttl.attribute.clone());
    Ok(TimeToLiveDescription::new(status, attribute))
}
