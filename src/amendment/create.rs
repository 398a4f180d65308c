//! A new record, written by hand.

use super::patch::{Patch, Reason};
use crate::history::Draft;
use crate::ledger::{Change, LedgerError};
use crate::snapshot::Snapshot;

/// A new record with the fields of a patch.
#[derive(Clone, Debug)]
pub struct Create {
    pub patch: Patch,
    pub reason: Reason,
}

impl Change for Create {
    fn draft(&self, snapshot: &Snapshot) -> Result<Draft, LedgerError> {
        let state = self
            .patch
            .apply(None, None, snapshot)
            .map_err(|violations| LedgerError::Unsound {
                entity: None,
                violations,
            })?;
        let kind = self.patch.kind();
        let mut draft = Draft::new(self.reason.as_str());
        draft.create(kind, snapshot.next_fid(kind), state);
        Ok(draft)
    }
}
