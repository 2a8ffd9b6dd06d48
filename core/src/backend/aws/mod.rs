//! DynamoDB itself, through the official SDK; feature `aws`.
//!
//! Open `AwsBackend` here first. Each method of `Backend` builds one SDK input, sends it and converts the output: `write`
//! and `read` for items, `batch` and `transact` for several, `table` for tables. `items` holds the conversion between packed rows and the SDK's maps, `error`
//! that of failures, `connect` the ways to a client, `http` a client without TLS for servers on this machine.

mod batch;
mod clock;
mod connect;
mod error;
#[cfg(feature = "aws-http")]
mod http;
mod items;
mod message;
mod parts;
mod read;
mod table;
#[cfg(test)]
#[cfg(feature = "aws-http")]
mod tests;
mod transact;
mod write;

use aws_sdk_dynamodb::Client;

pub use items::{item_from_sdk, item_to_sdk};

use super::{
    Backend, BatchGetItem, BatchGetItemOutput, BatchWriteItem, BatchWriteItemOutput, Clock, CreateTable, DeleteItem,
    DeleteItemOutput, DeleteTable, DescribeTable, GetItem, GetItemOutput, PutItem, PutItemOutput, Query, QueryOutput,
    Reply, Scan, ScanOutput, TableDescription, TransactGetItems, TransactGetItemsOutput, TransactWriteItems,
    TransactWriteItemsOutput, UpdateItem, UpdateItemOutput, UpdateTimeToLive,
};
use clock::TokioClock;

/// DynamoDB on AWS, or any server that speaks its protocol, through the official SDK.
///
/// ```no_run
/// # fn demo(sdk_config: &aws_types::SdkConfig) {
/// use monotable::aws::AwsBackend;
///
/// let backend = AwsBackend::new(sdk_config);
/// # }
/// ```
///
/// Calls need a tokio runtime with IO and time enabled, as the SDK itself does. Cloning is cheap and shares connections.
#[derive(Clone, Debug)]
pub struct AwsBackend {
    client: Client,
}

impl AwsBackend {
    /// Uses a client as it is, with its own retries and timeouts.
    ///
    /// Mind that the SDK's default backoff starts at one second, which is long beside DynamoDB's latency;
    /// [`AwsBackend::new`] has a better default.
    #[must_use]
    pub fn from_client(client: Client) -> Self {
        Self { client }
    }

    /// The client, for calls that go around the store.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }
}

impl From<Client> for AwsBackend {
    fn from(client: Client) -> Self {
        Self::from_client(client)
    }
}

impl Backend for AwsBackend {
    fn put_item(&self, request: PutItem) -> Reply<'_, PutItemOutput> {
        Reply::pending(write::put_item(&self.client, request))
    }

    fn get_item(&self, request: GetItem) -> Reply<'_, GetItemOutput> {
        Reply::pending(read::get_item(&self.client, request))
    }

    fn update_item(&self, request: UpdateItem) -> Reply<'_, UpdateItemOutput> {
        Reply::pending(write::update_item(&self.client, request))
    }

    fn delete_item(&self, request: DeleteItem) -> Reply<'_, DeleteItemOutput> {
        Reply::pending(write::delete_item(&self.client, request))
    }

    fn query(&self, request: Query) -> Reply<'_, QueryOutput> {
        Reply::pending(read::query(&self.client, request))
    }

    fn scan(&self, request: Scan) -> Reply<'_, ScanOutput> {
        Reply::pending(read::scan(&self.client, request))
    }

    fn batch_get_item(&self, request: BatchGetItem) -> Reply<'_, BatchGetItemOutput> {
        Reply::pending(batch::batch_get_item(&self.client, request))
    }

    fn batch_write_item(&self, request: BatchWriteItem) -> Reply<'_, BatchWriteItemOutput> {
        Reply::pending(batch::batch_write_item(&self.client, request))
    }

    fn transact_get_items(&self, request: TransactGetItems) -> Reply<'_, TransactGetItemsOutput> {
        Reply::pending(transact::transact_get_items(&self.client, request))
    }

    fn transact_write_items(&self, request: TransactWriteItems) -> Reply<'_, TransactWriteItemsOutput> {
        Reply::pending(transact::transact_write_items(&self.client, request))
    }

    fn create_table(&self, request: CreateTable) -> Reply<'_, TableDescription> {
        Reply::pending(table::create_table(&self.client, request))
    }

    fn describe_table(&self, request: DescribeTable) -> Reply<'_, TableDescription> {
        Reply::pending(table::describe_table(&self.client, request))
    }

    fn delete_table(&self, request: DeleteTable) -> Reply<'_, TableDescription> {
        Reply::pending(table::delete_table(&self.client, request))
    }

    fn update_time_to_live(&self, request: UpdateTimeToLive) -> Reply<'_, ()> {
        Reply::pending(table::update_time_to_live(&self.client, request))
    }

    fn clock(&self) -> &dyn Clock {
        &TokioClock
    }
}
