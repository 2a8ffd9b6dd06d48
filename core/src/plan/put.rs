//! The write of a whole item.

use std::sync::Arc;

use super::condition::version_is;
use super::item;
use super::store::StoreInner;
use crate::backend::{PutItem, PutItemOutput};
use crate::error::Error;
use crate::expr::Condition;
use crate::schema::EntitySchema;
use crate::value::Item;

pub(crate) struct Plan {
    pub(crate) store: Arc<StoreInner>,
    pub(crate) request: Result<PutItem, Error>,
    pub(crate) entity: &'static EntitySchema,
    pub(crate) version: u64,
}

impl Plan {
    pub(crate) fn new(
        store: Arc<StoreInner>,
        entity: &'static EntitySchema,
        item: Result<Item, Error>,
        version: u64,
    ) -> Self {
        let request = item.map(|item| {
            let mut request = PutItem::new(Arc::clone(&store.table), item);
            if let Some(attribute) = entity.version {
                request.condition = Some(version_is(attribute, version - 1, entity));
                request.return_old_on_failure = true;
            }
            request
        });
        Self { store, request, entity, version }
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
        let request = self.request?;
        let item = request.item.clone();
        let (store, entity) = (&self.store, self.entity);
        let result = store.write("PutItem", entity, request, |backend, request| backend.put_item(request)).await;
        result.map_err(|error| item::about(error, self.entity, &item))
    }
}
