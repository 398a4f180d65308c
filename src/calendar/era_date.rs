//! A date as a register gives it: the text of the source, and what it means to the precision it has.

use jiff::civil::Date;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use super::era_date_error::{EraDateError, Fault};
use super::fiscal_year::FiscalYear;
use super::notation::Part;
use super::value::Value;

#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "Wire")]
pub struct EraDate {
    text: Box<str>,
    value: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Precision {
    Day,
    Month,
    Year,
    FiscalYear,
}

impl EraDate {
    pub fn parse(text: &str) -> Result<Self, EraDateError> {
        Ok(Self {
            text: text.into(),
            value: Value::read(text)?,
        })
    }

    /// A calendar year that a column of numbers gives.
    pub fn of_year(year: i16) -> Result<Self, EraDateError> {
        let text = year.to_string();
        let value = Value::new(year, Part::Year).map_err(|fault| EraDateError::new(&text, fault))?;
        Ok(Self {
            text: text.into(),
            value,
        })
    }

    /// A fiscal year that a column of numbers gives; its text is what people read, `1978年度`.
    pub fn of_fiscal_year(year: FiscalYear) -> Self {
        Self {
            text: year.to_string().into(),
            value: Value::FiscalYear(year),
        }
    }

    /// As the source wrote it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Exact for a day, a month and a fiscal year. A bare year counts as the fiscal year of its number, as facility
    /// plans count ages; None for the first months of 1868.
    pub fn fiscal_year(&self) -> Option<FiscalYear> {
        self.value.fiscal_year()
    }

    /// The calendar year; None for a fiscal year, which lies in two.
    pub fn year(&self) -> Option<i16> {
        self.value.year()
    }

    /// Only where the day is known.
    pub fn date(&self) -> Option<Date> {
        match self.value {
            Value::Day(day) => Some(day),
            Value::Month { .. } | Value::Year(_) | Value::FiscalYear(_) => None,
        }
    }

    /// The first day that it may mean: what a deadline or a waiting time is counted from.
    pub fn first_day(&self) -> Date {
        self.value.first_day()
    }

    pub fn precision(&self) -> Precision {
        match self.value {
            Value::Day(_) => Precision::Day,
            Value::Month { .. } => Precision::Month,
            Value::Year(_) => Precision::Year,
            Value::FiscalYear(_) => Precision::FiscalYear,
        }
    }

    /// The last day that it may mean.
    pub fn last_day(&self) -> Date {
        self.value.last_day()
    }

    /// `1978-03-01`, `1978-03`, `1978` or `FY1978`.
    pub fn iso(&self) -> String {
        self.value.iso()
    }
}

/// A string where it says all, else the text and its value.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "a date must be a string, or an object with the strings text and value"
)]
enum Wire {
    Text(String),
    Valued { text: String, value: String },
}

impl TryFrom<Wire> for EraDate {
    type Error = EraDateError;

    /// The stored value is believed, so a history stays readable when the reading of texts improves; a text that
    /// plainly says another date is refused.
    fn try_from(wire: Wire) -> Result<Self, Self::Error> {
        let (text, iso) = match wire {
            Wire::Text(text) => return Self::parse(&text),
            Wire::Valued { text, value } => (text, value),
        };
        let value = Value::read(&iso)?;
        if value.iso() != iso {
            return Err(EraDateError::new(&iso, Fault::NotIso));
        }
        match Value::read(&text) {
            Ok(read) if read != value => Err(EraDateError::new(
                &text,
                Fault::Contradiction {
                    first: read.iso(),
                    second: iso,
                },
            )),
            _ => Ok(Self {
                text: text.into(),
                value,
            }),
        }
    }
}

impl Serialize for EraDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let iso = self.iso();
        if *self.text == *iso {
            return serializer.serialize_str(&iso);
        }
        let mut object = serializer.serialize_struct("EraDate", 2)?;
        object.serialize_field("text", &self.text)?;
        object.serialize_field("value", &iso)?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::calendar::{era_year, format_ja};

    fn parse(text: &str) -> EraDate {
        EraDate::parse(text).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn the_spellings_of_registers_are_read_to_their_precision() {
        for (text, iso, precision) in [
            ("昭53.3", "1978-03", Precision::Month),
            ("S53/3/1", "1978-03-01", Precision::Day),
            ("昭和５３年３月１日", "1978-03-01", Precision::Day),
            ("令和元年5月1日", "2019-05-01", Precision::Day),
            ("H31.4.30", "2019-04-30", Precision::Day),
            ("平成31年度", "FY2019", Precision::FiscalYear),
            ("1978-03-01", "1978-03-01", Precision::Day),
            ("1978/3", "1978-03", Precision::Month),
            ("1978年3月", "1978-03", Precision::Month),
            ("1978", "1978", Precision::Year),
            ("西暦1978年", "1978", Precision::Year),
            ("19780301", "1978-03-01", Precision::Day),
            ("1978-03-01T00:00:00", "1978-03-01", Precision::Day),
            (" １９７８／３／１ ", "1978-03-01", Precision::Day),
        ] {
            let read = parse(text);
            assert_eq!(
                (read.iso().as_str(), read.precision(), read.text()),
                (iso, precision, text)
            );
        }
    }

    #[test]
    fn a_date_after_the_end_of_its_era_says_so() {
        let error = EraDate::parse("S64.1.8").unwrap_err();
        assert!(
            error.ja().contains("1989年1月7日") && error.ja().contains("平成元年"),
            "{error}"
        );
        let error = EraDate::parse("H31.5.1").unwrap_err();
        assert!(
            error.en().contains("2019-04-30") && error.en().contains("if 2019-05-01 (令和元年)"),
            "{error}"
        );
        assert!(
            EraDate::parse("令和元年4月30日")
                .unwrap_err()
                .en()
                .contains("Reiwa ran from 2019-05-01")
        );
        assert_eq!(parse("S64.1.7").date(), Some(date(1989, 1, 7)));
    }

    #[test]
    fn the_signs_that_sources_put_for_nothing_are_no_dates() {
        for text in [
            "9999", "-99", "－", "有", "不詳", "日没", "24", "0", "", " ", "99999999", "53.3.1", "S0", "1978.0",
        ] {
            assert!(EraDate::parse(text).is_err(), "{text}");
        }
        assert!(EraDate::parse("24").unwrap_err().ja().contains("元号がありません"));
        assert!(EraDate::parse("9999").unwrap_err().en().contains("out of range"));
    }

    #[test]
    fn a_day_that_is_not_in_the_calendar_is_refused() {
        for text in ["1978-02-29", "昭和53年13月", "1978-00-00", "1867-12-31", "2201", "R200"] {
            assert!(EraDate::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_fiscal_year_follows_the_precision() {
        let number = |text| parse(text).fiscal_year().map(FiscalYear::number);
        assert_eq!(number("昭53.3"), Some(1977));
        assert_eq!(number("1978-04-01"), Some(1978));
        assert_eq!(number("1978"), Some(1978));
        assert_eq!(number("昭和53年度"), Some(1978));
        assert_eq!(number("1868-02-01"), None);
        assert_eq!(parse("昭和53年度").year(), None);
        assert_eq!(parse("昭53.3").year(), Some(1978));
    }

    #[test]
    fn a_date_lies_between_its_first_and_its_last_day() {
        for (text, first, last) in [
            ("1978-03-01", date(1978, 3, 1), date(1978, 3, 1)),
            ("1980-02", date(1980, 2, 1), date(1980, 2, 29)),
            ("昭和53年", date(1978, 1, 1), date(1978, 12, 31)),
            ("昭和53年度", date(1978, 4, 1), date(1979, 3, 31)),
        ] {
            let read = parse(text);
            assert_eq!((read.first_day(), read.last_day()), (first, last), "{text}");
        }
    }

    #[test]
    fn numbers_of_columns_become_dates() {
        assert_eq!(EraDate::of_year(1978), Ok(parse("1978")));
        assert!(EraDate::of_year(-99).is_err());
        assert_eq!(
            EraDate::of_fiscal_year(FiscalYear::new(1978).unwrap()),
            parse("1978年度")
        );
    }

    #[test]
    fn only_a_text_that_adds_something_is_stored_beside_the_value() {
        assert_eq!(
            serde_json::to_value(parse("昭53.3")).unwrap(),
            json!({"text": "昭53.3", "value": "1978-03"})
        );
        assert_eq!(serde_json::to_value(parse("FY1978")).unwrap(), json!("FY1978"));
        let read = |value| serde_json::from_value::<EraDate>(value);
        assert_eq!(read(json!("S53.3")).unwrap(), parse("S53.3"));
        assert_eq!(
            read(json!({"text": "昭和五十三年", "value": "1978"})).unwrap().iso(),
            "1978"
        );
    }

    #[test]
    fn a_stored_value_must_be_iso_and_agree_with_its_text() {
        let refusal = |value| serde_json::from_value::<EraDate>(value).unwrap_err().to_string();
        assert!(refusal(json!({"text": "昭53", "value": "1979"})).contains("disagree"));
        assert!(refusal(json!({"text": "昭53", "value": "S53"})).contains("cannot be a value"));
        assert!(refusal(json!(1978)).contains("a date must be a string"));
    }

    fn any_day() -> impl Strategy<Value = Date> {
        // Meiji to the end of the range.
        (0_i64..=121_000).prop_map(|days| date(1868, 1, 25) + jiff::Span::new().days(days))
    }

    proptest! {
        #[test]
        fn every_spelling_of_a_day_means_that_day(day in any_day()) {
            let (era, year) = era_year(day).unwrap();
            let (month, day_of_month) = (day.month(), day.day());
            let letter = era.signs()[2];
            for text in [
                day.to_string(),
                day.strftime("%Y%m%d").to_string(),
                format_ja(day),
                format!("{era}{year}年{month}月{day_of_month}日"),
                format!("{letter}{year}.{month}.{day_of_month}"),
            ] {
                prop_assert_eq!(parse(&text).date(), Some(day), "{}", text);
            }
        }

        #[test]
        fn json_and_iso_lead_back(day in any_day(), shape in 0..5) {
            let written = match shape {
                0 => parse(&day.to_string()),
                1 => parse(&format_ja(day)),
                2 => parse(&format!("{}/{}", day.year(), day.month())),
                3 => EraDate::of_year(day.year()).unwrap(),
                _ => EraDate::of_fiscal_year(FiscalYear::new(day.year()).unwrap()),
            };
            prop_assert_eq!(parse(&written.iso()).iso(), written.iso());
            let json = serde_json::to_string(&written).unwrap();
            prop_assert_eq!(serde_json::from_str::<EraDate>(&json).unwrap(), written);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "[0-9０-９昭和令元年度月日FYTSHR.:/()（）－ Zß㍻-]{0,14}|\\PC{0,12}") {
            if let Ok(read) = EraDate::parse(&text) {
                prop_assert_eq!(parse(&read.iso()).iso(), read.iso());
            }
        }
    }
}
