//! `koyu check`: whether the file is a sound portfolio.
//!
//! One pass over the log, which alone tells what is true, then one over the rows; each row's text, columns and geometry
//! are held against the last event of its record.

mod cell;
mod chain;
mod fault;
mod references;
mod rows;
mod schema;

pub use fault::{Fault, Report};

use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, Row};

use super::StoreError;
use crate::record::Kind;

pub(super) async fn check(connection: &mut SqliteConnection) -> Result<Report, StoreError> {
    // One transaction: whoever writes meanwhile is not seen.
    let mut transaction = connection.begin().await?;
    let mut report = Report::default();
    integrity(&mut transaction, &mut report).await?;
    let unreadable = schema::compare(&mut transaction, &mut report).await?;
    if ["koyu_commits", "koyu_events"]
        .iter()
        .any(|table| unreadable.contains(*table))
    {
        return Ok(report);
    }
    let mut logged = chain::walk(&mut transaction, &mut report).await?;
    let read: Vec<Kind> = Kind::ALL
        .into_iter()
        .filter(|kind| !unreadable.contains(kind.table()))
        .collect();
    let mut seen = Vec::with_capacity(logged.len());
    for kind in &read {
        rows::compare(&mut transaction, *kind, &mut logged, &mut seen, &mut report).await?;
    }
    references::missing(&logged, &read, &mut report);
    references::compare(&seen, &read, &mut report);
    Ok(report)
}

async fn integrity(connection: &mut SqliteConnection, report: &mut Report) -> Result<(), StoreError> {
    for row in sqlx::query("pragma integrity_check").fetch_all(connection).await? {
        let text: String = row.try_get(0)?;
        if text != "ok" {
            report.faults.push(Fault::new(
                "integrity",
                format!("ファイルが壊れています: {text}"),
                format!("the file is damaged: {text}"),
            ));
        }
    }
    Ok(())
}
