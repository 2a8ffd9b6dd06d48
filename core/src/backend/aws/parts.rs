//! Common parts of the inputs and outputs of several operations.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use aws_sdk_dynamodb::operation::RequestId;
use aws_sdk_dynamodb::types::{
    Capacity, ConsumedCapacity as SdkConsumedCapacity, ItemCollectionMetrics as SdkCollection, ReturnConsumedCapacity,
    ReturnItemCollectionMetrics, ReturnValue, ReturnValuesOnConditionCheckFailure,
};

use super::error::unreadable;
use super::items::{SdkItem, item_from_sdk, value_to_sdk};
use crate::backend::{
    BatchMeta, ConsumedCapacity, ItemCollectionMetrics, Payload, ResponseMeta, ReturnConsumed, ReturnValues,
};
use crate::error::Error;
use crate::expr::Renderer;
use crate::value::Item;

/// ExpressionAttributeNames and ExpressionAttributeValues; DynamoDB refuses them where they are present and empty.
pub(super) struct Placeholders {
    pub(super) names: Option<HashMap<String, String>>,
    pub(super) values: Option<SdkItem>,
}

impl Placeholders {
    pub(super) fn of(renderer: Renderer<'_>) -> Self {
        let rendered = renderer.finish();
        let names: HashMap<_, _> = rendered.names().map(|(placeholder, name)| (placeholder, name.to_owned())).collect();
        let values: SdkItem =
            rendered.values().map(|(placeholder, value)| (placeholder, value_to_sdk(value))).collect();
        Self { names: Some(names).filter(|names| !names.is_empty()), values: Some(values).filter(|v| !v.is_empty()) }
    }
}

pub(super) fn return_values(wanted: ReturnValues) -> Option<ReturnValue> {
    match wanted {
        ReturnValues::None => None,
        ReturnValues::AllOld => Some(ReturnValue::AllOld),
        ReturnValues::UpdatedOld => Some(ReturnValue::UpdatedOld),
        ReturnValues::AllNew => Some(ReturnValue::AllNew),
        ReturnValues::UpdatedNew => Some(ReturnValue::UpdatedNew),
    }
}

pub(super) fn return_old(wanted: bool) -> Option<ReturnValuesOnConditionCheckFailure> {
    wanted.then_some(ReturnValuesOnConditionCheckFailure::AllOld)
}

pub(super) fn return_consumed(wanted: ReturnConsumed) -> Option<ReturnConsumedCapacity> {
    match wanted {
        ReturnConsumed::None => None,
        ReturnConsumed::Total => Some(ReturnConsumedCapacity::Total),
        ReturnConsumed::Indexes => Some(ReturnConsumedCapacity::Indexes),
    }
}

pub(super) fn return_collections(wanted: bool) -> Option<ReturnItemCollectionMetrics> {
    wanted.then_some(ReturnItemCollectionMetrics::Size)
}

/// Converts to DynamoDB's numbers, which are signed and far below the bounds; it refuses what lies beyond.
pub(super) fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

pub(super) fn meta(output: &impl RequestId, consumed: Option<&SdkConsumedCapacity>) -> ResponseMeta {
    ResponseMeta { consumed: consumed.map(capacity), request_id: output.request_id().map(str::to_owned) }
}

/// Returns what operations on several tables carry; some servers list a table more than once.
pub(super) fn batch_meta(output: &impl RequestId, consumed: &[SdkConsumedCapacity]) -> BatchMeta {
    let mut tables: BTreeMap<Arc<str>, ConsumedCapacity> = BTreeMap::new();
    for consumed in consumed {
        let table = consumed.table_name().unwrap_or_default();
        tables.entry(table.into()).or_default().add(&capacity(consumed));
    }
    BatchMeta { consumed: tables, request_id: output.request_id().map(str::to_owned) }
}

/// Returns the item collections that writes touched.
pub(super) fn collections(
    tables: Option<&HashMap<String, Vec<SdkCollection>>>,
) -> Result<BTreeMap<Arc<str>, Vec<ItemCollectionMetrics>>, Error> {
    let mut collections = BTreeMap::new();
    for (table, touched) in tables.into_iter().flatten() {
        let known: Result<_, _> = touched.iter().filter_map(|touched| collection(Some(touched)).transpose()).collect();
        collections.insert(table.as_str().into(), known?);
    }
    Ok(collections)
}

/// Returns the item collection that a write touched.
pub(super) fn collection(touched: Option<&SdkCollection>) -> Result<Option<ItemCollectionMetrics>, Error> {
    let Some(touched) = touched else { return Ok(None) };
    let size = touched.size_estimate_range_gb();
    let bound = |position: usize| size.get(position).copied().unwrap_or_default();
    let key = attributes(touched.item_collection_key())?;
    Ok(key.map(|key| ItemCollectionMetrics::new(key, (bound(0), bound(1)))))
}

/// Returns the items of a page or of a table.
pub(super) fn payload(items: &[SdkItem]) -> Result<Payload, Error> {
    let items: Result<_, _> = items.iter().map(item_from_sdk).collect();
    Ok(Payload::rows(items.map_err(unreadable)?))
}

fn capacity(consumed: &SdkConsumedCapacity) -> ConsumedCapacity {
    let units = |share: &Capacity| share.capacity_units.unwrap_or_default();
    let shares = |indexes: Option<&HashMap<String, Capacity>>| {
        indexes.into_iter().flatten().map(|(name, share)| (name.clone(), units(share))).collect()
    };
    ConsumedCapacity {
        units: consumed.capacity_units.unwrap_or_default(),
        read_units: consumed.read_capacity_units,
        write_units: consumed.write_capacity_units,
        table: consumed.table.as_ref().map(units),
        global_indexes: shares(consumed.global_secondary_indexes()),
        local_indexes: shares(consumed.local_secondary_indexes()),
    }
}

/// Returns an item of a response. It may be empty: that is an item without any of the attributes asked for.
pub(super) fn item(map: Option<&SdkItem>) -> Result<Option<Item>, Error> {
    map.map(item_from_sdk).transpose().map_err(unreadable)
}

/// Returns a key, or the attributes that a write gives back; where there are none, some servers send an empty map.
pub(super) fn attributes(map: Option<&SdkItem>) -> Result<Option<Item>, Error> {
    item(map.filter(|attributes| !attributes.is_empty()))
}
