//! The commit of an upload: the one step that writes.

use actix_web::{HttpResponse, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;
use utoipa::ToSchema;

use super::status::ImportCounts;
use super::{ImportId, own_desk};
use crate::http::caller::Caller;
use crate::http::etag::json_private;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::intake::Order;

/// What is to be committed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportOrder {
    /// The tag of the plan that was looked at.
    #[schema(example = "00c0ffee00c0ffee00c0ffee")]
    plan: String,
    /// Take the plan as it is by then, whatever was looked at.
    #[serde(default)]
    accept: bool,
    /// Why, for the history.
    #[serde(default)]
    #[schema(example = "令和8年度の一覧の反映")]
    reason: Option<String>,
    /// 基準日: the day that the facts describe.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "2026-04-01")]
    data_date: Option<Date>,
}

/// A commit that was written.
#[derive(Serialize, ToSchema)]
pub struct ImportResult {
    /// The version of the portfolio that it made.
    #[schema(example = 8)]
    version: u64,
    counts: ImportCounts,
}

/// Commits an upload as one change. It is planned once more against the portfolio as it stands; where that is not the plan that was looked at, nothing is written
#[utoipa::path(post, path = "/api/staff/imports/{id}/commit", tag = "imports",
    params(("id" = String, Path, description = "The import's id", example = "0198c0de-0000-7000-8000-000000000000")),
    request_body = ImportOrder,
    responses((status = 200, body = ImportResult, description = "It is written"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json", description = "Some of the changes are not the caller's to make"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "It is not ready, it changes nothing, or the plan is another by now (`urn:koyu:problem:plan-changed`)")))]
pub async fn commit_import(
    caller: Caller,
    state: web::Data<State>,
    id: ImportId,
    body: web::Json<ImportOrder>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let desk = own_desk(&caller, &state, &id)?;
    let ImportOrder {
        plan,
        accept,
        reason,
        data_date,
    } = body.into_inner();
    let order = Order {
        actor: caller.account,
        plan,
        accept,
        reason,
        data_date,
    };
    let (answer, outcome) = oneshot::channel();
    // Who hangs up meanwhile finds the outcome at the import's address: the receiver may be gone, the commit is not.
    desk.commit(id.0, order, move |result| drop(answer.send(result)));
    let committed = outcome.await.map_err(|_| Problem::internal())?.map_err(Problem::from)?;
    Ok(json_private(&ImportResult {
        version: committed.version.0,
        counts: (&committed.counts).into(),
    }))
}
