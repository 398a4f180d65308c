//! The whole history of a record of any kind: every field, who changed it and why.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::history::field_changes;
use crate::http::api::building::PublicBuilding;
use crate::http::api::facility::PublicFacility;
use crate::http::api::history::PublicForm;
use crate::http::api::moment::unread;
use crate::http::api::parcel::PublicParcel;
use crate::http::caller::Caller;
use crate::http::etag::json_private;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::{RecordChange, State};
use crate::land::Parcel;
use crate::record::{EntityId, Kind};
use crate::register::{Building, Facility};
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
    fn new(change: &RecordChange, kind: Kind) -> Self {
        let changes = field_changes(change.before.as_ref(), change.after.as_ref());
        Self {
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
            changes: changes
                .into_iter()
                .map(|change| {
                    let label = label(kind, &change.field);
                    StaffChange {
                        label_ja: label.map(|(ja, _)| ja),
                        label_en: label.map(|(_, en)| en),
                        field: change.field,
                        before: change.before,
                        after: change.after,
                    }
                })
                .collect(),
        }
    }
}

/// The name of a field by its last part: the public forms carry `town` where the record keeps `address.town`.
fn label(kind: Kind, field: &str) -> Option<(&'static str, &'static str)> {
    let labels = match kind {
        Kind::Facility => <PublicFacility as PublicForm<Facility>>::LABELS,
        Kind::Parcel => <PublicParcel as PublicForm<Parcel>>::LABELS,
        Kind::Building => <PublicBuilding as PublicForm<Building>>::LABELS,
        _ => return None,
    };
    let last = field.rsplit_once('.').map_or(field, |(_, last)| last);
    let named = labels.iter().find(|(name, _, _)| *name == last)?;
    Some((named.1, named.2))
}

/// The whole history of a record: all fields before and after, who changed them and why, the latest first
#[utoipa::path(get, path = "/api/staff/{kind}/{id}/history", tag = "staff",
    params(("kind" = String, Path, description = "The kind of record as its collection is called", example = "facilities"),
        ("id" = String, Path, description = "The record's id", example = "F000001")),
    responses((status = 200, body = StaffHistory),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_history(
    state: web::Data<State>,
    _: Caller,
    path: web::Path<(String, String)>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
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
        .map(|change| StaffHistoryEntry::new(change, entity.kind))
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
