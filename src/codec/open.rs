//! Opening a file: its format is told, its reader made, its name put into every error.

use std::path::{Path, PathBuf};

use super::limits::Limits;
use super::{Charset, Format, Header, ReadError, Row, RowReader};
use super::{csv, flatgeobuf, geopackage, json, shapefile, xlsx};

/// What the caller knows better than the file.
#[derive(Debug, Clone, Default)]
pub struct OpenOptions {
    pub format: Option<Format>,
    pub encoding: Option<Charset>,
    pub delimiter: Option<char>,
    /// The line or sheet row of the header, 1-based; 0 where there is none.
    pub header_row: Option<u64>,
    /// The sheet, layer or member to read.
    pub table: Option<String>,
    pub limits: Limits,
}

/// Opens a file of any format that Koyu reads.
pub fn open(path: &Path, options: &OpenOptions) -> Result<Box<dyn RowReader + Send>, ReadError> {
    open_any(path, options)
        .map(|reader| {
            Box::new(Guarded {
                reader,
                path: path.to_owned(),
                ended: false,
            }) as Box<dyn RowReader + Send>
        })
        .map_err(|error| error.in_file(path))
}

fn open_any(path: &Path, options: &OpenOptions) -> Result<Box<dyn RowReader + Send>, ReadError> {
    let format = match options.format {
        Some(format) => format,
        None => Format::detect(path)?,
    };
    match format {
        Format::Csv => csv::open(path, options),
        Format::Xlsx => xlsx::open(path, options),
        Format::Json | Format::GeoJson | Format::GeoJsonSeq => json::open(path, format, options),
        Format::FlatGeobuf => flatgeobuf::open(path, options),
        Format::GeoPackage => geopackage::open(path, options),
        Format::Shapefile => shapefile::open(path, options),
    }
}

/// Names the file in errors and ends the stream at the first one.
struct Guarded {
    reader: Box<dyn RowReader + Send>,
    path: PathBuf,
    ended: bool,
}

impl RowReader for Guarded {
    fn header(&self) -> &Header {
        self.reader.header()
    }

    fn next_row(&mut self) -> Option<Result<Row, ReadError>> {
        if self.ended {
            return None;
        }
        let row = self.reader.next_row();
        self.ended = !matches!(row, Some(Ok(_)));
        row.map(|row| row.map_err(|error| error.in_file(&self.path)))
    }
}
