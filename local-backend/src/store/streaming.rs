//! Beginning and ending the stream of a table.

use std::sync::Arc;

use monotable::request::control::StreamView;
use monotable::{Error, Timestamp};

use super::partition::Partition;
use super::slot::Slot;
use super::stream::Stream;
use super::table::Table;
use crate::error;

impl Table {
    /// Begins a stream at one moment for all items. Fails if there is one.
    #[cfg_attr(not(test), allow(dead_code, reason = "for changes of a table's stream"))]
    pub(crate) fn enable_stream(&self, view: StreamView, now: Timestamp) -> Result<(), Error> {
        self.begin_stream(view, now, None)
    }

    /// The same for a table that is created; `before` is the latest stream of another table of its name.
    pub(crate) fn begin_stream(&self, view: StreamView, now: Timestamp, before: Option<&Stream>) -> Result<(), Error> {
        let mut partitions: Vec<_> = self.partitions.iter().map(Slot::write).collect();
        if self.streams.enabled().is_some() {
            return Err(error::stream_enabled(&self.definition.table));
        }
        let latest = self.streams.latest(&self.definition.table, now);
        let stream = Stream::new(
            &self.definition.table,
            &self.schema.keys,
            self.partitions_of_service() as usize,
            view,
            now,
            latest.as_deref().or(before),
        );
        let stream = Arc::new(stream);
        for partition in &mut partitions {
            Partition::set_stream(partition, Some(&stream));
        }
        self.streams.extend(vec![stream], now);
        Ok(())
    }

    /// Ends the stream at one moment for all items; it can be read for a day. Fails if there is none.
    pub(crate) fn disable_stream(&self, now: Timestamp) -> Result<(), Error> {
        let mut partitions: Vec<_> = self.partitions.iter().map(Slot::write).collect();
        let stream = self.streams.enabled().ok_or_else(|| error::stream_disabled(&self.definition.table))?;
        for partition in &mut partitions {
            Partition::set_stream(partition, None);
        }
        stream.disable(now);
        Ok(())
    }

    /// Returns what the records of the stream show, while there is one.
    pub(crate) fn stream_view(&self) -> Option<StreamView> {
        self.streams.enabled().map(|stream| stream.view)
    }

    /// Ends the stream with the table, and gives away all streams that can still be read.
    pub(crate) fn take_streams(&self, now: Timestamp) -> Vec<Arc<Stream>> {
        // That there is none is as good.
        let _ = self.disable_stream(now);
        self.streams.all(now)
    }
}
