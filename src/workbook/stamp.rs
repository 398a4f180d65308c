//! What a workbook says of itself, on a hidden sheet: whose it is, for which year, and from which version it was made.

use std::collections::BTreeMap;

use crate::calendar::FiscalYear;
use crate::history::Version;
use crate::text::Message;

/// The hidden sheet's name.
pub const STAMP_SHEET: &str = "_koyu";

const FORMAT: &str = "koyu-yearly-1";

/// Whose workbook it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub bureau: String,
    pub bureau_name: String,
    pub fiscal_year: FiscalYear,
    /// The portfolio's version that it shows. What has changed since must not be overwritten unseen.
    pub version: Version,
}

/// The hidden sheet says something else than Koyu wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StampError {
    pub field: &'static str,
}

impl StampError {
    pub fn message(&self) -> Message {
        let field = self.field;
        Message::new(
            format!(
                "隠しシート「{STAMP_SHEET}」の {field} を読めません。Koyuから調査票を作り直し、回答を写してください。"
            ),
            format!(
                "{field} on the hidden sheet {STAMP_SHEET:?} cannot be read; make the workbook again and copy the answers into it"
            ),
        )
    }
}

impl Stamp {
    /// The hidden sheet's rows, a heading first.
    pub fn rows(&self) -> [(&'static str, String); 6] {
        [
            ("key", "value".to_owned()),
            ("format", FORMAT.to_owned()),
            ("bureau", self.bureau.clone()),
            ("bureau_name", self.bureau_name.clone()),
            ("fiscal_year", self.fiscal_year.number().to_string()),
            ("version", self.version.to_string()),
        ]
    }

    pub fn read(rows: &BTreeMap<String, String>) -> Result<Self, StampError> {
        let text = |field: &'static str| rows.get(field).ok_or(StampError { field });
        if text("format")? != FORMAT {
            return Err(StampError { field: "format" });
        }
        let year: Option<i16> = text("fiscal_year")?.parse().ok();
        let version: Option<u64> = text("version")?.parse().ok();
        Ok(Self {
            bureau: text("bureau")?.clone(),
            bureau_name: text("bureau_name")?.clone(),
            fiscal_year: year
                .and_then(FiscalYear::new)
                .ok_or(StampError { field: "fiscal_year" })?,
            version: version.map(Version).ok_or(StampError { field: "version" })?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_reads_back_and_a_broken_one_names_the_field() {
        let stamp = Stamp {
            bureau: "education".into(),
            bureau_name: "教育委員会事務局".into(),
            fiscal_year: FiscalYear::new(2024).expect("a year"),
            version: Version(7),
        };
        let mut rows: BTreeMap<String, String> = stamp
            .rows()
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect();
        assert_eq!(Stamp::read(&rows), Ok(stamp));
        rows.insert("fiscal_year".into(), "来年".into());
        assert_eq!(Stamp::read(&rows), Err(StampError { field: "fiscal_year" }));
    }
}
