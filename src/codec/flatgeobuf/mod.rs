//! FlatGeobuf, with and without an index.

mod encode;
mod geometry;
mod properties;
mod reader;
mod writer;

pub(super) use reader::open;
pub(super) use writer::FgbRows;
