//! A workbook of one sheet, written row by row: text stays text, the header stays in sight.

use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as CellFormat, Workbook, Worksheet, XlsxError};

use crate::codec::output::Output;
use crate::codec::{Cell, Format, Message, OutRow, RowWriter, Schema, WriteError, WriteOptions, Written};

pub(in crate::codec) struct XlsxRows {
    workbook: Workbook,
    output: Output,
    date: CellFormat,
    moment: CellFormat,
    text: CellFormat,
    row: u32,
    cut_texts: u64,
}

impl XlsxRows {
    pub(in crate::codec) fn create(path: &Path, schema: &Schema, options: &WriteOptions) -> Result<Self, WriteError> {
        let output = Output::create(path)?;
        let mut workbook = Workbook::new();
        // Otherwise the workbook carries the time at which it was written, and two of one content differ.
        if let Some(text) = &options.last_change {
            let date = ExcelDateTime::parse_from_str(text.trim_end_matches('Z')).map_err(fault)?;
            workbook.set_properties(&DocProperties::new().set_creation_datetime(&date));
        }
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(fault)?;
        sheet.set_name(sheet_name(schema)).map_err(fault)?;
        sheet.set_freeze_panes(1, 0).map_err(fault)?;
        let bold = CellFormat::new().set_bold().set_text_wrap();
        for (column, field) in (0_u16..).zip(&schema.columns) {
            sheet
                .set_column_width(column, width(&field.name))
                .and_then(|sheet| sheet.write_string_with_format(0, column, &field.name, &bold))
                .map_err(fault)?;
        }
        Ok(Self {
            workbook,
            output,
            date: CellFormat::new().set_num_format("yyyy-mm-dd"),
            moment: CellFormat::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            // "@" keeps Excel from turning 1-2 into a date when the cell is edited.
            text: CellFormat::new().set_num_format("@"),
            row: 0,
            cut_texts: 0,
        })
    }
}

impl RowWriter for XlsxRows {
    fn write(&mut self, row: OutRow<'_>) -> Result<(), WriteError> {
        self.row += 1;
        if self.row >= MAX_ROWS {
            return Err(WriteError::Format {
                format: Format::Xlsx,
                reason: Message::new(
                    "シートの行数の上限を超えます。CSV で書き出してください",
                    "a sheet cannot hold so many rows; export as CSV",
                ),
            });
        }
        for (column, cell) in (0_u16..).zip(row.cells) {
            self.put(column, cell).map_err(fault)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Written, WriteError> {
        self.workbook.save_to_writer(&mut self.output).map_err(fault)?;
        self.output.finish()?;
        let mut written = Written {
            rows: u64::from(self.row),
            notes: Vec::new(),
        };
        if self.cut_texts > 0 {
            let count = self.cut_texts;
            written.notes.push(Message::new(
                format!("{count} 個の文字列を Excel の上限 {MAX_CHARACTERS} 文字で切りました。"),
                format!("{count} texts were cut at Excel's limit of {MAX_CHARACTERS} characters."),
            ));
        }
        Ok(written)
    }
}

impl XlsxRows {
    fn put(&mut self, column: u16, cell: &Cell) -> Result<(), XlsxError> {
        let row = self.row;
        let sheet = self.workbook.worksheet_from_index(0)?;
        match cell {
            Cell::Null => Ok(()),
            // A spreadsheet's number is a float: a longer integer would lose its last digits.
            Cell::Integer(value) if value.unsigned_abs() < 1 << 53 => {
                sheet.write_number(row, column, *value as f64).map(drop)
            }
            Cell::Number(value) if value.is_finite() => sheet.write_number(row, column, *value).map(drop),
            Cell::Bool(value) => sheet.write_boolean(row, column, *value).map(drop),
            Cell::Date(text) => match ExcelDateTime::parse_from_str(text) {
                Ok(date) => {
                    let format = if text.len() > 10 { &self.moment } else { &self.date };
                    sheet.write_datetime_with_format(row, column, &date, format).map(drop)
                }
                Err(_) => text_cell(sheet, row, column, text, &self.text),
            },
            Cell::Text(text) if text.chars().count() > MAX_CHARACTERS => {
                self.cut_texts += 1;
                let cut: String = text.chars().take(MAX_CHARACTERS).collect();
                text_cell(sheet, row, column, &cut, &self.text)
            }
            other => text_cell(sheet, row, column, &other.text(), &self.text),
        }
    }
}

fn text_cell(sheet: &mut Worksheet, row: u32, column: u16, text: &str, format: &CellFormat) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, column, text, format).map(drop)
}

const MAX_ROWS: u32 = 1_048_576;
const MAX_CHARACTERS: usize = 32_767;

/// Excel allows 31 characters and not all of them.
fn sheet_name(schema: &Schema) -> String {
    let name: String = schema
        .table
        .chars()
        .map(|c| if "[]:*?/\\'".contains(c) { '_' } else { c })
        .take(31)
        .collect();
    if name.trim().is_empty() {
        "Sheet1".to_owned()
    } else {
        name
    }
}

/// Wide enough for the label; Japanese characters take two places.
fn width(label: &str) -> f64 {
    let places: u32 = label.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    f64::from(places.clamp(8, 40) + 2)
}

fn fault(error: XlsxError) -> WriteError {
    match error {
        XlsxError::IoError(error) => WriteError::Io(error),
        other => WriteError::format(Format::Xlsx, other),
    }
}
