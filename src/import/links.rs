//! Links that rows ask for: made once, updated where they exist.

use std::collections::HashMap;

use super::plan::{Entry, Fids};
use crate::history::State;
use crate::record::{Kind, Record};
use crate::register::Link;
use crate::snapshot::Snapshot;

pub(super) struct Links<'a> {
    snapshot: &'a Snapshot,
    entries: Vec<Entry>,
    by_key: HashMap<String, usize>,
}

impl<'a> Links<'a> {
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            snapshot,
            entries: Vec::new(),
            by_key: HashMap::new(),
        }
    }

    /// A second row about the same pair replaces what the first one said.
    pub fn add(&mut self, row: u64, link: Link, fids: &mut Fids) {
        let key = link.key().expect("a link's key are its ends");
        let existing = self.snapshot.links.by_key(&key);
        let before = existing.map(|item| {
            (
                item.revision,
                State {
                    body: item.body.clone().into(),
                    shape: None,
                },
            )
        });
        let after = State {
            body: link.into(),
            shape: None,
        };
        match self.by_key.get(&key) {
            Some(at) => self.entries[*at] = Entry::new(row, self.entries[*at].entity, before, after),
            None => {
                let entity = existing.map_or_else(|| fids.take(Kind::Link), |item| item.id());
                self.by_key.insert(key, self.entries.len());
                self.entries.push(Entry::new(row, entity, before, after));
            }
        }
    }

    pub fn into_entries(self) -> Vec<Entry> {
        self.entries
    }
}
