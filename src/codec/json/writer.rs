//! JSON arrays, GeoJSON collections and GeoJSON text sequences, one item a line.

use std::io::Write;
use std::path::Path;

use geo::{CoordsIter, Geometry};
use geojson::GeometryValue;
use serde_json::Value;

use crate::codec::output::Output;
use crate::codec::{Cell, Column, FieldKind, Format, Message, OutCrs, OutRow, RowWriter, Schema, WriteError, Written};

pub(in crate::codec) struct JsonRows {
    output: Output,
    format: Format,
    columns: Vec<Column>,
    written: Written,
    dropped_shapes: u64,
}

impl JsonRows {
    pub(in crate::codec) fn create(format: Format, path: &Path, schema: &Schema) -> Result<Self, WriteError> {
        let mut output = Output::create(path)?;
        match format {
            Format::GeoJson => {
                output.write_all(b"{\"type\":\"FeatureCollection\",")?;
                if !schema.table.is_empty() {
                    write!(output, "\"name\":{},", Value::from(schema.table.as_str()))?;
                }
                // RFC 7946 knows WGS 84 only; another system has to be said in the older way.
                if schema.crs != OutCrs::Crs84 {
                    write!(
                        output,
                        "\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"urn:ogc:def:crs:EPSG::{}\"}}}},",
                        schema.crs.epsg()
                    )?;
                }
                output.write_all(b"\"features\":[")?;
            }
            Format::Json => output.write_all(b"[")?,
            _ => {}
        }
        let mut written = Written::default();
        if format == Format::GeoJsonSeq && schema.crs != OutCrs::Crs84 {
            let name = schema.crs.name();
            written.notes.push(Message::new(
                format!("GeoJSON Text Sequence には座標系 {name} を書けず、WGS 84 と読まれます。"),
                format!("A GeoJSON text sequence cannot name {name}; it will be read as WGS 84."),
            ));
        }
        Ok(Self {
            output,
            format,
            columns: schema.columns.clone(),
            written,
            dropped_shapes: 0,
        })
    }

    fn item(&mut self, row: OutRow<'_>) -> Result<(), WriteError> {
        self.output.write_all(b"{")?;
        if self.format != Format::Json {
            self.output.write_all(b"\"type\":\"Feature\",\"geometry\":")?;
            let shape = self.shape(row.geometry);
            json(&mut self.output, &shape)?;
            self.output.write_all(b",\"properties\":{")?;
        }
        for (index, (column, cell)) in self.columns.iter().zip(row.cells).enumerate() {
            if index > 0 {
                self.output.write_all(b",")?;
            }
            json(&mut self.output, &column.name)?;
            self.output.write_all(b":")?;
            json(&mut self.output, &value(column.kind, cell))?;
        }
        self.output
            .write_all(if self.format == Format::Json { b"}" } else { b"}}" })?;
        Ok(())
    }

    fn shape(&mut self, geometry: Option<&Geometry<f64>>) -> Option<geojson::Geometry> {
        let geometry = geometry?;
        // JSON has no word for infinity.
        if geometry
            .coords_iter()
            .any(|coord| !(coord.x.is_finite() && coord.y.is_finite()))
        {
            self.dropped_shapes += 1;
            return None;
        }
        Some(geojson::Geometry::new(GeometryValue::from(geometry)))
    }
}

impl RowWriter for JsonRows {
    fn write(&mut self, row: OutRow<'_>) -> Result<(), WriteError> {
        let sequence = self.format == Format::GeoJsonSeq;
        match (sequence, self.written.rows) {
            (true, _) => self.output.write_all(b"\x1e")?,
            (false, 0) => self.output.write_all(b"\n")?,
            (false, _) => self.output.write_all(b",\n")?,
        }
        self.item(row)?;
        if sequence {
            self.output.write_all(b"\n")?;
        }
        self.written.rows += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        match self.format {
            Format::GeoJson => self.output.write_all(b"\n]}\n")?,
            Format::Json => self.output.write_all(b"\n]\n")?,
            _ => {}
        }
        self.output.finish()?;
        if self.dropped_shapes > 0 {
            let count = self.dropped_shapes;
            self.written.notes.push(Message::new(
                format!("座標が数値でない {count} 件は位置なしで書き出しました。"),
                format!("{count} records whose coordinates are no numbers have no geometry."),
            ));
        }
        Ok(self.written)
    }
}

fn json(output: &mut Output, value: &impl serde::Serialize) -> Result<(), WriteError> {
    serde_json::to_writer(output, value).map_err(|error| WriteError::Io(error.into()))
}

fn value(kind: FieldKind, cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Text(text) if kind == FieldKind::Json => {
            serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_str()))
        }
        Cell::Text(text) | Cell::Date(text) => Value::from(text.as_str()),
        Cell::Integer(number) => Value::from(*number),
        Cell::Number(number) => Value::from(*number),
        Cell::Bool(flag) => Value::from(*flag),
    }
}
