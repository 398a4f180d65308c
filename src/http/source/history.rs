//! What was, from the store's log: the changes of a record, the commits, and the portfolio as it stood.

use std::sync::Arc;

use jiff::Timestamp;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::history::Version;
use crate::http::state::{Answer, HistoryError, HistorySource, PastError, RecentCommit, RecordChange};
use crate::record::{EntityId, Kind};
use crate::snapshot::Snapshot;
use crate::store::{CommitRecord, EventRecord, Page, Store, StoreError};

/// A record has this many changes at most in one answer; the oldest fall away.
const MOST_CHANGES: u32 = 1_000;
/// A commit of more changes than this is an import of a register, which is told by its numbers.
const TOLD_ONE_BY_ONE: u64 = 60;
/// Records in all earlier versions that are kept together: some 64 MB.
const MOST_PAST_RECORDS: u64 = 80_000;
/// So few entries make a cache of one piece, into which a large version fits.
const FEW_VERSIONS: usize = 8;
/// Who asks for an earlier version while so many are being read or waited for is told to come again.
const MOST_WAITING: usize = 16;

/// Reads the log of a store. Earlier versions are read on the runtime given, off the workers that answer requests.
pub struct StoreHistory {
    store: Arc<dyn Store>,
    runtime: Handle,
    past: Arc<Past>,
}

struct Past {
    snapshots: Cache<Version, Arc<Snapshot>, ByRecords>,
    /// One at a time: a large portfolio is in memory twice while it is built.
    building: Semaphore,
    waiting: Semaphore,
}

#[derive(Clone)]
struct ByRecords;

impl Weighter<Version, Arc<Snapshot>> for ByRecords {
    /// However large a version is, two can be kept: a comparison needs as many.
    fn weight(&self, _: &Version, snapshot: &Arc<Snapshot>) -> u64 {
        let records: usize = Kind::ALL.into_iter().map(|kind| snapshot.count(kind)).sum();
        (records as u64).clamp(1, MOST_PAST_RECORDS / 3)
    }
}

impl StoreHistory {
    /// To be called within the runtime that is to read.
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self {
            store,
            runtime: Handle::current(),
            past: Arc::new(Past {
                snapshots: Cache::with_weighter(FEW_VERSIONS, MOST_PAST_RECORDS, ByRecords),
                building: Semaphore::new(1),
                waiting: Semaphore::new(MOST_WAITING),
            }),
        }
    }
}

impl Past {
    /// The portfolio at a version; who asks meanwhile for the same one waits for the same reading.
    async fn at(&self, version: Version, store: &dyn Store) -> Result<Arc<Snapshot>, PastError> {
        let build = async {
            let _turn = self.building.acquire().await.expect("the semaphore is never closed");
            let contents = store.load_at(version).await.map_err(|error| match error {
                StoreError::NoVersion { .. } => PastError::Unknown,
                error => PastError::Unreadable(unread(error)),
            })?;
            let built = tokio::task::spawn_blocking(|| Arc::new(contents.into_snapshot())).await;
            built.map_err(|error| PastError::Unreadable(HistoryError(error.to_string())))
        };
        self.snapshots.get_or_insert_async(&version, build).await
    }
}

impl StoreHistory {
    async fn told(&self, commit: CommitRecord) -> Result<RecentCommit, StoreError> {
        let changes = if commit.event_count <= TOLD_ONE_BY_ONE {
            let events = self.store.events_of_commit(commit.version).await?;
            Some(events.into_iter().map(|event| (event.entity, change(event))).collect())
        } else {
            None
        };
        Ok(RecentCommit {
            id: commit.id,
            version: commit.version,
            time: commit.time,
            batch_kind: commit.batch.map(|batch| batch.kind),
            changes,
        })
    }
}

fn change(event: EventRecord) -> RecordChange {
    RecordChange {
        version: event.commit.version,
        time: event.commit.time,
        actor: event.commit.actor,
        reason: event.commit.reason,
        revision: event.revision,
        before: event.before,
        after: event.after,
    }
}

fn unread(error: StoreError) -> HistoryError {
    HistoryError(error.to_string())
}

impl HistorySource for StoreHistory {
    fn history(&self, entity: EntityId) -> Answer<'_, Result<Vec<RecordChange>, HistoryError>> {
        Box::pin(async move {
            let page = Page {
                offset: 0,
                limit: MOST_CHANGES,
            };
            let events = self.store.history(entity, page).await.map_err(unread)?;
            Ok(events.into_iter().map(change).collect())
        })
    }

    fn recent(&self, commits: u32) -> Answer<'_, Result<Vec<RecentCommit>, HistoryError>> {
        Box::pin(async move {
            let page = Page {
                offset: 0,
                limit: commits,
            };
            let mut recent = Vec::new();
            for commit in self.store.commits(page).await.map_err(unread)? {
                recent.push(self.told(commit).await.map_err(unread)?);
            }
            Ok(recent)
        })
    }

    fn commits(&self, page: Page) -> Answer<'_, Result<Vec<CommitRecord>, HistoryError>> {
        Box::pin(async move { self.store.commits(page).await.map_err(unread) })
    }

    fn version_before(&self, time: Timestamp) -> Answer<'_, Result<Option<Version>, HistoryError>> {
        Box::pin(async move { self.store.version_before(time).await.map_err(unread) })
    }

    fn at(&self, version: Version) -> Answer<'_, Result<Arc<Snapshot>, PastError>> {
        let (past, store) = (Arc::clone(&self.past), Arc::clone(&self.store));
        Box::pin(async move {
            if let Some(snapshot) = past.snapshots.get(&version) {
                return Ok(snapshot);
            }
            // A client that hangs up leaves the reading to those who wait for it, so it runs on its own.
            let reading = self.runtime.spawn(async move {
                let _place = past.waiting.try_acquire().map_err(|_| PastError::Busy)?;
                past.at(version, store.as_ref()).await
            });
            let read = reading.await;
            read.map_err(|error| PastError::Unreadable(HistoryError(error.to_string())))?
        })
    }
}
