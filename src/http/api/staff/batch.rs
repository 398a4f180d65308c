//! Imports that were committed, and taking one back.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::version::StaffBatch;
use crate::auth::Action;
use crate::history::Version;
use crate::http::api::moment::unread;
use crate::http::api::page::{Page, Paging};
use crate::http::caller::Caller;
use crate::http::etag::json_private;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody, ProblemKind};
use crate::http::state::State;
use crate::intake::{changes_of_commit, require_all};
use crate::ledger::Rollback;
use crate::store::{CommitRecord, EventRecord};
use crate::text::Message;

/// An import that was committed.
#[derive(Serialize, ToSchema)]
pub struct CommittedBatch {
    /// The version that it made; `rollback` takes it by this number.
    #[schema(example = 7)]
    version: u64,
    #[schema(example = "2026-04-01T03:00:00Z")]
    time: String,
    actor: String,
    reason: String,
    #[schema(example = "2026-03-31")]
    data_date: Option<String>,
    /// How many records it changed.
    events: u64,
    batch: Option<StaffBatch>,
    /// The version that took it back, where one did and still holds.
    undone_by: Option<u64>,
}

impl CommittedBatch {
    fn new((commit, undone_by): &(CommitRecord, Option<Version>)) -> Self {
        Self {
            version: commit.version.0,
            time: commit.time.to_string(),
            actor: commit.actor.to_string(),
            reason: commit.reason.clone(),
            data_date: commit.data_date.map(|day| day.to_string()),
            events: commit.event_count,
            batch: commit.batch.as_ref().map(StaffBatch::from),
            undone_by: undone_by.map(|version| version.0),
        }
    }
}

/// The imports that were committed, the latest first
#[utoipa::path(get, path = "/api/staff/batches", tag = "imports", params(Paging),
    responses((status = 200, body = Page<CommittedBatch>), (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_batches(
    caller: Caller,
    state: web::Data<State>,
    Asked(paging): Asked<Paging>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let batches = state.history.batches(paging.into()).await.map_err(unread)?;
    let items = batches.items.iter().map(CommittedBatch::new).collect();
    let total = usize::try_from(batches.total).unwrap_or(usize::MAX);
    Ok(json_private(&Page::part(total, items, state.live.load().version())))
}

/// Why a commit is taken back.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RollbackOrder {
    /// For the history.
    #[schema(example = "誤ったファイルを取り込んだため")]
    reason: Option<String>,
}

/// A commit that was taken back.
#[derive(Serialize, ToSchema)]
pub struct RolledBack {
    /// The version that took it back.
    #[schema(example = 8)]
    version: u64,
    /// How many records are as they were.
    records: usize,
}

/// Takes an import back, whole or not at all: where others have built on it, they are named and nothing is done
#[utoipa::path(post, path = "/api/staff/batches/{version}/rollback", tag = "imports",
    params(("version" = u64, Path, description = "The version that the import made", example = 7)),
    request_body = RollbackOrder,
    responses((status = 200, body = RolledBack),
        (status = 403, body = ProblemBody, content_type = "application/problem+json", description = "Some of the changes are not the caller's to make"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "No import made that version"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "Records have changed since, or it was taken back already")))]
pub async fn roll_back_batch(
    caller: Caller,
    state: web::Data<State>,
    version: web::Path<u64>,
    body: web::Json<RollbackOrder>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::Rollback)?;
    let version = Version(version.into_inner());
    // Versions are 64 bit numbers with a sign in the store.
    if i64::try_from(version.0).is_err() {
        return Err(no_import(version));
    }
    let events = state.history.events_of_commit(version).await.map_err(unread)?;
    if events.first().is_none_or(|event| event.commit.batch.is_none()) {
        return Err(no_import(version));
    }
    if let Some(by) = state.history.undone_by(version).await.map_err(unread)? {
        let message = Message::new(
            format!("版 {version} は版 {by} で取り消し済みです。"),
            format!("Version {version} was taken back by version {by} already."),
        );
        return Err(Problem::new(ProblemKind::Conflict, message));
    }
    let (caller, events) = permitted(caller, events, &state).await?;
    let reason = body.into_inner().reason.filter(|reason| !reason.trim().is_empty());
    let rollback = Rollback::new(events).because(reason);
    let receipt = caller.ledger.submit(&caller.actor, rollback).await;
    let receipt = receipt.map_err(|error| Problem::of_change(error, ""))?;
    Ok(json_private(&RolledBack {
        version: receipt.version.0,
        records: receipt.entities.len(),
    }))
}

/// Refuses who may not edit every record that goes back.
async fn permitted(
    caller: Caller,
    events: Vec<EventRecord>,
    state: &State,
) -> Result<(Caller, Vec<EventRecord>), Problem> {
    let snapshot = state.live.load();
    let checked = web::block(move || {
        let permitted = require_all(&caller.account, &changes_of_commit(&events), &snapshot);
        permitted.map(|()| (caller, events))
    });
    let checked = checked.await.map_err(|_| Problem::internal())?;
    checked.map_err(|forbidden| Problem::new(ProblemKind::NotPermitted, forbidden.message()))
}

fn no_import(version: Version) -> Problem {
    Problem::not_found(Message::new(
        format!("版 {version} は取込みではありません。取込みの一覧は /api/staff/batches にあります。"),
        format!("Version {version} is no import. Imports are listed in /api/staff/batches."),
    ))
}
