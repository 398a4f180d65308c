//! The same change for several records.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::address::EditableKind;
use super::rights::require_patch;
use super::write::{Correction, refused, require_editable};
use crate::amendment::{Amend, SeenRecord, Tag};
use crate::http::caller::Caller;
use crate::http::params::Asked;
use crate::http::problem::{Fault, Place, Problem, ProblemBody, ProblemKind};
use crate::http::state::State;
use crate::ledger::LedgerError;
use crate::record::{EntityId, Kind};
use crate::snapshot::Refusal;
use crate::text::Message;

/// More records than that are corrected by an import.
const MOST_RECORDS: usize = 1_000;

/// The same patch for several records.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JointCorrection {
    records: Vec<NamedRecord>,
    /// A JSON merge patch over the fields of the form.
    #[schema(value_type = Object)]
    patch: Value,
    /// Why, for the history.
    #[schema(example = "機構改革による所管替え")]
    reason: String,
}

/// A record as its author saw it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedRecord {
    #[schema(example = "F000123")]
    id: String,
    /// The text of its ETag.
    #[schema(example = "3-00c0ffee00c0ffee")]
    tag: String,
}

/// The records as they are now.
#[derive(Serialize, ToSchema)]
pub struct JointlyCorrected {
    /// The version of the portfolio that has all the changes.
    #[schema(example = 8)]
    version: u64,
    records: Vec<CorrectedRecord>,
}

/// A record with its new tag.
#[derive(Serialize, ToSchema)]
pub struct CorrectedRecord {
    #[schema(example = "F000123")]
    id: String,
    #[schema(example = 4)]
    revision: u64,
    #[schema(example = "4-00c0ffee00c0ffee")]
    tag: String,
}

fn read_records(kind: Kind, named: &[NamedRecord]) -> Result<Vec<SeenRecord>, Problem> {
    if named.is_empty() || named.len() > MOST_RECORDS {
        let message = Message::new(
            format!("記録は1件から{MOST_RECORDS}件まで指定できます。"),
            format!("Name 1 to {MOST_RECORDS} records."),
        );
        return Err(faulty(vec![("/records".into(), message)]));
    }
    let mut faults = Vec::new();
    let mut seen = Vec::with_capacity(named.len());
    for (at, record) in named.iter().enumerate() {
        let entity = record.id.parse::<EntityId>().ok().filter(|entity| entity.kind == kind);
        match (entity, record.tag.parse::<Tag>()) {
            (Some(entity), Ok(tag)) => seen.push(SeenRecord { entity, tag }),
            (None, _) => faults.push((
                format!("/records/{at}/id"),
                Message::new(
                    "この種類の記録の番号ではありません。",
                    "This is no id of a record of this kind.",
                ),
            )),
            (_, Err(_)) => faults.push((
                format!("/records/{at}/tag"),
                Message::new(
                    "読み込んだときの tag を指定してください。",
                    "Give the tag of the record as it was read.",
                ),
            )),
        }
    }
    if faults.is_empty() {
        Ok(seen)
    } else {
        Err(faulty(faults))
    }
}

fn faulty(faults: Vec<(String, Message)>) -> Problem {
    let fault = |(pointer, message)| Fault {
        place: Place::Pointer(pointer),
        message,
    };
    Problem {
        faults: faults.into_iter().map(fault).collect(),
        ..Problem::bare(ProblemKind::InvalidRecord)
    }
}

/// Changes the same fields of several records in one commit: all of them, or none
#[utoipa::path(patch, path = "/api/staff/{kind}", tag = "staff",
    params(("kind" = String, Path, description = "`facilities`, `buildings`, `parcels`, `lots` or `links`", example = "facilities")),
    request_body = JointCorrection,
    responses((status = 200, body = JointlyCorrected),
        (status = 412, body = ProblemBody, content_type = "application/problem+json", description = "One of them changed since it was read; `current` has it"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "Faults by pointer")))]
pub async fn amend_records(
    caller: Caller,
    state: web::Data<State>,
    kind: EditableKind,
    body: web::Json<JointCorrection>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let JointCorrection { records, patch, reason } = body.into_inner();
    let correction = Correction { patch, reason };
    let (patch, reason) = correction.read(kind.0, state.vocabulary.as_ref())?;
    let reason = reason.required().map_err(|found| Problem::violations(&[found], ""))?;
    require_patch(&caller, &patch, &correction.patch)?;
    let records = read_records(kind.0, &records)?;
    for record in &records {
        require_editable(&caller, &state, record.entity)?;
    }
    let entities: Vec<EntityId> = records.iter().map(|record| record.entity).collect();
    let amend = Amend { records, patch, reason };
    let caller = Arc::new(caller);
    match caller.ledger.submit(&caller.actor, amend).await {
        Ok(_) | Err(LedgerError::Refused(Refusal::Nothing)) => {}
        Err(error) => return Err(refused_jointly(error, &caller, &state).await),
    }
    let snapshot = state.live.load();
    let records = entities.iter().filter_map(|entity| snapshot.get(*entity));
    Ok(HttpResponse::Ok().json(&JointlyCorrected {
        version: snapshot.version().0,
        records: records
            .map(|stored| CorrectedRecord {
                id: stored.entity.to_string(),
                revision: stored.revision,
                tag: Tag::of(&stored).to_string(),
            })
            .collect(),
    }))
}

/// Among several records a fault must say of which it is.
async fn refused_jointly(error: LedgerError, caller: &Arc<Caller>, state: &State) -> Problem {
    let of = match &error {
        LedgerError::Unsound { entity, .. } => *entity,
        _ => None,
    };
    let mut problem = refused(error, "/patch", caller, state).await;
    if let Some(entity) = of {
        problem.detail = Message::new(
            format!("{entity}：{}", problem.detail.ja),
            format!("{entity}: {}", problem.detail.en),
        );
    }
    problem
}
