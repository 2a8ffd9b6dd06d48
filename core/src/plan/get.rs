//! The read of one item.

use std::sync::Arc;

use super::item;
use super::store::StoreInner;
use crate::backend::{GetItem, ResponseMeta};
use crate::error::Error;
use crate::schema::EntitySchema;
use crate::value::Item;

pub(crate) struct Plan {
    pub(crate) store: Arc<StoreInner>,
    pub(crate) request: Result<GetItem, Error>,
    pub(crate) entity: &'static EntitySchema,
}

impl Plan {
    pub(crate) async fn run(self) -> Result<(Option<Item>, ResponseMeta), Error> {
        let entity = self.entity;
        let request = self.request?;
        let key = request.key.clone();
        let reply = self.store.backend.get_item(request);
        let result = self.store.call("GetItem", Some(entity.name), None, reply).await;
        let output = result.map_err(|error| item::about(error, entity, &key))?;
        Ok((output.item, output.meta))
    }
}
