//! Records as rows of a file: what `koyu export` writes, and what the service hands out.

mod building;
mod columns;
mod facility;
mod field;
mod generic;
mod parcel;
mod public_facilities;
mod register;
mod vacancy;

use std::path::Path;

use crate::codec::{Format, GeometryKind, OutRow, Schema, WriteError, WriteOptions, Written, create};
use crate::record::Kind;
use crate::reference::LayerName;
use crate::snapshot::{ParcelSort, Snapshot};

use self::columns::Row;

pub use building::BUILDING_FIELDS;
pub use facility::FACILITY_FIELDS;
pub use field::{Field, Label, Publisher, Wording};
pub use parcel::{LAND_LIST_FIELDS, PARCEL_FIELDS};
pub use public_facilities::{PUBLIC_FACILITIES_24, PUBLIC_FACILITIES_56};
pub use register::{FacilityLayout, ParcelLayout, Records, export_records};

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
    wording: &Wording,
    format: Format,
    path: &Path,
) -> Result<Written, ExportError> {
    let options = WriteOptions::default();
    let (rows, table) = match subject {
        Subject::Records(Kind::Facility) => {
            let items: Vec<_> = snapshot.facilities.iter().cloned().collect();
            let records = Records::Facilities(&items, FacilityLayout::Full);
            return Ok(export_records(&records, wording, format, &options, path)?);
        }
        Subject::Records(Kind::Parcel) => {
            let mut items: Vec<_> = snapshot.parcels.iter().cloned().collect();
            ParcelSort::Number.sort(&mut items);
            let records = Records::Parcels(&items, ParcelLayout::Full);
            return Ok(export_records(&records, wording, format, &options, path)?);
        }
        Subject::Records(Kind::Building) => {
            let items: Vec<_> = snapshot.buildings.iter().cloned().collect();
            let records = Records::Buildings(&items);
            return Ok(export_records(&records, wording, format, &options, path)?);
        }
        Subject::Records(Kind::Vacancy) => {
            let rows = snapshot.vacancies.iter();
            let rows = rows.map(|item| vacancy::row(item, snapshot, wording)).collect();
            (rows, Kind::Vacancy.table().to_owned())
        }
        Subject::Records(kind) => (generic::rows(snapshot, *kind), kind.table().to_owned()),
        Subject::Layer(name) => (generic::layer_rows(snapshot, name)?, name.to_string()),
    };
    write(rows, table, format, path)
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
