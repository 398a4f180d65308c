//! What a row of a table, or of the log, says.

use std::str::FromStr;
use std::sync::Arc;

use rayon::prelude::*;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::{CommitRecord, EventRecord, StoreError};
use crate::geometry::Shape;
use crate::history::{Body, ChainHash, State, Version, read_state};
use crate::record::{EntityId, Fid, Kind};
use crate::snapshot::Stored;

/// Reads rows of a kind's table on all cores: a portfolio's start is for the most part the reading of its texts.
pub(super) fn read_together(
    kind: Kind,
    rows: &mut Vec<SqliteRow>,
    records: &mut Vec<Stored>,
) -> Result<(), StoreError> {
    let read: Result<Vec<Stored>, StoreError> = rows.par_drain(..).map(|row| stored(kind, &row)).collect();
    records.extend(read?);
    Ok(())
}

/// A row of a kind's table.
fn stored(kind: Kind, row: &SqliteRow) -> Result<Stored, StoreError> {
    let fid = Fid(row.try_get::<i64, _>("fid")? as u32);
    let entity = EntityId::new(kind, fid);
    let body: &str = row.try_get("body")?;
    let body = Body::read(kind, body.as_bytes())
        .map_err(|error| StoreError::Damaged(format!("the text of {entity}: {error}")))?;
    let geom: Option<&[u8]> = row.try_get("geom")?;
    let shape = geom
        .map(|bytes| Shape::from_gpkg(bytes).map(Arc::new))
        .transpose()
        .map_err(|error| StoreError::Damaged(format!("the shape of {entity}: {error}")))?;
    Ok(Stored {
        entity,
        revision: row.try_get::<i64, _>("revision")? as u64,
        changed: Version(row.try_get::<i64, _>("changed")? as u64),
        state: State { body, shape },
    })
}

/// The record that a row of the log is about.
pub(super) fn entity(row: &SqliteRow) -> Result<EntityId, StoreError> {
    let table: &str = row.try_get("kind")?;
    let kind = Kind::from_table(table).ok_or_else(|| StoreError::Damaged(format!("an event of the kind {table:?}")))?;
    Ok(EntityId::new(kind, Fid(row.try_get::<i64, _>("fid")? as u32)))
}

/// The link of the chain in a row.
pub(super) fn hash(row: &SqliteRow) -> Result<ChainHash, StoreError> {
    let bytes: &[u8] = row.try_get("hash")?;
    ChainHash::from_slice(bytes).ok_or_else(|| StoreError::Damaged("a hash that is not 32 bytes long".into()))
}

pub(super) fn parse<T: FromStr>(row: &SqliteRow, column: &str) -> Result<T, StoreError> {
    let text: &str = row.try_get(column)?;
    text.parse()
        .map_err(|_| StoreError::Damaged(format!("{column} {text:?} of a commit")))
}

pub(super) fn commit_record(row: &SqliteRow) -> Result<CommitRecord, StoreError> {
    let data_date: Option<&str> = row.try_get("data_date")?;
    let batch: Option<&str> = row.try_get("batch")?;
    Ok(CommitRecord {
        version: Version(row.try_get::<i64, _>("version")? as u64),
        id: parse(row, "id")?,
        actor: row.try_get::<&str, _>("actor")?.into(),
        time: parse(row, "time")?,
        reason: row.try_get("reason")?,
        data_date: data_date.map(|_| parse(row, "data_date")).transpose()?,
        batch: batch
            .map(serde_json::from_str)
            .transpose()
            .map_err(|error| StoreError::Damaged(format!("the batch of a commit: {error}")))?,
        undoes: row
            .try_get::<Option<i64>, _>("undoes")?
            .map(|version| Version(version as u64)),
        event_count: row.try_get::<i64, _>("event_count")? as u64,
    })
}

pub(super) fn event_record(row: &SqliteRow) -> Result<EventRecord, StoreError> {
    let entity = entity(row)?;
    let state = |column: &str| -> Result<Option<State>, StoreError> {
        let bytes: Option<&[u8]> = row.try_get(column)?;
        Ok(bytes.map(|bytes| read_state(entity.kind, bytes)).transpose()?)
    };
    Ok(EventRecord {
        commit: commit_record(row)?,
        entity,
        revision: row.try_get::<i64, _>("revision")? as u64,
        before: state("before")?,
        after: state("after")?,
    })
}
