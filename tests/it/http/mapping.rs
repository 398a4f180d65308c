//! What a map asks for beside tiles: matching records as points, and the tables of reference layers.

use serde_json::{Value, json};

use super::fixture::get;

fn column(answer: &Value, name: &str) -> usize {
    answer["points"]
        .get(name)
        .or_else(|| answer.get(name))
        .and_then(Value::as_array)
        .unwrap_or_else(|| panic!("{name} is no column of {answer}"))
        .len()
}

#[actix_web::test]
async fn the_points_are_those_of_the_list_that_have_a_place() {
    for (register, columns) in [
        (
            "facilities",
            ["fid", "lon", "lat", "accuracy", "name", "class", "built_fy"].as_slice(),
        ),
        (
            "parcels",
            ["fid", "lon", "lat", "accuracy", "name", "number", "policy", "lending"].as_slice(),
        ),
    ] {
        for filter in ["", "?ward=271276", "?positioned=false", "?q=%E5%9B%B3%E6%9B%B8"] {
            let listed = get(&format!("/api/{register}{filter}")).await.json();
            let points = get(&format!("/api/{register}/points{filter}")).await.json();
            assert_eq!(points["points"]["matched"], listed["matched"], "{register}{filter}");
            let placed: Vec<&Value> = listed["items"]
                .as_array()
                .expect("items")
                .iter()
                .filter(|item| !item["position"].is_null())
                .map(|item| &item["fid"])
                .collect();
            let mut fids: Vec<&Value> = points["points"]["fid"].as_array().expect("fids").iter().collect();
            let mut expected = placed.clone();
            fids.sort_by_key(|fid| fid.as_u64());
            expected.sort_by_key(|fid| fid.as_u64());
            assert_eq!(fids, expected, "{register}{filter}");
            for name in columns {
                assert_eq!(column(&points, name), placed.len(), "{register}{filter}: {name}");
            }
        }
    }
}

#[actix_web::test]
async fn a_wrong_filter_of_points_is_named() {
    let answered = get("/api/facilities/points?colour=red").await;
    assert_eq!(answered.status, 400);
    assert_eq!(answered.json()["errors"][0]["parameter"], "colour");
}

#[actix_web::test]
async fn an_internal_layer_is_as_if_it_were_not_there() {
    let layers = get("/api/layers").await.json();
    let ids: Vec<&Value> = layers["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|layer| &layer["id"])
        .collect();
    assert_eq!(ids, [&json!("land_price")]);
    assert_eq!(get("/api/layers/plans/features").await.status, 404);
    assert_eq!(get("/api/layers/nothing/features").await.status, 404);
}

#[actix_web::test]
async fn the_table_of_a_layer_is_read_in_parts_by_words_and_by_extent() {
    let all = get("/api/layers/land_price/features").await.json();
    assert_eq!(all["matched"], 2, "{all}");
    assert_eq!(
        all["items"][0]["properties"],
        json!({ "用途": "住宅", "価格": 310_000 })
    );
    assert_eq!(all["items"][0]["centre"], json!([135.502, 34.693]));
    let ordinals = |answer: &Value| -> Vec<u64> {
        let items = answer["items"].as_array().expect("items");
        items.iter().filter_map(|item| item["ordinal"].as_u64()).collect()
    };
    for (query, expected) in [
        ("?limit=1&offset=1", vec![2]),
        ("?q=%E5%95%86%E6%A5%AD", vec![2]),
        ("?q=310000", vec![1]),
        ("?bbox=135.5,34.69,135.51,34.70", vec![1]),
        ("?q=%E5%95%86%E6%A5%AD&bbox=135.5,34.69,135.51,34.70", vec![]),
    ] {
        let answer = get(&format!("/api/layers/land_price/features{query}")).await.json();
        assert_eq!(ordinals(&answer), expected, "{query}");
    }
    assert_eq!(get("/api/layers/land_price/features?bbox=1,2").await.status, 400);
}
