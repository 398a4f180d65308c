//! The condition of buildings by component, and 健全度. Who inspected, and the remarks, are internal.

use actix_web::{HttpRequest, HttpResponse, web};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;
use serde_json::Number;
use utoipa::ToSchema;

use super::figure::number;
use super::link::public_links;
use super::moment::{Moment, MomentParameters};
use super::record::RecordId;
use super::view::{View, try_answer};
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::indicator::{LEAST_COVERAGE, area_weighted, latest_by_component, rounded_soundness, soundness};
use crate::record::{AreaM2, EntityId, Kind};
use crate::register::{Building, Condition, Facility};

/// The condition of what belongs to a record.
#[derive(Serialize, ToSchema)]
#[schema(as = Conditions)]
pub struct PublicConditions {
    /// 健全度 of all together, weighted by floor area: 0 to 100; null where none can be given.
    #[schema(example = 64)]
    pub soundness: Option<u8>,
    #[schema(example = "健全度 = Σ（評点 × 重み）÷ Σ重み")]
    formula_ja: &'static str,
    #[schema(example = "soundness = Σ(points × weight) ÷ Σ weight")]
    formula_en: &'static str,
    /// Of all weights at least this part must be graded for a figure.
    #[schema(value_type = f64, example = 0.7)]
    least_coverage: Option<Number>,
    /// The buildings, and the facility itself where the source does not tell its buildings apart.
    pub items: Vec<PublicCondition>,
}

/// The condition of one building.
#[derive(Serialize, ToSchema)]
#[schema(as = Condition)]
pub struct PublicCondition {
    /// The building's id, or the facility's own.
    #[schema(example = "B000001")]
    of: String,
    #[schema(example = "本館")]
    name: String,
    #[schema(example = "2310.5")]
    floor_area_m2: Option<String>,
    /// 健全度, 0 to 100: null where too little is graded (判定保留).
    #[schema(example = 64)]
    soundness: Option<u8>,
    /// The graded part of all weights, 0 to 1.
    #[schema(value_type = f64, example = 1.0)]
    pub coverage: Option<Number>,
    /// The latest grade of each component.
    pub components: Vec<ComponentGrade>,
}

/// A component's latest grade.
#[derive(Serialize, ToSchema)]
pub struct ComponentGrade {
    /// A key of the list components.
    #[schema(example = "roof")]
    component: String,
    #[schema(example = "屋根・屋上")]
    label_ja: String,
    #[schema(example = "Roof")]
    label_en: String,
    /// `A` 概ね良好, `B` 部分的に劣化, `C` 広範囲に劣化, `D` 早急に対応.
    #[schema(example = "B")]
    grade: String,
    #[schema(value_type = f64, example = 75)]
    points: Option<Number>,
    /// Its part of 60; null for a component that does not count.
    #[schema(value_type = Option<f64>, example = 5.1)]
    weight: Option<Number>,
    /// When it was inspected: `2024-05-01`, `2024-05`, `2024` or `FY2024`.
    #[schema(example = "FY2024")]
    inspected: Option<String>,
    /// The fiscal year of the inspection.
    #[schema(example = 2024)]
    pub inspected_fy: Option<i16>,
}

/// A building, or the facility itself, with what its soundness is worth among others.
struct Weighed {
    shown: PublicCondition,
    exact: Option<Decimal>,
    floor_area_m2: Option<Decimal>,
}

impl PublicConditions {
    fn new(weighed: Vec<Weighed>) -> Self {
        let together = area_weighted(weighed.iter().map(|one| (one.exact, one.floor_area_m2)));
        // One without a floor area still has its own figure.
        let only = || match &weighed[..] {
            [one] => one.exact,
            _ => None,
        };
        Self {
            soundness: together.or_else(only).and_then(whole),
            formula_ja: "健全度 = Σ（評点 × 重み）÷ Σ重み。評点 A 100・B 75・C 40・D 10、複数棟は延床面積で加重",
            formula_en: "soundness = Σ(points × weight) ÷ Σ weight; A 100, B 75, C 40, D 10; several buildings weighted by floor area",
            least_coverage: number(LEAST_COVERAGE),
            items: weighed.into_iter().map(|one| one.shown).collect(),
        }
    }

    /// Of a facility: its own, and those of its buildings that may be shown with it.
    pub fn of_facility(entity: EntityId, facility: &Facility, view: &View) -> Self {
        let own = weigh(entity, &facility.name, facility.floor_area_m2.known().copied(), view);
        let mut all: Vec<Weighed> = own.into_iter().collect();
        all.extend(buildings_of(entity, view).into_iter().filter_map(|building| {
            let body = &view.snapshot.buildings.get(building.fid)?.body;
            weigh(building, &body.name, body.floor_area_m2.known().copied(), view)
        }));
        Self::new(all)
    }
}

/// The buildings of a facility that may be shown with it, in order of id.
pub fn buildings_of(facility: EntityId, view: &View) -> Vec<EntityId> {
    let links = public_links(facility, &view.snapshot);
    let mut buildings: Vec<EntityId> = links
        .iter()
        .filter_map(|link| link.id.parse::<EntityId>().ok())
        .filter(|entity| entity.kind == Kind::Building)
        .collect();
    buildings.sort_unstable();
    buildings.dedup();
    buildings
}

/// `None` where nothing was ever graded.
fn weigh(of: EntityId, name: &str, floor_area_m2: Option<AreaM2>, view: &View) -> Option<Weighed> {
    let measures = &view.measures;
    let latest = latest_by_component(view.snapshot.conditions.of(of).map(|item| &item.body));
    if latest.is_empty() {
        return None;
    }
    let sound = soundness(&latest, measures);
    let grade = |condition: &&Condition| {
        let key = condition.component.as_str();
        let code = measures.components().by_key(key);
        ComponentGrade {
            component: key.to_owned(),
            label_ja: code.map_or_else(|| key.to_owned(), |code| code.ja.clone()),
            label_en: code.map_or_else(|| key.to_owned(), |code| code.en.clone()),
            grade: format!("{:?}", condition.grade),
            points: number(measures.points(condition.grade)),
            weight: measures.weight(key).and_then(number),
            inspected: condition.inspected.as_ref().map(|date| date.iso()),
            inspected_fy: condition
                .inspected
                .as_ref()
                .and_then(|date| date.fiscal_year())
                .map(|year| year.number()),
        }
    };
    let mut components: Vec<ComponentGrade> = latest.iter().map(grade).collect();
    let place = |part: &ComponentGrade| {
        measures
            .components()
            .codes
            .iter()
            .position(|code| code.key == part.component)
    };
    components.sort_by_key(|part| place(part).unwrap_or(usize::MAX));
    Some(Weighed {
        exact: sound.exact,
        floor_area_m2: floor_area_m2.map(|area| area.decimal()),
        shown: PublicCondition {
            of: of.to_string(),
            name: name.to_owned(),
            floor_area_m2: floor_area_m2.map(|area| area.to_string()),
            soundness: sound.exact.and_then(whole),
            coverage: number(sound.coverage.round_dp(3).normalize()),
            components,
        },
    })
}

fn whole(exact: Decimal) -> Option<u8> {
    rounded_soundness(exact).to_u8()
}

/// The condition of a facility's buildings
#[utoipa::path(get, path = "/api/facilities/{id}/condition", tag = "years",
    params(("id" = String, Path, description = "The record's id", example = "F000001"), MomentParameters),
    responses((status = 200, body = PublicConditions), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_facility_conditions(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Facility>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    try_answer(&request, &state, moment, move |view| {
        let item = view.get(&id)?;
        Ok(PublicConditions::of_facility(item.id(), &item.body, view))
    })
    .await
}

/// The condition of a building
#[utoipa::path(get, path = "/api/buildings/{id}/condition", tag = "years",
    params(("id" = String, Path, description = "The record's id", example = "B000001"), MomentParameters),
    responses((status = 200, body = PublicConditions), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_building_conditions(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Building>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    try_answer(&request, &state, moment, move |view| {
        let item = view.get(&id)?;
        let area = item.body.floor_area_m2.known().copied();
        let own = weigh(item.id(), &item.body.name, area, view);
        Ok(PublicConditions::new(own.into_iter().collect()))
    })
    .await
}
