//! Descriptions of tables from the SDK.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::SystemTime;

use aws_sdk_dynamodb::primitives::DateTime;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode as SdkBillingMode, IndexStatus as SdkIndexStatus, KeySchemaElement, KeyType,
    OnDemandThroughput as SdkOnDemand, Projection as SdkProjection, ProjectionType, ProvisionedThroughputDescription,
    SseDescription, SseStatus, SseType, StreamSpecification, StreamViewType, TableClass as SdkClass,
    TableDescription as SdkTable, TableStatus as SdkStatus,
};

use crate::backend::{
    BillingSummary, CapacityMode, EncryptionDescription, EncryptionKind, EncryptionStatus, IndexDefinition,
    IndexDescription, IndexStatus, KeyAttribute, OnDemandThroughput, Projection, StreamView, TableClass,
    TableDescription, TableStatus, Throughput, ThroughputDescription, WarmThroughputDescription,
};
use crate::error::{Error, ErrorKind};
use crate::schema::IndexKind;
use crate::value::Type;

pub(super) fn described(table: Option<SdkTable>) -> Result<TableDescription, Error> {
    let table = table.ok_or_else(|| malformed("without a table"))?;
    let types = Types(table.attribute_definitions());
    let (mut hash, mut range) = types.keys(table.key_schema())?;
    let mut indexes = Vec::new();
    for index in table.global_secondary_indexes() {
        let parts = (index.index_name(), index.key_schema(), index.projection());
        indexes.push(types.index(IndexKind::Global, parts)?);
    }
    for index in table.local_secondary_indexes() {
        let parts = (index.index_name(), index.key_schema(), index.projection());
        indexes.push(types.index(IndexKind::Local, parts)?);
    }
    let name = Arc::from(table.table_name().ok_or_else(|| malformed("without the table's name"))?);
    let mut description = TableDescription::new(name, table.table_status().map_or(TableStatus::Other, status));
    (description.hash, description.range) = (hash.pop(), range.pop());
    description.indexes = indexes;
    description.index_details = details(&table);
    description.item_count = count(table.item_count());
    description.size_bytes = count(table.table_size_bytes());
    description.created = time(table.creation_date_time());
    description.arn = table.table_arn().map(str::to_owned);
    description.id = table.table_id().map(str::to_owned);
    description.throughput = table.provisioned_throughput().map(throughput);
    description.billing = table.billing_mode_summary().and_then(|summary| {
        let mode = match summary.billing_mode()? {
            SdkBillingMode::PayPerRequest => CapacityMode::PayPerRequest,
            SdkBillingMode::Provisioned => CapacityMode::Provisioned,
            _ => return None,
        };
        Some(BillingSummary::new(mode, time(summary.last_update_to_pay_per_request_date_time())))
    });
    description.on_demand = table.on_demand_throughput().map(on_demand);
    description.warm = table.warm_throughput().map(|warm| {
        let status = match warm.status() {
            Some(SdkStatus::Creating) => IndexStatus::Creating,
            Some(SdkStatus::Updating) => IndexStatus::Updating,
            Some(SdkStatus::Deleting) => IndexStatus::Deleting,
            _ => IndexStatus::Active,
        };
        warmth(warm.read_units_per_second(), warm.write_units_per_second(), status)
    });
    if let Some(summary) = table.table_class_summary() {
        description.class = match summary.table_class() {
            Some(SdkClass::Standard) => Some(TableClass::Standard),
            Some(SdkClass::StandardInfrequentAccess) => Some(TableClass::StandardInfrequentAccess),
            _ => None,
        };
        description.class_changed = time(summary.last_update_date_time());
    }
    description.encryption = table.sse_description().and_then(encryption);
    description.deletion_protection = table.deletion_protection_enabled().unwrap_or_default();
    description.stream = table.stream_specification().filter(|stream| stream.stream_enabled()).and_then(stream_view);
    description.stream_arn = table.latest_stream_arn().map(Arc::from);
    description.stream_label = table.latest_stream_label().map(Arc::from);
    Ok(description)
}

/// Returns what is told of indexes beside their definitions, by name.
fn details(table: &SdkTable) -> BTreeMap<Arc<str>, IndexDescription> {
    let mut all = BTreeMap::new();
    for index in table.global_secondary_indexes() {
        let details = IndexDescription {
            status: index.index_status().and_then(index_status),
            backfilling: index.backfilling(),
            item_count: count(index.item_count()),
            size_bytes: count(index.index_size_bytes()),
            arn: index.index_arn().map(str::to_owned),
            throughput: index.provisioned_throughput().map(throughput),
            on_demand: index.on_demand_throughput().map(on_demand),
            warm: index.warm_throughput().map(|warm| {
                let status = warm.status().and_then(index_status).unwrap_or(IndexStatus::Active);
                warmth(warm.read_units_per_second(), warm.write_units_per_second(), status)
            }),
        };
        all.insert(Arc::from(index.index_name().unwrap_or_default()), details);
    }
    for index in table.local_secondary_indexes() {
        let details = IndexDescription {
            item_count: count(index.item_count()),
            size_bytes: count(index.index_size_bytes()),
            arn: index.index_arn().map(str::to_owned),
            ..IndexDescription::default()
        };
        all.insert(Arc::from(index.index_name().unwrap_or_default()), details);
    }
    all
}

fn count(number: Option<i64>) -> u64 {
    number.and_then(|number| u64::try_from(number).ok()).unwrap_or_default()
}

/// Returns a time that this machine can hold.
pub(super) fn time(time: Option<&DateTime>) -> Option<SystemTime> {
    time.and_then(|time| SystemTime::try_from(*time).ok())
}

fn throughput(description: &ProvisionedThroughputDescription) -> ThroughputDescription {
    ThroughputDescription {
        units: Throughput {
            read: count(description.read_capacity_units()),
            write: count(description.write_capacity_units()),
        },
        decreases_today: count(description.number_of_decreases_today()),
        last_increase: time(description.last_increase_date_time()),
        last_decrease: time(description.last_decrease_date_time()),
    }
}

fn on_demand(limits: &SdkOnDemand) -> OnDemandThroughput {
    OnDemandThroughput { read: limits.max_read_request_units(), write: limits.max_write_request_units() }
}

fn warmth(read: Option<i64>, write: Option<i64>, status: IndexStatus) -> WarmThroughputDescription {
    WarmThroughputDescription::new(Throughput { read: count(read), write: count(write) }, status)
}

fn encryption(description: &SseDescription) -> Option<EncryptionDescription> {
    Some(EncryptionDescription {
        status: match description.status()? {
            SseStatus::Enabling => EncryptionStatus::Enabling,
            SseStatus::Enabled => EncryptionStatus::Enabled,
            SseStatus::Disabling => EncryptionStatus::Disabling,
            SseStatus::Disabled => EncryptionStatus::Disabled,
            SseStatus::Updating => EncryptionStatus::Updating,
            _ => return None,
        },
        kind: match description.sse_type() {
            Some(SseType::Aes256) => Some(EncryptionKind::Aes256),
            Some(SseType::Kms) => Some(EncryptionKind::Kms),
            _ => None,
        },
        key_arn: description.kms_master_key_arn().map(str::to_owned),
    })
}

fn index_status(status: &SdkIndexStatus) -> Option<IndexStatus> {
    Some(match status {
        SdkIndexStatus::Creating => IndexStatus::Creating,
        SdkIndexStatus::Updating => IndexStatus::Updating,
        SdkIndexStatus::Deleting => IndexStatus::Deleting,
        SdkIndexStatus::Active => IndexStatus::Active,
        _ => return None,
    })
}

fn stream_view(stream: &StreamSpecification) -> Option<StreamView> {
    Some(match stream.stream_view_type()? {
        StreamViewType::KeysOnly => StreamView::KeysOnly,
        StreamViewType::NewImage => StreamView::NewImage,
        StreamViewType::OldImage => StreamView::OldImage,
        StreamViewType::NewAndOldImages => StreamView::NewAndOldImages,
        _ => return None,
    })
}

fn status(status: &SdkStatus) -> TableStatus {
    match status {
        SdkStatus::Creating => TableStatus::Creating,
        SdkStatus::Updating => TableStatus::Updating,
        SdkStatus::Active => TableStatus::Active,
        SdkStatus::Deleting => TableStatus::Deleting,
        _ => TableStatus::Other,
    }
}

/// The types of key attributes, which DynamoDB describes apart from the keys.
#[derive(Clone, Copy)]
struct Types<'a>(&'a [AttributeDefinition]);

impl Types<'_> {
    /// Returns partition key and sort key.
    fn keys(self, schema: &[KeySchemaElement]) -> Result<(Vec<KeyAttribute>, Vec<KeyAttribute>), Error> {
        let mut hash = Vec::new();
        let mut range = Vec::new();
        for element in schema {
            let name = element.attribute_name();
            let definition = self.0.iter().find(|definition| definition.attribute_name() == name);
            let kind = definition
                .and_then(|definition| Type::from_name(definition.attribute_type().as_str()))
                .ok_or_else(|| malformed("without the type of a key attribute"))?;
            let attribute = KeyAttribute { name: name.to_owned().into(), kind };
            match element.key_type() {
                KeyType::Hash => hash.push(attribute),
                KeyType::Range => range.push(attribute),
                _ => return Err(malformed("with an unknown kind of key")),
            }
        }
        Ok((hash, range))
    }

    fn index(self, kind: IndexKind, parts: IndexParts<'_>) -> Result<IndexDefinition, Error> {
        let (name, schema, carried) = parts;
        let (hash, range) = self.keys(schema)?;
        let projection = match carried.and_then(SdkProjection::projection_type) {
            Some(ProjectionType::All) => Projection::All,
            Some(ProjectionType::KeysOnly) => Projection::KeysOnly,
            Some(ProjectionType::Include) => {
                let names = carried.map(SdkProjection::non_key_attributes).unwrap_or_default();
                Projection::Include(names.iter().map(|name| name.clone().into()).collect())
            }
            _ => return Err(malformed("with an unknown projection of an index")),
        };
        let name = Arc::from(name.ok_or_else(|| malformed("without the name of an index"))?);
        Ok(IndexDefinition { name, kind, hash, range, projection })
    }
}

/// Name, keys and projection, which two types of the SDK hold alike.
type IndexParts<'a> = (Option<&'a str>, &'a [KeySchemaElement], Option<&'a SdkProjection>);

pub(super) fn malformed(how: &str) -> Error {
    Error::new(ErrorKind::Service, format!("DynamoDB described a table {how}"))
}
