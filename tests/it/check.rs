//! `koyu check` finds whatever was changed behind the program's back, and says where.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use koyu::demo::{DemoSpec, generate};
use koyu::history::{Draft, State};
use koyu::ledger::Ledger;
use koyu::record::{EntityId, Kind};
use koyu::store::{GpkgStore, Report, Store};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use crate::support::{clock, facility};

/// A sound portfolio in one file: a small demo, a record renamed and moved, another made and removed.
struct Sound {
    folder: tempfile::TempDir,
    copies: u32,
}

impl Sound {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = GpkgStore::open(&folder.path().join("sound.gpkg")).await;
        let store = Arc::new(store.expect("a new store"));
        let ledger = Ledger::start(Arc::clone(&store) as Arc<dyn Store>, clock())
            .await
            .expect("a ledger");
        let spec = DemoSpec {
            facilities: 60,
            parcels: 30,
            seed: 1,
        };
        ledger.submit("planner", generate(&spec)).await.expect("committed");
        let next = ledger.live().load().next_fid(Kind::Facility);
        let id = EntityId::new(Kind::Facility, next);
        let write = async |revision: u64, state: Option<State>| {
            let mut draft = Draft::new("訂正");
            match (revision, state) {
                (0, Some(state)) => draft.create(Kind::Facility, next, state),
                (_, Some(state)) => draft.replace(id, revision, state),
                (_, None) => draft.remove(id, revision),
            }
            ledger.submit("planner", draft).await.expect("committed");
        };
        write(0, Some(facility("新設", "甲", Some((135.5, 34.7))))).await;
        write(1, Some(facility("新設", "乙", None))).await;
        write(2, None).await;
        store.close().await.expect("closed");
        Self { folder, copies: 0 }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("sound.gpkg")
    }

    /// A copy of the file, changed by somebody with a SQLite shell.
    async fn tampered(&mut self, sql: &str) -> PathBuf {
        self.copies += 1;
        let path = self.folder.path().join(format!("copy{}.gpkg", self.copies));
        std::fs::copy(self.path(), &path).expect("copied");
        let options = SqliteConnectOptions::new().filename(&path).foreign_keys(false);
        let mut connection = <SqliteConnection as sqlx::Connection>::connect_with(&options)
            .await
            .expect("opens");
        let done = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut connection);
        done.await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        sqlx::Connection::close(connection).await.expect("closed");
        path
    }
}

async fn checked(path: &Path) -> Report {
    let store = GpkgStore::open(path).await.expect("opens");
    let report = store.check().await.expect("checked");
    store.close().await.expect("closed");
    report
}

/// `rule table id column`, without what is absent.
fn places(report: &Report) -> Vec<String> {
    report
        .faults
        .iter()
        .map(|fault| {
            let parts = [&fault.table, &fault.id, &fault.column];
            let parts: Vec<&str> = std::iter::once(fault.rule)
                .chain(parts.into_iter().filter_map(|part| part.as_deref()))
                .collect();
            parts.join(" ")
        })
        .collect()
}

#[tokio::test]
async fn a_sound_portfolio_has_no_fault_and_everything_was_looked_at() {
    let sound = Sound::new().await;
    let report = checked(&sound.path()).await;
    assert_eq!(report.faults, vec![]);
    assert_eq!((report.version, report.commits), (4, 4));
    let store = GpkgStore::open(&sound.path()).await.expect("opens");
    let contents = store.load().await.expect("loads");
    assert_eq!(report.records, contents.records.len() as u64);
    assert_eq!(report.events, report.records + 3);
}

#[tokio::test]
async fn one_thing_that_was_changed_is_one_fault_with_its_place() {
    let mut sound = Sound::new().await;
    let mut wrong = Vec::new();
    let other_place = "(select geom from facilities where fid = 2)";
    let other_system = "substr(geom, 1, 4) || x'e6100000' || substr(geom, 9)";
    let other_envelope = "substr(geom, 1, 8) || zeroblob(32) || substr(geom, 41)";
    for (sql, place) in [
        // The typed columns, which QGIS and psql see.
        (
            "update facilities set name = '偽' where fid = 1",
            "column facilities F000001 name",
        ),
        (
            "update facilities set floor_area_hundredths = '12.5' where fid = 1",
            "column facilities F000001 floor_area_hundredths",
        ),
        (
            "update facilities set ward_code = null where fid = 1",
            "column facilities F000001 ward_code",
        ),
        (
            "update parcels set policy = 'sold' where fid = 2",
            "column parcels P000002 policy",
        ),
        (
            "update parcels set in_city = 1 - in_city where fid = 2",
            "column parcels P000002 in_city",
        ),
        (
            "update usage_years set fiscal_year = 1999 where fid = 1",
            "column usage_years U000001 fiscal_year",
        ),
        (
            "update finance_years set facility_id = 'F999999' where fid = 1",
            "column finance_years N000001 facility_id",
        ),
        (
            "update conditions set grade = 'Z' where fid = 1",
            "column conditions C000001 grade",
        ),
        (
            "update works set cost_yen = cost_yen + 1 where fid = 1",
            "column works W000001 cost_yen",
        ),
        (
            "update facilities set record_key = 'x' where fid = 1",
            "column facilities F000001 record_key",
        ),
        // What the store itself keeps of a row.
        (
            "update facilities set id = 'F0000001' where fid = 1",
            "row facilities F000001 id",
        ),
        (
            "update facilities set revision = 7 where fid = 1",
            "row facilities F000001 revision",
        ),
        (
            "update facilities set changed = 2 where fid = 1",
            "row facilities F000001 changed",
        ),
        (
            "update facilities set body = substr(body, 1, length(body) - 1) || ',\"x\":1}' where fid = 1",
            "row facilities F000001 body",
        ),
        ("delete from usage_years where fid = 3", "row usage_years U000003"),
        // The geometry.
        (
            &format!("update facilities set geom = {other_place} where fid = 1"),
            "geometry facilities F000001 geom",
        ),
        (
            "update facilities set geom = null where fid = 1",
            "geometry facilities F000001 geom",
        ),
        (
            "update facilities set geom = x'00' where fid = 1",
            "geometry facilities F000001 geom",
        ),
        (
            &format!("update parcels set geom = {other_envelope} where fid = 1"),
            "geometry parcels P000001 geom",
        ),
        (
            &format!("update facilities set geom = {other_system} where fid = 1"),
            "srid facilities F000001 geom",
        ),
        // The tables and what a GeoPackage tells of itself.
        (
            "delete from gpkg_contents where table_name = 'lots'",
            "catalog gpkg_contents lots",
        ),
        (
            "update gpkg_contents set srs_id = 4326 where table_name = 'lots'",
            "catalog gpkg_contents lots srs_id",
        ),
        (
            "update gpkg_geometry_columns set srs_id = 4326 where table_name = 'lots'",
            "catalog gpkg_geometry_columns lots srs_id",
        ),
        (
            "update gpkg_spatial_ref_sys set definition = 'undefined' where srs_id = 6668",
            "catalog gpkg_spatial_ref_sys 6668 definition",
        ),
        ("pragma user_version = 1", "catalog user_version"),
        (
            "drop index koyu_events_of_record",
            "schema koyu_events koyu_events_of_record",
        ),
        ("alter table facilities drop column bureau", "schema facilities bureau"),
        ("drop table populations", "schema populations"),
        // The log.
        (
            "update koyu_commits set actor = 'nobody' where version = 2",
            "commit koyu_commits 2 actor",
        ),
        (
            "update koyu_commits set reason = '' where version = 2",
            "commit koyu_commits 2 reason",
        ),
        (
            "update koyu_commits set time = '2020-01-01T00:00:00Z' where version = 2",
            "commit koyu_commits 2 time",
        ),
        (
            "update koyu_commits set undoes = 1 where version = 3",
            "commit koyu_commits 3 undoes",
        ),
        (
            "update koyu_events set before = null where version = 4",
            "chain koyu_events F000061",
        ),
    ] {
        let path = sound.tampered(sql).await;
        let found = places(&checked(&path).await);
        if found != [place] {
            wrong.push(format!("{sql}\n  {place} is not {found:?}"));
        }
        std::fs::remove_file(path).expect("removed");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_change_with_consequences_is_told_with_all_of_them() {
    let mut sound = Sound::new().await;
    let mut wrong = Vec::new();
    for (sql, expected) in [
        (
            "delete from facilities where fid = 1",
            &["row facilities F000001", "reference links K000001"][..],
        ),
        (
            "insert into mesh_cells select 999999, geom, 'M999999', revision, changed, record_key, code, body \
                from mesh_cells where fid = 1",
            &["row mesh_cells M999999", "key mesh_cells M999999 record_key"],
        ),
        (
            "delete from facilities where id = (select facility_id from usage_years where fid = 1)",
            &["reference usage_years U000001"],
        ),
        (
            "update usage_years set body = json_set(body, '$.facility', 4000) where fid = 1",
            &[
                "row usage_years U000001 body",
                "column usage_years U000001 facility_id",
                "column usage_years U000001 record_key",
                "reference usage_years U000001",
            ],
        ),
        (
            "update facilities set body = 'no JSON' where fid = 1",
            &["row facilities F000001 body"],
        ),
        (
            "update links set body = replace(body, 'facility_building', 'parcel_lot') where fid = 1",
            &[
                "row links K000001 body",
                "column links K000001 role",
                "link links K000001 role",
            ],
        ),
        (
            "update facilities set body = replace(body, \
                '\"number\":\"' || record_key || '\"', \
                '\"number\":\"' || (select record_key from facilities where fid = 1) || '\"') where fid = 2",
            &["row facilities F000002 body", "key facilities F000002 record_key"],
        ),
        (
            "update koyu_events set after = replace(after, '乙', '丙') where version = 3",
            &["chain koyu_events F000061"],
        ),
        (
            "delete from koyu_events where kind = 'facilities' and fid = 2",
            &["chain koyu_commits 1 event_count", "row facilities F000002"],
        ),
        (
            "update koyu_commits set header = replace(header, 'planner', 'nobody!') where version = 1",
            &["chain koyu_commits 1", "commit koyu_commits 1 actor"],
        ),
        (
            "update koyu_events set version = 99 where version = 4",
            &["orphan-event koyu_events", "chain koyu_commits 4 event_count"],
        ),
        (
            "update koyu_events set kind = 'castles' where version = 4",
            &["chain koyu_events"],
        ),
        (
            "update koyu_events set hash = x'00' where version = 4",
            &["chain koyu_events F000061"],
        ),
    ] {
        let path = sound.tampered(sql).await;
        let report = checked(&path).await;
        let places = places(&report);
        for expected in expected {
            if !places.iter().any(|place| place == expected) {
                wrong.push(format!("{sql}\n  {expected} is not in {places:?}"));
            }
        }
        std::fs::remove_file(path).expect("removed");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_others_add_to_the_file_is_theirs() {
    let mut sound = Sound::new().await;
    let path = sound
        .tampered(
            "create table layer_styles (id integer primary key, style text); \
             alter table facilities add column note text; \
             update facilities set note = 'x'; \
             update gpkg_contents set min_x = 135, last_change = '2026-01-01T00:00:00Z'; \
             insert into gpkg_contents (table_name, data_type) values ('layer_styles', 'attributes');",
        )
        .await;
    assert_eq!(checked(&path).await.faults, vec![]);
}

#[tokio::test]
async fn the_command_names_table_record_and_column_and_fails() {
    let mut sound = Sound::new().await;
    let path = sound.tampered("update facilities set name = '偽' where fid = 1").await;
    let ran = Command::new(env!("CARGO_BIN_EXE_koyu"))
        .args(["check", "--store"])
        .arg(&path)
        .output();
    let ran = ran.expect("the program ran");
    let said = String::from_utf8(ran.stdout).expect("UTF-8");
    assert!(!ran.status.success());
    assert!(
        said.starts_with("column: facilities F000001 name: 列が本文と一致しません / "),
        "{said}"
    );
    assert!(said.trim_end().ends_with("1 faults"), "{said}");
}
