//! Area sheets: what every bureau has in a ward, a circle or a drawn area.

use std::sync::Arc;

use actix_web::test::TestRequest;
use koyu::demo::{DemoSpec, generate};
use koyu::http::{State, WriteTrust};
use koyu::snapshot::{Live, Snapshot, Stamp};
use koyu::vocabulary::Vocabularies;
use serde_json::Value;

use super::fixture::{Answered, get, send, state};
use crate::support::Portfolio;

fn demo() -> Snapshot {
    let draft = generate(&DemoSpec {
        facilities: 600,
        parcels: 60,
        seed: 5,
    });
    let stamp = Stamp {
        id: uuid::Uuid::from_u128(1),
        actor: Arc::from("test"),
        time: jiff::Timestamp::UNIX_EPOCH,
    };
    let empty = Snapshot::default();
    let commit = empty.derive(draft, stamp).expect("a demo is a valid draft");
    empty.apply(&commit).expect("the first version")
}

async fn ask(address: &str) -> Answered {
    let state = State {
        live: Arc::new(Live::new(Arc::new(demo()))),
        vocabulary: Vocabularies::embedded(),
        ..state()
    };
    send(TestRequest::get().uri(address), state).await
}

fn sum(groups: &Value, field: &str) -> u64 {
    let groups = groups.as_array().expect("groups");
    groups.iter().map(|group| group[field].as_u64().expect("a count")).sum()
}

#[actix_web::test]
async fn a_ward_has_all_that_says_it_lies_there_in_groups_that_add_up() {
    let sheet = ask("/api/area?ward=271276").await.json();
    let snapshot = demo();
    let code = "271276".parse().expect("a code");
    let facilities = snapshot.facilities.iter();
    let expected = facilities
        .filter(|item| item.body.address.municipality == Some(code))
        .count() as u64;
    assert!(expected > 5);
    assert_eq!(sheet["facilities"], expected);
    assert_eq!(sum(&sheet["classes"], "count"), expected);
    assert_eq!(sum(&sheet["bureaus"], "facilities"), expected);
    assert_eq!(
        sum(&sheet["bureaus"], "parcels"),
        sheet["parcels"].as_u64().expect("a count")
    );
    assert_eq!(
        sum(&sheet["policies"], "count"),
        sheet["parcels"].as_u64().expect("a count")
    );
    assert_eq!(
        sheet["facility_items"].as_array().expect("items").len() as u64,
        expected
    );
    assert_eq!((&sheet["unplaced"], &sheet["schematic"]), (&0.into(), &true.into()));
}

#[actix_web::test]
async fn people_are_counted_now_and_later() {
    let sheet = ask("/api/area?ward=271276").await.json();
    let population = sheet["population"].as_array().expect("a series");
    assert!(population.len() >= 2, "{population:?}");
    assert_eq!(population[0]["source"], "ward");
    let later: Vec<bool> = population
        .iter()
        .filter_map(|people| people["projected"].as_bool())
        .collect();
    assert!(later.contains(&true) && later.contains(&false), "{later:?}");
    let circle = ask("/api/area?circle=135.5022,34.6937,1000").await.json();
    let people = circle["population"].as_array().expect("a series");
    assert!(people.iter().all(|people| people["source"] == "mesh"), "{people:?}");
    assert!(
        people
            .iter()
            .all(|people| people["total"].as_u64().is_some_and(|total| total > 1_000))
    );
}

#[actix_web::test]
async fn a_circle_and_the_polygon_around_it_hold_what_lies_in_them() {
    let circle = ask("/api/area?circle=135.5022,34.6937,1500").await.json();
    let around = "135.48,34.675;135.525,34.675;135.525,34.712;135.48,34.712";
    let polygon = ask(&format!("/api/area?polygon={around}")).await.json();
    let ids = |sheet: &Value| -> Vec<String> {
        let items = sheet["facility_items"].as_array().expect("items");
        items
            .iter()
            .map(|item| item["id"].as_str().expect("an id").to_owned())
            .collect()
    };
    let (inner, outer) = (ids(&circle), ids(&polygon));
    assert!(!inner.is_empty() && inner.len() < outer.len());
    assert!(inner.iter().all(|id| outer.contains(id)));
    assert!(circle["unplaced"].as_u64().is_some_and(|count| count > 0));
}

#[actix_web::test]
async fn like_uses_are_pairs_of_one_class_the_nearest_first() {
    let near = ask("/api/area?ward=271276&like_m=800").await.json();
    let far = ask("/api/area?ward=271276&like_m=3000").await.json();
    let pairs = |sheet: &Value| sheet["likes"]["pairs"].as_u64().expect("a count");
    assert!(pairs(&far) > pairs(&near));
    let distances: Vec<u64> = far["likes"]["items"]
        .as_array()
        .expect("pairs")
        .iter()
        .filter_map(|pair| pair["distance_m"].as_u64())
        .collect();
    assert!(distances.is_sorted() && distances.iter().all(|distance| *distance <= 3_000));
}

#[actix_web::test]
async fn an_area_is_named_in_one_way_that_exists() {
    for (query, status) in [
        ("", 400),
        ("ward=271276&circle=135.5,34.7,500", 400),
        ("ward=999999", 400),
        ("ward=271004", 404),
        ("circle=135.5,34.7", 400),
        ("polygon=135.5,34.7;135.6,34.7", 400),
        ("feature=X000001", 404),
        ("feature=F000001", 400),
        ("ward=271276&like_m=9999", 400),
    ] {
        let answered = ask(&format!("/api/area?{query}")).await;
        assert_eq!(answered.status.as_u16(), status, "{query}: {:?}", answered.bytes);
        assert!(answered.json()["detail"].as_str().is_some_and(|text| !text.is_empty()));
    }
}

#[actix_web::test]
async fn what_is_hidden_lies_in_no_drawn_area() {
    let (lon, lat) = super::fixture::HIDDEN;
    let sheet = get(&format!("/api/area?circle={lon},{lat},200")).await.json();
    assert_eq!(sheet["facilities"], 0);
}

#[actix_web::test]
async fn costs_and_findings_are_for_those_whom_the_server_knows() {
    for address in [
        "/api/staff/area/cost?ward=271276",
        "/api/staff/quality",
        "/api/staff/quality/findings",
        "/api/staff/quality/findings.csv",
        "/api/staff/workbooks?fiscal_year=2025",
        "/api/staff/workbooks?fiscal_year=2025&bureau=education",
    ] {
        let refused = get(address).await;
        assert!(
            matches!(refused.status.as_u16(), 401 | 403),
            "{address}: {}",
            refused.status
        );
        let given = trusted(address).await;
        assert_eq!(given.status, 200, "{address}: {:?}", given.bytes);
        assert!(given.header("cache-control").contains("no-store"), "{address}");
    }
    let cost = trusted("/api/staff/area/cost?ward=271276").await.json();
    let years = cost["years"].as_array().expect("years");
    assert_eq!(years.len(), 5);
    let bureaus = years[0]["bureaus"].as_array().expect("bureaus");
    let all: i64 = bureaus
        .iter()
        .filter_map(|bureau| bureau["full_cost_yen"].as_i64())
        .sum();
    assert!(all > 0);
    assert_eq!(years[0]["full_cost_yen"], all);
    let book = trusted("/api/staff/workbooks?fiscal_year=2025&bureau=education").await;
    assert!(book.bytes.starts_with(b"PK") && book.header("content-disposition").contains("koyu-2025"));
    let missing = trusted("/api/staff/workbooks?fiscal_year=2025&bureau=nobody").await;
    assert_eq!(missing.status, 404);
}

/// Asks as whoever sits at the machine.
async fn trusted(address: &str) -> Answered {
    let portfolio = Portfolio::new().await;
    let state = State {
        live: Arc::new(Live::new(Arc::new(demo()))),
        vocabulary: Vocabularies::embedded(),
        ledger: Some(portfolio.ledger.clone()),
        write_trust: WriteTrust::loopback("127.0.0.1:8080".parse().expect("an address")).expect("loopback"),
        ..state()
    };
    let request = TestRequest::get()
        .uri(address)
        .insert_header(("host", "127.0.0.1:8080"))
        .insert_header(("origin", "http://127.0.0.1:8080"))
        .insert_header(("x-koyu-request", "1"))
        .peer_addr("127.0.0.1:5000".parse().expect("an address"));
    send(request, state).await
}
