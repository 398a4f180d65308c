//! Shapefile sets and GeoPackages: companions, encodings, layers, deleted records.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use geo::{Geometry, Point};
use koyu::codec::{Cell, Charset, FieldKind, Format, GeometryKind, ReadCode, Schema, WriteOptions};
use rusqlite::Connection;
use zip::write::SimpleFileOptions;

use super::{Record, columns, file, from_table, read, read_with, write};

fn schema() -> Schema {
    Schema {
        table: "sites".to_owned(),
        columns: columns(&[("番号", FieldKind::Integer), ("名称", FieldKind::Text)]),
        geometry: GeometryKind::Point,
        ..Schema::default()
    }
}

fn records() -> Vec<Record> {
    (1..=3)
        .map(|id| {
            let name = Cell::Text(format!("公民館{id}"));
            let at = Point::new(135.0 + id as f64, 34.5);
            (vec![Cell::Integer(id), name], Some(at.into()))
        })
        .collect()
}

/// A shapefile in this folder, with its attributes in CP932 where asked for.
fn shapefile(folder: &Path, encoding: Charset) -> PathBuf {
    let path = folder.join("sites.shp");
    let options = WriteOptions {
        encoding,
        ..WriteOptions::default()
    };
    write(&path, Format::Shapefile, &schema(), &options, &records());
    path
}

#[test]
fn companions_are_found_whatever_the_case_of_their_names() {
    let folder = tempfile::tempdir().unwrap();
    let path = shapefile(folder.path(), Charset::Cp932);
    for part in ["dbf", "prj", "cpg"] {
        let from = path.with_extension(part);
        std::fs::rename(&from, path.with_extension(part.to_uppercase())).unwrap();
    }
    let reading = read(&path).unwrap();
    assert_eq!(reading.names(), ["番号", "名称"]);
    assert_eq!(reading.header.encoding, Some(Charset::Cp932));
    assert!(reading.header.crs.unwrap().contains("JGD_2011"));
}

#[test]
fn the_encoding_is_told_by_cpg_language_byte_or_content() {
    for encoding in [Charset::Cp932, Charset::Utf8] {
        let folder = tempfile::tempdir().unwrap();
        let path = shapefile(folder.path(), encoding);
        assert_eq!(read(&path).unwrap().header.encoding, Some(encoding));
        std::fs::remove_file(path.with_extension("cpg")).unwrap();
        assert_eq!(read(&path).unwrap().header.encoding, Some(encoding));
        let dbf = path.with_extension("dbf");
        let mut bytes = std::fs::read(&dbf).unwrap();
        bytes[29] = 0;
        std::fs::write(&dbf, bytes).unwrap();
        let reading = read(&path).unwrap();
        assert_eq!(reading.header.encoding, Some(encoding));
        assert_eq!(reading.texts()[0], ["1", "公民館1"]);
    }
}

#[test]
fn a_cpg_that_is_wrong_is_an_error_with_the_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let path = shapefile(folder.path(), Charset::Cp932);
    std::fs::write(path.with_extension("cpg"), "UTF-8").unwrap();
    let error = read(&path).unwrap_err();
    assert_eq!(error.code(), ReadCode::Encoding);
    assert!(error.message().en.contains(".cpg"));
}

#[test]
fn a_shapefile_without_attributes_says_what_to_keep_together() {
    let folder = tempfile::tempdir().unwrap();
    let path = shapefile(folder.path(), Charset::Utf8);
    std::fs::remove_file(path.with_extension("dbf")).unwrap();
    let error = read(&path).unwrap_err();
    assert_eq!(error.code(), ReadCode::MissingDbf);
    assert!(error.message().ja.contains(".dbf"));
}

#[test]
fn a_deleted_record_takes_its_shape_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = shapefile(folder.path(), Charset::Utf8);
    let dbf = path.with_extension("dbf");
    let mut bytes = std::fs::read(&dbf).unwrap();
    let header = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    let record = usize::from(u16::from_le_bytes([bytes[10], bytes[11]]));
    bytes[header + record] = b'*';
    std::fs::write(&dbf, bytes).unwrap();
    let reading = read(&path).unwrap();
    assert_eq!(reading.numbers(), [1, 3]);
    let third: Geometry<f64> = Point::new(138.0, 34.5).into();
    assert_eq!(reading.rows[1].geometry.as_ref(), Some(&third));
}

#[test]
fn shapes_are_read_with_and_without_their_index() {
    let folder = tempfile::tempdir().unwrap();
    let path = shapefile(folder.path(), Charset::Utf8);
    assert_eq!(read(&path).unwrap().rows.len(), 3);
    std::fs::write(path.with_extension("shx"), b"broken").unwrap();
    assert_eq!(read(&path).unwrap().rows.len(), 3);
    std::fs::remove_file(path.with_extension("shx")).unwrap();
    assert_eq!(read(&path).unwrap().rows.len(), 3);
}

fn zipped(folder: &Path, names: &[&str]) -> Vec<u8> {
    let path = shapefile(folder, Charset::Cp932);
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        for part in ["shp", "shx", "dbf", "cpg", "prj"] {
            archive
                .start_file(format!("{name}.{part}"), SimpleFileOptions::default())
                .unwrap();
            let bytes = std::fs::read(path.with_extension(part)).unwrap();
            archive.write_all(&bytes).unwrap();
        }
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_zipped_set_is_read_wherever_it_lies_in_the_zip() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = zipped(folder.path(), &["../../公民館/sites"]);
    let (_folder, path) = file("sites.zip", bytes);
    let reading = read(&path).unwrap();
    assert_eq!(reading.texts()[2], ["3", "公民館3"]);
    assert!(reading.rows.iter().all(|row| row.geometry.is_some()));
}

#[test]
fn one_of_several_zipped_sets_is_chosen_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let (_folder, path) = file("two.zip", zipped(folder.path(), &["a", "b"]));
    let error = read(&path).unwrap_err();
    assert_eq!(error.code(), ReadCode::AmbiguousTable);
    assert_eq!(error.tables(), ["a", "b"]);
    assert_eq!(read_with(&path, &from_table("b")).unwrap().rows.len(), 3);
}

#[test]
fn long_names_and_texts_are_shortened_and_listed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.shp");
    let schema = Schema {
        columns: columns(&[("施設の正式名称", FieldKind::Text)]),
        geometry: GeometryKind::Point,
        ..Schema::default()
    };
    let record = (vec![Cell::Text("あ".repeat(200))], None);
    let options = WriteOptions::default();
    let written = write(&path, Format::Shapefile, &schema, &options, &[record]);
    assert!(written.notes[0].en.contains("施設の"));
    assert!(written.notes[1].en.contains("254 bytes"));
    assert_eq!(read(&path).unwrap().texts(), [["あ".repeat(84)]]);
}

/// Independent readers of the same standard agree with what is written here.
#[test]
fn the_shapefile_crate_reads_what_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = shapefile(folder.path(), Charset::Utf8);
    let mut reader = shapefile::Reader::from_path(&path).unwrap();
    let all = reader.read().unwrap();
    assert_eq!(all.len(), 3);
    let (shape, record) = &all[1];
    assert!(matches!(shape, shapefile::Shape::Point(at) if at.x == 137.0 && at.y == 34.5));
    let name = record.get("名称").unwrap();
    assert_eq!(name, &shapefile::dbase::FieldValue::Character(Some("公民館2".into())));
}

fn geopackage(folder: &Path) -> PathBuf {
    let path = folder.join("sites.gpkg");
    let options = WriteOptions::default();
    write(&path, Format::GeoPackage, &schema(), &options, &records());
    path
}

#[test]
fn a_second_layer_has_to_be_chosen_between() {
    let folder = tempfile::tempdir().unwrap();
    let path = geopackage(folder.path());
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "create table notes (id INTEGER PRIMARY KEY, body TEXT, done BOOLEAN, day DATE);
             insert into notes values (1, 'x', 1, '2024-03-31');
             insert into gpkg_contents (table_name, data_type, identifier) values ('notes', 'attributes', 'n');",
        )
        .unwrap();
    // One feature table is still the default.
    assert_eq!(read(&path).unwrap().header.table.as_deref(), Some("sites"));
    let reading = read_with(&path, &from_table("notes")).unwrap();
    assert!(!reading.header.geometry);
    let row = &reading.rows[0];
    assert_eq!(row.cells[2], Cell::Bool(true));
    assert_eq!(row.cells[3], Cell::Date("2024-03-31".into()));
    connection
        .execute_batch(
            "create table more (id INTEGER PRIMARY KEY, geom POINT);
             insert into gpkg_contents (table_name, data_type, identifier) values ('more', 'features', 'm');",
        )
        .unwrap();
    let error = read(&path).unwrap_err();
    assert_eq!(error.code(), ReadCode::AmbiguousTable);
    assert_eq!(error.tables(), ["sites", "more", "notes"]);
}

#[test]
fn rows_still_in_the_log_of_another_program_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = geopackage(folder.path());
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch(
            "pragma journal_mode = wal;
             drop trigger rtree_sites_geom_insert;
             insert into sites (fid, 番号) values (9, 9)",
        )
        .unwrap();
    assert_eq!(read(&path).unwrap().rows.len(), 4);
}

#[test]
fn a_database_that_is_no_geopackage_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plain.sqlite");
    let connection = Connection::open(&path).unwrap();
    connection.execute_batch("create table t (a)").unwrap();
    let error = read(&path).unwrap_err();
    assert_eq!(error.code(), ReadCode::NotAGeopackage);
    let (_folder, path) = file("text.gpkg", vec![b'x'; 5000]);
    let error = read(&path).unwrap_err();
    assert_eq!(error.code(), ReadCode::NotAGeopackage);
}

#[test]
fn a_view_that_never_gives_a_row_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let path = geopackage(folder.path());
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "create view loop as with recursive n(i) as (select 1 union all select i + 1 from n)
             select i as id from n where i < 0;
             insert into gpkg_contents (table_name, data_type, identifier) values ('loop', 'attributes', 'l');",
        )
        .unwrap();
    let error = read_with(&path, &from_table("loop")).unwrap_err();
    assert_eq!(error.code(), ReadCode::TooLarge);
}

#[test]
fn a_truncated_geopackage_is_told_by_its_length() {
    let folder = tempfile::tempdir().unwrap();
    let path = geopackage(folder.path());
    let bytes = std::fs::read(&path).unwrap();
    let (_folder, path) = file("cut.gpkg", &bytes[..bytes.len() - 5000]);
    assert_eq!(read(&path).unwrap_err().code(), ReadCode::Truncated);
}
