//! Text formats as people really save them.

use koyu::codec::{Cell, Charset, FieldKind, Format, OpenOptions, Place, ReadCode};

use super::{file, from_table, read, read_with};

#[test]
fn title_lines_before_the_header_are_passed_over() {
    let text = "未利用地一覧表,,,\r\n令和6年3月末現在,,,\r\n\r\n番号,区,所在地,面積\r\n1‐1,北区,\"中之島\r\n一丁目\",120.5\r\n2,西区,立売堀,80\r\n";
    let (_folder, path) = file("list.csv", text);
    let reading = read(&path).unwrap();
    assert_eq!(reading.names(), ["番号", "区", "所在地", "面積"]);
    assert_eq!(reading.header.preamble_rows, 3);
    assert_eq!(reading.numbers(), [5, 7]);
    assert_eq!(reading.rows[0].cells[0], Cell::Text("1‐1".into()));
    assert!(reading.header.notes[0].ja.contains("3 行"));
}

#[test]
fn the_header_row_can_be_named() {
    let text = "a,b\n1,2\nx,y\n3,4\n";
    let (_folder, path) = file("list.csv", text);
    let at = |header_row| OpenOptions {
        header_row: Some(header_row),
        ..OpenOptions::default()
    };
    let reading = read_with(&path, &at(3)).unwrap();
    assert_eq!(reading.names(), ["x", "y"]);
    assert_eq!(reading.texts(), [["3", "4"]]);
    let reading = read_with(&path, &at(0)).unwrap();
    assert_eq!(reading.names(), ["列1", "列2"]);
    assert_eq!(reading.rows.len(), 4);
    let error = read_with(&path, &at(9)).unwrap_err();
    assert_eq!(error.code(), ReadCode::NoHeader);
}

#[test]
fn utf_16_with_tabs_as_excel_saves_unicode_text() {
    let bytes: Vec<u8> = "\u{feff}番号\t名称\r\n1\t図書館\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let (_folder, path) = file("unicode.txt", bytes);
    let reading = read(&path).unwrap();
    assert_eq!(reading.header.encoding, Some(Charset::Utf16Le));
    assert_eq!(reading.header.delimiter, Some('\t'));
    assert_eq!(reading.texts(), [["1", "図書館"]]);
}

#[test]
fn ragged_rows_are_kept_and_noted() {
    let (_folder, path) = file("ragged.csv", "a,b,c\n1\n1,2,3,4\n1,2,3,,,\n");
    let reading = read(&path).unwrap();
    let rows = &reading.rows;
    assert_eq!(rows[0].cells.len(), 3);
    assert!(rows[0].notes[0].en.contains("only 1 cells"));
    assert_eq!(rows[1].cells[3], Cell::Text("4".into()));
    assert!(rows[1].notes[0].ja.contains("列4"));
    assert!(rows[2].notes.is_empty());
}

#[test]
fn a_wrong_encoding_named_by_the_caller_is_an_error_with_a_place() {
    let (_folder, path) = file("utf8.csv", "番号,施設名\n1,公民館\n");
    let options = OpenOptions {
        encoding: Some(Charset::EucJp),
        ..OpenOptions::default()
    };
    let error = read_with(&path, &options).unwrap_err();
    assert_eq!(error.code(), ReadCode::Encoding);
    assert!(matches!(error.place(), Place::Byte(_)));
    assert!(error.message().en.starts_with("utf8.csv: byte "));
}

#[test]
fn json_is_read_in_each_of_its_layouts() {
    let layouts = [
        "\u{feff}[{\"a\":1,\"b\":\"x\"},{\"a\":2.5,\"c\":[1]}]",
        "{\"count\":2,\"items\":[{\"a\":1,\"b\":\"x\"},{\"a\":2.5,\"c\":[1]}]}",
        "{\"a\":1,\"b\":\"x\"}\n{\"a\":2.5,\"c\":[1]}\n",
    ];
    for text in layouts {
        let (_folder, path) = file("data.json", text);
        let reading = read(&path).unwrap();
        assert_eq!(reading.names(), ["a", "b", "c"], "{text}");
        let kinds: Vec<_> = reading.header.fields.iter().map(|field| field.kind).collect();
        assert_eq!(kinds, [FieldKind::Number, FieldKind::Text, FieldKind::Json]);
        assert_eq!(reading.rows[0].cells[0], Cell::Integer(1));
        assert_eq!(reading.rows[0].cells[2], Cell::Null);
        assert_eq!(reading.rows[1].cells[2], Cell::Text("[1]".into()));
    }
}

#[test]
fn a_list_is_chosen_by_its_member() {
    let (_folder, path) = file("two.json", r#"{"wards":[{"a":1}],"sites":[{"b":2},{"b":3}]}"#);
    let error = read(&path).unwrap_err();
    assert_eq!(error.code(), ReadCode::AmbiguousTable);
    assert_eq!(error.tables(), ["wards", "sites"]);
    let reading = read_with(&path, &from_table("sites")).unwrap();
    assert_eq!(reading.rows.len(), 2);
    assert_eq!(reading.header.table.as_deref(), Some("sites"));
}

#[test]
fn an_array_of_numbers_is_no_table() {
    let (_folder, path) = file("numbers.json", "[{\"a\":1}, 2]");
    let error = read(&path).unwrap_err();
    assert_eq!(error.code(), ReadCode::Malformed);
    assert!(matches!(error.place(), Place::Feature { number: 2, .. }));
}

#[test]
fn geojson_gives_ids_systems_and_shapes() {
    let text = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4612"}},
"features":[{"type":"Feature","id":7,"properties":{"a":"x"},"geometry":{"type":"Point","coordinates":[135.5,34.7,3]}},
{"type":"Feature","properties":null,"geometry":{"type":"Point","coordinates":[1]}}]}"#;
    let (_folder, path) = file("a.geojson", text);
    let reading = read(&path).unwrap();
    assert_eq!(reading.names(), ["id", "a"]);
    assert_eq!(reading.header.crs.as_deref(), Some("EPSG:4612"));
    assert!(reading.header.notes[0].en.contains("Heights"));
    assert_eq!(reading.rows[0].cells[0], Cell::Integer(7));
    let point = geo::Point::new(135.5, 34.7);
    assert_eq!(reading.rows[0].geometry, Some(point.into()));
    assert!(reading.rows[1].geometry.is_none());
    assert!(reading.rows[1].geometry_error.is_some());
}

#[test]
fn geojson_without_a_system_is_wgs_84() {
    let (_folder, path) = file("p.json", r#"{"type":"Point","coordinates":[135.5,34.7]}"#);
    let reading = read(&path).unwrap();
    assert_eq!(reading.header.format, Format::GeoJson);
    assert_eq!(reading.header.crs.as_deref(), Some("EPSG:4326"));
    assert!(reading.rows[0].geometry.is_some());
}

#[test]
fn a_property_called_id_does_not_hide_the_features_own() {
    let text = "\u{1e}{\"type\":\"Feature\",\"id\":\"f1\",\"properties\":{\"id\":9},\"geometry\":null}\n";
    let (_folder, path) = file("seq.geojsons", text);
    let reading = read(&path).unwrap();
    assert_eq!(reading.header.format, Format::GeoJsonSeq);
    assert_eq!(reading.names(), ["feature_id", "id"]);
    assert_eq!(reading.texts(), [["f1", "9"]]);
}
