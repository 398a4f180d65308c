//! `koyu check`: whether rows, log and chain agree.

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use serde::Serialize;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

use super::row::{entity, hash};
use super::{Contents, StoreError, sql};
use crate::history::{ChainHash, State, read_state};
use crate::record::EntityId;
use crate::text::Message;

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fault {
    /// Stable id: `integrity`, `chain`, `orphan-event`, `row`.
    pub rule: &'static str,
    pub message: Message,
}

/// What a check looked at and what it found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    pub version: u64,
    pub commits: u64,
    pub events: u64,
    pub records: u64,
    pub faults: Vec<Fault>,
}

impl Report {
    fn fault(&mut self, rule: &'static str, ja: impl Into<String>, en: impl Into<String>) {
        self.faults.push(Fault {
            rule,
            message: Message::new(ja, en),
        });
    }
}

pub(super) async fn check(connection: &mut SqliteConnection, contents: Contents) -> Result<Report, StoreError> {
    let mut report = Report {
        version: contents.version.0,
        records: contents.records.len() as u64,
        ..Report::default()
    };
    integrity(connection, &mut report).await?;
    let mut expected = chain(connection, &mut report).await?;
    for stored in contents.records {
        let logged = expected.remove(&stored.entity);
        if logged.as_ref() != Some(&(stored.revision, stored.state)) {
            let id = stored.entity;
            report.fault(
                "row",
                format!("{id} の行が履歴と一致しません"),
                format!("the row of {id} differs from the log"),
            );
        }
    }
    for id in expected.keys() {
        report.fault(
            "row",
            format!("{id} の行がありません"),
            format!("the row of {id} is missing"),
        );
    }
    Ok(report)
}

async fn integrity(connection: &mut SqliteConnection, report: &mut Report) -> Result<(), StoreError> {
    let rows = sqlx::query("pragma integrity_check")
        .fetch_all(&mut *connection)
        .await?;
    for row in rows {
        let text: String = row.try_get(0)?;
        if text != "ok" {
            report.fault(
                "integrity",
                format!("ファイルが壊れています: {text}"),
                format!("the file is damaged: {text}"),
            );
        }
    }
    let orphans: i64 = sqlx::query(sql::ORPHAN_EVENTS)
        .fetch_one(connection)
        .await?
        .try_get("n")?;
    if orphans > 0 {
        report.fault(
            "orphan-event",
            format!("コミットのない履歴が {orphans} 件あります"),
            format!("{orphans} events belong to no commit"),
        );
    }
    Ok(())
}

/// Walks the chain from the start; returns the last state of every record as the log tells it.
async fn chain(
    connection: &mut SqliteConnection,
    report: &mut Report,
) -> Result<BTreeMap<EntityId, (u64, State)>, StoreError> {
    let mut head = ChainHash::START;
    let mut states = BTreeMap::new();
    let commits = sqlx::query(sql::CHAIN_COMMITS).fetch_all(&mut *connection).await?;
    for (at, commit) in commits.iter().enumerate() {
        let version: i64 = commit.try_get("version")?;
        let header: &[u8] = commit.try_get("header")?;
        let (stored, computed) = (hash(commit)?, head.link(&[header]));
        if stored != computed || version != at as i64 + 1 {
            report.fault(
                "chain",
                format!("版 {version} の見出しでハッシュ連鎖が切れています"),
                format!("the hash chain is broken at the header of version {version}"),
            );
        }
        // From the stored link on, so that one break is reported once.
        head = stored;
        report.commits += 1;
        let mut count = 0;
        let mut events = sqlx::query(sql::CHAIN_EVENTS).bind(version).fetch(&mut *connection);
        while let Some(row) = events.try_next().await? {
            let entity = entity(&row)?;
            let revision = row.try_get::<i64, _>("revision")? as u64;
            let before: Option<&[u8]> = row.try_get("before")?;
            let after: Option<&[u8]> = row.try_get("after")?;
            let (stored, computed) = (hash(&row)?, head.link_event(entity, revision, before, after));
            if stored != computed {
                report.fault(
                    "chain",
                    format!("版 {version} の {entity} でハッシュ連鎖が切れています"),
                    format!("the hash chain is broken at {entity} in version {version}"),
                );
            }
            head = stored;
            count += 1;
            match after {
                Some(bytes) => states.insert(entity, (revision, read_state(entity.kind, bytes)?)),
                None => states.remove(&entity),
            };
        }
        report.events += count;
        let announced: i64 = commit.try_get("event_count")?;
        if announced != count as i64 {
            report.fault(
                "chain",
                format!("版 {version} の履歴は {announced} 件のはずですが {count} 件です"),
                format!("version {version} should have {announced} events and has {count}"),
            );
        }
    }
    Ok(states)
}
