//! Typed single-table design for Amazon DynamoDB.

#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;
mod backend;
mod codec;
mod entity;
mod error;
mod expr;
mod ext;
mod key;
mod op;
pub mod reach;
pub mod schema;
mod time;
mod ttl;
mod value;
mod wire;

/// Operations on items and tables as they cross the [`Backend`] trait.
pub mod request {
    pub use crate::backend::{
        BillingMode, ConsumedCapacity, CreateTable, DeleteItem, DeleteItemOutput, DeleteTable, DescribeTable, GetItem,
        GetItemOutput, IndexDefinition, IndexKind, KeyAttribute, Payload, Projection, PutItem, PutItemOutput, Query,
        QueryOutput, ResponseMeta, ReturnConsumed, ReturnValues, Scan, ScanOutput, Segment, Select, StreamView,
        TableDescription, TableStatus, UpdateItem, UpdateItemOutput, UpdateTimeToLive,
    };
}

/// Conditions, updates and projections as trees.
pub mod expression {
    pub use crate::expr::{
        Comparator, Condition, KeyCondition, KeyTest, Name, Operand, Path, Rendered, Renderer, SetOperand, SetValue,
        Step, Update,
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
        CharClass, FixedWidth, IntoPartRange, KeyErrorKind, KeyMatch, KeyRole, KeyStyle, KeyValue, KeyWriter, Many,
        One, OrderedPart, PartFormat, PartRange, PartShape, PartValue, RangeShape, Segment, SortCondition, Template,
        TextPart, ValueFor, keys_overlap, max_len, native_match, native_value, order, prefix_overlaps,
        templates_overlap,
    };
}

pub use backend::{Backend, Clock, Reply, SystemClock};
pub use codec::{Attribute, Binary, DecodeError, EncodeError, MapKey, Reader, RowReader, SetKind, SetMember, Writer};
pub use entity::{
    AccessPattern, Attr, Cond, Entity, Field, IndexAt, Layout, NestedField, NestedFields, Place, Size, Table, VersionOf,
};
pub use error::{Error, ErrorKind};
pub use key::{After, KeyError, KeyPart, Reverse, StartsWith, after, starts_with};
pub use monotable_macros::{Attribute, Entity, KeyPart, Table};
pub use op::{
    Call, Cursor, Delete, Detailed, Failed, Get, Key, KeyFor, KeyPlan, Keys, KeysOnly, Observer, Page, Pending,
    Position, Put, Query, Scan, ScanEntity, Store, Stream, Update, UpdateCall, Whole, Yields,
};
pub use time::{Timestamp, TimestampError};
pub use ttl::Ttl;
pub use value::{
    Attributes, Item, List, Map, Members, Number, NumberError, PackedValue, PackedWriter, Type, Value, ValueRef,
};
pub use wire::{JsonItems, JsonReader, JsonWriter};
