//! A value as it lies in a row, whatever its column was declared to hold: SQLite keeps what it is given.

use std::fmt;

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, TypeInfo, ValueRef};

use super::super::StoreError;
use super::super::projection::Value;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell<'r> {
    Null,
    Integer(i64),
    Text(&'r str),
    /// A number with a fraction, bytes, or a text that is no UTF-8.
    Other,
}

impl<'r> Cell<'r> {
    pub(super) fn of(row: &'r SqliteRow, column: &str) -> Result<Self, StoreError> {
        let raw = row.try_get_raw(column)?;
        if raw.is_null() {
            return Ok(Cell::Null);
        }
        Ok(match raw.type_info().name() {
            "INTEGER" => Cell::Integer(row.try_get_unchecked(column)?),
            "TEXT" => row.try_get_unchecked(column).map_or(Cell::Other, Cell::Text),
            _ => Cell::Other,
        })
    }

    pub(super) fn text(self) -> Option<&'r str> {
        match self {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn is_number(self, number: u64) -> bool {
        matches!(self, Cell::Integer(it) if u64::try_from(it) == Ok(number))
    }

    /// Whether the column holds what the record's projection gives.
    pub(super) fn is(self, value: &Value) -> bool {
        match (self, value) {
            (Cell::Null, Value::Text(None) | Value::Integer(None)) => true,
            (Cell::Text(stored), Value::Text(Some(given))) => stored == given,
            (Cell::Integer(stored), Value::Integer(Some(given))) => stored == *given,
            _ => false,
        }
    }

    pub(super) fn to_json(self) -> Option<serde_json::Value> {
        match self {
            Cell::Null => Some(serde_json::Value::Null),
            Cell::Integer(number) => Some(number.into()),
            Cell::Text(text) => Some(text.into()),
            Cell::Other => None,
        }
    }
}

impl fmt::Display for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cell::Null => f.write_str("NULL"),
            Cell::Integer(number) => number.fmt(f),
            Cell::Text(text) => write!(f, "{text:?}"),
            Cell::Other => f.write_str("?"),
        }
    }
}
