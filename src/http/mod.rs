//! The portfolio over HTTP: a JSON API, vector tiles and the viewer. The only module that names actix.

mod answer;
mod api;
mod base_url;
mod caller;
mod claim;
mod coding;
mod etag;
mod filing;
mod guard;
mod health;
mod if_match;
pub mod openapi;
mod pages;
mod params;
mod problem;
mod refusal;
mod route;
mod server;
mod site;
mod source;
mod spool;
mod state;
mod tiles;
mod viewer;

pub use api::vocabulary;
pub use caller::Caller;
pub use filing::{Filing, FilingLimits};
pub use guard::WRITE_HEADER;
pub use problem::{Fault, Place, Problem, ProblemKind};
pub use server::{Serving, configure, serve};
pub use site::{Site, SiteWords};
pub use source::StoreHistory;
pub use state::{
    Answer, HistoryError, HistorySource, Label, NotLoopback, PastError, Readiness, RecentCommit, RecordChange, State,
    TileSource, Vocabulary, WriteTrust,
};
