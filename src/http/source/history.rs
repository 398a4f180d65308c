//! The history of records, from the store's log.

use std::sync::Arc;

use crate::http::state::{Answer, HistoryError, HistorySource, RecentCommit, RecordChange};
use crate::record::EntityId;
use crate::store::{CommitRecord, EventRecord, Page, Store, StoreError};

/// A record has this many changes at most in one answer; the oldest fall away.
const MOST_CHANGES: u32 = 1_000;

/// A commit of more changes than this is an import of a register, which is told by its numbers.
const TOLD_ONE_BY_ONE: u64 = 60;

/// Reads the log of a store.
pub struct StoreHistory(pub Arc<dyn Store>);

impl HistorySource for StoreHistory {
    fn history(&self, entity: EntityId) -> Answer<'_, Result<Vec<RecordChange>, HistoryError>> {
        Box::pin(async move {
            let page = Page {
                offset: 0,
                limit: MOST_CHANGES,
            };
            let events = self.0.history(entity, page).await.map_err(unreadable)?;
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
            for commit in self.0.commits(page).await.map_err(unreadable)? {
                recent.push(self.told(commit).await.map_err(unreadable)?);
            }
            Ok(recent)
        })
    }
}

impl StoreHistory {
    async fn told(&self, commit: CommitRecord) -> Result<RecentCommit, StoreError> {
        let changes = if commit.event_count <= TOLD_ONE_BY_ONE {
            let events = self.0.events_of_commit(commit.version).await?;
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

fn unreadable(error: StoreError) -> HistoryError {
    HistoryError(error.to_string())
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
