//! Every file format, from outside: what is written comes back, and what is broken is refused.

mod hostile;
mod layouts;
mod real;
mod round_trip;
mod sets;
mod workbooks;

use std::path::{Path, PathBuf};

use geo::Geometry;
use koyu::codec::{
    Cell, Column, FieldKind, Format, Header, OpenOptions, OutRow, ReadError, Row, Schema, WriteOptions, Written,
    create, open,
};

/// A file that was read to its end.
#[derive(Debug)]
struct Reading {
    header: Header,
    rows: Vec<Row>,
}

fn read(path: &Path) -> Result<Reading, ReadError> {
    read_with(path, &OpenOptions::default())
}

fn read_with(path: &Path, options: &OpenOptions) -> Result<Reading, ReadError> {
    let mut reader = open(path, options)?;
    let mut rows = Vec::new();
    while let Some(row) = reader.next_row() {
        rows.push(row?);
    }
    let header = reader.header().clone();
    Ok(Reading { header, rows })
}

fn from_table(table: &str) -> OpenOptions {
    OpenOptions {
        table: Some(table.to_owned()),
        ..OpenOptions::default()
    }
}

impl Reading {
    fn names(&self) -> Vec<&str> {
        self.header.fields.iter().map(|field| field.name.as_str()).collect()
    }

    fn texts(&self) -> Vec<Vec<String>> {
        self.rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| cell.text().into_owned()).collect())
            .collect()
    }

    fn numbers(&self) -> Vec<u64> {
        self.rows.iter().map(|row| row.number).collect()
    }
}

/// A record for the writers.
type Record = (Vec<Cell>, Option<Geometry<f64>>);

fn write(path: &Path, format: Format, schema: &Schema, options: &WriteOptions, records: &[Record]) -> Written {
    let mut writer = create(format, path, schema, options).unwrap();
    for (cells, geometry) in records {
        writer
            .write(OutRow {
                cells,
                geometry: geometry.as_ref(),
            })
            .unwrap();
    }
    writer.finish().unwrap()
}

fn columns(columns: &[(&str, FieldKind)]) -> Vec<Column> {
    columns.iter().map(|(name, kind)| Column::new(*name, *kind)).collect()
}

/// A file of these bytes, in a folder that lives as long as the returned guard.
fn file(name: &str, bytes: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}
