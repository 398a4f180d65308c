//! `koyu export`

use std::io::Write;

use anyhow::Context;
use jiff::civil::Date;
use jiff::tz::{self, TimeZone};

use super::Outcome;
use super::arguments::ExportArguments;
use super::subject;
use crate::codec::Format;
use crate::export::{self, Publisher, Wording};
use crate::history::Version;
use crate::snapshot::Snapshot;
use crate::store::{GpkgStore, Store};

pub(super) async fn run(arguments: ExportArguments) -> anyhow::Result<Outcome> {
    let path = &arguments.store.store;
    anyhow::ensure!(path.exists(), "{} がありません / does not exist", path.display());
    let subject = subject::parse(&arguments.kind)?;
    let vocabularies = arguments.vocabularies.load()?;
    let format: Format = arguments.format.parse()?;
    let store = GpkgStore::open(path)
        .await
        .with_context(|| path.display().to_string())?;
    let snapshot = asked_snapshot(&store, arguments.version, arguments.as_of).await?;
    // A facility class is written `major.minor`; the list knows the minor class by its own key.
    let own = |key: &str| key.rsplit_once('.').map_or(key, |(_, minor)| minor).to_owned();
    let label = |list: &str, key: &str| vocabularies.list(list)?.by_key(&own(key)).map(|code| code.ja.clone());
    let wording = Wording {
        label: &label,
        publisher: &Publisher::default(),
    };
    let written = export::export(&snapshot, &subject, &wording, format, &arguments.out)?;
    store.close().await?;
    let mut err = std::io::stderr().lock();
    for note in &written.notes {
        writeln!(err, "{note}")?;
    }
    writeln!(
        std::io::stdout(),
        "{} 行 / rows → {}",
        written.rows,
        arguments.out.display()
    )?;
    Ok(Outcome::Done)
}

/// The portfolio as it stands, or as it stood with what is masked today masked.
async fn asked_snapshot(store: &GpkgStore, version: Option<u64>, as_of: Option<Date>) -> anyhow::Result<Snapshot> {
    let live = store.load().await?.into_snapshot();
    let version = match (version, as_of) {
        (Some(version), _) => Version(version),
        (None, Some(day)) => {
            let end = day.tomorrow()?.to_zoned(TimeZone::fixed(tz::offset(9)))?.timestamp();
            store.version_before(end).await?.with_context(|| {
                format!("{day} の終わりには、まだ版がありません / there was no version yet at the end of {day}")
            })?
        }
        (None, None) => return Ok(live),
    };
    anyhow::ensure!(
        (1..=live.version().0).contains(&version.0),
        "版 {version} はありません。最新は {newest} です（koyu versions で一覧） / there is no version {version}; the newest is {newest}",
        newest = live.version()
    );
    Ok(store.load_at(version).await?.into_snapshot().veiled_as(&live))
}
