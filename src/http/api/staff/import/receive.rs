//! An upload on its way in: multipart, piece by piece to the disk, never held in memory.

use std::time::Duration;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::http::header;
use actix_web::{HttpResponse, web};
use futures_util::TryStreamExt;
use serde_json::Value;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use utoipa::ToSchema;

use super::option::ImportOptions;
use super::status::ImportStatus;
use super::{at_desk, desk};
use crate::auth::Action;
use crate::http::caller::Caller;
use crate::http::etag::json_private;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody, ProblemKind};
use crate::http::state::State;
use crate::import::ImportKind;
use crate::intake::{Options, Receiving};
use crate::text::Message;

/// What is gathered before it goes to the disk.
const PIECE_BYTES: usize = 256 * 1024;
const OPTIONS_BYTES: usize = 256 * 1024;
/// Who sends nothing for so long is hung up on: others wait for the place.
const PATIENCE: Duration = Duration::from_secs(30);

/// Uploads that are received at once.
static RECEIVERS: Semaphore = Semaphore::const_new(8);

/// The parts of an upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the fields are the documentation of the parts")]
pub struct ImportUpload {
    /// The file, or the files of one shapefile, each under its own name.
    #[schema(value_type = Vec<String>, format = Binary)]
    file: Vec<u8>,
    /// What the person knows better than the file.
    options: Option<ImportOptions>,
}

fn malformed(error: &MultipartError) -> Problem {
    Problem::new(
        ProblemKind::InvalidRequest,
        Message::new(
            "送られたファイルを読めません。途中で切れたか、multipart/form-data ではありません。もう一度送ってください。",
            format!("The upload cannot be read: {error}. Send it again as multipart/form-data."),
        ),
    )
}

fn too_slow() -> Problem {
    Problem::new(
        ProblemKind::InvalidRequest,
        Message::new(
            "データが届かないため受信をやめました。もう一度送ってください。",
            "Nothing more arrived, so receiving was given up. Send it again.",
        ),
    )
}

/// The next part, or the next bytes of one, from somebody who is still sending.
async fn next<T>(
    stream: &mut (impl TryStreamExt<Ok = T, Error = MultipartError> + Unpin),
) -> Result<Option<T>, Problem> {
    let next = timeout(PATIENCE, stream.try_next()).await;
    next.map_err(|_| too_slow())?.map_err(|error| malformed(&error))
}

/// Does work on the upload where writing is allowed. An upload whose request ends meanwhile is dropped, and so is gone.
async fn on_disk(
    receiving: Receiving,
    work: impl FnOnce(&mut Receiving) -> Result<(), crate::intake::IntakeError> + Send + 'static,
) -> Result<Receiving, Problem> {
    let done = web::block(move || {
        let mut receiving = receiving;
        work(&mut receiving).map(|()| receiving)
    });
    done.await.map_err(|_| Problem::internal())?.map_err(Problem::from)
}

async fn take_file(mut receiving: Receiving, mut field: Field) -> Result<Receiving, Problem> {
    let name = field
        .content_disposition()
        .and_then(|disposition| disposition.get_filename())
        .unwrap_or_default()
        .to_owned();
    receiving = on_disk(receiving, move |receiving| receiving.file(&name)).await?;
    let mut piece = web::BytesMut::new();
    while let Some(bytes) = next(&mut field).await? {
        piece.extend_from_slice(&bytes);
        if piece.len() >= PIECE_BYTES {
            let full = piece.split();
            receiving = on_disk(receiving, move |receiving| receiving.write(&full)).await?;
        }
    }
    on_disk(receiving, move |receiving| receiving.write(&piece)).await
}

async fn take_options(mut field: Field) -> Result<Options, Problem> {
    let mut bytes = web::BytesMut::new();
    while let Some(piece) = next(&mut field).await? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > OPTIONS_BYTES {
            return Err(Problem::bare(ProblemKind::PayloadTooLarge));
        }
    }
    let value: Value = serde_json::from_slice(&bytes).map_err(|error| {
        let message = Message::new(
            "options のJSONを読めません。",
            format!("The JSON of `options` cannot be read: {error}"),
        );
        Problem::new(ProblemKind::InvalidRequest, message)
    })?;
    ImportOptions::read(value)
}

/// Refuses who may not write any record of the kind before the file is even received.
fn require_kind(caller: &Caller, options: &Options) -> Result<(), Problem> {
    let kind: Option<ImportKind> = options.kind().map_err(Problem::from)?;
    match kind.and_then(|kind| kind.record_kind()) {
        Some(kind) => caller.require(Action::editing(kind)),
        None => Ok(()),
    }
}

/// Sends a file to be imported. It is staged and checked; nothing is written to the portfolio before its commit
#[utoipa::path(post, path = "/api/staff/imports", tag = "imports",
    request_body(content = ImportUpload, content_type = "multipart/form-data"),
    responses((status = 201, body = ImportStatus, description = "It is staged, and its check has begun"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json", description = "Broken off, or files that do not belong together"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, body = ProblemBody, content_type = "application/problem+json", description = "Larger than an upload may be"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "An option is wrong, by pointer"),
        (status = 507, body = ProblemBody, content_type = "application/problem+json", description = "All uploads together take the room that there is")))]
pub async fn receive_import(
    caller: Caller,
    state: web::Data<State>,
    mut parts: Multipart,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::Import)?;
    let _place = RECEIVERS
        .try_acquire()
        .map_err(|_| Problem::bare(ProblemKind::Unavailable))?;
    let actor = std::sync::Arc::clone(&caller.actor);
    let mut receiving = at_desk(desk(&state)?, move |desk| desk.receive(&actor)).await?;
    let mut options = Options::default();
    while let Some(field) = next(&mut parts).await? {
        match field.name() {
            Some("file") => receiving = take_file(receiving, field).await?,
            Some("options") => {
                options = take_options(field).await?;
                options.check().map_err(Problem::from)?;
                require_kind(&caller, &options)?;
            }
            name => {
                let shown: String = name.unwrap_or_default().chars().take(60).collect();
                return Err(Problem::new(
                    ProblemKind::InvalidRequest,
                    Message::new(
                        format!("「{shown}」という部分はありません。使えるのは file と options です。"),
                        format!("There is no part {shown:?}. Those here: file, options."),
                    ),
                ));
            }
        }
    }
    let id = at_desk(desk(&state)?, move |_| receiving.finish(options)).await?;
    let status = ImportStatus::of(caller, state, move |desk| desk.status(id)).await?;
    let mut answer = json_private(&status);
    *answer.status_mut() = actix_web::http::StatusCode::CREATED;
    let address = format!("/api/staff/imports/{id}");
    let address = header::HeaderValue::from_str(&address).map_err(|_| Problem::internal())?;
    answer.headers_mut().insert(header::LOCATION, address);
    Ok(answer)
}
