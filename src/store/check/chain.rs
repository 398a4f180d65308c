//! The log: whether the chain holds from the first commit to the last, and what it says of every record.

use std::collections::HashMap;

use futures_util::TryStreamExt;
use serde_json::Value;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::super::row::{entity, hash};
use super::super::{StoreError, sql};
use super::cell::Cell;
use super::{Fault, Report};
use crate::history::ChainHash;
use crate::record::EntityId;

/// The last that the log says of a record that is there.
pub(super) struct Logged {
    pub(super) revision: u64,
    pub(super) version: u64,
    /// The state's canonical bytes; read only once the row is, and then on all cores.
    pub(super) state: Vec<u8>,
}

/// The columns of a commit and the names under which its header, which the chain covers, holds the same.
const HEADER_FIELDS: [(&str, &str); 9] = [
    ("version", "version"),
    ("id", "id"),
    ("actor", "actor"),
    ("time", "time"),
    ("reason", "reason"),
    ("data_date", "data_date"),
    ("batch", "batch"),
    ("undoes", "undoes"),
    ("event_count", "events"),
];

/// Walks the chain from the start.
pub(super) async fn walk(
    connection: &mut SqliteConnection,
    report: &mut Report,
) -> Result<HashMap<EntityId, Logged>, StoreError> {
    orphans(connection, report).await?;
    let mut head = ChainHash::START;
    let mut logged = HashMap::new();
    let commits = sqlx::query(sql::CHAIN_COMMITS).fetch_all(&mut *connection).await?;
    for (at, commit) in commits.iter().enumerate() {
        let version: i64 = commit.try_get("version")?;
        let header: &[u8] = commit.try_get("header").unwrap_or_default();
        let computed = head.link(&[header]);
        let stored = hash(commit).ok();
        if stored != Some(computed) || version != at as i64 + 1 {
            report.faults.push(
                Fault::new(
                    "chain",
                    format!("版 {version} の見出しでハッシュ連鎖が切れています"),
                    format!("the hash chain is broken at the header of version {version}"),
                )
                .table("koyu_commits")
                .id(version),
            );
        }
        header_faults(commit, header, version, report)?;
        report.commits += 1;
        report.version = version as u64;
        // From the stored link on, so that one break is reported once.
        let mut walk = Walk {
            version,
            head: stored.unwrap_or(computed),
            count: 0,
        };
        let mut events = sqlx::query(sql::CHAIN_EVENTS).bind(version).fetch(&mut *connection);
        while let Some(row) = events.try_next().await? {
            walk.event(&row, &mut logged, report)?;
        }
        head = walk.head;
        report.events += walk.count;
        let announced = Cell::of(commit, "event_count")?;
        if !announced.is_number(walk.count) {
            let count = walk.count;
            report.faults.push(
                Fault::new(
                    "chain",
                    format!("版 {version} の履歴は {announced} 件のはずですが {count} 件です"),
                    format!("version {version} should have {announced} events and has {count}"),
                )
                .table("koyu_commits")
                .id(version)
                .column("event_count"),
            );
        }
    }
    Ok(logged)
}

struct Walk {
    version: i64,
    head: ChainHash,
    count: u64,
}

impl Walk {
    fn event(
        &mut self,
        row: &SqliteRow,
        logged: &mut HashMap<EntityId, Logged>,
        report: &mut Report,
    ) -> Result<(), StoreError> {
        let version = self.version;
        self.count += 1;
        let broken = |ja: String, en: String| Fault::new("chain", ja, en).table("koyu_events");
        let Ok(entity) = entity(row) else {
            report.faults.push(broken(
                format!("版 {version} に種類の分からない履歴があります"),
                format!("version {version} has an event of no known kind"),
            ));
            self.head = hash(row).unwrap_or(self.head);
            return Ok(());
        };
        let revision = row.try_get::<i64, _>("revision")? as u64;
        let before: Option<&[u8]> = row.try_get_unchecked("before")?;
        let after: Option<&[u8]> = row.try_get_unchecked("after")?;
        let computed = self.head.link_event(entity, revision, before, after);
        let stored = hash(row).ok();
        if stored != Some(computed) {
            let fault = broken(
                format!("版 {version} の {entity} でハッシュ連鎖が切れています"),
                format!("the hash chain is broken at {entity} in version {version}"),
            );
            report.faults.push(fault.id(entity));
        }
        self.head = stored.unwrap_or(computed);
        match after {
            Some(bytes) => logged.insert(
                entity,
                Logged {
                    revision,
                    version: version as u64,
                    state: bytes.to_vec(),
                },
            ),
            None => logged.remove(&entity),
        };
        Ok(())
    }
}

/// The chain covers the header; people are shown the columns.
fn header_faults(commit: &SqliteRow, header: &[u8], version: i64, report: &mut Report) -> Result<(), StoreError> {
    let header: Value = serde_json::from_slice(header).unwrap_or_default();
    for (column, field) in HEADER_FIELDS {
        let mut stored = Cell::of(commit, column)?.to_json();
        if column == "batch" {
            stored = stored.and_then(|batch| match batch {
                Value::String(text) => serde_json::from_str(&text).ok(),
                other => Some(other),
            });
        }
        if stored.as_ref() != Some(&header[field]) {
            report.faults.push(
                Fault::new(
                    "commit",
                    format!("版 {version} の {column} がハッシュ連鎖の見出しと一致しません"),
                    format!("{column} of version {version} differs from the header that the chain covers"),
                )
                .table("koyu_commits")
                .id(version)
                .column(column),
            );
        }
    }
    Ok(())
}

async fn orphans(connection: &mut SqliteConnection, report: &mut Report) -> Result<(), StoreError> {
    let orphans: i64 = sqlx::query(sql::ORPHAN_EVENTS)
        .fetch_one(connection)
        .await?
        .try_get("n")?;
    if orphans > 0 {
        report.faults.push(
            Fault::new(
                "orphan-event",
                format!("コミットのない履歴が {orphans} 件あります"),
                format!("{orphans} events belong to no commit"),
            )
            .table("koyu_events"),
        );
    }
    Ok(())
}
