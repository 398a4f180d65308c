//! Every statement of the store. Lower case, columns by name.

use crate::record::Kind;

use super::projection::columns;

pub(super) const LATEST: &str = "select version, hash from koyu_commits order by version desc limit 1";
pub(super) const HEAD: &str = "select hash from koyu_events order by seq desc limit 1";
pub(super) const DATA_DATE: &str =
    "select data_date from koyu_commits where data_date is not null and version <= $1 order by version desc limit 1";
pub(super) const LAST_FIDS: &str = "select kind, max(fid) as fid from koyu_events where version <= $1 group by kind";
pub(super) const FIND: &str = "select version from koyu_commits where id = $1";
/// Times are RFC 3339 texts in UTC; against a bound of whole seconds without its `Z` they compare as texts, with or
/// without fractions.
pub(super) const VERSION_BEFORE: &str = "select max(version) as version from koyu_commits where time < $1";
pub(super) const INSERT_COMMIT: &str = "insert into koyu_commits \
    (version, id, actor, time, reason, data_date, batch, undoes, event_count, header, hash) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
pub(super) const COMMITS: &str = "select version, id, actor, time, reason, data_date, batch, undoes, event_count \
    from koyu_commits order by version desc limit $1 offset $2";
pub(super) const COMMIT: &str = "select version, id, actor, time, reason, data_date, batch, undoes, event_count \
    from koyu_commits where version = $1";
pub(super) const BATCHES: &str = "select version, id, actor, time, reason, data_date, batch, undoes, event_count \
    from koyu_commits where batch is not null order by version desc limit $1 offset $2";
pub(super) const COUNT_BATCHES: &str = "select count(*) as n from koyu_commits where batch is not null";
pub(super) const UNDOINGS: &str = "select version, undoes from koyu_commits where undoes is not null order by version";
pub(super) const EVENTS_OF_COMMIT: &str = "select c.version, c.id, c.actor, c.time, c.reason, c.data_date, c.batch, \
    c.undoes, c.event_count, e.kind, e.fid, e.revision, e.before, e.after \
    from koyu_events e join koyu_commits c on c.version = e.version where e.version = $1 order by e.seq";
pub(super) const HISTORY: &str = "select c.version, c.id, c.actor, c.time, c.reason, c.data_date, c.batch, \
    c.undoes, c.event_count, e.kind, e.fid, e.revision, e.before, e.after \
    from koyu_events e join koyu_commits c on c.version = e.version \
    where e.kind = $1 and e.fid = $2 order by e.seq desc limit $3 offset $4";
/// The last event of every record up to a version; deletions have no `after`.
pub(super) const STATES_AT: &str = "select kind, fid, revision, version, after from koyu_events where seq in \
    (select max(seq) from koyu_events where version <= $1 group by kind, fid) and after is not null \
    order by kind, fid";
/// The last removal of every record that was removed up to a version; some of them have come back since.
pub(super) const REMOVALS: &str = "select kind, fid, max(revision) as revision from koyu_events \
    where after is null and version <= $1 group by kind, fid";
pub(super) const HEAD_AT: &str = "select hash from koyu_events where version <= $1 order by seq desc limit 1";
pub(super) const CHAIN_COMMITS: &str = "select version, id, actor, time, reason, data_date, batch, undoes, \
    event_count, header, hash from koyu_commits order by version";
pub(super) const CHAIN_EVENTS: &str =
    "select version, kind, fid, revision, before, after, hash from koyu_events where version = $1 order by seq";
pub(super) const ORPHAN_EVENTS: &str =
    "select count(*) as n from koyu_events where version not in (select version from koyu_commits)";

/// The columns of every table and what each was made as.
pub(super) const TABLE_COLUMNS: &str = "select t.name as table_name, c.name as column_name, \
    c.type || iif(c.\"notnull\", ' not null', '') || iif(c.pk, ' key ' || c.pk, '') as definition \
    from sqlite_master t join pragma_table_info(t.name) c where t.type = 'table' order by t.name, c.cid";
/// The indexes that were made by name.
pub(super) const INDEXES: &str = "select name, tbl_name from sqlite_master where type = 'index' and sql is not null";

/// The rows of a table as SQL literals, `entry` being the name of each.
pub(super) fn select_quoted(table: &str, name: &str, columns: &[&str]) -> String {
    let quoted: Vec<String> = columns
        .iter()
        .map(|column| format!("quote({column}) as {column}"))
        .collect();
    format!(
        "select cast({name} as text) as entry, {} from {table}",
        quoted.join(", ")
    )
}

/// All rows of a kind with all their columns.
pub(super) fn select_whole(kind: Kind) -> String {
    let geom = if kind.has_shape() { "geom" } else { "null as geom" };
    format!(
        "select fid, id, revision, changed, record_key, body, {geom}, {} from {} order by fid",
        columns(kind).join(", "),
        kind.table()
    )
}

/// All rows of a kind, as they are loaded.
pub(super) fn select_all(kind: Kind) -> String {
    let geom = if kind.has_shape() { "geom" } else { "null as geom" };
    format!(
        "select fid, revision, changed, body, {geom} from {} order by fid",
        kind.table()
    )
}

/// How many rows one statement writes: a whole number of statements of one text keeps the statement cache small.
pub(super) const ROWS_AT_ONCE: usize = 64;

/// Inserts or replaces a number of rows of a kind.
pub(super) fn upsert(kind: Kind, rows: usize) -> String {
    let mut names = vec!["fid", "id", "revision", "changed", "record_key", "body"];
    if kind.has_shape() {
        names.push("geom");
    }
    names.extend(columns(kind));
    let updates: Vec<String> = names[2..]
        .iter()
        .map(|name| format!("{name} = excluded.{name}"))
        .collect();
    format!(
        "insert into {} ({}) values {} on conflict (fid) do update set {}",
        kind.table(),
        names.join(", "),
        tuples(rows, names.len()),
        updates.join(", ")
    )
}

pub(super) fn delete(kind: Kind) -> String {
    format!("delete from {} where fid = $1", kind.table())
}

/// Appends a number of events.
pub(super) fn insert_events(rows: usize) -> String {
    format!(
        "insert into koyu_events (version, kind, fid, revision, before, after, hash) values {}",
        tuples(rows, 7)
    )
}

/// `($1, $2), ($3, $4)`
fn tuples(rows: usize, width: usize) -> String {
    let tuple = |row: usize| {
        let marks: Vec<String> = (1..=width).map(|column| format!("${}", row * width + column)).collect();
        format!("({})", marks.join(", "))
    };
    (0..rows).map(tuple).collect::<Vec<_>>().join(", ")
}
