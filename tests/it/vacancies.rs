//! Vacant space as work: from the facility that closes to the parcel of unused land, in a store and on the map.

use std::sync::Arc;

use jiff::civil::date;
use koyu::geometry::Shape;
use koyu::history::{Body, Draft, State, Version};
use koyu::land::ParcelNumber;
use koyu::ledger::{BecomeParcel, Follower, Ledger, LedgerError};
use koyu::record::{Code, EntityId, Fid, Kind, Position, PositionAccuracy, PositionMethod};
use koyu::register::{
    Approval, Decision, Extent, Facility, LinkRole, Vacancy, VacancyStage, VacancyUse, WantedSpace, WantedStatus,
};
use koyu::snapshot::{CandidateReason, Refusal};
use koyu::store::{GpkgStore, Store};
use koyu::tiles::{PortfolioTiles, TileId};

use crate::support::{Portfolio, clock, first_facilities};

fn id(kind: Kind, number: u32) -> EntityId {
    EntityId::new(kind, Fid(number))
}

fn state(body: impl Into<Body>, shape: Option<Shape>) -> State {
    State {
        body: body.into(),
        shape: shape.map(Arc::new),
    }
}

/// A former school that is drawn.
fn school(lon: f64) -> State {
    let facility = Facility {
        number: "1".into(),
        name: "もと架空小学校".into(),
        class: Some(Code::new("former.former_facility")),
        position: Some(Position::new(
            PositionMethod::RepresentativePoint,
            PositionAccuracy::Exact,
        )),
        ..Facility::default()
    };
    state(facility, Shape::point(lon, 34.7).ok())
}

fn vacancy() -> Vacancy {
    Vacancy {
        released: true,
        ..Vacancy::new("もと架空小学校", Extent::Facility, id(Kind::Facility, 1))
    }
}

/// A decision to sell, approved by somebody else.
fn for_sale(mut vacancy: Vacancy) -> Vacancy {
    let decision = Decision {
        kind: VacancyUse::Sell,
        on: date(2026, 5, 1),
        by: "planner".into(),
        reason: "利用の見込みがない".into(),
        wanted: None,
        approval: None,
    };
    vacancy.decide(decision).unwrap();
    let approval = Approval {
        on: date(2026, 5, 8),
        by: "approver".into(),
        note: None,
    };
    vacancy.approve(approval).unwrap();
    vacancy
}

async fn with_school() -> Portfolio {
    let portfolio = Portfolio::new().await;
    let mut draft = Draft::new("登録");
    draft.create(Kind::Facility, Fid(1), school(135.5));
    draft.create(Kind::Vacancy, Fid(1), state(for_sale(vacancy()), None));
    portfolio.ledger.submit("planner", draft).await.unwrap();
    portfolio
}

fn become_parcel(revision: u64) -> BecomeParcel {
    BecomeParcel {
        vacancy: Fid(1),
        revision,
        number: ParcelNumber::parse("9‐1").unwrap(),
        name: "もと架空小学校用地".into(),
        lot_text: Some("1番1".into()),
        area_m2: "8123.45".parse().ok(),
        on: date(2026, 6, 1),
        reason: "未利用地一覧表へ編入".into(),
    }
}

#[tokio::test]
async fn a_school_becomes_unused_land_in_one_commit_with_links_both_ways() {
    let portfolio = with_school().await;
    let receipt = portfolio.ledger.submit("officer", become_parcel(1)).await.unwrap();
    let kinds: Vec<Kind> = receipt.entities.iter().map(|entity| entity.kind).collect();
    assert_eq!(kinds, [Kind::Parcel, Kind::Link, Kind::Vacancy]);
    let live = portfolio.ledger.live().load();
    let closed = live.vacancies.get(Fid(1)).unwrap();
    assert_eq!(closed.body.stage(), VacancyStage::Closed);
    assert_eq!(
        live.vacancy_before(Fid(1)).map(|item| item.id()),
        Some(id(Kind::Vacancy, 1))
    );
    let links: Vec<_> = live.links_of(id(Kind::Facility, 1)).collect();
    assert_eq!(
        (links[0].role, links[0].to),
        (LinkRole::FacilityParcel, id(Kind::Parcel, 1))
    );
    let parcel = &live.parcels.get(Fid(1)).unwrap().body;
    assert_eq!(
        (
            parcel.number.text(),
            parcel.registered.map(|year| year.number()),
            parcel.area_m2.known().map(ToString::to_string)
        ),
        ("9‐1", Some(2026), Some("8123.45".into()))
    );
    let reloaded = portfolio.store.load().await.unwrap().into_snapshot();
    assert_eq!(&reloaded, live.as_ref());
    assert_eq!(portfolio.store.check().await.unwrap().faults, []);
}

#[tokio::test]
async fn nothing_is_written_where_the_vacancy_may_not_become_land() {
    let portfolio = with_school().await;
    let mut draft = Draft::new("方針の変更");
    draft.replace(id(Kind::Vacancy, 1), 1, state(vacancy(), None));
    portfolio.ledger.submit("planner", draft).await.unwrap();
    let refused = portfolio.ledger.submit("officer", become_parcel(2)).await.unwrap_err();
    assert!(
        matches!(&refused, LedgerError::Invalid(message) if message.en.contains("approved")),
        "{refused}"
    );
    let live = portfolio.ledger.live().load();
    assert_eq!((live.version(), live.parcels.len()), (Version(2), 0));
}

#[tokio::test]
async fn a_vacancy_that_changed_meanwhile_is_a_conflict() {
    let portfolio = with_school().await;
    let refused = portfolio.ledger.submit("officer", become_parcel(7)).await.unwrap_err();
    assert!(
        matches!(refused, LedgerError::Refused(Refusal::Conflict { current: 1, .. })),
        "{refused}"
    );
}

#[tokio::test]
async fn a_facility_with_a_vacancy_cannot_be_removed() {
    let portfolio = with_school().await;
    let mut draft = Draft::new("削除");
    draft.remove(id(Kind::Facility, 1), 1);
    let refused = portfolio.ledger.submit("planner", draft).await.unwrap_err();
    assert!(
        matches!(refused, LedgerError::Refused(Refusal::Dangling { .. })),
        "{refused}"
    );
}

#[tokio::test]
async fn facilities_out_of_use_are_offered_until_a_person_records_them() {
    let portfolio = Portfolio::new().await;
    let mut draft = Draft::new("登録");
    draft.create(Kind::Facility, Fid(1), school(135.5));
    let closed = Facility {
        number: "2".into(),
        name: "架空会館".into(),
        status: Some(Code::new("closed")),
        ..Facility::default()
    };
    draft.create(Kind::Facility, Fid(2), state(closed, None));
    let in_use = Facility {
        number: "3".into(),
        name: "架空図書館".into(),
        status: Some(Code::new("in_service")),
        ..Facility::default()
    };
    draft.create(Kind::Facility, Fid(3), state(in_use, None));
    portfolio.ledger.submit("planner", draft).await.unwrap();
    let offered = || {
        let live = portfolio.ledger.live().load();
        let candidates = live.vacancy_candidates();
        let offered: Vec<_> = candidates
            .into_iter()
            .map(|(item, reason)| (item.fid.0, reason))
            .collect();
        (offered, live.vacancies.len())
    };
    assert_eq!(
        offered(),
        (vec![(1, CandidateReason::Former), (2, CandidateReason::OutOfUse)], 0)
    );
    let mut draft = Draft::new("空き施設の登録");
    draft.create(Kind::Vacancy, Fid(1), state(vacancy(), None));
    portfolio.ledger.submit("planner", draft).await.unwrap();
    assert_eq!(offered(), (vec![(2, CandidateReason::OutOfUse)], 1));
}

#[tokio::test]
async fn demand_is_ranked_by_its_fit_and_only_open_demand_counts() {
    let portfolio = with_school().await;
    let wanted = |title: &str, within_m, status| WantedSpace {
        title: title.into(),
        within_m: Some(within_m),
        status,
        ..WantedSpace::default()
    };
    let near = Shape::point(135.501, 34.7).ok();
    let far = Shape::point(135.6, 34.7).ok();
    let mut draft = Draft::new("募集");
    for (at, (space, place)) in [
        (wanted("遠い", 500, WantedStatus::Open), far),
        (wanted("近い", 500, WantedStatus::Open), near.clone()),
        (wanted("済み", 500, WantedStatus::Met), near),
    ]
    .into_iter()
    .enumerate()
    {
        draft.create(Kind::WantedSpace, Fid(at as u32 + 1), state(space, place));
    }
    portfolio.ledger.submit("planner", draft).await.unwrap();
    let live = portfolio.ledger.live().load();
    let today = date(2026, 4, 1);
    let demand = live.demand_for(&vacancy(), today);
    let ranked: Vec<_> = demand
        .iter()
        .map(|found| (found.item.body.title.as_str(), found.fit.points))
        .collect();
    assert_eq!(ranked, [("近い", 100), ("遠い", 70)]);
    assert!(demand[0].distance_m.is_some_and(|metres| (metres - 91.5).abs() < 1.0));
    let supply = live.supply_for(live.wanted_spaces.get(Fid(2)).unwrap(), today);
    assert_eq!((supply.len(), supply[0].fit.points), (1, 100));
}

/// The tile at zoom 14 in which a vacancy of a facility at this longitude lies.
fn tile(lon: f64) -> TileId {
    let lat = 34.7_f64.to_radians();
    let scale = f64::from(1 << 14);
    let x = ((lon + 180.0) / 360.0 * scale) as u32;
    let y = ((1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0 * scale) as u32;
    TileId::new(14, x, y).unwrap()
}

#[tokio::test]
async fn on_the_map_a_vacancy_follows_its_facility_and_shows_only_when_released() {
    let folder = tempfile::tempdir().unwrap();
    let store = GpkgStore::open(&folder.path().join("koyu.gpkg")).await.unwrap();
    let tiles = Arc::new(PortfolioTiles::new(1 << 20));
    let followers = vec![Arc::clone(&tiles) as Arc<dyn Follower>];
    let ledger = Ledger::start_with(Arc::new(store) as Arc<dyn Store>, clock(), followers)
        .await
        .unwrap();
    let is_drawn = |lon: f64| {
        let layer = tiles.layer("vacancies").unwrap();
        !layer.tile(tile(lon)).is_empty()
    };
    let mut draft = Draft::new("登録");
    draft.create(Kind::Facility, Fid(1), school(135.5));
    draft.create(Kind::Vacancy, Fid(1), state(vacancy(), None));
    ledger.submit("planner", draft).await.unwrap();
    assert!(is_drawn(135.5));
    let mut draft = Draft::new("位置の訂正");
    draft.replace(id(Kind::Facility, 1), 1, school(135.6));
    ledger.submit("planner", draft).await.unwrap();
    assert!(!is_drawn(135.5) && is_drawn(135.6));
    let withheld = Vacancy {
        released: false,
        ..vacancy()
    };
    let mut draft = Draft::new("非公開");
    draft.replace(id(Kind::Vacancy, 1), 1, state(withheld, None));
    ledger.submit("planner", draft).await.unwrap();
    assert!(!is_drawn(135.6));
}

/// What a store of the first release lacks is taken out of one of today's.
fn make_older(path: &std::path::Path) {
    let file = rusqlite::Connection::open(path).unwrap();
    for table in ["vacancies", "survey_rounds", "wanted_spaces", "attachments"] {
        file.execute_batch(&format!(
            "delete from gpkg_geometry_columns where table_name = '{table}';
             delete from gpkg_contents where table_name = '{table}';
             drop table {table};"
        ))
        .unwrap();
    }
    file.execute_batch(
        "drop index koyu_events_of_removal;
         alter table koyu_commits drop column undoes;
         delete from koyu_migrations where number > 1",
    )
    .unwrap();
}

#[tokio::test]
async fn a_store_from_before_vacancies_is_upgraded_with_all_it_holds() {
    let portfolio = Portfolio::new().await;
    portfolio.ledger.submit("a", first_facilities(20)).await.unwrap();
    let before = portfolio.ledger.live().load();
    portfolio.store.close().await.unwrap();
    make_older(&portfolio.path());
    let store = Arc::new(GpkgStore::open(&portfolio.path()).await.unwrap());
    assert_eq!(&store.load().await.unwrap().into_snapshot(), before.as_ref());
    let ledger = Ledger::start(Arc::clone(&store) as Arc<dyn Store>, clock())
        .await
        .unwrap();
    let mut draft = Draft::new("空き施設の登録");
    draft.create(Kind::Vacancy, Fid(1), state(vacancy(), None));
    ledger.submit("planner", draft).await.unwrap();
    assert_eq!(store.check().await.unwrap().faults, []);
}
