//! The file beside the portfolio's: SQLite, for its owner's eyes only.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteRow, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Row};
use tokio::sync::{Mutex, MutexGuard};

use super::audit;
use super::contract::{AuditEntry, Private};
use crate::store::{StoreError, migrate};

/// Accounts, sessions and their audit.
pub struct PrivateStore {
    connection: Mutex<SqliteConnection>,
}

impl PrivateStore {
    /// `city.private.sqlite` for `city.gpkg`.
    pub fn path_beside(portfolio: &Path) -> PathBuf {
        portfolio.with_extension("private.sqlite")
    }

    /// Opens the file beside a portfolio, making it where there is none.
    pub async fn open_beside(portfolio: &Path) -> Result<Self, StoreError> {
        let path = Self::path_beside(portfolio);
        // Made before SQLite does, for its owner only; the journal that SQLite puts beside it takes over its mode. Few
        // write here, so no write-ahead log is needed, and the one file is whole when it is copied.
        OpenOptions::new().create(true).append(true).mode(0o600).open(&path)?;
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Delete)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(std::time::Duration::from_secs(10))
            .disable_statement_logging();
        let mut connection = SqliteConnection::connect_with(&options).await?;
        let found = migrate::current(&mut connection).await?;
        let found = found.ok_or_else(|| StoreError::NotAPortfolio {
            path: path.clone(),
            reason: "it has tables of somebody else's".into(),
        })?;
        let known = migrate::newest(migrate::PRIVATE);
        if found > known {
            return Err(StoreError::TooNew { path, found, known });
        }
        migrate::migrate(&mut connection, migrate::PRIVATE, found).await?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    pub(super) async fn lock(&self) -> MutexGuard<'_, SqliteConnection> {
        self.connection.lock().await
    }
}

impl Private for PrivateStore {
    fn audit(&self, limit: u32) -> BoxFuture<'_, Result<Vec<AuditEntry>, StoreError>> {
        async move { audit::latest(&mut *self.lock().await, limit).await }.boxed()
    }
}

/// A column of seconds since 1970.
pub(super) fn time(row: &SqliteRow, column: &str) -> Result<Timestamp, StoreError> {
    let seconds: i64 = row.try_get(column)?;
    Timestamp::from_second(seconds).map_err(|error| damaged(format!("{column}: {error}")))
}

pub(super) fn damaged(what: String) -> StoreError {
    StoreError::Damaged(format!("the accounts: {what}"))
}
