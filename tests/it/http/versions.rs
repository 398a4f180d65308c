//! The portfolio as it stood: by version, by day, and who may know what about it.

use std::sync::Arc;

use actix_web::test::TestRequest;
use koyu::history::{Draft, Version};
use koyu::http::{PastError, State, StoreHistory};
use koyu::record::{EntityId, Fid, Kind};
use koyu::store::Store;

use super::fixture::{Answered, get, send, state};
use crate::support::{Portfolio, facility, first_facilities};

#[actix_web::test]
async fn a_record_is_answered_as_it_was_at_a_version() {
    let then = get("/api/facilities/F000001?version=3").await.json();
    assert_eq!(then["name"], "旧中央図書館");
    assert_eq!(get("/api/facilities/F000001").await.json()["name"], "中央図書館");
    assert_eq!(
        get("/api/facilities?version=3&q=%E6%97%A7%E4%B8%AD%E5%A4%AE")
            .await
            .json()["version"],
        3
    );
}

#[actix_web::test]
async fn a_record_is_answered_as_it_was_at_the_end_of_a_day() {
    let then = get("/api/facilities/F000001?as_of=2026-03-31").await.json();
    assert_eq!(then["name"], "旧中央図書館");
    let future = get("/api/facilities?as_of=2026-04-02").await;
    assert_eq!((future.status.as_u16(), problem_field(&future)), (400, "as_of".into()));
    let early = get("/api/facilities?as_of=1969-01-01").await;
    assert_eq!(early.status, 404);
    assert!(
        early.json()["detail"]
            .as_str()
            .is_some_and(|text| text.contains("1969-01-01"))
    );
}

#[actix_web::test]
async fn a_version_that_never_was_is_refused_in_words() {
    let answered = get("/api/facilities?version=8").await;
    assert_eq!(answered.status, 404);
    assert_eq!(answered.json()["detail"], "版 8 はありません。最新は 7 です。");
    for wrong in [
        "version=0",
        "version=-1",
        "version=x",
        "as_of=yesterday",
        "version=1&as_of=2026-01-01",
    ] {
        assert_eq!(get(&format!("/api/parcels?{wrong}")).await.status, 400, "{wrong}");
    }
}

fn problem_field(answered: &Answered) -> String {
    answered.json()["errors"][0]["parameter"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[actix_web::test]
async fn versions_tell_what_kind_of_act_made_them_and_no_more() {
    let page = get("/api/versions?limit=3").await.json();
    assert_eq!((&page["matched"], &page["returned"]), (&7.into(), &3.into()));
    let acts: Vec<_> = page["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| &item["act"])
        .collect();
    assert_eq!(acts, ["edit", "import", "rollback"]);
    assert_eq!(page["items"][2]["undone_version"], 4);
    let mut fields: Vec<&String> = page["items"][0].as_object().expect("a version").keys().collect();
    fields.sort();
    assert_eq!(fields, ["act", "data_date", "time", "undone_version", "version"]);
}

#[actix_web::test]
async fn the_copy_of_an_earlier_version_stays_right() {
    let address = "/api/facilities?version=3";
    let tag = get(address).await.header("etag").to_owned();
    let request = TestRequest::get().uri(address).insert_header(("if-none-match", tag));
    assert_eq!(send(request, state()).await.status, 304);
}

/// The server's state over a store that holds three versions.
async fn over_a_store() -> (Portfolio, State) {
    let portfolio = Portfolio::new().await;
    let id = EntityId::new(Kind::Facility, Fid(1));
    portfolio
        .ledger
        .submit("a", first_facilities(2))
        .await
        .expect("committed");
    for (revision, name) in [(1, "甲"), (2, "乙")] {
        let mut draft = Draft::new("改称");
        draft.replace(id, revision, facility("1", name, None));
        portfolio.ledger.submit("a", draft).await.expect("committed");
    }
    let state = State {
        live: Arc::clone(portfolio.ledger.live()),
        history: Arc::new(StoreHistory::new(Arc::clone(&portfolio.store) as Arc<dyn Store>)),
        ..state()
    };
    (portfolio, state)
}

#[actix_web::test]
async fn every_version_of_a_store_is_answered_as_it_was() {
    for (version, name) in [(1, "第1会館"), (2, "甲"), (3, "乙")] {
        let (_portfolio, state) = over_a_store().await;
        let request = TestRequest::get().uri(&format!("/api/facilities/F000001?version={version}"));
        assert_eq!(send(request, state).await.json()["name"], name, "version {version}");
    }
}

#[actix_web::test]
async fn an_earlier_version_is_read_once_for_all_who_ask() {
    let (_portfolio, state) = over_a_store().await;
    let all = futures_util::future::join_all((0..12).map(|_| state.history.at(Version(2)))).await;
    let read: Vec<_> = all.into_iter().map(|read| read.expect("read")).collect();
    assert!(read.iter().all(|snapshot| Arc::ptr_eq(snapshot, &read[0])));
    assert!(matches!(state.history.at(Version(9)).await, Err(PastError::Unknown)));
}
