//! The wire is tested by tables of what is read and refused (`reader`, `writer`, `items`), against `serde_json` on
//! documents that are nearly right (`differential`), and by the round trip of arbitrary values (`round_trip`).

mod differential;
mod items;
mod reader;
mod round_trip;
mod writer;
