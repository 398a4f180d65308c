//! Vacancies as everybody sees them.

use super::fixture::{HIDDEN, SECRET, get};

#[actix_web::test]
async fn only_released_vacancies_are_listed_and_read() {
    let page = get("/api/vacancies").await.json();
    let ids: Vec<&str> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|item| item["id"].as_str())
        .collect();
    assert_eq!(ids, ["V000001", "V000003"]);
    assert_eq!(get("/api/vacancies/V000002").await.status, 404);
    assert_eq!(get("/api/vacancies/V000002/history").await.status, 404);
}

#[actix_web::test]
async fn a_vacancy_is_where_its_facility_is_and_in_its_ward() {
    let vacancy = get("/api/vacancies/V000001").await.json();
    assert_eq!(
        (&vacancy["of"], &vacancy["of_name"], &vacancy["ward_name"]),
        (&"F000004".into(), &"もと中央小学校".into(), &"北区".into())
    );
    assert_eq!(vacancy["position"], serde_json::json!({ "lon": 135.52, "lat": 34.7 }));
}

/// The building houses a facility whose address is hidden.
#[actix_web::test]
async fn a_vacancy_in_a_building_with_a_hidden_facility_has_no_place_and_names_no_building() {
    let vacancy = get("/api/vacancies/V000003").await.json();
    assert_eq!(
        (&vacancy["of"], &vacancy["position"], &vacancy["position_accuracy"]),
        (&serde_json::Value::Null, &serde_json::Value::Null, &"none".into())
    );
    assert_eq!(get("/api/vacancies?of=B000001").await.json()["matched"], 0);
    let (lon, lat) = HIDDEN;
    let all = format!(
        "/api/vacancies?bbox={},{},{},{}",
        lon - 1.0,
        lat - 1.0,
        lon + 1.0,
        lat + 1.0
    );
    assert_eq!(get(&all).await.json()["matched"], 1);
}

#[actix_web::test]
async fn what_is_weighed_inside_shows_as_found() {
    let vacancy = get("/api/vacancies/V000001").await.json();
    assert_eq!(vacancy["stage"], "found");
    assert_eq!(get("/api/vacancies?stage=proposed").await.json()["matched"], 0);
    assert_eq!(get("/api/vacancies?stage=found").await.json()["matched"], 2);
}

#[actix_web::test]
async fn the_history_begins_with_the_release() {
    let history = get("/api/vacancies/V000001/history").await;
    let items = history.json()["items"].as_array().unwrap().clone();
    assert_eq!(items.len(), 2, "{items:?}");
    let first = items[1]["changes"].as_array().unwrap();
    assert!(first.iter().all(|change| change["before"].is_null()), "{first:?}");
    assert!(!String::from_utf8_lossy(&history.bytes).contains(SECRET));
}

#[actix_web::test]
async fn a_search_finds_released_vacancies_only() {
    let found = get("/api/search?q=%E3%82%82%E3%81%A8%E4%B8%AD%E5%A4%AE&limit=50")
        .await
        .json();
    let kinds: Vec<&str> = found["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|item| item["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["facility", "vacancy"]);
    assert_eq!(get("/api/search?q=SECRET").await.json()["items"], serde_json::json!([]));
}

#[actix_web::test]
async fn vacancies_are_filtered_by_what_they_are() {
    for (query, matched) in [
        ("extent=floor", 1),
        ("extent=facility,room", 1),
        ("policy=lend", 2),
        ("policy=sell", 0),
        ("ward=271276", 2),
        ("ward=271021", 0),
        ("area_min=1", 0),
        ("of=F000004", 1),
        ("q=2%E9%9A%8E", 1),
    ] {
        let page = get(&format!("/api/vacancies?{query}")).await.json();
        assert_eq!(page["matched"], matched, "{query}");
    }
    assert_eq!(get("/api/vacancies?extent=castle").await.status, 400);
}
