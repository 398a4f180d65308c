//! Entering a new record.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::address::EditableKind;
use super::record::{StaffRecord, answer, present};
use super::rights::require_patch;
use super::write::Correction;
use crate::amendment::Create;
use crate::http::caller::Caller;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;

/// Enters a new record. Its number must be free, so that sending the same twice makes one record
#[utoipa::path(post, path = "/api/staff/{kind}", tag = "staff",
    params(("kind" = String, Path, description = "`facilities`, `buildings`, `parcels`, `lots` or `links`", example = "facilities")),
    request_body = Correction,
    responses((status = 201, body = StaffRecord, description = "The new record; Location has its address"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "The number belongs to another record"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "Faults by pointer")))]
pub async fn create_record(
    caller: Caller,
    state: web::Data<State>,
    kind: EditableKind,
    body: web::Json<Correction>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let (patch, reason) = body.read(kind.0, state.vocabulary.as_ref())?;
    require_patch(&caller, &patch, &body.patch)?;
    let create = Create { patch, reason };
    let receipt = caller
        .ledger
        .submit(&caller.actor, create)
        .await
        .map_err(|error| Problem::of_change(error, "/patch"))?;
    let created = *receipt
        .entities
        .first()
        .expect("a commit that creates a record touches it");
    let record: StaffRecord = present(Arc::new(caller), &state, created).await?;
    Ok(answer(&record, StatusCode::CREATED))
}
