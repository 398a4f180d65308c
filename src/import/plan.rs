//! What an import would do: shown before anything is written, then turned into one draft.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::history::{Batch, Body, Draft, FieldChange, State, field_changes, write_state};
use crate::record::{EntityId, Fid, Kind};
use crate::snapshot::Snapshot;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Created,
    Changed,
    Unchanged,
    /// Only features of a reference layer: its file is the whole layer.
    Removed,
}

/// What becomes of one record.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The row that says so.
    pub row: u64,
    pub entity: EntityId,
    pub key: Option<String>,
    pub label: String,
    pub action: Action,
    /// The revision and the state that the row was compared with.
    pub before: Option<(u64, State)>,
    /// Nothing where the record is taken out.
    pub after: Option<State>,
}

impl Entry {
    pub(super) fn new(row: u64, entity: EntityId, before: Option<(u64, State)>, after: State) -> Self {
        let action = match &before {
            None => Action::Created,
            Some((_, state)) if *state == after => Action::Unchanged,
            Some(_) => Action::Changed,
        };
        let (key, label) = (after.body.key(), after.body.label().to_owned());
        Self {
            row,
            entity,
            key,
            label,
            action,
            before,
            after: Some(after),
        }
    }

    pub(super) fn removal(entity: EntityId, before: (u64, State)) -> Self {
        let (key, label) = (before.1.body.key(), before.1.body.label().to_owned());
        Self {
            row: 0,
            entity,
            key,
            label,
            action: Action::Removed,
            before: Some(before),
            after: None,
        }
    }

    /// Field by field, before and after.
    pub fn changes(&self) -> Vec<FieldChange> {
        field_changes(self.before.as_ref().map(|(_, state)| state), self.after.as_ref())
    }
}

/// A row that may be about several records: refused until somebody says which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ambiguity {
    pub row: u64,
    pub name: String,
    pub candidates: Vec<EntityId>,
}

/// A record of the portfolio that no row speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Absentee {
    pub entity: EntityId,
    pub key: Option<String>,
    pub label: String,
}

/// The preview of an import, and the draft that it becomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub entries: Vec<Entry>,
    /// They stay as they are: a file need not be complete.
    pub missing: Vec<Absentee>,
    pub ambiguous: Vec<Ambiguity>,
    pub batch: Batch,
}

impl Plan {
    pub fn with_action(&self, action: Action) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.action == action)
    }

    /// Whether the import would change the portfolio at all.
    pub fn changes_nothing(&self) -> bool {
        self.entries.iter().all(|entry| entry.action == Action::Unchanged)
    }

    /// What the plan would do, in a few letters: two plans with the same letters make the same changes, though new records
    /// may get other ids when somebody else has written in between.
    pub fn fingerprint(&self) -> String {
        let created = self.with_action(Action::Created).map(|entry| entry.entity);
        let ordinals: HashMap<EntityId, u64> = created.zip(0..).collect();
        let mut hasher = Sha256::new();
        let mut feed = |bytes: &[u8]| {
            hasher.update((bytes.len() as u64).to_be_bytes());
            hasher.update(bytes);
        };
        for entry in self.entries.iter().filter(|entry| entry.action != Action::Unchanged) {
            let name = |id: EntityId| {
                ordinals
                    .get(&id)
                    .map_or_else(|| id.to_string(), |at| format!("new {at}"))
            };
            feed(name(entry.entity).as_bytes());
            for state in [entry.before.as_ref().map(|(_, state)| state), entry.after.as_ref()] {
                match state {
                    Some(state) => feed(&normal_bytes(state, &name)),
                    None => feed(b"-"),
                }
            }
        }
        for ambiguity in &self.ambiguous {
            feed(&ambiguity.row.to_be_bytes());
        }
        feed(&self.batch.refused.to_be_bytes());
        feed(self.batch.sha256.as_bytes());
        hex::encode(&hasher.finalize()[..12])
    }

    /// One draft, and so one commit, for the whole file.
    pub fn into_draft(self, reason: impl Into<String>, data_date: Option<Date>) -> Draft {
        let mut draft = Draft::new(reason);
        draft.data_date = data_date;
        draft.batch = Some(self.batch);
        for entry in self.entries {
            match (entry.action, entry.before, entry.after) {
                (Action::Unchanged, ..) | (_, None, None) => {}
                (_, None, Some(after)) => draft.create(entry.entity.kind, entry.entity.fid, after),
                (_, Some((revision, _)), Some(after)) => draft.replace(entry.entity, revision, after),
                (_, Some((revision, _)), None) => draft.remove(entry.entity, revision),
            }
        }
        draft
    }
}

/// A state's bytes with the records that it names by what `name` calls them.
fn normal_bytes(state: &State, name: &impl Fn(EntityId) -> String) -> Vec<u8> {
    match &state.body {
        Body::Link(link) => {
            let ends = [link.from, link.to].map(name).join(" ");
            let rest = (&link.role, &link.area_m2, &link.shared_area_m2, &link.share);
            format!("{ends} {rest:?}").into_bytes()
        }
        Body::LayerFeature(feature) => {
            let layer = name(EntityId::new(Kind::Layer, feature.layer));
            let mut same = (**feature).clone();
            same.layer = Fid(0);
            let mut bytes = write_state(&State {
                body: same.into(),
                shape: state.shape.clone(),
            });
            bytes.extend_from_slice(layer.as_bytes());
            bytes
        }
        _ => write_state(state),
    }
}

/// Gives out the next fids of each kind, in order.
pub(super) struct Fids<'a> {
    snapshot: &'a Snapshot,
    next: HashMap<Kind, u32>,
}

impl<'a> Fids<'a> {
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            snapshot,
            next: HashMap::new(),
        }
    }

    pub fn take(&mut self, kind: Kind) -> EntityId {
        let next = self.next.entry(kind).or_insert_with(|| self.snapshot.next_fid(kind).0);
        let fid = Fid(*next);
        *next += 1;
        EntityId::new(kind, fid)
    }
}
