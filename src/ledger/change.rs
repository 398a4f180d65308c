//! What somebody wants changed.

use crate::history::Draft;
use crate::snapshot::Snapshot;

use super::LedgerError;

/// A change: asked for its draft against the version that it will follow, and asked again where somebody was faster.
pub trait Change: Send {
    fn draft(&self, snapshot: &Snapshot) -> Result<Draft, LedgerError>;
}

/// A draft that holds for any version in which its revisions still hold.
impl Change for Draft {
    fn draft(&self, _: &Snapshot) -> Result<Draft, LedgerError> {
        Ok(self.clone())
    }
}

/// A draft worked out on the spot.
impl<F: Fn(&Snapshot) -> Result<Draft, LedgerError> + Send> Change for F {
    fn draft(&self, snapshot: &Snapshot) -> Result<Draft, LedgerError> {
        self(snapshot)
    }
}
