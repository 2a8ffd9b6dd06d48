//! What the inputs and outputs of several operations have in common.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::RequestId;
use aws_sdk_dynamodb::types::{
    Capacity, ConsumedCapacity as SdkConsumedCapacity, ReturnConsumedCapacity, ReturnValue,
    ReturnValuesOnConditionCheckFailure,
};

use super::error::unreadable;
use super::items::{SdkItem, item_from_sdk, value_to_sdk};
use crate::backend::{ConsumedCapacity, ResponseMeta, ReturnConsumed, ReturnValues};
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

/// DynamoDB's numbers are signed and far below the bounds; what lies beyond them it refuses all the same.
pub(super) fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

pub(super) fn meta(output: &impl RequestId, consumed: Option<&SdkConsumedCapacity>) -> ResponseMeta {
    ResponseMeta { consumed: consumed.map(capacity), request_id: output.request_id().map(str::to_owned) }
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

/// An item of a response. It may be empty: that is an item without any of the attributes asked for.
pub(super) fn item(map: Option<&SdkItem>) -> Result<Option<Item>, Error> {
    map.map(item_from_sdk).transpose().map_err(unreadable)
}

/// A key, or the attributes that a write gives back; where there are none, some servers send an empty map.
pub(super) fn attributes(map: Option<&SdkItem>) -> Result<Option<Item>, Error> {
    item(map.filter(|attributes| !attributes.is_empty()))
}
