//! The sheet of an area, as everybody may see it.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::question::Place;
use crate::area::AgeBand;
use crate::geometry::PlaneZone;
use crate::http::api::record::{area_text, bureau_name};
use crate::http::api::view::View;
use crate::land::Parcel;
use crate::locality::{Contents, Group, LikePair, Outline, People, PeopleSource, likes, people};
use crate::register::{Facility, Vacancy};
use crate::snapshot::Item;

/// Pairs that are listed; how many there are is always said.
const PAIRS_SHOWN: usize = 100;

/// An area with what lies in it.
#[derive(Serialize, ToSchema)]
pub struct AreaSheet {
    /// `ward`, `feature`, `circle` or `polygon`.
    kind: &'static str,
    name_ja: String,
    name_en: String,
    /// 基準日
    data_date: Option<String>,
    /// The outline is a schematic: what follows from it is rough.
    schematic: bool,
    /// West, south, east, north in degrees.
    bbox: Option<[f64; 4]>,
    /// The area itself in ㎡, measured in plane zone VI, rounded.
    area_m2: Option<String>,
    facilities: usize,
    /// The sum of the known floor areas in ㎡, a decimal as text.
    floor_area_m2: String,
    without_floor_area: usize,
    /// Released vacancies that are not closed.
    vacancies: usize,
    /// もと施設: candidates for vacant facilities.
    vacancy_candidates: usize,
    parcels: usize,
    /// The sum of the known land areas in ㎡, a decimal as text.
    land_area_m2: String,
    /// Facilities and parcels of the portfolio that have no place to be shown, and so lie in no drawn area. Wards need none.
    unplaced: usize,
    /// Facilities by minor class, the most numerous first.
    classes: Vec<AreaGroup>,
    bureaus: Vec<AreaBureau>,
    /// Parcels by policy (活用方針).
    policies: Vec<AreaGroup>,
    population: Vec<AreaPopulation>,
    likes: AreaLikes,
    facility_items: Vec<AreaFacility>,
    parcel_items: Vec<AreaParcel>,
    vacancy_items: Vec<AreaVacancy>,
}

/// Records of one kind together.
#[derive(Serialize, ToSchema)]
pub struct AreaGroup {
    /// Empty for records without the key.
    key: String,
    label_ja: String,
    label_en: String,
    count: usize,
    area_m2: String,
}

/// What a bureau has in the area.
#[derive(Serialize, ToSchema)]
pub struct AreaBureau {
    key: String,
    label_ja: String,
    label_en: String,
    facilities: usize,
    floor_area_m2: String,
    parcels: usize,
    land_area_m2: String,
    /// Its facilities by major class.
    classes: Vec<AreaGroup>,
}

/// The population at a time.
#[derive(Serialize, ToSchema)]
pub struct AreaPopulation {
    /// A day or a year.
    #[schema(example = "2020")]
    as_of: String,
    /// It lies after the data date: a projection.
    projected: bool,
    total: u64,
    age_0_14: Option<u64>,
    age_15_64: Option<u64>,
    age_65: Option<u64>,
    /// `ward`, `mesh` (cells by the share of their area) or `ward_share` (wards by the share of their area, rough).
    source: &'static str,
}

/// Facilities of like use near each other.
#[derive(Serialize, ToSchema)]
pub struct AreaLikes {
    within_m: u32,
    /// How many pairs there are; at most 100 are listed, the nearest first.
    pairs: usize,
    items: Vec<AreaPair>,
}

/// Two facilities of one class.
#[derive(Serialize, ToSchema)]
pub struct AreaPair {
    class_ja: String,
    class_en: String,
    one_id: String,
    one_name: String,
    one_bureau: Option<String>,
    other_id: String,
    other_name: String,
    other_bureau: Option<String>,
    distance_m: u32,
}

/// A facility of the area.
#[derive(Serialize, ToSchema)]
pub struct AreaFacility {
    id: String,
    name: String,
    class_ja: Option<String>,
    class_en: Option<String>,
    bureau: Option<String>,
    floor_area_m2: Option<String>,
    built_fy: Option<i16>,
    evaluated: bool,
    vacant_candidate: bool,
}

/// A parcel of the area.
#[derive(Serialize, ToSchema)]
pub struct AreaParcel {
    id: String,
    number: String,
    name: String,
    policy_ja: Option<String>,
    policy_en: Option<String>,
    bureau: Option<String>,
    area_m2: Option<String>,
}

/// A released vacancy of the area.
#[derive(Serialize, ToSchema)]
pub struct AreaVacancy {
    id: String,
    name: String,
    extent_ja: String,
    extent_en: String,
    area_m2: Option<String>,
    bureau: Option<String>,
}

impl AreaSheet {
    pub fn of(place: &Place, like_m: f64, view: &View) -> Self {
        let contents = Contents::of(&place.extent, &view.snapshot);
        let floor = crate::snapshot::tally(
            contents
                .facilities
                .iter()
                .map(|item| item.body.floor_area_m2.known().copied()),
        );
        let land = crate::snapshot::tally(contents.parcels.iter().map(|item| item.body.area_m2.known().copied()));
        let measured = place.extent.shape.as_ref().and_then(|shape| {
            let zone = PlaneZone::six().ok()?;
            zone.area_m2(shape).ok()
        });
        Self {
            kind: place.kind,
            name_ja: place.name.ja.clone(),
            name_en: place.name.en.clone(),
            data_date: view.data_date(),
            schematic: place.schematic,
            bbox: place.extent.bbox().map(|bbox| bbox.to_array()),
            area_m2: measured.map(|area| format!("{area:.0}")),
            facilities: contents.facilities.len(),
            floor_area_m2: floor.area_m2().to_string(),
            without_floor_area: floor.without_area,
            vacancies: contents.vacancies.len(),
            vacancy_candidates: contents.vacancy_candidates(),
            parcels: contents.parcels.len(),
            land_area_m2: land.area_m2().to_string(),
            unplaced: unplaced(place, view),
            classes: groups(contents.by_class(), "facility_classes", view),
            bureaus: bureaus(&contents, view),
            policies: groups(contents.by_policy(), "land_policies", view),
            population: people(&place.extent, &view.snapshot)
                .into_iter()
                .map(|people| population(people, view))
                .collect(),
            likes: like_uses(&contents, like_m, view),
            facility_items: contents.facilities.iter().map(|item| facility(item, view)).collect(),
            parcel_items: parcels(&contents, view),
            vacancy_items: contents.vacancies.iter().map(|item| vacancy(item, view)).collect(),
        }
    }
}

fn unplaced(place: &Place, view: &View) -> usize {
    if matches!(place.extent.outline, Outline::Ward(_)) {
        return 0;
    }
    let facilities = view.snapshot.facilities.iter();
    let parcels = view.snapshot.parcels.iter();
    facilities.filter(|item| item.drawn_shape().is_none()).count()
        + parcels.filter(|item| item.drawn_shape().is_none()).count()
}

/// The names of a key in both languages; the key itself where the list does not know it.
pub(in crate::http::api) fn names(list: &str, key: Option<&str>, view: &View) -> (String, String) {
    let Some(key) = key else {
        return ("（なし）".to_owned(), "(none)".to_owned());
    };
    let label = view.vocabulary.label(list, key);
    label.map_or_else(
        || (key.to_owned(), key.to_owned()),
        |label| (label.ja.to_owned(), label.en.to_owned()),
    )
}

fn groups(groups: Vec<Group>, list: &str, view: &View) -> Vec<AreaGroup> {
    let group = |group: Group| {
        let (label_ja, label_en) = names(list, group.key.as_deref(), view);
        AreaGroup {
            key: group.key.unwrap_or_default(),
            label_ja,
            label_en,
            count: group.tally.count,
            area_m2: group.tally.area_m2().to_string(),
        }
    };
    groups.into_iter().map(group).collect()
}

/// The bureaus with facilities or land, those with most facilities first.
fn bureaus(contents: &Contents, view: &View) -> Vec<AreaBureau> {
    let empty = |key: &Option<String>| {
        let (label_ja, label_en) = names("bureaus", key.as_deref(), view);
        AreaBureau {
            key: key.clone().unwrap_or_default(),
            label_ja,
            label_en,
            facilities: 0,
            floor_area_m2: "0".to_owned(),
            parcels: 0,
            land_area_m2: "0".to_owned(),
            classes: Vec::new(),
        }
    };
    let mut found: BTreeMap<Option<String>, AreaBureau> = BTreeMap::new();
    for (key, classes) in contents.by_bureau() {
        let bureau = found.entry(key.clone()).or_insert_with(|| empty(&key));
        bureau.facilities = classes.iter().map(|group| group.tally.count).sum();
        let floor: rust_decimal::Decimal = classes.iter().map(|group| group.tally.area_m2()).sum();
        bureau.floor_area_m2 = floor.normalize().to_string();
        bureau.classes = groups(classes, "facility_classes", view);
    }
    for group in contents.land_by_bureau() {
        let bureau = found.entry(group.key.clone()).or_insert_with(|| empty(&group.key));
        bureau.parcels = group.tally.count;
        bureau.land_area_m2 = group.tally.area_m2().to_string();
    }
    let mut found: Vec<AreaBureau> = found.into_values().collect();
    found.sort_by_key(|bureau| std::cmp::Reverse((bureau.facilities, bureau.parcels)));
    found
}

fn population(people: People, view: &View) -> AreaPopulation {
    let within = |from: u8, to: Option<u8>| {
        let fits = |band: &AgeBand| {
            band.from >= from && to.is_none_or(|to| band.from <= to && band.to.is_some_and(|end| end <= to))
        };
        let mut bands = people.by_age.iter().filter(|(band, _)| fits(band)).peekable();
        bands.peek()?;
        Some(bands.map(|(_, count)| count).sum::<f64>().round() as u64)
    };
    AreaPopulation {
        // ISO dates compare as texts, whatever their precision.
        projected: people.as_of > view.day.to_string(),
        total: people.total.round() as u64,
        age_0_14: within(0, Some(14)),
        age_15_64: within(15, Some(64)),
        age_65: within(65, None),
        source: match people.source {
            PeopleSource::Ward => "ward",
            PeopleSource::Mesh => "mesh",
            PeopleSource::WardShare => "ward_share",
        },
        as_of: people.as_of,
    }
}

fn like_uses(contents: &Contents, within_m: f64, view: &View) -> AreaLikes {
    let pairs = likes(&contents.facilities, within_m);
    let pair = |pair: &LikePair| {
        let class = pair.one.body.class.as_ref().map(|class| class.as_str());
        let (class_ja, class_en) = names("facility_classes", class, view);
        AreaPair {
            class_ja,
            class_en,
            one_id: pair.one.id().to_string(),
            one_name: pair.one.body.name.clone(),
            one_bureau: bureau_name(&pair.one.body.organisation, view),
            other_id: pair.other.id().to_string(),
            other_name: pair.other.body.name.clone(),
            other_bureau: bureau_name(&pair.other.body.organisation, view),
            distance_m: pair.distance_m.round() as u32,
        }
    };
    AreaLikes {
        within_m: within_m as u32,
        pairs: pairs.len(),
        items: pairs.iter().take(PAIRS_SHOWN).map(pair).collect(),
    }
}

fn facility(item: &Item<Facility>, view: &View) -> AreaFacility {
    let body = &item.body;
    let class = body
        .class
        .as_ref()
        .map(|class| names("facility_classes", Some(class.as_str()), view));
    let (class_ja, class_en) = class.unzip();
    AreaFacility {
        id: item.id().to_string(),
        name: body.name.clone(),
        class_ja,
        class_en,
        bureau: bureau_name(&body.organisation, view),
        floor_area_m2: area_text(&body.floor_area_m2),
        built_fy: body.built_fy(),
        evaluated: body.is_evaluated(),
        vacant_candidate: body.is_vacancy_candidate(),
    }
}

fn vacancy(item: &Item<Vacancy>, view: &View) -> AreaVacancy {
    let body = &item.body;
    let (extent_ja, extent_en) = names("vacancy_extents", Some(body.extent.key()), view);
    AreaVacancy {
        id: item.id().to_string(),
        name: body.name.clone(),
        extent_ja,
        extent_en,
        area_m2: area_text(&body.area_m2),
        bureau: bureau_name(&body.organisation, view),
    }
}

/// In the order of the list: 9‐1 before 10‐1.
fn parcels(contents: &Contents, view: &View) -> Vec<AreaParcel> {
    let mut items: Vec<&Item<Parcel>> = contents.parcels.iter().map(|item| item.as_ref()).collect();
    items.sort_by(|a, b| a.body.number.cmp(&b.body.number));
    let parcel = |item: &Item<Parcel>| {
        let body = &item.body;
        let policy = body
            .policy
            .map(|policy| names("land_policies", Some(policy.key()), view));
        let (policy_ja, policy_en) = policy.unzip();
        AreaParcel {
            id: item.id().to_string(),
            number: body.number.text().to_owned(),
            name: body.name.clone(),
            policy_ja,
            policy_en,
            bureau: bureau_name(&body.organisation, view),
            area_m2: area_text(&body.area_m2),
        }
    };
    items.into_iter().map(parcel).collect()
}
