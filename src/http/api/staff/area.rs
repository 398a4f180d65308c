//! What the facilities of an area cost: finance is internal, also in sums.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer_privately;
use crate::auth::Action;
use crate::http::api::area::{AreaParameters, Question, names};
use crate::http::caller::Caller;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::locality::{Contents, Cost, cost_of};

/// Costs of an area's facilities.
#[derive(Serialize, ToSchema)]
pub struct AreaCosts {
    /// Facilities in the area.
    facilities: usize,
    /// The latest year first, five at most.
    years: Vec<AreaCost>,
}

/// The cost of a fiscal year.
#[derive(Serialize, ToSchema)]
pub struct AreaCost {
    fiscal_year: i16,
    /// Facilities of which the year's finance is known.
    facilities: usize,
    /// フルコスト: operating cost and personnel, with fees that the operator keeps; no works, no depreciation.
    full_cost_yen: i64,
    revenue_yen: i64,
    /// The dearest first.
    bureaus: Vec<BureauCost>,
}

/// The cost of a bureau's facilities.
#[derive(Serialize, ToSchema)]
pub struct BureauCost {
    key: String,
    label_ja: String,
    label_en: String,
    full_cost_yen: i64,
}

/// What the facilities of an area cost, by fiscal year and bureau
#[utoipa::path(get, path = "/api/staff/area/cost", tag = "staff", params(AreaParameters),
    responses((status = 200, body = AreaCosts), (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_cost(
    state: web::Data<State>,
    caller: Caller,
    asked: Asked<Question>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let codes = Arc::clone(&state.codes);
    let Asked(question) = asked;
    answer_privately(&state, move |view| {
        let place = question.place(view)?;
        let contents = Contents::of(&place.extent, &view.snapshot);
        let bureau = |facility: &crate::register::Facility| {
            let organisation = &facility.organisation;
            let code = organisation.bureau.as_ref().map(|code| code.to_string());
            code.or_else(|| organisation.bureau_text.clone()).unwrap_or_default()
        };
        let present = |cost: Cost| {
            let mut bureaus: Vec<BureauCost> = cost
                .groups
                .into_iter()
                .map(|(key, full_cost_yen)| {
                    let (label_ja, label_en) = names(
                        "bureaus",
                        Some(&key).filter(|key| !key.is_empty()).map(String::as_str),
                        view,
                    );
                    BureauCost {
                        key,
                        label_ja,
                        label_en,
                        full_cost_yen,
                    }
                })
                .collect();
            bureaus.sort_by_key(|bureau| std::cmp::Reverse(bureau.full_cost_yen));
            AreaCost {
                fiscal_year: cost.fiscal_year,
                facilities: cost.facilities,
                full_cost_yen: cost.full_cost_yen,
                revenue_yen: cost.revenue_yen,
                bureaus,
            }
        };
        let years = cost_of(&contents.facilities, &view.snapshot, &codes, bureau);
        Ok(AreaCosts {
            facilities: contents.facilities.len(),
            years: years.into_iter().map(present).collect(),
        })
    })
    .await
}
