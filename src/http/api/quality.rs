//! How complete the public fields are.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::moment::{Moment, MomentParameters};
use super::view::answer;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::quality::{Completeness, completeness};

/// The completeness of public fields.
#[derive(Serialize, ToSchema)]
pub struct PublicQuality {
    version: u64,
    data_date: Option<String>,
    registers: Vec<Completeness>,
}

/// How many records have each public field
#[utoipa::path(get, path = "/api/quality", tag = "quality", params(MomentParameters),
    responses((status = 200, body = PublicQuality), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_quality(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    let codes = Arc::clone(&state.codes);
    answer(&request, &state, moment, move |view| PublicQuality {
        version: view.snapshot.version().0,
        data_date: view.data_date(),
        registers: completeness(&view.snapshot, &codes, false),
    })
    .await
}
