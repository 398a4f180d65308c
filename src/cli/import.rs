//! `koyu import`

use std::path::Path;

use anyhow::Context;

use super::arguments::ImportArguments;
use super::portfolio::Portfolio;
use super::{Outcome, say};
use crate::geometry::Crs;
use crate::import::{Import, ImportRequest, run as import_file};
use crate::snapshot::Snapshot;

pub(super) async fn run(arguments: ImportArguments) -> anyhow::Result<Outcome> {
    let mut request = ImportRequest::new(arguments.kind.parse()?, &arguments.file);
    request.profile = arguments.profile.clone();
    request.encoding = arguments.encoding.as_deref().map(str::parse).transpose()?;
    request.crs = arguments.crs.as_deref().map(Crs::parse).transpose()?;
    request.table = arguments.table.clone();
    request.internal = arguments.internal;
    request.as_of = arguments.as_of.clone();
    let vocabularies = arguments.vocabularies.load()?;
    let portfolio = Portfolio::open(&arguments.store.store, Vec::new()).await?;
    let snapshot = portfolio.ledger.live().load();
    let outcome = import_file(&request, &snapshot, vocabularies.as_ref());
    let import = match outcome {
        Ok(import) => import,
        Err(error) => {
            portfolio.close().await?;
            return Err(error.into());
        }
    };
    write_report(&import, &arguments)?;
    let summary = summary(&import, &snapshot);
    let stopped = import.report.counts.errors > 0;
    if !arguments.dry_run && !import.plan.changes_nothing() {
        let reason = arguments
            .reason
            .unwrap_or_else(|| format!("{} の取込み", request.display_name()));
        portfolio
            .ledger
            .submit("cli", import.plan.into_draft(reason, arguments.data_date))
            .await?;
    }
    portfolio.close().await?;
    say(&summary)?;
    Ok(if stopped { Outcome::Stopped } else { Outcome::Done })
}

fn write_report(import: &Import, arguments: &ImportArguments) -> anyhow::Result<()> {
    if let Some(path) = &arguments.report {
        let csv = path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
        let bytes = if csv {
            import.report.to_csv()
        } else {
            import.report.to_json().into_bytes()
        };
        save(path, &bytes)?;
    }
    if let Some(path) = arguments.refused.as_ref().filter(|_| !import.refused.is_empty()) {
        save(path, &import.refused.to_csv())?;
    }
    Ok(())
}

fn save(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("{} に書けません / cannot be written", path.display()))
}

/// What came of it, in a few lines: the counts, then each rule with how often it was met.
fn summary(import: &Import, snapshot: &Snapshot) -> String {
    let counts = &import.report.counts;
    let mut lines = vec![format!(
        "{}: {} 行 / rows, 新規 created {}, 変更 changed {}, 同じ unchanged {}, 空欄 blank {}, 拒否 refused {} (版 version {})",
        import.source.profile,
        counts.rows,
        counts.created,
        counts.changed,
        counts.unchanged,
        counts.blank,
        counts.refused,
        snapshot.version()
    )];
    lines.extend(counts.by_rule.iter().map(|(rule, count)| format!("  {rule}: {count}")));
    lines.join("\n")
}
