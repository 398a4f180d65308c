//! Lists, records, statistics and search.

use serde_json::Value;

use super::fixture::get;

async fn numbers(address: &str) -> Vec<String> {
    let answered = get(address).await;
    assert_eq!(answered.status, 200, "{address}: {:?}", answered.bytes);
    let page = answered.json();
    let items = page["items"].as_array().expect("a page has items").clone();
    assert_eq!(page["returned"], items.len(), "{address}");
    items
        .iter()
        .map(|item| item["number"].as_str().expect("a number").to_owned())
        .collect()
}

#[actix_web::test]
async fn the_summary_counts_what_there_is_and_names_public_layers() {
    let summary = get("/api/summary").await.json();
    assert_eq!(
        (&summary["version"], &summary["data_date"]),
        (&7.into(), &"2025-04-01".into())
    );
    assert_eq!(
        summary["counts"],
        serde_json::json!({ "facilities": 4, "parcels": 2, "buildings": 1, "wards": 1, "vacancies": 2 })
    );
    assert_eq!(summary["layers"].as_array().map(Vec::len), Some(1));
    assert_eq!(summary["layers"][0]["id"], "land_price");
    assert_eq!(summary["demo"], false);
}

#[actix_web::test]
async fn a_facility_is_shown_with_its_classes_in_words() {
    let facility = get("/api/facilities/F000001").await.json();
    for (field, value) in [
        ("id", Value::from("F000001")),
        ("fid", 1.into()),
        ("name", "中央図書館".into()),
        ("ward_name", "北区".into()),
        ("class_major_ja", "教育・文化・スポーツ施設".into()),
        ("class_minor_en", "Library".into()),
        ("h26_class_ja", "図書館".into()),
        ("mic_class_ja", Value::Null),
        ("floor_area_m2", "4091.32".into()),
        ("built_fy", 1977.into()),
        ("built_text", "昭和53年3月".into()),
        ("evaluated", true.into()),
        ("vacant_candidate", false.into()),
        ("revision", 3.into()),
        ("data_date", "2025-04-01".into()),
    ] {
        assert_eq!(facility[field], value, "{field}");
    }
    assert_eq!(facility["position"]["accuracy"], "exact");
    let former = get("/api/facilities/F000004").await.json();
    assert_eq!(
        (&former["floor_area_m2"], &former["floor_area_missing"]),
        (&Value::Null, &"unsurveyed".into())
    );
    assert_eq!(former["vacant_candidate"], true);
}

#[actix_web::test]
async fn every_filter_of_facilities_narrows_the_list() {
    for (query, expected) in [
        ("", &["2", "9", "10", "11"][..]),
        ("ward=271021", &["9"]),
        ("ward=271021,271276", &["2", "9", "10", "11"]),
        ("class=education", &["2"]),
        ("class=education.library,former", &["2", "11"]),
        ("class=educ", &[]),
        ("built_from=1970&built_to=1980", &["2"]),
        ("built_to=1970", &[]),
        ("area_min=4091.32", &["2"]),
        ("area_max=4091.31", &[]),
        ("evaluated=true", &["2"]),
        ("vacant_candidate=true", &["11"]),
        ("positioned=false", &["9", "10"]),
        ("accuracy=ward", &["9", "10"]),
        ("q=%E3%81%A8%E3%81%97%E3%82%87%E3%81%8B%E3%82%93", &["2"]),
        ("bbox=135.4,34.6,135.51,34.8", &["2"]),
        ("near=135.502,34.6935&radius_m=100", &["2"]),
        ("near=135.502,34.6935&radius_m=10", &[]),
        ("limit=1&offset=2", &["10"]),
        ("sort=-floor_area_m2&limit=1", &["2"]),
    ] {
        assert_eq!(numbers(&format!("/api/facilities?{query}")).await, expected, "{query}");
    }
}

#[actix_web::test]
async fn every_filter_of_parcels_narrows_the_list() {
    for (query, expected) in [
        ("", &["9‐1", "10‐1"][..]),
        ("policy=retain", &["10‐1"]),
        ("policy=disposal&criterion=c2&lending=lendable&outlook=A", &["9‐1"]),
        ("in_city=false", &["10‐1"]),
        ("sort=-area_m2", &["10‐1", "9‐1"]),
        ("area_max=500", &["9‐1"]),
        ("bbox=135.5035,34.6935,135.6,34.8", &["9‐1"]),
        ("near=135.5,34.6935&radius_m=300", &["9‐1"]),
        ("positioned=false", &["10‐1"]),
        ("q=9-1", &["9‐1"]),
    ] {
        assert_eq!(numbers(&format!("/api/parcels?{query}")).await, expected, "{query}");
    }
    let parcel = get("/api/parcels/P000001").await.json();
    assert_eq!(
        (&parcel["policy"], &parcel["policy_ja"]),
        (&"disposal".into(), &"処分検討地".into())
    );
    assert_eq!(
        (&parcel["criterion"], &parcel["criterion_ja"]),
        (&"c2".into(), &"基準２".into())
    );
    assert_eq!(parcel["bbox"].as_array().map(Vec::len), Some(4));
}

#[actix_web::test]
async fn buildings_and_links_are_found_from_either_end() {
    assert_eq!(numbers("/api/buildings?q=%E6%9C%AC%E9%A4%A8").await, ["B-1"]);
    let of_facility = get("/api/facilities/F000001/links").await.json();
    assert_eq!(of_facility["items"][0]["id"], "B000001");
    assert_eq!(of_facility["items"][0]["area_m2"], "812.5");
    let of_building = get("/api/buildings/B000001/links").await.json();
    assert_eq!(
        (&of_building["items"][0]["kind"], &of_building["items"][0]["name"]),
        (&"facility".into(), &"中央図書館".into())
    );
    assert_eq!(get("/api/facilities/F000099/links").await.status, 404);
}

#[actix_web::test]
async fn wards_count_what_lies_in_them() {
    let wards = get("/api/wards").await.json();
    let kita = &wards["items"][0];
    assert_eq!(
        (&kita["code"], &kita["facilities"], &kita["parcels"]),
        (&"271276".into(), &3.into(), &2.into())
    );
}

#[actix_web::test]
async fn statistics_group_what_the_filters_let_through() {
    let by_class = get("/api/statistics/facilities?by=class").await.json();
    let keys: Vec<&str> = by_class["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .filter_map(|group| group["key"].as_str())
        .collect();
    assert_eq!(keys, ["education", "former", "welfare"]);
    assert_eq!(
        by_class["total"],
        serde_json::json!({ "count": 4, "area_m2": "4091.32", "without_area": 3 })
    );
    let by_decade = get("/api/statistics/facilities?by=decade").await.json();
    assert_eq!(by_decade["groups"][0]["label_ja"], "1970年代");
    assert_eq!(by_decade["groups"][1]["key"], "unknown");
    for by in ["class", "class_minor", "ward", "decade", "bureau", "h26", "mic"] {
        let answered = get(&format!("/api/statistics/facilities?by={by}&ward=271276")).await;
        assert_eq!(
            (answered.status.as_u16(), &answered.json()["total"]["count"]),
            (200, &3.into()),
            "{by}"
        );
    }
}

#[actix_web::test]
async fn parcels_outside_the_city_have_totals_of_their_own() {
    for by in ["policy", "criterion", "lending", "ward", "bureau"] {
        let counted = get(&format!("/api/statistics/parcels?by={by}")).await.json();
        assert_eq!(counted["total"]["area_m2"], "1310.44", "{by}");
        assert_eq!(counted["inside_city"]["area_m2"], "310.44", "{by}");
        assert_eq!(
            counted["outside_city"],
            serde_json::json!({ "count": 1, "area_m2": "1000", "without_area": 0 }),
            "{by}"
        );
    }
}

#[actix_web::test]
async fn search_ranks_and_tells_kinds_apart() {
    let found = get("/api/search?q=%E4%B8%AD%E5%A4%AE").await.json();
    assert_eq!(found["items"][0]["name"], "中央図書館");
    assert_eq!(found["items"][0]["lon"], 135.502);
    let kita = get("/api/search?q=kita&limit=1").await.json();
    assert_eq!(
        (&kita["items"][0]["kind"], &kita["items"][0]["id"]),
        (&"ward".into(), &"271276".into())
    );
}

#[actix_web::test]
async fn history_shows_public_changes_field_by_field() {
    let history = get("/api/facilities/F000001/history").await.json();
    let items = history["items"].as_array().expect("items");
    assert_eq!(items.len(), 2, "the internal change is not shown");
    assert_eq!(items[0]["changes"][0]["field"], "name");
    assert_eq!(items[0]["changes"][0]["label_ja"], "施設名");
    assert_eq!(
        (&items[0]["changes"][0]["before"], &items[0]["changes"][0]["after"]),
        (&"中央図書館".into(), &"市立中央図書館".into())
    );
    assert_eq!(items[0]["changes"].as_array().map(Vec::len), Some(1));
    assert_eq!(items[1]["version"], 1);
    for item in items {
        let fields: Vec<&String> = item.as_object().expect("an entry").keys().collect();
        assert_eq!(fields, ["changes", "time", "version"], "neither who nor why");
    }
    assert_eq!(get("/api/facilities/F000099/history").await.status, 404);
    assert_eq!(get("/api/facilities/F000002/history").await.status, 503);
}

#[actix_web::test]
async fn code_lists_say_what_keys_mean() {
    assert_eq!(get("/api/vocabularies").await.json()["items"][0]["id"], "land_policies");
    assert_eq!(
        get("/api/vocabularies/land_policies").await.json()["items"][0]["ja"],
        "処分検討地"
    );
    assert_eq!(get("/api/vocabularies/nothing").await.status, 404);
}

#[actix_web::test]
async fn the_server_says_whether_it_lives_and_is_ready() {
    assert_eq!(get("/health/live").await.json()["status"], "alive");
    assert_eq!(get("/health/ready").await.json()["version"], 7);
    let state = super::fixture::state();
    state.readiness.set(false);
    let answered = super::fixture::send(actix_web::test::TestRequest::get().uri("/health/ready"), state).await;
    assert_eq!(answered.status, 503);
}
