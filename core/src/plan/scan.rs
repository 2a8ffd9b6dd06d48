//! The read of a whole table.

use std::sync::Arc;

use super::intake::{Decode, Strict};
use super::read::{PageReader, Request, Target};
use super::store::StoreInner;
use crate::backend;
use crate::error::Error;

pub(crate) struct Plan {
    pub(crate) reader: PageReader,
    pub(crate) error: Option<Error>,
}

impl Plan {
    pub(crate) fn new(store: Arc<StoreInner>, entity: Option<&'static crate::schema::EntitySchema>) -> Self {
        let request = Request::Scan(backend::Scan::new(Arc::clone(&store.table)));
        let target = Target { entity, by: entity.map(|entity| (entity, 0)), index: None, shared: entity.is_some() };
        Self { reader: PageReader::new(store, request, target), error: None }
    }

    pub(crate) fn change(&mut self, change: impl FnOnce(&mut backend::Scan)) {
        if let Request::Scan(scan) = &mut self.reader.request {
            change(scan);
        }
    }

    pub(crate) async fn all<R: Send>(mut self, decode: Decode<R>) -> Result<Vec<R>, Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let mut sink = Strict::new(decode);
        self.reader.all(&mut sink).await?;
        Ok(sink.results)
    }

    pub(crate) fn request(self) -> Result<backend::Scan, Error> {
        match (self.error, self.reader.into_request()) {
            (Some(error), _) => Err(error),
            (None, Request::Scan(scan)) => Ok(scan),
            (None, Request::Query(query)) => Ok(backend::Scan::new(query.table)),
        }
    }
}
