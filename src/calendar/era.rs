//! The eras (元号) since Meiji, and the two ways of writing a day: 2020年4月1日（令和2年4月1日）.

use std::fmt;

use jiff::civil::{Date, date};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Era {
    Meiji,
    Taisho,
    Showa,
    Heisei,
    Reiwa,
}

impl Era {
    pub const ALL: [Era; 5] = [Era::Meiji, Era::Taisho, Era::Showa, Era::Heisei, Era::Reiwa];

    /// The day of the change belongs to the new era, as the law of each change says.
    pub fn first_day(self) -> Date {
        match self {
            Era::Meiji => date(1868, 1, 25),
            Era::Taisho => date(1912, 7, 30),
            Era::Showa => date(1926, 12, 25),
            Era::Heisei => date(1989, 1, 8),
            Era::Reiwa => date(2019, 5, 1),
        }
    }

    /// None for the era that still runs.
    pub fn last_day(self) -> Option<Date> {
        let next = Era::ALL.into_iter().find(|era| *era > self)?;
        Some(
            next.first_day()
                .yesterday()
                .expect("an era starts after the first day of the calendar"),
        )
    }

    pub fn of(day: Date) -> Option<Era> {
        Era::ALL.into_iter().rev().find(|era| era.first_day() <= day)
    }

    pub fn ja(self) -> &'static str {
        match self {
            Era::Meiji => "明治",
            Era::Taisho => "大正",
            Era::Showa => "昭和",
            Era::Heisei => "平成",
            Era::Reiwa => "令和",
        }
    }

    pub fn en(self) -> &'static str {
        match self {
            Era::Meiji => "Meiji",
            Era::Taisho => "Taisho",
            Era::Showa => "Showa",
            Era::Heisei => "Heisei",
            Era::Reiwa => "Reiwa",
        }
    }

    /// The spellings found in registers, the longest first so that 昭 does not eat the head of 昭和.
    pub(super) fn signs(self) -> [&'static str; 3] {
        match self {
            Era::Meiji => ["明治", "明", "M"],
            Era::Taisho => ["大正", "大", "T"],
            Era::Showa => ["昭和", "昭", "S"],
            Era::Heisei => ["平成", "平", "H"],
            Era::Reiwa => ["令和", "令", "R"],
        }
    }

    /// `令和元年`, `令和2年` for a year of the common calendar that lies in the era.
    pub(super) fn year_ja(self, year: i16) -> String {
        match year - self.first_day().year() + 1 {
            1 => format!("{}元年", self.ja()),
            later => format!("{}{later}年", self.ja()),
        }
    }
}

impl fmt::Display for Era {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.ja())
    }
}

/// The era of a day and its year in it; None before Meiji.
pub fn era_year(day: Date) -> Option<(Era, i16)> {
    let era = Era::of(day)?;
    Some((era, day.year() - era.first_day().year() + 1))
}

/// `2020年4月1日（令和2年4月1日）`; a day before Meiji has no second half.
pub fn format_ja(day: Date) -> String {
    let month_and_day = format!("{}月{}日", day.month(), day.day());
    let common = format!("{}年{month_and_day}", day.year());
    match Era::of(day) {
        Some(era) => format!("{common}（{}{month_and_day}）", era.year_ja(day.year())),
        None => common,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_the_change_belongs_to_the_new_era() {
        assert_eq!(era_year(date(1989, 1, 7)), Some((Era::Showa, 64)));
        assert_eq!(era_year(date(1989, 1, 8)), Some((Era::Heisei, 1)));
        assert_eq!(era_year(date(2019, 4, 30)), Some((Era::Heisei, 31)));
        assert_eq!(era_year(date(2019, 5, 1)), Some((Era::Reiwa, 1)));
        assert_eq!(era_year(date(1912, 7, 29)), Some((Era::Meiji, 45)));
        assert_eq!(era_year(date(1926, 12, 24)), Some((Era::Taisho, 15)));
    }

    #[test]
    fn each_era_ends_on_the_day_before_the_next() {
        assert_eq!(Era::Showa.last_day(), Some(date(1989, 1, 7)));
        assert_eq!(Era::Reiwa.last_day(), None);
    }

    #[test]
    fn a_day_before_meiji_has_no_era() {
        assert_eq!(era_year(date(1868, 1, 24)), None);
        assert_eq!(format_ja(date(1583, 9, 1)), "1583年9月1日");
    }

    #[test]
    fn a_day_is_written_in_both_calendars() {
        assert_eq!(format_ja(date(2020, 4, 1)), "2020年4月1日（令和2年4月1日）");
        assert_eq!(format_ja(date(2019, 5, 1)), "2019年5月1日（令和元年5月1日）");
    }
}
