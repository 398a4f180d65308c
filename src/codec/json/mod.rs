//! JSON and GeoJSON: arrays, objects with one list, lines and text sequences; item by item.

mod geometry;
mod items;
mod reader;
mod scanner;
mod survey;
mod value;
mod writer;

pub(super) use reader::open;
pub(super) use writer::JsonRows;
