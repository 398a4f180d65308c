//! The versions of the portfolio. That something changed is public; who changed it and why is not.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::moment::unread;
use super::page::{Page, Paging};
use crate::http::etag::json_by_content;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::store::CommitRecord;

/// A version of the portfolio. Its number goes into the parameter `version` of the lists, records and statistics.
#[derive(Serialize, ToSchema)]
#[schema(as = Version)]
pub struct PublicVersion {
    #[schema(example = 7)]
    version: u64,
    /// When it was committed.
    #[schema(example = "2026-04-01T03:00:00Z")]
    time: String,
    /// 基準日 that came with it; null where it named none.
    #[schema(example = "2026-03-31")]
    data_date: Option<String>,
    /// What kind of act made it: `import`, `edit` or `rollback`.
    #[schema(example = "import")]
    act: &'static str,
    /// The version that a rollback took back.
    undone_version: Option<u64>,
}

impl PublicVersion {
    pub fn new(commit: &CommitRecord) -> Self {
        let undone = commit.undoes;
        Self {
            version: commit.version.0,
            time: commit.time.to_string(),
            data_date: commit.data_date.map(|day| day.to_string()),
            act: match (&commit.batch, undone) {
                (Some(_), _) => "import",
                (None, Some(_)) => "rollback",
                (None, None) => "edit",
            },
            undone_version: undone.map(|version| version.0),
        }
    }
}

/// A part of the log, up to the version that is live: what is being committed at this moment is not there yet.
pub async fn commits(state: &State, paging: Paging) -> Result<(usize, Vec<CommitRecord>), Problem> {
    let newest = state.live.load().version();
    let mut commits = state.history.commits(paging.into()).await.map_err(unread)?;
    commits.retain(|commit| commit.version <= newest);
    Ok((usize::try_from(newest.0).unwrap_or(usize::MAX), commits))
}

/// The versions of the portfolio, the latest first
#[utoipa::path(get, path = "/api/versions", tag = "versions", params(Paging),
    responses((status = 200, body = Page<PublicVersion>), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_versions(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(paging): Asked<Paging>,
) -> Result<HttpResponse, Problem> {
    let (count, commits) = commits(&state, paging).await?;
    let items = commits.iter().map(PublicVersion::new).collect();
    let page = Page::part(count, items, state.live.load().version());
    Ok(json_by_content(&request, &page))
}
