//! CreateTable, DescribeTable, DeleteTable, UpdateTimeToLive.

use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::operation::create_table::CreateTableInput;
use aws_sdk_dynamodb::operation::create_table::builders::CreateTableInputBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode as SdkBillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType,
    LocalSecondaryIndex, Projection as SdkProjection, ProjectionType, ProvisionedThroughput, ScalarAttributeType,
    StreamSpecification, StreamViewType, TableDescription as SdkTable, TableStatus as SdkStatus,
    TimeToLiveSpecification,
};

use super::error::failed;
use crate::backend::{
    BillingMode, CreateTable, DeleteTable, DescribeTable, IndexDefinition, IndexKind, KeyAttribute, Projection,
    StreamView, TableDescription, TableStatus, UpdateTimeToLive,
};
use crate::error::{Error, ErrorKind};
use crate::value::Type;

pub(super) async fn create_table(client: &Client, request: CreateTable) -> Result<TableDescription, Error> {
    let output = create_input(&request)?.send_with(client).await.map_err(failed)?;
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

pub(super) async fn update_time_to_live(client: &Client, request: UpdateTimeToLive) -> Result<(), Error> {
    let specification = TimeToLiveSpecification::builder()
        .attribute_name(&*request.attribute)
        .enabled(request.enabled)
        .build()
        .map_err(incomplete)?;
    let call = client.update_time_to_live().table_name(&*request.table).time_to_live_specification(specification);
    call.send().await.map_err(failed)?;
    Ok(())
}

fn create_input(request: &CreateTable) -> Result<CreateTableInputBuilder, Error> {
    let throughput = throughput(request.billing)?;
    let mut local = Vec::new();
    let mut global = Vec::new();
    for index in &request.indexes {
        match index.kind {
            IndexKind::Local => local.push(local_index(index)?),
            IndexKind::Global => global.push(global_index(index, throughput.clone())?),
        }
    }
    let stream = request.stream.map(stream).transpose()?;
    Ok(CreateTableInput::builder()
        .table_name(&*request.table)
        .set_key_schema(Some(key_schema(std::slice::from_ref(&request.hash), request.range.as_slice())?))
        .set_attribute_definitions(Some(definitions(request)?))
        // DynamoDB refuses empty lists of indexes.
        .set_local_secondary_indexes(Some(local).filter(|indexes| !indexes.is_empty()))
        .set_global_secondary_indexes(Some(global).filter(|indexes| !indexes.is_empty()))
        .billing_mode(match request.billing {
            BillingMode::PayPerRequest => SdkBillingMode::PayPerRequest,
            BillingMode::Provisioned { .. } => SdkBillingMode::Provisioned,
        })
        .set_provisioned_throughput(throughput)
        .set_stream_specification(stream)
        .set_deletion_protection_enabled(request.deletion_protection.then_some(true)))
}

/// Every key attribute of the table and its indexes, once.
fn definitions(request: &CreateTable) -> Result<Vec<AttributeDefinition>, Error> {
    let mut known: Vec<&KeyAttribute> = Vec::new();
    let of_table = std::iter::once(&request.hash).chain(&request.range);
    let of_indexes = request.indexes.iter().flat_map(|index| index.hash.iter().chain(&index.range));
    for attribute in of_table.chain(of_indexes) {
        match known.iter().find(|other| other.name == attribute.name) {
            None => known.push(attribute),
            Some(other) if other.kind == attribute.kind => {}
            Some(other) => {
                return Err(Error::new(
                    ErrorKind::InvalidRequest,
                    format!(
                        "key attribute `{}` of table `{}` is declared both as {} and as {}",
                        attribute.name, request.table, other.kind, attribute.kind
                    ),
                ));
            }
        }
    }
    known.into_iter().map(definition).collect()
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

fn global_index(
    index: &IndexDefinition,
    throughput: Option<ProvisionedThroughput>,
) -> Result<GlobalSecondaryIndex, Error> {
    GlobalSecondaryIndex::builder()
        .index_name(&*index.name)
        .set_key_schema(Some(key_schema(&index.hash, &index.range)?))
        .projection(projection(&index.projection))
        .set_provisioned_throughput(throughput)
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

fn throughput(billing: BillingMode) -> Result<Option<ProvisionedThroughput>, Error> {
    let BillingMode::Provisioned { read, write } = billing else { return Ok(None) };
    let units = |units: u64| i64::try_from(units).unwrap_or(i64::MAX);
    let throughput =
        ProvisionedThroughput::builder().read_capacity_units(units(read)).write_capacity_units(units(write));
    throughput.build().map(Some).map_err(incomplete)
}

fn stream(view: StreamView) -> Result<StreamSpecification, Error> {
    let view = match view {
        StreamView::KeysOnly => StreamViewType::KeysOnly,
        StreamView::NewImage => StreamViewType::NewImage,
        StreamView::OldImage => StreamViewType::OldImage,
        StreamView::NewAndOldImages => StreamViewType::NewAndOldImages,
    };
    StreamSpecification::builder().stream_enabled(true).stream_view_type(view).build().map_err(incomplete)
}

fn incomplete(error: BuildError) -> Error {
    Error::new(ErrorKind::InvalidRequest, "the AWS SDK found the request incomplete").with_source(error)
}

fn described(table: Option<SdkTable>) -> Result<TableDescription, Error> {
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
    let count = |number: Option<i64>| number.and_then(|number| u64::try_from(number).ok()).unwrap_or_default();
    Ok(TableDescription {
        table: Arc::from(table.table_name().ok_or_else(|| malformed("without the table's name"))?),
        status: table.table_status().map_or(TableStatus::Other, status),
        hash: hash.pop(),
        range: range.pop(),
        indexes,
        item_count: count(table.item_count()),
        size_bytes: count(table.table_size_bytes()),
        stream: table.stream_specification().filter(|stream| stream.stream_enabled()).and_then(stream_view),
        stream_arn: table.latest_stream_arn().map(Arc::from),
        stream_label: table.latest_stream_label().map(Arc::from),
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
    /// Partition key and sort key.
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

fn malformed(how: &str) -> Error {
    Error::new(ErrorKind::Service, format!("DynamoDB described a table {how}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(name: &'static str, kind: Type) -> KeyAttribute {
        KeyAttribute { name: name.into(), kind }
    }

    fn multi_attribute_index() -> IndexDefinition {
        IndexDefinition {
            name: "by-status".into(),
            kind: IndexKind::Global,
            hash: vec![attribute("status", Type::S), attribute("region", Type::S)],
            range: vec![attribute("placed_at", Type::N), attribute("SK", Type::S)],
            projection: Projection::Include(vec!["total".into()]),
        }
    }

    fn request() -> CreateTable {
        let mut request = CreateTable::new("shop".into(), attribute("PK", Type::S), Some(attribute("SK", Type::S)));
        request.indexes.push(multi_attribute_index());
        request
    }

    #[test]
    fn every_key_attribute_is_defined_once() {
        let input = create_input(&request()).unwrap().build().unwrap();

        let defined: Vec<_> = input
            .attribute_definitions()
            .iter()
            .map(|definition| (definition.attribute_name(), definition.attribute_type().as_str()))
            .collect();
        assert_eq!(defined, [("PK", "S"), ("SK", "S"), ("status", "S"), ("region", "S"), ("placed_at", "N")]);
    }

    #[test]
    fn multi_attribute_keys_keep_their_order_and_roles() {
        let input = create_input(&request()).unwrap().build().unwrap();

        let index = &input.global_secondary_indexes()[0];
        let keys: Vec<_> =
            index.key_schema().iter().map(|key| (key.attribute_name(), key.key_type().as_str())).collect();
        assert_eq!(keys, [("status", "HASH"), ("region", "HASH"), ("placed_at", "RANGE"), ("SK", "RANGE")]);
        assert_eq!(index.projection().unwrap().non_key_attributes(), ["total"]);
        assert!(input.local_secondary_indexes.is_none());
    }

    #[test]
    fn provisioned_capacity_holds_for_table_and_global_indexes() {
        let mut request = request();
        request.billing = BillingMode::Provisioned { read: 5, write: 7 };

        let input = create_input(&request).unwrap().build().unwrap();

        let table = input.provisioned_throughput().unwrap();
        assert_eq!((table.read_capacity_units(), table.write_capacity_units()), (5, 7));
        assert_eq!(input.global_secondary_indexes()[0].provisioned_throughput(), Some(table));
        assert_eq!(input.billing_mode(), Some(&SdkBillingMode::Provisioned));
    }

    #[test]
    fn streams_and_protection_are_sent_where_asked_for() {
        let mut request = request();
        request.stream = Some(StreamView::NewAndOldImages);
        request.deletion_protection = true;

        let input = create_input(&request).unwrap().build().unwrap();

        let stream = input.stream_specification().unwrap();
        assert_eq!(stream.stream_view_type(), Some(&StreamViewType::NewAndOldImages));
        assert_eq!(input.deletion_protection_enabled(), Some(true));
    }

    #[test]
    fn an_attribute_of_two_types_is_refused_by_name() {
        let mut request = request();
        request.indexes[0].range[0].name = "PK".into();

        let error = create_input(&request).unwrap_err();

        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.to_string(), "key attribute `PK` of table `shop` is declared both as S and as N");
    }

    #[test]
    fn a_description_gives_back_what_was_created() {
        let input = create_input(&request()).unwrap().build().unwrap();
        let index = aws_sdk_dynamodb::types::GlobalSecondaryIndexDescription::builder()
            .index_name("by-status")
            .set_key_schema(Some(input.global_secondary_indexes()[0].key_schema().to_vec()))
            .set_projection(input.global_secondary_indexes()[0].projection().cloned())
            .build();
        let table = SdkTable::builder()
            .table_name("shop")
            .table_status(SdkStatus::Active)
            .set_key_schema(input.key_schema)
            .set_attribute_definitions(input.attribute_definitions)
            .global_secondary_indexes(index)
            .item_count(3)
            .build();

        let description = described(Some(table)).unwrap();

        assert_eq!(description.status, TableStatus::Active);
        assert_eq!(description.hash, Some(attribute("PK", Type::S)));
        assert_eq!(description.range, Some(attribute("SK", Type::S)));
        assert_eq!(description.indexes, [multi_attribute_index()]);
        assert_eq!(description.item_count, 3);
    }

    #[test]
    fn a_table_that_is_deleted_is_described_without_keys() {
        let table = SdkTable::builder().table_name("shop").table_status(SdkStatus::Deleting).build();

        let description = described(Some(table)).unwrap();

        assert_eq!(description.status, TableStatus::Deleting);
        assert_eq!(description.hash, None);
    }

    #[test]
    fn descriptions_that_lack_a_part_are_errors() {
        let key = KeySchemaElement::builder().attribute_name("PK").key_type(KeyType::Hash).build().unwrap();
        let untyped = SdkTable::builder().table_name("shop").key_schema(key).build();

        for table in [None, Some(SdkTable::builder().build()), Some(untyped)] {
            assert_eq!(described(table).unwrap_err().kind(), ErrorKind::Service);
        }
    }
}
