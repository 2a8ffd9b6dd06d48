//! The read of a whole table.

use std::sync::Arc;

use super::cursor::{Fingerprint, Position, Scanned};
use super::query::{Binding, Ready};
use super::read::{self, PageReader, Request, Target};
use super::store::StoreInner;
use crate::backend;
use crate::error::Error;
use crate::schema::LayoutSchema;

pub(crate) struct Plan {
    pub(crate) reader: PageReader,
    pub(crate) error: Option<Error>,
    pub(crate) after: Option<Position>,
    kind: Scanned,
    layout: &'static LayoutSchema,
}

impl Plan {
    pub(crate) fn new(store: Arc<StoreInner>, kind: Scanned) -> Self {
        let entity = match kind {
            Scanned::Entity(entity) => Some(entity),
            Scanned::Table(_) => None,
        };
        let layout = store.schema.layout;
        let request = Request::Scan(backend::Scan::new(Arc::clone(&store.table)));
        let target = Target { entity, by: entity.map(|entity| (entity, 0)), index: None, shared: entity.is_some() };
        Self { reader: PageReader::new(store, request, target), error: None, after: None, kind, layout }
    }

    pub(crate) fn change(&mut self, change: impl FnOnce(&mut backend::Scan)) {
        if let Request::Scan(scan) = &mut self.reader.request {
            change(scan);
        }
    }

    pub(crate) fn ready(self) -> Result<Ready, Error> {
        let name = self.kind.name();
        self.prepare().map_err(|error| error.with_entity(name))
    }

    fn prepare(mut self) -> Result<Ready, Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let fingerprint = Fingerprint::of_scan(self.kind);
        let segment = match &self.reader.request {
            Request::Scan(scan) => scan.segment,
            Request::Query(_) => None,
        };
        let binding = Binding {
            held: read::key_names(self.layout, None),
            given: Vec::new(),
            query: read::scan_fingerprint(fingerprint, segment),
            fingerprint,
            other: "the cursor belongs to another segment of the scan",
        };
        if let Some(position) = &self.after {
            let start = binding.start_key(position, &[], self.reader.signer())?;
            self.reader.start_after(start);
        }
        Ok(Ready { reader: self.reader, binding })
    }

    pub(crate) fn request(self) -> Result<backend::Scan, Error> {
        match self.ready()?.reader.into_request() {
            Request::Scan(scan) => Ok(scan),
            Request::Query(query) => Ok(backend::Scan::new(query.table)),
        }
    }
}
