//! DynamoDB itself, through the official SDK; feature `aws`.
//!
//! Open `AwsBackend` here first. Each method of `Backend` is one call of the SDK. Those on items send and read bodies of our
//! own, in `direct`; where the client has interceptors, or if it is asked for, they build an SDK input and convert the output
//! instead, as those on tables always do: `write` and `read` for items, `batch` and `transact` for several, `table` for tables,
//! `stream` for streams. `items` holds the conversion between packed rows and the SDK's maps, `error` that of failures, `connect`
//! the ways to a client, `http` a client without TLS for servers on this machine.

mod batch;
mod clock;
mod connect;
mod direct;
mod error;
#[cfg(feature = "aws-http")]
mod http;
mod items;
mod parts;
mod read;
#[cfg(feature = "aws-streams")]
mod stream;
mod table;
#[cfg(test)]
#[cfg(feature = "aws-http")]
mod tests;
mod transact;
mod write;

use std::sync::Arc;

use aws_sdk_dynamodb::Client;

pub use items::{item_from_sdk, item_to_sdk};

use super::{
    Backend, BatchGetItem, BatchGetItemOutput, BatchWriteItem, BatchWriteItemOutput, Clock, ContinuousBackups,
    CreateTable, DeleteItem, DeleteItemOutput, DeleteResourcePolicy, DeleteTable, DescribeTable, Endpoint, GetItem,
    GetItemOutput, Limits, ListTables, ListTablesOutput, ListTagsOfResource, ListTagsOfResourceOutput, PutItem,
    PutItemOutput, PutResourcePolicy, Query, QueryOutput, Reply, ResourcePolicy, Scan, ScanOutput, TableDescription,
    TagResource, TimeToLiveDescription, TransactGetItems, TransactGetItemsOutput, TransactWriteItems,
    TransactWriteItemsOutput, UntagResource, UpdateContinuousBackups, UpdateItem, UpdateItemOutput, UpdateTable,
    UpdateTimeToLive,
};
#[cfg(feature = "aws-streams")]
use super::{
    DescribeStream, GetRecords, GetRecordsOutput, GetShardIterator, GetShardIteratorOutput, ListStreams,
    ListStreamsOutput, StreamDescription,
};
#[cfg(feature = "aws-streams")]
use crate::error::{Error, ErrorKind};
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
    /// True if requests and answers go through the SDK's types.
    sdk_codec: bool,
    /// For streams, which AWS has at addresses of their own.
    #[cfg(feature = "aws-streams")]
    streams: Option<aws_sdk_dynamodbstreams::Client>,
}

impl AwsBackend {
    /// Uses a client of the same configuration, with the client's own retries, timeouts, connections and credentials.
    ///
    /// Mind that the SDK's default backoff starts at one second, which is long beside DynamoDB's latency;
    /// [`AwsBackend::new`] has a better default. Reading streams takes a client for them too: `with_streams_client`, with the
    /// feature `aws-streams`.
    #[must_use]
    pub fn from_client(client: Client) -> Self {
        // Whoever watches calls from within may look at what the SDK's types hold.
        let sdk_codec = direct::is_watched(&client);
        let client = if sdk_codec { client } else { direct::prepared(client) };
        Self {
            client,
            sdk_codec,
            #[cfg(feature = "aws-streams")]
            streams: None,
        }
    }

    /// Sends requests and reads answers through the SDK's own types.
    ///
    /// Else they go straight to DynamoDB's JSON and come straight from it, which takes a fraction of the time; endpoints,
    /// credentials, signatures, retries, timeouts and errors are the SDK's either way. A client with interceptors or retry
    /// classifiers of its own, which may look at inputs and outputs, uses the SDK's types without being told.
    #[must_use]
    pub fn with_sdk_codec(mut self) -> Self {
        self.sdk_codec = true;
        self
    }

    /// Reads streams with this client, instead of the one made from the configuration.
    ///
    /// ```no_run
    /// # fn demo(sdk_config: &aws_types::SdkConfig, client: aws_sdk_dynamodb::Client) {
    /// use monotable::aws::AwsBackend;
    ///
    /// let streams = aws_sdk_dynamodbstreams::Client::new(sdk_config);
    /// let backend = AwsBackend::from_client(client).with_streams_client(streams);
    /// # }
    /// ```
    #[cfg(feature = "aws-streams")]
    #[must_use]
    pub fn with_streams_client(mut self, client: aws_sdk_dynamodbstreams::Client) -> Self {
        self.streams = Some(client);
        self
    }

    /// Calls an operation on streams, if there is a client for it.
    #[cfg(feature = "aws-streams")]
    fn streams<'b, R, T, F>(
        &'b self,
        request: R,
        call: impl FnOnce(&'b aws_sdk_dynamodbstreams::Client, R) -> F,
    ) -> Reply<'b, T>
    where
        F: Future<Output = Result<T, Error>> + Send + 'b,
    {
        match &self.streams {
            Some(client) => Reply::pending(call(client, request)),
            None => Reply::ready(Err(Error::new(ErrorKind::Unsupported, NO_STREAMS_CLIENT))),
        }
    }

    /// Returns the client that the calls are made with, for calls that go around the store.
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

/// A call of an operation on items, in the way that was chosen when the backend was made.
macro_rules! by_codec {
    ($backend:ident, $typed:expr, $direct:expr) => {
        if $backend.sdk_codec { Reply::pending($typed) } else { Reply::pending($direct) }
    };
}

/// Operations that take a feature of the package; without it they are refused with its name, and not linked.
macro_rules! only_with {
    ($feature:literal $(fn $operation:ident(&$backend:ident $(, $request:ident: $Request:ty)?) -> $Reply:ty $body:block)*) => {
        $(
            #[cfg(feature = $feature)]
            fn $operation(&$backend $(, $request: $Request)?) -> $Reply $body

            #[cfg(not(feature = $feature))]
            fn $operation(&$backend $(, _: $Request)?) -> $Reply {
                Reply::ready(Err(switched_off(stringify!($operation), $feature)))
            }
        )*
    };
}

impl Backend for AwsBackend {
    fn put_item(&self, request: PutItem) -> Reply<'_, PutItemOutput> {
        by_codec!(self, write::put_item(&self.client, request), direct::put_item(&self.client, &request))
    }

    fn get_item(&self, request: GetItem) -> Reply<'_, GetItemOutput> {
        by_codec!(self, read::get_item(&self.client, request), direct::get_item(&self.client, &request))
    }

    fn update_item(&self, request: UpdateItem) -> Reply<'_, UpdateItemOutput> {
        by_codec!(self, write::update_item(&self.client, request), direct::update_item(&self.client, &request))
    }

    fn delete_item(&self, request: DeleteItem) -> Reply<'_, DeleteItemOutput> {
        by_codec!(self, write::delete_item(&self.client, request), direct::delete_item(&self.client, &request))
    }

    fn query(&self, request: Query) -> Reply<'_, QueryOutput> {
        by_codec!(self, read::query(&self.client, request), direct::query(&self.client, &request))
    }

    fn scan(&self, request: Scan) -> Reply<'_, ScanOutput> {
        by_codec!(self, read::scan(&self.client, request), direct::scan(&self.client, &request))
    }

    only_with! {
        "aws-multi-item"
        fn batch_get_item(&self, request: BatchGetItem) -> Reply<'_, BatchGetItemOutput> {
            by_codec!(self, batch::batch_get_item(&self.client, request), direct::batch_get_item(&self.client, request))
        }

        fn batch_write_item(&self, request: BatchWriteItem) -> Reply<'_, BatchWriteItemOutput> {
            by_codec!(self, batch::batch_write_item(&self.client, request), direct::batch_write_item(&self.client, request))
        }

        fn transact_get_items(&self, request: TransactGetItems) -> Reply<'_, TransactGetItemsOutput> {
            by_codec!(self, transact::transact_get_items(&self.client, request), direct::transact_get_items(&self.client, request))
        }

        fn transact_write_items(&self, request: TransactWriteItems) -> Reply<'_, TransactWriteItemsOutput> {
            by_codec!(self, transact::transact_write_items(&self.client, request), direct::transact_write_items(&self.client, request))
        }
    }

    only_with! {
        "aws-tables"
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

        fn update_table(&self, request: UpdateTable) -> Reply<'_, TableDescription> {
            Reply::pending(table::update_table(&self.client, request))
        }

        fn list_tables(&self, request: ListTables) -> Reply<'_, ListTablesOutput> {
            Reply::pending(table::list_tables(&self.client, request))
        }

        fn describe_time_to_live(&self, table: Arc<str>) -> Reply<'_, TimeToLiveDescription> {
            Reply::pending(table::describe_time_to_live(&self.client, table))
        }

        fn tag_resource(&self, request: TagResource) -> Reply<'_, ()> {
            Reply::pending(table::tag_resource(&self.client, request))
        }

        fn untag_resource(&self, request: UntagResource) -> Reply<'_, ()> {
            Reply::pending(table::untag_resource(&self.client, request))
        }

        fn list_tags_of_resource(&self, request: ListTagsOfResource) -> Reply<'_, ListTagsOfResourceOutput> {
            Reply::pending(table::list_tags_of_resource(&self.client, request))
        }

        fn put_resource_policy(&self, request: PutResourcePolicy) -> Reply<'_, String> {
            Reply::pending(table::put_resource_policy(&self.client, request))
        }

        fn get_resource_policy(&self, arn: Arc<str>) -> Reply<'_, ResourcePolicy> {
            Reply::pending(table::get_resource_policy(&self.client, arn))
        }

        fn delete_resource_policy(&self, request: DeleteResourcePolicy) -> Reply<'_, Option<String>> {
            Reply::pending(table::delete_resource_policy(&self.client, request))
        }

        fn describe_continuous_backups(&self, table: Arc<str>) -> Reply<'_, ContinuousBackups> {
            Reply::pending(table::describe_continuous_backups(&self.client, table))
        }

        fn update_continuous_backups(&self, request: UpdateContinuousBackups) -> Reply<'_, ContinuousBackups> {
            Reply::pending(table::update_continuous_backups(&self.client, request))
        }

        fn describe_limits(&self) -> Reply<'_, Limits> {
            Reply::pending(table::describe_limits(&self.client))
        }

        fn describe_endpoints(&self) -> Reply<'_, Vec<Endpoint>> {
            Reply::pending(table::describe_endpoints(&self.client))
        }
    }

    #[cfg(feature = "aws-streams")]
    fn list_streams(&self, request: ListStreams) -> Reply<'_, ListStreamsOutput> {
        self.streams(request, stream::list_streams)
    }

    #[cfg(feature = "aws-streams")]
    fn describe_stream(&self, request: DescribeStream) -> Reply<'_, StreamDescription> {
        self.streams(request, stream::describe_stream)
    }

    #[cfg(feature = "aws-streams")]
    fn get_shard_iterator(&self, request: GetShardIterator) -> Reply<'_, GetShardIteratorOutput> {
        self.streams(request, stream::get_shard_iterator)
    }

    #[cfg(feature = "aws-streams")]
    fn get_records(&self, request: GetRecords) -> Reply<'_, GetRecordsOutput> {
        self.streams(request, stream::get_records)
    }

    fn clock(&self) -> &dyn Clock {
        &TokioClock
    }
}

#[cfg(feature = "aws-streams")]
const NO_STREAMS_CLIENT: &str =
    "this backend has no client for DynamoDB Streams: give it one with `with_streams_client`";

#[cfg(not(all(feature = "aws-multi-item", feature = "aws-tables")))]
fn switched_off(operation: &str, feature: &str) -> crate::error::Error {
    let message = format!("`{operation}` on AWS takes the feature `{feature}` of monotable, which is switched off");
    crate::error::Error::new(crate::error::ErrorKind::Unsupported, message)
}
