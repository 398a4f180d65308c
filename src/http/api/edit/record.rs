//! A record with all that the caller may read, and what is needed to change it.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, LOCATION};
use actix_web::{HttpResponse, web};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::address::{EditableId, missing};
use super::form::{FormField, form_fields};
use super::rights::require_record;
use crate::amendment::{Tag, cautions};
use crate::auth::{Action, FieldTable};
use crate::geometry::drawn_area_m2;
use crate::http::caller::Caller;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody, ProblemKind};
use crate::http::state::State;
use crate::record::EntityId;
use crate::snapshot::{Snapshot, Stored};

/// A record for those who work on it. Its strong ETag is what `If-Match` of a change carries.
#[derive(Serialize, ToSchema)]
pub struct StaffRecord {
    #[schema(example = "P000001")]
    id: String,
    /// The collection's name.
    #[schema(example = "parcels")]
    kind: &'static str,
    #[schema(example = 1)]
    fid: u32,
    /// What a person calls it.
    #[schema(example = "もと市営住宅用地")]
    label: String,
    /// Counts the changes of this record.
    #[schema(example = 3)]
    revision: u64,
    /// The text of the ETag, without quotes.
    #[schema(example = "3-00c0ffee00c0ffee")]
    tag: String,
    /// The version of the portfolio in which it last changed.
    #[schema(example = 7)]
    version: u64,
    /// The fields that the caller may read, as the register keeps them; `shape` is a GeoJSON geometry. Absent fields are empty.
    #[schema(value_type = Object)]
    record: Value,
    /// ㎡ of the polygon in the plane rectangular zone VI.
    #[schema(example = "310.44")]
    measured_area_m2: Option<String>,
    /// What looks odd and may be right.
    cautions: Vec<Caution>,
    /// Whether the caller may change it.
    may_edit: bool,
    fields: Vec<FormField>,
    /// What it belongs with.
    links: Vec<StaffLink>,
}

/// Something that looks odd and may be right.
#[derive(Serialize, ToSchema)]
pub struct Caution {
    #[schema(example = "/area_m2")]
    pointer: String,
    detail: String,
    detail_en: String,
}

/// A link to another record.
#[derive(Serialize, ToSchema)]
pub struct StaffLink {
    #[schema(example = "K000001")]
    id: String,
    /// The text of the link's ETag.
    tag: String,
    #[schema(example = "facility_building")]
    role: &'static str,
    /// The other record.
    #[schema(example = "B000045")]
    other: String,
    #[schema(example = "本館")]
    other_label: String,
    /// ㎡, a decimal as text.
    area_m2: Option<String>,
    shared_area_m2: Option<String>,
    share: Option<f64>,
}

impl StaffRecord {
    /// The record as the caller sees it.
    pub fn of(stored: &Stored, snapshot: &Snapshot, caller: &Caller) -> Self {
        let (entity, state) = (stored.entity, &stored.state);
        let measured_m2 = state.shape.as_deref().and_then(|shape| {
            // A shape far from the zone has no area there; the record is shown all the same.
            drawn_area_m2(shape).ok().flatten()
        });
        let mut record = serde_json::to_value(&state.body).expect("a record is a JSON object");
        if let Some(shape) = &state.shape {
            record["shape"] = serde_json::to_value(shape.as_ref()).expect("a shape is a GeoJSON geometry");
        }
        FieldTable::embedded().redact(entity.kind, caller.account.roles, &mut record);
        let may_edit = require_record(caller, entity, &state.body, snapshot).is_ok();
        let fields = form_fields(entity.kind, caller, may_edit);
        Self {
            id: entity.to_string(),
            kind: entity.kind.table(),
            fid: entity.fid.0,
            label: state.body.label().to_owned(),
            revision: stored.revision,
            tag: Tag::of(stored).to_string(),
            version: stored.changed.0,
            record,
            measured_area_m2: measured_m2.map(|area| format!("{area:.2}")),
            cautions: cautions(stored, measured_m2, snapshot)
                .into_iter()
                .map(|caution| Caution {
                    pointer: caution.pointer,
                    detail: caution.message.ja,
                    detail_en: caution.message.en,
                })
                .collect(),
            may_edit,
            fields,
            links: links(entity, snapshot),
        }
    }

    pub fn etag(&self) -> String {
        format!("\"{}\"", self.tag)
    }
}

fn links(of: EntityId, snapshot: &Snapshot) -> Vec<StaffLink> {
    let own = snapshot
        .links
        .iter()
        .filter(|item| item.body.from == of || item.body.to == of);
    own.filter_map(|item| {
        let link = &item.body;
        let other = if link.from == of { link.to } else { link.from };
        Some(StaffLink {
            id: item.id().to_string(),
            tag: Tag::of(&snapshot.get(item.id())?).to_string(),
            role: link.role.key(),
            other: other.to_string(),
            other_label: snapshot.get(other)?.state.body.label().to_owned(),
            area_m2: link.area_m2.map(|area| area.to_string()),
            shared_area_m2: link.shared_area_m2.map(|area| area.to_string()),
            share: link.share.map(|share| share.as_f64()),
        })
    })
    .collect()
}

/// A record made presentable off the workers: links and cautions walk through layers.
pub async fn present(caller: Arc<Caller>, state: &State, entity: EntityId) -> Result<StaffRecord, Problem> {
    let snapshot = state.live.load();
    let made = web::block(move || {
        let stored = snapshot.get(entity)?;
        Some(StaffRecord::of(&stored, &snapshot, &caller))
    });
    let made = made.await.map_err(|_| Problem::bare(ProblemKind::Unavailable))?;
    made.ok_or_else(|| missing(&entity.to_string()))
}

/// The answer with the record and its tag.
pub fn answer(record: &StaffRecord, status: StatusCode) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    response.insert_header((ETAG, record.etag()));
    if status == StatusCode::CREATED {
        response.insert_header((LOCATION, format!("/api/staff/{}/{}", record.kind, record.id)));
    }
    response.json(record)
}

/// A record with all that the caller may read
#[utoipa::path(get, path = "/api/staff/{kind}/{id}", tag = "staff",
    params(("kind" = String, Path, description = "`facilities`, `buildings`, `parcels`, `lots` or `links`", example = "parcels"),
        ("id" = String, Path, description = "The record's id", example = "P000001")),
    responses((status = 200, body = StaffRecord), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_record(
    caller: Caller,
    state: web::Data<State>,
    id: EditableId,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let record = present(Arc::new(caller), &state, id.0).await?;
    Ok(answer(&record, StatusCode::OK))
}
