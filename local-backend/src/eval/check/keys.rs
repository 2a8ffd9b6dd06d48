//! Expressions against the keys of the table.

use monotable::Error;
use monotable::expression::{Path, Update};

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
    for path in paths.iter().filter(|path| !path.is_attribute()) {
        if table.has(&path.head) {
            return Err(error::path_into_key("Key", &path.head));
        }
        if index.is_some_and(|index| index.has(&path.head)) {
            return Err(error::path_into_key("IndexKey", &path.head));
        }
    }
    Ok(())
}
