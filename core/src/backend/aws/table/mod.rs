//! CreateTable, DescribeTable, UpdateTable, DeleteTable, ListTables.
//!
//! `input` makes what is sent, `description` reads what comes back; `settings` has the operations on what a table has beside
//! its items, and those of the account.

mod description;
mod input;
mod settings;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::BuildError;

use self::description::described;
use super::error::failed;
use crate::backend::{
    CreateTable, DeleteTable, DescribeTable, ListTables, ListTablesOutput, TableDescription, UpdateTable,
};
use crate::error::{Error, ErrorKind};

pub(super) use self::settings::{
    delete_resource_policy, describe_continuous_backups, describe_endpoints, describe_limits, describe_time_to_live,
    get_resource_policy, list_tags_of_resource, put_resource_policy, tag_resource, untag_resource,
    update_continuous_backups, update_time_to_live,
};

pub(super) async fn create_table(client: &Client, request: CreateTable) -> Result<TableDescription, Error> {
    let output = input::create(&request)?.send_with(client).await.map_err(failed)?;
    described(output.table_description)
}

pub(super) async fn update_table(client: &Client, request: UpdateTable) -> Result<TableDescription, Error> {
    let output = input::update(&request)?.send_with(client).await.map_err(failed)?;
    described(output.table_description)
}

pub(super) async fn describe_table(client: &Client, request: DescribeTable) -> Result<TableDescription, Error> {
    let output = client.describe_table().table_name(&*request.table).send().await.map_err(failed)?;
    described(output.table)
}

pub(super) async fn delete_table(client: &Client, request: DeleteTable) -> Result<TableDescription, Error> {
    let output = client.delete_table().table_name(&*request.table).send().await.map_err(failed)?;
    described(output.table_description)
}

pub(super) async fn list_tables(client: &Client, request: ListTables) -> Result<ListTablesOutput, Error> {
    let call = client.list_tables().set_exclusive_start_table_name(request.start_after).set_limit(request.limit);
    let output = call.send().await.map_err(failed)?;
    Ok(ListTablesOutput {
        tables: output.table_names().iter().map(|name| Arc::from(name.as_str())).collect(),
        last: output.last_evaluated_table_name().map(Arc::from),
    })
}

fn incomplete(error: BuildError) -> Error {
    Error::new(ErrorKind::InvalidRequest, "the AWS SDK found the request incomplete").with_source(error)
}
