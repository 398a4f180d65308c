//! The rows that were refused, as a file that can be corrected and imported again.

use geo::Geometry;

use super::Finding;
use crate::codec::Cell;

/// The column that says why; an import ignores it.
pub(super) const ERROR_COLUMN: &str = "取込エラー";
/// The row's geometry as GeoJSON in EPSG:6668, where its file carries geometry beside the columns.
pub(super) const GEOMETRY_COLUMN: &str = "図形（GeoJSON）";

/// The sheet that a row stood on.
const SHEET_COLUMN: &str = "シート";

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refused {
    columns: Vec<String>,
    has_geometry: bool,
    rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    number: u64,
    cells: Vec<String>,
    geometry: Option<String>,
    reasons: String,
}

impl Refused {
    pub(super) fn new(columns: Vec<String>, has_geometry: bool) -> Self {
        Self {
            columns,
            has_geometry,
            rows: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, number: u64, cells: &[Cell], geometry: Option<&Geometry<f64>>, findings: &[Finding]) {
        let reasons: Vec<&str> = findings
            .iter()
            .filter(|finding| finding.is_error())
            .map(|finding| finding.message_ja.as_str())
            .collect();
        let geometry = geometry.map(|geometry| geojson::GeometryValue::from(geometry).to_string());
        let cells = cells.iter().map(|cell| cell.text().into_owned()).collect();
        self.rows.push(Row {
            number,
            cells,
            geometry,
            reasons: reasons.join(" "),
        });
    }

    /// The refused rows of several sheets in one table, the sheet's name first. They are corrected in the workbook itself:
    /// what has been taken stays as it is when the workbook is imported again.
    pub(super) fn join(parts: Vec<(&str, Refused)>) -> Self {
        let mut all = Self::new(vec![SHEET_COLUMN.to_owned()], false);
        for (sheet, part) in parts.into_iter().filter(|(_, part)| !part.is_empty()) {
            let mut places = Vec::with_capacity(part.columns.len());
            for column in part.columns {
                let known = all.columns.iter().position(|there| *there == column);
                places.push(known.unwrap_or_else(|| {
                    all.columns.push(column);
                    all.columns.len() - 1
                }));
            }
            for row in part.rows {
                let mut cells = vec![String::new(); all.columns.len()];
                sheet.clone_into(&mut cells[0]);
                for (place, cell) in places.iter().zip(row.cells) {
                    cells[*place] = cell;
                }
                all.rows.push(Row { cells, ..row });
            }
        }
        all
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The numbers of the refused rows in their file.
    pub fn rows(&self) -> impl Iterator<Item = u64> {
        self.rows.iter().map(|row| row.number)
    }

    /// UTF-8 with BOM, CRLF, the file's own columns first.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut bytes = "\u{feff}".as_bytes().to_vec();
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(&mut bytes);
        let old = |column: &&String| !matches!(column.as_str(), ERROR_COLUMN | GEOMETRY_COLUMN);
        let kept: Vec<usize> = (0..self.columns.len()).filter(|at| old(&&self.columns[*at])).collect();
        let mut write = |cells: &[&str], geometry: &str, reasons: &str| {
            let geometry = self.has_geometry.then_some(geometry);
            let record = cells.iter().copied().chain(geometry).chain([reasons]);
            writer.write_record(record).expect("memory takes every write");
        };
        let heading: Vec<&str> = kept.iter().map(|at| self.columns[*at].as_str()).collect();
        write(&heading, GEOMETRY_COLUMN, ERROR_COLUMN);
        for row in &self.rows {
            let cells: Vec<&str> = kept
                .iter()
                .map(|at| row.cells.get(*at).map_or("", String::as_str))
                .collect();
            write(&cells, row.geometry.as_deref().unwrap_or_default(), &row.reasons);
        }
        drop(writer);
        bytes
    }
}
