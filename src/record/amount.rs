//! Amounts that carry their unit: areas as decimals in square metres, money in whole yen, shares of a whole.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a number is not an amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    #[error("{0:?} is not a number")]
    NotANumber(String),
    #[error("{0} is negative")]
    Negative(Decimal),
    #[error("{0} has more than two decimals")]
    TooFine(Decimal),
    #[error("{0} is out of range")]
    OutOfRange(Decimal),
}

/// An area in square metres with two decimals, as registers keep it; never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct AreaM2 {
    hundredths: i64,
}

impl AreaM2 {
    /// Largest area that is believed: 10 million km² in hundredths of a square metre would overflow sums first.
    const MAX_HUNDREDTHS: i64 = 1_000_000_000_000_000;

    pub fn from_hundredths(hundredths: i64) -> Result<Self, AmountError> {
        let value = Decimal::new(hundredths, 2);
        if hundredths < 0 {
            Err(AmountError::Negative(value))
        } else if hundredths > Self::MAX_HUNDREDTHS {
            Err(AmountError::OutOfRange(value))
        } else {
            Ok(Self { hundredths })
        }
    }

    pub fn new(value: Decimal) -> Result<Self, AmountError> {
        let scaled = value
            .checked_mul(Decimal::ONE_HUNDRED)
            .ok_or(AmountError::OutOfRange(value))?;
        if !scaled.fract().is_zero() {
            return Err(AmountError::TooFine(value));
        }
        Self::from_hundredths(scaled.to_i64().ok_or(AmountError::OutOfRange(value))?)
    }

    /// The nearest area to a finer figure, half away from zero.
    pub fn rounded(value: Decimal) -> Result<Self, AmountError> {
        Self::new(value.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero))
    }

    pub fn hundredths(self) -> i64 {
        self.hundredths
    }

    pub fn decimal(self) -> Decimal {
        Decimal::new(self.hundredths, 2)
    }

    pub fn as_f64(self) -> f64 {
        self.hundredths as f64 / 100.0
    }
}

impl fmt::Display for AreaM2 {
    /// Without needless zeros: `4315`, `4091.3`, `4091.32`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.decimal().normalize().fmt(f)
    }
}

impl FromStr for AreaM2 {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let value = text
            .parse::<Decimal>()
            .map_err(|_| AmountError::NotANumber(text.to_owned()))?;
        Self::new(value)
    }
}

impl std::iter::Sum for AreaM2 {
    fn sum<I: Iterator<Item = AreaM2>>(areas: I) -> Self {
        Self {
            hundredths: areas.map(|area| area.hundredths).sum(),
        }
    }
}

impl std::ops::Add for AreaM2 {
    type Output = AreaM2;

    fn add(self, other: AreaM2) -> AreaM2 {
        AreaM2 {
            hundredths: self.hundredths + other.hundredths,
        }
    }
}

impl Serialize for AreaM2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AreaM2 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Money in whole yen; negative for corrections and deficits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Yen(pub i64);

impl Yen {
    pub fn new(value: Decimal) -> Result<Self, AmountError> {
        if !value.fract().is_zero() {
            return Err(AmountError::TooFine(value));
        }
        value.to_i64().map(Yen).ok_or(AmountError::OutOfRange(value))
    }
}

impl fmt::Display for Yen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A part of a whole, from 0 to 1, kept to a millionth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Share {
    millionths: u32,
}

impl Share {
    pub fn new(value: f64) -> Option<Self> {
        (0.0..=1.0).contains(&value).then(|| Self {
            millionths: (value * 1e6).round() as u32,
        })
    }

    pub fn as_f64(self) -> f64 {
        f64::from(self.millionths) / 1e6
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_f64())
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        Share::new(value).ok_or_else(|| serde::de::Error::custom(format!("{value} is not a share from 0 to 1")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_keeps_two_decimals_exactly() {
        let area: AreaM2 = "3102.99".parse().expect("an area");
        assert_eq!((area.hundredths(), area.to_string()), (310_299, "3102.99".to_owned()));
        assert_eq!("4315.00".parse::<AreaM2>().expect("an area").to_string(), "4315");
    }

    #[test]
    fn an_area_is_never_negative_or_finer_than_a_register() {
        assert!(matches!("-1".parse::<AreaM2>(), Err(AmountError::Negative(_))));
        assert!(matches!("1.005".parse::<AreaM2>(), Err(AmountError::TooFine(_))));
        assert!(matches!("1,000".parse::<AreaM2>(), Err(AmountError::NotANumber(_))));
        assert!("9e27".parse::<AreaM2>().is_err());
    }

    #[test]
    fn money_is_whole_yen() {
        assert_eq!(Yen::new("-1200".parse().expect("a decimal")), Ok(Yen(-1200)));
        assert!(matches!(
            Yen::new("0.5".parse().expect("a decimal")),
            Err(AmountError::TooFine(_))
        ));
    }

    #[test]
    fn a_share_lies_between_nothing_and_the_whole() {
        assert_eq!(Share::new(0.35).map(Share::as_f64), Some(0.35));
        assert!(Share::new(1.01).is_none() && Share::new(-0.1).is_none() && Share::new(f64::NAN).is_none());
    }
}
