//! DescribeContinuousBackups, UpdateContinuousBackups: the setting, without the backups.

use std::time::{Duration, SystemTime};

use monotable::request::control::{ContinuousBackups, UpdateContinuousBackups};
use monotable::{Error, ErrorKind};

use super::{alter, find};
use crate::database::Database;
use crate::error;
use crate::op::constraint::Constraints;
use crate::op::name::name_in;
use crate::store::Recovery;

pub fn describe_continuous_backups(database: &Database, given: &str) -> Result<ContinuousBackups, Error> {
    let table = find(database, "DescribeContinuousBackups", given).map_err(|error| not_found(error, given))?;
    Ok(description(table.details.recovery, database.clock.now()))
}

pub fn update_continuous_backups(
    database: &Database,
    request: &UpdateContinuousBackups,
) -> Result<ContinuousBackups, Error> {
    let mut constraints = Constraints::default();
    let path = "pointInTimeRecoverySpecification.recoveryPeriodInDays";
    constraints.range(path, request.days.map(i64::from), 1, LONGEST.unsigned_abs());
    constraints.finish()?;
    let found = find(database, "UpdateContinuousBackups", &request.table);
    let table = found.map_err(|error| not_found(error, &request.table))?;
    let now = database.clock.now();
    let recovery = alter(database, &table, |_, _, details| {
        let before = details.recovery;
        details.recovery = request.enabled.then(|| Recovery {
            since: before.map_or(now, |recovery| recovery.since),
            days: request.days.or(before.map(|recovery| recovery.days)).unwrap_or(LONGEST),
        });
        Ok(details.recovery)
    })?;
    Ok(description(recovery, now))
}

fn description(recovery: Option<Recovery>, now: SystemTime) -> ContinuousBackups {
    let mut backups = ContinuousBackups::default();
    backups.enabled = true;
    if let Some(Recovery { since, days }) = recovery {
        backups.recovery = true;
        backups.days = Some(days);
        let oldest = now.checked_sub(DAY * days.unsigned_abs()).unwrap_or(SystemTime::UNIX_EPOCH);
        backups.earliest = Some(since.max(oldest));
        backups.latest = Some(since.max(now.checked_sub(BEHIND).unwrap_or(SystemTime::UNIX_EPOCH)));
    }
    backups
}

/// The operations on backups have an exception of their own for it.
fn not_found(error: Error, given: &str) -> Error {
    match error.kind() {
        ErrorKind::NotFound => error::table_of_backups_not_found(name_in(given)),
        _ => error,
    }
}

/// Days back to which a table can be restored.
const LONGEST: i32 = 35;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// The latest time to which a table can be restored is typically so long ago.
const BEHIND: Duration = Duration::from_secs(5 * 60);
