//! What the public forms of all records have in common.

use std::str::FromStr;

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use futures_util::future::{Ready, ready};

use super::view::View;
use crate::geometry::Shape;
use crate::http::problem::{Problem, ProblemKind};
use crate::record::{AreaM2, Datum, EntityId, Fid, Record};
use crate::register::Organisation;
use crate::snapshot::Item;
use crate::text::Message;

/// A record as it was at some time: what a public form shows of it, and no more.
pub struct Seen<'a, T> {
    pub fid: Fid,
    pub revision: u64,
    pub body: &'a T,
    pub shape: Option<&'a Shape>,
}

impl<'a, T: Record> Seen<'a, T> {
    pub fn now(item: &'a Item<T>) -> Self {
        Self {
            fid: item.fid,
            revision: item.revision,
            body: &item.body,
            shape: item.shape.as_deref(),
        }
    }

    pub fn id(&self) -> String {
        EntityId::new(T::KIND, self.fid).to_string()
    }
}

/// The bureau in the source's own words, or by its name in the code list.
pub fn bureau_name(organisation: &Organisation, view: &View) -> Option<String> {
    let code = organisation.bureau.as_ref();
    let listed = || {
        code.map(|code| {
            view.label_ja("bureaus", code.as_str())
                .unwrap_or_else(|| code.to_string())
        })
    };
    organisation.bureau_text.clone().or_else(listed)
}

pub fn area_text(area: &Datum<AreaM2>) -> Option<String> {
    area.known().map(|area| area.to_string())
}

/// The id in a path (`F000123`), of one kind of record.
pub struct RecordId<T>(pub Fid, std::marker::PhantomData<T>);

impl<T: Record> RecordId<T> {
    pub fn entity(&self) -> EntityId {
        EntityId::new(T::KIND, self.0)
    }

    /// The id in an address that holds more than one.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let entity = EntityId::from_str(text).ok().filter(|entity| entity.kind == T::KIND);
        entity
            .map(|entity| Self(entity.fid, std::marker::PhantomData))
            .ok_or_else(|| missing(text))
    }

    pub fn not_found(&self) -> Problem {
        missing(&self.entity().to_string())
    }
}

fn missing(id: &str) -> Problem {
    let shown: String = id.chars().take(40).collect();
    Problem::new(
        ProblemKind::NotFound,
        Message::new(
            format!("{shown} はありません。番号が正しいか、一覧から外れていないかを確かめてください。"),
            format!("There is no {shown}. Check the id; the record may have left the register."),
        ),
    )
}

impl<T: Record> FromRequest for RecordId<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let text = web::Path::<String>::from_request(request, payload).into_inner();
        let read = || {
            let text = text.map_err(|_| Problem::bare(ProblemKind::NotFound))?.into_inner();
            Self::parse(&text)
        };
        ready(read())
    }
}
