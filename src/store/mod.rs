//! Where the portfolio is kept: one GeoPackage file; and beside it the contents of attached files, files that wait for
//! their import, and accounts.

mod batches;
mod check;
mod contract;
mod error;
mod files;
mod gpkg;
mod migrate;
mod private;
mod projection;
mod row;
mod sql;
mod staged_folder;
mod staging;

pub use check::{Fault, Report};
pub use contract::{Batches, CommitRecord, Contents, EventRecord, Page, Store};
pub use error::StoreError;
pub use files::{FileFolder, Files, check_files, hash_of};
pub use gpkg::GpkgStore;
pub use private::{
    AccountChange, Accounts, Attempt, AuditAct, AuditEntry, Changed, Private, PrivateStore, SessionStart, Sessions,
};
pub use staged_folder::StagedFolder;
pub use staging::{Incoming, PartName, Staging};
