//! 健全度: the condition of a building in one figure, from the grades of its components
//! (文部科学省, 学校施設の長寿命化計画策定に係る解説書).

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::Measures;
use crate::register::Condition;

/// With grades for less of the weight than this no figure is given: 判定保留.
pub const LEAST_COVERAGE: Decimal = Decimal::from_parts(7, 0, 0, false, 1);

/// Σ(points × weight) ÷ Σ weight over the graded components.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Soundness {
    /// 0 to 100, exact; absent where too little is graded.
    pub exact: Option<Decimal>,
    /// The graded part of all weights, 0 to 1.
    pub coverage: Decimal,
}

/// The latest grade of every component, in order of component.
pub fn latest_by_component<'a>(conditions: impl Iterator<Item = &'a Condition>) -> Vec<&'a Condition> {
    let day = |condition: &Condition| condition.inspected.as_ref().map(|date| date.iso());
    let mut latest: BTreeMap<&str, &Condition> = BTreeMap::new();
    for condition in conditions {
        let best = latest.entry(condition.component.as_str()).or_insert(condition);
        if day(condition) > day(best) {
            *best = condition;
        }
    }
    latest.into_values().collect()
}

/// The soundness from the latest grade of every component.
pub fn soundness(latest: &[&Condition], measures: &Measures) -> Soundness {
    let graded = || {
        latest.iter().filter_map(|condition| {
            let weight = measures.weight(condition.component.as_str())?;
            Some((measures.points(condition.grade), weight))
        })
    };
    let weights: Decimal = graded().map(|(_, weight)| weight).sum();
    let points: Decimal = graded().map(|(points, weight)| points * weight).sum();
    let coverage = weights.checked_div(measures.weight_of_all()).unwrap_or_default();
    Soundness {
        exact: points.checked_div(weights).filter(|_| coverage >= LEAST_COVERAGE),
        coverage,
    }
}

/// Several buildings together, by their floor areas; absent where none has both.
pub fn area_weighted(buildings: impl Iterator<Item = (Option<Decimal>, Option<Decimal>)>) -> Option<Decimal> {
    let (mut points, mut area) = (Decimal::ZERO, Decimal::ZERO);
    for (exact, floor_area_m2) in buildings {
        if let (Some(exact), Some(floor_area_m2)) = (exact, floor_area_m2) {
            points += exact * floor_area_m2;
            area += floor_area_m2;
        }
    }
    points.checked_div(area)
}

/// As it is shown: a whole number, half up.
pub fn rounded_soundness(exact: Decimal) -> Decimal {
    exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::EraDate;
    use crate::record::{Code, EntityId, Fid, Kind};
    use crate::register::Grade;
    use crate::vocabulary::Vocabularies;

    fn graded(component: &str, grade: Grade, year: i16) -> Condition {
        Condition {
            of: EntityId::new(Kind::Building, Fid(1)),
            component: Code::new(component),
            grade,
            inspected: EraDate::of_year(year).ok(),
            inspector: None,
            remarks: None,
            provenance: Default::default(),
        }
    }

    fn of(grades: &str) -> Soundness {
        let components = ["roof", "exterior_wall", "interior", "electrical", "mechanical"];
        let conditions: Vec<Condition> = components
            .into_iter()
            .zip(grades.chars())
            .filter_map(|(component, letter)| {
                let grade = match letter {
                    'A' => Grade::A,
                    'B' => Grade::B,
                    'C' => Grade::C,
                    'D' => Grade::D,
                    _ => return None,
                };
                Some(graded(component, grade, 2020))
            })
            .collect();
        let measures = Measures::new(&Vocabularies::embedded()).expect("the embedded lists fit");
        soundness(&latest_by_component(conditions.iter()), &measures)
    }

    /// domain/facility.md §2.9; in floating point the weights make 59.99999.
    #[test]
    fn the_published_examples_come_out() {
        for (grades, exact, shown) in [
            ("AAAAA", "100", "100"),
            ("CCCCC", "40", "40"),
            ("DDDDD", "10", "10"),
            ("DCCDD", "29.80", "30"),
            ("CBBCD", "59.45", "59"),
            ("BCABC", "70.04", "70"),
        ] {
            let computed = of(grades).exact.expect("a figure");
            assert_eq!(
                computed.round_dp(2),
                exact.parse::<Decimal>().expect("a decimal"),
                "{grades}"
            );
            assert_eq!(rounded_soundness(computed).to_string(), shown, "{grades}");
        }
    }

    #[test]
    fn too_few_grades_give_no_figure_but_say_how_many_there_are() {
        // Without the interior, 22.4 of 60 are not graded.
        let partial = of("AA-AA");
        assert_eq!(partial.exact, None);
        assert_eq!(partial.coverage.round_dp(3).to_string(), "0.627");
        // Without roof and mechanics, 12.4 of 60.
        assert!(of("-CCC-").exact.is_some());
        assert_eq!(of("-----").coverage, Decimal::ZERO);
    }

    #[test]
    fn the_latest_inspection_counts() {
        let conditions = [graded("roof", Grade::D, 2024), graded("roof", Grade::A, 2019)];
        let latest = latest_by_component(conditions.iter());
        assert_eq!(
            latest.iter().map(|condition| condition.grade).collect::<Vec<_>>(),
            [Grade::D]
        );
    }

    #[test]
    fn a_large_building_weighs_more() {
        let decimal = |number: i64| Some(Decimal::from(number));
        let both = [
            (decimal(100), decimal(300)),
            (decimal(40), decimal(100)),
            (None, decimal(900)),
        ];
        assert_eq!(area_weighted(both.into_iter()), decimal(85));
        assert_eq!(area_weighted([(None, None)].into_iter()), None);
    }
}
