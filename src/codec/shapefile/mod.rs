//! Shapefiles: a set of files, alone or in a zip.
//!
//! The `shapefile` and `dbase` crates serve as the judges in tests but do not read or write here: they
//! pass over deleted records on one side only, so that shapes and attributes part ways; they cannot put a
//! missing shape among others; they want the text encoding before the bytes can be looked at; and they
//! hold integers as floats. The format itself is two fixed layouts.

mod dbf;
mod dbf_writer;
mod parts;
mod reader;
mod rings;
mod shapes;
mod writer;

pub(super) use reader::open;
pub(super) use writer::ShpRows;
