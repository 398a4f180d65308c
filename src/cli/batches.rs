//! `koyu batches`

use std::io::Write;

use super::Outcome;
use super::arguments::StoreArguments;
use crate::history::Version;
use crate::store::{CommitRecord, GpkgStore, Page, Store};

/// As many batches as are read at once.
const AT_ONCE: u32 = 500;

pub(super) async fn run(arguments: StoreArguments) -> anyhow::Result<Outcome> {
    anyhow::ensure!(
        arguments.store.exists(),
        "{} がありません / does not exist",
        arguments.store.display()
    );
    let store = GpkgStore::open(&arguments.store).await?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "version\ttime\tactor\tkind\tfile\trows\tcreated\tchanged\tunchanged\trefused\tundone_by"
    )?;
    let mut offset = 0;
    loop {
        let page = Page { offset, limit: AT_ONCE };
        let batches = store.batches(page).await?;
        for (commit, undone) in &batches.items {
            writeln!(out, "{}", line(commit, *undone))?;
        }
        offset += AT_ONCE;
        if u64::from(offset) >= batches.total {
            break;
        }
    }
    store.close().await?;
    Ok(Outcome::Done)
}

/// Columns divided by tabs, which no name of a file keeps.
fn line(commit: &CommitRecord, undone: Option<Version>) -> String {
    let batch = commit.batch.clone().expect("a list of batches holds batches");
    let plain = |text: &str| text.replace(|c: char| c.is_control(), " ");
    let cells = [
        commit.version.to_string(),
        commit.time.to_string(),
        plain(&commit.actor),
        batch.kind,
        plain(&batch.file),
        batch.rows.to_string(),
        batch.created.to_string(),
        batch.changed.to_string(),
        batch.unchanged.to_string(),
        batch.refused.to_string(),
        undone.map(|version| version.to_string()).unwrap_or_default(),
    ];
    cells.join("\t")
}
