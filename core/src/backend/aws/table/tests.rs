//! Definitions as they are sent, descriptions as they are read.

use aws_sdk_dynamodb::types::{
    BillingMode as SdkBillingMode, KeySchemaElement, KeyType, StreamViewType, TableDescription as SdkTable,
    TableStatus as SdkStatus,
};

use super::description::described;
use super::input::create;
use crate::backend::{BillingMode, CreateTable, IndexDefinition, KeyAttribute, Projection, StreamView, TableStatus};
use crate::error::ErrorKind;
use crate::schema::IndexKind;
use crate::value::Type;

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
    let input = create(&request()).unwrap().build().unwrap();

    let defined: Vec<_> = input
        .attribute_definitions()
        .iter()
        .map(|definition| (definition.attribute_name(), definition.attribute_type().as_str()))
        .collect();
    assert_eq!(defined, [("PK", "S"), ("SK", "S"), ("status", "S"), ("region", "S"), ("placed_at", "N")]);
}

#[test]
fn multi_attribute_keys_keep_their_order_and_roles() {
    let input = create(&request()).unwrap().build().unwrap();

    let index = &input.global_secondary_indexes()[0];
    let keys: Vec<_> = index.key_schema().iter().map(|key| (key.attribute_name(), key.key_type().as_str())).collect();
    assert_eq!(keys, [("status", "HASH"), ("region", "HASH"), ("placed_at", "RANGE"), ("SK", "RANGE")]);
    assert_eq!(index.projection().unwrap().non_key_attributes(), ["total"]);
    assert!(input.local_secondary_indexes.is_none());
}

#[test]
fn provisioned_capacity_holds_for_table_and_global_indexes() {
    let mut request = request();
    request.billing = BillingMode::Provisioned { read: 5, write: 7 };

    let input = create(&request).unwrap().build().unwrap();

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

    let input = create(&request).unwrap().build().unwrap();

    let stream = input.stream_specification().unwrap();
    assert_eq!(stream.stream_view_type(), Some(&StreamViewType::NewAndOldImages));
    assert_eq!(input.deletion_protection_enabled(), Some(true));
}

#[test]
fn an_attribute_of_two_types_is_refused_by_name() {
    let mut request = request();
    request.indexes[0].range[0].name = "PK".into();

    let error = create(&request).unwrap_err();

    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.to_string(), "key attribute `PK` of table `shop` is declared both as S and as N");
}

#[test]
fn a_description_gives_back_what_was_created() {
    let input = create(&request()).unwrap().build().unwrap();
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
