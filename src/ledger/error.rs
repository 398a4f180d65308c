//! Why a change was not made.

use super::Entangled;
use crate::record::{EntityId, Violation};
use crate::snapshot::{ApplyError, Refusal};
use crate::store::StoreError;
use crate::text::Message;

#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The change does not fit the portfolio as it stands.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A rule of the domain forbids it; the text is for people.
    #[error("{0}")]
    Invalid(Message),
    /// The record would break rules of the domain, at these places. No entity where the record is new.
    #[error("the record would break {} rules", violations.len())]
    Unsound {
        entity: Option<EntityId>,
        violations: Vec<Violation>,
    },
    /// A commit that others have built on cannot be taken back.
    #[error("{}", .0.message())]
    Entangled(Entangled),
    /// The derived commit does not follow the snapshot: a fault of this program.
    #[error(transparent)]
    Apply(#[from] ApplyError),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store refused or was lost; nothing was written. The cause is in the log of the process.
    #[error("the change could not be saved: {0}")]
    NotSaved(String),
    /// The ledger has ended: the process is shutting down.
    #[error("the ledger no longer takes changes")]
    Closed,
}
