//! Imports among the commits, and which of them have been taken back.

use std::collections::BTreeMap;

use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

use super::row::commit_record;
use super::{Batches, CommitRecord, Page, StoreError, sql};
use crate::history::Version;

/// For each commit that was taken back, the commits that did so, in their order.
pub(super) type Undoings = BTreeMap<Version, Vec<Version>>;

pub(super) async fn list(connection: &mut SqliteConnection, page: Page) -> Result<Batches, StoreError> {
    let total = sqlx::query(sql::COUNT_BATCHES).fetch_one(&mut *connection).await?;
    let undoings = undoings(connection).await?;
    let rows = sqlx::query(sql::BATCHES)
        .bind(i64::from(page.limit))
        .bind(i64::from(page.offset))
        .fetch_all(connection)
        .await?;
    let item = |row| -> Result<_, StoreError> {
        let commit = commit_record(row)?;
        let undone = undone_by(&undoings, commit.version);
        Ok((commit, undone))
    };
    Ok(Batches {
        total: total.try_get::<i64, _>("n")? as u64,
        items: rows.iter().map(item).collect::<Result<_, _>>()?,
    })
}

pub(super) async fn commit(
    connection: &mut SqliteConnection,
    version: Version,
) -> Result<Option<CommitRecord>, StoreError> {
    let row = sqlx::query(sql::COMMIT)
        .bind(version.0 as i64)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(commit_record).transpose()
}

pub(super) async fn undoings(connection: &mut SqliteConnection) -> Result<Undoings, StoreError> {
    let rows = sqlx::query(sql::UNDOINGS).fetch_all(connection).await?;
    let mut undoings = Undoings::new();
    for row in &rows {
        let version = |column| -> Result<_, StoreError> { Ok(Version(row.try_get::<i64, _>(column)? as u64)) };
        undoings
            .entry(version("undoes")?)
            .or_default()
            .push(version("version")?);
    }
    Ok(undoings)
}

/// The commit that took this one back and holds: one that was taken back itself has undone nothing.
pub(super) fn undone_by(undoings: &Undoings, version: Version) -> Option<Version> {
    let by = undoings.get(&version)?;
    by.iter()
        .rev()
        .copied()
        .find(|undoing| undone_by(undoings, *undoing).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_whose_undoing_was_undone_stands_again() {
        let undoings = |pairs: &[(u64, u64)]| {
            let mut undoings = Undoings::new();
            for (version, undoes) in pairs {
                undoings.entry(Version(*undoes)).or_default().push(Version(*version));
            }
            undoings
        };
        let undone = |pairs: &[(u64, u64)]| undone_by(&undoings(pairs), Version(1));
        assert_eq!(undone(&[]), None);
        assert_eq!(undone(&[(2, 1)]), Some(Version(2)));
        assert_eq!(undone(&[(2, 1), (3, 2)]), None);
        assert_eq!(undone(&[(2, 1), (3, 2), (4, 1)]), Some(Version(4)));
    }
}
