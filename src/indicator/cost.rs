//! Sums of a year's items. A part that is not known makes the sum unknown: silence would look like thrift.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::record::{Code, Datum, MissingReason, Yen};
use crate::vocabulary::{Code as Listed, CodeList};

/// A sum, and the items for want of which there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Total {
    pub yen: Datum<Decimal>,
    pub missing: Vec<String>,
}

impl Total {
    /// Of a year of which there is no record.
    pub fn unrecorded() -> Self {
        Self {
            yen: Datum::Missing(MissingReason::Unsurveyed),
            missing: Vec::new(),
        }
    }

    /// The sum of the items that count. A subtotal that is known stands for its parts; one that is not, while its parts
    /// are given, is passed over.
    pub fn of(items: &BTreeMap<Code, Datum<Yen>>, list: &CodeList, counts: impl Fn(&Listed) -> bool) -> Self {
        let counted: Vec<(&Listed, &Datum<Yen>)> = items
            .iter()
            .filter_map(|(key, datum)| Some((list.by_key(key.as_str())?, datum)))
            .filter(|(code, _)| counts(code))
            .collect();
        let known_above = |code: &Listed| {
            let mut above = list.parent(code);
            while let Some(parent) = above {
                let stands = counted
                    .iter()
                    .any(|(given, datum)| given.key == parent.key && datum.known().is_some());
                if stands {
                    return true;
                }
                above = list.parent(parent);
            }
            false
        };
        let has_parts = |code: &Listed| {
            counted
                .iter()
                .any(|(given, _)| given.parent.as_deref() == Some(&code.key))
        };
        let (mut sum, mut any, mut missing) = (Decimal::ZERO, false, Vec::new());
        for (code, datum) in &counted {
            if known_above(code) {
                continue;
            }
            match datum {
                Datum::Known(yen) => {
                    sum += Decimal::from(yen.0);
                    any = true;
                }
                Datum::Missing(MissingReason::NotApplicable) => any = true,
                Datum::Missing(_) if has_parts(code) => {}
                Datum::Missing(_) => missing.push(code.key.clone()),
            }
        }
        let yen = match (missing.is_empty(), any) {
            (false, _) => Datum::Missing(MissingReason::NotComputable),
            (true, false) => Datum::Missing(MissingReason::Unsurveyed),
            (true, true) => Datum::Known(sum),
        };
        Self { yen, missing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Vocabularies;

    fn total(given: &[(&str, Datum<Yen>)]) -> Total {
        let vocabularies = Vocabularies::embedded();
        let list = vocabularies.list("finance_items").expect("a list");
        let items = given.iter().map(|(key, datum)| (Code::new(*key), *datum)).collect();
        Total::of(&items, list, |code| code.flag("full_cost"))
    }

    const UNSURVEYED: Datum<Yen> = Datum::Missing(MissingReason::Unsurveyed);

    #[test]
    fn full_cost_is_what_running_takes_with_the_fees_that_the_operator_keeps() {
        let all = total(&[
            ("utilities", Yen(100).into()),
            ("designation_fee", Yen(1_000).into()),
            ("retained_fee", Yen(50).into()),
            ("usage_fee", Yen(7).into()),
            ("construction", Yen(99_999).into()),
            ("depreciation", Yen(500).into()),
        ]);
        assert_eq!(all.yen, Datum::Known(Decimal::from(1_150)));
    }

    #[test]
    fn a_subtotal_stands_for_its_parts() {
        let all = total(&[
            ("building_cost", Yen(300).into()),
            ("utilities", Yen(100).into()),
            ("repair", UNSURVEYED),
            ("personnel", Yen(10).into()),
        ]);
        assert_eq!(all.yen, Datum::Known(Decimal::from(310)));
    }

    #[test]
    fn a_subtotal_that_is_not_known_leaves_its_parts_to_speak() {
        let all = total(&[("building_cost", UNSURVEYED), ("utilities", Yen(100).into())]);
        assert_eq!(all.yen, Datum::Known(Decimal::from(100)));
    }

    #[test]
    fn a_part_that_is_not_known_makes_the_sum_unknown_and_is_named() {
        let all = total(&[("utilities", Yen(100).into()), ("repair", UNSURVEYED)]);
        assert_eq!(all.yen, Datum::Missing(MissingReason::NotComputable));
        assert_eq!(all.missing, ["repair"]);
        let none = total(&[("utilities", Datum::Missing(MissingReason::NotApplicable))]);
        assert_eq!(none.yen, Datum::Known(Decimal::ZERO));
        assert_eq!(total(&[]).yen, Datum::Missing(MissingReason::Unsurveyed));
    }
}
