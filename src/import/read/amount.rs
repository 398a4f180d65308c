//! Numbers, areas, money and dates.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Outcome;
use crate::calendar::{EraDate, FiscalYear};
use crate::import::Rule;
use crate::import::value::Value;
use crate::record::{AreaM2, MissingReason, Yen};
use crate::text::{Message, NumberError, parse_with_unit};

/// Reads the number and hands it on; the faults are the same for every kind of amount.
fn with_number(text: &str, units: &[&str], read: impl FnOnce(Decimal) -> Result<Value, Message>) -> Outcome {
    match parse_with_unit(text, units) {
        Ok(number) => match read(number) {
            Ok(value) => {
                let same = render(&value).as_deref() == Some(text);
                Outcome::kept(value, !same)
            }
            Err(message) => Outcome::fault(Rule::UnreadableNumber, message),
        },
        Err(NumberError::Absent) => Outcome::missing(MissingReason::Unsurveyed, text),
        Err(error) => Outcome::fault(Rule::UnreadableNumber, error.message()),
    }
}

fn render(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.normalize().to_string()),
        Value::Area(area) => Some(area.to_string()),
        Value::Yen(yen) => Some(yen.to_string()),
        _ => None,
    }
}

pub(super) fn number(text: &str, units: &[&str]) -> Outcome {
    with_number(text, units, |number| Ok(Value::Number(number.normalize())))
}

pub(super) fn count(text: &str) -> Outcome {
    with_number(text, &["人", "世帯", "件", "日", "年", "階", "台"], |number| {
        if number.is_sign_negative() || !number.fract().is_zero() || number.to_u64().is_none() {
            return Err(Message::new(
                format!("「{text}」は0以上の整数ではありません。"),
                format!("{text:?} is not a whole number from 0"),
            ));
        }
        Ok(Value::Number(number.normalize()))
    })
}

/// Registers keep two decimals; what a program computed to more is rounded.
pub(super) fn area(text: &str) -> Outcome {
    with_number(text, &["㎡", "m2", "平方メートル"], |number| {
        AreaM2::rounded(number).map(Value::Area).map_err(|error| {
            Message::new(
                format!("「{text}」は面積として読めません。0以上の㎡で記入してください。"),
                format!("{text:?} is no area ({error}); write square metres from 0"),
            )
        })
    })
}

pub(super) fn yen(text: &str, scale: i64) -> Outcome {
    let unit = if scale == 1_000 { "千円" } else { "円" };
    with_number(text, &[unit], |number| {
        let scaled = number.checked_mul(Decimal::from(scale));
        scaled
            .and_then(|number| Yen::new(number).ok())
            .map(Value::Yen)
            .ok_or_else(|| {
                Message::new(
                    format!("「{text}」は円単位の整数になりません。"),
                    format!("{text:?} is not a whole number of yen"),
                )
            })
    })
}

pub(super) fn date(text: &str) -> Outcome {
    match EraDate::parse(text) {
        Ok(date) => Outcome::plain(Value::Date(date)),
        Err(error) => Outcome::fault(Rule::UnreadableDate, Message::new(error.ja(), error.en())),
    }
}

pub(super) fn fiscal_year(text: &str, value: impl FnOnce(FiscalYear) -> Value) -> Outcome {
    match text.parse::<FiscalYear>() {
        Ok(year) => Outcome::kept(
            value(year),
            text != year.number().to_string() && text != year.to_string(),
        ),
        Err(error) => Outcome::fault(Rule::UnreadableDate, Message::new(error.ja(), error.en())),
    }
}

/// A bare number in a column of fiscal years is one; a finer date keeps its precision.
pub(super) fn fiscal_year_date(text: &str) -> Outcome {
    let outcome = fiscal_year(text, |year| Value::Date(EraDate::of_fiscal_year(year)));
    if outcome.finding.is_some() { date(text) } else { outcome }
}

/// A coordinate that cannot be read is a missing position, never a refusal.
pub(super) fn coordinate(text: &str) -> Outcome {
    let number = parse_with_unit(text, &["°", "度"])
        .ok()
        .and_then(|number| number.to_f64());
    match number {
        Some(number) => Outcome::plain(Value::Coordinate(number)),
        None => Outcome::fault(
            Rule::CoordinatesUnusable,
            Message::new(
                format!("「{text}」は座標として読めません。位置なしとして取り込みます。10進の度で記入してください。"),
                format!("{text:?} is no coordinate; the record is taken without a position. Write decimal degrees"),
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_with_thousands_commas_keeps_its_text() {
        let outcome = area("3,102.99");
        assert_eq!(outcome.value, Value::Area("3102.99".parse().expect("an area")));
        assert!(outcome.keep_text && outcome.finding.is_none());
        assert!(!area("4315").keep_text);
    }

    #[test]
    fn a_dash_is_missing_and_a_word_is_unreadable() {
        assert!(matches!(area("－").finding, Some((Rule::SentinelValue, _))));
        assert!(matches!(area("約100").finding, Some((Rule::UnreadableNumber, _))));
        assert!(matches!(area("-5").finding, Some((Rule::UnreadableNumber, _))));
    }

    #[test]
    fn a_bare_year_of_construction_is_a_fiscal_year() {
        let Value::Date(date) = fiscal_year_date("1982").value else {
            panic!("a date")
        };
        assert_eq!(
            (date.iso().as_str(), fiscal_year_date("1982").keep_text),
            ("FY1982", false)
        );
        let Value::Date(date) = fiscal_year_date("昭和57年10月").value else {
            panic!("a date")
        };
        assert_eq!(date.iso(), "1982-10");
        assert!(matches!(
            fiscal_year_date("昭和80年").finding,
            Some((Rule::UnreadableDate, _))
        ));
    }

    #[test]
    fn thousands_of_yen_become_yen() {
        assert_eq!(yen("△1,200", 1_000).value, Value::Yen(Yen(-1_200_000)));
        assert!(yen("0.5", 1).finding.is_some());
    }
}
