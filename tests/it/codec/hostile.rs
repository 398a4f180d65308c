//! Broken and malicious files: an error with a place, never a panic, never much memory.

use std::io::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use geo::{Geometry, LineString, MultiPolygon, Polygon};
use koyu::codec::{Cell, FieldKind, Format, GeometryKind, Limits, OpenOptions, Place, ReadCode, Schema, WriteOptions};
use proptest::collection::vec;
use proptest::prelude::*;

use super::{columns, file, read, read_with, write};

/// A sound file of each format; the shapefile as its .shp and .dbf.
struct Samples {
    folder: tempfile::TempDir,
}

static SAMPLES: LazyLock<Samples> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let schema = Schema {
        table: "t".to_owned(),
        columns: columns(&[("id", FieldKind::Integer), ("name", FieldKind::Text)]),
        geometry: GeometryKind::Polygon,
        ..Schema::default()
    };
    let ring = LineString::from(vec![(0., 0.), (4., 0.), (4., 4.), (0., 4.), (0., 0.)]);
    let hole = LineString::from(vec![(1., 1.), (2., 1.), (2., 2.), (1., 2.), (1., 1.)]);
    let shape: Geometry<f64> = MultiPolygon(vec![Polygon::new(ring, vec![hole])]).into();
    let records: Vec<_> = (0..20)
        .map(|id| {
            let cells = vec![Cell::Integer(id), Cell::Text(format!("施設{id}"))];
            (cells, Some(shape.clone()))
        })
        .collect();
    for format in Format::ALL {
        let path = folder.path().join("sample").with_extension(format.extension());
        write(&path, format, &schema, &WriteOptions::default(), &records);
    }
    Samples { folder }
});

impl Samples {
    fn bytes(&self, extension: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join("sample").with_extension(extension)).unwrap()
    }

    /// Reads the sample of this format with other bytes in one of its files.
    fn read_changed(&self, format: Format, part: &str, bytes: &[u8]) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        if format == Format::Shapefile {
            for extension in ["shp", "shx", "dbf", "cpg"] {
                std::fs::write(path.with_extension(extension), self.bytes(extension)).unwrap();
            }
        }
        std::fs::write(path.with_extension(part), bytes).unwrap();
        survives(&path.with_extension(format.extension()), format);
    }
}

/// Reads the file as this format, whatever it is.
fn survives(path: &Path, format: Format) {
    let options = OpenOptions {
        format: Some(format),
        limits: Limits {
            rows: 100_000,
            ..Limits::default()
        },
        ..OpenOptions::default()
    };
    if let Err(error) = read_with(path, &options) {
        let message = error.message();
        assert!(!message.ja.is_empty() && !message.en.is_empty());
        // This is how a panic on a reader's thread would show.
        assert!(!message.en.contains("broke off"), "{format}: {message}");
    }
}

const PARTS: [(Format, &str); 9] = [
    (Format::Csv, "csv"),
    (Format::Xlsx, "xlsx"),
    (Format::Json, "json"),
    (Format::GeoJson, "geojson"),
    (Format::GeoJsonSeq, "geojsons"),
    (Format::FlatGeobuf, "fgb"),
    (Format::GeoPackage, "gpkg"),
    (Format::Shapefile, "shp"),
    (Format::Shapefile, "dbf"),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in vec(any::<u8>(), 0..600)) {
        for (format, part) in PARTS {
            SAMPLES.read_changed(format, part, &bytes);
            // Past the mark that every reader looks for first.
            let sample = SAMPLES.bytes(part);
            let head = &sample[..sample.len().min(32)];
            SAMPLES.read_changed(format, part, &[head, &bytes].concat());
        }
    }

    #[test]
    fn no_damage_makes_a_reader_panic(
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in option_index(),
    ) {
        for (format, part) in PARTS {
            let mut bytes = SAMPLES.bytes(part);
            for (at, byte) in &damage {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            if let Some(cut) = &cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            SAMPLES.read_changed(format, part, &bytes);
        }
    }

    #[test]
    fn a_file_cut_anywhere_never_passes_for_whole(cut in any::<prop::sample::Index>()) {
        for (format, part) in [
            (Format::GeoJson, "geojson"),
            (Format::FlatGeobuf, "fgb"),
            (Format::GeoPackage, "gpkg"),
            (Format::Xlsx, "xlsx"),
        ] {
            let bytes = SAMPLES.bytes(part);
            // The last bytes of a JSON file are only its closing brackets.
            let cut = cut.index(bytes.len() - 4);
            let (_folder, path) = file(&format!("x.{part}"), &bytes[..cut]);
            let options = OpenOptions { format: Some(format), ..OpenOptions::default() };
            prop_assert!(read_with(&path, &options).is_err(), "{} cut at {}", format, cut);
        }
    }
}

fn option_index() -> impl Strategy<Value = Option<prop::sample::Index>> {
    proptest::option::weighted(0.3, any::<prop::sample::Index>())
}

#[test]
fn an_empty_file_is_said_to_be_empty() {
    for name in ["x.csv", "x.xlsx", "x.json", "x.geojson", "x.fgb", "x.gpkg", "x.shp"] {
        let (_folder, path) = file(name, b"");
        let error = read(&path).unwrap_err();
        assert_eq!(error.code(), ReadCode::Empty, "{name}");
        assert_eq!(error.file_name(), name);
    }
}

#[test]
fn a_line_that_never_ends_is_refused_after_a_few_megabytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.csv");
    let mut target = std::fs::File::create(&path).unwrap();
    target.write_all("番号,名称\n1,".as_bytes()).unwrap();
    // A hole in the file would be NUL bytes; this is text, and far beyond the cap.
    let piece = vec![b'x'; 1 << 20];
    for _ in 0..32 {
        target.write_all(&piece).unwrap();
    }
    let error = read(&path).unwrap_err();
    assert_eq!(error.code(), ReadCode::LineTooLong);
    assert_eq!(error.place(), &Place::Line(2));
}

#[test]
fn json_nested_without_end_is_refused() {
    let (_folder, path) = file("deep.json", "[".repeat(200_000));
    assert_eq!(read(&path).unwrap_err().code(), ReadCode::TooDeep);
    let deep = format!(r#"[{{"a":{}1{}}}]"#, "[".repeat(5000), "]".repeat(5000));
    let (_folder, path) = file("deep.json", deep);
    assert_eq!(read(&path).unwrap_err().code(), ReadCode::TooDeep);
}

#[test]
fn a_truncated_geojson_names_the_feature() {
    let text = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"a":1},"geometry":null},
{"type":"Feature","properties":{"a":2},"geo"#;
    let (_folder, path) = file("cut.geojson", text);
    let error = read(&path).unwrap_err();
    assert_eq!(error.code(), ReadCode::Truncated);
}

#[test]
fn a_broken_feature_is_named_by_number_and_byte() {
    let text = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"a":1},"geometry":null},
{"type":"Feature","properties":{"a":1 2},"geometry":null}]}"#;
    let (_folder, path) = file("broken.geojson", text);
    let error = read(&path).unwrap_err();
    assert_eq!(error.code(), ReadCode::Malformed);
    assert_eq!(error.place(), &Place::Feature { number: 2, byte: 98 });
    assert!(error.message().ja.contains("2番目の地物"));
}

#[test]
fn a_flatgeobuf_cut_at_a_feature_is_truncated() {
    let bytes = SAMPLES.bytes("fgb");
    let (_folder, path) = file("cut.fgb", &bytes[..bytes.len() - 10]);
    let error = read(&path).unwrap_err();
    assert_eq!(error.code(), ReadCode::Truncated);
    assert!(matches!(error.place(), Place::Feature { number: 20, .. }));
}

#[test]
fn a_shapefile_cut_at_a_record_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.shp");
    let shp = SAMPLES.bytes("shp");
    std::fs::write(&path, &shp[..shp.len() - 10]).unwrap();
    std::fs::write(path.with_extension("dbf"), SAMPLES.bytes("dbf")).unwrap();
    let error = read(&path).unwrap_err();
    assert_eq!(error.code(), ReadCode::Truncated);
    assert_eq!(error.place(), &Place::Record(20));
}
