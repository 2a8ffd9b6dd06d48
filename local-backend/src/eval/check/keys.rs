//! Expressions against the keys of the table and of its indexes.

use monotable::Error;
use monotable::expression::{Condition, Path, Update};

use super::update::for_each_operand_path;
use crate::error;
use crate::schema::{KeySchema, TableSchema};

/// Checks that an update changes no key attribute of the table, not even to what it is, and leads into none of an index.
pub(crate) fn check_update_keys(schema: &TableSchema, update: &Update) -> Result<(), Error> {
    let mut changed: Option<&str> = None;
    let mut plain = true;
    update.targets(&mut |path| {
        plain &= path.is_attribute();
        if changed.is_none() {
            changed = schema.keys.attributes().map(|key| &*key.name).find(|key| *key == path.head);
        }
    });
    if let Some(name) = changed {
        return Err(error::key_update(name));
    }
    let mut outcome = Ok(());
    let mut check = |path: &Path| {
        if outcome.is_ok() {
            outcome = check_path_into_key(schema, path);
        }
    };
    if !plain {
        update.targets(&mut check);
    }
    for_each_operand_path(update, &mut check);
    outcome
}

/// Checks that the condition of a write leads into no key attribute.
pub(crate) fn check_condition_into_keys(schema: &TableSchema, condition: &Condition) -> Result<(), Error> {
    let mut outcome = Ok(());
    condition.paths(&mut |path| {
        if outcome.is_ok() {
            outcome = check_path_into_key(schema, path);
        }
    });
    outcome
}

/// Checks that no path leads into a key attribute, of the table or of the index that is read: those are scalars.
pub(crate) fn check_paths_into_keys(table: &KeySchema, index: Option<&KeySchema>, paths: &[Path]) -> Result<(), Error> {
    paths.iter().try_for_each(|path| check_path_into_read_key(table, index, path))
}

/// Checks the same for the paths of a filter, but for those into keys that the filter cannot name at all.
pub(crate) fn check_filter_into_keys(
    table: &KeySchema,
    index: Option<&KeySchema>,
    unnamed: Option<&KeySchema>,
    filter: &Condition,
) -> Result<(), Error> {
    let mut outcome = Ok(());
    filter.paths(&mut |path| {
        if outcome.is_ok() && !unnamed.is_some_and(|keys| keys.has(&path.head)) {
            outcome = check_path_into_read_key(table, index, path);
        }
    });
    outcome
}

/// All keys of a table that is written are scalars, those of its indexes too.
fn check_path_into_key(schema: &TableSchema, path: &Path) -> Result<(), Error> {
    check_path_into_read_key(&schema.keys, None, path)?;
    if !path.is_attribute() && schema.index_keys().iter().any(|key| key.attribute.name == path.head) {
        return Err(error::path_into_key("IndexKey", &path.head));
    }
    Ok(())
}

fn check_path_into_read_key(table: &KeySchema, index: Option<&KeySchema>, path: &Path) -> Result<(), Error> {
    if path.is_attribute() {
        Ok(())
    } else if table.has(&path.head) {
        Err(error::path_into_key("Key", &path.head))
    } else if index.is_some_and(|index| index.has(&path.head)) {
        Err(error::path_into_key("IndexKey", &path.head))
    } else {
        Ok(())
    }
}
