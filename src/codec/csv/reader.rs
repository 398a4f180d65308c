//! A CSV file as rows: encoding, delimiter and header row are found, or taken from the options.

use std::collections::VecDeque;
use std::fs::File;
use std::path::Path;

use super::delimiter;
use super::records::{Record, Records};
use crate::codec::charset::TextSource;
use crate::codec::{
    Cell, Charset, Field, FieldKind, Format, Header, Limits, Message, OpenOptions, Place, ReadCode, ReadError, Row,
    RowReader, heading, names,
};

struct CsvReader {
    header: Header,
    records: Records<File>,
    /// Records that were read in search of the header.
    ahead: VecDeque<Record>,
    limits: Limits,
    rows: u64,
}

pub(in crate::codec) fn open(path: &Path, options: &OpenOptions) -> Result<Box<dyn RowReader + Send>, ReadError> {
    let open = || File::open(path).map_err(|error| ReadError::io(&error));
    let charset = match options.encoding {
        Some(charset) => charset,
        None => Charset::detect(&mut open()?)?,
    };
    let mut records = Records::new(TextSource::new(open()?, charset), options.limits);
    let delimiter = match options.delimiter {
        Some(delimiter) => u8::try_from(delimiter).map_err(|_| not_ascii(delimiter))?,
        None => delimiter::detect(records.sample()?),
    };
    records.set_delimiter(delimiter);

    let mut header = Header::new(Format::Csv);
    header.encoding = Some(charset);
    header.delimiter = Some(char::from(delimiter));
    let mut ahead = VecDeque::new();
    let labels = match options.header_row {
        Some(0) => {
            ahead.extend(records.next_record()?);
            let width = ahead.front().map_or(0, |record| record.cells.len());
            vec![String::new(); width]
        }
        Some(line) => at_line(&mut records, line)?,
        None => {
            let record = search(&mut records, &mut ahead, &options.limits)?;
            header.preamble_rows = record.line - 1;
            record.cells
        }
    };
    if let Some(line) = options.header_row {
        header.preamble_rows = line.saturating_sub(1);
    }
    let (names, notes) = names::unique(labels.iter().map(String::as_str));
    header.fields = names
        .into_iter()
        .map(|name| Field::new(name, FieldKind::Unknown))
        .collect();
    if options.header_row != Some(0) {
        header.notes = notes;
    }
    if header.preamble_rows > 0 {
        let count = header.preamble_rows;
        header.note(
            format!("見出しの前の {count} 行は読み飛ばします。"),
            format!("The {count} lines before the header are passed over."),
        );
    }
    Ok(Box::new(CsvReader {
        header,
        records,
        ahead,
        limits: options.limits,
        rows: 0,
    }))
}

fn at_line(records: &mut Records<File>, line: u64) -> Result<Vec<String>, ReadError> {
    while let Some(record) = records.next_record()? {
        if record.line >= line {
            return Ok(record.cells);
        }
    }
    Err(ReadError::new(
        ReadCode::NoHeader,
        Place::Line(line),
        "見出しに指定された行がありません。行番号を確かめてください。",
        "The line named as the header does not exist. Check the number.",
    ))
}

fn search(records: &mut Records<File>, ahead: &mut VecDeque<Record>, limits: &Limits) -> Result<Record, ReadError> {
    while ahead.len() < limits.heading_rows {
        match records.next_record()? {
            Some(record) => ahead.push_back(record),
            None => break,
        }
    }
    let texts: Vec<Vec<&str>> = ahead
        .iter()
        .map(|record| record.cells.iter().map(String::as_str).collect())
        .collect();
    let at = heading::find(&texts).ok_or_else(|| {
        ReadError::file(
            ReadCode::Empty,
            "見出しも値もありません。書き出しからやり直してください。",
            "There is neither a header nor a value. Export it again.",
        )
    })?;
    ahead.drain(..at);
    Ok(ahead.pop_front().expect("the header is one of the records"))
}

fn not_ascii(delimiter: char) -> ReadError {
    ReadError::file(
        ReadCode::Unsupported,
        format!("区切り文字「{delimiter}」は使えません。ASCII の1文字を指定してください。"),
        format!("“{delimiter}” cannot be the delimiter. Name one ASCII character."),
    )
}

impl CsvReader {
    fn row(&self, record: Record) -> Row {
        let width = self.header.fields.len();
        let mut texts = record.cells;
        // Spreadsheets leave commas behind where cells were once formatted.
        while texts.len() > width && texts.last().is_some_and(|text| text.trim().is_empty()) {
            texts.pop();
        }
        let found = texts.len();
        let mut cells: Vec<Cell> = texts.iter().map(|text| Cell::from_text(text)).collect();
        cells.resize(found.max(width), Cell::Null);
        let mut row = Row::new(record.line, cells);
        if found < width {
            row.notes.push(Message::new(
                format!("セルが {found} 個しかありません (見出しは {width} 列)。残りは空とします。"),
                format!("There are only {found} cells for {width} columns; the rest is empty."),
            ));
        } else if found > width {
            row.notes.push(Message::new(
                format!(
                    "セルが {found} 個あり、見出しの {width} 列より多いです。余りは列{}以降とします。",
                    width + 1
                ),
                format!(
                    "There are {found} cells for {width} columns; the surplus is kept from column {} on.",
                    width + 1
                ),
            ));
        }
        row
    }
}

impl RowReader for CsvReader {
    fn header(&self) -> &Header {
        &self.header
    }

    fn next_row(&mut self) -> Option<Result<Row, ReadError>> {
        let record = match self.ahead.pop_front() {
            Some(record) => record,
            None => match self.records.next_record() {
                Ok(record) => record?,
                Err(error) => return Some(Err(error)),
            },
        };
        self.rows += 1;
        if self.rows > self.limits.rows {
            return Some(Err(ReadError::too_many_rows(
                Place::Line(record.line),
                self.limits.rows,
            )));
        }
        Some(Ok(self.row(record)))
    }
}
