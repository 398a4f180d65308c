//! A commit from a draft, checked against the portfolio as it stands.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use super::{HasLayer, Snapshot};
use crate::history::{Body, Commit, Draft, Event, Target};
use crate::record::{EntityId, Kind};
use crate::register::Link;

/// Who commits, when, under which name. Given, never taken from the surroundings.
#[derive(Clone, Debug)]
pub struct Stamp {
    pub id: Uuid,
    pub actor: Arc<str>,
    pub time: Timestamp,
}

/// Why a draft cannot become a commit on this version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("{entity} has changed since it was read: its revision is {current}")]
    Conflict { entity: EntityId, current: u64 },
    #[error("there is no {0}")]
    NotFound(EntityId),
    #[error("{0} is not the next new id of its kind")]
    NotNextId(EntityId),
    #[error("{entity}: the number {key:?} belongs to {holder}")]
    DuplicateKey {
        entity: EntityId,
        key: String,
        holder: EntityId,
    },
    #[error("{from} names {to}, which does not exist")]
    Dangling { from: EntityId, to: EntityId },
    #[error("{0} joins records of kinds that its role does not join")]
    MisjoinedLink(EntityId),
    #[error("{0} is named twice in one change")]
    Twice(EntityId),
    #[error("the change changes nothing")]
    Nothing,
}

impl Snapshot {
    /// Checks a draft and makes the commit that follows this version.
    pub fn derive(&self, draft: Draft, stamp: Stamp) -> Result<Commit, Refusal> {
        let mut seen = HashSet::with_capacity(draft.edits.len());
        let mut next_fids: HashMap<Kind, u32> = HashMap::new();
        let mut events = Vec::with_capacity(draft.edits.len());
        for edit in draft.edits {
            let entity = edit.target.entity();
            if !seen.insert(entity) {
                return Err(Refusal::Twice(entity));
            }
            let (revision, before) = match edit.target {
                Target::New(_) => {
                    let next = next_fids
                        .entry(entity.kind)
                        .or_insert_with(|| self.next_fid(entity.kind).0);
                    if entity.fid.0 != *next || edit.after.is_none() {
                        return Err(Refusal::NotNextId(entity));
                    }
                    *next += 1;
                    (0, None)
                }
                Target::At(_, revision) => {
                    let there = self.get(entity).ok_or(Refusal::NotFound(entity))?;
                    if there.revision != revision {
                        return Err(Refusal::Conflict {
                            entity,
                            current: there.revision,
                        });
                    }
                    (revision, Some(there.state))
                }
                Target::Restored(_, removal) => {
                    let there = self.get(entity).map(|there| there.revision);
                    let current = there.or(self.removal_of(entity)).ok_or(Refusal::NotFound(entity))?;
                    if there.is_some() || current != removal {
                        return Err(Refusal::Conflict { entity, current });
                    }
                    (removal, None)
                }
            };
            if before != edit.after {
                events.push(Event {
                    entity,
                    revision: revision + 1,
                    before,
                    after: edit.after,
                });
            }
        }
        if events.is_empty() {
            return Err(Refusal::Nothing);
        }
        self.check_keys(&events)?;
        self.check_references(&events)?;
        Ok(Commit {
            id: stamp.id,
            version: self.version().next(),
            actor: stamp.actor,
            time: stamp.time,
            reason: draft.reason,
            data_date: draft.data_date,
            batch: draft.batch,
            undoes: draft.undoes,
            events,
        })
    }

    /// A number belongs to one record of its kind after the commit.
    fn check_keys(&self, events: &[Event]) -> Result<(), Refusal> {
        let touched: HashSet<EntityId> = events.iter().map(|event| event.entity).collect();
        let mut taken: HashMap<(Kind, String), EntityId> = HashMap::new();
        for event in events {
            let Some(key) = event.after.as_ref().and_then(|state| state.body.key()) else {
                continue;
            };
            let kind = event.entity.kind;
            let settled = self.by_key(kind, &key).filter(|holder| !touched.contains(holder));
            let holder = settled.or_else(|| taken.get(&(kind, key.clone())).copied());
            if let Some(holder) = holder {
                return Err(Refusal::DuplicateKey {
                    entity: event.entity,
                    key,
                    holder,
                });
            }
            taken.insert((kind, key), event.entity);
        }
        Ok(())
    }

    /// What a record names exists after the commit; what is removed is named by nobody.
    fn check_references(&self, events: &[Event]) -> Result<(), Refusal> {
        let after: HashMap<EntityId, bool> = events
            .iter()
            .map(|event| (event.entity, event.after.is_some()))
            .collect();
        let exists = |entity: EntityId| {
            after
                .get(&entity)
                .copied()
                .unwrap_or_else(|| self.get(entity).is_some())
        };
        for event in events {
            let Some(state) = &event.after else { continue };
            if let Body::Link(link) = &state.body
                && !link.fits()
            {
                return Err(Refusal::MisjoinedLink(event.entity));
            }
            if let Some(to) = state.body.refers_to().into_iter().find(|to| !exists(*to)) {
                return Err(Refusal::Dangling { from: event.entity, to });
            }
        }
        if events.iter().all(|event| event.after.is_some()) {
            return Ok(());
        }
        for stored in self.all().filter(|stored| !after.contains_key(&stored.entity)) {
            if let Some(to) = stored.state.body.refers_to().into_iter().find(|to| !exists(*to)) {
                return Err(Refusal::Dangling {
                    from: stored.entity,
                    to,
                });
            }
        }
        Ok(())
    }

    /// Links of a record, from either end.
    pub fn links_of(&self, entity: EntityId) -> impl Iterator<Item = &Link> {
        let links: &super::Layer<Link> = self.layer();
        links.of(entity).map(|item| &item.body)
    }
}
