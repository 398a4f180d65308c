//! The embedded store: one GeoPackage file in WAL mode. One connection writes, another reads.

use std::path::{Path, PathBuf};

use futures_util::future::BoxFuture;
use futures_util::{FutureExt, TryStreamExt};
use jiff::Timestamp;
use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection, Row};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::projection::{self, Value};
use super::row::{commit_record, entity, event_record, hash, parse, read_together};
use super::{
    Batches, CommitRecord, Contents, EventRecord, Page, Report, Store, StoreError, batches, check, migrate, sql,
};
use crate::history::{ChainHash, Commit, Event, State, Version, read_state};
use crate::record::{EntityId, Kind};
use crate::snapshot::Stored;

/// What tells a GeoPackage from other SQLite files: "GPKG" in ASCII, and the edition 1.3.
pub(super) const MARKS: [(&str, i64); 2] = [("application_id", 0x4750_4B47), ("user_version", 10_300)];

/// Rows that are read at a time when everything is loaded.
const ROWS_TOGETHER: usize = 4_096;

/// A portfolio in one GeoPackage file.
pub struct GpkgStore {
    path: PathBuf,
    /// Gone once the store is closed.
    writer: Mutex<Option<SqliteConnection>>,
    reader: Mutex<Option<SqliteConnection>>,
    /// Reads earlier versions, which takes long: the ledger never waits for it.
    past: Mutex<Option<SqliteConnection>>,
}

/// The connection behind a lock.
fn open_one(connection: &mut Option<SqliteConnection>) -> Result<&mut SqliteConnection, StoreError> {
    connection.as_mut().ok_or(StoreError::Closed)
}

impl GpkgStore {
    /// Opens a portfolio, making it first where there is none. A foreign GeoPackage is refused: it is imported, never adopted.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(std::time::Duration::from_secs(10))
            .row_buffer_size(ROWS_TOGETHER);
        let refuse = |reason: String| StoreError::NotAPortfolio {
            path: path.to_owned(),
            reason,
        };
        let mut writer = SqliteConnection::connect_with(&options)
            .await
            .map_err(|error| refuse(error.to_string()))?;
        let found = migrate::current(&mut writer)
            .await
            .map_err(|error| refuse(error.to_string()))?;
        let found = found.ok_or_else(|| refuse("it has tables of somebody else's".into()))?;
        if found > migrate::newest(migrate::PORTFOLIO) {
            return Err(StoreError::TooNew {
                path: path.to_owned(),
                found,
                known: migrate::newest(migrate::PORTFOLIO),
            });
        }
        if found == 0 {
            for (pragma, value) in MARKS {
                let mark = format!("pragma {pragma} = {value}");
                sqlx::raw_sql(AssertSqlSafe(mark)).execute(&mut writer).await?;
            }
        }
        migrate::migrate(&mut writer, migrate::PORTFOLIO, found).await?;
        let options = options.read_only(true);
        let reader = SqliteConnection::connect_with(&options).await?;
        let past = SqliteConnection::connect_with(&options).await?;
        Ok(Self {
            path: path.to_owned(),
            writer: Mutex::new(Some(writer)),
            reader: Mutex::new(Some(reader)),
            past: Mutex::new(Some(past)),
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    async fn load_now(&self) -> Result<Contents, StoreError> {
        let mut reader = self.reader.lock().await;
        let reader = open_one(&mut reader)?;
        // One transaction, so that rows and version belong together though somebody writes meanwhile.
        let mut transaction = reader.begin().await?;
        let (version, head) = latest(&mut transaction).await?;
        let mut records = Vec::new();
        for kind in Kind::ALL {
            let statement = sql::select_all(kind);
            let mut rows = sqlx::query(AssertSqlSafe(statement)).fetch(&mut *transaction);
            let mut waiting = Vec::with_capacity(ROWS_TOGETHER);
            while let Some(row) = rows.try_next().await? {
                waiting.push(row);
                if waiting.len() == ROWS_TOGETHER {
                    read_together(kind, &mut waiting, &mut records)?;
                }
            }
            read_together(kind, &mut waiting, &mut records)?;
        }
        let last = last_fids(&mut transaction, version).await?;
        let removed = removed(&mut transaction, version, &records).await?;
        let data_date = data_date(&mut transaction, version).await?;
        Ok(Contents {
            version,
            head,
            data_date,
            records,
            last,
            removed,
        })
    }

    async fn load_then(&self, version: Version) -> Result<Contents, StoreError> {
        let mut past = self.past.lock().await;
        let past = open_one(&mut past)?;
        let mut transaction = past.begin().await?;
        let (newest, _) = latest(&mut transaction).await?;
        if version > newest {
            return Err(StoreError::NoVersion { asked: version, newest });
        }
        let mut records = Vec::new();
        let mut rows = sqlx::query(sql::STATES_AT)
            .bind(version.0 as i64)
            .fetch(&mut *transaction);
        while let Some(row) = rows.try_next().await? {
            let entity = entity(&row)?;
            let bytes: Vec<u8> = row.try_get("after")?;
            records.push(Stored {
                entity,
                revision: row.try_get::<i64, _>("revision")? as u64,
                changed: Version(row.try_get::<i64, _>("version")? as u64),
                state: read_state(entity.kind, &bytes)?,
            });
        }
        drop(rows);
        let head = sqlx::query(sql::HEAD_AT)
            .bind(version.0 as i64)
            .fetch_optional(&mut *transaction)
            .await?;
        let head = head.map_or(Ok(ChainHash::START), |row| hash(&row))?;
        let last = last_fids(&mut transaction, version).await?;
        let removed = removed(&mut transaction, version, &records).await?;
        let data_date = data_date(&mut transaction, version).await?;
        Ok(Contents {
            version,
            head,
            data_date,
            records,
            last,
            removed,
        })
    }

    async fn save(&self, base: Version, commits: &[Commit]) -> Result<(), StoreError> {
        let mut writer = self.writer.lock().await;
        let writer = open_one(&mut writer)?;
        let mut transaction = writer.begin_with("begin immediate").await?;
        let (version, mut head) = latest(&mut transaction).await?;
        if version != base {
            return Err(StoreError::Conflict(version));
        }
        for commit in commits {
            head = save_commit(&mut transaction, commit, head).await?;
        }
        save_rows(&mut transaction, commits).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn records(
        &self,
        statement: &'static str,
        binds: &[i64],
        kind: Option<Kind>,
    ) -> Result<Vec<EventRecord>, StoreError> {
        let mut query = sqlx::query(statement);
        if let Some(kind) = kind {
            query = query.bind(kind.table());
        }
        for bind in binds {
            query = query.bind(*bind);
        }
        let mut reader = self.reader.lock().await;
        let reader = open_one(&mut reader)?;
        let rows = query.fetch_all(&mut *reader).await?;
        rows.iter().map(event_record).collect()
    }
}

impl Store for GpkgStore {
    fn load(&self) -> BoxFuture<'_, Result<Contents, StoreError>> {
        self.load_now().boxed()
    }

    fn load_at(&self, version: Version) -> BoxFuture<'_, Result<Contents, StoreError>> {
        self.load_then(version).boxed()
    }

    fn commit<'a>(&'a self, base: Version, commits: &'a [Commit]) -> BoxFuture<'a, Result<(), StoreError>> {
        self.save(base, commits).boxed()
    }

    fn find(&self, id: Uuid) -> BoxFuture<'_, Result<Option<Version>, StoreError>> {
        async move {
            let mut reader = self.reader.lock().await;
            let reader = open_one(&mut reader)?;
            let row = sqlx::query(sql::FIND)
                .bind(id.to_string())
                .fetch_optional(&mut *reader)
                .await?;
            Ok(row
                .map(|row| row.try_get::<i64, _>("version"))
                .transpose()?
                .map(|number| Version(number as u64)))
        }
        .boxed()
    }

    fn version_before(&self, time: Timestamp) -> BoxFuture<'_, Result<Option<Version>, StoreError>> {
        async move {
            let mut reader = self.reader.lock().await;
            let reader = open_one(&mut reader)?;
            let whole = Timestamp::from_second(time.as_second()).expect("a part of a time is a time");
            let bound = whole.to_string();
            let row = sqlx::query(sql::VERSION_BEFORE)
                .bind(bound.trim_end_matches('Z'))
                .fetch_one(&mut *reader)
                .await?;
            let version: Option<i64> = row.try_get("version")?;
            Ok(version.map(|number| Version(number as u64)))
        }
        .boxed()
    }

    fn commits(&self, page: Page) -> BoxFuture<'_, Result<Vec<CommitRecord>, StoreError>> {
        async move {
            let mut reader = self.reader.lock().await;
            let reader = open_one(&mut reader)?;
            let query = sqlx::query(sql::COMMITS)
                .bind(i64::from(page.limit))
                .bind(i64::from(page.offset));
            query.fetch_all(&mut *reader).await?.iter().map(commit_record).collect()
        }
        .boxed()
    }

    fn batches(&self, page: Page) -> BoxFuture<'_, Result<Batches, StoreError>> {
        async move { batches::list(open_one(&mut *self.reader.lock().await)?, page).await }.boxed()
    }

    fn commit_record(&self, version: Version) -> BoxFuture<'_, Result<Option<CommitRecord>, StoreError>> {
        async move { batches::commit(open_one(&mut *self.reader.lock().await)?, version).await }.boxed()
    }

    fn undone_by(&self, version: Version) -> BoxFuture<'_, Result<Option<Version>, StoreError>> {
        async move {
            let undoings = batches::undoings(open_one(&mut *self.reader.lock().await)?).await?;
            Ok(batches::undone_by(&undoings, version))
        }
        .boxed()
    }

    fn events_of_commit(&self, version: Version) -> BoxFuture<'_, Result<Vec<EventRecord>, StoreError>> {
        async move { self.records(sql::EVENTS_OF_COMMIT, &[version.0 as i64], None).await }.boxed()
    }

    fn history(&self, entity: EntityId, page: Page) -> BoxFuture<'_, Result<Vec<EventRecord>, StoreError>> {
        let binds = [i64::from(entity.fid.0), i64::from(page.limit), i64::from(page.offset)];
        async move { self.records(sql::HISTORY, &binds, Some(entity.kind)).await }.boxed()
    }

    fn check(&self) -> BoxFuture<'_, Result<Report, StoreError>> {
        async move {
            // It takes as long as the reading of an earlier version, and as little may wait for it.
            check::check(open_one(&mut *self.past.lock().await)?).await
        }
        .boxed()
    }

    fn close(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        async move {
            // The last connection to close puts the log into the file and removes it: that must be the writing one.
            for reading in [&self.reader, &self.past] {
                if let Some(connection) = reading.lock().await.take() {
                    connection.close().await?;
                }
            }
            if let Some(writer) = self.writer.lock().await.take() {
                writer.close().await?;
            }
            Ok(())
        }
        .boxed()
    }
}

/// The version and the head of the chain.
pub(super) async fn latest(connection: &mut SqliteConnection) -> Result<(Version, ChainHash), StoreError> {
    let Some(row) = sqlx::query(sql::LATEST).fetch_optional(&mut *connection).await? else {
        return Ok((Version(0), ChainHash::START));
    };
    let version = Version(row.try_get::<i64, _>("version")? as u64);
    let head = sqlx::query(sql::HEAD).fetch_optional(connection).await?;
    Ok((version, head.map_or_else(|| hash(&row), |head| hash(&head))?))
}

async fn last_fids(connection: &mut SqliteConnection, version: Version) -> Result<Vec<EntityId>, StoreError> {
    let rows = sqlx::query(sql::LAST_FIDS)
        .bind(version.0 as i64)
        .fetch_all(connection)
        .await?;
    rows.iter().map(entity).collect()
}

/// The records that are not there any more, each with the revision of its removal.
async fn removed(
    connection: &mut SqliteConnection,
    version: Version,
    records: &[Stored],
) -> Result<Vec<(EntityId, u64)>, StoreError> {
    let rows = sqlx::query(sql::REMOVALS)
        .bind(version.0 as i64)
        .fetch_all(connection)
        .await?;
    let mut removed = imbl::OrdMap::new();
    for row in &rows {
        removed.insert(entity(row)?, row.try_get::<i64, _>("revision")? as u64);
    }
    for record in records.iter().filter(|_| !rows.is_empty()) {
        removed.remove(&record.entity);
    }
    Ok(removed.into_iter().collect())
}

async fn data_date(
    connection: &mut SqliteConnection,
    version: Version,
) -> Result<Option<jiff::civil::Date>, StoreError> {
    let row = sqlx::query(sql::DATA_DATE)
        .bind(version.0 as i64)
        .fetch_optional(connection)
        .await?;
    row.map(|row| parse(&row, "data_date")).transpose()
}

async fn save_commit(
    connection: &mut SqliteConnection,
    commit: &Commit,
    head: ChainHash,
) -> Result<ChainHash, StoreError> {
    let (header_hash, events) = commit.seal(head);
    let batch = commit
        .batch
        .as_ref()
        .map(|batch| serde_json::to_string(batch).expect("a batch is plain data"));
    sqlx::query(sql::INSERT_COMMIT)
        .bind(commit.version.0 as i64)
        .bind(commit.id.to_string())
        .bind(commit.actor.to_string())
        .bind(commit.time.to_string())
        .bind(&commit.reason)
        .bind(commit.data_date.map(|date| date.to_string()))
        .bind(batch)
        .bind(commit.undoes.map(|version| version.0 as i64))
        .bind(events.len() as i64)
        .bind(commit.header_bytes())
        .bind(&header_hash.as_bytes()[..])
        .execute(&mut *connection)
        .await?;
    let mut head = header_hash;
    for chunk in events.chunks(sql::ROWS_AT_ONCE) {
        let mut query = sqlx::query(AssertSqlSafe(sql::insert_events(chunk.len())));
        for event in chunk {
            query = query
                .bind(commit.version.0 as i64)
                .bind(event.entity.kind.table())
                .bind(i64::from(event.entity.fid.0))
                .bind(event.revision as i64)
                .bind(event.before.as_deref())
                .bind(event.after.as_deref())
                .bind(&event.hash.as_bytes()[..]);
            head = event.hash;
        }
        query.execute(&mut *connection).await?;
    }
    Ok(head)
}

/// Writes the rows that the commits leave: where a record changes several times, its last state.
async fn save_rows(connection: &mut SqliteConnection, commits: &[Commit]) -> Result<(), StoreError> {
    let mut last: imbl::OrdMap<EntityId, (Version, &Event)> = imbl::OrdMap::new();
    for commit in commits {
        last.extend(
            commit
                .events
                .iter()
                .map(|event| (event.entity, (commit.version, event))),
        );
    }
    for kind in Kind::ALL {
        let of_kind = || last.iter().filter(|(entity, _)| entity.kind == kind);
        for (entity, _) in of_kind().filter(|(_, (_, event))| event.after.is_none()) {
            sqlx::query(AssertSqlSafe(sql::delete(kind)))
                .bind(i64::from(entity.fid.0))
                .execute(&mut *connection)
                .await?;
        }
        let kept: Vec<(Version, &Event, &State)> = of_kind()
            .filter_map(|(_, (version, event))| Some((*version, *event, event.after.as_ref()?)))
            .collect();
        for chunk in kept.chunks(sql::ROWS_AT_ONCE) {
            let mut query = sqlx::query(AssertSqlSafe(sql::upsert(kind, chunk.len())));
            for (version, event, state) in chunk {
                query = bind_row(query, *version, event, state)?;
            }
            query.execute(&mut *connection).await?;
        }
    }
    Ok(())
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Sqlite, SqliteArguments>;

fn bind_row<'q>(query: Query<'q>, version: Version, event: &Event, state: &State) -> Result<Query<'q>, StoreError> {
    let body = String::from_utf8(state.body.to_json()).expect("JSON is UTF-8");
    let mut query = query
        .bind(i64::from(event.entity.fid.0))
        .bind(event.entity.to_string())
        .bind(event.revision as i64)
        .bind(version.0 as i64)
        .bind(state.body.key())
        .bind(body);
    if event.entity.kind.has_shape() {
        query = query.bind(state.shape.as_ref().map(|shape| shape.to_gpkg()));
    }
    for value in projection::values(&state.body) {
        query = match value {
            Value::Text(text) => query.bind(text),
            Value::Integer(number) => query.bind(number),
        };
    }
    Ok(query)
}
