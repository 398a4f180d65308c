//! The kind and the id in an address such as `/api/staff/facilities/F000123`.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::{Ready, ready};

use crate::amendment::EDITABLE;
use crate::http::problem::{Problem, ProblemKind};
use crate::record::{EntityId, Kind};
use crate::text::Message;

/// A kind of record that has a form.
pub struct EditableKind(pub Kind);

/// A record of such a kind.
pub struct EditableId(pub EntityId);

fn kind_of(request: &HttpRequest) -> Result<Kind, Problem> {
    let table = request.match_info().query("kind");
    let kind = Kind::from_table(table).filter(|kind| EDITABLE.contains(kind));
    kind.ok_or_else(|| Problem::bare(ProblemKind::NotFound))
}

fn id_of(request: &HttpRequest) -> Result<EntityId, Problem> {
    let kind = kind_of(request)?;
    let text = request.match_info().query("id");
    let entity = text.parse::<EntityId>().ok().filter(|entity| entity.kind == kind);
    entity.ok_or_else(|| missing(text))
}

/// The record is not there.
pub fn missing(id: &str) -> Problem {
    let shown: String = id.chars().take(40).collect();
    Problem::not_found(Message::new(
        format!("{shown} はありません。削除されたか、番号が違います。"),
        format!("There is no {shown}; it was removed, or the id is wrong."),
    ))
}

impl FromRequest for EditableKind {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(kind_of(request).map(Self))
    }
}

impl FromRequest for EditableId {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(id_of(request).map(Self))
    }
}
