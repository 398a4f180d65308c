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
    let attachments = store.load().await?.into_snapshot().attachments;
    store.close().await?;
    let contents = attachments
        .iter()
        .flat_map(|item| item.body.contents().collect::<Vec<_>>());
    report
        .faults
        .extend(check_files(&FileFolder::beside(&arguments.store), &contents.collect())?);
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
