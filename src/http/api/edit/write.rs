//! Changing one record.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::address::{EditableId, missing};
use super::record::{StaffRecord, answer, present};
use super::rights::{require_patch, require_record};
use crate::amendment::{Amend, Codes, Patch, Reason, SeenRecord};
use crate::http::caller::Caller;
use crate::http::if_match::IfMatch;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::{State, Vocabulary};
use crate::ledger::LedgerError;
use crate::record::{EntityId, Kind};
use crate::snapshot::Refusal;

/// A change of a record.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// A JSON merge patch (RFC 7396) over the fields of the form; null empties a field.
    #[schema(value_type = Object)]
    pub patch: Value,
    /// Why, for the history. Required where a field of the patch asks for it.
    #[serde(default)]
    #[schema(example = "現地確認による訂正")]
    pub reason: String,
}

impl Correction {
    /// The patch and its reason, checked for a kind of record.
    pub fn read(&self, kind: Kind, codes: &dyn Vocabulary) -> Result<(Patch, Reason), Problem> {
        let refuse = |violations: &[_]| Problem::violations(violations, "/patch");
        let patch = Patch::read(kind, &self.patch, &KnownCodes(codes)).map_err(|found| refuse(&found))?;
        let reason = Reason::new(&self.reason).map_err(|found| refuse(&[found]))?;
        Ok((patch, reason))
    }
}

/// The code lists of the service, as the domain asks them.
struct KnownCodes<'a>(&'a dyn Vocabulary);

impl Codes for KnownCodes<'_> {
    fn has(&self, list: &str, key: &str) -> bool {
        let Some(list) = self.0.list(list) else { return false };
        match key.split_once('.') {
            // A class is named by its major and its own key together.
            Some((major, minor)) => list
                .items
                .iter()
                .any(|code| code.key == minor && code.parent.as_deref() == Some(major)),
            None => list.items.iter().any(|code| code.key == key),
        }
    }

    fn has_name(&self, list: &str, name: &str) -> bool {
        let list = self.0.list(list);
        list.is_some_and(|list| list.items.iter().any(|code| code.ja == name))
    }
}

/// The record that a change is about, seen by somebody who may change it.
pub fn require_editable(caller: &Caller, state: &State, entity: EntityId) -> Result<(), Problem> {
    let snapshot = state.live.load();
    let stored = snapshot.get(entity).ok_or_else(|| missing(&entity.to_string()))?;
    require_record(caller, entity, &stored.state.body, &snapshot)
}

/// What a failed change is told as. Where somebody was faster, the record as it is now goes with it.
pub async fn refused(error: LedgerError, root: &str, caller: &Arc<Caller>, state: &State) -> Problem {
    let stale = match &error {
        LedgerError::Refused(Refusal::Conflict { entity, .. }) => Some(*entity),
        _ => None,
    };
    let mut problem = Problem::of_change(error, root);
    if let Some(entity) = stale
        && let Ok(current) = present(Arc::clone(caller), state, entity).await
    {
        problem.current = Some(Box::new(
            serde_json::to_value(&current).expect("wire types hold nothing that JSON cannot"),
        ));
    }
    problem
}

/// Changes fields of a record. Nothing is overwritten unseen: `If-Match` names what the author saw
#[utoipa::path(patch, path = "/api/staff/{kind}/{id}", tag = "staff",
    params(("kind" = String, Path, description = "`facilities`, `buildings`, `parcels`, `lots` or `links`", example = "parcels"),
        ("id" = String, Path, description = "The record's id", example = "P000001"),
        ("If-Match" = String, Header, description = "The ETag of the record as it was read", example = "\"3-00c0ffee00c0ffee\"")),
    request_body = Correction,
    responses((status = 200, body = StaffRecord, description = "The record as it is now"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json"),
        (status = 412, body = ProblemBody, content_type = "application/problem+json", description = "Changed since it was read; `current` has the record"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "Faults by pointer"),
        (status = 428, body = ProblemBody, content_type = "application/problem+json", description = "Without If-Match")))]
pub async fn amend_record(
    caller: Caller,
    state: web::Data<State>,
    id: EditableId,
    seen: IfMatch,
    body: web::Json<Correction>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let entity = id.0;
    require_editable(&caller, &state, entity)?;
    let (patch, reason) = body.read(entity.kind, state.vocabulary.as_ref())?;
    require_patch(&caller, &patch, &body.patch)?;
    let reason = if patch.needs_reason() {
        reason.required().map_err(|found| Problem::violations(&[found], ""))?
    } else {
        reason
    };
    let amend = Amend {
        records: vec![SeenRecord { entity, tag: seen.0 }],
        patch,
        reason,
    };
    let caller = Arc::new(caller);
    match caller.ledger.submit(&caller.actor, amend).await {
        // A patch that changes nothing has done what it wanted.
        Ok(_) | Err(LedgerError::Refused(Refusal::Nothing)) => {}
        Err(error) => return Err(refused(error, "/patch", &caller, &state).await),
    }
    let record: StaffRecord = present(caller, &state, entity).await?;
    Ok(answer(&record, StatusCode::OK))
}
