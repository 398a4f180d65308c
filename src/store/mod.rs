//! Where the portfolio is kept: one GeoPackage file; and where accounts are kept: a file beside it.

mod batches;
mod check;
mod contract;
mod error;
mod gpkg;
mod migrate;
mod private;
mod projection;
mod row;
mod sql;

pub use check::{Fault, Report};
pub use contract::{Batches, CommitRecord, Contents, EventRecord, Page, Store};
pub use error::StoreError;
pub use gpkg::GpkgStore;
pub use private::{
    AccountChange, Accounts, Attempt, AuditAct, AuditEntry, Changed, Private, PrivateStore, SessionStart, Sessions,
};
