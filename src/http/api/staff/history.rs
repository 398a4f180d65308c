//! The history of a record of any kind: every field that the caller may read, who changed it and why.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::auth::{Action, FieldTable, Roles};
use crate::history::{FieldChange, field_changes};
use crate::http::api::moment::unread;
use crate::http::caller::Caller;
use crate::http::etag::json_private;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::{RecordChange, State};
use crate::record::{EntityId, Kind};
use crate::text::Message;

/// Who changed what, when and why.
#[derive(Serialize, ToSchema)]
pub struct StaffHistory {
    items: Vec<StaffHistoryEntry>,
}

/// One change of a record.
#[derive(Serialize, ToSchema)]
pub struct StaffHistoryEntry {
    /// The version of the portfolio that the change made.
    #[schema(example = 7)]
    version: u64,
    /// The record's revision after it.
    #[schema(example = 3)]
    revision: u64,
    #[schema(example = "2026-04-01T03:00:00Z")]
    time: String,
    #[schema(example = "local")]
    actor: String,
    reason: String,
    /// `created`, `changed` or `removed`.
    #[schema(example = "changed")]
    act: &'static str,
    changes: Vec<StaffChange>,
}

/// One field before and after; null where it was empty or the record was not there.
#[derive(Serialize, ToSchema)]
pub struct StaffChange {
    /// The field as the record keeps it; dots lead into nested fields, `shape` is its GeoJSON geometry.
    #[schema(example = "address.town")]
    field: String,
    /// Its name in Japanese, where it has one.
    #[schema(example = "町丁目")]
    label_ja: Option<&'static str>,
    /// Its name in English, where it has one.
    #[schema(example = "Town")]
    label_en: Option<&'static str>,
    before: Value,
    after: Value,
}

impl StaffHistoryEntry {
    /// The change as far as these roles may read it; `None` where they may read nothing of it.
    fn new(change: &RecordChange, kind: Kind, roles: Roles) -> Option<Self> {
        let changes = field_changes(change.before.as_ref(), change.after.as_ref());
        let changes: Vec<StaffChange> = changes
            .into_iter()
            .filter_map(|change| StaffChange::new(change, kind, roles))
            .collect();
        (!changes.is_empty()).then(|| Self {
            version: change.version.0,
            revision: change.revision,
            time: change.time.to_string(),
            actor: change.actor.to_string(),
            reason: change.reason.clone(),
            act: match (&change.before, &change.after) {
                (None, _) => "created",
                (Some(_), Some(_)) => "changed",
                (Some(_), None) => "removed",
            },
            changes,
        })
    }
}

impl StaffChange {
    fn new(change: FieldChange, kind: Kind, roles: Roles) -> Option<Self> {
        let table = FieldTable::embedded();
        let shown = |mut value: Value| table.redact_at(kind, roles, &change.field, &mut value).then_some(value);
        let (before, after) = (shown(change.before), shown(change.after));
        if before.is_none() && after.is_none() {
            return None;
        }
        let named = table.field(kind, &change.field);
        Some(Self {
            label_ja: named.map(|field| field.ja.as_str()),
            label_en: named.map(|field| field.en.as_str()),
            field: change.field,
            before: before.unwrap_or_default(),
            after: after.unwrap_or_default(),
        })
    }
}

/// The history of a record as far as the caller may read it: fields before and after, who changed them and why, the latest first
#[utoipa::path(get, path = "/api/staff/{kind}/{id}/history", tag = "staff",
    params(("kind" = String, Path, description = "The kind of record as its collection is called", example = "facilities"),
        ("id" = String, Path, description = "The record's id", example = "F000001")),
    responses((status = 200, body = StaffHistory), (status = 401, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_history(
    state: web::Data<State>,
    caller: Caller,
    path: web::Path<(String, String)>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let (kind, id) = path.into_inner();
    let entity = Kind::from_table(&kind)
        .and_then(|kind| id.parse::<EntityId>().ok().filter(|entity| entity.kind == kind))
        .ok_or_else(|| missing(&kind, &id))?;
    let changes = state.history.history(entity).await.map_err(unread)?;
    if changes.is_empty() {
        return Err(missing(&kind, &id));
    }
    let items = changes
        .iter()
        .filter_map(|change| StaffHistoryEntry::new(change, entity.kind, caller.account.roles))
        .collect();
    Ok(json_private(&StaffHistory { items }))
}

fn missing(kind: &str, id: &str) -> Problem {
    let shown = |text: &str| text.chars().take(40).collect::<String>();
    let (kind, id) = (shown(kind), shown(id));
    Problem::not_found(Message::new(
        format!("{kind} に {id} の履歴はありません。種類と番号を確かめてください。"),
        format!("There is no history of {id} in {kind}. Check the kind and the id."),
    ))
}
