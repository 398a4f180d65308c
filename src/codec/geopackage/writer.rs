//! One table in a new GeoPackage, with its spatial index and only the column types that are allowed.

use std::path::Path;

use geo::{Geometry, Rect};
use geozero::{CoordDimensions, ToWkb};
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use super::sql;
use crate::codec::coordinates::{extent, union};
use crate::codec::geometry_kind::fit;
use crate::codec::output::OutputFolder;
use crate::codec::{
    Cell, Column, FieldKind, Format, GeometryKind, Message, OutCrs, OutRow, RowWriter, Schema, WriteError,
    WriteOptions, Written,
};

pub(in crate::codec) struct GpkgRows {
    folder: OutputFolder,
    connection: Connection,
    table: String,
    title: String,
    columns: Vec<Column>,
    geometry: GeometryKind,
    crs: OutCrs,
    last_change: Option<String>,
    fid: String,
    shape: String,
    insert: String,
    bounds: Option<Rect<f64>>,
    misfits: u64,
    written: Written,
}

impl GpkgRows {
    pub(in crate::codec) fn create(path: &Path, schema: &Schema, options: &WriteOptions) -> Result<Self, WriteError> {
        let folder = OutputFolder::create(path)?;
        let connection = Connection::open(folder.part("gpkg")).map_err(fault)?;
        let table = if schema.table.is_empty() {
            "layer".to_owned()
        } else {
            schema.table.clone()
        };
        let (columns, notes) = distinct(&schema.columns);
        let mut rows = Self {
            fid: free_name("fid", &columns),
            shape: free_name("geom", &columns),
            insert: String::new(),
            title: schema.title.clone().unwrap_or_else(|| table.clone()),
            geometry: schema.geometry,
            crs: schema.crs,
            last_change: options.last_change.clone(),
            bounds: None,
            misfits: 0,
            written: Written { rows: 0, notes },
            folder,
            connection,
            table,
            columns,
        };
        rows.begin().map_err(fault)?;
        Ok(rows)
    }

    fn has_shapes(&self) -> bool {
        self.geometry != GeometryKind::None
    }

    fn begin(&mut self) -> Result<(), rusqlite::Error> {
        // The file is thrown away unless it is finished, so nothing in between has to be safe.
        self.connection
            .execute_batch("pragma journal_mode = off; pragma synchronous = off; pragma foreign_keys = off; begin;")?;
        self.connection.execute_batch(sql::FRAME)?;
        let shape = self
            .has_shapes()
            .then(|| format!("{} {}", sql::quoted(&self.shape), type_name(self.geometry)));
        let columns = self
            .columns
            .iter()
            .map(|column| format!("{} {}", sql::quoted(&column.name), column_type(column.kind)));
        let all: Vec<String> = [format!(
            "{} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
            sql::quoted(&self.fid)
        )]
        .into_iter()
        .chain(shape)
        .chain(columns)
        .collect();
        let table = sql::quoted(&self.table);
        self.connection
            .execute_batch(&format!("CREATE TABLE {table} ({})", all.join(", ")))?;
        if self.has_shapes() {
            self.connection.execute_batch(&sql::index(&self.table, &self.shape))?;
        }
        let count = self.columns.len() + 1 + usize::from(self.has_shapes());
        let marks = vec!["?"; count].join(", ");
        self.insert = format!("insert into {table} values ({marks})");
        Ok(())
    }

    fn put(&mut self, row: OutRow<'_>) -> Result<(), WriteError> {
        let fid = i64::try_from(self.written.rows + 1).expect("fewer rows than 2^63");
        let mut values = vec![Value::Integer(fid)];
        if self.has_shapes() {
            values.push(self.shape(fid, row.geometry)?);
        }
        for (column, cell) in self.columns.iter().zip(row.cells) {
            let value = value(column.kind, cell);
            if value == Value::Null && *cell != Cell::Null {
                self.misfits += 1;
            }
            values.push(value);
        }
        self.connection
            .prepare_cached(&self.insert)
            .and_then(|mut insert| insert.execute(params_from_iter(values)))
            .map_err(fault)?;
        Ok(())
    }

    /// The blob of a shape, whose box goes into the index.
    fn shape(&mut self, fid: i64, geometry: Option<&Geometry<f64>>) -> Result<Value, WriteError> {
        let Some((geometry, bounds)) = geometry.and_then(|geometry| Some((geometry, extent(geometry)?))) else {
            return Ok(Value::Null);
        };
        let geometry = fit(geometry, self.geometry, Format::GeoPackage)?;
        let (min, max) = (bounds.min(), bounds.max());
        let blob = geometry
            .to_gpkg_wkb(
                CoordDimensions::xy(),
                Some(i32::from(self.crs.epsg())),
                vec![min.x, max.x, min.y, max.y],
            )
            .map_err(|error| WriteError::format(Format::GeoPackage, error))?;
        let index = sql::quoted(&sql::index_name(&self.table, &self.shape));
        self.connection
            .prepare_cached(&format!("insert into {index} values (?1, ?2, ?3, ?4, ?5)"))
            .and_then(|mut insert| insert.execute(params![fid, min.x, max.x, min.y, max.y]))
            .map_err(fault)?;
        self.bounds = Some(self.bounds.map_or(bounds, |all| union(all, bounds)));
        Ok(Value::Blob(blob))
    }

    /// Registers the layer, now that its extent is known.
    fn register(&self) -> Result<(), rusqlite::Error> {
        let (data_type, srs_id) = if self.has_shapes() {
            ("features", Some(self.crs.epsg()))
        } else {
            ("attributes", None)
        };
        let bounds = self.bounds;
        self.connection.execute(
            "insert into gpkg_contents
             (table_name, data_type, identifier, last_change, min_x, min_y, max_x, max_y, srs_id)
             values (?1, ?2, ?3, coalesce(?4, strftime('%Y-%m-%dT%H:%M:%fZ','now')), ?5, ?6, ?7, ?8, ?9)",
            params![
                self.table,
                data_type,
                self.title,
                self.last_change,
                bounds.map(|b| b.min().x),
                bounds.map(|b| b.min().y),
                bounds.map(|b| b.max().x),
                bounds.map(|b| b.max().y),
                srs_id,
            ],
        )?;
        if self.has_shapes() {
            self.connection.execute(
                "insert into gpkg_geometry_columns values (?1, ?2, ?3, ?4, 0, 0)",
                params![self.table, self.shape, type_name(self.geometry), self.crs.epsg()],
            )?;
            self.connection.execute(
                "insert into gpkg_extensions values (?1, ?2, 'gpkg_rtree_index',
                 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
                params![self.table, self.shape],
            )?;
            self.connection
                .execute_batch(&sql::index_triggers(&self.table, &self.shape, &self.fid))?;
        }
        self.connection.execute_batch("commit")
    }
}

impl RowWriter for GpkgRows {
    fn write(&mut self, row: OutRow<'_>) -> Result<(), WriteError> {
        self.put(row)?;
        self.written.rows += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        self.register().map_err(fault)?;
        self.connection.close().map_err(|(_, error)| fault(error))?;
        self.folder.finish_single("gpkg")?;
        if self.misfits > 0 {
            let count = self.misfits;
            self.written.notes.push(Message::new(
                format!("列の型に合わない {count} 個の値は空にしました。"),
                format!("{count} values that do not fit their column's type were left empty."),
            ));
        }
        Ok(self.written)
    }
}

/// SQLite takes "ID" and "id" for the same column.
fn distinct(columns: &[Column]) -> (Vec<Column>, Vec<Message>) {
    let mut distinct: Vec<Column> = Vec::with_capacity(columns.len());
    let mut notes = Vec::new();
    for column in columns {
        let name = free_name(&column.name, &distinct);
        if name != column.name {
            notes.push(Message::new(
                format!("列「{}」は「{name}」として書き出しました。", column.name),
                format!("The column “{}” was written as “{name}”.", column.name),
            ));
        }
        distinct.push(Column { name, ..column.clone() });
    }
    (distinct, notes)
}

fn free_name(wanted: &str, columns: &[Column]) -> String {
    let taken = |name: &str| {
        columns
            .iter()
            .any(|column| column.name.to_lowercase() == name.to_lowercase())
    };
    let mut name = wanted.to_owned();
    let mut count = 1;
    while taken(&name) {
        count += 1;
        name = format!("{wanted}_{count}");
    }
    name
}

fn column_type(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Integer => "INTEGER",
        FieldKind::Number => "REAL",
        FieldKind::Bool => "BOOLEAN",
        FieldKind::Date => "DATE",
        FieldKind::Text | FieldKind::Json | FieldKind::Unknown => "TEXT",
    }
}

/// The standard lets a column of single shapes hold no multi shapes, so lines and areas are multi.
fn type_name(kind: GeometryKind) -> &'static str {
    match kind {
        GeometryKind::Point => "POINT",
        GeometryKind::LineString => "MULTILINESTRING",
        GeometryKind::Polygon => "MULTIPOLYGON",
        GeometryKind::Any | GeometryKind::None => "GEOMETRY",
    }
}

/// The value as its column's type wants it; null where it does not fit.
fn value(kind: FieldKind, cell: &Cell) -> Value {
    match (kind, cell) {
        (FieldKind::Integer, Cell::Integer(number)) => Value::Integer(*number),
        (FieldKind::Number, Cell::Number(number)) => Value::Real(*number),
        (FieldKind::Number, Cell::Integer(number)) => Value::Real(*number as f64),
        (FieldKind::Bool, Cell::Bool(flag)) => Value::Integer((*flag).into()),
        (FieldKind::Date, Cell::Date(text)) => Value::Text(text.clone()),
        (FieldKind::Text | FieldKind::Json | FieldKind::Unknown, cell) if *cell != Cell::Null => {
            Value::Text(cell.text().into_owned())
        }
        _ => Value::Null,
    }
}

fn fault(error: rusqlite::Error) -> WriteError {
    WriteError::format(Format::GeoPackage, error)
}
