//! What the server needs to answer: the portfolio, and the rooms that answer what the portfolio does not hold.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;
use uuid::Uuid;

use super::api::vocabulary::{CodeList, CodeListSummary};
use super::site::Site;
use crate::history::{State as RecordState, Version};
use crate::indicator::Measures;
use crate::ledger::Ledger;
use crate::record::EntityId;
use crate::snapshot::{Live, Snapshot};
use crate::store::{CommitRecord, Page};
use crate::tiles::{EncodedTile, Encoding, TileId};
use crate::vocabulary::Vocabularies;

/// A future that a trait object can return.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One change of one record, as the store keeps it: all fields, not only public ones.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordChange {
    pub version: Version,
    pub time: Timestamp,
    pub actor: Arc<str>,
    pub reason: String,
    /// The record's revision after the change.
    pub revision: u64,
    pub before: Option<RecordState>,
    pub after: Option<RecordState>,
}

/// A commit as the log tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct RecentCommit {
    pub id: Uuid,
    pub version: Version,
    pub time: Timestamp,
    /// What an import took in (`facilities`, `layer:land_price` …); absent for edits.
    pub batch_kind: Option<String>,
    /// Its changes; absent where they are too many to be told one by one.
    pub changes: Option<Vec<(EntityId, RecordChange)>>,
}

/// The history could not be read. The cause is for the log; the client is told to try again.
#[derive(Debug, thiserror::Error)]
#[error("the history cannot be read: {0}")]
pub struct HistoryError(pub String);

/// Why the portfolio of an earlier version cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum PastError {
    #[error("there is no such version")]
    Unknown,
    #[error("too many earlier versions are being read")]
    Busy,
    #[error(transparent)]
    Unreadable(#[from] HistoryError),
}

/// Answers what was: who changed what, and the portfolio as it stood.
pub trait HistorySource: Send + Sync {
    /// All changes of a record, the latest first. Empty where it never was.
    fn history(&self, entity: EntityId) -> Answer<'_, Result<Vec<RecordChange>, HistoryError>>;
    /// The latest commits, the latest first.
    fn recent(&self, commits: u32) -> Answer<'_, Result<Vec<RecentCommit>, HistoryError>>;
    /// A part of all commits, the latest first.
    fn commits(&self, page: Page) -> Answer<'_, Result<Vec<CommitRecord>, HistoryError>>;
    /// The latest version that was committed before a time.
    fn version_before(&self, time: Timestamp) -> Answer<'_, Result<Option<Version>, HistoryError>>;
    /// The portfolio as it stood at an earlier version.
    fn at(&self, version: Version) -> Answer<'_, Result<Arc<Snapshot>, PastError>>;
}

/// A code's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label<'a> {
    pub ja: &'a str,
    pub en: &'a str,
}

/// The code lists, as the API needs them.
pub trait Vocabulary: Send + Sync {
    /// The names of a code. Facility classes are asked by `major` and by `major.minor`; the latter names the minor class.
    fn label(&self, list: &str, key: &str) -> Option<Label<'_>>;
    /// The H26.4 class that the crosswalk gives a facility class (`major.minor`).
    fn h26_of(&self, class: &str) -> Option<&str>;
    /// The 総務省 cost class that the crosswalk gives a facility class (`major.minor`).
    fn mic_of(&self, class: &str) -> Option<&str>;
    fn lists(&self) -> Vec<CodeListSummary>;
    fn list(&self, id: &str) -> Option<CodeList>;
}

/// Tiles of public data.
pub trait TileSource: Send + Sync {
    fn has_layer(&self, layer: &str) -> bool;
    /// A tile that is at hand; called on a worker, so it must not compute.
    fn cached(&self, layer: &str, tile: TileId, encoding: Encoding) -> Option<EncodedTile>;
    /// The tile; called where computing is allowed. `None` where the layer has gone.
    fn make(&self, layer: &str, tile: TileId, encoding: Encoding) -> Option<EncodedTile>;
    /// TileJSON 3.0. `base_url` has no slash at its end.
    fn tile_json(&self, layer: &str, base_url: &str) -> Option<Value>;
    /// A MapLibre style document over all layers.
    fn style(&self, title: &str, base_url: &str) -> Value;
}

/// Who may write over HTTP. Until accounts exist: nobody, or whoever sits at this machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WriteTrust {
    #[default]
    Nobody,
    /// `--trust-loopback`, with the address that the server listens on.
    Loopback(SocketAddr),
}

/// `--trust-loopback` on an address that other machines reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "--trust-loopback needs a loopback address such as 127.0.0.1; {0} is reached by other machines / --trust-loopback は 127.0.0.1 などのループバックアドレスでだけ使えます（{0} は他の機器から届きます）"
)]
pub struct NotLoopback(pub SocketAddr);

impl WriteTrust {
    pub fn loopback(listen: SocketAddr) -> Result<Self, NotLoopback> {
        if listen.ip().is_loopback() {
            Ok(WriteTrust::Loopback(listen))
        } else {
            Err(NotLoopback(listen))
        }
    }

    /// The same with the port that the server really has: port 0 leaves it to the system.
    #[must_use]
    pub fn bound_to(self, port: u16) -> Self {
        match self {
            WriteTrust::Nobody => WriteTrust::Nobody,
            WriteTrust::Loopback(listen) => WriteTrust::Loopback(SocketAddr::new(listen.ip(), port)),
        }
    }
}

/// Whether the server can do its work. Cleared when the ledger stops or the server goes down.
#[derive(Clone, Debug)]
pub struct Readiness(Arc<AtomicBool>);

impl Default for Readiness {
    fn default() -> Self {
        Self(Arc::new(AtomicBool::new(true)))
    }
}

impl Readiness {
    pub fn set(&self, ready: bool) {
        self.0.store(ready, Ordering::Release);
    }

    pub fn is_ready(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Everything that the handlers share.
pub struct State {
    pub live: Arc<Live>,
    /// The door for writes; absent where the server only reads.
    pub ledger: Option<Ledger>,
    pub vocabulary: Arc<dyn Vocabulary>,
    /// The same code lists, for reports that go through whole lists.
    pub codes: Arc<Vocabularies>,
    /// What figures are computed by.
    pub measures: Arc<Measures>,
    pub history: Arc<dyn HistorySource>,
    pub tiles: Arc<dyn TileSource>,
    pub site: Site,
    pub write_trust: WriteTrust,
    pub readiness: Readiness,
    /// Differs between two starts of a server, so that validators do too.
    pub epoch: String,
    /// The day, from the clock that stands at the rim.
    pub today: fn() -> Date,
}
