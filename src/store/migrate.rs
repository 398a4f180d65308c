//! The schema, step by step: numbered files, each applied once, in order, in a transaction of its own.

use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, Row};

use super::StoreError;

/// A step of a schema.
pub(super) struct Migration {
    pub number: i64,
    pub name: &'static str,
    pub sql: &'static str,
}

/// The portfolio's file.
pub(super) const PORTFOLIO: &[Migration] = &[
    Migration {
        number: 1,
        name: "portfolio",
        sql: include_str!("../../migrations/gpkg/0001_portfolio.sql"),
    },
    Migration {
        number: 2,
        name: "vacancies",
        sql: include_str!("../../migrations/gpkg/0002_vacancies.sql"),
    },
    Migration {
        number: 3,
        name: "undoing",
        sql: include_str!("../../migrations/gpkg/0003_undoing.sql"),
    },
];

/// The accounts' file beside it.
pub(super) const PRIVATE: &[Migration] = &[Migration {
    number: 1,
    name: "accounts",
    sql: include_str!("../../migrations/private/0001_accounts.sql"),
}];

/// The newest step that this program knows.
pub(super) fn newest(migrations: &[Migration]) -> i64 {
    migrations.last().map_or(0, |migration| migration.number)
}

/// The newest step that the file has; 0 for an empty file, `None` for a file of somebody else's.
pub(super) async fn current(connection: &mut SqliteConnection) -> Result<Option<i64>, StoreError> {
    let tables: i64 = sqlx::query("select count(*) as n from sqlite_master")
        .fetch_one(&mut *connection)
        .await?
        .get("n");
    if tables == 0 {
        return Ok(Some(0));
    }
    let ours: i64 = sqlx::query("select count(*) as n from sqlite_master where name = 'koyu_migrations'")
        .fetch_one(&mut *connection)
        .await?
        .get("n");
    if ours == 0 {
        return Ok(None);
    }
    let number = sqlx::query("select coalesce(max(number), 0) as n from koyu_migrations")
        .fetch_one(connection)
        .await?;
    Ok(Some(number.get("n")))
}

/// Applies what is missing.
pub(super) async fn migrate(
    connection: &mut SqliteConnection,
    migrations: &[Migration],
    from: i64,
) -> Result<(), StoreError> {
    for migration in migrations.iter().filter(|migration| migration.number > from) {
        let mut transaction = connection.begin_with("begin immediate").await?;
        sqlx::raw_sql(migration.sql).execute(&mut *transaction).await?;
        sqlx::query("insert into koyu_migrations (number, name, sha256) values ($1, $2, $3)")
            .bind(migration.number)
            .bind(migration.name)
            .bind(hex::encode(Sha256::digest(migration.sql)))
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
    }
    Ok(())
}
