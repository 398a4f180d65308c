//! The facilities of the demo.

use jiff::civil::date;

use super::DemoSpec;
use super::apportion::spread;
use super::atlas::Atlas;
use super::chance::Chance;
use super::class::{Class, MAJORS, WARD};
use super::drafting::Drafting;
use super::names::Names;
use super::places::{Place, Places};
use super::plane::Metres;
use super::ward_facts::WARDS;
use crate::calendar::EraDate;
use crate::record::{AreaM2, Code, Datum, EntityId, Flag, MissingReason, Position, PositionMethod, Provenance};
use crate::register::{Facility, Organisation};

/// What buildings and years need to know of a facility.
pub struct Site {
    pub entity: EntityId,
    pub class: &'static Class,
    pub number: String,
    pub name: String,
    pub area_m2: AreaM2,
    pub built_year: i16,
    pub point: Option<Metres>,
    pub neighbour: Option<usize>,
    pub evaluated: bool,
    /// Run by a designated manager.
    pub designated: bool,
}

/// The share of facilities that are evaluated, where the size is not the city's own.
const EVALUATED_SHARE: f64 = 0.29;
const DECADES: [(i16, f64); 8] = [
    (1950, 3.0),
    (1960, 10.0),
    (1970, 26.0),
    (1980, 22.0),
    (1990, 20.0),
    (2000, 10.0),
    (2010, 7.0),
    (2020, 2.0),
];

pub fn write(spec: &DemoSpec, atlas: &Atlas, drafting: &mut Drafting) -> Vec<Site> {
    let mut chance = Chance::new(spec.seed, "facilities");
    let classes = classes(spec.facilities, &mut chance);
    let evaluated = evaluated(&classes, &mut chance);
    let (mut places, mut names) = (Places::new(atlas), Names::default());
    let mut sites = Vec::with_capacity(classes.len());
    for (index, class) in classes.into_iter().enumerate() {
        let place = places.next(index, &mut chance);
        let (name, kana) = names.give(class.prefix(), &place.town, class.noun, &mut chance);
        let number = format!("D{:05}", index + 1);
        let built_year = built_year(&mut chance);
        let area_m2 = floor_area(class, &mut chance);
        let operation = operation(class, &mut chance);
        let mut facility = Facility {
            number: number.clone(),
            name: name.clone(),
            kana: Some(kana),
            class: Some(Code::new(class.key)),
            general: Some(general(class)),
            evaluated: evaluated[index].then(|| flag(true, "架空の指定：評価対象施設")),
            organisation: organisation(class, &place),
            address: place.address,
            status: Some(Code::new(status(class, &mut chance))),
            tenure: Some(Code::new(
                ["owned", "rented", "sectional"][chance.weighted([90.0, 6.0, 4.0].into_iter())],
            )),
            operation: Some(Code::new(operation)),
            position: Some(Position::new(PositionMethod::Invented, place.accuracy)),
            built: Datum::Known(built(built_year, &mut chance)),
            floor_area_m2: Datum::Known(area_m2),
            provenance: Provenance::DemoInvented,
            ..Facility::default()
        };
        if class.general {
            let scope = ["city", "area", "living", "community"][chance.weighted([10.0, 35.0, 30.0, 25.0].into_iter())];
            facility.area_scope = Some(Code::new(scope));
            facility.fee_system = Some(Code::new(match operation {
                "designated_manager" => "retained_fee",
                "direct" if chance.happens(0.5) => "free",
                _ => "usage_fee",
            }));
        }
        if chance.happens(0.01) {
            facility.built = Datum::Missing(MissingReason::Unsurveyed);
        }
        let entity = drafting.add(facility, place.point.map(Metres::point));
        sites.push(Site {
            entity,
            class,
            number,
            name,
            area_m2,
            built_year,
            point: place.point,
            neighbour: place.neighbour,
            evaluated: evaluated[index],
            designated: operation == "designated_manager",
        });
    }
    sites
}

fn classes(count: u32, chance: &mut Chance) -> Vec<&'static Class> {
    let mut majors = spread(count, &MAJORS);
    chance.shuffle(&mut majors);
    majors.into_iter().map(|major| Class::draw(major, chance)).collect()
}

/// Which facilities are evaluated: general ones as far as they last.
fn evaluated(classes: &[&'static Class], chance: &mut Chance) -> Vec<bool> {
    let count = if classes.len() == 1719 {
        500
    } else {
        (classes.len() as f64 * EVALUATED_SHARE).round() as usize
    };
    let mut order: Vec<usize> = (0..classes.len()).collect();
    chance.shuffle(&mut order);
    order.sort_by_key(|at| (!classes[*at].general, classes[*at].is_former()));
    let mut chosen = vec![false; classes.len()];
    for at in order.into_iter().take(count) {
        chosen[at] = true;
    }
    chosen
}

fn flag(value: bool, reason: &str) -> Flag {
    Flag {
        value,
        on: date(2026, 4, 1),
        reason: reason.to_owned(),
    }
}

fn general(class: &Class) -> Flag {
    if class.general {
        flag(true, "架空の指定：一般施設")
    } else {
        flag(false, "架空の指定：一般施設に含めない")
    }
}

fn organisation(class: &Class, place: &Place) -> Organisation {
    let ward = &WARDS[place.ward];
    let (key, text) = if class.bureau == WARD {
        (ward.office_key(), format!("{}役所", ward.name))
    } else {
        (class.bureau.0.to_owned(), class.bureau.1.to_owned())
    };
    Organisation {
        bureau: Some(Code::new(key)),
        bureau_text: Some(text),
        divisions: vec!["架空課".to_owned()],
    }
}

fn status(class: &Class, chance: &mut Chance) -> &'static str {
    if class.is_former() {
        return ["unused", "lent", "closed"][chance.weighted([55.0, 30.0, 15.0].into_iter())];
    }
    ["in_service", "suspended", "closing"][chance.weighted([97.0, 1.5, 1.5].into_iter())]
}

fn operation(class: &Class, chance: &mut Chance) -> &'static str {
    let weights = match class.major() {
        "education" => [35.0, 10.0, 50.0, 5.0],
        "welfare" => [45.0, 5.0, 40.0, 10.0],
        "industry" | "former" => [40.0, 5.0, 5.0, 50.0],
        "general_other" => [55.0, 10.0, 5.0, 30.0],
        _ => [90.0, 8.0, 1.0, 1.0],
    };
    ["direct", "direct_partly_outsourced", "designated_manager", "free_lease"][chance.weighted(weights.into_iter())]
}

fn built_year(chance: &mut Chance) -> i16 {
    let decade = DECADES[chance.weighted(DECADES.iter().map(|(_, weight)| *weight))].0;
    let span = if decade == 2020 { 5 } else { 10 };
    decade + chance.below(span) as i16
}

/// The year in one of the spellings of registers. Years in which an era changed are written plainly.
fn built(year: i16, chance: &mut Chance) -> EraDate {
    let month = chance.below(12) + 1;
    let text = match (chance.below(4), year) {
        (0, _) => format!("{year}"),
        (1, 1950..=1988) => format!("昭和{}年{month}月", year - 1925),
        (1, 1990..=2018) => format!("平成{}年{month}月", year - 1988),
        (2, 1950..=1988) => format!("S{}.{month}", year - 1925),
        (2, 1990..=2018) => format!("H{}.{month}", year - 1988),
        _ => format!("{year}-{month:02}"),
    };
    EraDate::parse(&text).expect("these are spellings that registers use")
}

fn floor_area(class: &Class, chance: &mut Chance) -> AreaM2 {
    let area_m2 = chance.log_normal(class.median_m2, 0.6).max(4.0);
    AreaM2::from_hundredths((area_m2 * 100.0).round() as i64).expect("a modest area")
}
