//! File formats: read and written as streams of rows.
//!
//! [`open`] tells a file's format and gives a [`RowReader`]; [`create`] gives a [`RowWriter`]. Both hold a
//! bounded part of the file in memory, whatever its size, and an error names the place and the remedy.
//! What the columns mean is the importer's affair: a codec alters no value.

pub use crate::text::Message;

mod cell;
mod charset;
mod error;
mod format;
mod limits;
mod open;
mod row;
mod write;

mod coordinates;
mod geometry_kind;
mod heading;
mod names;
mod output;
mod producer;
mod zip_guard;

mod csv;
mod flatgeobuf;
mod geopackage;
mod json;
mod shapefile;
mod xlsx;

pub use cell::Cell;
pub use charset::{Charset, UnknownCharset};
pub use error::{Place, ReadCode, ReadError};
pub use format::{Format, UnknownFormat};
pub use limits::Limits;
pub use open::{OpenOptions, open};
pub use row::{Field, FieldKind, Header, Row, RowReader};
pub use write::{Column, GeometryKind, OutCrs, OutRow, RowWriter, Schema, WriteError, WriteOptions, Written, create};
