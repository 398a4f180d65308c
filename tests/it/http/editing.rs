//! Records corrected over HTTP: tags, conflicts, faults by pointer, undo.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::fixture::Answered;
use super::server::{Server, pointers};

/// The ways of the records API.
impl Server {
    async fn create(&self, kind: &str, patch: Value) -> Answered {
        let body = json!({ "patch": patch });
        self.post(&format!("/api/staff/{kind}"), body).await
    }

    async fn amend(&self, address: &str, tag: &str, patch: Value, reason: &str) -> Answered {
        let request = TestRequest::patch().uri(address).insert_header(("if-match", tag));
        self.ask(request.set_json(json!({ "patch": patch, "reason": reason })))
            .await
    }
}

const PARCEL: &str = "/api/staff/parcels/P000001";

#[actix_web::test]
async fn a_record_is_entered_read_and_changed_with_its_tag() {
    let server = Server::new().await;
    let created = server
        .create(
            "parcels",
            json!({"name": "土地", "number": "4‐1", "book_value_yen": 1000}),
        )
        .await;
    assert_eq!(created.status, 201, "{:?}", created.bytes);
    assert_eq!(created.header("location"), PARCEL);
    let read = server.get(PARCEL).await;
    assert_eq!(read.header("etag"), created.header("etag"));
    assert_eq!(read.header("cache-control"), "private, no-store");
    let record = read.json();
    assert_eq!(record["record"]["book_value_yen"], 1000);
    assert_eq!(record["may_edit"], true);
    let field = |path: &str| {
        let fields = record["fields"].as_array().expect("fields");
        fields
            .iter()
            .find(|field| field["path"] == path)
            .expect("the field")
            .clone()
    };
    assert_eq!(field("policy")["choices"], json!(["disposal", "retain", "project"]));
    assert_eq!(field("book_value_yen")["public"], false);
    assert_eq!(field("name")["required"], true);

    let amended = server
        .amend(PARCEL, read.header("etag"), json!({"name": "もと市営住宅用地"}), "")
        .await;
    assert_eq!(amended.status, 200, "{:?}", amended.bytes);
    assert_eq!(amended.json()["label"], "もと市営住宅用地");
    assert_ne!(amended.header("etag"), read.header("etag"));
    let again = server
        .amend(PARCEL, amended.header("etag"), json!({"name": "もと市営住宅用地"}), "")
        .await;
    assert_eq!(
        (again.status.as_u16(), again.header("etag")),
        (200, amended.header("etag")),
        "nothing changes"
    );
}

#[actix_web::test]
async fn without_a_tag_nothing_is_changed_and_with_an_old_one_the_record_comes_back() {
    let server = Server::new().await;
    server.create("parcels", json!({"name": "土地", "number": "1"})).await;
    let seen = server.get(PARCEL).await;
    let bare = server
        .ask(
            TestRequest::patch()
                .uri(PARCEL)
                .set_json(json!({"patch": {"name": "x"}})),
        )
        .await;
    assert_eq!(
        (bare.status.as_u16(), &bare.json()["type"]),
        (428, &json!("urn:koyu:problem:revision-required"))
    );
    let first = server
        .amend(PARCEL, seen.header("etag"), json!({"remarks": "先の備考"}), "")
        .await;
    assert_eq!(first.status, 200);
    let late = server
        .amend(PARCEL, seen.header("etag"), json!({"name": "後の名"}), "")
        .await;
    assert_eq!(late.status, 412);
    let problem = late.json();
    assert_eq!(problem["type"], "urn:koyu:problem:stale");
    assert_eq!(problem["current"]["record"]["remarks"], "先の備考");
    assert_eq!(problem["current"]["revision"], 2);
    let tag = format!("\"{}\"", problem["current"]["tag"].as_str().expect("a tag"));
    let merged = server.amend(PARCEL, &tag, json!({"name": "後の名"}), "").await;
    assert_eq!(merged.json()["record"]["remarks"], "先の備考");
}

#[actix_web::test]
async fn faults_are_named_by_pointer_and_weighty_changes_need_a_reason() {
    let server = Server::new().await;
    let wrong = server
        .create(
            "parcels",
            json!({"name": "土地", "number": "四", "address": {"street": 1}}),
        )
        .await;
    assert_eq!(wrong.status, 422);
    let mut places = pointers(&wrong);
    places.sort();
    assert_eq!(places, ["/patch/address/street", "/patch/number"]);
    server.create("parcels", json!({"name": "土地", "number": "1"})).await;
    let tag = server.get(PARCEL).await.header("etag").to_owned();
    let policy = json!({"policy": "disposal", "criterion": 1, "outlook": "A"});
    let silent = server.amend(PARCEL, &tag, policy.clone(), " ").await;
    assert_eq!(
        (silent.status.as_u16(), pointers(&silent)),
        (422, vec!["/reason".to_owned()])
    );
    let inconsistent = server
        .amend(PARCEL, &tag, json!({"policy": "retain", "criterion": 1}), "見直し")
        .await;
    assert_eq!(pointers(&inconsistent), ["/patch/criterion"]);
    assert_eq!(server.amend(PARCEL, &tag, policy, "見直し").await.status, 200);
    let twice = server.create("parcels", json!({"name": "土地", "number": "１"})).await;
    assert_eq!(
        (twice.status.as_u16(), pointers(&twice)),
        (409, vec!["/patch/number".to_owned()])
    );
    for body in ["", "{", "[]", "{\"patch\": 1}", "{\"patch\": {}, \"extra\": 1}"] {
        let request = TestRequest::post()
            .uri("/api/staff/parcels")
            .insert_header(("content-type", "application/json"));
        let answered = server.ask(request.set_payload(body)).await;
        assert!(
            matches!(answered.status.as_u16(), 400 | 422),
            "{body}: {}",
            answered.status
        );
    }
}

#[actix_web::test]
async fn a_polygon_is_measured_and_a_bow_tie_is_refused_where_it_crosses() {
    let server = Server::new().await;
    let ring = json!([
        [135.5, 34.7],
        [135.501, 34.7],
        [135.501, 34.701],
        [135.5, 34.701],
        [135.5, 34.7]
    ]);
    let polygon = json!({"type": "Polygon", "coordinates": [ring]});
    let position = json!({"method": "drawing", "accuracy": "exact"});
    let parcel = json!({"name": "土地", "number": "1", "area_m2": "100", "shape": polygon, "position": position});
    let created = server.create("parcels", parcel).await.json();
    let measured: f64 = created["measured_area_m2"]
        .as_str()
        .expect("an area")
        .parse()
        .expect("a number");
    assert!((10_100.0..10_250.0).contains(&measured), "{measured}");
    assert_eq!(created["cautions"][0]["pointer"], "/area_m2");
    let measure = TestRequest::post()
        .uri("/api/staff/measure")
        .set_json(json!({"geometry": polygon}));
    assert_eq!(server.ask(measure).await.json()["area_m2"], created["measured_area_m2"]);
    let bow = json!({"type": "Polygon", "coordinates": [[[135.5, 34.7], [135.501, 34.701], [135.501, 34.7], [135.5, 34.701], [135.5, 34.7]]]});
    let refused = server
        .ask(
            TestRequest::post()
                .uri("/api/staff/measure")
                .set_json(json!({"geometry": bow})),
        )
        .await;
    assert_eq!(
        (refused.status.as_u16(), pointers(&refused)),
        (422, vec!["/geometry".to_owned()])
    );
    assert!(
        refused.json()["errors"][0]["detail"]
            .as_str()
            .is_some_and(|text| text.contains("135.500500"))
    );
}

#[actix_web::test]
async fn several_records_are_changed_in_one_commit() {
    let server = Server::new().await;
    let mut records = Vec::new();
    for number in ["1", "2"] {
        let created = server
            .create("facilities", json!({"name": number, "number": number}))
            .await
            .json();
        records.push(json!({"id": created["id"], "tag": created["tag"]}));
    }
    let joint = |records: &[Value]| {
        TestRequest::patch().uri("/api/staff/facilities").set_json(json!({
            "records": records, "patch": {"organisation": {"bureau": "education"}}, "reason": "所管替え",
        }))
    };
    let answered = server.ask(joint(&records)).await;
    assert_eq!(answered.status, 200, "{:?}", answered.bytes);
    assert_eq!(answered.json()["records"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        server.get("/api/staff/facilities/F000002").await.json()["record"]["organisation"]["bureau"],
        "education"
    );
    let versions: Vec<Value> = [1, 2].map(|_| answered.json()["version"].clone()).to_vec();
    assert_eq!(versions[0], versions[1]);
    assert_eq!(server.ask(joint(&records)).await.status, 412, "they have changed since");
    assert_eq!(pointers(&server.ask(joint(&[])).await), ["/records"]);
    let other = [
        json!({"id": "P000001", "tag": "1"}),
        json!({"id": "F000001", "tag": "x"}),
    ];
    assert_eq!(
        pointers(&server.ask(joint(&other)).await),
        ["/records/0/id", "/records/1/tag"]
    );
}

#[actix_web::test]
async fn a_change_is_previewed_and_taken_back() {
    let server = Server::new().await;
    let created = server.create("parcels", json!({"name": "土地", "number": "1"})).await;
    let amended = server
        .amend(PARCEL, created.header("etag"), json!({"name": "誤り"}), "")
        .await;
    let version = amended.json()["version"].as_u64().expect("a version");
    let preview = server.get(&format!("{PARCEL}/undo?version={version}")).await.json();
    assert_eq!(preview["restored"][0]["field"], "name");
    assert_eq!(preview["restored"][0]["label_ja"], "財産名称");
    assert_eq!(
        (&preview["restored"][0]["now"], &preview["restored"][0]["then"]),
        (&json!("誤り"), &json!("土地"))
    );
    let undo = |body: Value| TestRequest::post().uri(&format!("{PARCEL}/undo")).set_json(body);
    let stale = server
        .ask(undo(json!({"version": version, "tag": created.json()["tag"]})))
        .await;
    assert_eq!(stale.status, 412);
    let undone = server
        .ask(undo(
            json!({"version": version, "tag": preview["tag"], "reason": "誤入力"}),
        ))
        .await;
    assert_eq!(undone.json()["record"]["name"], "土地", "{:?}", undone.bytes);
    let history = server.get("/api/parcels/P000001/history").await.json();
    assert_eq!(history["items"].as_array().map(Vec::len), Some(3), "the log keeps both");
    assert_eq!(server.get(&format!("{PARCEL}/undo?version=99")).await.status, 404);
    assert_eq!(server.get(&format!("{PARCEL}/undo")).await.status, 400);
    let first = created.json()["version"].as_u64().expect("a version");
    assert_eq!(
        server.ask(undo(json!({"version": first}))).await.status,
        409,
        "it was changed after it was entered"
    );
}

#[actix_web::test]
async fn a_record_is_removed_with_a_reason_unless_others_name_it() {
    let server = Server::new().await;
    let building = server.create("buildings", json!({"name": "本館", "number": "1"})).await;
    server
        .create("facilities", json!({"name": "図書館", "number": "1"}))
        .await;
    let link = json!({"role": "facility_building", "from": "F000001", "to": "B000001", "share": 0.5});
    assert_eq!(server.create("links", link).await.status, 201);
    let links = server.get("/api/staff/facilities/F000001").await.json()["links"].clone();
    assert_eq!(
        (&links[0]["other"], &links[0]["share"]),
        (&json!("B000001"), &json!(0.5))
    );
    let tag = building.header("etag").to_owned();
    let remove = |body: Value| {
        let request = TestRequest::delete().uri("/api/staff/buildings/B000001");
        request.insert_header(("if-match", tag.as_str())).set_json(body)
    };
    assert_eq!(pointers(&server.ask(remove(json!({"reason": ""}))).await), ["/reason"]);
    let in_use = server.ask(remove(json!({"reason": "二重登録"}))).await;
    assert_eq!(in_use.status, 409);
    assert!(
        in_use.json()["detail"]
            .as_str()
            .is_some_and(|text| text.contains("1件")),
        "{:?}",
        in_use.bytes
    );
    let removed = server
        .ask(remove(json!({"reason": "二重登録", "with_links": true})))
        .await;
    assert_eq!(removed.json()["removed"], json!(["K000001", "B000001"]));
    assert_eq!(server.get("/api/staff/buildings/B000001").await.status, 404);
}

#[actix_web::test]
async fn only_kinds_with_a_form_are_edited() {
    let server = Server::new().await;
    for address in [
        "/api/staff/wards/D000001",
        "/api/staff/facilities/P000001",
        "/api/staff/facilities/1",
        "/api/staff/facilities/F000001",
        "/api/staff/forms/wards",
    ] {
        assert_eq!(server.get(address).await.status, 404, "{address}");
    }
    for kind in ["facilities", "buildings", "parcels", "lots", "links"] {
        let form = server.get(&format!("/api/staff/forms/{kind}")).await.json();
        let fields = form["fields"].as_array().expect("fields");
        for field in fields {
            let path = field["path"].as_str().expect("a path");
            assert_ne!(field["label_ja"], path, "{kind} {path} has no name");
            if let Some(list) = field["list"].as_str() {
                let codes = server.get(&format!("/api/vocabularies/{list}")).await;
                assert_eq!(codes.status, 200, "{kind} {path}: {list}");
            }
        }
    }
}
