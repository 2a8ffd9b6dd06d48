//! DescribeContinuousBackups, UpdateContinuousBackups.

use monotable::request::control::{ContinuousBackups, UpdateContinuousBackups};
use monotable_local::__server::Database;
use monotable_local::__server::op;

use super::Outcome;
use super::control_members::ControlMembers;
use crate::body::Body;
use crate::members::Constrained;
use crate::reply::Reply;

pub(super) fn describe_continuous_backups(database: &Database, body: &mut Body<'_>) -> Outcome {
    let members = ControlMembers::read(body, &["TableName"])?;
    let backups = op::describe_continuous_backups(database, members.table()?)?;
    Ok(answer(&backups))
}

pub(super) fn update_continuous_backups(database: &Database, body: &mut Body<'_>) -> Outcome {
    let members = ControlMembers::read(body, &["PointInTimeRecoverySpecification", "TableName"])?;
    let mut constraints = Constrained::default();
    match &members.recovery {
        None => constraints.missing("pointInTimeRecoverySpecification"),
        Some(specification) => {
            let path = "pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled";
            ControlMembers::required(&mut constraints, path, specification.enabled.as_ref());
        }
    }
    let table = members.table()?.into();
    constraints.finish()?;
    let specification = members.recovery.unwrap_or_default();
    let mut request = UpdateContinuousBackups::new(table, specification.enabled.unwrap_or_default());
    request.days = specification.days;
    Ok(answer(&op::update_continuous_backups(database, &request)?))
}

fn answer(backups: &ContinuousBackups) -> Vec<u8> {
    let status = |on| if on { "ENABLED" } else { "DISABLED" };
    let mut reply = Reply::with_capacity(256);
    reply.object("ContinuousBackupsDescription", |reply| {
        reply.text("ContinuousBackupsStatus", status(backups.enabled));
        reply.object("PointInTimeRecoveryDescription", |reply| {
            reply.text("PointInTimeRecoveryStatus", status(backups.recovery));
            if let Some(days) = backups.days {
                reply.raw("RecoveryPeriodInDays", &days.to_string());
            }
            for (member, time) in
                [("EarliestRestorableDateTime", backups.earliest), ("LatestRestorableDateTime", backups.latest)]
            {
                if let Some(time) = time {
                    reply.time(member, time);
                }
            }
        });
    });
    reply.finish()
}
