//! Definitions and changes of tables, as the SDK takes them.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::create_table::CreateTableInput;
use aws_sdk_dynamodb::operation::create_table::builders::CreateTableInputBuilder;
use aws_sdk_dynamodb::operation::update_table::UpdateTableInput;
use aws_sdk_dynamodb::operation::update_table::builders::UpdateTableInputBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode as SdkBillingMode, CreateGlobalSecondaryIndexAction,
    DeleteGlobalSecondaryIndexAction, GlobalSecondaryIndex, GlobalSecondaryIndexUpdate, KeySchemaElement, KeyType,
    LocalSecondaryIndex, OnDemandThroughput as SdkOnDemand, Projection as SdkProjection, ProjectionType,
    ProvisionedThroughput, ScalarAttributeType, SseSpecification, SseType, StreamSpecification, StreamViewType,
    TableClass as SdkClass, Tag, UpdateGlobalSecondaryIndexAction, WarmThroughput as SdkWarm,
};

use super::incomplete;
use crate::backend::{
    BillingMode, CapacityMode, CreateTable, Encryption, EncryptionKind, IndexCapacity, IndexDefinition, IndexUpdate,
    KeyAttribute, OnDemandThroughput, Projection, StreamUpdate, StreamView, TableClass, Throughput, UpdateTable,
    WarmThroughput,
};
use crate::error::{Error, ErrorKind};
use crate::schema::IndexKind;
use crate::value::Type;

pub(super) fn create(request: &CreateTable) -> Result<CreateTableInputBuilder, Error> {
    let units = match request.billing {
        BillingMode::Provisioned { read, write } => Some(Throughput { read, write }),
        _ => None,
    };
    let mut local = Vec::new();
    let mut global = Vec::new();
    for index in &request.indexes {
        match index.kind {
            IndexKind::Local => local.push(local_index(index)?),
            IndexKind::Global => {
                let mut capacity = request.index_capacity.get(&index.name).copied().unwrap_or_default();
                capacity.provisioned = capacity.provisioned.or(units);
                global.push(global_index(index, &capacity)?);
            }
        }
    }
    let of_table = std::iter::once(&request.hash).chain(&request.range);
    let of_indexes = request.indexes.iter().flat_map(|index| index.hash.iter().chain(&index.range));
    let tags: Vec<Tag> = request.tags.iter().map(tag).collect::<Result<_, _>>()?;
    Ok(CreateTableInput::builder()
        .table_name(&*request.table)
        .set_key_schema(Some(key_schema(std::slice::from_ref(&request.hash), request.range.as_slice())?))
        .set_attribute_definitions(Some(definitions(&request.table, of_table.chain(of_indexes))?))
        // DynamoDB refuses empty lists of indexes.
        .set_local_secondary_indexes(Some(local).filter(|indexes| !indexes.is_empty()))
        .set_global_secondary_indexes(Some(global).filter(|indexes| !indexes.is_empty()))
        .billing_mode(match units {
            None => SdkBillingMode::PayPerRequest,
            Some(_) => SdkBillingMode::Provisioned,
        })
        .set_provisioned_throughput(throughput(units)?)
        .set_on_demand_throughput(request.on_demand.map(on_demand))
        .set_warm_throughput(request.warm.map(warm))
        .set_stream_specification(request.stream.map(StreamUpdate::Enable).map(stream).transpose()?)
        .set_sse_specification(request.encryption.as_ref().map(encryption))
        .set_table_class(request.class.map(class))
        .set_tags(Some(tags).filter(|tags| !tags.is_empty()))
        .set_resource_policy(request.policy.as_deref().map(str::to_owned))
        .set_deletion_protection_enabled(request.deletion_protection.then_some(true)))
}

pub(super) fn update(request: &UpdateTable) -> Result<UpdateTableInputBuilder, Error> {
    let created = request.indexes.iter().filter_map(|update| match update {
        IndexUpdate::Create(index, _) => Some(index.hash.iter().chain(&index.range)),
        _ => None,
    });
    let definitions = definitions(&request.table, created.flatten())?;
    let indexes: Vec<_> = request.indexes.iter().map(index_update).collect::<Result<_, _>>()?;
    Ok(UpdateTableInput::builder()
        .table_name(&*request.table)
        .set_attribute_definitions(Some(definitions).filter(|definitions| !definitions.is_empty()))
        .set_global_secondary_index_updates(Some(indexes).filter(|indexes| !indexes.is_empty()))
        .set_billing_mode(request.capacity_mode.map(|mode| match mode {
            CapacityMode::PayPerRequest => SdkBillingMode::PayPerRequest,
            CapacityMode::Provisioned => SdkBillingMode::Provisioned,
        }))
        .set_provisioned_throughput(throughput(request.provisioned)?)
        .set_on_demand_throughput(request.on_demand.map(on_demand))
        .set_warm_throughput(request.warm.map(warm))
        .set_stream_specification(request.stream.map(stream).transpose()?)
        .set_sse_specification(request.encryption.as_ref().map(encryption))
        .set_table_class(request.class.map(class))
        .set_deletion_protection_enabled(request.deletion_protection))
}

fn index_update(update: &IndexUpdate) -> Result<GlobalSecondaryIndexUpdate, Error> {
    let builder = GlobalSecondaryIndexUpdate::builder();
    Ok(match update {
        IndexUpdate::Create(index, capacity) => {
            let action = CreateGlobalSecondaryIndexAction::builder()
                .index_name(&*index.name)
                .set_key_schema(Some(key_schema(&index.hash, &index.range)?))
                .projection(projection(&index.projection))
                .set_provisioned_throughput(throughput(capacity.provisioned)?)
                .set_on_demand_throughput(capacity.on_demand.map(on_demand))
                .set_warm_throughput(capacity.warm.map(warm));
            builder.create(action.build().map_err(incomplete)?)
        }
        IndexUpdate::Update(name, capacity) => {
            let action = UpdateGlobalSecondaryIndexAction::builder()
                .index_name(&**name)
                .set_provisioned_throughput(throughput(capacity.provisioned)?)
                .set_on_demand_throughput(capacity.on_demand.map(on_demand))
                .set_warm_throughput(capacity.warm.map(warm));
            builder.update(action.build().map_err(incomplete)?)
        }
        IndexUpdate::Delete(name) => {
            let action = DeleteGlobalSecondaryIndexAction::builder().index_name(&**name);
            builder.delete(action.build().map_err(incomplete)?)
        }
    }
    .build())
}

/// Returns every key attribute once.
fn definitions<'k>(
    table: &str,
    attributes: impl Iterator<Item = &'k KeyAttribute>,
) -> Result<Vec<AttributeDefinition>, Error> {
    let mut order: Vec<&KeyAttribute> = Vec::new();
    let mut known: HashMap<&str, Type> = HashMap::new();
    for attribute in attributes {
        match known.insert(&attribute.name, attribute.kind) {
            None => order.push(attribute),
            Some(kind) if kind == attribute.kind => {}
            Some(kind) => {
                return Err(Error::new(
                    ErrorKind::InvalidRequest,
                    format!(
                        "key attribute `{}` of table `{table}` is declared both as {kind} and as {}",
                        attribute.name, attribute.kind
                    ),
                ));
            }
        }
    }
    order.into_iter().map(definition).collect()
}

fn definition(attribute: &KeyAttribute) -> Result<AttributeDefinition, Error> {
    let kind = match attribute.kind {
        Type::S => ScalarAttributeType::S,
        Type::N => ScalarAttributeType::N,
        Type::B => ScalarAttributeType::B,
        other => {
            return Err(Error::new(
                ErrorKind::InvalidRequest,
                format!("key attribute `{}` has type {other}; keys are S, N or B", attribute.name),
            ));
        }
    };
    let definition = AttributeDefinition::builder().attribute_name(&*attribute.name).attribute_type(kind);
    definition.build().map_err(incomplete)
}

fn key_schema(hash: &[KeyAttribute], range: &[KeyAttribute]) -> Result<Vec<KeySchemaElement>, Error> {
    let hash = hash.iter().map(|attribute| (attribute, KeyType::Hash));
    let range = range.iter().map(|attribute| (attribute, KeyType::Range));
    hash.chain(range)
        .map(|(attribute, role)| KeySchemaElement::builder().attribute_name(&*attribute.name).key_type(role).build())
        .collect::<Result<_, _>>()
        .map_err(incomplete)
}

fn global_index(index: &IndexDefinition, capacity: &IndexCapacity) -> Result<GlobalSecondaryIndex, Error> {
    GlobalSecondaryIndex::builder()
        .index_name(&*index.name)
        .set_key_schema(Some(key_schema(&index.hash, &index.range)?))
        .projection(projection(&index.projection))
        .set_provisioned_throughput(throughput(capacity.provisioned)?)
        .set_on_demand_throughput(capacity.on_demand.map(on_demand))
        .set_warm_throughput(capacity.warm.map(warm))
        .build()
        .map_err(incomplete)
}

fn local_index(index: &IndexDefinition) -> Result<LocalSecondaryIndex, Error> {
    LocalSecondaryIndex::builder()
        .index_name(&*index.name)
        .set_key_schema(Some(key_schema(&index.hash, &index.range)?))
        .projection(projection(&index.projection))
        .build()
        .map_err(incomplete)
}

fn projection(projection: &Projection) -> SdkProjection {
    let (kind, included) = match projection {
        Projection::All => (ProjectionType::All, None),
        Projection::KeysOnly => (ProjectionType::KeysOnly, None),
        Projection::Include(names) => {
            (ProjectionType::Include, Some(names.iter().map(|name| name.clone().into_owned()).collect()))
        }
    };
    SdkProjection::builder().projection_type(kind).set_non_key_attributes(included).build()
}

fn throughput(units: Option<Throughput>) -> Result<Option<ProvisionedThroughput>, Error> {
    let Some(Throughput { read, write }) = units else { return Ok(None) };
    let throughput =
        ProvisionedThroughput::builder().read_capacity_units(signed(read)).write_capacity_units(signed(write));
    throughput.build().map(Some).map_err(incomplete)
}

fn on_demand(limits: OnDemandThroughput) -> SdkOnDemand {
    SdkOnDemand::builder().set_max_read_request_units(limits.read).set_max_write_request_units(limits.write).build()
}

fn warm(warm: WarmThroughput) -> SdkWarm {
    SdkWarm::builder()
        .set_read_units_per_second(warm.read.map(signed))
        .set_write_units_per_second(warm.write.map(signed))
        .build()
}

/// Converts to DynamoDB's numbers, which are far below the bound; it refuses what lies beyond.
fn signed(units: u64) -> i64 {
    i64::try_from(units).unwrap_or(i64::MAX)
}

fn stream(update: StreamUpdate) -> Result<StreamSpecification, Error> {
    let view = match update {
        StreamUpdate::Disable => None,
        StreamUpdate::Enable(StreamView::KeysOnly) => Some(StreamViewType::KeysOnly),
        StreamUpdate::Enable(StreamView::NewImage) => Some(StreamViewType::NewImage),
        StreamUpdate::Enable(StreamView::OldImage) => Some(StreamViewType::OldImage),
        StreamUpdate::Enable(StreamView::NewAndOldImages) => Some(StreamViewType::NewAndOldImages),
    };
    let specification = StreamSpecification::builder().stream_enabled(view.is_some()).set_stream_view_type(view);
    specification.build().map_err(incomplete)
}

fn encryption(encryption: &Encryption) -> SseSpecification {
    SseSpecification::builder()
        .set_enabled(encryption.enabled)
        .set_sse_type(encryption.kind.map(|kind| match kind {
            EncryptionKind::Aes256 => SseType::Aes256,
            EncryptionKind::Kms => SseType::Kms,
        }))
        .set_kms_master_key_id(encryption.key.as_deref().map(str::to_owned))
        .build()
}

fn class(class: TableClass) -> SdkClass {
    match class {
        TableClass::Standard => SdkClass::Standard,
        TableClass::StandardInfrequentAccess => SdkClass::StandardInfrequentAccess,
    }
}

pub(super) fn tag((key, value): (&String, &String)) -> Result<Tag, Error> {
    Tag::builder().key(key).value(value).build().map_err(incomplete)
}
