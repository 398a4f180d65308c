//! What every reader gives: a header, then rows.

use geo::Geometry;

use super::charset::Charset;
use super::{Cell, Format, Message, ReadError};

/// What the format declares about a column; formats without types leave it unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FieldKind {
    Text,
    Integer,
    Number,
    Bool,
    Date,
    /// An object or a list, as compact JSON text.
    Json,
    #[default]
    Unknown,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub kind: FieldKind,
}

impl Field {
    pub fn new(name: impl Into<String>, kind: FieldKind) -> Self {
        Self {
            name: name.into(),
            kind,
        }
    }
}

/// What is known of a file before its first row.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    pub format: Format,
    pub encoding: Option<Charset>,
    pub delimiter: Option<char>,
    pub fields: Vec<Field>,
    /// "EPSG:4612", or WKT text where the file has only that.
    pub crs: Option<String>,
    /// Whether the rows may carry geometry.
    pub geometry: bool,
    /// Lines before the header row.
    pub preamble_rows: u64,
    /// The sheet, layer or member that is read.
    pub table: Option<String>,
    /// All that could have been chosen.
    pub tables: Vec<String>,
    /// What the reader decided or left out, for the report.
    pub notes: Vec<Message>,
}

impl Header {
    pub(super) fn new(format: Format) -> Self {
        Self {
            format,
            encoding: None,
            delimiter: None,
            fields: Vec::new(),
            crs: None,
            geometry: false,
            preamble_rows: 0,
            table: None,
            tables: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Position of the field with this name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    pub(super) fn note(&mut self, ja: impl Into<String>, en: impl Into<String>) {
        self.notes.push(Message::new(ja, en));
    }

    pub(super) fn note_flattened(&mut self) {
        self.note(
            "高さや計測値 (Z・M) は読み飛ばし、平面の座標だけを使います。",
            "Heights and measures (Z, M) are left out; only plane coordinates are used.",
        );
    }
}

/// One record.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// 1-based: the line (CSV, JSON Lines), the sheet's row (XLSX), otherwise the record's ordinal.
    pub number: u64,
    /// As many as the header has fields, or more where the row was longer than the header.
    pub cells: Vec<Cell>,
    /// In the file's reference system; x is east, y is north.
    pub geometry: Option<Geometry<f64>>,
    /// Why there is no geometry although the file has one here; the row survives.
    pub geometry_error: Option<Message>,
    /// What is odd about this row alone, such as a missing or surplus cell.
    pub notes: Vec<Message>,
}

impl Row {
    pub(super) fn new(number: u64, cells: Vec<Cell>) -> Self {
        Self {
            number,
            cells,
            ..Self::default()
        }
    }

    /// No value and no geometry: a separator line, or the formatted but unused end of a sheet.
    pub fn is_blank(&self) -> bool {
        self.geometry.is_none() && self.geometry_error.is_none() && self.cells.iter().all(Cell::is_blank)
    }

    pub(super) fn set_geometry(&mut self, outcome: Result<Option<Geometry<f64>>, Message>) {
        match outcome {
            Ok(geometry) => self.geometry = geometry,
            Err(message) => self.geometry_error = Some(message),
        }
    }
}

/// A file as a stream of rows. After the first error there are no more rows.
pub trait RowReader {
    fn header(&self) -> &Header;
    fn next_row(&mut self) -> Option<Result<Row, ReadError>>;
}
