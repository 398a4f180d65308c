//! A sheet as rows: the sheet is chosen, its header row found.

use std::collections::VecDeque;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::guard;
use super::sheet::SheetRows;
use crate::codec::producer::{self, Feed, Stop};
use crate::codec::{
    Cell, Field, FieldKind, Format, Header, Message, OpenOptions, Place, ReadCode, ReadError, Row, RowReader, heading,
    names,
};

pub(in crate::codec) fn open(path: &Path, options: &OpenOptions) -> Result<Box<dyn RowReader + Send>, ReadError> {
    let open = || File::open(path).map_err(|error| ReadError::io(&error));
    guard::check(open()?, &options.limits)?;
    let file = open()?;
    let options = options.clone();
    producer::spawn(move |feed| read(file, &options, feed))
}

fn read(file: File, options: &OpenOptions, feed: &mut Feed) -> Result<(), Stop> {
    let mut workbook = Xlsx::new(BufReader::new(file)).map_err(|error| fault(&error))?;
    let mut header = Header::new(Format::Xlsx);
    let sheet = choose(&workbook, options, &mut header)?;
    let cells = workbook.worksheet_cells_reader(&sheet).map_err(|error| fault(&error))?;
    header.table = Some(sheet);
    let mut rows = SheetRows::new(cells, options.limits);
    let mut ahead = VecDeque::new();
    let labels = match options.header_row {
        Some(0) => {
            ahead.extend(rows.next_row()?);
            let width = ahead.front().map_or(0, |row| row.cells.len());
            vec![String::new(); width]
        }
        Some(number) => loop {
            let row = rows.next_row()?.ok_or_else(|| no_header(number))?;
            if row.number >= number {
                header.preamble_rows = row.number - 1;
                break texts(&row);
            }
        },
        None => {
            let row = search(&mut rows, &mut ahead, options.limits.heading_rows)?;
            header.preamble_rows = row.number - 1;
            texts(&row)
        }
    };
    describe(&mut header, &labels, options.header_row == Some(0));
    let width = header.fields.len();
    feed.header(header)?;
    for row in ahead {
        feed.row(fit(row, width))?;
    }
    while let Some(row) = rows.next_row()? {
        feed.row(fit(row, width))?;
    }
    Ok(())
}

fn choose(workbook: &Xlsx<BufReader<File>>, options: &OpenOptions, header: &mut Header) -> Result<String, ReadError> {
    let sheets: Vec<_> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .collect();
    header.tables = sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let names = header.tables.join("、");
    if let Some(wanted) = &options.table {
        return header
            .tables
            .iter()
            .find(|name| *name == wanted)
            .cloned()
            .ok_or_else(|| ReadError::table_not_found(wanted, &header.tables));
    }
    let sheet = sheets
        .iter()
        .find(|sheet| sheet.visible == SheetVisible::Visible)
        .or(sheets.first())
        .ok_or_else(|| ReadError::file(ReadCode::Empty, "ワークシートがありません。", "There is no worksheet."))?;
    if sheets.len() > 1 {
        header.note(
            format!("シート「{}」を読みます (全シート: {names})。", sheet.name),
            format!("The sheet “{}” is read (all sheets: {names}).", sheet.name),
        );
    }
    Ok(sheet.name.clone())
}

fn search<R: std::io::Read + std::io::Seek>(
    rows: &mut SheetRows<'_, R>,
    ahead: &mut VecDeque<Row>,
    heading_rows: usize,
) -> Result<Row, ReadError> {
    while ahead.len() < heading_rows {
        match rows.next_row()? {
            Some(row) => ahead.push_back(row),
            None => break,
        }
    }
    let all: Vec<Vec<String>> = ahead.iter().map(texts).collect();
    let at = heading::find(&all).ok_or_else(|| {
        ReadError::file(
            ReadCode::Empty,
            "シートに値がありません。シート名を確かめてください。",
            "The sheet has no values. Check which sheet is meant.",
        )
    })?;
    ahead.drain(..at);
    Ok(ahead.pop_front().expect("the header is one of the rows"))
}

fn texts(row: &Row) -> Vec<String> {
    row.cells.iter().map(|cell| cell.text().into_owned()).collect()
}

fn describe(header: &mut Header, labels: &[String], without_header: bool) {
    let (names, notes) = names::unique(labels.iter().map(String::as_str));
    header.fields = names
        .into_iter()
        .map(|name| Field::new(name, FieldKind::Unknown))
        .collect();
    if !without_header {
        header.notes.extend(notes);
    }
    if header.preamble_rows > 0 {
        let count = header.preamble_rows;
        header.note(
            format!("見出しの前の {count} 行は読み飛ばします。"),
            format!("The {count} rows before the header are passed over."),
        );
    }
}

fn fit(mut row: Row, width: usize) -> Row {
    let found = row.cells.len();
    if found > width {
        row.notes.push(Message::new(
            format!("見出しのない{}列目以降に値があります。", width + 1),
            format!("There are values from column {} on, where no header is.", width + 1),
        ));
    }
    row.cells.resize(found.max(width), Cell::Null);
    row
}

fn no_header(row: u64) -> ReadError {
    ReadError::new(
        ReadCode::NoHeader,
        Place::Row(row),
        "見出しに指定された行がありません。行番号を確かめてください。",
        "The row named as the header does not exist. Check the number.",
    )
}

fn fault(error: &XlsxError) -> ReadError {
    match error {
        XlsxError::Password => ReadError::file(
            ReadCode::Unsupported,
            "パスワードで保護されています。保護を外して保存し直してください。",
            "The workbook is protected by a password. Save it without one.",
        ),
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => ReadError::file(
            ReadCode::Malformed,
            "Excel ブックではありません (zip ですが中身が違います)。",
            "This is not a workbook, although it is a zip.",
        ),
        other => ReadError::malformed(Place::File, other),
    }
}
