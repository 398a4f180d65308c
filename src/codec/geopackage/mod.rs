//! GeoPackage files of others, read in place and never changed; and new ones with an index.
//!
//! `rusqlite` and not `sqlx`: rows are wanted one by one on a plain thread, with limits set on the
//! connection before a hostile file is touched. The bundled SQLite is the same for both.

mod layer;
mod reader;
mod sql;
mod wkb;
mod writer;

pub(super) use reader::open;
pub(super) use writer::GpkgRows;
