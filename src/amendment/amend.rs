//! Changing records by hand.

use super::patch::{Patch, Reason};
use super::tag::Tag;
use crate::history::Draft;
use crate::ledger::{Change, LedgerError};
use crate::record::EntityId;
use crate::snapshot::{Refusal, Snapshot, Stored};

/// A record in the state that the author of a change saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenRecord {
    pub entity: EntityId,
    pub tag: Tag,
}

impl SeenRecord {
    /// The record as it stands, if it still is what was seen.
    pub fn find(self, snapshot: &Snapshot) -> Result<Stored, LedgerError> {
        let stored = snapshot.get(self.entity).ok_or(Refusal::NotFound(self.entity))?;
        if self.tag.fits(&stored) {
            Ok(stored)
        } else {
            Err(LedgerError::Refused(Refusal::Conflict {
                entity: self.entity,
                current: stored.revision,
            }))
        }
    }
}

/// The same patch for one record or several: all are changed in one commit, or none is.
#[derive(Clone, Debug)]
pub struct Amend {
    pub records: Vec<SeenRecord>,
    pub patch: Patch,
    pub reason: Reason,
}

impl Change for Amend {
    fn draft(&self, snapshot: &Snapshot) -> Result<Draft, LedgerError> {
        let mut draft = Draft::new(self.reason.as_str());
        for seen in &self.records {
            let stored = seen.find(snapshot)?;
            let state = self
                .patch
                .apply(Some(&stored.state), Some(seen.entity), snapshot)
                .map_err(|violations| LedgerError::Unsound {
                    entity: Some(seen.entity),
                    violations,
                })?;
            draft.replace(seen.entity, stored.revision, state);
        }
        Ok(draft)
    }
}
