//! The versions of the portfolio with who made them and why.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::Action;
use crate::history::Batch;
use crate::http::api::page::{Page, Paging};
use crate::http::api::version::{PublicVersion, commits};
use crate::http::caller::Caller;
use crate::http::etag::json_private;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::store::CommitRecord;

/// A version with its author.
#[derive(Serialize, ToSchema)]
pub struct StaffVersion {
    #[serde(flatten)]
    public: PublicVersion,
    /// The commit's own id.
    #[schema(example = "0198c0de-0000-7000-8000-000000000000")]
    commit: String,
    /// Who made it.
    #[schema(example = "local")]
    actor: String,
    /// Why, in the author's words.
    reason: String,
    /// How many records it changed.
    #[schema(example = 12)]
    events: u64,
    /// The file that was imported.
    batch: Option<StaffBatch>,
}

/// What an import said of itself.
#[derive(Serialize, ToSchema)]
pub struct StaffBatch {
    /// `facilities`, `layer:land_price` …
    #[schema(example = "facilities")]
    kind: String,
    file: String,
    /// SHA-256 of the file, hexadecimal.
    sha256: String,
    profile: String,
    encoding: Option<String>,
    #[schema(example = "EPSG:6668")]
    crs: String,
    rows: u64,
    created: u64,
    changed: u64,
    unchanged: u64,
    refused: u64,
}

impl From<&Batch> for StaffBatch {
    fn from(batch: &Batch) -> Self {
        let batch = batch.clone();
        Self {
            kind: batch.kind,
            file: batch.file,
            sha256: batch.sha256,
            profile: batch.profile,
            encoding: batch.encoding,
            crs: batch.crs,
            rows: batch.rows,
            created: batch.created,
            changed: batch.changed,
            unchanged: batch.unchanged,
            refused: batch.refused,
        }
    }
}

impl StaffVersion {
    fn new(commit: &CommitRecord) -> Self {
        Self {
            public: PublicVersion::new(commit),
            commit: commit.id.to_string(),
            actor: commit.actor.to_string(),
            reason: commit.reason.clone(),
            events: commit.event_count,
            batch: commit.batch.as_ref().map(StaffBatch::from),
        }
    }
}

/// The versions of the portfolio with who made them and why, the latest first
#[utoipa::path(get, path = "/api/staff/versions", tag = "staff", params(Paging),
    responses((status = 200, body = Page<StaffVersion>), (status = 401, body = ProblemBody, content_type = "application/problem+json"), (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_versions(
    state: web::Data<State>,
    caller: Caller,
    Asked(paging): Asked<Paging>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let (count, commits) = commits(&state, paging).await?;
    let items = commits.iter().map(StaffVersion::new).collect();
    Ok(json_private(&Page::part(count, items, state.live.load().version())))
}
