//! Excel workbooks (.xlsx, .xlsm), read cell by cell and written row by row.

mod guard;
mod reader;
mod sheet;
mod writer;

pub(super) use reader::open;
pub(super) use writer::XlsxRows;
