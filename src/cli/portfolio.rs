//! Opening the portfolio that a command works on.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;

use crate::clock::SystemClock;
use crate::ledger::{Follower, Ledger};
use crate::store::{GpkgStore, Store};

/// A portfolio, open for reading and writing.
pub(super) struct Portfolio {
    pub store: Arc<GpkgStore>,
    pub ledger: Ledger,
}

impl Portfolio {
    pub async fn open(path: &Path, followers: Vec<Arc<dyn Follower>>) -> anyhow::Result<Self> {
        let store = Arc::new(
            GpkgStore::open(path)
                .await
                .with_context(|| format!("{}", path.display()))?,
        );
        let ledger = Ledger::start_with(Arc::clone(&store) as Arc<dyn Store>, Arc::new(SystemClock), followers).await?;
        Ok(Self { store, ledger })
    }

    /// Leaves one file that can be copied.
    pub async fn close(self) -> anyhow::Result<()> {
        drop(self.ledger);
        self.store
            .close()
            .await
            .context("the last changes could not be put into the file")
    }
}
