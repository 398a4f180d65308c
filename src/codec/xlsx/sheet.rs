//! The cells of one sheet, gathered into rows; dates become ISO text.

use std::io::{Read, Seek};

use calamine::{DataRef, ExcelDateTime, XlsxCellReader};

use crate::codec::limits::Limits;
use crate::codec::{Cell, Place, ReadCode, ReadError, Row};

/// Rows in the order of the sheet; rows without a value are left out.
pub(super) struct SheetRows<'a, R: Read + Seek> {
    cells: XlsxCellReader<'a, R>,
    limits: Limits,
    /// The first cell of the next row, already read.
    waiting: Option<(u32, u32, Cell)>,
    rows: u64,
    last_row: u32,
    /// The library would read on into what follows the cells.
    ended: bool,
}

impl<'a, R: Read + Seek> SheetRows<'a, R> {
    pub(super) fn new(cells: XlsxCellReader<'a, R>, limits: Limits) -> Self {
        Self {
            cells,
            limits,
            waiting: None,
            rows: 0,
            last_row: 0,
            ended: false,
        }
    }

    pub(super) fn next_row(&mut self) -> Result<Option<Row>, ReadError> {
        let Some((number, column, cell)) = (match self.waiting.take() {
            Some(cell) => Some(cell),
            None => self.next_cell()?,
        }) else {
            return Ok(None);
        };
        self.rows += 1;
        if self.rows > self.limits.rows {
            return Err(ReadError::too_many_rows(place(number), self.limits.rows));
        }
        let mut cells = Vec::new();
        put(&mut cells, column, cell);
        while let Some((row, column, cell)) = self.next_cell()? {
            if row != number {
                self.waiting = Some((row, column, cell));
                break;
            }
            put(&mut cells, column, cell);
        }
        Ok(Some(Row::new(u64::from(number) + 1, cells)))
    }

    /// The next cell with a value, as (row, column, value), 0-based.
    fn next_cell(&mut self) -> Result<Option<(u32, u32, Cell)>, ReadError> {
        while !self.ended {
            let Some(found) = self
                .cells
                .next_cell()
                .map_err(|error| ReadError::malformed(place(self.last_row), error))?
            else {
                break;
            };
            let (row, column) = found.get_position();
            if row < self.last_row {
                return Err(ReadError::malformed(place(row), "row order"));
            }
            self.last_row = row;
            let cell = value(found.get_value());
            if cell == Cell::Null {
                continue;
            }
            if column as usize >= self.limits.columns {
                return Err(self.too_wide(row, column));
            }
            if matches!(&cell, Cell::Text(text) if text.len() > self.limits.cell_bytes) {
                return Err(ReadError::new(
                    ReadCode::TooLarge,
                    place(row),
                    format!("{}列目の文字列が長すぎます。", column + 1),
                    format!("The text in column {} is too long.", column + 1),
                ));
            }
            return Ok(Some((row, column, cell)));
        }
        self.ended = true;
        Ok(None)
    }

    fn too_wide(&self, row: u32, column: u32) -> ReadError {
        let (cap, column) = (self.limits.columns, column + 1);
        ReadError::new(
            ReadCode::TooManyColumns,
            place(row),
            format!("{column}列目に値があります (上限 {cap} 列)。離れた場所の値を消してください。"),
            format!("There is a value in column {column}; the limit is {cap}. Delete stray values."),
        )
    }
}

fn place(row: u32) -> Place {
    Place::Row(u64::from(row) + 1)
}

fn put(cells: &mut Vec<Cell>, column: u32, cell: Cell) {
    let column = column as usize;
    if cells.len() <= column {
        cells.resize(column + 1, Cell::Null);
    }
    cells[column] = cell;
}

fn value(data: &DataRef<'_>) -> Cell {
    match data {
        DataRef::Empty => Cell::Null,
        DataRef::Int(value) => Cell::Integer(*value),
        DataRef::Float(value) => Cell::from_float(*value),
        DataRef::String(text) => Cell::from_text(text),
        DataRef::SharedString(text) => Cell::from_text(text),
        DataRef::Bool(value) => Cell::Bool(*value),
        DataRef::DateTime(value) => moment(value),
        DataRef::DateTimeIso(text) => Cell::Date(text.clone()),
        DataRef::DurationIso(text) => Cell::from_text(text),
        // "#N/A" and the like: what a person sees in the cell.
        DataRef::Error(error) => Cell::Text(error.to_string()),
    }
}

/// A date, a date with time, or a time of day; durations are text as Excel shows them.
fn moment(value: &ExcelDateTime) -> Cell {
    let serial = value.as_f64();
    if !serial.is_finite() {
        return Cell::Null;
    }
    if value.is_duration() || (0.0..1.0).contains(&serial) {
        let seconds = (serial * 86_400.0).round() as i64;
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        return Cell::Text(format!("{hours}:{:02}:{:02}", minutes.abs(), (seconds % 60).abs()));
    }
    let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    Cell::Date(if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date}T{hour:02}:{minute:02}:{second:02}")
    })
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    fn at(serial: f64) -> Cell {
        moment(&ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, false))
    }

    #[test]
    fn serial_numbers_become_iso_dates() {
        assert_eq!(at(45943.0), Cell::Date("2025-10-13".into()));
        assert_eq!(at(45943.5), Cell::Date("2025-10-13T12:00:00".into()));
        assert_eq!(at(0.75), Cell::Text("18:00:00".into()));
        assert_eq!(at(f64::NAN), Cell::Null);
    }
}
