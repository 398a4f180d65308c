//! The snapshot that answers now.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::Snapshot;

/// Holds the current snapshot. Readers never wait; the ledger alone replaces it.
#[derive(Debug, Default)]
pub struct Live {
    current: ArcSwap<Snapshot>,
}

impl Live {
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        Self {
            current: ArcSwap::new(snapshot),
        }
    }

    /// The portfolio as it stands. Take it once a request: two calls may see two versions.
    pub fn load(&self) -> Arc<Snapshot> {
        self.current.load_full()
    }

    /// Swaps the next snapshot in. Cannot fail.
    pub(crate) fn publish(&self, next: Arc<Snapshot>) {
        self.current.store(next);
    }
}
