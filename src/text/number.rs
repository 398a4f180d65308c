//! Numbers as Japanese tables write them: full width, thousands commas, △ for minus, a dash for "no value".

use std::fmt;

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::Message;
use super::letters::{LONG_VOWEL, is_dash};

/// Why a text gives no number. `Absent` is not a fault: the source says that there is no value, which is never 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberError {
    Absent,
    NotANumber { text: String },
    MisplacedComma { text: String },
    UnexpectedUnit { text: String, unit: String },
    OutOfRange { text: String },
}

impl NumberError {
    pub fn message(&self) -> Message {
        match self {
            Self::Absent => Message::new(
                "値がありません。空欄や「－」は0とみなさないため、0の場合は0と記入してください",
                "there is no value; a blank or a dash is not read as 0, so write 0 where 0 is meant",
            ),
            Self::NotANumber { text } => Message::new(
                format!("「{text}」は数値ではありません。1,234.56 のように記入してください"),
                format!("{text:?} is not a number; write it like 1,234.56"),
            ),
            Self::MisplacedComma { text } => Message::new(
                format!("「{text}」の桁区切りの位置が正しくありません。3桁ごとに区切るか、カンマを除いてください"),
                format!("{text:?} has a thousands comma in the wrong place; put one every three digits or none"),
            ),
            Self::UnexpectedUnit { text, unit } => Message::new(
                format!(
                    "「{text}」の「{unit}」はこの欄の単位ではありません。欄の単位に直し、数値だけを記入してください"
                ),
                format!(
                    "{unit:?} in {text:?} is not a unit of this field; convert the value and write the number alone"
                ),
            ),
            Self::OutOfRange { text } => Message::new(
                format!("「{text}」は桁数が多すぎます。28桁以内で記入してください"),
                format!("{text:?} has too many digits; write at most 28"),
            ),
        }
    }
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for NumberError {}

/// A number without any unit.
pub fn parse_number(text: &str) -> Result<Decimal, NumberError> {
    parse_with_unit(text, &[])
}

/// A number that may be followed by one of `units`, compared under NFKC: `㎡` allows `m2` and `m²` as well.
/// The value is not scaled, so units of another size (千円) need their own call.
pub fn parse_with_unit(text: &str, units: &[&str]) -> Result<Decimal, NumberError> {
    // Not NFKC: it would read 10² as 102.
    let narrow: String = text.chars().map(narrow).collect();
    let shown = || text.trim().to_owned();
    let whole = narrow.trim();
    if is_absent(whole) {
        return Err(NumberError::Absent);
    }
    let unit_key = |unit: &str| unit.trim().nfkc().collect::<String>();
    let (sign, unsigned) = split_sign(whole);
    let end = unsigned
        .find(|ch: char| !matches!(ch, '0'..='9' | ',' | '.'))
        .unwrap_or(unsigned.len());
    let (figures, rest) = unsigned.split_at(end);
    let unit = rest.trim();
    let allowed = unit.is_empty() || units.iter().any(|one| unit_key(one) == unit_key(unit));
    if figures.is_empty() {
        let blank = units
            .iter()
            .any(|one| unit_key(whole).strip_suffix(&unit_key(one)).is_some_and(is_absent));
        return Err(if blank {
            NumberError::Absent
        } else {
            NumberError::NotANumber { text: shown() }
        });
    }
    if !allowed {
        let broken = unit.starts_with(|ch: char| ch.is_ascii_digit() || is_dash(ch) || matches!(ch, '△' | '▲' | '+'));
        return Err(if broken {
            NumberError::NotANumber { text: shown() }
        } else {
            NumberError::UnexpectedUnit {
                text: shown(),
                unit: unit.to_owned(),
            }
        });
    }
    let plain = plain_figures(figures).map_err(|fault| match fault {
        Fault::Comma => NumberError::MisplacedComma { text: shown() },
        Fault::Shape => NumberError::NotANumber { text: shown() },
    })?;
    // Exact, so that no digit of the source is rounded away unseen.
    let value = Decimal::from_str_exact(&plain).map_err(|_| NumberError::OutOfRange { text: shown() })?;
    Ok(if sign == Sign::Minus && !value.is_zero() {
        -value
    } else {
        value
    })
}

#[derive(PartialEq)]
enum Sign {
    Plus,
    Minus,
}

fn split_sign(text: &str) -> (Sign, &str) {
    let minus = |ch: char| matches!(ch, '△' | '▲') || is_dash(ch);
    match (text.strip_prefix(minus), text.strip_prefix('+')) {
        (Some(rest), _) => (Sign::Minus, rest.trim_start()),
        (None, Some(rest)) => (Sign::Plus, rest.trim_start()),
        (None, None) => (Sign::Plus, text),
    }
}

enum Fault {
    Comma,
    Shape,
}

/// The figures without commas, once the commas are known to stand before groups of three.
fn plain_figures(figures: &str) -> Result<String, Fault> {
    let (whole, fraction) = match figures.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (figures, None),
    };
    if whole.is_empty() || fraction.is_some_and(|digits| digits.is_empty() || digits.contains('.')) {
        return Err(Fault::Shape);
    }
    let mut groups = whole.split(',');
    let first = groups.next().map_or(0, str::len);
    let grouped = whole.contains(',');
    let well_placed = (!grouped || (1..=3).contains(&first)) && groups.all(|group| group.len() == 3);
    if !well_placed || fraction.is_some_and(|digits| digits.contains(',')) {
        return Err(Fault::Comma);
    }
    Ok(figures.replace(',', ""))
}

/// Full-width forms to ASCII; the small and the ideographic ones that tables use as well.
fn narrow(ch: char) -> char {
    match ch {
        '！'..='～' => char::from_u32(u32::from(ch) - 0xFEE0).unwrap_or(ch),
        '\u{3000}' => ' ',
        '\u{FE63}' => '-',
        _ => ch,
    }
}

/// Nothing, or one of the marks by which statistics say "no value", "not known" or "withheld", however often repeated.
fn is_absent(text: &str) -> bool {
    let only = |mark: fn(char) -> bool| text.chars().all(mark);
    only(|ch| is_dash(ch) || matches!(ch, LONG_VOWEL | 'ｰ'))
        || only(|ch| matches!(ch, '…' | '‥' | '.'))
        || only(|ch| ch == '*')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    #[test]
    fn numbers_are_read_as_tables_write_them() {
        for (text, value) in [
            ("3,102.99", "3102.99"),
            ("１，２３４", "1234"),
            ("１２．５０", "12.50"),
            ("△1,000", "-1000"),
            ("△ 1,000", "-1000"),
            ("▲5", "-5"),
            ("−12", "-12"),
            ("－12", "-12"),
            ("+3", "3"),
            ("△0", "0"),
            ("　1234567 ", "1234567"),
        ] {
            assert_eq!(parse_number(text), Ok(decimal(value)), "{text}");
        }
    }

    #[test]
    fn a_zero_never_has_a_sign() {
        assert_eq!(parse_number("△0").map(|zero| zero.to_string()), Ok("0".to_owned()));
    }

    #[test]
    fn a_mark_of_absence_is_never_zero() {
        for text in ["", "　", "－", "-", "―", "…", "...", "***", "＊", "ー", "−", "--", "‐"] {
            assert_eq!(parse_number(text), Err(NumberError::Absent), "{text}");
        }
        assert_eq!(parse_with_unit("－㎡", &["㎡"]), Err(NumberError::Absent));
        assert_eq!(parse_with_unit("円", &["円"]), Err(NumberError::Absent));
    }

    #[test]
    fn a_comma_stands_every_three_digits_or_nowhere() {
        for text in ["1,23", "1234,567", ",123", "1,,234", "1,234,", "1.234,5"] {
            assert_eq!(
                parse_number(text),
                Err(NumberError::MisplacedComma { text: text.to_owned() }),
                "{text}"
            );
        }
    }

    #[test]
    fn a_unit_counts_only_where_the_caller_allows_it() {
        for text in ["4,315㎡", "4315m2", "4315 m²", "４３１５ｍ２"] {
            assert_eq!(parse_with_unit(text, &["㎡"]), Ok(decimal("4315")), "{text}");
        }
        let refused = NumberError::UnexpectedUnit {
            text: "5千円".to_owned(),
            unit: "千円".to_owned(),
        };
        assert_eq!(parse_with_unit("5千円", &["円"]), Err(refused));
        assert!(matches!(parse_number("10²"), Err(NumberError::UnexpectedUnit { .. })));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "未定", "△", "1 234", "12-3", "1.2.3", ".5", "5.", "約100", "--5", "2020△",
        ] {
            assert_eq!(
                parse_number(text),
                Err(NumberError::NotANumber { text: text.to_owned() }),
                "{text}"
            );
        }
    }

    #[test]
    fn digits_are_never_rounded_away() {
        for text in ["9".repeat(40), format!("0.{}", "1".repeat(40))] {
            assert!(matches!(parse_number(&text), Err(NumberError::OutOfRange { .. })));
        }
    }

    #[test]
    fn a_fault_names_the_text_and_the_remedy_in_both_languages() {
        let message = NumberError::MisplacedComma {
            text: "1,23".to_owned(),
        }
        .message();
        assert!(message.ja.contains("「1,23」") && message.en.contains("\"1,23\""));
    }

    fn grouped(value: u64) -> String {
        let digits = value.to_string();
        let commas = |(at, ch): (usize, char)| {
            let comma = at > 0 && (digits.len() - at).is_multiple_of(3);
            comma.then_some(',').into_iter().chain([ch])
        };
        digits.chars().enumerate().flat_map(commas).collect()
    }

    proptest! {
        #[test]
        fn every_grouped_number_is_read_back(value in any::<u64>(), minus in any::<bool>()) {
            let text = format!("{}{}", if minus { "△" } else { "" }, grouped(value));
            let expected = if minus { -Decimal::from(value) } else { Decimal::from(value) };
            prop_assert_eq!(parse_number(&text), Ok(expected));
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            prop_assert_eq!(parse_number(&text).is_ok(), parse_number(&format!(" {text} ")).is_ok());
        }
    }
}
