//! Imports over HTTP: files are sent, looked at, corrected, and committed or discarded. The steps are those of `intake`;
//! here requests are read and answers presented. Nothing is written to the portfolio before the commit.

mod act;
mod choice;
mod commit;
mod download;
mod finding;
mod option;
mod preview;
mod receive;
mod row;
mod status;

use std::sync::Arc;

use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::{Ready, ready};
use uuid::Uuid;

pub use act::*;
pub use choice::*;
pub use commit::*;
pub use download::*;
pub use finding::*;
pub use preview::*;
pub use receive::*;
pub use row::*;
pub use status::*;

use crate::auth::Action;
use crate::http::caller::Caller;
use crate::http::problem::{Fault, Place, Problem, ProblemKind};
use crate::http::state::State;
use crate::intake::{Desk, IntakeError, Reason, Upload};
use crate::text::Message;

/// The import that an address names.
pub struct ImportId(Uuid);

impl FromRequest for ImportId {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        let text = request.match_info().get("id").unwrap_or_default();
        ready(text.parse().map(Self).map_err(|_| absent()))
    }
}

fn absent() -> Problem {
    Problem::not_found(Message::new(
        "この取込みはありません。期限が切れたか、破棄されています。ファイルをもう一度送ってください。",
        "There is no such import. It has expired or was discarded. Send the file again.",
    ))
}

/// The desk where uploads lie.
fn desk(state: &State) -> Result<Arc<Desk>, Problem> {
    state
        .imports
        .clone()
        .ok_or_else(|| Problem::bare(ProblemKind::WriteRefused))
}

/// Whether the upload is any of the caller's business: his own, or all of them for who runs the service. Files hold what
/// has not been looked at by anybody, so to others an upload is not there.
fn is_own(caller: &Caller, upload: &Upload) -> bool {
    *upload.actor == *caller.actor || caller.require(Action::ManageSettings).is_ok()
}

/// The desk, for somebody who may import, about an upload of his.
fn own_desk(caller: &Caller, state: &State, id: &ImportId) -> Result<Arc<Desk>, Problem> {
    caller.require(Action::Import)?;
    let desk = desk(state)?;
    let upload = desk.upload(id.0).map_err(Problem::from)?;
    if is_own(caller, &upload) {
        Ok(desk)
    } else {
        Err(absent())
    }
}

/// Work on the desk that may take a moment, off the workers.
async fn at_desk<T: Send + 'static>(
    desk: Arc<Desk>,
    work: impl FnOnce(&Desk) -> Result<T, IntakeError> + Send + 'static,
) -> Result<T, Problem> {
    let done = web::block(move || work(&desk)).await;
    done.map_err(|_| Problem::internal())?.map_err(Problem::from)
}

impl From<IntakeError> for Problem {
    fn from(error: IntakeError) -> Self {
        let IntakeError { reason, message } = error;
        let kind = match reason {
            Reason::NotFound => ProblemKind::NotFound,
            Reason::WrongFiles => ProblemKind::InvalidRequest,
            Reason::WrongOption { field } => {
                let fault = Fault {
                    place: Place::Pointer(format!("/{field}")),
                    message: message.clone(),
                };
                return Self {
                    faults: vec![fault],
                    ..Self::new(ProblemKind::InvalidRecord, message)
                };
            }
            Reason::TooLarge => ProblemKind::PayloadTooLarge,
            Reason::Full => ProblemKind::InsufficientStorage,
            Reason::NotReady | Reason::Nothing | Reason::Refused => ProblemKind::Conflict,
            Reason::PlanChanged => ProblemKind::PlanChanged,
            Reason::NotPermitted => ProblemKind::NotPermitted,
            Reason::Busy | Reason::Io => ProblemKind::Unavailable,
        };
        Self::new(kind, message)
    }
}
