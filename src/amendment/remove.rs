//! Taking a record away that should never have been there. A facility that closes is closed, not removed.

use super::amend::SeenRecord;
use super::patch::Reason;
use crate::history::Draft;
use crate::ledger::{Change, LedgerError};
use crate::record::{EntityId, Kind};
use crate::snapshot::Snapshot;

/// Removes a record, with the links to it where told so; whatever else names it stands in the way.
#[derive(Clone, Debug)]
pub struct Remove {
    pub record: SeenRecord,
    pub with_links: bool,
    pub reason: Reason,
}

impl Change for Remove {
    fn draft(&self, snapshot: &Snapshot) -> Result<Draft, LedgerError> {
        let stored = self.record.find(snapshot)?;
        let mut draft = Draft::new(self.reason.as_str());
        if self.with_links {
            let of = self.record.entity;
            let links = snapshot
                .links
                .iter()
                .filter(|item| item.body.from == of || item.body.to == of);
            for link in links {
                draft.remove(link.id(), link.revision);
            }
        }
        draft.remove(stored.entity, stored.revision);
        Ok(draft)
    }
}

/// How many records of which kinds name a record.
pub fn referrers(entity: EntityId, snapshot: &Snapshot) -> Vec<(Kind, usize)> {
    let mut counts: Vec<(Kind, usize)> = Vec::new();
    for stored in snapshot
        .all()
        .filter(|stored| stored.state.body.refers_to().contains(&entity))
    {
        match counts.iter_mut().find(|(kind, _)| *kind == stored.entity.kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((stored.entity.kind, 1)),
        }
    }
    counts
}
