//! The report of an upload and its refused rows, as files.

use actix_web::http::header;
use actix_web::{HttpResponse, web};

use super::{ImportId, at_desk, own_desk};
use crate::http::caller::Caller;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;

fn file(name: &str, media_type: &'static str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(media_type)
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes)
}

const CSV: &str = "text/csv; charset=utf-8";

/// The refused rows of an upload with the reasons, to be corrected and sent again; also after its commit
#[utoipa::path(get, path = "/api/staff/imports/{id}/refused.csv", tag = "imports",
    params(("id" = String, Path, description = "The import's id", example = "0198c0de-0000-7000-8000-000000000000")),
    responses((status = 200, body = String, content_type = "text/csv"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "The check has not ended")))]
pub async fn download_refused(
    caller: Caller,
    state: web::Data<State>,
    id: ImportId,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let desk = own_desk(&caller, &state, &id)?;
    let bytes = at_desk(desk, move |desk| desk.refused_csv(id.0)).await?;
    Ok(file("koyu-refused.csv", CSV, bytes))
}

/// All that the check of an upload found, as CSV; also after its commit
#[utoipa::path(get, path = "/api/staff/imports/{id}/report.csv", tag = "imports",
    params(("id" = String, Path, description = "The import's id", example = "0198c0de-0000-7000-8000-000000000000")),
    responses((status = 200, body = String, content_type = "text/csv"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "The check has not ended")))]
pub async fn download_report_csv(
    caller: Caller,
    state: web::Data<State>,
    id: ImportId,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let desk = own_desk(&caller, &state, &id)?;
    let bytes = at_desk(desk, move |desk| Ok(desk.report(id.0)?.to_csv())).await?;
    Ok(file("koyu-report.csv", CSV, bytes))
}

/// Counts and findings of an upload, as JSON; also after its commit
#[utoipa::path(get, path = "/api/staff/imports/{id}/report.json", tag = "imports",
    params(("id" = String, Path, description = "The import's id", example = "0198c0de-0000-7000-8000-000000000000")),
    responses((status = 200, body = serde_json::Value),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "The check has not ended")))]
pub async fn download_report_json(
    caller: Caller,
    state: web::Data<State>,
    id: ImportId,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let desk = own_desk(&caller, &state, &id)?;
    let bytes = at_desk(desk, move |desk| Ok(desk.report(id.0)?.to_json().into_bytes())).await?;
    Ok(file("koyu-report.json", "application/json", bytes))
}
