//! Expressions against the keys of the table.

use monotable::Error;
use monotable::expression::{Condition, Path, Update};

use crate::error;
use crate::schema::KeySchema;

/// Checks that an update changes no key attribute of the table, not even to what it is.
pub(crate) fn check_update_keys(keys: &KeySchema, update: &Update) -> Result<(), Error> {
    let mut changed: Option<&str> = None;
    update.targets(&mut |path| {
        if changed.is_none() {
            changed = keys.attributes().map(|key| &*key.name).find(|key| *key == path.head);
        }
    });
    changed.map_or(Ok(()), |name| Err(error::key_update(name)))
}

/// Checks that no path leads into a key attribute, of the table or of the index that is read: those are scalars.
pub(crate) fn check_paths_into_keys(table: &KeySchema, index: Option<&KeySchema>, paths: &[Path]) -> Result<(), Error> {
    paths.iter().try_for_each(|path| check_path_into_key(table, index, path))
}

/// The same for the paths of a filter.
pub(crate) fn check_filter_into_keys(
    table: &KeySchema,
    index: Option<&KeySchema>,
    filter: &Condition,
) -> Result<(), Error> {
    let mut outcome = Ok(());
    filter.paths(&mut |path| {
        if outcome.is_ok() {
            outcome = check_path_into_key(table, index, path);
        }
    });
    outcome
}

fn check_path_into_key(table: &KeySchema, index: Option<&KeySchema>, path: &Path) -> Result<(), Error> {
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
