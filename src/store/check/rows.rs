//! The rows of the tables: whether each is what the log says of its record, column by column.

use std::collections::HashMap;

use futures_util::TryStreamExt;
use rayon::prelude::*;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Row};

use super::super::projection::{columns, values};
use super::super::{StoreError, sql};
use super::cell::Cell;
use super::chain::Logged;
use super::{Fault, Report};
use crate::geometry::{Shape, ShapeError};
use crate::history::{Body, split_state};
use crate::record::{EntityId, Fid, Kind};

/// Rows that are compared together.
const ROWS_TOGETHER: usize = 4_096;

/// What the other rows need to know of a row.
pub(super) struct Seen {
    pub(super) entity: EntityId,
    pub(super) key: Option<String>,
    pub(super) refers_to: Vec<EntityId>,
}

/// Compares the rows of a kind; what is found leaves `logged`, so that what stays there has no row.
pub(super) async fn compare(
    connection: &mut SqliteConnection,
    kind: Kind,
    logged: &mut HashMap<EntityId, Logged>,
    seen: &mut Vec<Seen>,
    report: &mut Report,
) -> Result<(), StoreError> {
    let statement = sql::select_whole(kind);
    let mut rows = sqlx::query(AssertSqlSafe(statement)).fetch(connection);
    let mut waiting = Vec::with_capacity(ROWS_TOGETHER);
    loop {
        let row = rows.try_next().await?;
        let ended = row.is_none();
        waiting.extend(row);
        if waiting.len() < ROWS_TOGETHER && !ended {
            continue;
        }
        report.records += waiting.len() as u64;
        let compared: Result<Vec<_>, StoreError> = waiting
            .par_drain(..)
            .map(|row| compare_row(kind, &row, logged))
            .collect();
        for (found, faults) in compared? {
            report.faults.extend(faults);
            if let Some(found) = found {
                logged.remove(&found.entity);
                seen.push(found);
            }
        }
        if ended {
            return Ok(());
        }
    }
}

fn compare_row(
    kind: Kind,
    row: &SqliteRow,
    logged: &HashMap<EntityId, Logged>,
) -> Result<(Option<Seen>, Vec<Fault>), StoreError> {
    let fid: i64 = row.try_get("fid")?;
    let Ok(number) = u32::try_from(fid) else {
        let fault = Fault::new(
            "row",
            format!("{fid} は番号になりません"),
            format!("{fid} is no number of a record"),
        );
        return Ok((None, vec![fault.table(kind.table()).id(fid).column("fid")]));
    };
    let entity = EntityId::new(kind, Fid(number));
    let mut comparison = Comparison {
        entity,
        row,
        faults: Vec::new(),
    };
    let seen = comparison.run(logged.get(&entity))?;
    Ok((Some(seen), comparison.faults))
}

struct Comparison<'a> {
    entity: EntityId,
    row: &'a SqliteRow,
    faults: Vec<Fault>,
}

impl Comparison<'_> {
    fn run(&mut self, logged: Option<&Logged>) -> Result<Seen, StoreError> {
        let id = self.entity.to_string();
        if Cell::of(self.row, "id")?.text() != Some(&id) {
            self.differs("row", "id");
        }
        let text = Cell::of(self.row, "body")?.text();
        let body = text.and_then(|text| Body::read(self.entity.kind, text.as_bytes()).ok());
        match logged {
            Some(logged) => self.against_log(logged, text)?,
            None => {
                let fault = Fault::new("row", "履歴にない行です", "the log knows no such record");
                self.faults.push(fault.record(self.entity));
            }
        }
        let Some(body) = body else {
            let fault = Fault::new("row", "本文を読み取れません", "the text of the record cannot be read");
            self.faults.push(fault.record(self.entity).column("body"));
            return Ok(Seen {
                entity: self.entity,
                key: None,
                refers_to: Vec::new(),
            });
        };
        let key = body.key();
        if Cell::of(self.row, "record_key")?.text() != key.as_deref() {
            self.differs("column", "record_key");
        }
        for (column, value) in columns(self.entity.kind).iter().zip(values(&body)) {
            if !Cell::of(self.row, column)?.is(&value) {
                self.differs("column", column);
            }
        }
        if let Body::Link(link) = &body
            && !link.fits()
        {
            let fault = Fault::new(
                "link",
                format!("{} と {} はこの役割では結べません", link.from, link.to),
                format!("{} and {} are not joined by this role", link.from, link.to),
            );
            self.faults.push(fault.record(self.entity).column("role"));
        }
        Ok(Seen {
            entity: self.entity,
            key,
            refers_to: body.refers_to(),
        })
    }

    fn against_log(&mut self, logged: &Logged, text: Option<&str>) -> Result<(), StoreError> {
        for (column, number) in [("revision", logged.revision), ("changed", logged.version)] {
            if !Cell::of(self.row, column)?.is_number(number) {
                self.differs("row", column);
            }
        }
        let Ok((body, shape)) = split_state(self.entity.kind, &logged.state) else {
            let fault = Fault::new("chain", "履歴を読み取れません", "the event cannot be read");
            self.faults.push(fault.table("koyu_events").id(self.entity));
            return Ok(());
        };
        if text != Some(body) {
            self.differs("row", "body");
        }
        self.against_shape(shape.as_ref())
    }

    fn against_shape(&mut self, shape: Option<&Shape>) -> Result<(), StoreError> {
        let blob: Option<&[u8]> = self.row.try_get_unchecked("geom")?;
        let given = shape.map(Shape::to_gpkg);
        if blob == given.as_deref() {
            return Ok(());
        }
        let read = blob.map(Shape::from_gpkg).transpose();
        let fault = match read {
            Err(ShapeError::WrongSystem { srs_id }) => Fault::new(
                "srid",
                format!("図形の座標系が {srs_id} です({} のはずです)", Shape::SRID),
                format!("the geometry says SRID {srs_id}; it must be {}", Shape::SRID),
            ),
            Err(error) => Fault::new(
                "geometry",
                format!("図形を読み取れません: {error}"),
                format!("the geometry cannot be read: {error}"),
            ),
            Ok(read) if read.as_ref() == shape => Fault::new(
                "geometry",
                "図形の見出しか書き方が本アプリのものではありません",
                "the geometry's header or form is not as Koyu writes it",
            ),
            Ok(_) => Fault::new(
                "geometry",
                "図形が履歴と一致しません",
                "the geometry differs from the shape in the log",
            ),
        };
        self.faults.push(fault.record(self.entity).column("geom"));
        Ok(())
    }

    fn differs(&mut self, rule: &'static str, column: &str) {
        let fault = if rule == "column" {
            Fault::new(
                rule,
                "列が本文と一致しません",
                "the column differs from the record's text",
            )
        } else {
            Fault::new(rule, "行が履歴と一致しません", "the row differs from the log")
        };
        self.faults.push(fault.record(self.entity).column(column));
    }
}
