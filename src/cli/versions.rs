//! `koyu versions`

use std::io::Write;

use jiff::tz::{self, TimeZone};

use super::Outcome;
use super::arguments::VersionsArguments;
use crate::store::{CommitRecord, GpkgStore, Page, Store};

pub(super) async fn run(arguments: VersionsArguments) -> anyhow::Result<Outcome> {
    let path = &arguments.store.store;
    anyhow::ensure!(path.exists(), "{} がありません / does not exist", path.display());
    let store = GpkgStore::open(path).await?;
    let page = Page {
        offset: 0,
        limit: arguments.limit,
    };
    let commits = store.commits(page).await?;
    store.close().await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "版\t日時\t基準日\t件数\t実行者\t理由\t取込み")?;
    for commit in &commits {
        writeln!(out, "{}", line(commit))?;
    }
    Ok(Outcome::Done)
}

/// A version in columns that are parted by tabs, so that other programs can read them.
fn line(commit: &CommitRecord) -> String {
    let time = commit.time.to_zoned(TimeZone::fixed(tz::offset(9)));
    let batch = commit.batch.as_ref().map(|batch| {
        format!(
            "{} {}（{} 行、新規 {}、変更 {}、拒否 {}）",
            batch.kind, batch.file, batch.rows, batch.created, batch.changed, batch.refused
        )
    });
    [
        commit.version.to_string(),
        time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        commit.data_date.map(|day| day.to_string()).unwrap_or_default(),
        commit.event_count.to_string(),
        commit.actor.to_string(),
        commit.reason.clone(),
        batch.unwrap_or_default(),
    ]
    .map(|cell| cell.replace(['\t', '\n', '\r'], " "))
    .join("\t")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Version;

    #[test]
    fn a_version_is_one_line_of_seven_columns_in_the_time_of_japan() {
        let commit = CommitRecord {
            version: Version(3),
            id: uuid::Uuid::nil(),
            actor: "planner".into(),
            time: "2026-03-31T15:00:00.25Z".parse().expect("a time"),
            reason: "名称の\n訂正".into(),
            data_date: None,
            undoes: None,
            batch: None,
            event_count: 2,
        };
        assert_eq!(
            line(&commit),
            "3\t2026-04-01T00:00:00+09:00\t\t2\tplanner\t名称の 訂正\t"
        );
    }
}
