//! Yearly workbooks (年次調査票): what a bureau fills in each fiscal year, as one XLSX that comes back in.
//!
//! Use, finance, condition and works have a sheet each. What is expected and missing is marked; the figures of the year
//! before stand beside. A hidden sheet says whose workbook it is, so that an import can refuse what lies outside.

mod bureau;
mod condition;
mod expected;
mod figures;
mod guide;
mod holdings;
mod paper;
mod sheet;
mod stamp;
mod works;
mod write;

pub use bureau::{Bureau, bureaus, find_bureau};
pub use holdings::Holdings;
pub use sheet::{Column, Role, Sheet};
pub use stamp::{STAMP_SHEET, Stamp, StampError};
pub use write::{Made, Progress, WorkbookError, make, progress};
