//! Changing one record under the state that its author saw.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, LOCATION};
use serde::Serialize;

use crate::amendment::{SeenRecord, Tag};
use crate::history::{Body, Draft, State as RecordState};
use crate::http::api::record::RecordId;
use crate::http::caller::Caller;
use crate::http::if_match::IfMatch;
use crate::http::problem::Problem;
use crate::http::state::State;
use crate::ledger::LedgerError;
use crate::record::{Fid, Record};
use crate::snapshot::{HasLayer, Item, Refusal, Snapshot};

/// Puts a changed record in the place of what its author saw. A change that changes nothing has done what it wanted.
pub async fn revise<T>(
    caller: &Caller,
    id: &RecordId<T>,
    seen: IfMatch,
    reason: impl Into<String>,
    change: impl Fn(&mut T, &Snapshot) -> Result<(), LedgerError> + Send + 'static,
) -> Result<(), Problem>
where
    T: Record,
    Snapshot: HasLayer<T>,
    Body: From<T>,
{
    let (entity, reason) = (id.entity(), reason.into());
    let draft = move |snapshot: &Snapshot| {
        let revision = SeenRecord { entity, tag: seen.0 }.find(snapshot)?.revision;
        let layer: &crate::snapshot::Layer<T> = snapshot.layer();
        let item = layer.get(entity.fid).ok_or(Refusal::NotFound(entity))?;
        let mut body = item.body.clone();
        change(&mut body, snapshot)?;
        let mut draft = Draft::new(reason.clone());
        draft.replace(
            entity,
            revision,
            RecordState {
                body: body.into(),
                shape: item.shape.clone(),
            },
        );
        Ok(draft)
    };
    match caller.ledger.submit(&caller.actor, draft).await {
        Ok(_) | Err(LedgerError::Refused(Refusal::Nothing)) => Ok(()),
        Err(error) => Err(Problem::of_change(error, "")),
    }
}

/// Adds a record and gives its fid.
pub async fn create<T>(caller: &Caller, reason: impl Into<String>, state: RecordState) -> Result<Fid, Problem>
where
    T: Record,
{
    let reason = reason.into();
    let draft = move |snapshot: &Snapshot| {
        let mut draft = Draft::new(reason.clone());
        draft.create(T::KIND, snapshot.next_fid(T::KIND), state.clone());
        Ok(draft)
    };
    let receipt = caller
        .ledger
        .submit(&caller.actor, draft)
        .await
        .map_err(|error| Problem::of_change(error, ""))?;
    let created = receipt
        .entities
        .first()
        .expect("a commit that creates a record touches it");
    Ok(created.fid)
}

/// Takes a record out.
pub async fn remove<T: Record>(
    caller: &Caller,
    id: &RecordId<T>,
    seen: IfMatch,
    reason: impl Into<String>,
) -> Result<(), Problem> {
    let (entity, reason) = (id.entity(), reason.into());
    let draft = move |snapshot: &Snapshot| {
        let revision = SeenRecord { entity, tag: seen.0 }.find(snapshot)?.revision;
        let mut draft = Draft::new(reason.clone());
        draft.remove(entity, revision);
        Ok(draft)
    };
    let removed = caller.ledger.submit(&caller.actor, draft).await;
    removed.map(|_| ()).map_err(|error| Problem::of_change(error, ""))
}

/// The tag of a record as it stands.
pub fn tag_of<T: Record>(item: &Item<T>) -> String
where
    Body: From<T>,
{
    let stored = crate::snapshot::Stored {
        entity: item.id(),
        revision: item.revision,
        changed: item.changed,
        state: RecordState {
            body: item.body.clone().into(),
            shape: item.shape.clone(),
        },
    };
    Tag::of(&stored).to_string()
}

/// The record of a layer as it stands now.
pub fn current<T: Record>(state: &State, id: &RecordId<T>) -> Result<(Arc<Snapshot>, Arc<Item<T>>), Problem>
where
    Snapshot: HasLayer<T>,
{
    let snapshot = state.live.load();
    let item = snapshot.layer().get(id.0).cloned().ok_or_else(|| id.not_found())?;
    Ok((snapshot, item))
}

/// An answer about one record, with the tag that a change of it carries.
pub fn tagged(status: StatusCode, tag: &str, location: Option<String>, body: &impl Serialize) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    response.insert_header((ETAG, format!("\"{tag}\"")));
    if let Some(location) = location {
        response.insert_header((LOCATION, location));
    }
    response.json(body)
}
