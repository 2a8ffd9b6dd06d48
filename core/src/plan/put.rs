//! The write of a whole item.

use std::sync::Arc;

use super::asked::Asked;
use super::condition::{version_is, version_is_still};
use super::item;
use super::store::StoreInner;
use crate::backend::{PutItem, PutItemOutput};
use crate::error::Error;
use crate::expr::{Condition, Path};
use crate::schema::EntitySchema;
use crate::value::Item;

pub(crate) struct Plan {
    pub(crate) store: Arc<StoreInner>,
    pub(crate) request: Result<PutItem, Error>,
    /// The condition of the optimistic lock.
    lock: Option<Condition>,
    pub(crate) entity: &'static EntitySchema,
    pub(crate) version: u64,
    pub(crate) asked: Asked,
}

impl Plan {
    pub(crate) fn new(
        store: Arc<StoreInner>,
        entity: &'static EntitySchema,
        item: Result<Item, Error>,
        version: u64,
    ) -> Self {
        let request = item.map(|item| PutItem::new(Arc::clone(&store.table), item));
        let lock = entity.version.map(|attribute| version_is(version - 1, attribute, entity));
        let loaded = version - 1;
        let asked =
            Asked { missing: lock.is_some() && loaded == 0, version: lock.is_some().then_some((entity, loaded)) };
        Self { store, request, lock, entity, version, asked }
    }

    /// Asks for an item that is there. With a lock of version 0 it is one from before the lock.
    pub(crate) fn replace(&mut self) {
        self.asked.missing = false;
        if let Some(attribute) = self.entity.version {
            self.lock = Some(version_is_still(self.version - 1, attribute, self.entity));
        }
        self.also(Ok(Condition::Exists(Path::attribute(self.entity.layout.hash.name))));
    }

    /// Returns the finished request.
    pub(crate) fn finish(self) -> Result<PutItem, Error> {
        let mut request = self.request?;
        if let Some(mut lock) = self.lock.map(Some) {
            request.condition.take().into_iter().for_each(|asked| Condition::narrow(&mut lock, asked));
            request.condition = lock;
            request.return_old_on_failure = true;
        }
        Ok(request)
    }

    pub(crate) fn also(&mut self, condition: Result<Condition, Error>) {
        let Ok(request) = &mut self.request else { return };
        match condition {
            Ok(condition) => {
                Condition::narrow(&mut request.condition, condition);
                request.return_old_on_failure = true;
            }
            Err(error) => self.request = Err(error),
        }
    }

    pub(crate) async fn run(self) -> Result<PutItemOutput, Error> {
        let (store, entity, asked) = (Arc::clone(&self.store), self.entity, self.asked);
        let request = self.finish()?;
        let result = store.write("PutItem", entity, &request, |backend, request| backend.put_item(request)).await;
        result.map_err(|error| asked.explain(item::about(error, entity, &request.item)))
    }
}
