//! Attached files of any record, for those who work on it: upload, release, removal.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::{IntoParams, ToSchema};

use super::entry::Entry;
use super::revise::{create, current, remove, revise, tag_of, tagged};
use crate::auth::Action;
use crate::history::State as RecordState;
use crate::http::api::attachment::{PublicAttachment, owner};
use crate::http::api::record::RecordId;
use crate::http::api::view::View;
use crate::http::caller::Caller;
use crate::http::if_match::IfMatch;
use crate::http::params::{Asked, FromParams, Params, choose};
use crate::http::problem::{Problem, ProblemBody, ProblemKind};
use crate::http::state::State;
use crate::record::{Code, EntityId, Fid, Kind, Provenance};
use crate::register::{Attachment, AttachmentKind, ContentHash, Thumbnail};
use crate::snapshot::{Item, Snapshot};
use crate::text::Message;

/// Attached files of one record, released or not.
#[derive(Serialize, ToSchema)]
pub struct StaffAttachments {
    items: Vec<StaffAttachment>,
    /// Whether the caller may attach files to the record.
    may_attach: bool,
    /// The largest file in bytes.
    #[schema(example = 52_428_800)]
    most_bytes: u64,
}

/// An attached file, with whether it is released.
#[derive(Serialize, ToSchema)]
pub struct StaffAttachment {
    facts: PublicAttachment,
    #[schema(example = "1-00c0ffee00c0ffee")]
    tag: String,
    /// Whether everybody may see it, where the record is one that everybody sees.
    released: bool,
    may_edit: bool,
    may_release: bool,
}

impl StaffAttachment {
    fn new(item: &Item<Attachment>, view: &View, caller: &Caller) -> Self {
        let bureau = owner_bureau(item.body.of, &view.snapshot);
        Self {
            facts: PublicAttachment::new(item, view),
            tag: tag_of(item),
            released: item.body.released,
            may_edit: caller.require_for(Action::Attach, bureau.as_ref()).is_ok(),
            may_release: caller.require(Action::ReleaseAttachment).is_ok(),
        }
    }
}

/// The bureau of the record that a file belongs to; of a building, that of a facility that uses it.
fn owner_bureau(of: EntityId, snapshot: &Snapshot) -> Option<Code> {
    let of = match of.kind {
        Kind::Building => snapshot.links_of(of).find(|link| link.to == of)?.from,
        _ => of,
    };
    snapshot.bureau_of(Some(of), &snapshot.get(of)?.state.body)
}

/// What an upload says of its file.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UploadParameters {
    /// What the file is called where it came from. Folders are cut off.
    #[param(example = "gaikan.jpg")]
    file_name: String,
    /// The name of the file where left out.
    #[param(example = "外観")]
    title: Option<String>,
    /// `photo`, `drawing`, `contract` or `document`; by the content where left out.
    #[param(value_type = Option<String>, example = "photo")]
    kind: Option<AttachmentKind>,
    /// When the photo was taken, the drawing drawn, the contract signed.
    #[param(value_type = Option<String>, example = "2026-04-01")]
    dated: Option<Date>,
}

impl FromParams for UploadParameters {
    fn read(params: &mut Params) -> Self {
        let kinds = AttachmentKind::ALL.map(|kind| (kind.key(), kind));
        let file_name = params.value("file_name", |text| {
            let wanted = || {
                Message::new(
                    "ファイル名（200文字まで）",
                    "the name of the file, up to 200 characters",
                )
            };
            plain_name(text).ok_or_else(wanted)
        });
        if !params.is_given("file_name") {
            let message = Message::new(
                "file_name にファイル名を指定してください。",
                "Give the name of the file in file_name.",
            );
            params.refuse("file_name", message);
        }
        let title = params.value("title", |text| {
            let wanted = || Message::new("200文字までの題名", "a title of up to 200 characters");
            let title = text.trim();
            let fits = title.chars().count() <= 200 && !title.chars().any(char::is_control);
            fits.then(|| title.to_owned()).ok_or_else(wanted)
        });
        Self {
            file_name: file_name.unwrap_or_default(),
            title: title.filter(|title| !title.is_empty()),
            kind: params.value("kind", |text| choose(text, &kinds)),
            dated: params.value("dated", |text| {
                let wanted = || Message::new("日付（例 2026-04-01）", "a day such as 2026-04-01");
                text.parse().map_err(|_| wanted())
            }),
        }
    }
}

/// The last part of a path, without what a file system or a header could take amiss.
fn plain_name(text: &str) -> Option<String> {
    let last = text.rsplit(['/', '\\']).next()?.trim();
    let name: String = last.chars().filter(|letter| !letter.is_control()).collect();
    let fits = !name.is_empty() && name.chars().count() <= 200 && !name.chars().all(|letter| letter == '.');
    fits.then_some(name)
}

fn present(state: &State, caller: &Caller, fid: Fid, status: StatusCode) -> Result<HttpResponse, Problem> {
    let view = View::of(state);
    let item = view
        .snapshot
        .attachments
        .get(fid)
        .ok_or_else(|| Problem::bare(ProblemKind::NotFound))?;
    let attachment = StaffAttachment::new(item, &view, caller);
    let location = (status == StatusCode::CREATED).then(|| format!("/api/staff/attachments/{}", item.id()));
    Ok(tagged(status, &attachment.tag, location, &attachment))
}

/// All files attached to a record
#[utoipa::path(get, path = "/api/staff/{kind}/{id}/attachments", tag = "attachments",
    params(("kind" = String, Path, description = "The collection's name", example = "facilities"),
        ("id" = String, Path, description = "The record's id", example = "F000001")),
    responses((status = 200, body = StaffAttachments), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_staff_attachments(
    caller: Caller,
    state: web::Data<State>,
    path: web::Path<(String, String)>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let view = View::of(&state);
    let (kind, id) = path.into_inner();
    let of = owner(&kind, &id, &view.snapshot)?;
    let own = view.snapshot.attachments.iter().filter(|item| item.body.of == of);
    let bureau = owner_bureau(of, &view.snapshot);
    Ok(HttpResponse::Ok().json(StaffAttachments {
        items: own.map(|item| StaffAttachment::new(item, &view, &caller)).collect(),
        may_attach: caller.require_for(Action::Attach, bureau.as_ref()).is_ok(),
        most_bytes: state.filing.limits.file_bytes,
    }))
}

/// Attaches a file: its bytes are the body. Its type is told by its content; a photo loses what it says beside the picture
#[utoipa::path(post, path = "/api/staff/{kind}/{id}/attachments", tag = "attachments",
    params(("kind" = String, Path, description = "The collection's name", example = "facilities"),
        ("id" = String, Path, description = "The record's id", example = "F000001"), UploadParameters),
    request_body(content = String, content_type = "application/octet-stream", description = "The file"),
    responses((status = 201, body = StaffAttachment), (status = 413, body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, body = ProblemBody, content_type = "application/problem+json", description = "Not one of the types that are taken"),
        (status = 507, body = ProblemBody, content_type = "application/problem+json", description = "All files together would be too large")))]
pub async fn attach(
    caller: Caller,
    request: HttpRequest,
    state: web::Data<State>,
    path: web::Path<(String, String)>,
    asked: Asked<UploadParameters>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let (kind, id) = path.into_inner();
    let snapshot = state.live.load();
    let of = owner(&kind, &id, &snapshot)?;
    caller.require_for(Action::Attach, owner_bureau(of, &snapshot).as_ref())?;
    let said = asked.0;
    let filing = &state.filing;
    let scratch = filing.receive(&request, payload).await?;
    let (scratch, taken) = filing.take(scratch).await?;
    let small = taken.thumbnail.as_ref().map(|picture| Thumbnail {
        sha256: ContentHash::new(Sha256::digest(&picture.bytes).into()),
        width_px: picture.width_px,
        height_px: picture.height_px,
    });
    let by_content = if taken.media_type.is_image() {
        AttachmentKind::Photo
    } else {
        AttachmentKind::Document
    };
    let attachment = Attachment {
        of,
        kind: said.kind.unwrap_or(by_content),
        title: said.title.unwrap_or_else(|| said.file_name.clone()),
        file_name: said.file_name,
        media_type: taken.media_type,
        bytes: taken.bytes,
        sha256: taken.sha256,
        thumbnail: small.clone(),
        dated: said.dated,
        released: false,
        provenance: Provenance::Source,
    };
    let _writing = filing.write().await;
    filing.require_room(&state.live.load(), taken.bytes)?;
    filing.keep(scratch, &taken, small.map(|small| small.sha256)).await?;
    let contents: Vec<ContentHash> = attachment.contents().collect();
    let reason = format!("ファイルの添付: {}", attachment.title);
    let record = RecordState {
        body: attachment.into(),
        shape: None,
    };
    match create::<Attachment>(&caller, reason, record).await {
        Ok(fid) => present(&state, &caller, fid, StatusCode::CREATED),
        Err(problem) => {
            filing.sweep(contents, state.live.load()).await;
            Err(problem)
        }
    }
}

/// One attached file
#[utoipa::path(get, path = "/api/staff/attachments/{id}", tag = "attachments",
    params(("id" = String, Path, description = "The attachment's id", example = "T000001")),
    responses((status = 200, body = StaffAttachment), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_staff_attachment(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<Attachment>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    current(&state, &id)?;
    present(&state, &caller, id.0, StatusCode::OK)
}

/// What is said of a file.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachmentEntry {
    #[schema(example = "外観")]
    title: String,
    /// `photo`, `drawing`, `contract` or `document`.
    #[schema(example = "photo")]
    kind: String,
    #[serde(default)]
    #[schema(example = "2026-04-01")]
    dated: Option<String>,
    /// Whether everybody may see it.
    released: bool,
}

/// Changes what is said of a file, or releases it
#[utoipa::path(put, path = "/api/staff/attachments/{id}", tag = "attachments", request_body = AttachmentEntry,
    params(("id" = String, Path, description = "The attachment's id", example = "T000001"),
        ("If-Match" = String, Header, description = "The ETag of the record as it was read", example = "\"1-00c0ffee00c0ffee\"")),
    responses((status = 200, body = StaffAttachment), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 412, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn correct_attachment(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<Attachment>,
    seen: IfMatch,
    body: web::Json<AttachmentEntry>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let (snapshot, item) = current(&state, &id)?;
    let mut entry = Entry::default();
    let title = entry.line("/title", &body.title);
    let kind = AttachmentKind::from_key(&body.kind);
    if kind.is_none() {
        entry.refuse("/kind", "種類を選んでください。", "Choose the kind.");
    }
    let dated = entry.day("/dated", body.dated.as_deref());
    entry.finish()?;
    let kind = kind.expect("a sound entry has a kind");
    let there = &item.body;
    if (&there.title, there.kind, there.dated) != (&title, kind, dated) {
        caller.require_for(Action::Attach, owner_bureau(there.of, &snapshot).as_ref())?;
    }
    let released = body.released;
    if there.released != released {
        caller.require(Action::ReleaseAttachment)?;
    }
    let reason = match (there.released, released) {
        (false, true) => format!("添付ファイルの公開: {title}"),
        (true, false) => format!("添付ファイルの公開の取消し: {title}"),
        _ => format!("添付ファイルの訂正: {title}"),
    };
    revise(&caller, &id, seen, reason, move |attachment: &mut Attachment, _| {
        attachment.title.clone_from(&title);
        attachment.kind = kind;
        attachment.dated = dated;
        attachment.released = released;
        Ok(())
    })
    .await?;
    present(&state, &caller, id.0, StatusCode::OK)
}

/// Removes a file with its content
#[utoipa::path(delete, path = "/api/staff/attachments/{id}", tag = "attachments",
    params(("id" = String, Path, description = "The attachment's id", example = "T000001"),
        ("If-Match" = String, Header, description = "The ETag of the record as it was read", example = "\"1-00c0ffee00c0ffee\"")),
    responses((status = 204, description = "Removed"), (status = 412, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn remove_attachment(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<Attachment>,
    seen: IfMatch,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let (snapshot, item) = current(&state, &id)?;
    caller.require_for(Action::Attach, owner_bureau(item.body.of, &snapshot).as_ref())?;
    let _writing = state.filing.write().await;
    remove(&caller, &id, seen, format!("添付ファイルの削除: {}", item.body.title)).await?;
    state
        .filing
        .sweep(item.body.contents().collect(), state.live.load())
        .await;
    Ok(HttpResponse::NoContent().finish())
}

/// The content of a file, to be saved
#[utoipa::path(get, path = "/api/staff/attachments/{id}/content", tag = "attachments",
    params(("id" = String, Path, description = "The attachment's id", example = "T000001")),
    responses((status = 200, description = "The file", content_type = "application/octet-stream"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_staff_content(
    caller: Caller,
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Attachment>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let attachment = &current(&state, &id)?.1.body;
    let content_type = attachment.media_type.content_type();
    state
        .filing
        .serve(&request, attachment.sha256, content_type, &attachment.file_name)
        .await
}

/// The small picture of a photo
#[utoipa::path(get, path = "/api/staff/attachments/{id}/thumbnail", tag = "attachments",
    params(("id" = String, Path, description = "The attachment's id", example = "T000001")),
    responses((status = 200, description = "A JPEG", content_type = "image/jpeg"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_staff_thumbnail(
    caller: Caller,
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Attachment>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let (_, item) = current(&state, &id)?;
    let small = item.body.thumbnail.as_ref().ok_or_else(|| id.not_found())?;
    state
        .filing
        .serve(&request, small.sha256, "image/jpeg", "thumbnail.jpg")
        .await
}
