//! ExclusiveStartKey: where a page goes on.

use monotable::request::control::KeyAttribute;
use monotable::values::ValueRef;
use monotable::{Error, Item};

use super::key_condition::KeyTests;
use crate::error;
use crate::store::{KeyBytes, View};

/// The position that a start key stands for, after its attributes were checked: exactly those of table and index, of the
/// right types. It need not be the key of any item.
pub(super) fn position(view: View<'_>, key: &Item) -> Result<KeyBytes, Error> {
    let table = &view.table.schema.keys;
    let index = view.index_schema();
    let own = index.map(|index| &index.keys).into_iter().flat_map(|keys| keys.attributes());
    let mut count = 0;
    for attribute in table.attributes().chain(own.filter(|attribute| !table.has(&attribute.name))) {
        check(attribute, key)?;
        count += 1;
    }
    if key.len() != count {
        return Err(error::validation(error::START_KEY));
    }
    let position = match index {
        None => view.table.key_of(key),
        Some(index) => view.table.index_key_of(index, key),
    };
    position.ok_or_else(|| error::validation(error::START_KEY))
}

/// Checks that a query can go on after this key: within its partition, and within its condition on the sort key.
pub(super) fn check_within(
    view: View<'_>,
    inside: bool,
    tests: &KeyTests<'_>,
    matches: bool,
    key: &Item,
) -> Result<(), Error> {
    let table = &view.table.schema.keys;
    // In a table without sort key, a whole key is one item at the most, and nothing follows it.
    if view.index.is_none()
        && inside
        && table.range.is_empty()
        && let Some(hash) = table.hash.first()
        && let Some(value) = key.get(&hash.name)
    {
        return Err(error::start_of_one(&hash.name, value));
    }
    // Of a key in another partition as well, DynamoDB looks at the sort key first.
    let sorted = tests.last.is_some() || !tests.equal.is_empty();
    match (matches, inside) {
        (false, _) => Err(error::validation(error::START_PREDICATE)),
        (true, true) => Ok(()),
        (true, false) if sorted => Err(error::validation(error::START_ONE_ROW)),
        (true, false) => Err(error::validation(error::START_OUTSIDE)),
    }
}

fn check(attribute: &KeyAttribute, key: &Item) -> Result<(), Error> {
    match key.get(&attribute.name) {
        Some(ValueRef::S([]) | ValueRef::B([])) => Err(error::empty_key(&attribute.name, attribute.kind)),
        Some(value) if value.kind() == attribute.kind => Ok(()),
        _ => Err(error::validation(error::START_KEY)),
    }
}
