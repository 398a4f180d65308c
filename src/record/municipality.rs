//! Codes of municipalities and wards (全国地方公共団体コード): five digits and a check digit.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A six-digit code whose check digit is right. 271004 is Osaka City, 271021 its ward 都島区.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MunicipalityCode(u32);

/// Why a text is no municipality code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MunicipalityCodeError {
    #[error("{0:?} is not five or six digits")]
    NotDigits(String),
    #[error("the check digit of {given} should be {expected}")]
    CheckDigit { given: String, expected: u32 },
}

impl MunicipalityCode {
    /// From the five digits without the check digit, as 国土数値情報 writes them.
    pub fn from_five(five: u32) -> Option<Self> {
        (1_000..=47_999)
            .contains(&five)
            .then(|| Self(five * 10 + check_digit(five)))
    }

    /// The six digits as a number.
    pub fn six(self) -> u32 {
        self.0
    }

    /// The five digits without the check digit.
    pub fn five(self) -> u32 {
        self.0 / 10
    }

    /// Whether this is a ward of the given designated city: 27102…27128 within 27100.
    pub fn is_ward_of(self, city: MunicipalityCode) -> bool {
        self != city
            && self.five() / 100 == city.five() / 100
            && city.five().is_multiple_of(10)
            && self.five() / 10 - city.five() / 10 < 4
    }
}

/// d6 = last digit of 11 − (6a+5b+4c+3d+2e) mod 11 (総務省, 全国地方公共団体コード仕様).
fn check_digit(five: u32) -> u32 {
    let digits = [
        five / 10_000,
        five / 1_000 % 10,
        five / 100 % 10,
        five / 10 % 10,
        five % 10,
    ];
    let sum: u32 = digits
        .iter()
        .zip([6, 5, 4, 3, 2])
        .map(|(digit, weight)| digit * weight)
        .sum();
    (11 - sum % 11) % 10
}

impl FromStr for MunicipalityCode {
    type Err = MunicipalityCodeError;

    /// Reads six digits, five digits without the check digit, and both with a leading zero lost (`92011`).
    /// Five digits are read as six with a lost zero only where their last digit checks as such.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || MunicipalityCodeError::NotDigits(text.to_owned());
        if !(4..=6).contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refuse());
        }
        let number: u32 = text.parse().map_err(|_| refuse())?;
        let checks = |six: u32| check_digit(six / 10) == six % 10 && (1_000..=47_999).contains(&(six / 10));
        match text.len() {
            6 if checks(number) => Ok(Self(number)),
            6 => Err(MunicipalityCodeError::CheckDigit {
                given: text.to_owned(),
                expected: check_digit(number / 10),
            }),
            5 if text.starts_with('0') => Self::from_five(number).ok_or_else(refuse),
            5 if number / 1_000 > 47 || (checks(number) && Self::from_five(number).is_none()) => {
                if checks(number) {
                    Ok(Self(number))
                } else {
                    Err(refuse())
                }
            }
            5 => Self::from_five(number).ok_or_else(refuse),
            _ => Self::from_five(number).ok_or_else(refuse),
        }
    }
}

impl fmt::Display for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl fmt::Debug for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for MunicipalityCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for MunicipalityCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_those_of_the_published_codes() {
        for (five, six) in [
            (27100, "271004"),
            (27102, "271021"),
            (27127, "271276"),
            (13101, "131016"),
            (1100, "011002"),
            (9201, "092011"),
        ] {
            assert_eq!(
                MunicipalityCode::from_five(five)
                    .map(|code| code.to_string())
                    .as_deref(),
                Some(six)
            );
        }
    }

    #[test]
    fn a_lost_leading_zero_and_a_missing_check_digit_are_understood() {
        let read = |text: &str| text.parse::<MunicipalityCode>().map(|code| code.to_string());
        assert_eq!(read("271004"), Ok("271004".into()));
        assert_eq!(read("13101"), Ok("131016".into()));
        assert_eq!(read("92011"), Ok("092011".into()));
        assert_eq!(read("01100"), Ok("011002".into()));
        assert_eq!(read("1100"), Ok("011002".into()));
    }

    #[test]
    fn a_wrong_check_digit_is_refused_and_the_right_one_named() {
        assert_eq!(
            "271005".parse::<MunicipalityCode>(),
            Err(MunicipalityCodeError::CheckDigit {
                given: "271005".into(),
                expected: 4
            })
        );
        for text in ["", "27", "2710045", "二七一", "27100x"] {
            assert!(text.parse::<MunicipalityCode>().is_err(), "{text}");
        }
    }

    #[test]
    fn wards_belong_to_their_city() {
        let code = |five| MunicipalityCode::from_five(five).expect("a code");
        assert!(code(27102).is_ward_of(code(27100)) && code(27128).is_ward_of(code(27100)));
        assert!(!code(27141).is_ward_of(code(27100)) && !code(27227).is_ward_of(code(27100)));
    }
}
