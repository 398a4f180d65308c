//! Vacancies and wanted spaces side by side, ranked by their fit, with the reasons.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer_privately;
use super::revise::current;
use super::vacancy::StaffVacancy;
use super::wanted_space::StaffWantedSpace;
use crate::auth::Action;
use crate::http::api::page::{Page, Paging};
use crate::http::api::record::RecordId;
use crate::http::caller::Caller;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::register::{Fit, Vacancy, WantedSpace};

/// How well a vacancy fits what is wanted.
#[derive(Serialize, ToSchema)]
pub struct SpaceFit {
    /// 0 to 100: the sum of the reasons.
    #[schema(example = 85)]
    points: u32,
    /// Metres to the point around which space is wanted.
    distance_m: Option<f64>,
    reasons: Vec<FitReason>,
}

/// The points of one criterion, and why.
#[derive(Serialize, ToSchema)]
pub struct FitReason {
    /// `area`, `place`, `time` or `class`.
    #[schema(example = "area")]
    criterion: &'static str,
    /// `fits`, `partly`, `fails`, `unknown` (counts half) or `not_asked` (counts in full).
    #[schema(example = "fits")]
    verdict: &'static str,
    #[schema(example = 40)]
    points: u32,
    #[schema(example = 40)]
    most: u32,
    text_ja: String,
    text_en: String,
}

impl SpaceFit {
    fn new(fit: &Fit, distance_m: Option<f64>) -> Self {
        Self {
            points: fit.points,
            distance_m: distance_m.map(f64::round),
            reasons: fit
                .reasons
                .iter()
                .map(|reason| FitReason {
                    criterion: reason.criterion.key(),
                    verdict: reason.verdict.key(),
                    points: reason.points,
                    most: reason.criterion.most(),
                    text_ja: reason.message.ja.clone(),
                    text_en: reason.message.en.clone(),
                })
                .collect(),
        }
    }
}

/// What a bureau seeks, and how well the vacancy fits it.
#[derive(Serialize, ToSchema)]
pub struct WantedMatch {
    wanted: StaffWantedSpace,
    fit: SpaceFit,
}

/// A vacancy, and how well it fits what is wanted.
#[derive(Serialize, ToSchema)]
pub struct VacancyMatch {
    vacancy: StaffVacancy,
    fit: SpaceFit,
}

/// What bureaus seek that the vacancy may serve, the best first
#[utoipa::path(get, path = "/api/staff/vacancies/{id}/matches", tag = "vacancies",
    params(("id" = String, Path, description = "The record's id", example = "V000001"), Paging),
    responses((status = 200, body = Page<WantedMatch>), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn match_vacancy(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<Vacancy>,
    asked: Asked<Paging>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let (_, item) = current(&state, &id)?;
    let (paging, today) = (asked.0, (state.today)());
    answer_privately(&state, move |view| {
        let found = view.snapshot.demand_for(&item.body, today);
        Ok(Page::of(&found, paging, view.snapshot.version(), |found| WantedMatch {
            wanted: StaffWantedSpace::new(&found.item, view, &caller),
            fit: SpaceFit::new(&found.fit, found.distance_m),
        }))
    })
    .await
}

/// Open vacancies that may serve what a bureau seeks, the best first
#[utoipa::path(get, path = "/api/staff/wanted-spaces/{id}/matches", tag = "vacancies",
    params(("id" = String, Path, description = "The record's id", example = "S000001"), Paging),
    responses((status = 200, body = Page<VacancyMatch>), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn match_wanted_space(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<WantedSpace>,
    asked: Asked<Paging>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let (_, item) = current(&state, &id)?;
    let (paging, today) = (asked.0, (state.today)());
    answer_privately(&state, move |view| {
        let found = view.snapshot.supply_for(&item, today);
        Ok(Page::of(&found, paging, view.snapshot.version(), |found| {
            VacancyMatch {
                vacancy: StaffVacancy::new(&found.item, view, &caller),
                fit: SpaceFit::new(&found.fit, found.distance_m),
            }
        }))
    })
    .await
}
