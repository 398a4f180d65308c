//! Japanese fiscal years (年度) and eras (和暦), and dates as registers write them.

mod era;
mod era_date;
mod era_date_error;
mod fiscal_year;
mod notation;
mod value;

pub use era::{Era, era_year, format_ja};
pub use era_date::{EraDate, Precision};
pub use era_date_error::EraDateError;
pub use fiscal_year::{FiscalYear, FiscalYearError};
