//! Taking one change of a record back.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::address::{EditableId, missing};
use super::form::label_of;
use super::record::{StaffRecord, answer, present};
use super::rights::may_read;
use super::write::{refused, require_editable};
use crate::amendment::{Reason, SeenRecord, Tag, Undo, UndoPlan};
use crate::auth::Action;
use crate::history::Version;
use crate::http::caller::Caller;
use crate::http::params::{Asked, FromParams, Params};
use crate::http::problem::{Problem, ProblemBody, ProblemKind};
use crate::http::state::State;
use crate::record::EntityId;
use crate::text::Message;

/// Which change.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UndoParameters {
    /// The version of the portfolio that the change made, as the history names it.
    #[param(example = 7)]
    version: Option<u64>,
}

impl FromParams for UndoParameters {
    fn read(params: &mut Params) -> Self {
        let version = params.integer("version", 1..=i64::MAX);
        Self {
            version: version.and_then(|version| u64::try_from(version).ok()),
        }
    }
}

/// What an undo would do.
#[derive(Serialize, ToSchema)]
pub struct UndoPreview {
    /// The tag of the record as it was looked at.
    tag: String,
    /// The change made the record: it would be removed.
    removes: bool,
    /// How many changes came after it.
    later: u64,
    /// The fields that go back to what they were.
    restored: Vec<RestoredField>,
    /// The fields that a later change wrote again.
    contested: Vec<ContestedField>,
}

/// A field that goes back.
#[derive(Serialize, ToSchema)]
pub struct RestoredField {
    #[schema(example = "name")]
    field: String,
    #[schema(example = "財産名称")]
    label_ja: String,
    label_en: String,
    now: Value,
    then: Value,
}

/// A field that was changed again later.
#[derive(Serialize, ToSchema)]
pub struct ContestedField {
    #[schema(example = "name")]
    field: String,
    #[schema(example = "財産名称")]
    label_ja: String,
    label_en: String,
    /// Before the change to be undone.
    before: Value,
    /// What it wrote.
    after: Value,
    now: Value,
}

impl UndoPreview {
    fn new(plan: UndoPlan, entity: EntityId, tag: Tag, caller: &Caller) -> Self {
        let kind = entity.kind;
        let shown = |path: &str, value: Value| {
            if may_read(caller, kind, path) {
                value
            } else {
                Value::Null
            }
        };
        Self {
            tag: tag.to_string(),
            removes: plan.removes,
            later: plan.later,
            restored: plan
                .restored
                .into_iter()
                .map(|field| {
                    let (label_ja, label_en) = label_of(kind, &field.path);
                    RestoredField {
                        now: shown(&field.path, field.now),
                        then: shown(&field.path, field.then),
                        field: field.path,
                        label_ja,
                        label_en,
                    }
                })
                .collect(),
            contested: plan
                .contested
                .into_iter()
                .map(|field| {
                    let (label_ja, label_en) = label_of(kind, &field.path);
                    ContestedField {
                        before: shown(&field.path, field.before),
                        after: shown(&field.path, field.after),
                        now: shown(&field.path, field.now),
                        field: field.path,
                        label_ja,
                        label_en,
                    }
                })
                .collect(),
        }
    }
}

/// A change to be taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoRequest {
    /// The version of the portfolio that the change made.
    #[schema(example = 7)]
    version: u64,
    /// The tag of the record as it was previewed: where it has changed since, nothing is done.
    #[serde(default)]
    tag: Option<String>,
    /// Leaves fields that were changed again later as they are, instead of doing nothing.
    #[serde(default)]
    leave_contested: bool,
    #[serde(default)]
    #[schema(example = "誤入力のため")]
    reason: String,
}

/// The change of a record that made a version.
async fn find(state: &State, entity: EntityId, version: u64) -> Result<Undo, Problem> {
    let changes = state.history.history(entity).await.map_err(|error| {
        tracing::error!(%error, %entity, "a history could not be read");
        Problem::bare(ProblemKind::Unavailable)
    })?;
    let change = changes.into_iter().find(|change| change.version.0 == version);
    let change = change.ok_or_else(|| {
        Problem::not_found(Message::new(
            format!("{entity} には版{version}の変更がありません。履歴の版を指定してください。"),
            format!("{entity} has no change of version {version}. Name a version of its history."),
        ))
    })?;
    Ok(Undo {
        entity,
        version: Version(version),
        revision: change.revision,
        before: change.before,
        after: change.after,
        leave_contested: false,
        seen: None,
        reason: Reason::default(),
    })
}

/// What taking one change of a record back would do
#[utoipa::path(get, path = "/api/staff/{kind}/{id}/undo", tag = "staff",
    params(("kind" = String, Path, description = "`facilities`, `buildings`, `parcels`, `lots` or `links`", example = "parcels"),
        ("id" = String, Path, description = "The record's id", example = "P000001"), UndoParameters),
    responses((status = 200, body = UndoPreview), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn preview_undo(
    caller: Caller,
    state: web::Data<State>,
    id: EditableId,
    asked: Asked<UndoParameters>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let version = asked.0.version.ok_or_else(|| {
        Problem::parameter(
            "version",
            Message::new(
                "version に取り消す変更の版を指定してください。",
                "Give the version of the change to be undone in version.",
            ),
        )
    })?;
    let undo = find(&state, id.0, version).await?;
    let stored = state.live.load().get(id.0).ok_or_else(|| missing(&id.0.to_string()))?;
    let plan = undo.plan(&stored).map_err(|error| Problem::of_change(error, ""))?;
    Ok(HttpResponse::Ok().json(UndoPreview::new(plan, id.0, Tag::of(&stored), &caller)))
}

/// Takes one change of a record back: its fields go back to what they were, later changes of other fields stay
#[utoipa::path(post, path = "/api/staff/{kind}/{id}/undo", tag = "staff",
    params(("kind" = String, Path, description = "`facilities`, `buildings`, `parcels`, `lots` or `links`", example = "parcels"),
        ("id" = String, Path, description = "The record's id", example = "P000001")),
    request_body = UndoRequest,
    responses((status = 200, body = StaffRecord, description = "The record as it is now"),
        (status = 204, description = "The change had made the record; it is gone"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "It cannot be taken back"),
        (status = 412, body = ProblemBody, content_type = "application/problem+json", description = "Changed since it was previewed; `current` has the record"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "Fields that were changed again later, by pointer")))]
pub async fn undo_change(
    caller: Caller,
    state: web::Data<State>,
    id: EditableId,
    body: web::Json<UndoRequest>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let entity = id.0;
    require_editable(&caller, &state, entity)?;
    let seen = body.tag.as_deref().map(str::parse::<Tag>).transpose().map_err(|_| {
        let message = Message::new(
            "tag は見たときの記録の tag を指定してください。",
            "Give the tag of the record as it was previewed.",
        );
        Problem::violations(&[crate::record::Violation::at("/tag", message)], "")
    })?;
    let undo = Undo {
        leave_contested: body.leave_contested,
        seen: seen.map(|tag| SeenRecord { entity, tag }),
        reason: Reason::new(&body.reason).map_err(|found| Problem::violations(&[found], ""))?,
        ..find(&state, entity, body.version).await?
    };
    let caller = Arc::new(caller);
    if let Err(error) = caller.ledger.submit(&caller.actor, undo).await {
        return Err(refused(error, "", &caller, &state).await);
    }
    match present(caller, &state, entity).await {
        Ok(record) => Ok(answer(&record, StatusCode::OK)),
        Err(problem) if problem.kind == ProblemKind::NotFound => Ok(HttpResponse::NoContent().finish()),
        Err(problem) => Err(problem),
    }
}
