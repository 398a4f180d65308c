//! Where the portfolio is kept: one GeoPackage file.

mod batches;
mod check;
mod contract;
mod error;
mod gpkg;
mod migrate;
mod projection;
mod row;
mod sql;
mod staged_folder;
mod staging;

pub use check::{Fault, Report};
pub use contract::{Batches, CommitRecord, Contents, EventRecord, Page, Store};
pub use error::StoreError;
pub use gpkg::GpkgStore;
pub use staged_folder::StagedFolder;
pub use staging::{Incoming, PartName, Staging};
