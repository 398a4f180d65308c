//! Works on buildings (工事・修繕履歴): what was done, when, at what cost.

use std::cmp::Reverse;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::condition::buildings_of;
use super::moment::{Moment, MomentParameters};
use super::record::RecordId;
use super::view::{View, try_answer};
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::record::EntityId;
use crate::register::{Building, Facility, Works};
use crate::snapshot::Item;

/// Works, the latest first.
#[derive(Serialize, ToSchema)]
pub struct WorksList {
    items: Vec<PublicWorks>,
}

/// Works on a building.
#[derive(Serialize, ToSchema)]
#[schema(as = Works)]
pub struct PublicWorks {
    #[schema(example = "W000001")]
    id: String,
    /// The building, or the facility where the source does not tell its buildings apart.
    #[schema(example = "B000001")]
    of: String,
    #[schema(example = "本館")]
    of_name: Option<String>,
    #[schema(example = "屋上防水改修工事")]
    title: String,
    /// A key of the list components.
    #[schema(example = "roof")]
    component: Option<String>,
    component_ja: Option<String>,
    component_en: Option<String>,
    /// A key of the list work_kinds.
    #[schema(example = "repair")]
    kind: Option<String>,
    kind_ja: Option<String>,
    kind_en: Option<String>,
    /// When it was completed: `2019-03-31`, `2019-03`, `2019` or `FY2018`.
    #[schema(example = "FY2018")]
    completed: Option<String>,
    #[schema(example = 2018)]
    completed_fy: Option<i16>,
    #[schema(example = 12_000_000)]
    cost_yen: Option<i64>,
    /// `source`, `demo_fact` or `demo_invented` (架空).
    #[schema(example = "source")]
    provenance: &'static str,
}

impl PublicWorks {
    fn new(item: &Item<Works>, view: &View) -> Self {
        let works = &item.body;
        let component = works.component.as_ref().map(|code| code.as_str());
        let kind = works.kind.as_ref().map(|code| code.as_str());
        Self {
            id: item.id().to_string(),
            of: works.of.to_string(),
            of_name: view.snapshot.name_of(works.of),
            title: works.title.clone(),
            component: component.map(str::to_owned),
            component_ja: component.and_then(|key| view.label_ja("components", key)),
            component_en: component.and_then(|key| view.label_en("components", key)),
            kind: kind.map(str::to_owned),
            kind_ja: kind.and_then(|key| view.label_ja("work_kinds", key)),
            kind_en: kind.and_then(|key| view.label_en("work_kinds", key)),
            completed: works.completed.as_ref().map(|date| date.iso()),
            completed_fy: works
                .completed
                .as_ref()
                .and_then(|date| date.fiscal_year())
                .map(|year| year.number()),
            cost_yen: works.cost_yen.map(|yen| yen.0),
            provenance: works.provenance.key(),
        }
    }
}

impl WorksList {
    /// On any of the records.
    pub fn on(records: &[EntityId], view: &View) -> Self {
        let works = records.iter().flat_map(|entity| view.snapshot.works.of(*entity));
        let mut items: Vec<PublicWorks> = works.map(|item| PublicWorks::new(item, view)).collect();
        items.sort_by_key(|works| Reverse((works.completed_fy, works.completed.clone())));
        Self { items }
    }

    /// On a facility and on those of its buildings that may be shown with it.
    pub fn on_facility(facility: EntityId, view: &View) -> Self {
        let mut records = buildings_of(facility, view);
        records.push(facility);
        Self::on(&records, view)
    }
}

/// Works on a facility and its buildings, the latest first
#[utoipa::path(get, path = "/api/facilities/{id}/works", tag = "years",
    params(("id" = String, Path, description = "The record's id", example = "F000001"), MomentParameters),
    responses((status = 200, body = WorksList), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_facility_works(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Facility>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    try_answer(&request, &state, moment, move |view| {
        view.get(&id)?;
        Ok(WorksList::on_facility(id.entity(), view))
    })
    .await
}

/// Works on a building, the latest first
#[utoipa::path(get, path = "/api/buildings/{id}/works", tag = "years",
    params(("id" = String, Path, description = "The record's id", example = "B000001"), MomentParameters),
    responses((status = 200, body = WorksList), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_building_works(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Building>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    try_answer(&request, &state, moment, move |view| {
        view.get(&id)?;
        Ok(WorksList::on(&[id.entity()], view))
    })
    .await
}
