//! Typed single-table design for Amazon DynamoDB: structs say which keys their items have, and a wrong access pattern does
//! not compile.
//!
//! ```
//! use monotable::{Entity, KeyPart, Table, Timestamp};
//! use monotable_local::LocalBackend;
//!
//! /// The one table of the shop. Its variants are all that it can hold.
//! #[derive(Table)]
//! #[table(pk = "PK", sk = "SK")]
//! #[gsi(ByStatus, pk = [status], sk = [placed_at])] // attributes as entities store them
//! enum Shop {
//!     Order(Order),
//! }
//!
//! #[derive(Entity, Debug)]
//! #[entity(table = Shop)]
//! #[key(pk = "CUSTOMER#{customer}", sk = "ORDER#{number}")]
//! #[index(by_status: ByStatus, pk = [status], sk = [placed_at])]
//! struct Order {
//!     customer: String,
//!     number: u32,
//!     status: Status,
//!     placed_at: Timestamp,
//!     total: u64,
//! }
//!
//! #[derive(KeyPart, Clone, Copy, Debug, PartialEq)]
//! enum Status {
//!     Open,
//!     Paid,
//! }
//!
//! # async fn example() -> Result<(), monotable::Error> {
//! let shop = Shop::on(LocalBackend::new()); // on AWS: `AwsBackend`, and nothing else changes
//! shop.create_table().await?;
//!
//! let now = Timestamp::now();
//! let order = Order { customer: "ada".into(), number: 7, status: Status::Open, placed_at: now, total: 42 };
//! shop.put(&order).only_new().await?;
//!
//! let paid = shop.update(Order::at("ada", 7).set(|o| o.status, Status::Paid)).when(|o| o.total.le(50));
//! paid.await?;
//!
//! let order = shop.get(Order::key("ada", 7)).consistent().await?;
//! assert_eq!(order.map(|order| order.status), Some(Status::Paid));
//!
//! let recent = shop.query(Order::by_status(Status::Paid).placed_at(now..)).newest_first().take(25).page().await?;
//! assert_eq!(recent.items.len(), 1);
//! let cursor: Option<String> = recent.next.map(|cursor| cursor.to_string()); // for the next page
//! # let _ = cursor;
//! # Ok(())
//! # }
//! # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
//! # let done = std::future::Future::poll(std::pin::pin!(example()), &mut context);
//! # assert!(matches!(done, std::task::Poll::Ready(Ok(()))), "{done:?}");
//! ```
//!
//! # How it is organised
//!
//! - **Declarations** are five derives. [`derive@Table`] makes an enum of entities a table, or a struct a layout that several
//!   tables share. [`derive@Entity`] makes a struct one kind of item, and its access patterns functions on it.
//!   [`derive@KeyPart`] makes a type part of keys, [`derive@Attribute`] makes one storable in an attribute.
//!   [`derive@Collection`] makes a struct of several kinds of items that one query reads.
//! - **Operations** start at a [`Store`], a table behind a backend, and are awaited: [`put`](Store::put), [`get`](Store::get),
//!   [`update`](Store::update), [`delete`](Store::delete), [`query`](Store::query), [`scan`](Store::scan);
//!   [`load`](Store::load) reads a collection, [`partition`](Store::partition) everything beside each other. Several items at once
//!   are read by [`batch_get`](Store::batch_get) and [`transact_get`](Store::transact_get), and written by
//!   [`batch_write`](Store::batch_write), each by itself, or by [`transact`](Store::transact), all or nothing. Each also tells
//!   the request that it would send, by its method `request`, or `requests`.
//! - **Failures** are one [`Error`] with its [`ErrorKind`]. Conditional writes fail with [`Failed`], which holds the entity that
//!   stood in the way, transactions with [`TransactFailed`], one of it for each operation; batches with [`Unread`] and
//!   [`Unwritten`], which hold what is left. What is tried again before that, and by whom, is in [`Retry`].
//! - **Backends** implement [`Backend`], one method for each operation of DynamoDB, over the plain structs in [`request`] and
//!   the trees in [`expression`]: `monotable_local::LocalBackend` in process, `aws::AwsBackend` behind the feature `aws`, and
//!   what you wrap around them.
//! - **Data** below the types: [`Item`] and [`Value`], [`Reader`] and [`Writer`], [`schema`] (every declaration as data, such as
//!   `Shop::SCHEMA`) and [`keys`] (the key algebra).
//! - [`reach`] holds the rules that the compiler speaks. Its types are in signatures and messages; programs rarely name them.
//!
//! # What it is not
//!
//! It hides no DynamoDB: a call is one request, apart from pages, batches, and what [`Retry`] says is tried again; nothing is
//! cached, and no table is scanned because a key is missing. It is no migration tool.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;
mod backend;
mod codec;
mod error;
mod expr;
mod ext;
mod key;
mod op;
mod plan;
pub mod schema;
mod time;
mod ttl;
mod typed;
mod value;
mod wire;

/// Operations on items and tables as they cross the [`Backend`] trait.
pub mod request {
    pub use crate::backend::{
        BatchGetItem, BatchGetItemOutput, BatchKeys, BatchMeta, BatchWrite, BatchWriteItem, BatchWriteItemOutput,
        ConsumedCapacity, DeleteItem, DeleteItemOutput, DescribeStream, GetItem, GetItemOutput, GetRecords,
        GetRecordsOutput, GetShardIterator, GetShardIteratorOutput, ItemCollectionMetrics, JsonPayload, ListStreams,
        ListStreamsOutput, Payload, PutItem, PutItemOutput, Query, QueryOutput, ResponseMeta, ReturnConsumed,
        ReturnValues, Scan, ScanOutput, Segment, Select, Shard, ShardStart, StreamDescription, StreamEvent,
        StreamRecord, StreamStatus, StreamSummary, TransactAction, TransactGet, TransactGetItems,
        TransactGetItemsOutput, TransactWrite, TransactWriteItems, TransactWriteItemsOutput, UpdateItem,
        UpdateItemOutput, UserIdentity,
    };
    pub use crate::error::{CancellationReason, Unmet};

    /// Operations on tables: their definitions, capacity, tags, policies, backups and limits.
    pub mod control {
        pub use crate::backend::{
            BillingMode, BillingSummary, CapacityMode, ContinuousBackups, CreateTable, DeleteResourcePolicy,
            DeleteTable, DescribeTable, Encryption, EncryptionDescription, EncryptionKind, EncryptionStatus, Endpoint,
            IndexCapacity, IndexDefinition, IndexDescription, IndexStatus, IndexUpdate, KeyAttribute, Limits,
            ListTables, ListTablesOutput, ListTagsOfResource, ListTagsOfResourceOutput, OnDemandThroughput, Projection,
            PutResourcePolicy, ResourcePolicy, StreamUpdate, StreamView, TableClass, TableDescription, TableStatus,
            TagResource, Throughput, ThroughputDescription, TimeToLiveDescription, TimeToLiveStatus, UntagResource,
            UpdateContinuousBackups, UpdateTable, UpdateTimeToLive, WarmThroughput, WarmThroughputDescription,
        };
    }
}

/// Reads in other forms than their usual one, and what they say when they stop.
pub mod reads {
    pub use crate::op::{Lenient, Load, Loaded, Readable, ScanEntity, Undeleted};
    pub use crate::plan::Unreadable;
}

/// Conditions, updates and projections as trees.
pub mod expression {
    pub use crate::expr::{
        Comparator, Condition, KeyCondition, KeyTest, Name, Operand, Path, Rendered, Renderer, SetOperand, SetValue,
        Step, Update,
    };
}

/// Items and values below the types: packed rows, what they are built with and read from, and what their types are.
pub mod values {
    pub use crate::codec::{MapKey, SetMember, Wraps};
    pub use crate::time::TimestampError;
    pub use crate::value::{
        Attributes, List, Map, Members, NumberError, PackedValue, PackedWriter, RowReader, SetKind, ValueRef,
    };
}

/// DynamoDB JSON: readers and writers without a tree in between.
pub mod json {
    pub use crate::wire::{JsonItems, JsonLexer, JsonReader, JsonString, JsonWriter, write_json_string};
}

/// The rules that the compiler speaks, as traits whose texts are its messages, and the types in which states and access patterns
/// are told. They stand in signatures and messages; programs rarely name them.
pub mod reach {
    pub use crate::op::{Lists, Longer, Pending};
    pub use crate::plan::{KeyPlan, Position};
    pub use crate::typed::reach::{
        Addable, Adds, Advance, AllowsScan, AnyUse, Anywhere, CanAdd, CanGive, CanRemove, CanSet, Carried,
        CarriesEverything, CarriesWhole, ChangedAt, Checked, Comparable, Computes, Consistent, Counts, CursorFor,
        Defaulted, Entire, Eventual, Everything, Extends, FieldRules, Fills, FilterBy, FilteredBy, Fixed, Give, Given,
        Grows, HasEverything, HasMember, Holding, Holds, InKeyOnly, InKeyPart, InPlace, IndexPart, Inside, IntoOp,
        IntoOperand, KeepsKeys, KeyList, KeysOnly, KnownBeside, LaidOutAs, Listed, Loads, LockVersion, Mapped,
        MayBeMissing, Member, MemberOf, MemberPart, Missing, OldOf, Open, Ops, OrGiven, Ordered, Paged, PartitionOf,
        PartsGiven, Plain, Prefix, PrimaryKey, PutBlindly, QueryPlan, Ranged, Reaches, RestOfItem, Ruled, SameType,
        SetOf, SetSome, SetTo, Shrinks, Slot, StoredKeyType, Strong, Switches, Takes, Term, TextKeyType, Texts,
        Untracked, ValueOf, Whole, Yields, in_layout, many_members, one_member, only_if,
    };
    pub use crate::typed::{
        AccessPattern, Attr, Computed, IndexAt, KeyFor, NestedField, NestedFields, Place, Size, Storable, Sum,
        SumOfThree, VersionOf,
    };
}

/// DynamoDB itself, through the official SDK.
#[cfg(feature = "aws")]
pub mod aws {
    pub use crate::backend::aws::{AwsBackend, item_from_sdk, item_to_sdk};
}

/// The key algebra: templates as data, what can be part of a key, and conditions on parts.
pub mod keys {
    pub use crate::key::{
        After, CharClass, FixedWidth, Folds, FromText, IntoPartRange, KeyError, KeyErrorKind, KeyMatch, KeyRole,
        KeyStyle, KeyValue, KeyWriter, Many, One, OrderedPart, PartFormat, PartRange, PartShape, PartValue, RangeShape,
        Segment, SortCondition, StartsWith, Template, TextForm, TextPart, ValueFor, keys_overlap, max_len,
        native_match, native_value, prefix_overlaps, templates_overlap,
    };

    /// Orders of key parts, which decide what ranges can do with them: the types that stand in [`KeyPart::Order`](crate::KeyPart::Order).
    pub mod order {
        pub use crate::key::order::{Fixed, PartOrder, Sorted, SortedOrder, Text, Unsorted};
    }
}

pub use backend::{Backend, Clock, Reply, SystemClock};
pub use error::{Error, ErrorKind};
pub use key::{KeyPart, Reverse, after, starts_with};
pub use monotable_macros::{Attribute, Collection, Entity, KeyPart, Table};
pub use op::{
    BatchGet, BatchWrite, Check, Cursor, Delete, Detailed, Failed, Get, Keys, Page, Put, Query, Scan, Store, Stream,
    Transact, TransactFailed, TransactGet, Unread, Unwritten, Update, UpdateCall,
};
pub use plan::{Call, Observer, Retry};
pub use time::Timestamp;
pub use ttl::Ttl;
pub use typed::{Collection, Cond, Entity, Field, Key, Layout, Op, Table};
pub use value::{Attribute, Binary, DecodeError, EncodeError, Item, Number, Reader, Type, Value, Writer};
