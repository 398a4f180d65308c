//! What is internal cannot be read by anybody: marked values stand in every internal field, and every endpoint is walked.

use std::collections::BTreeMap;

use koyu::http::openapi;
use koyu::record::Record;
use serde_json::Value;

use super::fixture::{HIDDEN, SECRET, get, portfolio};

/// Whether an address answers everybody.
pub fn is_public(path: &str) -> bool {
    !path.starts_with("/api/staff")
}

/// Every documented address that everybody can read.
pub fn addresses() -> Vec<String> {
    let mut addresses = readable();
    addresses.retain(|address| is_public(address));
    addresses
}

/// Every documented address that can be read by somebody, with the examples of its path parameters.
pub fn readable() -> Vec<String> {
    let asked = |address: String| match address.as_str() {
        "/api/area" | "/api/staff/area/cost" => format!("{address}?ward=271276"),
        _ => address,
    };
    addresses_by_path().into_values().map(asked).collect()
}

/// The documented paths that can be read, each with an address of its kind.
pub fn addresses_by_path() -> BTreeMap<String, String> {
    let document: Value = serde_json::from_str(&openapi::document()).expect("the document is JSON");
    let paths = document["paths"].as_object().expect("paths").clone();
    let mut addresses = BTreeMap::new();
    for (path, item) in paths.into_iter().filter(|(_, item)| item["get"].is_object()) {
        let mut address = path.clone();
        for parameter in item["get"]["parameters"].as_array().into_iter().flatten() {
            if parameter["in"] == "path" {
                let example = match &parameter["example"] {
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                address = address.replace(
                    &format!("{{{}}}", parameter["name"].as_str().expect("a name")),
                    &example,
                );
            }
        }
        assert!(!address.contains('{'), "{path} has a path parameter without example");
        addresses.insert(path, address);
    }
    addresses
}

#[actix_web::test]
async fn no_internal_value_is_in_any_answer() {
    let mut walked = addresses();
    walked.retain(|address| !address.contains("/search"));
    for kind in ["facilities", "parcels", "buildings", "vacancies"] {
        walked.push(format!("/api/{kind}?limit=1000"));
        for fid in 1..=4 {
            let prefix = kind[..1].to_uppercase();
            walked.push(format!("/api/{kind}/{prefix}00000{fid}"));
            walked.push(format!("/api/{kind}/{prefix}00000{fid}/links"));
            walked.push(format!("/api/{kind}/{prefix}00000{fid}/history"));
            for part in ["karte", "years", "peers", "condition", "works"] {
                walked.push(format!("/api/{kind}/{prefix}00000{fid}/{part}"));
            }
        }
    }
    for q in ["%E5%8C%BA", "%E6%96%BD%E8%A8%AD", "%E5%9C%9F%E5%9C%B0", "SECRET"] {
        walked.push(format!("/api/search?q={q}&limit=50"));
    }
    for by in ["class", "class_minor", "ward", "decade", "bureau", "h26", "mic"] {
        walked.push(format!("/api/statistics/facilities?by={by}"));
    }
    // What is hidden today must not show in what was, either.
    for address in walked.clone() {
        if address.contains("/api/") && !address.contains("/history") && !address.contains("version") {
            let separator = if address.contains('?') { '&' } else { '?' };
            walked.push(format!("{address}{separator}version=3"));
            walked.push(format!("{address}{separator}as_of=2026-01-01"));
        }
    }
    assert!(walked.len() > 100);
    for address in walked {
        let text = String::from_utf8_lossy(&get(&address).await.bytes).into_owned();
        let marks = [
            SECRET,
            "SECRET",
            "98765432",
            "2187",
            "135.4987",
            "34.7123",
            &HIDDEN.0.to_string(),
        ];
        for mark in marks {
            assert!(!text.contains(mark), "{address} shows {mark}: {text}");
        }
    }
}

#[actix_web::test]
async fn what_is_for_staff_is_refused_to_everybody_else_and_never_kept() {
    let mut walked = 0;
    for address in readable().into_iter().filter(|address| !is_public(address)) {
        let answered = get(&address).await;
        assert_eq!(answered.status, 401, "{address}");
        assert_eq!(
            answered.json()["type"],
            "urn:koyu:problem:sign-in-required",
            "{address}"
        );
        assert_eq!(answered.header("cache-control"), "private, no-store", "{address}");
        assert_eq!(
            answered.header("www-authenticate"),
            "Bearer realm=\"koyu\"",
            "{address}"
        );
        walked += 1;
    }
    assert!(walked > 0);
    assert_eq!(get("/api/session").await.header("cache-control"), "private, no-store");
}

#[actix_web::test]
async fn a_hidden_place_cannot_be_found_by_asking() {
    let (lon, lat) = HIDDEN;
    for (place, name) in [
        (format!("near={lon},{lat}&radius_m=50"), "near"),
        (
            format!("bbox={},{},{},{}", lon - 1e-4, lat - 1e-4, lon + 1e-4, lat + 1e-4),
            "bbox",
        ),
    ] {
        for address in [
            format!("/api/facilities?{place}"),
            format!("/api/statistics/facilities?{place}"),
        ] {
            let answer = get(&address).await.json();
            let found = answer.get("matched").or_else(|| answer["total"].get("count")).cloned();
            assert_eq!(found, Some(0.into()), "{name}: {address}");
        }
    }
    let parcels = get("/api/parcels?q=SECRET").await.json();
    assert_eq!(parcels["matched"], 0);
}

#[actix_web::test]
async fn a_masked_facility_is_known_by_its_ward_only() {
    let masked = get("/api/facilities/F000002").await.json();
    assert_eq!(
        (&masked["position"], &masked["position_accuracy"]),
        (&Value::Null, &"ward".into())
    );
    assert_eq!(masked["ward_name"], "北区");
}

/// Were a hidden text searched, asking for it letter by letter would read it out.
#[actix_web::test]
async fn what_a_search_looks_through_is_public() {
    let snapshot = portfolio();
    let facilities = snapshot
        .facilities
        .iter()
        .map(|item| (item.id(), item.body.search_texts()));
    let parcels = snapshot
        .parcels
        .iter()
        .map(|item| (item.id(), item.body.search_texts()));
    let buildings = snapshot
        .buildings
        .iter()
        .map(|item| (item.id(), item.body.search_texts()));
    let vacancies = snapshot.vacancies.iter().filter(|item| item.body.released).map(|item| {
        let texts: Vec<&str> = item.body.search_texts();
        (item.id(), texts.into_iter().filter(|text| !text.is_empty()).collect())
    });
    for (id, texts) in facilities.chain(parcels).chain(buildings).chain(vacancies) {
        let shown = get(&format!("/api/{}/{id}", id.kind.table())).await.json();
        let values: Vec<&str> = shown
            .as_object()
            .expect("a record")
            .values()
            .filter_map(Value::as_str)
            .collect();
        for text in texts {
            assert!(values.contains(&text), "{id} is found by {text}, which is not shown");
        }
    }
}

#[actix_web::test]
async fn a_masked_facility_cannot_be_found_by_its_building() {
    assert_eq!(
        get("/api/facilities/F000002/links").await.json()["items"],
        serde_json::json!([])
    );
    let of_building = get("/api/buildings/B000001/links").await.json();
    let ids: Vec<&str> = of_building["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter_map(|item| item["id"].as_str())
        .collect();
    assert_eq!(ids, ["F000001"]);
}
