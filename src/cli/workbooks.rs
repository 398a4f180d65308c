//! `koyu workbooks`

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use anyhow::Context;

use super::Outcome;
use super::arguments::WorkbooksArguments;
use crate::calendar::FiscalYear;
use crate::clock::{Clock, SystemClock};
use crate::store::{GpkgStore, Store};
use crate::workbook::{Bureau, Made, bureaus, find_bureau, make};

pub(super) async fn run(arguments: WorkbooksArguments) -> anyhow::Result<Outcome> {
    let path = &arguments.store.store;
    anyhow::ensure!(path.exists(), "{} がありません / does not exist", path.display());
    let fiscal_year: FiscalYear = arguments.fiscal_year.parse()?;
    let vocabularies = arguments.vocabularies.load()?;
    let store = GpkgStore::open(path)
        .await
        .with_context(|| path.display().to_string())?;
    let snapshot = store.load().await?.into_snapshot();
    store.close().await?;
    let wanted: Vec<Bureau> = match &arguments.bureau {
        None => bureaus(&snapshot, &vocabularies),
        Some(name) => {
            let found = find_bureau(name, &snapshot, &vocabularies);
            vec![found.with_context(|| {
                let known: Vec<String> = bureaus(&snapshot, &vocabularies)
                    .into_iter()
                    .map(|bureau| bureau.name)
                    .collect();
                format!(
                    "施設を所管する局に「{name}」はありません（{}）/ no bureau called {name:?} runs a facility",
                    known.join("、")
                )
            })?]
        }
    };
    std::fs::create_dir_all(&arguments.out)
        .with_context(|| format!("{} を作れません / cannot be made", arguments.out.display()))?;
    let today = SystemClock
        .now()
        .to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(9)))
        .date();
    let mut names = BTreeSet::new();
    let mut out = std::io::stdout().lock();
    for bureau in wanted {
        let mut made = make(&bureau, fiscal_year, today, &snapshot, &vocabularies)?;
        // Names of bureaus without a code may differ only in what a file name cannot hold.
        let mut number = 2;
        while !names.insert(made.file_name.to_lowercase()) {
            made.file_name = format!(
                "{}-{number}.xlsx",
                bureau.file_name(fiscal_year.number()).trim_end_matches(".xlsx")
            );
            number += 1;
        }
        save(&arguments.out, &made)?;
        writeln!(
            out,
            "{}: 施設 facilities {}, 記入が必要 expected {}, 未入力 missing {}",
            made.file_name, made.progress.facilities, made.progress.expected, made.progress.missing
        )?;
    }
    Ok(Outcome::Done)
}

/// A file is whole or not there.
fn save(folder: &Path, made: &Made) -> anyhow::Result<()> {
    let path = folder.join(&made.file_name);
    let failed = || format!("{} に書けません / cannot be written", path.display());
    let mut builder = tempfile::Builder::new();
    // The file is for others too: the process's umask decides, not the private default.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).with_context(failed)?;
    file.write_all(&made.bytes).with_context(failed)?;
    file.persist(&path).with_context(failed)?;
    Ok(())
}
