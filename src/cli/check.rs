//! `koyu check`

use std::io::Write;

use super::Outcome;
use super::arguments::StoreArguments;
use crate::store::{GpkgStore, Store};

pub(super) async fn run(arguments: StoreArguments) -> anyhow::Result<Outcome> {
    anyhow::ensure!(
        arguments.store.exists(),
        "{} がありません / does not exist",
        arguments.store.display()
    );
    let store = GpkgStore::open(&arguments.store).await?;
    let report = store.check().await?;
    store.close().await?;
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
