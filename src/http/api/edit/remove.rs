//! Removing a record that should never have been there.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::address::EditableId;
use super::write::{refused, require_editable};
use crate::amendment::{Reason, Remove, SeenRecord, referrers};
use crate::auth::FieldTable;
use crate::http::caller::Caller;
use crate::http::if_match::IfMatch;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody, ProblemKind};
use crate::http::state::State;
use crate::ledger::LedgerError;
use crate::snapshot::Refusal;
use crate::text::Message;

/// Why a record goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Removal {
    #[schema(example = "二重登録のため")]
    reason: String,
    /// Whether the links to it go with it.
    #[serde(default)]
    with_links: bool,
}

/// What was removed.
#[derive(Serialize, ToSchema)]
pub struct Removed {
    /// The version of the portfolio without it.
    #[schema(example = 8)]
    version: u64,
    /// The ids that are gone and are never used again.
    #[schema(example = json!(["F000123"]))]
    removed: Vec<String>,
}

/// Removes a record entered by mistake. A facility that closes is closed by its status instead
#[utoipa::path(delete, path = "/api/staff/{kind}/{id}", tag = "staff",
    params(("kind" = String, Path, description = "`facilities`, `buildings`, `parcels`, `lots` or `links`", example = "facilities"),
        ("id" = String, Path, description = "The record's id", example = "F000123"),
        ("If-Match" = String, Header, description = "The ETag of the record as it was read", example = "\"3-00c0ffee00c0ffee\"")),
    request_body = Removal,
    responses((status = 200, body = Removed),
        (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "Other records name it"),
        (status = 412, body = ProblemBody, content_type = "application/problem+json", description = "Changed since it was read; `current` has the record"),
        (status = 428, body = ProblemBody, content_type = "application/problem+json", description = "Without If-Match")))]
pub async fn remove_record(
    caller: Caller,
    state: web::Data<State>,
    id: EditableId,
    seen: IfMatch,
    body: web::Json<Removal>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let entity = id.0;
    require_editable(&caller, &state, entity)?;
    let reason = Reason::new(&body.reason).and_then(Reason::required);
    let remove = Remove {
        record: SeenRecord { entity, tag: seen.0 },
        with_links: body.with_links,
        reason: reason.map_err(|found| Problem::violations(&[found], ""))?,
    };
    let caller = Arc::new(caller);
    match caller.ledger.submit(&caller.actor, remove).await {
        Ok(receipt) => Ok(HttpResponse::Ok().json(&Removed {
            version: receipt.version.0,
            removed: receipt.entities.iter().map(ToString::to_string).collect(),
        })),
        Err(LedgerError::Refused(Refusal::Dangling { .. })) => Err(in_use(entity, &state)),
        Err(error) => Err(refused(error, "", &caller, &state).await),
    }
}

/// Says how many records of which kinds stand in the way.
fn in_use(entity: crate::record::EntityId, state: &State) -> Problem {
    let table = FieldTable::embedded();
    let counts = referrers(entity, &state.live.load());
    let say = |english: bool| -> String {
        let parts = counts.iter().map(|(kind, count)| {
            let (ja, en) = table.kind_names(*kind);
            if english {
                format!("{en}: {count}")
            } else {
                format!("{ja}{count}件")
            }
        });
        parts.collect::<Vec<_>>().join(if english { ", " } else { "、" })
    };
    Problem::new(
        ProblemKind::Conflict,
        Message::new(
            format!(
                "{entity} を指す記録があるため削除できません（{}）。使わなくなった施設は、削除せずに廃止してください。",
                say(false)
            ),
            format!(
                "{entity} cannot be removed: other records name it ({}). Close a facility that is out of use instead.",
                say(true)
            ),
        ),
    )
}
