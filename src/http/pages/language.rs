//! The language of a page: Japanese, or English where the address asks for it. Figures and days in its manner.

use jiff::civil::Date;

use crate::calendar::{FiscalYear, format_ja};
use crate::text::Message;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    Ja,
    En,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::Ja, Language::En];

    /// The value of `lang` in an address and in HTML.
    pub fn tag(self) -> &'static str {
        self.pick("ja", "en")
    }

    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    pub fn pick<T>(self, ja: T, en: T) -> T {
        match self {
            Language::Ja => ja,
            Language::En => en,
        }
    }

    pub fn say(self, message: &Message) -> &str {
        self.pick(&message.ja, &message.en)
    }

    /// `2025年4月1日（令和7年4月1日）`, `1 April 2025`.
    pub fn day(self, day: Date) -> String {
        match self {
            Language::Ja => format_ja(day),
            Language::En => {
                let month = MONTHS[usize::try_from(day.month() - 1).unwrap_or_default()];
                format!("{} {month} {}", day.day(), day.year())
            }
        }
    }

    /// `1978年度（昭和53年度）`, `FY 1978`.
    pub fn fiscal_year(self, year: FiscalYear) -> String {
        match self {
            Language::Ja => year.label(),
            Language::En => format!("FY {}", year.number()),
        }
    }

    /// `1,606件`, `1,606 items`.
    pub fn count(self, count: usize) -> String {
        let figure = grouped(&count.to_string());
        match (self, count) {
            (Language::Ja, _) => format!("{figure}件"),
            (Language::En, 1) => format!("{figure} item"),
            (Language::En, _) => format!("{figure} items"),
        }
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A number with its thousands apart: `1,234.56`.
pub fn grouped(number: &str) -> String {
    let (whole, fraction) = number
        .split_once('.')
        .map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut text = String::with_capacity(number.len() + digits.len() / 3 + 1);
    text.push_str(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart_and_decimals_are_not() {
        for (number, wanted) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("1775471", "1,775,471"),
            ("-12345.6789", "-12,345.6789"),
        ] {
            assert_eq!(grouped(number), wanted);
        }
    }

    #[test]
    fn a_day_is_written_in_the_manner_of_the_language() {
        let day = jiff::civil::date(2025, 4, 1);
        assert_eq!(Language::Ja.day(day), "2025年4月1日（令和7年4月1日）");
        assert_eq!(Language::En.day(day), "1 April 2025");
    }
}
