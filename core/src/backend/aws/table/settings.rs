//! Time-to-live, tags, policies and backups, and what holds for the account.

use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    ContinuousBackupsDescription, ContinuousBackupsStatus, PointInTimeRecoverySpecification, PointInTimeRecoveryStatus,
    Tag, TimeToLiveSpecification, TimeToLiveStatus as SdkTimeToLive,
};

use super::description::{malformed, time};
use super::{incomplete, input};
use crate::backend::aws::error::failed;
use crate::backend::{
    ContinuousBackups, DeleteResourcePolicy, Endpoint, Limits, ListTagsOfResource, ListTagsOfResourceOutput,
    PutResourcePolicy, ResourcePolicy, TagResource, Throughput, TimeToLiveDescription, TimeToLiveStatus, UntagResource,
    UpdateContinuousBackups, UpdateTimeToLive,
};
use crate::error::Error;

pub(in crate::backend::aws) async fn update_time_to_live(
    client: &Client,
    request: UpdateTimeToLive,
) -> Result<(), Error> {
    let specification = TimeToLiveSpecification::builder()
        .attribute_name(&*request.attribute)
        .enabled(request.enabled)
        .build()
        .map_err(incomplete)?;
    let call = client.update_time_to_live().table_name(&*request.table).time_to_live_specification(specification);
    call.send().await.map_err(failed)?;
    Ok(())
}

pub(in crate::backend::aws) async fn describe_time_to_live(
    client: &Client,
    table: Arc<str>,
) -> Result<TimeToLiveDescription, Error> {
    let output = client.describe_time_to_live().table_name(&*table).send().await.map_err(failed)?;
    let description = output.time_to_live_description().ok_or_else(|| malformed("without its time-to-live"))?;
    let status = match description.time_to_live_status() {
        Some(SdkTimeToLive::Enabling) => TimeToLiveStatus::Enabling,
        Some(SdkTimeToLive::Enabled) => TimeToLiveStatus::Enabled,
        Some(SdkTimeToLive::Disabling) => TimeToLiveStatus::Disabling,
        Some(SdkTimeToLive::Disabled) => TimeToLiveStatus::Disabled,
        _ => return Err(malformed("with an unknown status of its time-to-live")),
    };
    let attribute = description.attribute_name().map(|name| name.to_owned().into());
    Ok(TimeToLiveDescription { status, attribute })
}

pub(in crate::backend::aws) async fn tag_resource(client: &Client, request: TagResource) -> Result<(), Error> {
    let tags: Vec<Tag> = request.tags.iter().map(input::tag).collect::<Result<_, _>>()?;
    client.tag_resource().resource_arn(&*request.arn).set_tags(Some(tags)).send().await.map_err(failed)?;
    Ok(())
}

pub(in crate::backend::aws) async fn untag_resource(client: &Client, request: UntagResource) -> Result<(), Error> {
    let call = client.untag_resource().resource_arn(&*request.arn).set_tag_keys(Some(request.keys));
    call.send().await.map_err(failed)?;
    Ok(())
}

pub(in crate::backend::aws) async fn list_tags_of_resource(
    client: &Client,
    request: ListTagsOfResource,
) -> Result<ListTagsOfResourceOutput, Error> {
    let call = client.list_tags_of_resource().resource_arn(&*request.arn).set_next_token(request.next_token);
    let output = call.send().await.map_err(failed)?;
    let tags = output.tags().iter().map(|tag| (tag.key().to_owned(), tag.value().to_owned())).collect();
    Ok(ListTagsOfResourceOutput { tags, next_token: output.next_token })
}

pub(in crate::backend::aws) async fn put_resource_policy(
    client: &Client,
    request: PutResourcePolicy,
) -> Result<String, Error> {
    let call = client
        .put_resource_policy()
        .resource_arn(&*request.arn)
        .policy(&*request.policy)
        .set_expected_revision_id(request.expected_revision)
        .set_confirm_remove_self_resource_access(request.confirm_remove_self.then_some(true));
    let output = call.send().await.map_err(failed)?;
    output.revision_id.ok_or_else(|| malformed("without the revision of its policy"))
}

pub(in crate::backend::aws) async fn get_resource_policy(
    client: &Client,
    arn: Arc<str>,
) -> Result<ResourcePolicy, Error> {
    let output = client.get_resource_policy().resource_arn(&*arn).send().await.map_err(failed)?;
    let policy = output.policy().map(Arc::from).ok_or_else(|| malformed("without its policy"))?;
    Ok(ResourcePolicy { policy, revision: output.revision_id.unwrap_or_default() })
}

pub(in crate::backend::aws) async fn delete_resource_policy(
    client: &Client,
    request: DeleteResourcePolicy,
) -> Result<Option<String>, Error> {
    let call = client.delete_resource_policy().resource_arn(&*request.arn);
    let output = call.set_expected_revision_id(request.expected_revision).send().await.map_err(failed)?;
    Ok(output.revision_id.filter(|revision| !revision.is_empty()))
}

pub(in crate::backend::aws) async fn describe_continuous_backups(
    client: &Client,
    table: Arc<str>,
) -> Result<ContinuousBackups, Error> {
    let output = client.describe_continuous_backups().table_name(&*table).send().await.map_err(failed)?;
    backups(output.continuous_backups_description())
}

pub(in crate::backend::aws) async fn update_continuous_backups(
    client: &Client,
    request: UpdateContinuousBackups,
) -> Result<ContinuousBackups, Error> {
    let specification = PointInTimeRecoverySpecification::builder()
        .point_in_time_recovery_enabled(request.enabled)
        .set_recovery_period_in_days(request.days)
        .build()
        .map_err(incomplete)?;
    let call = client.update_continuous_backups().table_name(&*request.table);
    let call = call.point_in_time_recovery_specification(specification);
    let output = call.send().await.map_err(failed)?;
    backups(output.continuous_backups_description())
}

fn backups(description: Option<&ContinuousBackupsDescription>) -> Result<ContinuousBackups, Error> {
    let description = description.ok_or_else(|| malformed("without its backups"))?;
    let recovery = description.point_in_time_recovery_description();
    let status = recovery.and_then(|recovery| recovery.point_in_time_recovery_status());
    Ok(ContinuousBackups {
        enabled: *description.continuous_backups_status() == ContinuousBackupsStatus::Enabled,
        recovery: status == Some(&PointInTimeRecoveryStatus::Enabled),
        days: recovery.and_then(|recovery| recovery.recovery_period_in_days()),
        earliest: time(recovery.and_then(|recovery| recovery.earliest_restorable_date_time())),
        latest: time(recovery.and_then(|recovery| recovery.latest_restorable_date_time())),
    })
}

pub(in crate::backend::aws) async fn describe_limits(client: &Client) -> Result<Limits, Error> {
    let output = client.describe_limits().send().await.map_err(failed)?;
    let units = |read: Option<i64>, write: Option<i64>| {
        let units = |units: Option<i64>| units.unwrap_or_default().unsigned_abs();
        Throughput { read: units(read), write: units(write) }
    };
    Ok(Limits {
        account: units(output.account_max_read_capacity_units(), output.account_max_write_capacity_units()),
        table: units(output.table_max_read_capacity_units(), output.table_max_write_capacity_units()),
    })
}

pub(in crate::backend::aws) async fn describe_endpoints(client: &Client) -> Result<Vec<Endpoint>, Error> {
    let output = client.describe_endpoints().send().await.map_err(failed)?;
    let endpoint = |endpoint: &aws_sdk_dynamodb::types::Endpoint| Endpoint {
        address: endpoint.address().to_owned(),
        cache_minutes: endpoint.cache_period_in_minutes(),
    };
    Ok(output.endpoints().iter().map(endpoint).collect())
}
