//! The one way to write: check, derive, commit, swap.

mod change;
mod error;
mod rollback;
mod task;

pub use change::Change;
pub use error::LedgerError;
pub use rollback::{Entangled, Rollback};
pub use task::{Follower, Ledger, Receipt};
