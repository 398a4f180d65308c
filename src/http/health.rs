//! Whether the process lives, and whether it can do its work.

use actix_web::{HttpResponse, Responder, http::header, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::params::Asked;
use super::problem::{Problem, ProblemBody, ProblemKind};
use super::state::State;

/// The state of the service.
#[derive(Serialize, ToSchema)]
pub struct Health {
    /// `alive` or `ready`.
    #[schema(example = "ready")]
    status: &'static str,
    /// The version of the portfolio that answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
}

/// The process answers.
#[utoipa::path(get, path = "/health/live", tag = "health", responses((status = 200, body = Health)))]
pub async fn live(_: Asked<()>) -> impl Responder {
    answer(Health {
        status: "alive",
        version: None,
    })
}

/// The portfolio is loaded and can be served.
#[utoipa::path(get, path = "/health/ready", tag = "health",
    responses((status = 200, body = Health), (status = 503, description = "Not ready", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn ready(state: web::Data<State>, _: Asked<()>) -> Result<HttpResponse, Problem> {
    if !state.readiness.is_ready() {
        return Err(Problem::bare(ProblemKind::Unavailable));
    }
    Ok(answer(Health {
        status: "ready",
        version: Some(state.live.load().version().0),
    }))
}

fn answer(health: Health) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(health)
}
