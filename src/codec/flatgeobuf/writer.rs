//! FlatGeobuf with a spatial index. The crate keeps features in an unnamed temporary file until the
//! index is known, and only 40 bytes of each in memory.

use std::path::Path;

use flatgeobuf::{
    ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType, geozero::ColumnValue, geozero::PropertyProcessor,
};
use geo::{CoordsIter, Geometry};
use geozero::{GeomProcessor, GeozeroGeometry};

use crate::codec::output::Output;
use crate::codec::{
    Cell, Column, FieldKind, Format, GeometryKind, Message, OutRow, RowWriter, Schema, WriteError, Written,
};

pub(in crate::codec) struct FgbRows {
    writer: FgbWriter<'static>,
    output: Output,
    columns: Vec<Column>,
    written: Written,
    misfits: u64,
}

impl FgbRows {
    pub(in crate::codec) fn create(path: &Path, schema: &Schema) -> Result<Self, WriteError> {
        let output = Output::create(path)?;
        let options = FgbWriterOptions {
            write_index: true,
            detect_type: false,
            promote_to_multi: false,
            crs: FgbCrs {
                org: Some("EPSG"),
                code: i32::from(schema.crs.epsg()),
                name: Some(schema.crs.name()),
                ..FgbCrs::default()
            },
            title: schema.title.as_deref(),
            ..FgbWriterOptions::default()
        };
        let geometry_type = match schema.geometry {
            GeometryKind::Point => GeometryType::Point,
            _ => GeometryType::Unknown,
        };
        let mut writer = FgbWriter::create_with_options(&schema.table, geometry_type, options)
            .map_err(|error| WriteError::format(Format::FlatGeobuf, error))?;
        for column in &schema.columns {
            writer.add_column(&column.name, column_type(column.kind), |builder, args| {
                args.title = column.title.as_deref().map(|title| builder.create_string(title));
            });
        }
        Ok(Self {
            writer,
            output,
            columns: schema.columns.clone(),
            written: Written::default(),
            misfits: 0,
        })
    }
}

impl RowWriter for FgbRows {
    fn write(&mut self, row: OutRow<'_>) -> Result<(), WriteError> {
        let columns = &self.columns;
        let misfits = &mut self.misfits;
        self.writer
            .add_feature_geom(Shape(row.geometry), |feature| {
                for (index, (column, cell)) in columns.iter().zip(row.cells).enumerate() {
                    let text = cell.text();
                    match value(column.kind, cell, &text) {
                        Some(value) => {
                            // The index is within the columns that were declared.
                            let _ = feature.property(index, &column.name, &value);
                        }
                        None if *cell != Cell::Null => *misfits += 1,
                        None => {}
                    }
                }
            })
            .map_err(|error| WriteError::format(Format::FlatGeobuf, error))?;
        self.written.rows += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        self.writer
            .write(&mut self.output)
            .map_err(|error| WriteError::format(Format::FlatGeobuf, error))?;
        self.output.finish()?;
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

fn column_type(kind: FieldKind) -> ColumnType {
    match kind {
        FieldKind::Integer => ColumnType::Long,
        FieldKind::Number => ColumnType::Double,
        FieldKind::Bool => ColumnType::Bool,
        FieldKind::Date => ColumnType::DateTime,
        FieldKind::Json => ColumnType::Json,
        FieldKind::Text | FieldKind::Unknown => ColumnType::String,
    }
}

/// The cell as its column's type wants it; nothing where it does not fit.
fn value<'a>(kind: FieldKind, cell: &Cell, text: &'a str) -> Option<ColumnValue<'a>> {
    Some(match (kind, cell) {
        (_, Cell::Null) => return None,
        (FieldKind::Integer, Cell::Integer(number)) => ColumnValue::Long(*number),
        (FieldKind::Number, Cell::Number(number)) => ColumnValue::Double(*number),
        (FieldKind::Number, Cell::Integer(number)) => ColumnValue::Double(*number as f64),
        (FieldKind::Bool, Cell::Bool(flag)) => ColumnValue::Bool(*flag),
        (FieldKind::Date, Cell::Date(_)) => ColumnValue::DateTime(text),
        (FieldKind::Json, Cell::Text(_)) => ColumnValue::Json(text),
        (FieldKind::Text | FieldKind::Unknown, _) => ColumnValue::String(text),
        _ => return None,
    })
}

/// A shape, or none: without coordinates a feature has no box and the index passes it by.
struct Shape<'a>(Option<&'a Geometry<f64>>);

impl GeozeroGeometry for Shape<'_> {
    fn process_geom<P: GeomProcessor>(&self, processor: &mut P) -> geozero::error::Result<()> {
        match self.0.filter(|shape| shape.coords_count() > 0) {
            Some(shape) => shape.process_geom(processor),
            None => Ok(()),
        }
    }
}
