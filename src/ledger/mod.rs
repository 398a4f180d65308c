//! The one way to write: check, derive, commit, swap.

mod become_parcel;
mod change;
mod error;
mod rollback;
mod task;

pub use become_parcel::BecomeParcel;
pub use change::Change;
pub use error::LedgerError;
pub use rollback::{Entangled, Rollback};
pub use task::{Follower, Ledger, Receipt};
