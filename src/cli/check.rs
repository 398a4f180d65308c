//! `koyu check`

use std::io::Write;

use super::Outcome;
use super::arguments::StoreArguments;
use crate::store::{FileFolder, GpkgStore, Store, check_files};

pub(super) async fn run(arguments: StoreArguments) -> anyhow::Result<Outcome> {
    anyhow::ensure!(
        arguments.store.exists(),
        "{} がありません / does not exist",
        arguments.store.display()
    );
    let store = GpkgStore::open(&arguments.store).await?;
    let mut report = store.check().await?;
    let loaded = store.load().await;
    store.close().await?;
    match loaded {
        Ok(loaded) => {
            let attachments = loaded.into_snapshot().attachments;
            let contents = attachments
                .iter()
                .flat_map(|item| item.body.contents().collect::<Vec<_>>());
            let files = FileFolder::beside(&arguments.store);
            report.faults.extend(check_files(&files, &contents.collect())?);
        }
        // Rows that cannot be read are faults already, and no content can be held against them.
        Err(_) if !report.faults.is_empty() => {}
        Err(error) => return Err(error.into()),
    }
    let mut out = std::io::stdout().lock();
    for fault in &report.faults {
        writeln!(out, "{fault}")?;
    }
    writeln!(
        out,
        "version {}, {} commits, {} events, {} records, {} faults",
        report.version,
        report.commits,
        report.events,
        report.records,
        report.faults.len()
    )?;
    Ok(if report.faults.is_empty() {
        Outcome::Done
    } else {
        Outcome::Stopped
    })
}
