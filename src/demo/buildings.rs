//! The buildings that house the facilities, and which floor area is whose.

use super::chance::Chance;
use super::drafting::Drafting;
use super::facilities::Site;
use super::footprint::Footprint;
use super::plane::{Metres, area};
use crate::calendar::EraDate;
use crate::record::{
    AreaM2, Code, Datum, EntityId, Position, PositionAccuracy, PositionMethod, Provenance, Share, Yen,
};
use crate::register::{Building, Link, LinkRole};

/// A building as written.
pub struct House {
    pub entity: EntityId,
    pub floor_area_m2: f64,
    pub built_year: i16,
    pub evaluated: bool,
}

/// A building before it is written: whose floor area it holds.
struct Plan {
    /// The facility that it was built for.
    first: usize,
    /// Facilities and their areas in hundredths of a square metre.
    users: Vec<(usize, i64)>,
    /// The second building of its facility stands beside the first.
    second: bool,
}

const THIS_YEAR: i16 = 2025;

pub fn write(seed: u64, sites: &[Site], drafting: &mut Drafting) -> Vec<House> {
    let mut chance = Chance::new(seed, "buildings");
    let plans = plan(sites, &mut chance);
    let mut houses = Vec::with_capacity(plans.len());
    for plan in &plans {
        let site = &sites[plan.first];
        let floor_area = hundredths(plan.users.iter().map(|(_, area)| area).sum());
        let (building, shape) = building(plan, site, floor_area, &mut chance);
        let entity = drafting.add(building, shape);
        houses.push(House {
            entity,
            floor_area_m2: floor_area.as_f64(),
            built_year: site.built_year,
            evaluated: site.evaluated,
        });
    }
    for (plan, house) in plans.iter().zip(&houses) {
        let whole: i64 = plan.users.iter().map(|(_, area)| area).sum();
        for (user, area) in &plan.users {
            // Those who share a building share its halls and stairs.
            let shared = if plan.users.len() > 1 { area * 15 / 100 } else { 0 };
            let link = Link {
                role: LinkRole::FacilityBuilding,
                from: sites[*user].entity,
                to: house.entity,
                area_m2: Some(hundredths(area - shared)),
                shared_area_m2: (shared > 0).then(|| hundredths(shared)),
                share: Share::new(*area as f64 / whole as f64),
                provenance: Provenance::DemoInvented,
            };
            drafting.add(link, None);
        }
    }
    houses
}

fn hundredths(area: i64) -> AreaM2 {
    AreaM2::from_hundredths(area).expect("parts of modest areas")
}

/// One building a facility, two for some; half of those at a shared point move in with their neighbour.
fn plan(sites: &[Site], chance: &mut Chance) -> Vec<Plan> {
    let mut plans: Vec<Plan> = Vec::with_capacity(sites.len() * 5 / 4);
    let mut first_of = vec![0; sites.len()];
    for (at, site) in sites.iter().enumerate() {
        let area = site.area_m2.hundredths();
        if let Some(neighbour) = site.neighbour.filter(|_| chance.happens(0.5)) {
            first_of[at] = first_of[neighbour];
            plans[first_of[neighbour]].users.push((at, area));
            continue;
        }
        first_of[at] = plans.len();
        let annex = if site.area_m2.as_f64() > 300.0 && chance.happens(0.25) {
            (area as f64 * chance.between(0.1, 0.4)).round() as i64
        } else {
            0
        };
        plans.push(Plan {
            first: at,
            users: vec![(at, area - annex)],
            second: false,
        });
        if annex > 0 {
            plans.push(Plan {
                first: at,
                users: vec![(at, annex)],
                second: true,
            });
        }
    }
    plans
}

fn building(
    plan: &Plan,
    site: &Site,
    floor_area: AreaM2,
    chance: &mut Chance,
) -> (Building, Option<crate::geometry::Shape>) {
    let area_m2 = floor_area.as_f64();
    let (structure, life_years) = structure(area_m2, chance);
    let floors = ((area_m2 / 450.0).sqrt().ceil() as u16).clamp(1, 9);
    let footprint = Footprint::rectangle(area_m2 / f64::from(floors), chance);
    let beside_m = if plan.second { footprint.reach_m() * 2.5 } else { 0.0 };
    let shape = site
        .point
        .map(|point: Metres| area(footprint.at(point.shifted(beside_m, 0.0))));
    let accuracy = if shape.is_some() {
        PositionAccuracy::Exact
    } else {
        PositionAccuracy::None
    };
    let (seismic, is_value_hundredths) = seismic(site.built_year, chance);
    let yen = |a_m2: f64| Yen((area_m2 * a_m2 / 1000.0).round() as i64 * 1000);
    let a_m2 = chance.between(180_000.0, 320_000.0);
    let worn = f64::from(THIS_YEAR - site.built_year) / f64::from(life_years);
    let suffix = if plan.second { 2 } else { 1 };
    let building = Building {
        number: format!("{}-{suffix}", site.number),
        name: format!("{} {}", site.name, if plan.second { "別館" } else { "本館" }),
        structure: Some(Code::new(structure)),
        floors_above: Some(floors),
        floors_below: (area_m2 > 3000.0 && chance.happens(0.4)).then_some(1),
        floor_area_m2: Datum::Known(floor_area),
        built: Datum::Known(EraDate::of_year(site.built_year).expect("a year of the last century or this")),
        seismic: Some(Code::new(seismic)),
        is_value_hundredths,
        statutory_life_years: Some(life_years),
        target_life_years: Some(if matches!(structure, "rc" | "src") {
            65
        } else {
            life_years
        }),
        acquisition_cost_yen: Some(yen(a_m2)),
        accumulated_depreciation_yen: Some(yen(a_m2 * worn.clamp(0.0, 1.0))),
        replacement_cost_yen: Some(yen(400_000.0)),
        position: Some(Position::new(PositionMethod::Invented, accuracy)),
        provenance: Provenance::DemoInvented,
        ..Building::default()
    };
    (building, shape)
}

/// Key in structures, and the statutory life that goes with it.
fn structure(area_m2: f64, chance: &mut Chance) -> (&'static str, u16) {
    let weights = if area_m2 < 150.0 {
        [10.0, 25.0, 30.0, 25.0, 0.0, 10.0]
    } else if area_m2 < 3000.0 {
        [60.0, 25.0, 8.0, 5.0, 2.0, 0.0]
    } else {
        [70.0, 8.0, 0.0, 0.0, 22.0, 0.0]
    };
    [("rc", 50), ("s", 38), ("ls", 30), ("w", 24), ("src", 50), ("cb", 41)][chance.weighted(weights.into_iter())]
}

/// Key in seismic_classes and the Is value; the new code holds for what was confirmed after May 1981.
fn seismic(built_year: i16, chance: &mut Chance) -> (&'static str, Option<u16>) {
    if built_year >= 1983 {
        return ("new_code", None);
    }
    match chance.weighted([35.0, 40.0, 8.0, 12.0, 5.0].into_iter()) {
        0 => ("old_diagnosed_ok", Some(60 + chance.below(50) as u16)),
        1 => ("old_retrofitted", Some(70 + chance.below(30) as u16)),
        2 => ("old_insufficient", Some(25 + chance.below(35) as u16)),
        3 => ("old_undiagnosed", None),
        _ => ("unknown", None),
    }
}
