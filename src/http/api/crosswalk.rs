//! How the classes in use map to the other classifications.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};

use super::view::answer;
use crate::http::params::Asked;
use crate::http::problem::Problem;
use crate::http::state::State;
use crate::quality::{CrosswalkReport, crosswalk_report};

/// The crosswalk of facility classes, with what does not map
#[utoipa::path(get, path = "/api/reports/crosswalk", tag = "quality",
    responses((status = 200, body = CrosswalkReport)))]
pub async fn read_crosswalk(
    request: HttpRequest,
    state: web::Data<State>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let codes = Arc::clone(&state.codes);
    answer(&request, &state, move |view| crosswalk_report(&view.snapshot, &codes)).await
}
