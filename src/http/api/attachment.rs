//! Attached files that everybody may see: released ones of records that everybody sees.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::moment::Moment;
use super::record::RecordId;
use super::view::{View, answer};
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::record::{EntityId, Kind};
use crate::register::{Attachment, LinkRole};
use crate::snapshot::{Item, Placed, Snapshot};
use crate::text::Message;

/// Attached files of one record.
#[derive(Serialize, ToSchema)]
pub struct Attachments {
    items: Vec<PublicAttachment>,
}

/// An attached file.
#[derive(Serialize, ToSchema)]
#[schema(as = Attachment)]
pub struct PublicAttachment {
    #[schema(example = "T000001")]
    id: String,
    /// The record that it belongs to.
    #[schema(example = "F000001")]
    of: String,
    /// A key of the list attachment_kinds.
    #[schema(example = "photo")]
    kind: &'static str,
    kind_ja: Option<String>,
    kind_en: Option<String>,
    #[schema(example = "外観")]
    title: String,
    #[schema(example = "gaikan.jpg")]
    file_name: String,
    #[schema(example = "image/jpeg")]
    media_type: &'static str,
    /// What people call the type.
    #[schema(example = "JPEG")]
    media_name: &'static str,
    #[schema(example = 123_456)]
    bytes: u64,
    /// SHA-256 of the content, hexadecimal.
    sha256: String,
    #[schema(example = "2026-04-01")]
    dated: Option<String>,
    /// Width and height in pixels of the small picture, where there is one.
    thumbnail_px: Option<[u32; 2]>,
    /// `source`, `demo_fact` or `demo_invented` (架空).
    #[schema(example = "source")]
    provenance: &'static str,
}

impl PublicAttachment {
    pub fn new(item: &Item<Attachment>, view: &View) -> Self {
        let attachment = &item.body;
        let kind = attachment.kind.key();
        Self {
            id: item.id().to_string(),
            of: attachment.of.to_string(),
            kind,
            kind_ja: view.label_ja("attachment_kinds", kind),
            kind_en: view.label_en("attachment_kinds", kind),
            title: attachment.title.clone(),
            file_name: attachment.file_name.clone(),
            media_type: attachment.media_type.content_type(),
            media_name: attachment.media_type.name(),
            bytes: attachment.bytes,
            sha256: attachment.sha256.to_string(),
            dated: attachment.dated.map(|day| day.to_string()),
            thumbnail_px: attachment
                .thumbnail
                .as_ref()
                .map(|small| [small.width_px, small.height_px]),
            provenance: attachment.provenance.key(),
        }
    }
}

/// Whether everybody sees the record with its place: a photo of a hidden one would show where it is.
fn is_open(of: EntityId, snapshot: &Snapshot) -> bool {
    match of.kind {
        Kind::Facility => snapshot
            .facilities
            .get(of.fid)
            .is_some_and(|item| !item.body.is_masked()),
        Kind::Parcel => snapshot.parcels.get(of.fid).is_some_and(|item| !item.body.is_masked()),
        Kind::Building => {
            let users = snapshot
                .links_of(of)
                .filter(|link| link.role == LinkRole::FacilityBuilding);
            let hides = |fid| snapshot.facilities.get(fid).is_some_and(|item| item.body.is_masked());
            snapshot.buildings.get(of.fid).is_some() && !users.map(|link| link.from.fid).any(hides)
        }
        Kind::Vacancy => snapshot
            .vacancies
            .get(of.fid)
            .is_some_and(|item| item.body.released && is_open(item.body.of, snapshot)),
        _ => false,
    }
}

/// An attachment that everybody may see; any other is not there.
fn released(view: &View, id: &RecordId<Attachment>) -> Result<Arc<Item<Attachment>>, Problem> {
    let item = view.get(id)?;
    if item.body.released && is_open(item.body.of, &view.snapshot) {
        Ok(item)
    } else {
        Err(id.not_found())
    }
}

/// The record that an address such as `facilities/F000001` names.
pub fn owner(kind: &str, id: &str, snapshot: &Snapshot) -> Result<EntityId, Problem> {
    let entity = id.parse::<EntityId>().ok();
    let entity = entity.filter(|entity| entity.kind.table() == kind && entity.kind != Kind::Attachment);
    let entity = entity.filter(|entity| snapshot.get(*entity).is_some());
    entity.ok_or_else(|| {
        let shown: String = id.chars().take(40).collect();
        Problem::not_found(Message::new(
            format!("{shown} はありません。番号が正しいか、一覧から外れていないかを確かめてください。"),
            format!("There is no {shown}. Check the id; the record may have left the register."),
        ))
    })
}

/// Released files of a record that everybody sees
#[utoipa::path(get, path = "/api/{kind}/{id}/attachments", tag = "attachments",
    params(("kind" = String, Path, description = "`facilities`, `buildings`, `parcels` or `vacancies`", example = "facilities"),
        ("id" = String, Path, description = "The record's id", example = "F000001")),
    responses((status = 200, body = Attachments), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_attachments(
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<(String, String)>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let (kind, id) = path.into_inner();
    let of = owner(&kind, &id, &state.live.load())?;
    let is_register = matches!(of.kind, Kind::Facility | Kind::Building | Kind::Parcel);
    // Whether there is a vacancy that is not released is not told either.
    if !is_register && !is_open(of, &state.live.load()) {
        return Err(owner(&kind, "", &state.live.load()).expect_err("no id is empty"));
    }
    answer(&request, &state, Moment::Now, move |view| {
        let own = view
            .snapshot
            .attachments
            .iter()
            .filter(|item| item.body.of == of && item.body.released && is_open(of, &view.snapshot));
        Attachments {
            items: own.map(|item| PublicAttachment::new(item, view)).collect(),
        }
    })
    .await
}

/// The content of a released file, to be saved
#[utoipa::path(get, path = "/api/attachments/{id}/content", tag = "attachments",
    params(("id" = String, Path, description = "The attachment's id", example = "T000001")),
    responses((status = 200, description = "The file", content_type = "application/octet-stream"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_content(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Attachment>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let attachment = &released(&View::of(&state), &id)?.body;
    let content_type = attachment.media_type.content_type();
    state
        .filing
        .serve(&request, attachment.sha256, content_type, &attachment.file_name)
        .await
}

/// The small picture of a released photo
#[utoipa::path(get, path = "/api/attachments/{id}/thumbnail", tag = "attachments",
    params(("id" = String, Path, description = "The attachment's id", example = "T000001")),
    responses((status = 200, description = "A JPEG", content_type = "image/jpeg"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_thumbnail(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Attachment>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let item = released(&View::of(&state), &id)?;
    let small = item.body.thumbnail.as_ref().ok_or_else(|| id.not_found())?;
    state
        .filing
        .serve(&request, small.sha256, "image/jpeg", "thumbnail.jpg")
        .await
}
