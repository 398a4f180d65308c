//! Which act a change is, and for which bureau.

use serde_json::Value;

use crate::amendment::Patch;
use crate::auth::{Action, FieldTable};
use crate::history::Body;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::record::{Code, EntityId, Kind, Violation};
use crate::snapshot::Snapshot;
use crate::text::Message;

/// Editing a record of a kind.
pub fn act_of(kind: Kind) -> Action {
    match kind {
        Kind::Building => Action::EditBuilding,
        Kind::Parcel | Kind::Lot => Action::EditParcel,
        Kind::Link => Action::EditLink,
        _ => Action::EditFacility,
    }
}

/// The bureau that a record belongs to. A link and a lot belong to the bureau of the land, a building to nobody's.
pub fn bureau_of(body: &Body, entity: Option<EntityId>, snapshot: &Snapshot) -> Option<Code> {
    let of_record = |id: EntityId| {
        let stored = snapshot.get(id)?;
        match stored.state.body {
            Body::Facility(facility) => facility.organisation.bureau,
            Body::Parcel(parcel) => parcel.organisation.bureau,
            _ => None,
        }
    };
    match body {
        Body::Facility(facility) => facility.organisation.bureau.clone(),
        Body::Parcel(parcel) => parcel.organisation.bureau.clone(),
        Body::Vacancy(vacancy) => vacancy.organisation.bureau.clone(),
        Body::WantedSpace(wanted) => wanted.organisation.bureau.clone(),
        Body::Link(link) => {
            let land = [link.from, link.to].into_iter().find(|end| end.kind == Kind::Parcel);
            of_record(land.unwrap_or(link.from))
        }
        Body::Lot(_) => {
            let lot = entity?;
            snapshot
                .links_of(lot)
                .find(|link| link.from.kind == Kind::Parcel)
                .and_then(|link| of_record(link.from))
        }
        _ => None,
    }
}

/// Refuses who may not edit the record as it stands.
pub fn require_record(caller: &Caller, entity: EntityId, body: &Body, snapshot: &Snapshot) -> Result<(), Problem> {
    let bureau = bureau_of(body, Some(entity), snapshot);
    caller.require_for(act_of(entity.kind), bureau.as_ref())
}

/// Refuses who may not write a field, and who would give a record to a bureau that is not his.
pub fn require_patch(caller: &Caller, patch: &Patch, given: &Value) -> Result<(), Problem> {
    let act = act_of(patch.kind());
    caller.require(act)?;
    if let Some(bureau) = given.pointer("/organisation/bureau").and_then(Value::as_str) {
        caller.require_for(act, Some(&Code::new(bureau)))?;
    }
    let hidden: Vec<Violation> = patch
        .fields()
        .filter(|field| !may_read(caller, patch.kind(), field.path))
        .map(|field| {
            let message = Message::new(
                "この項目を見る権限がないため、編集できません。",
                "You may not read this field, so you cannot edit it.",
            );
            Violation::at(field.pointer(), message)
        })
        .collect();
    if hidden.is_empty() {
        Ok(())
    } else {
        Err(Problem::violations(&hidden, "/patch"))
    }
}

/// The entries of the field table that a field is made of.
pub fn parts_of(kind: Kind, path: &str) -> impl Iterator<Item = &'static crate::auth::Field> {
    let below = format!("{path}.");
    let path = path.to_owned();
    FieldTable::embedded()
        .fields(kind)
        .iter()
        .filter(move |part| part.name == path || part.name.starts_with(&below))
}

/// Whether the caller reads the field with all its parts. What the table does not name, nobody reads.
pub fn may_read(caller: &Caller, kind: Kind, path: &str) -> bool {
    let mut parts = parts_of(kind, path).peekable();
    let table = FieldTable::embedded();
    parts.peek().is_some() && parts.all(|part| table.may_read(kind, &part.name, caller.account.roles))
}
