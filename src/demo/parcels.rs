//! Unused parcels in the proportions of a real list: classes, lending, sizes, bureaus and wards.

use super::DemoSpec;
use super::apportion::spread;
use super::atlas::Atlas;
use super::chance::Chance;
use super::drafting::Drafting;
use super::footprint::Footprint;
use super::names::{Town, town, wide};
use super::parcel_numbers::parcel_numbers;
use super::plane::area;
use super::ward_facts::WARDS;
use crate::calendar::FiscalYear;
use crate::geometry::Shape;
use crate::land::{Criterion, Lending, Parcel, ParcelNumber};
use crate::record::{
    Address, AreaM2, Code, Datum, MunicipalityCode, Position, PositionAccuracy, PositionMethod, Provenance, Yen,
};
use crate::register::Organisation;

/// Criteria and how many of 505 have each: 296 処分検討地, 32 継続保有地, 177 事業予定地.
const CRITERIA: [(u8, f64); 8] = [
    (1, 18.0),
    (2, 278.0),
    (4, 8.0),
    (5, 20.0),
    (6, 4.0),
    (7, 119.0),
    (8, 18.0),
    (9, 40.0),
];
const LENDING: [(Lending, f64); 3] = [
    (Lending::NotLendable, 255.0),
    (Lending::InUse, 188.0),
    (Lending::Lendable, 62.0),
];
/// Municipalities outside the city (code without check digit) in which the last parcels lie.
const OUTSIDE: [(u32, &str); 5] = [
    (27219, "和泉市"),
    (27219, "和泉市"),
    (27227, "東大阪市"),
    (27209, "守口市"),
    (24216, "三重県伊賀市"),
];
/// How large the parcel is that so much of the list is smaller than: (share, ㎡).
const SIZES: [(f64, f64); 6] = [
    (0.0, 12.0),
    (0.05, 100.0),
    (0.5, 781.0),
    (0.76, 2_000.0),
    (0.955, 10_000.0),
    (1.0, 60_000.0),
];
const BUREAUS: [(&str, &str, f64); 12] = [
    ("urban_development", "都市整備局", 135.0),
    ("construction", "建設局", 84.0),
    ("urban_development_readjustment", "都市整備局（区画整理）", 40.0),
    ("port_property", "大阪港湾局（管財課）", 39.0),
    (
        "urban_development_living_environment",
        "都市整備局（住環境整備課）",
        38.0,
    ),
    ("education", "教育委員会", 26.0),
    ("children", "こども青少年局", 24.0),
    ("environment", "環境局", 21.0),
    ("welfare", "福祉局", 18.0),
    ("contract_property", "契約管財局", 15.0),
    ("civic", "市民局", 15.0),
    ("health", "健康局", 11.0),
];
/// 現状 as written and as codes of current_uses.
const USES: [(&str, &[&str], f64); 8] = [
    ("空地", &["vacant"], 246.0),
    ("駐車場", &["parking"], 79.0),
    ("建物あり", &["building"], 73.0),
    ("広場", &["plaza"], 11.0),
    ("コミュニティ広場", &["community_plaza"], 11.0),
    ("工事ヤード", &["construction_yard"], 10.0),
    ("地域集会所", &["meeting_hall"], 8.0),
    ("空地・駐車場", &["vacant", "parking"], 20.0),
];
const TITLES: [(&str, &str); 6] = [
    ("もと", "保育所用地"),
    ("もと", "住宅用地"),
    ("", "道路事業残地"),
    ("", "区画整理事業用地"),
    ("もと", "小学校用地"),
    ("", "市街地整備事業用地"),
];
const ZONES: [&str; 6] = [
    "category1_mid_high",
    "category1_residential",
    "category2_residential",
    "neighbourhood_commercial",
    "commercial",
    "quasi_industrial",
];

pub fn write(spec: &DemoSpec, atlas: &Atlas, drafting: &mut Drafting) {
    let mut chance = Chance::new(spec.seed, "parcels");
    let count = spec.parcels;
    let numbers = parcel_numbers(count, &mut chance);
    let mut criteria = spread(count, &CRITERIA);
    let mut lending = spread(count, &LENDING);
    // Evenly over the quantiles: the list keeps the proportions at any size.
    let mut sizes: Vec<f64> = (0..count)
        .map(|at| size((f64::from(at) + 0.5) / f64::from(count)))
        .collect();
    chance.shuffle(&mut criteria);
    chance.shuffle(&mut lending);
    chance.shuffle(&mut sizes);
    let inside = numbers.len().saturating_sub(OUTSIDE.len());
    for (at, number) in numbers.into_iter().enumerate() {
        let town = town(&mut chance);
        let mut parcel = parcel(number, &town, sizes[at], &mut chance);
        classify(&mut parcel, criteria[at], lending[at], &mut chance);
        let shape = match at.checked_sub(inside) {
            None => Some(put_inside(&mut parcel, &town, atlas, sizes[at], &mut chance)),
            Some(outside) => {
                put_outside(&mut parcel, &town, OUTSIDE[outside]);
                None
            }
        };
        drafting.add(parcel, shape);
    }
}

/// The size below which the given share of the list lies: straight in the logarithm between the known shares.
fn size(share: f64) -> f64 {
    let at = SIZES
        .iter()
        .position(|(known, _)| share < *known)
        .unwrap_or(SIZES.len() - 1);
    let ((low, low_m2), (high, high_m2)) = (SIZES[at - 1], SIZES[at]);
    let part = (share - low) / (high - low);
    (low_m2.ln() + part * (high_m2 / low_m2).ln()).exp().round()
}

fn parcel(number: ParcelNumber, town: &Town, area_m2: f64, chance: &mut Chance) -> Parcel {
    let title = chance.pick(&TITLES);
    let mut parcel = Parcel::new(number, format!("{}{}{}", title.0, town.ja, title.1));
    let year = if chance.happens(0.6) {
        2006
    } else {
        2007 + chance.below(18) as i16
    };
    parcel.registered = FiscalYear::new(year);
    let suffix = ["", "内", "外", "内外"][chance.weighted([45.0, 25.0, 25.0, 5.0].into_iter())];
    parcel.lot_text = Some(format!("{}‐{}{suffix}", chance.below(300) + 1, chance.below(40) + 1));
    parcel.block_text = Some(format!("{}番", chance.below(28) + 1));
    parcel.area_m2 = Datum::Known(AreaM2::from_hundredths(area_m2 as i64 * 100).expect("a modest area"));
    parcel.area_basis = Some(Code::new(if chance.happens(0.7) { "registered" } else { "surveyed" }));
    let bureau = BUREAUS[chance.weighted(BUREAUS.iter().map(|bureau| bureau.2))];
    parcel.organisation = Organisation {
        bureau: Some(Code::new(bureau.0)),
        bureau_text: Some(bureau.1.to_owned()),
        divisions: Vec::new(),
    };
    parcel.zoning = vec![Code::new(*chance.pick(&ZONES))];
    let yen_a_m2 = chance.log_normal(180_000.0, 0.5);
    parcel.book_value_yen = Some(Yen((area_m2 * yen_a_m2 / 1000.0).round() as i64 * 1000));
    parcel.provenance = Provenance::DemoInvented;
    parcel
}

fn classify(parcel: &mut Parcel, criterion: u8, lending: Lending, chance: &mut Chance) {
    let criterion = Criterion::new(criterion).expect("the table holds criteria");
    let policy = criterion.policy();
    parcel.criterion = Some(criterion);
    parcel.policy = Some(policy);
    let outlook = if chance.happens(0.4) { "A" } else { "B" };
    parcel.outlook = policy.has_outlook().then(|| outlook.to_owned());
    parcel.lending = Some(lending);
    let current = USES[chance.weighted(USES.iter().map(|current| current.2))];
    parcel.current_use = Some(current.0.to_owned());
    parcel.current_use_codes = current.1.iter().copied().map(Code::new).collect();
}

fn put_inside(parcel: &mut Parcel, town: &Town, atlas: &Atlas, area_m2: f64, chance: &mut Chance) -> Shape {
    let at = chance.weighted(WARDS.iter().map(|ward| ward.parcel_weight));
    let ward = &WARDS[at];
    parcel.address = address(ward.code(), ward.name, town, chance.below(6) + 1);
    if chance.happens(0.06) {
        parcel.remarks = Some(format!("{}において活用検討中", ward.name));
    }
    parcel.position = Some(Position::new(PositionMethod::Invented, PositionAccuracy::Exact));
    let footprint = Footprint::parcel(area_m2, chance);
    let place = atlas.place_in(at, footprint.reach_m(), chance);
    area(footprint.at(place))
}

fn put_outside(parcel: &mut Parcel, town: &Town, (code_five, name): (u32, &str)) {
    let code = MunicipalityCode::from_five(code_five).expect("the table holds codes");
    parcel.in_city = false;
    parcel.address = address(code, name, town, 1);
    parcel.position = Some(Position::new(PositionMethod::Invented, PositionAccuracy::Municipality));
}

fn address(code: MunicipalityCode, name: &str, town: &Town, chome: u32) -> Address {
    Address {
        text: None,
        municipality: Some(code),
        municipality_text: Some(name.to_owned()),
        town: Some(format!("{}{}丁目", town.ja, wide(chome))),
        masked: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_list_is_smaller_than_its_median() {
        assert_eq!((size(0.5), size(0.05), size(0.955)), (781.0, 100.0, 10_000.0));
        assert!(size(0.0) >= 12.0 && size(0.999) < 60_000.0);
    }
}
