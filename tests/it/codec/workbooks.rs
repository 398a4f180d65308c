//! Workbooks: dates, sheets, titles; and the ways in which a workbook can be an attack.

use std::io::{Cursor, Write as _};

use koyu::codec::{Cell, Limits, OpenOptions, Place, ReadCode};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::write::SimpleFileOptions;

use super::{file, from_table, read, read_with};

fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("[$-411]ggge\"年\"m\"月\"d\"日\"");
    let sheet = workbook.add_worksheet();
    sheet.set_name("施設").unwrap();
    sheet.write(0, 0, "施設一覧").unwrap();
    for (column, label) in (0_u16..).zip(["番号", "地番", "面積", "月", "月"]) {
        sheet.write(2, column, label).unwrap();
    }
    sheet.write(3, 0, 1).unwrap();
    let day = ExcelDateTime::from_ymd(2024, 4, 1).unwrap();
    sheet.write_with_format(3, 1, &day, &date).unwrap();
    sheet.write(3, 2, 120.5).unwrap();
    sheet.write(5, 1, "4‐1").unwrap();
    sheet.write(5, 3, true).unwrap();
    let other = workbook.add_worksheet();
    other.set_name("土地").unwrap();
    other.write(0, 0, "番号").unwrap();
    other.write(1, 0, "001").unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_sheet_is_read_with_its_title_dates_and_texts() {
    let (_folder, path) = file("book.xlsx", workbook());
    let reading = read(&path).unwrap();
    assert_eq!(reading.header.tables, ["施設", "土地"]);
    assert_eq!(reading.header.table.as_deref(), Some("施設"));
    assert_eq!(reading.header.preamble_rows, 2);
    assert_eq!(reading.names(), ["番号", "地番", "面積", "月", "月_2"]);
    assert_eq!(reading.numbers(), [4, 6]);
    assert_eq!(reading.rows[0].cells[0], Cell::Integer(1));
    assert_eq!(reading.rows[0].cells[1], Cell::Date("2024-04-01".into()));
    assert_eq!(reading.rows[0].cells[2], Cell::Number(120.5));
    assert_eq!(reading.rows[1].cells[1], Cell::Text("4‐1".into()));
    assert_eq!(reading.rows[1].cells[3], Cell::Bool(true));
}

#[test]
fn another_sheet_is_chosen_by_name() {
    let (_folder, path) = file("book.xlsx", workbook());
    let reading = read_with(&path, &from_table("土地")).unwrap();
    assert_eq!(reading.texts(), [["001"]]);
    let error = read_with(&path, &from_table("建物")).unwrap_err();
    assert_eq!(error.code(), ReadCode::TableNotFound);
    assert_eq!(error.tables(), ["施設", "土地"]);
}

/// A workbook of one sheet with this content in it, and these shared strings.
fn crafted(sheet_data: &str, strings: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let parts = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        ("xl/sharedStrings.xml", format!("<sst xmlns=\"{main}\" {strings}</sst>")),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet_data}</sheetData></worksheet>"),
        ),
    ];
    for (name, content) in parts {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn cell(reference: &str, text: &str) -> String {
    let row = reference.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    format!("<row r=\"{row}\"><c r=\"{reference}\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>")
}

#[test]
fn a_cell_at_the_far_corner_does_not_take_the_memory_of_the_whole_sheet() {
    let corner = cell("A1", "番号") + &cell("XFD1048576", "x");
    let bytes = crafted(&corner, ">");
    assert!(bytes.len() < 3000);
    let (_folder, path) = file("corner.xlsx", bytes);
    let error = read(&path).unwrap_err();
    assert_eq!(error.code(), ReadCode::TooManyColumns);
    assert_eq!(error.place(), &Place::Row(1_048_576));

    let below = cell("A1", "番号") + &cell("A1048576", "1");
    let (_folder, path) = file("below.xlsx", crafted(&below, ">"));
    assert_eq!(read(&path).unwrap().numbers(), [1_048_576]);
}

#[test]
fn a_claim_of_countless_strings_is_not_believed() {
    let bytes = crafted(&cell("A1", "a"), "uniqueCount=\"99999999999\">");
    let (_folder, path) = file("claim.xlsx", bytes);
    let error = read(&path).unwrap_err();
    assert_eq!(error.code(), ReadCode::Malformed);
    assert_eq!(error.place(), &Place::Part("xl/sharedStrings.xml".into()));
}

#[test]
fn a_zip_bomb_is_refused_while_it_swells() {
    let blank = "<row></row>".repeat(4_000_000);
    let bytes = crafted(&(cell("A1", "a") + &blank), ">");
    assert!(bytes.len() < 400_000);
    let (_folder, path) = file("bomb.xlsx", bytes);
    let error = read(&path).unwrap_err();
    assert_eq!(error.code(), ReadCode::ZipBomb);
    assert_eq!(error.place(), &Place::Part("xl/worksheets/sheet1.xml".into()));
}

#[test]
fn rows_and_texts_have_caps() {
    let many: String = (1..=50).map(|row| cell(&format!("A{row}"), "x")).collect();
    let (_folder, path) = file("many.xlsx", crafted(&many, ">"));
    let limited = |limits| OpenOptions {
        limits,
        ..OpenOptions::default()
    };
    let rows = limited(Limits {
        rows: 10,
        ..Limits::default()
    });
    assert_eq!(read_with(&path, &rows).unwrap_err().code(), ReadCode::TooManyRows);
    let long = cell("A1", &"x".repeat(2000));
    let (_folder, path) = file("long.xlsx", crafted(&long, ">"));
    let texts = limited(Limits {
        cell_bytes: 1000,
        ..Limits::default()
    });
    assert_eq!(read_with(&path, &texts).unwrap_err().code(), ReadCode::TooLarge);
}

#[test]
fn a_workbook_cut_short_or_of_another_kind_is_refused() {
    let bytes = workbook();
    let (_folder, path) = file("cut.xlsx", &bytes[..bytes.len() / 2]);
    assert_eq!(read(&path).unwrap_err().code(), ReadCode::Truncated);
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("a.txt", SimpleFileOptions::default()).unwrap();
    let (_folder, path) = file("not.xlsx", archive.finish().unwrap().into_inner());
    assert_eq!(read(&path).unwrap_err().code(), ReadCode::Malformed);
    let (_folder, path) = file("old.xls", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]);
    assert_eq!(read(&path).unwrap_err().code(), ReadCode::Unsupported);
}
