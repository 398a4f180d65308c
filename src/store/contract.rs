//! What every store does. The grain is the commit, not the table.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::{Report, StoreError};
use crate::history::{Batch, ChainHash, Commit, State, Version};
use crate::record::EntityId;
use crate::snapshot::{Snapshot, Stored};

/// Everything a store holds, with its version and the head of its hash chain.
#[derive(Clone, Debug)]
pub struct Contents {
    pub version: Version,
    pub head: ChainHash,
    pub data_date: Option<Date>,
    pub records: Vec<Stored>,
    /// For each kind the highest fid ever given out.
    pub last: Vec<EntityId>,
    /// Records that were removed, each with the revision of its removal.
    pub removed: Vec<(EntityId, u64)>,
}

impl Contents {
    /// The snapshot of these contents.
    pub fn into_snapshot(self) -> Snapshot {
        Snapshot::from_stored(self.version, self.data_date, self.records, self.last).with_removed(self.removed)
    }
}

/// A commit as the log tells it, without its events.
#[derive(Clone, Debug, PartialEq)]
pub struct CommitRecord {
    pub version: Version,
    pub id: Uuid,
    pub actor: Arc<str>,
    pub time: Timestamp,
    pub reason: String,
    pub data_date: Option<Date>,
    pub batch: Option<Batch>,
    /// The commit that this one takes back.
    pub undoes: Option<Version>,
    pub event_count: u64,
}

/// An event as the log tells it, with its commit.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRecord {
    pub commit: CommitRecord,
    pub entity: EntityId,
    pub revision: u64,
    pub before: Option<State>,
    pub after: Option<State>,
}

/// Imports among the commits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batches {
    /// How many there are in all.
    pub total: u64,
    /// The part that was asked for, newest first, each with the commit that took it back, if one did and still holds.
    pub items: Vec<(CommitRecord, Option<Version>)>,
}

/// A part of a long list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    pub offset: u32,
    pub limit: u32,
}

/// Where the portfolio is kept.
pub trait Store: Send + Sync {
    /// Everything, as it stands.
    fn load(&self) -> BoxFuture<'_, Result<Contents, StoreError>>;

    /// Everything as it stood at an earlier version, from the log. Nobody who writes waits for it.
    fn load_at(&self, version: Version) -> BoxFuture<'_, Result<Contents, StoreError>>;

    /// Saves commits that follow `base`, rows and events in one transaction: all or nothing.
    fn commit<'a>(&'a self, base: Version, commits: &'a [Commit]) -> BoxFuture<'a, Result<(), StoreError>>;

    /// The version under which a commit was saved, if it was: settles an unknown outcome.
    fn find(&self, id: Uuid) -> BoxFuture<'_, Result<Option<Version>, StoreError>>;

    /// The latest version that was committed before a time, of which the whole seconds count.
    fn version_before(&self, time: Timestamp) -> BoxFuture<'_, Result<Option<Version>, StoreError>>;

    /// Commits, newest first.
    fn commits(&self, page: Page) -> BoxFuture<'_, Result<Vec<CommitRecord>, StoreError>>;

    /// Commits that came from an import, newest first.
    fn batches(&self, page: Page) -> BoxFuture<'_, Result<Batches, StoreError>>;

    /// One commit as the log tells it.
    fn commit_record(&self, version: Version) -> BoxFuture<'_, Result<Option<CommitRecord>, StoreError>>;

    /// The commit that took another back, if one did and has not been taken back itself.
    fn undone_by(&self, version: Version) -> BoxFuture<'_, Result<Option<Version>, StoreError>>;

    /// The events of one commit, in order.
    fn events_of_commit(&self, version: Version) -> BoxFuture<'_, Result<Vec<EventRecord>, StoreError>>;

    /// The events of one record, newest first.
    fn history(&self, entity: EntityId, page: Page) -> BoxFuture<'_, Result<Vec<EventRecord>, StoreError>>;

    /// Whether rows, log and chain agree.
    fn check(&self) -> BoxFuture<'_, Result<Report, StoreError>>;

    /// Puts everything into the one file and lets go of it.
    fn close(&self) -> BoxFuture<'_, Result<(), StoreError>>;
}
