//! Records as rows of a file: what `koyu export` writes.

mod building;
mod columns;
mod facility;
mod generic;
mod parcel;
mod vacancy;

use std::path::Path;

use crate::codec::{Format, GeometryKind, OutRow, Schema, WriteError, WriteOptions, Written, create};
use crate::record::{Kind, Record};
use crate::reference::LayerName;
use crate::snapshot::{Item, Layer, Snapshot};

use self::columns::Row;

/// Gives the Japanese name of a code: list, key → name.
pub type Label<'a> = &'a dyn Fn(&str, &str) -> Option<String>;

/// What is exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    Records(Kind),
    Layer(LayerName),
}

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("参照レイヤ {0} はありません / there is no reference layer {0}")]
    NoLayer(LayerName),
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Writes all records of a subject as a file. Nothing is left behind where it fails.
pub fn export(
    snapshot: &Snapshot,
    subject: &Subject,
    label: Label,
    format: Format,
    path: &Path,
) -> Result<Written, ExportError> {
    let rows = match subject {
        Subject::Records(Kind::Facility) => rows(&snapshot.facilities, |item| facility::row(item, label)),
        Subject::Records(Kind::Parcel) => parcel::rows(&snapshot.parcels, label),
        Subject::Records(Kind::Building) => rows(&snapshot.buildings, |item| building::row(item, label)),
        Subject::Records(Kind::Vacancy) => rows(&snapshot.vacancies, |item| vacancy::row(item, snapshot, label)),
        Subject::Records(kind) => generic::rows(snapshot, *kind),
        Subject::Layer(name) => generic::layer_rows(snapshot, name)?,
    };
    let table = match subject {
        Subject::Records(kind) => kind.table().to_owned(),
        Subject::Layer(name) => name.to_string(),
    };
    write(rows, table, format, path)
}

fn rows<T: Record>(layer: &Layer<T>, row: impl Fn(&Item<T>) -> Row) -> Vec<Row> {
    layer.iter().map(|item| row(item)).collect()
}

fn write(rows: Vec<Row>, table: String, format: Format, path: &Path) -> Result<Written, ExportError> {
    let columns = columns::union(&rows);
    let shaped = rows.iter().any(|row| row.shape.is_some());
    let schema = Schema {
        table,
        title: None,
        geometry: if shaped { GeometryKind::Any } else { GeometryKind::None },
        columns,
        ..Schema::default()
    };
    let mut writer = create(format, path, &schema, &WriteOptions::default())?;
    for row in &rows {
        let cells = row.cells_for(&schema.columns);
        writer.write(OutRow {
            cells: &cells,
            geometry: row.shape.as_ref().map(|shape| shape.geometry()),
        })?;
    }
    Ok(writer.finish()?)
}
