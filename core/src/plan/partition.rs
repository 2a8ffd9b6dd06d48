//! The deletion of everything that an access pattern's partition holds.

use std::sync::Arc;

use super::intake::Sink;
use super::query::Ready;
use super::store::StoreInner;
use super::{batch_write, item};
use crate::backend::BatchWrite;
use crate::error::Error;
use crate::schema::{EntitySchema, LayoutSchema};
use crate::value::Item;

/// Why a deletion stopped, and how far it came.
pub(crate) struct Stopped {
    pub(crate) error: Error,
    pub(crate) deleted: u64,
    /// Keys that were read and are not known to be deleted.
    pub(crate) left: Vec<Item>,
}

/// Primary keys of items of any kind.
struct PrimaryKeys {
    layout: &'static LayoutSchema,
    keys: Vec<Item>,
}

impl Sink for PrimaryKeys {
    fn row(&mut self, item: &Item) -> Result<bool, Error> {
        self.keys.push(item::key_of(self.layout, item));
        Ok(true)
    }
}

/// Deletes what a read reaches, page after page, and returns how many items that were.
pub(crate) async fn delete_all(
    mut ready: Ready,
    store: Arc<StoreInner>,
    entity: &'static EntitySchema,
) -> Result<u64, Stopped> {
    let mut deleted = 0;
    let mut batch = batch_write::Plan::new(store);
    while !ready.reader.is_exhausted() {
        let mut page = PrimaryKeys { layout: entity.layout, keys: Vec::new() };
        let mut result = ready.reader.fetch(&mut page).await.map(|_| ());
        if result.is_ok() {
            page.keys.into_iter().for_each(|key| batch.delete(entity, Ok(key)));
            result = batch.send().await;
        }
        deleted += batch.written.len() as u64;
        batch.written.clear();
        if let Err(error) = result {
            let left = batch.left.into_iter().map(|write| match write.write {
                BatchWrite::Put(item) | BatchWrite::Delete(item) => item,
            });
            return Err(Stopped { error, deleted, left: left.collect() });
        }
    }
    Ok(deleted)
}
