//! The draft in the making: gives each kind its fids from 1 in order.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;

use crate::geometry::Shape;
use crate::history::{Body, Draft, State};
use crate::record::{EntityId, Fid, Kind};

pub struct Drafting {
    draft: Draft,
    last: BTreeMap<Kind, u32>,
}

impl Drafting {
    pub fn new() -> Self {
        Self {
            draft: Draft {
                data_date: Some(date(2026, 4, 1)),
                ..Draft::new("デモ用の架空データ")
            },
            last: BTreeMap::new(),
        }
    }

    pub fn add(&mut self, body: impl Into<Body>, shape: Option<Shape>) -> EntityId {
        let body = body.into();
        let kind = body.kind();
        let last = self.last.entry(kind).or_default();
        *last += 1;
        let fid = Fid(*last);
        let shape = shape.map(Arc::new);
        self.draft.create(kind, fid, State { body, shape });
        EntityId::new(kind, fid)
    }

    /// A record that was added.
    pub fn body(&self, entity: EntityId) -> Option<&Body> {
        self.bodies().find(|(there, _)| *there == entity).map(|(_, body)| body)
    }

    /// The first record that fits.
    pub fn find(&self, fits: impl Fn(&Body) -> bool) -> Option<EntityId> {
        self.bodies().find(|(_, body)| fits(body)).map(|(entity, _)| entity)
    }

    fn bodies(&self) -> impl Iterator<Item = (EntityId, &Body)> {
        let edits = self.draft.edits.iter();
        edits.filter_map(|edit| Some((edit.target.entity(), &edit.after.as_ref()?.body)))
    }

    pub fn finish(self) -> Draft {
        self.draft
    }
}
