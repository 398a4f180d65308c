//! Rows as FlatGeobuf features.

use flatbuffers::{FlatBufferBuilder, WIPOffset};
use flatgeobuf::{ColumnType, Feature, FeatureArgs, Geometry as Flat, GeometryArgs, GeometryType};
use geo::{Coord, Geometry, LineString, MultiPolygon, Polygon};

use crate::codec::{Cell, Column, FieldKind};

type Builder = FlatBufferBuilder<'static>;
type Offset = WIPOffset<Flat<'static>>;

/// A feature with its size before it, as it stands in the file.
pub(super) fn feature<'b>(builder: &'b mut Builder, shape: Option<&Geometry<f64>>, properties: &[u8]) -> &'b [u8] {
    builder.reset();
    let geometry = shape.map(|shape| geometry(builder, shape));
    let properties = Some(builder.create_vector(properties));
    let feature = Feature::create(
        builder,
        &FeatureArgs {
            geometry,
            properties,
            columns: None,
        },
    );
    builder.finish_size_prefixed(feature, None);
    builder.finished_data()
}

fn geometry(builder: &mut Builder, shape: &Geometry<f64>) -> Offset {
    match shape {
        Geometry::Point(point) => leaf(builder, GeometryType::Point, &[&[point.0]]),
        Geometry::MultiPoint(points) => {
            let coords: Vec<Coord<f64>> = points.iter().map(|point| point.0).collect();
            leaf(builder, GeometryType::MultiPoint, &[&coords])
        }
        Geometry::Line(line) => leaf(builder, GeometryType::LineString, &[&[line.start, line.end]]),
        Geometry::LineString(line) => leaf(builder, GeometryType::LineString, &[&line.0]),
        Geometry::MultiLineString(lines) => {
            let lines: Vec<&[Coord<f64>]> = lines.iter().map(coords).collect();
            leaf(builder, GeometryType::MultiLineString, &lines)
        }
        Geometry::Polygon(shape) => polygon(builder, shape),
        Geometry::Rect(rect) => polygon(builder, &rect.to_polygon()),
        Geometry::Triangle(triangle) => polygon(builder, &triangle.to_polygon()),
        Geometry::MultiPolygon(MultiPolygon(polygons)) => {
            let parts = polygons.iter().map(|part| polygon(builder, part)).collect();
            branch(builder, GeometryType::MultiPolygon, parts)
        }
        Geometry::GeometryCollection(collection) => {
            let parts = collection.iter().map(|part| geometry(builder, part)).collect();
            branch(builder, GeometryType::GeometryCollection, parts)
        }
    }
}

fn coords(line: &LineString<f64>) -> &[Coord<f64>] {
    &line.0
}

fn polygon(builder: &mut Builder, polygon: &Polygon<f64>) -> Offset {
    let rings: Vec<&[Coord<f64>]> = std::iter::once(polygon.exterior())
        .chain(polygon.interiors())
        .map(coords)
        .collect();
    leaf(builder, GeometryType::Polygon, &rings)
}

/// Coordinates in one list, and where each part of it ends. A single ring needs no end; a single line of
/// several would do without too, but GDAL asks for it.
fn leaf(builder: &mut Builder, type_: GeometryType, parts: &[&[Coord<f64>]]) -> Offset {
    let flat: Vec<f64> = parts
        .iter()
        .flat_map(|part| part.iter())
        .flat_map(|at| [at.x, at.y])
        .collect();
    let mut end = 0;
    let ends: Vec<u32> = parts
        .iter()
        .map(|part| {
            end += u32::try_from(part.len()).expect("a shape in memory has fewer coordinates");
            end
        })
        .collect();
    let xy = Some(builder.create_vector(&flat));
    let needs_ends = parts.len() > 1 || type_ == GeometryType::MultiLineString;
    let ends = needs_ends.then(|| builder.create_vector(&ends));
    Flat::create(
        builder,
        &GeometryArgs {
            xy,
            ends,
            type_,
            ..GeometryArgs::default()
        },
    )
}

fn branch(builder: &mut Builder, type_: GeometryType, parts: Vec<Offset>) -> Offset {
    let parts = Some(builder.create_vector(&parts));
    Flat::create(
        builder,
        &GeometryArgs {
            parts,
            type_,
            ..GeometryArgs::default()
        },
    )
}

pub(super) fn column_type(kind: FieldKind) -> ColumnType {
    match kind {
        FieldKind::Integer => ColumnType::Long,
        FieldKind::Number => ColumnType::Double,
        FieldKind::Bool => ColumnType::Bool,
        FieldKind::Date => ColumnType::DateTime,
        FieldKind::Json => ColumnType::Json,
        FieldKind::Text | FieldKind::Unknown => ColumnType::String,
    }
}

/// Fills `bytes` with the row's values; gives how many did not fit their column's type.
pub(super) fn properties(columns: &[Column], cells: &[Cell], bytes: &mut Vec<u8>) -> u64 {
    bytes.clear();
    let mut misfits = 0;
    for ((index, column), cell) in (0_u16..).zip(columns).zip(cells) {
        let begin = bytes.len();
        bytes.extend_from_slice(&index.to_le_bytes());
        if !value(column.kind, cell, bytes) {
            bytes.truncate(begin);
            misfits += u64::from(*cell != Cell::Null);
        }
    }
    misfits
}

fn value(kind: FieldKind, cell: &Cell, bytes: &mut Vec<u8>) -> bool {
    match (kind, cell) {
        (_, Cell::Null) => return false,
        (FieldKind::Integer, Cell::Integer(number)) => bytes.extend_from_slice(&number.to_le_bytes()),
        (FieldKind::Number, Cell::Number(number)) => bytes.extend_from_slice(&number.to_le_bytes()),
        (FieldKind::Number, Cell::Integer(number)) => {
            bytes.extend_from_slice(&(*number as f64).to_le_bytes());
        }
        (FieldKind::Bool, Cell::Bool(flag)) => bytes.push((*flag).into()),
        (FieldKind::Date, Cell::Date(text)) | (FieldKind::Json, Cell::Text(text)) => {
            counted(text, bytes);
        }
        (FieldKind::Text | FieldKind::Unknown, cell) => counted(&cell.text(), bytes),
        _ => return false,
    }
    true
}

fn counted(text: &str, bytes: &mut Vec<u8>) {
    let length = u32::try_from(text.len()).expect("a cell is shorter than 4 GiB");
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(text.as_bytes());
}
