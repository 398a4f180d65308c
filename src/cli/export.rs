//! `koyu export`

use std::io::Write;

use anyhow::Context;

use super::Outcome;
use super::arguments::ExportArguments;
use super::subject;
use crate::codec::Format;
use crate::export::{self, Publisher, Wording};
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
    let snapshot = store.load().await?.into_snapshot();
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
