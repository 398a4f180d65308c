//! How the classes in use map to the other classifications.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};

use super::moment::{Moment, MomentParameters};
use super::view::answer;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::quality::{CrosswalkReport, crosswalk_report};

/// The crosswalk of facility classes, with what does not map
#[utoipa::path(get, path = "/api/reports/crosswalk", tag = "quality", params(MomentParameters),
    responses((status = 200, body = CrosswalkReport), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_crosswalk(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    let codes = Arc::clone(&state.codes);
    answer(&request, &state, moment, move |view| {
        crosswalk_report(&view.snapshot, &codes)
    })
    .await
}
