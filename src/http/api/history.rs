//! The history of a record, field by field. The public one compares the public forms, so a field that is not public cannot
//! appear, and tells neither who made a change nor why: a reason is written for colleagues.

use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::moment::unread;
use super::record::{RecordId, Seen};
use super::view::View;
use crate::history::{Body, State as RecordState};
use crate::http::etag::json_by_content;
use crate::http::problem::Problem;
use crate::http::state::{RecordChange, State};
use crate::land::Parcel;
use crate::record::{Fid, Record};
use crate::register::{Building, Facility, Vacancy};
use crate::snapshot::{HasLayer, Layer, Snapshot, Veiled, veiled};

/// A record's public form.
pub trait PublicForm<T>: Serialize {
    /// The names of the fields in Japanese and English, in the order in which people read them. What is not here is not
    /// a fact about the record (its id, its revision) and has no history.
    const LABELS: &'static [(&'static str, &'static str, &'static str)];

    fn new(seen: &Seen<T>, view: &View) -> Self;
}

/// Gets a record of its own type out of one of any kind.
pub trait FromBody: Record {
    fn from_body(body: &Body) -> Option<&Self>;
}

macro_rules! from_body {
    ($($name:ident),*) => {
        $(impl FromBody for $name {
            fn from_body(body: &Body) -> Option<&Self> {
                if let Body::$name(record) = body { Some(record) } else { None }
            }
        })*
    };
}

from_body!(Facility, Parcel, Building);

impl FromBody for Vacancy {
    /// As it was before its release it is nobody's business.
    fn from_body(body: &Body) -> Option<&Self> {
        match body {
            Body::Vacancy(vacancy) if vacancy.released => Some(vacancy),
            _ => None,
        }
    }
}

/// What changed when.
#[derive(Serialize, ToSchema)]
pub struct History {
    items: Vec<HistoryEntry>,
}

/// One change of a record.
#[derive(Serialize, ToSchema)]
pub struct HistoryEntry {
    /// The version of the portfolio that the change made.
    #[schema(example = 7)]
    version: u64,
    #[schema(example = "2026-04-01T03:00:00Z")]
    pub time: String,
    pub changes: Vec<PublicChange>,
}

/// One field before and after; null where it was empty or the record was not there.
#[derive(Serialize, ToSchema)]
#[schema(as = FieldChange)]
pub struct PublicChange {
    #[schema(example = "floor_area_m2")]
    pub field: &'static str,
    #[schema(example = "延床面積（㎡）")]
    pub label_ja: &'static str,
    #[schema(example = "Floor area (㎡)")]
    pub label_en: &'static str,
    pub before: Value,
    pub after: Value,
}

pub async fn read_history<T, P>(request: &HttpRequest, state: &State, id: RecordId<T>) -> Result<HttpResponse, Problem>
where
    T: FromBody + Veiled,
    P: PublicForm<T>,
    Snapshot: HasLayer<T>,
{
    let changes = state.history.history(id.entity()).await.map_err(unread)?;
    if changes.is_empty() {
        return Err(id.not_found());
    }
    let items = public_changes::<T, P>(&changes, id.0, &View::of(state));
    Ok(json_by_content(request, &History { items }))
}

/// The changes in which something public changed, field by field.
pub fn public_changes<T: FromBody + Veiled, P: PublicForm<T>>(
    changes: &[RecordChange],
    fid: Fid,
    view: &View,
) -> Vec<HistoryEntry>
where
    Snapshot: HasLayer<T>,
{
    let layer: &Layer<T> = view.snapshot.layer();
    let today = layer.get(fid).map(|item| &item.body);
    changes
        .iter()
        .filter_map(|change| present::<T, P>(change, fid, view, today))
        .collect()
}

/// `None` where nothing public changed: even that something else did is not public.
fn present<T: FromBody + Veiled, P: PublicForm<T>>(
    change: &RecordChange,
    fid: Fid,
    view: &View,
    today: Option<&T>,
) -> Option<HistoryEntry> {
    let before = form::<T, P>(change.before.as_ref(), fid, view, today);
    let after = form::<T, P>(change.after.as_ref(), fid, view, today);
    let changes: Vec<PublicChange> = P::LABELS
        .iter()
        .filter_map(|(field, label_ja, label_en)| {
            let value = |form: &Map<String, Value>| form.get(*field).cloned().unwrap_or(Value::Null);
            let (before, after) = (value(&before), value(&after));
            (before != after).then_some(PublicChange {
                field,
                label_ja,
                label_en,
                before,
                after,
            })
        })
        .collect();
    (!changes.is_empty()).then(|| HistoryEntry {
        version: change.version.0,
        time: change.time.to_string(),
        changes,
    })
}

fn form<T: FromBody + Veiled, P: PublicForm<T>>(
    state: Option<&RecordState>,
    fid: Fid,
    view: &View,
    today: Option<&T>,
) -> Map<String, Value> {
    let public = state.and_then(|state| {
        let (body, shape) = veiled(T::from_body(&state.body)?.clone(), state.shape.clone(), today);
        let seen = Seen {
            fid,
            revision: 0,
            body: &body,
            shape: shape.as_deref(),
        };
        Some(P::new(&seen, view))
    });
    match public.map(|public| serde_json::to_value(public).expect("wire types hold nothing that JSON cannot")) {
        Some(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use utoipa::PartialSchema;
    use utoipa::openapi::RefOr;
    use utoipa::openapi::schema::Schema;

    use super::*;
    use crate::http::api::building::PublicBuilding;
    use crate::http::api::facility::PublicFacility;
    use crate::http::api::parcel::PublicParcel;
    use crate::http::api::vacancy::PublicVacancy;

    fn fields<P: PartialSchema>() -> Vec<String> {
        match P::schema() {
            RefOr::T(Schema::Object(object)) => object.properties.keys().cloned().collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn every_fact_of_a_record_has_a_name_for_its_history() {
        let check = |fields: Vec<String>, labels: &[(&str, &str, &str)]| {
            let facts: Vec<&str> = fields
                .iter()
                .map(String::as_str)
                .filter(|field| !["id", "fid", "revision", "data_date"].contains(field))
                .collect();
            let named: Vec<&str> = labels.iter().map(|(field, _, _)| *field).collect();
            assert_eq!(facts, named);
        };
        check(fields::<PublicFacility>(), PublicFacility::LABELS);
        check(fields::<PublicParcel>(), PublicParcel::LABELS);
        check(fields::<PublicBuilding>(), PublicBuilding::LABELS);
        check(fields::<PublicVacancy>(), PublicVacancy::LABELS);
    }
}
