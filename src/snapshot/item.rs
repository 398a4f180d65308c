//! One record in a snapshot.

use std::sync::Arc;

use crate::geometry::{Bbox, Shape};
use crate::history::Version;
use crate::record::{EntityId, Fid, Record};

/// A record with what the portfolio knows about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Item<T> {
    pub fid: Fid,
    /// Counts the changes of this record; what `If-Match` compares.
    pub revision: u64,
    /// The version in which it last changed.
    pub changed: Version,
    pub body: T,
    pub shape: Option<Arc<Shape>>,
    /// What a search looks through: folded texts, a line each.
    pub search: Box<str>,
}

impl<T: Record> Item<T> {
    pub fn new(fid: Fid, revision: u64, changed: Version, body: T, shape: Option<Arc<Shape>>) -> Self {
        let texts: Vec<String> = body.search_texts().into_iter().map(crate::text::search_key).collect();
        Self {
            fid,
            revision,
            changed,
            search: texts.join("\n").into(),
            body,
            shape,
        }
    }

    pub fn id(&self) -> EntityId {
        EntityId::new(T::KIND, self.fid)
    }

    pub fn bbox(&self) -> Option<Bbox> {
        self.shape.as_ref().map(|shape| shape.bbox())
    }
}
