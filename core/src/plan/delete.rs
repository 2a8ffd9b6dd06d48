//! The deletion of an item.

use std::sync::Arc;

use super::asked::Asked;
use super::item;
use super::store::StoreInner;
use crate::backend::{DeleteItem, DeleteItemOutput};
use crate::error::Error;
use crate::expr::Condition;
use crate::schema::EntitySchema;

pub(crate) struct Plan {
    pub(crate) store: Arc<StoreInner>,
    pub(crate) request: Result<DeleteItem, Error>,
    pub(crate) entity: &'static EntitySchema,
}

impl Plan {
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

    pub(crate) async fn run(self) -> Result<DeleteItemOutput, Error> {
        let request = self.request?;
        let (store, entity) = (&self.store, self.entity);
        let result = store.write("DeleteItem", entity, &request, |backend, request| backend.delete_item(request)).await;
        result.map_err(|error| Asked::default().explain(item::about(error, self.entity, &request.key)))
    }
}
