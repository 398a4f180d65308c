//! The tables themselves: held against those of a new portfolio. What others have added is theirs and stays.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection, Row};

use super::super::{StoreError, migrate, sql};
use super::{Fault, Report};

/// The tables in which a GeoPackage tells of itself: the name of a row, and the columns that must be as they were.
const CATALOG: [(&str, &str, &[&str]); 3] = [
    (
        "gpkg_spatial_ref_sys",
        "srs_id",
        &["organization", "organization_coordsys_id", "definition"],
    ),
    ("gpkg_contents", "table_name", &["data_type", "identifier", "srs_id"]),
    (
        "gpkg_geometry_columns",
        "table_name",
        &["column_name", "geometry_type_name", "srs_id", "z", "m"],
    ),
];

/// Columns by table: type, whether it may be null, place in the key.
type Columns = BTreeMap<String, BTreeMap<String, String>>;

/// Compares tables, indexes and catalogue; gives the tables that lack a column and so cannot be read.
pub(super) async fn compare(
    connection: &mut SqliteConnection,
    report: &mut Report,
) -> Result<BTreeSet<String>, StoreError> {
    let mut fresh = SqliteConnection::connect("sqlite::memory:").await?;
    migrate::migrate(&mut fresh, migrate::PORTFOLIO, 0).await?;
    let mut unreadable = BTreeSet::new();
    let (given, found) = (columns(&mut fresh).await?, columns(connection).await?);
    for (table, given) in &given {
        let Some(found) = found.get(table) else {
            let fault = Fault::new("schema", "表がありません", "the table is missing");
            report.faults.push(fault.table(table));
            unreadable.insert(table.clone());
            continue;
        };
        for (column, given) in given {
            let found = found.get(column);
            if found.is_none() {
                unreadable.insert(table.clone());
            }
            if found != Some(given) {
                let fault = Fault::new(
                    "schema",
                    format!("列の定義が違います({given} のはずです)"),
                    format!("the column is not as it was made ({given})"),
                );
                report.faults.push(fault.table(table).column(column));
            }
        }
    }
    let (given, found) = (indexes(&mut fresh).await?, indexes(connection).await?);
    for (index, table) in given.difference(&found) {
        let fault = Fault::new(
            "schema",
            format!("索引 {index} がありません"),
            format!("the index {index} is missing"),
        );
        report.faults.push(fault.table(table).id(index));
    }
    for (table, name, columns) in CATALOG.into_iter().filter(|(table, ..)| !unreadable.contains(*table)) {
        let given = entries(&mut fresh, table, name, columns).await?;
        let found = entries(connection, table, name, columns).await?;
        compare_entries(table, columns, &given, &found, report);
    }
    for (pragma, given) in super::super::gpkg::MARKS {
        let statement = format!("pragma {pragma}");
        let row = sqlx::query(AssertSqlSafe(statement))
            .fetch_one(&mut *connection)
            .await?;
        if row.try_get::<i64, _>(0)? != given {
            let fault = Fault::new(
                "catalog",
                format!("{pragma} が {given} ではありません"),
                format!("{pragma} is not {given}"),
            );
            report.faults.push(fault.id(pragma));
        }
    }
    Ok(unreadable)
}

fn compare_entries(table: &str, columns: &[&str], given: &Entries, found: &Entries, report: &mut Report) {
    for (name, given) in given {
        let Some(found) = found.get(name) else {
            let fault = Fault::new("catalog", "登録がありません", "the entry is missing");
            report.faults.push(fault.table(table).id(name));
            continue;
        };
        for (at, column) in columns.iter().enumerate().filter(|(at, _)| given[*at] != found[*at]) {
            let fault = Fault::new(
                "catalog",
                format!("{} は {} のはずです", found[at], given[at]),
                format!("{} must be {}", found[at], given[at]),
            );
            report.faults.push(fault.table(table).id(name).column(*column));
        }
    }
}

async fn columns(connection: &mut SqliteConnection) -> Result<Columns, StoreError> {
    let mut tables = Columns::new();
    for row in sqlx::query(sql::TABLE_COLUMNS).fetch_all(connection).await? {
        tables
            .entry(row.try_get("table_name")?)
            .or_default()
            .insert(row.try_get("column_name")?, row.try_get("definition")?);
    }
    Ok(tables)
}

async fn indexes(connection: &mut SqliteConnection) -> Result<BTreeSet<(String, String)>, StoreError> {
    let rows = sqlx::query(sql::INDEXES).fetch_all(connection).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("name")?, row.try_get("tbl_name")?)))
        .collect()
}

/// The values of an entry's columns, as SQL literals.
type Entries = BTreeMap<String, Vec<String>>;

async fn entries(
    connection: &mut SqliteConnection,
    table: &str,
    name: &str,
    columns: &[&str],
) -> Result<Entries, StoreError> {
    let statement = sql::select_quoted(table, name, columns);
    let rows = sqlx::query(AssertSqlSafe(statement)).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let values: Result<Vec<String>, sqlx::Error> = columns.iter().map(|column| row.try_get(column)).collect();
            Ok((row.try_get("entry")?, values?))
        })
        .collect()
}
