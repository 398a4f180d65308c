//! What a writer writes, a reader reads: for every format, as a property.

use geo::orient::{Direction, Orient};
use geo::{Geometry, LineString, MultiLineString, MultiPolygon, Point, Polygon};
use koyu::codec::{Cell, Charset, FieldKind, Format, GeometryKind, OpenOptions, OutCrs, Schema, WriteOptions};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::{Reading, Record, columns, read, read_with, write};

const TEXTS: &str = "[ -~あ-ん一-龠ア-ン０-９①髙‐ーｶﾞ\n]{0,20}";

fn schema(geometry: GeometryKind) -> Schema {
    Schema {
        table: "facilities".to_owned(),
        columns: columns(&[
            ("id", FieldKind::Integer),
            ("name", FieldKind::Text),
            ("area", FieldKind::Number),
            ("open", FieldKind::Bool),
            ("built", FieldKind::Date),
            ("yen", FieldKind::Integer),
        ]),
        geometry,
        crs: OutCrs::Jgd2011,
        ..Schema::default()
    }
}

fn text() -> impl Strategy<Value = Cell> {
    // Formats that pad texts with blanks cannot keep blanks at the end, nor tell "" from nothing.
    TEXTS.prop_map(|text: String| match text.trim() {
        "" => Cell::Null,
        trimmed => Cell::Text(trimmed.to_owned()),
    })
}

fn or_null(cell: impl Strategy<Value = Cell>) -> impl Strategy<Value = Cell> {
    option::of(cell).prop_map(Option::unwrap_or_default)
}

fn cells() -> impl Strategy<Value = Vec<Cell>> {
    let number = prop_oneof![
        -1e6..1e6_f64,
        any::<f64>().prop_filter("finite", |number| number.is_finite()),
    ];
    (
        text(),
        or_null(number.prop_map(Cell::Number)),
        or_null(any::<bool>().prop_map(Cell::Bool)),
        or_null(
            (1900..2100, 1..13, 1..29)
                .prop_map(|(year, month, day)| Cell::Date(format!("{year:04}-{month:02}-{day:02}"))),
        ),
        or_null((-(1_i64 << 53) + 1..1 << 53).prop_map(Cell::Integer)),
    )
        .prop_map(|(name, area, open, built, yen)| vec![Cell::Null, name, area, open, built, yen])
}

fn shape(kind: GeometryKind) -> BoxedStrategy<Option<Geometry<f64>>> {
    let coord = || (-180.0..180.0, -90.0..90.0);
    match kind {
        GeometryKind::Point => option::of(coord().prop_map(|at| Point::from(at).into())).boxed(),
        GeometryKind::LineString => {
            let line = vec(coord(), 2..6).prop_map(LineString::from);
            option::of(vec(line, 1..4).prop_map(|lines| MultiLineString(lines).into())).boxed()
        }
        GeometryKind::Polygon => {
            let polygon = |at: usize| (0.1..1.0).prop_map(move |size| holed(at as f64 * 10.0, size));
            option::of((1..4_usize).prop_flat_map(move |count| {
                let polygons: Vec<_> = (0..count).map(polygon).collect();
                polygons.prop_map(|polygons| MultiPolygon(polygons).into())
            }))
            .boxed()
        }
        GeometryKind::Any | GeometryKind::None => Just(None).boxed(),
    }
}

fn holed(x: f64, size: f64) -> Polygon<f64> {
    let ring = |from: f64, to: f64| {
        LineString::from(vec![
            (x + from, from),
            (x + to, from),
            (x + to, to),
            (x + from, to),
            (x + from, from),
        ])
    };
    Polygon::new(ring(0.0, 4.0 * size), vec![ring(size, 2.0 * size)])
}

fn records(kind: GeometryKind) -> impl Strategy<Value = Vec<Record>> {
    vec((cells(), shape(kind)), 1..12).prop_map(|mut records| {
        for (id, (cells, _)) in (1..).zip(&mut records) {
            cells[0] = Cell::Integer(id);
        }
        records
    })
}

/// Holes and outer rings turned one way, single shapes as multi: what the formats are free to choose.
fn normal(geometry: &Geometry<f64>) -> Geometry<f64> {
    match geometry {
        Geometry::Polygon(polygon) => MultiPolygon(vec![polygon.orient(Direction::Default)]).into(),
        Geometry::MultiPolygon(polygons) => polygons.orient(Direction::Default).into(),
        Geometry::LineString(line) => MultiLineString(vec![line.clone()]).into(),
        other => other.clone(),
    }
}

/// Rows by id: an index may have put them into another order.
fn compare(reading: &Reading, records: &[Record], same: impl Fn(&Cell, &Cell) -> bool) {
    let id = reading.header.position("id").unwrap();
    assert_eq!(reading.rows.len(), records.len());
    for (cells, geometry) in records {
        let row = reading
            .rows
            .iter()
            .find(|row| row.cells[id].text() == cells[0].text())
            .unwrap();
        for (column, written) in cells.iter().enumerate() {
            let found = &row.cells[id + column];
            assert!(same(written, found), "wrote {written:?}, read {found:?}");
        }
        if reading.header.geometry {
            assert_eq!(row.geometry_error, None);
            let found = row.geometry.as_ref().map(normal);
            assert_eq!(found, geometry.as_ref().map(normal));
        }
    }
}

fn equal(written: &Cell, found: &Cell) -> bool {
    written == found
}

/// For formats in which a number is written in digits only.
fn equal_number(written: &Cell, found: &Cell) -> bool {
    match (written, found) {
        (Cell::Number(a), Cell::Integer(b)) => *a == *b as f64,
        _ => written == found,
    }
}

fn equal_text(written: &Cell, found: &Cell) -> bool {
    written.text() == found.text()
}

fn round_trip(format: Format, kind: GeometryKind, records: &[Record]) -> Reading {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out").with_extension(format.extension());
    let options = WriteOptions::default();
    let written = write(&path, format, &schema(kind), &options, records);
    assert_eq!(written.rows, records.len() as u64);
    read(&path).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn csv_comes_back(records in records(GeometryKind::None)) {
        compare(&round_trip(Format::Csv, GeometryKind::None, &records), &records, equal_text);
    }

    #[test]
    fn csv_in_cp932_comes_back(records in records(GeometryKind::None)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let options = WriteOptions { encoding: Charset::Cp932, ..WriteOptions::default() };
        let written = write(&path, Format::Csv, &schema(GeometryKind::None), &options, &records);
        let open = OpenOptions { encoding: Some(Charset::Cp932), ..OpenOptions::default() };
        let reading = read_with(&path, &open).unwrap();
        if written.notes.is_empty() {
            compare(&reading, &records, equal_text);
        }
    }

    #[test]
    fn xlsx_comes_back(records in records(GeometryKind::None)) {
        let reading = round_trip(Format::Xlsx, GeometryKind::None, &records);
        compare(&reading, &records, equal_number);
    }

    #[test]
    fn json_comes_back(records in records(GeometryKind::None)) {
        compare(&round_trip(Format::Json, GeometryKind::None, &records), &records, equal_text);
    }

    #[test]
    fn geojson_comes_back(records in records(GeometryKind::Polygon)) {
        let reading = round_trip(Format::GeoJson, GeometryKind::Polygon, &records);
        compare(&reading, &records, equal_text);
        prop_assert_eq!(reading.header.crs.as_deref(), Some("EPSG:6668"));
    }

    #[test]
    fn geojson_sequences_come_back(records in records(GeometryKind::LineString)) {
        let reading = round_trip(Format::GeoJsonSeq, GeometryKind::LineString, &records);
        prop_assert_eq!(reading.header.format, Format::GeoJsonSeq);
        compare(&reading, &records, equal_text);
    }

    #[test]
    fn flatgeobuf_comes_back(
        points in records(GeometryKind::Point),
        polygons in records(GeometryKind::Polygon),
    ) {
        compare(&round_trip(Format::FlatGeobuf, GeometryKind::Point, &points), &points, equal);
        let reading = round_trip(Format::FlatGeobuf, GeometryKind::Polygon, &polygons);
        compare(&reading, &polygons, equal);
        prop_assert_eq!(reading.header.crs.as_deref(), Some("EPSG:6668"));
    }

    #[test]
    fn geopackage_comes_back(
        points in records(GeometryKind::Point),
        polygons in records(GeometryKind::Polygon),
        lines in records(GeometryKind::LineString),
    ) {
        for (kind, records) in [
            (GeometryKind::Point, points),
            (GeometryKind::Polygon, polygons),
            (GeometryKind::LineString, lines),
        ] {
            let reading = round_trip(Format::GeoPackage, kind, &records);
            compare(&reading, &records, equal);
            prop_assert_eq!(reading.header.crs.as_deref(), Some("EPSG:6668"));
        }
    }

    #[test]
    fn shapefiles_come_back(
        points in records(GeometryKind::Point),
        polygons in records(GeometryKind::Polygon),
        lines in records(GeometryKind::LineString),
    ) {
        for (kind, records) in [
            (GeometryKind::Point, points),
            (GeometryKind::Polygon, polygons),
            (GeometryKind::LineString, lines),
        ] {
            compare(&round_trip(Format::Shapefile, kind, &records), &records, equal_number);
        }
    }

    #[test]
    fn tables_without_shapes_come_back(records in records(GeometryKind::None)) {
        for format in [Format::GeoPackage, Format::Shapefile, Format::FlatGeobuf] {
            compare(&round_trip(format, GeometryKind::None, &records), &records, equal_number);
        }
    }
}

#[test]
fn a_file_without_rows_is_a_file_all_the_same() {
    for format in Format::ALL {
        let kind = if format.holds_geometry() {
            GeometryKind::Point
        } else {
            GeometryKind::None
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out").with_extension(format.extension());
        write(&path, format, &schema(kind), &WriteOptions::default(), &[]);
        match read(&path) {
            Ok(reading) => assert_eq!(reading.rows.len(), 0, "{format}"),
            // A sequence of nothing is an empty file.
            Err(error) => assert_eq!((format, error.code().as_str()), (Format::GeoJsonSeq, "empty")),
        }
    }
}

#[test]
fn a_writer_that_is_dropped_leaves_nothing_behind() {
    for format in Format::ALL {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out").with_extension(format.extension());
        let writer = koyu::codec::create(format, &path, &schema(GeometryKind::None), &WriteOptions::default());
        drop(writer.unwrap());
        let left = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 0, "{format}");
    }
}
