//! `koyu report`

use std::io::Write;

use anyhow::Context;

use super::Outcome;
use super::arguments::{ReportArguments, ReportFormat, ReportSubject};
use crate::quality::{crosswalk_report, to_markdown};
use crate::store::{GpkgStore, Store};

pub(super) async fn run(arguments: ReportArguments) -> anyhow::Result<Outcome> {
    let path = &arguments.store.store;
    anyhow::ensure!(path.exists(), "{} がありません / does not exist", path.display());
    let vocabularies = arguments.vocabularies.load()?;
    let store = GpkgStore::open(path)
        .await
        .with_context(|| path.display().to_string())?;
    let snapshot = store.load().await?.into_snapshot();
    store.close().await?;
    let report = match arguments.subject {
        ReportSubject::Crosswalk => crosswalk_report(&snapshot, &vocabularies),
    };
    let bytes = match arguments.format {
        ReportFormat::Md => to_markdown(&report).into_bytes(),
        ReportFormat::Csv => report.to_csv(),
        ReportFormat::Json => {
            let mut text = serde_json::to_string_pretty(&report)?;
            text.push('\n');
            text.into_bytes()
        }
    };
    match &arguments.out {
        None => std::io::stdout().write_all(&bytes)?,
        Some(path) => std::fs::write(path, &bytes)
            .with_context(|| format!("{} に書けません / cannot be written", path.display()))?,
    }
    Ok(Outcome::Done)
}
