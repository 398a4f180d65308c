//! What is done with an upload before its commit: other options, another check, a stop, the bin.

use actix_web::{HttpResponse, web};
use serde_json::Value;

use super::option::ImportOptions;
use super::status::ImportStatus;
use super::{ImportId, at_desk, own_desk};
use crate::http::caller::Caller;
use crate::http::etag::json_private;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;

/// Changes options of an upload (a JSON merge patch) and checks it again
#[utoipa::path(patch, path = "/api/staff/imports/{id}", tag = "imports",
    params(("id" = String, Path, description = "The import's id", example = "0198c0de-0000-7000-8000-000000000000")),
    request_body = ImportOptions,
    responses((status = 200, body = ImportStatus), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "It is being committed, or was"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "An option is wrong, by pointer")))]
pub async fn change_import(
    caller: Caller,
    state: web::Data<State>,
    id: ImportId,
    body: web::Json<Value>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let desk = own_desk(&caller, &state, &id)?;
    let upload = desk.upload(id.0).map_err(Problem::from)?;
    let options = ImportOptions::patched(&upload.options, body.into_inner())?;
    let status = ImportStatus::of(caller, state, move |desk| desk.change(id.0, options)).await?;
    Ok(json_private(&status))
}

/// Checks an upload again, against the portfolio as it stands now
#[utoipa::path(post, path = "/api/staff/imports/{id}/check", tag = "imports",
    params(("id" = String, Path, description = "The import's id", example = "0198c0de-0000-7000-8000-000000000000")),
    responses((status = 200, body = ImportStatus), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn check_import(
    caller: Caller,
    state: web::Data<State>,
    id: ImportId,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    own_desk(&caller, &state, &id)?;
    let status = ImportStatus::of(caller, state, move |desk| desk.check_again(id.0)).await?;
    Ok(json_private(&status))
}

/// Stops a check, or a commit that is not written yet
#[utoipa::path(post, path = "/api/staff/imports/{id}/cancel", tag = "imports",
    params(("id" = String, Path, description = "The import's id", example = "0198c0de-0000-7000-8000-000000000000")),
    responses((status = 200, body = ImportStatus), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn cancel_import(
    caller: Caller,
    state: web::Data<State>,
    id: ImportId,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    own_desk(&caller, &state, &id)?;
    let status = ImportStatus::of(caller, state, move |desk| desk.cancel(id.0)).await?;
    Ok(json_private(&status))
}

/// Throws an upload away. What was committed stays committed
#[utoipa::path(delete, path = "/api/staff/imports/{id}", tag = "imports",
    params(("id" = String, Path, description = "The import's id", example = "0198c0de-0000-7000-8000-000000000000")),
    responses((status = 204, description = "It is gone"), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "It is being committed")))]
pub async fn discard_import(
    caller: Caller,
    state: web::Data<State>,
    id: ImportId,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let desk = own_desk(&caller, &state, &id)?;
    at_desk(desk, move |desk| desk.discard(id.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}
