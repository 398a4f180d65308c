//! The lines of the audit.

use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

use super::contract::{AuditAct, AuditEntry};
use super::sqlite::{damaged, time};
use crate::store::StoreError;

/// Writes a line and gives its number.
pub(super) async fn write(connection: &mut SqliteConnection, entry: &AuditEntry) -> Result<i64, StoreError> {
    let done =
        sqlx::query("insert into audit (time, act, actor, account, address, detail) values ($1, $2, $3, $4, $5, $6)")
            .bind(entry.time.as_second())
            .bind(entry.act.key())
            .bind(&entry.actor)
            .bind(entry.account.as_ref().map(|name| name.as_str().to_owned()))
            .bind(&entry.address)
            .bind(&entry.detail)
            .execute(connection)
            .await?;
    Ok(done.last_insert_rowid())
}

pub(super) async fn latest(connection: &mut SqliteConnection, limit: u32) -> Result<Vec<AuditEntry>, StoreError> {
    let rows = sqlx::query("select time, act, actor, account, address, detail from audit order by seq desc limit $1")
        .bind(i64::from(limit))
        .fetch_all(connection)
        .await?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in &rows {
        let act: &str = row.try_get("act")?;
        let account: Option<&str> = row.try_get("account")?;
        entries.push(AuditEntry {
            time: time(row, "time")?,
            act: AuditAct::from_key(act).ok_or_else(|| damaged(format!("the act {act:?}")))?,
            actor: row.try_get("actor")?,
            account: account
                .map(str::parse)
                .transpose()
                .map_err(|_| damaged("a name".into()))?,
            address: row.try_get("address")?,
            detail: row.try_get("detail")?,
        });
    }
    Ok(entries)
}
