//! What became of uploads that were committed just before the process ended, from the log itself.

use super::{Committed, Upload};
use crate::import::Counts;
use crate::store::{Page, Store, StoreError};

/// Batches that are read at once.
const AT_ONCE: u32 = 200;

/// Finds out which uploads were committed before their notes could say so.
pub(super) async fn recall(uploads: &mut [Upload], store: &dyn Store) -> Result<(), StoreError> {
    let open = uploads.iter().filter(|upload| upload.committed.is_none());
    let Some(oldest) = open.map(|upload| upload.created).min() else {
        return Ok(());
    };
    let mut offset = 0;
    loop {
        let page = Page { offset, limit: AT_ONCE };
        let batches = store.batches(page).await?;
        for (commit, _) in &batches.items {
            let batch = commit.batch.as_ref();
            let Some(id) = batch.and_then(|batch| batch.upload) else {
                continue;
            };
            if let Some(upload) = uploads.iter_mut().find(|upload| upload.id == id) {
                let counts = batch.map(Counts::from).unwrap_or_default();
                upload.committed = Some(Committed {
                    version: commit.version,
                    actor: commit.actor.to_string(),
                    counts,
                });
            }
        }
        offset += AT_ONCE;
        let is_past = batches.items.last().is_none_or(|(commit, _)| commit.time < oldest);
        if is_past || u64::from(offset) >= batches.total {
            return Ok(());
        }
    }
}
