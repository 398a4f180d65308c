//! The filtered set as a file: the same records as the list, in the same order, and nothing that is not public.

use std::io::{Cursor, Read};
use std::sync::Arc;

use actix_web::http::header;
use actix_web::test::TestRequest;
use calamine::{Data, Reader, Xlsx};
use koyu::history::Version;
use koyu::http::State;
use koyu::land::Parcel;
use koyu::snapshot::{Live, Snapshot};
use serde_json::Value;

use super::fixture::{HIDDEN, SECRET, get, parcel, send, state, stored};

const FORMATS: [(&str, &str, &str); 5] = [
    ("csv", "text/csv; charset=utf-8", "csv"),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
    ),
    ("geojson", "application/geo+json", "geojson"),
    ("flatgeobuf", "application/flatgeobuf", "fgb"),
    ("geopackage", "application/geopackage+sqlite3", "gpkg"),
];

/// The cells of a CSV file by the names of its columns.
fn csv_column(bytes: &[u8], column: &str) -> Vec<String> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).expect("a byte order mark");
    let mut reader = csv::Reader::from_reader(bytes);
    let at = reader
        .headers()
        .expect("a header")
        .iter()
        .position(|name| name == column)
        .expect("the column");
    reader
        .records()
        .map(|record| record.expect("a record")[at].to_owned())
        .collect()
}

fn sheet(bytes: &[u8]) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("a range");
    range.rows().map(<[Data]>::to_vec).collect()
}

#[actix_web::test]
async fn a_file_holds_the_records_of_the_list_in_its_order() {
    for query in [
        "",
        "ward=271276",
        "sort=name",
        "q=%E3%82%82%E3%81%A8",
        "positioned=true",
    ] {
        for kind in ["facilities", "parcels"] {
            let listed = get(&format!("/api/{kind}?limit=1000&{query}")).await.json();
            let ids = |items: &Value| -> Vec<String> {
                let items = items.as_array().expect("items");
                items
                    .iter()
                    .filter_map(|item| item["id"].as_str())
                    .map(str::to_owned)
                    .collect()
            };
            let file = get(&format!("/api/{kind}/export?{query}")).await;
            assert_eq!(csv_column(&file.bytes, "ID"), ids(&listed["items"]), "{kind}?{query}");
        }
    }
    let buildings = get("/api/buildings/export").await;
    assert_eq!(csv_column(&buildings.bytes, "ID"), ["B000001"]);
}

#[actix_web::test]
async fn every_format_has_its_type_and_a_name_in_both_scripts() {
    for (format, media_type, extension) in FORMATS {
        let file = get(&format!("/api/parcels/export?format={format}")).await;
        assert_eq!(file.status, 200, "{format}");
        assert_eq!(file.header("content-type"), media_type);
        assert_eq!(file.header("content-encoding"), "", "{format}");
        let name = file.header("content-disposition").to_owned();
        assert!(
            name.contains(&format!("filename=\"koyu-parcels_2025-04-01.{extension}\"")),
            "{name}"
        );
        // 未利用地一覧, percent-encoded as RFC 8187 wants it.
        assert!(
            name.contains("filename*=UTF-8''%E6%9C%AA%E5%88%A9%E7%94%A8%E5%9C%B0%E4%B8%80%E8%A6%A7_2025%2D04%2D01"),
            "{name}"
        );
    }
}

#[actix_web::test]
async fn one_validator_names_one_sequence_of_bytes() {
    for (format, ..) in FORMATS {
        let address = format!("/api/facilities/export?format={format}");
        let (first, second) = (get(&address).await, get(&address).await);
        assert_eq!(first.header("etag"), second.header("etag"));
        assert!(first.bytes == second.bytes, "{format} differs between two answers");
        let known = TestRequest::get()
            .uri(&address)
            .insert_header((header::IF_NONE_MATCH, first.header("etag")));
        let again = send(known, state()).await;
        assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0), "{format}");
    }
    let (all, some) = (
        get("/api/facilities/export").await,
        get("/api/facilities/export?ward=271276").await,
    );
    assert_ne!(all.header("etag"), some.header("etag"));
}

#[actix_web::test]
async fn the_land_list_is_the_citys_sixteen_columns_and_its_numbers_are_text() {
    let file = get("/api/parcels/export?format=xlsx&layout=land-list").await;
    let rows = sheet(&file.bytes);
    let head: Vec<String> = rows[0].iter().map(ToString::to_string).collect();
    assert_eq!(
        head,
        [
            "未利用地登録年度",
            "番号",
            "所在（区）",
            "町丁目",
            "地番",
            "街区番号",
            "面積（㎡）",
            "土地所管局",
            "財産名称",
            "現状",
            "活用方針",
            "分類基準",
            "処分目途",
            "貸付等の活用状況",
            "備考",
            "マップナビおおさかへのリンク",
        ]
    );
    assert_eq!(rows[1][1], Data::String("9‐1".into()));
    assert_eq!(rows[1][6], Data::Float(310.44));
    assert_eq!(rows[1][4], Data::String("20番1".into()));
    assert_eq!(rows[2][1], Data::String("10‐1".into()));
}

#[actix_web::test]
async fn public_facilities_go_out_in_both_published_layouts() {
    for (layout, columns, name, address) in [
        ("public-facilities-24", 24, "名称", "住所"),
        ("public-facilities-56", 56, "名称", "所在地_連結表記"),
    ] {
        let file = get(&format!("/api/facilities/export?layout={layout}&sort=number")).await;
        let names = csv_column(&file.bytes, name);
        assert!(names.contains(&"中央図書館".to_owned()), "{names:?}");
        assert_eq!(csv_column(&file.bytes, address).len(), names.len());
        let bytes = file
            .bytes
            .strip_prefix("\u{feff}".as_bytes())
            .expect("a byte order mark");
        let width = csv::Reader::from_reader(bytes).headers().expect("a header").len();
        assert_eq!(width, columns);
    }
}

#[actix_web::test]
async fn a_text_that_a_spreadsheet_would_run_is_defused_in_csv_and_stays_text_in_a_workbook() {
    let harmful = Parcel {
        remarks: Some("=HYPERLINK(\"http://evil.example\")".into()),
        ..parcel("1", "-1+1")
    };
    let snapshot = Snapshot::from_stored(Version(1), None, [stored(1, harmful, None)], []);
    let asked = |address: &str| {
        let state = State {
            live: Arc::new(Live::new(Arc::new(snapshot.clone()))),
            ..state()
        };
        send(TestRequest::get().uri(address), state)
    };
    let csv = asked("/api/parcels/export").await;
    assert_eq!(csv_column(&csv.bytes, "備考"), ["'=HYPERLINK(\"http://evil.example\")"]);
    assert_eq!(csv_column(&csv.bytes, "財産名称"), ["'-1+1"]);
    let xlsx = asked("/api/parcels/export?format=xlsx").await;
    assert_eq!(sheet(&xlsx.bytes)[1][8], Data::String("-1+1".into()));
}

#[actix_web::test]
async fn what_is_wrong_is_refused_by_name() {
    for (query, parameter) in [
        ("format=pdf", "format"),
        ("layout=full2", "layout"),
        ("ward=1", "ward"),
        ("limit=10", "limit"),
    ] {
        let refused = get(&format!("/api/facilities/export?{query}")).await;
        assert_eq!(refused.status, 400, "{query}");
        assert_eq!(refused.json()["errors"][0]["parameter"], parameter);
    }
}

#[actix_web::test]
async fn an_empty_set_is_a_file_with_its_columns() {
    let file = get("/api/parcels/export?q=nowhere").await;
    assert_eq!(csv_column(&file.bytes, "番号"), Vec::<String>::new());
    let geojson = get("/api/parcels/export?q=nowhere&format=geojson").await.json();
    assert_eq!(geojson["features"], serde_json::json!([]));
}

/// All that a file says, with the parts of a workbook unpacked.
fn unpacked(format: &str, bytes: &[u8]) -> Vec<u8> {
    if format != "xlsx" {
        return bytes.to_vec();
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut all = Vec::new();
    for at in 0..archive.len() {
        archive
            .by_index(at)
            .expect("a part")
            .read_to_end(&mut all)
            .expect("it unpacks");
    }
    all
}

#[actix_web::test]
async fn no_internal_value_is_in_any_file() {
    for (format, ..) in FORMATS {
        for address in [
            "/api/facilities/export?layout=full",
            "/api/facilities/export?layout=public-facilities-24",
            "/api/facilities/export?layout=public-facilities-56",
            "/api/parcels/export?layout=full",
            "/api/parcels/export?layout=land-list",
            "/api/buildings/export?q=",
        ] {
            let file = get(&format!("{address}&format={format}")).await;
            assert_eq!(file.status, 200, "{address}");
            let bytes = unpacked(format, &file.bytes);
            let holds = |mark: &[u8]| bytes.windows(mark.len()).any(|part| part == mark);
            for mark in [SECRET, "SECRET", "98765432", "2187", "135.4987", "34.7123"] {
                assert!(!holds(mark.as_bytes()), "{address} as {format} shows {mark}");
            }
            // Binary formats hold coordinates as doubles.
            assert!(!holds(&HIDDEN.0.to_le_bytes()) && !holds(&HIDDEN.1.to_le_bytes()));
        }
    }
}
