//! What a written date means: a day, a month, a year or a fiscal year that exists.

use jiff::civil::{Date, date};

use super::era::Era;
use super::era_date_error::{EraDateError, Fault};
use super::fiscal_year::FiscalYear;
use super::notation::{self, Notation, Part};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Value {
    Day(Date),
    Month { first_day: Date },
    Year(i16),
    FiscalYear(FiscalYear),
}

impl Value {
    pub fn read(text: &str) -> Result<Self, EraDateError> {
        let refuse = |fault| EraDateError::new(text, fault);
        let folded = notation::fold(text).ok_or_else(|| refuse(Fault::Unreadable))?;
        let Some((head, gloss, tail)) = split_gloss(&folded) else {
            return Self::read_folded(&folded).map_err(refuse);
        };
        let value = Self::read_folded(&format!("{head}{tail}")).map_err(refuse)?;
        let glossed = Self::read_folded(&format!("{gloss}{tail}")).map_err(refuse)?;
        if value != glossed {
            return Err(refuse(Fault::Contradiction {
                first: value.iso(),
                second: glossed.iso(),
            }));
        }
        Ok(value)
    }

    fn read_folded(folded: &str) -> Result<Self, Fault> {
        let Notation { era, year, part } = notation::read(folded).ok_or(Fault::Unreadable)?;
        let year = match era {
            Some(era) if year >= 1 => era.first_day().year() + year - 1,
            Some(_) => return Err(Fault::NoSuchDay),
            None if year < 100 => return Err(Fault::NoEra),
            None => year,
        };
        let value = Self::new(year, part)?;
        match era {
            Some(era) if !value.touches(era) => Err(value.outside(era)),
            _ => Ok(value),
        }
    }

    pub fn new(year: i16, part: Part) -> Result<Self, Fault> {
        let fiscal_year = FiscalYear::new(year).ok_or(Fault::YearOutOfRange(year))?;
        let day = |month, day| Date::new(year, month, day).map_err(|_| Fault::NoSuchDay);
        Ok(match part {
            Part::Year => Value::Year(year),
            Part::FiscalYear => Value::FiscalYear(fiscal_year),
            Part::Month(month) => Value::Month {
                first_day: day(month, 1)?,
            },
            Part::Day(month, day_of_month) => Value::Day(day(month, day_of_month)?),
        })
    }

    pub fn year(self) -> Option<i16> {
        match self {
            Value::Day(day) | Value::Month { first_day: day } => Some(day.year()),
            Value::Year(year) => Some(year),
            // January to March lie in the next calendar year.
            Value::FiscalYear(_) => None,
        }
    }

    pub fn fiscal_year(self) -> Option<FiscalYear> {
        match self {
            Value::Day(day) | Value::Month { first_day: day } => FiscalYear::of(day),
            Value::Year(year) => FiscalYear::new(year),
            Value::FiscalYear(year) => Some(year),
        }
    }

    pub fn first_day(self) -> Date {
        match self {
            Value::Day(day) | Value::Month { first_day: day } => day,
            Value::Year(year) => date(year, 1, 1),
            Value::FiscalYear(year) => year.first_day(),
        }
    }

    pub fn iso(self) -> String {
        match self {
            Value::Day(day) => day.to_string(),
            Value::Month { first_day } => format!("{:04}-{:02}", first_day.year(), first_day.month()),
            Value::Year(year) => format!("{year:04}"),
            Value::FiscalYear(year) => format!("FY{:04}", year.number()),
        }
    }

    pub fn last_day(self) -> Date {
        match self {
            Value::Day(day) => day,
            Value::Month { first_day } => first_day.last_of_month(),
            Value::Year(year) => date(year, 12, 31),
            Value::FiscalYear(year) => year.last_day(),
        }
    }

    /// The days of the calendar it may mean. A fiscal year counts as the year of its number, because 平成31年度 and
    /// 令和元年度 are both in use.
    fn days(self) -> (Date, Date) {
        match self {
            Value::Day(day) => (day, day),
            Value::Month { first_day } => (first_day, first_day.last_of_month()),
            Value::Year(year) => (date(year, 1, 1), date(year, 12, 31)),
            Value::FiscalYear(year) => (date(year.number(), 1, 1), date(year.number(), 12, 31)),
        }
    }

    fn touches(self, era: Era) -> bool {
        let (first, last) = self.days();
        last >= era.first_day() && era.last_day().is_none_or(|end| first <= end)
    }

    fn outside(self, era: Era) -> Fault {
        let (_, last) = self.days();
        let meant = Era::of(last).map(|right| right.year_ja(last.year()));
        Fault::OutsideEra {
            era,
            iso: self.iso(),
            meant,
        }
    }
}

/// `1978年(昭和53年)` and `令和2(2020)年度`: the same date in two calendars, what follows belonging to both.
fn split_gloss(folded: &str) -> Option<(&str, &str, &str)> {
    let (head, rest) = folded.split_once('(')?;
    let (gloss, tail) = rest.split_once(')')?;
    Some((head, gloss, tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str) -> Option<String> {
        Value::read(text).ok().map(Value::iso)
    }

    #[test]
    fn the_first_day_is_the_earliest_that_may_be_meant() {
        let first = |text: &str| Value::read(text).ok().map(|value| value.first_day().to_string());
        assert_eq!(first("令和6年度").as_deref(), Some("2024-04-01"));
        assert_eq!(first("2024").as_deref(), Some("2024-01-01"));
        assert_eq!(first("2024-10").as_deref(), Some("2024-10-01"));
        assert_eq!(first("R6.10.31").as_deref(), Some("2024-10-31"));
    }

    #[test]
    fn a_gloss_must_say_the_same() {
        assert_eq!(iso("1978年（昭和53年）").as_deref(), Some("1978"));
        assert_eq!(iso("令和2（2020）年度").as_deref(), Some("FY2020"));
        assert_eq!(iso("2020年4月1日（令和2年4月1日）").as_deref(), Some("2020-04-01"));
        let error = Value::read("1978年（昭和54年）").unwrap_err();
        assert!(error.en().contains("1978") && error.en().contains("1979"), "{error}");
        assert_eq!(iso("1978年（増築）"), None);
    }

    #[test]
    fn a_year_or_month_in_which_the_era_changes_is_in_both() {
        assert_eq!(iso("S64").as_deref(), Some("1989"));
        assert_eq!(iso("H1").as_deref(), Some("1989"));
        assert_eq!(iso("S64.1").as_deref(), Some("1989-01"));
        assert_eq!(iso("H1.1").as_deref(), Some("1989-01"));
        assert_eq!(iso("M45.7").as_deref(), Some("1912-07"));
        assert_eq!(iso("平成31年度").as_deref(), Some("FY2019"));
        assert_eq!(iso("S64.2"), None);
        assert_eq!(iso("R1.4"), None);
    }
}
