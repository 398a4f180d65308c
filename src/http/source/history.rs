//! The history of a record, from the store's log.

use std::sync::Arc;

use crate::http::state::{Answer, HistoryError, HistorySource, RecordChange};
use crate::record::EntityId;
use crate::store::{Page, Store};

/// A record has this many changes at most in one answer; the oldest fall away.
const MOST_CHANGES: u32 = 1_000;

/// Reads the log of a store.
pub struct StoreHistory(pub Arc<dyn Store>);

impl HistorySource for StoreHistory {
    fn history(&self, entity: EntityId) -> Answer<'_, Result<Vec<RecordChange>, HistoryError>> {
        Box::pin(async move {
            let page = Page {
                offset: 0,
                limit: MOST_CHANGES,
            };
            let events = self
                .0
                .history(entity, page)
                .await
                .map_err(|error| HistoryError(error.to_string()))?;
            let change = |event: crate::store::EventRecord| RecordChange {
                version: event.commit.version,
                time: event.commit.time,
                actor: event.commit.actor,
                reason: event.commit.reason,
                revision: event.revision,
                before: event.before,
                after: event.after,
            };
            Ok(events.into_iter().map(change).collect())
        })
    }
}
