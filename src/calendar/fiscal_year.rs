//! The Japanese fiscal year (年度): 1 April to 31 March, numbered by the year it starts in.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use super::era::Era;
use super::era_date_error::EraDateError;
use super::value::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i16", into = "i16")]
pub struct FiscalYear(i16);

/// Why something is no fiscal year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FiscalYearError {
    OutOfRange(i16),
    /// A month or a day, where the reader must not choose between the year and the fiscal year.
    FinerThanAYear(String),
    Unreadable(EraDateError),
}

impl FiscalYear {
    /// Meiji starts in the first; nobody plans past the last.
    pub const FIRST: FiscalYear = FiscalYear(1868);
    pub const LAST: FiscalYear = FiscalYear(2200);

    pub fn new(number: i16) -> Option<Self> {
        (Self::FIRST.0..=Self::LAST.0).contains(&number).then_some(Self(number))
    }

    pub fn number(self) -> i16 {
        self.0
    }

    /// The fiscal year a day lies in; None outside the believed range.
    pub fn of(day: Date) -> Option<Self> {
        Self::new(if day.month() < 4 { day.year() - 1 } else { day.year() })
    }

    pub fn first_day(self) -> Date {
        date(self.0, 4, 1)
    }

    pub fn last_day(self) -> Date {
        date(self.0 + 1, 3, 31)
    }

    /// `令和2年度`. The era in force at the end of December names it, so 2019 is 令和元年度 and 1988 昭和63年度,
    /// as budgets call them.
    pub fn label_ja(self) -> String {
        let era = Era::of(date(self.0, 12, 31)).expect("the first fiscal year starts after Meiji did");
        format!("{}度", era.year_ja(self.0))
    }

    /// `2020年度（令和2年度）`
    pub fn label(self) -> String {
        format!("{self}（{}）", self.label_ja())
    }
}

impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}年度", self.0)
    }
}

impl From<FiscalYear> for i16 {
    fn from(year: FiscalYear) -> i16 {
        year.0
    }
}

impl TryFrom<i16> for FiscalYear {
    type Error = FiscalYearError;

    fn try_from(number: i16) -> Result<Self, Self::Error> {
        Self::new(number).ok_or(FiscalYearError::OutOfRange(number))
    }
}

impl FromStr for FiscalYear {
    type Err = FiscalYearError;

    /// In a place for fiscal years a bare year (`2020`, `R2`) is one.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match Value::read(text).map_err(FiscalYearError::Unreadable)? {
            Value::FiscalYear(year) => Ok(year),
            Value::Year(number) => Self::try_from(number),
            Value::Month { .. } | Value::Day(_) => Err(FiscalYearError::FinerThanAYear(text.to_owned())),
        }
    }
}

impl FiscalYearError {
    pub fn ja(&self) -> String {
        let (first, last) = (FiscalYear::FIRST, FiscalYear::LAST);
        match self {
            Self::OutOfRange(number) => format!("{number}年度は範囲外です（{first}から{last}まで）。"),
            Self::FinerThanAYear(text) => {
                format!("「{text}」は年度ではありません。「2020年度」「令和2年度」「R2」のように書いてください。")
            }
            Self::Unreadable(error) => error.ja(),
        }
    }

    pub fn en(&self) -> String {
        let (first, last) = (FiscalYear::FIRST.0, FiscalYear::LAST.0);
        match self {
            Self::OutOfRange(number) => format!("fiscal year {number} is out of range ({first} to {last})"),
            Self::FinerThanAYear(text) => {
                format!("{text:?} is finer than a fiscal year; write it as 2020, 令和2年度 or R2")
            }
            Self::Unreadable(error) => error.en(),
        }
    }
}

impl fmt::Display for FiscalYearError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.ja(), self.en())
    }
}

impl std::error::Error for FiscalYearError {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn year(number: i16) -> FiscalYear {
        FiscalYear::new(number).unwrap()
    }

    #[test]
    fn march_belongs_to_the_year_before() {
        assert_eq!(FiscalYear::of(date(2021, 3, 31)), FiscalYear::new(2020));
        assert_eq!(FiscalYear::of(date(2021, 4, 1)), FiscalYear::new(2021));
        assert_eq!(FiscalYear::of(date(1868, 3, 31)), None);
    }

    #[test]
    fn the_year_of_a_change_is_called_by_the_new_era() {
        assert_eq!(year(2019).label_ja(), "令和元年度");
        assert_eq!(year(1989).label_ja(), "平成元年度");
        assert_eq!(year(1988).label_ja(), "昭和63年度");
        assert_eq!(year(2020).label(), "2020年度（令和2年度）");
        assert_eq!(FiscalYear::FIRST.label_ja(), "明治元年度");
    }

    #[test]
    fn every_usual_spelling_is_read() {
        for text in [
            "2020",
            "2020年度",
            "令和2年度",
            "R2",
            "r2",
            "２０２０年度",
            "令和２（2020）年度",
            "FY2020",
        ] {
            assert_eq!(text.parse(), Ok(year(2020)), "{text}");
        }
        assert_eq!("昭53".parse(), Ok(year(1978)));
        assert_eq!("平成元年度".parse(), Ok(year(1989)));
        assert_eq!("平成31年度".parse(), Ok(year(2019)));
    }

    #[test]
    fn a_day_is_refused_with_a_remedy() {
        let error = "2020-04-01".parse::<FiscalYear>().unwrap_err();
        assert!(error.ja().contains("2020年度") && error.en().contains("R2"), "{error}");
        for text in ["", "9999", "1867", "2201", "H40年度", "令和", "20"] {
            assert!(text.parse::<FiscalYear>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_number_out_of_range_does_not_deserialize() {
        assert_eq!(serde_json::to_string(&year(2020)).unwrap(), "2020");
        let error = serde_json::from_str::<FiscalYear>("9999").unwrap_err();
        assert!(error.to_string().contains("9999年度は範囲外"), "{error}");
    }

    proptest! {
        #[test]
        fn all_labels_and_both_ends_lead_back(number in 1868_i16..=2200) {
            let fiscal_year = year(number);
            prop_assert_eq!(fiscal_year.to_string().parse(), Ok(fiscal_year));
            prop_assert_eq!(fiscal_year.label_ja().parse(), Ok(fiscal_year));
            prop_assert_eq!(fiscal_year.label().parse(), Ok(fiscal_year));
            prop_assert_eq!(FiscalYear::of(fiscal_year.first_day()), Some(fiscal_year));
            prop_assert_eq!(FiscalYear::of(fiscal_year.last_day()), Some(fiscal_year));
            let json = serde_json::to_string(&fiscal_year).unwrap();
            prop_assert_eq!(serde_json::from_str::<FiscalYear>(&json).unwrap(), fiscal_year);
        }
    }
}
