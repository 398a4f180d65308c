//! Use, accounts, condition and works by year, and the sheet that puts them together.

use serde_json::{Value, json};

use super::fixture::get;

/// The series of a figure in a list of series.
fn series<'a>(list: &'a Value, key: &str) -> &'a Value {
    let mut all = list.as_array().expect("a list").iter();
    all.find(|series| series["key"] == key)
        .unwrap_or_else(|| panic!("no {key} in {list}"))
}

fn flag_keys(karte: &Value) -> Vec<&str> {
    let flags = karte["flags"].as_array().expect("flags").iter();
    flags.filter_map(|flag| flag["key"].as_str()).collect()
}

#[actix_web::test]
async fn a_facilitys_years_come_with_units_formulas_and_reasons() {
    let years = get("/api/facilities/F000001/years").await.json();
    assert_eq!(years["fiscal_years"], json!([2023, 2024]));
    let visitors = series(&years["usage"], "visitors");
    assert_eq!(
        (&visitors["label_ja"], &visitors["unit"], &visitors["unit_en"]),
        (&json!("延べ利用者数"), &json!("人"), &json!("people"))
    );
    assert_eq!(
        visitors["values"][1],
        json!({ "fiscal_year": 2024, "value": 50_000, "missing": null })
    );
    let depreciation = series(&years["finance"], "depreciation");
    assert_eq!(
        depreciation["values"][0]["missing"],
        Value::Null,
        "nothing was recorded"
    );
    assert_eq!(depreciation["values"][1]["missing"], "unsurveyed");
    let per_m2 = series(&years["indicators"], "cost_per_m2");
    assert_eq!(per_m2["values"][1]["value"], 10_000);
    assert_eq!(per_m2["formula_ja"], "運営費 ÷ 延床面積");
    assert_eq!(series(&years["indicators"], "charge_rate")["values"][1]["value"], 10);
    assert_eq!(series(&years["indicators"], "visits_change")["values"][1]["value"], 25);
}

#[actix_web::test]
async fn a_series_is_keyed_by_feature_id_and_aligned_with_its_years() {
    let all = get("/api/series/facilities?metric=visitors").await.json();
    assert_eq!(all["fiscal_years"], json!([2023, 2024]));
    assert_eq!(all["values"], json!({ "1": [40_000, 50_000], "2": [null, 700] }));
    let late = get("/api/series/facilities?metric=visitors&from=2024&class=education")
        .await
        .json();
    assert_eq!(
        (&late["fiscal_years"], &late["values"]),
        (&json!([2024]), &json!({ "1": [50_000] }))
    );
    let unknown = get("/api/series/facilities?metric=secrets").await;
    assert_eq!(
        (
            unknown.status.as_u16(),
            unknown.json()["errors"][0]["parameter"].clone()
        ),
        (400, json!("metric"))
    );
}

#[actix_web::test]
async fn a_group_that_is_too_small_shows_its_size_and_no_median() {
    let peers = get("/api/facilities/F000001/peers").await.json();
    assert_eq!(
        (&peers["group"]["level"], &peers["group"]["size"]),
        (&json!("all"), &json!(2))
    );
    assert_eq!(peers["too_small"].as_array().map(Vec::len), Some(2));
    let visitors = &series(&peers["metrics"], "visitors")["values"][1];
    assert_eq!(
        (&visitors["own"], &visitors["median"], &visitors["count"]),
        (&json!(50_000), &Value::Null, &json!(2))
    );
}

#[actix_web::test]
async fn condition_and_works_of_a_facility_are_those_of_its_buildings() {
    let condition = get("/api/facilities/F000001/condition").await.json();
    assert_eq!(
        condition["soundness"],
        Value::Null,
        "one component of five is too little"
    );
    let part = &condition["items"][0]["components"][0];
    assert_eq!(
        (&part["component"], &part["grade"], &part["inspected"]),
        (&json!("interior"), &json!("C"), &json!("FY2016"))
    );
    assert_eq!(
        get("/api/buildings/B000001/condition").await.json()["items"][0]["of"],
        "B000001"
    );
    let works = get("/api/facilities/F000001/works").await.json();
    assert_eq!(
        (&works["items"][0]["title"], &works["items"][0]["cost_yen"]),
        (&json!("屋上防水改修工事"), &json!(12_000_000))
    );
}

#[actix_web::test]
async fn a_masked_facility_does_not_tell_its_place_by_its_building() {
    let condition = get("/api/facilities/F000002/condition").await.json();
    assert_eq!(condition["items"], json!([]));
    assert_eq!(get("/api/facilities/F000002/works").await.json()["items"], json!([]));
    let karte = get("/api/facilities/F000002/karte").await.json();
    assert_eq!((&karte["nearby"], &karte["buildings"]), (&Value::Null, &json!([])));
}

#[actix_web::test]
async fn a_projection_is_told_from_a_count() {
    let populations = get("/api/populations?ward=271276").await.json();
    let told: Vec<&Value> = populations["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| &item["projected"])
        .collect();
    assert_eq!(told, [false, true]);
}

#[actix_web::test]
async fn a_sheet_says_what_is_wrong_with_its_data() {
    let karte = get("/api/facilities/F000001/karte").await.json();
    assert_eq!(
        (&karte["facility"]["name"], &karte["age_years"]),
        (&json!("中央図書館"), &json!(48))
    );
    assert_eq!(karte["buildings"][0]["id"], "B000001");
    assert_eq!(karte["nearby"]["within_1_km"]["facilities"], 0);
    let keys = flag_keys(&karte);
    for expected in ["condition-incomplete", "condition-old", "unknown-seismic"] {
        assert!(keys.contains(&expected), "{expected} in {keys:?}");
    }
    let former = get("/api/facilities/F000004/karte").await.json();
    for expected in ["no-floor-area", "no-buildings", "no-condition", "no-years"] {
        assert!(
            flag_keys(&former).contains(&expected),
            "{expected} in {:?}",
            flag_keys(&former)
        );
    }
}
