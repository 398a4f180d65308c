//! A value or the reason why there is none. The reasons differ in scoring, so they are never folded into one null.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a value is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingReason {
    /// 未調査: nobody has looked.
    Unsurveyed,
    /// 該当なし: there can be no such value.
    NotApplicable,
    /// 秘匿: known, withheld.
    Withheld,
    /// 算定不能: a formula has no result (a zero divisor).
    NotComputable,
    /// 単位不一致: a value in a unit that cannot be converted.
    UnitMismatch,
}

impl MissingReason {
    pub const ALL: [MissingReason; 5] = [
        MissingReason::Unsurveyed,
        MissingReason::NotApplicable,
        MissingReason::Withheld,
        MissingReason::NotComputable,
        MissingReason::UnitMismatch,
    ];

    /// The key in data/vocabularies/missing_reasons.toml and on the wire.
    pub fn key(self) -> &'static str {
        match self {
            MissingReason::Unsurveyed => "unsurveyed",
            MissingReason::NotApplicable => "not_applicable",
            MissingReason::Withheld => "withheld",
            MissingReason::NotComputable => "not_computable",
            MissingReason::UnitMismatch => "unit_mismatch",
        }
    }
}

/// A value, or why it is missing. On the wire a bare value or `{"missing": "unsurveyed"}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Datum<T> {
    Known(T),
    Missing(MissingReason),
}

impl<T> Datum<T> {
    pub fn known(&self) -> Option<&T> {
        match self {
            Datum::Known(value) => Some(value),
            Datum::Missing(_) => None,
        }
    }

    pub fn missing(&self) -> Option<MissingReason> {
        match self {
            Datum::Known(_) => None,
            Datum::Missing(reason) => Some(*reason),
        }
    }
}

impl<T> Default for Datum<T> {
    fn default() -> Self {
        Datum::Missing(MissingReason::Unsurveyed)
    }
}

impl<T> From<T> for Datum<T> {
    fn from(value: T) -> Self {
        Datum::Known(value)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Absent {
    missing: MissingReason,
}

impl<T: Serialize> Serialize for Datum<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Datum::Known(value) => value.serialize(serializer),
            Datum::Missing(missing) => Absent { missing: *missing }.serialize(serializer),
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Either<T> {
    Absent(Absent),
    Known(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Datum<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Either::deserialize(deserializer)? {
            Either::Absent(absent) => Datum::Missing(absent.missing),
            Either::Known(value) => Datum::Known(value),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::AreaM2;

    #[test]
    fn a_value_and_every_reason_survive_the_wire() {
        let known: Datum<AreaM2> = Datum::Known("12.5".parse().expect("an area"));
        let mut all = vec![known];
        all.extend(MissingReason::ALL.map(Datum::Missing));
        for datum in all {
            let text = serde_json::to_string(&datum).expect("a datum serialises");
            assert_eq!(
                serde_json::from_str::<Datum<AreaM2>>(&text).expect("and reads back"),
                datum,
                "{text}"
            );
        }
    }
}
