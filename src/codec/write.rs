//! What every writer takes: a schema, then rows; and the door to all writers.

use std::path::Path;

use geo::Geometry;

use super::{Cell, Charset, FieldKind, Format, Message};

/// A column to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The name in the file.
    pub name: String,
    pub kind: FieldKind,
    /// A description for people, where the format has a place for it.
    pub title: Option<String>,
}

impl Column {
    pub fn new(name: impl Into<String>, kind: FieldKind) -> Self {
        Self {
            name: name.into(),
            kind,
            title: None,
        }
    }
}

/// The kind of geometry that all rows of a file have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GeometryKind {
    #[default]
    None,
    Point,
    LineString,
    Polygon,
    /// Any of them, also mixed.
    Any,
}

/// The reference system of the coordinates that are written; x is always east, y north.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OutCrs {
    /// JGD2011 geographic, EPSG:6668.
    #[default]
    Jgd2011,
    /// WGS 84 as OGC's CRS84; EPSG:4326 in formats that name only EPSG codes.
    Crs84,
}

impl OutCrs {
    pub fn epsg(self) -> u16 {
        match self {
            Self::Jgd2011 => 6668,
            Self::Crs84 => 4326,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Jgd2011 => "JGD2011",
            Self::Crs84 => "WGS 84",
        }
    }
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schema {
    /// The name of the sheet, layer or table.
    pub table: String,
    pub title: Option<String>,
    pub columns: Vec<Column>,
    pub geometry: GeometryKind,
    pub crs: OutCrs,
}

/// How a file is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteOptions {
    /// UTF-8 or CP932, for CSV and shapefile attributes.
    pub encoding: Charset,
    /// UTF-8 CSV begins with a byte order mark, without which Excel reads it as CP932.
    pub byte_order_mark: bool,
    pub delimiter: u8,
    /// Put an apostrophe before text that a spreadsheet would run as a formula.
    pub defuse_formulas: bool,
    /// The date of the data for formats that must name one, ISO 8601 with time zone.
    pub last_change: Option<String>,
}

impl Default for WriteOptions {
    fn default() -> Self {
        Self {
            encoding: Charset::Utf8,
            byte_order_mark: true,
            delimiter: b',',
            defuse_formulas: false,
            last_change: None,
        }
    }
}

/// One record to be written: a cell for each column.
#[derive(Debug, Clone, Copy)]
pub struct OutRow<'a> {
    pub cells: &'a [Cell],
    pub geometry: Option<&'a Geometry<f64>>,
}

/// What was written, and what the format could not hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    pub rows: u64,
    pub notes: Vec<Message>,
}

/// A fault that ends the writing of a file; nothing of it is left behind.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("書き込めません / cannot write: {0}")]
    Io(#[from] std::io::Error),
    #[error("{format} で書き出せません / cannot be written as {format}: {reason}")]
    Format { format: Format, reason: Message },
}

impl WriteError {
    pub(super) fn format(format: Format, detail: impl std::fmt::Display) -> Self {
        Self::Format {
            format,
            reason: Message::new(
                format!("内部の書式エラー ({detail})"),
                format!("internal format error ({detail})"),
            ),
        }
    }
}

/// A file being written. Until [`RowWriter::finish`] nothing is to be seen under its name.
pub trait RowWriter {
    fn write(&mut self, row: OutRow<'_>) -> Result<(), WriteError>;
    fn finish(self: Box<Self>) -> Result<Written, WriteError>;
}

/// Begins a file in the given format at `path`.
pub fn create(
    format: Format,
    path: &Path,
    schema: &Schema,
    options: &WriteOptions,
) -> Result<Box<dyn RowWriter + Send>, WriteError> {
    use super::{csv, flatgeobuf, geopackage, json, shapefile, xlsx};
    Ok(match format {
        Format::Csv => Box::new(csv::CsvRows::create(path, schema, options)?),
        Format::Xlsx => Box::new(xlsx::XlsxRows::create(path, schema, options)?),
        Format::Json | Format::GeoJson | Format::GeoJsonSeq => Box::new(json::JsonRows::create(format, path, schema)?),
        Format::FlatGeobuf => Box::new(flatgeobuf::FgbRows::create(path, schema)?),
        Format::GeoPackage => Box::new(geopackage::GpkgRows::create(path, schema, options)?),
        Format::Shapefile => Box::new(shapefile::ShpRows::create(path, schema, options)?),
    })
}
