//! Condition of the evaluated buildings' components, and works done on them.

use super::buildings::House;
use super::chance::Chance;
use super::drafting::Drafting;
use crate::calendar::{EraDate, FiscalYear};
use crate::record::{Code, Provenance, Yen};
use crate::register::{Condition, Grade, Works};

const COMPONENTS: [&str; 5] = ["roof", "exterior_wall", "interior", "electrical", "mechanical"];
const INSPECTED: i16 = 2024;

/// A kind of work: title, component, kind, years after completion of the building, yen a square metre.
type Usual = (&'static str, Option<&'static str>, &'static str, i16, f64);

const USUAL: [Usual; 4] = [
    ("屋上防水改修工事", Some("roof"), "repair", 18, 12_000.0),
    (
        "空調設備更新工事",
        Some("air_conditioning"),
        "equipment_renewal",
        20,
        25_000.0,
    ),
    ("大規模改修工事", None, "major_renovation", 32, 110_000.0),
    ("外壁改修工事", Some("exterior_wall"), "medium_renovation", 26, 20_000.0),
];

pub fn write(seed: u64, houses: &[House], drafting: &mut Drafting) {
    let mut chance = Chance::new(seed, "works");
    let inspected = EraDate::of_fiscal_year(FiscalYear::new(INSPECTED).expect("a year of our time"));
    let mut count = 0;
    for house in houses.iter().filter(|house| house.evaluated) {
        let renewed_years = renew(house, &mut count, &mut chance, drafting);
        for component in COMPONENTS {
            let condition = Condition {
                of: house.entity,
                component: Code::new(component),
                grade: grade(INSPECTED - renewed_years, &mut chance),
                inspected: Some(inspected.clone()),
                inspector: None,
                remarks: None,
                provenance: Provenance::DemoInvented,
            };
            drafting.add(condition, None);
        }
    }
}

/// Writes the works that came due and were done; gives the year from which the building wears again.
fn renew(house: &House, count: &mut u32, chance: &mut Chance, drafting: &mut Drafting) -> i16 {
    let mut fresh_since = house.built_year;
    for (title, component, kind, after_years, yen_a_m2) in USUAL {
        let year = house.built_year + after_years + chance.below(5) as i16;
        if year > INSPECTED || !chance.happens(0.45) {
            continue;
        }
        if kind == "major_renovation" {
            fresh_since = year;
        }
        *count += 1;
        let works = Works {
            number: format!("W{count:05}"),
            of: house.entity,
            title: title.to_owned(),
            component: component.map(Code::new),
            kind: Some(Code::new(kind)),
            completed: Some(EraDate::of_fiscal_year(
                FiscalYear::new(year).expect("a year of our time"),
            )),
            cost_yen: Some(Yen((house.floor_area_m2 * yen_a_m2 / 1000.0).round() as i64 * 1000)),
            provenance: Provenance::DemoInvented,
        };
        drafting.add(works, None);
    }
    fresh_since
}

fn grade(age_years: i16, chance: &mut Chance) -> Grade {
    let weights = match age_years {
        ..=9 => [85.0, 14.0, 1.0, 0.0],
        10..=24 => [35.0, 50.0, 13.0, 2.0],
        25..=39 => [8.0, 45.0, 38.0, 9.0],
        _ => [3.0, 30.0, 45.0, 22.0],
    };
    [Grade::A, Grade::B, Grade::C, Grade::D][chance.weighted(weights.into_iter())]
}
