//! CSV and TSV: any of the encodings, delimiters, line ends and title lines that are met in practice.

mod delimiter;
mod reader;
mod records;
mod writer;

pub(super) use reader::open;
pub(super) use writer::CsvRows;
