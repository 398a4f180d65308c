//! Vacancies as work over HTTP: surveys, wanted spaces, matches, decision, approval, what came of it.

use std::sync::Arc;

use actix_web::http::Method;
use koyu::geometry::Shape;
use koyu::history::{Body, Draft, State};
use koyu::record::{Code, EntityId, Fid, Kind, Position, PositionAccuracy, PositionMethod};
use koyu::register::{Decision, Facility, Vacancy, VacancyUse};
use koyu::snapshot::Snapshot;
use serde_json::{Value, json};

use super::fixture::Answered;
use super::server::{Server, pointers};

const VACANCY: &str = "/api/staff/vacancies/V000001";

/// A school in Kita and what is left of it.
fn school() -> Value {
    json!({"name": "もと中央小学校", "extent": "facility", "of": "F000001", "area_m2": "1,200.5",
        "since": "令和3年4月", "policy": "sell", "remarks_internal": "内部の備考"})
}

async fn server() -> Server {
    let server = Server::new().await;
    let facility = |_: &Snapshot| {
        let mut draft = Draft::new("試験");
        let mut facility = Facility {
            number: "1".into(),
            name: "中央小学校".into(),
            ..Facility::default()
        };
        let (method, accuracy) = (PositionMethod::RepresentativePoint, PositionAccuracy::Exact);
        facility.position = Some(Position::new(method, accuracy));
        let shape = Shape::point(135.5, 34.7).ok().map(Arc::new);
        let body = facility.into();
        draft.create(Kind::Facility, Fid(1), State { body, shape });
        draft
    };
    server.commit("other", facility).await;
    server
}

async fn with_vacancy() -> (Server, Answered) {
    let server = server().await;
    let created = server.post("/api/staff/vacancies", school()).await;
    assert_eq!(created.status, 201, "{:?}", created.bytes);
    (server, created)
}

/// Somebody else decides.
async fn decide(server: &Server, kind: VacancyUse) {
    let decided = move |snapshot: &Snapshot| {
        let item = snapshot.vacancies.get(Fid(1)).expect("the vacancy");
        let mut vacancy: Vacancy = item.body.clone();
        vacancy
            .decide(Decision {
                kind,
                on: jiff::civil::date(2026, 3, 1),
                by: "planner".into(),
                reason: "利用の見込みがない".into(),
                wanted: None,
                approval: None,
            })
            .expect("open");
        let mut draft = Draft::new("決定");
        let (body, shape) = (Body::from(vacancy), None);
        draft.replace(
            EntityId::new(Kind::Vacancy, Fid(1)),
            item.revision,
            State { body, shape },
        );
        draft
    };
    server.commit("planner", decided).await;
}

#[actix_web::test]
async fn a_vacancy_is_recorded_corrected_and_released() {
    let (server, created) = with_vacancy().await;
    assert_eq!(created.header("location"), VACANCY);
    assert_eq!(created.header("cache-control"), "private, no-store");
    let vacancy = created.json();
    assert_eq!(
        (&vacancy["facts"]["area_m2"], &vacancy["stage"], &vacancy["released"]),
        (&"1200.5".into(), &"found".into(), &false.into())
    );
    assert_eq!(server.get(VACANCY).await.header("etag"), created.header("etag"));
    assert_eq!(server.get("/api/vacancies/V000001").await.status, 404);

    let renamed = json!({"name": "もと中央小学校 校舎", "extent": "building", "of": "F000001"});
    let changed = server.change(Method::PUT, VACANCY, &created, renamed).await;
    assert_eq!(changed.json()["facts"]["name"], "もと中央小学校 校舎");
    assert_eq!(
        changed.json()["remarks_internal"],
        Value::Null,
        "what is left out is empty"
    );

    let release = format!("{VACANCY}/release");
    let stale = server
        .change(Method::POST, &release, &created, json!({"released": true}))
        .await;
    assert_eq!(stale.status, 412);
    let released = server
        .change(Method::POST, &release, &changed, json!({"released": true}))
        .await;
    assert_eq!(released.status, 200, "{:?}", released.bytes);
    assert_eq!(server.get_as_stranger("/api/vacancies/V000001").await.status, 200);

    let removed = server.change(Method::DELETE, VACANCY, &released, Value::Null).await;
    assert_eq!(removed.status, 204, "{:?}", removed.bytes);
    assert_eq!(server.get(VACANCY).await.status, 404);
}

#[actix_web::test]
async fn all_faults_of_an_entry_are_told_at_once_and_nothing_is_saved() {
    let server = server().await;
    let wrong = json!({"name": " ", "extent": "castle", "of": "P000009", "area_m2": "-1", "since": "あした",
        "policy": "castle", "bureau": "castle", "round": "R000001"});
    let refused = server.post("/api/staff/vacancies", wrong).await;
    assert_eq!(refused.status, 422);
    let named = [
        "/name", "/extent", "/of", "/area_m2", "/since", "/policy", "/bureau", "/round",
    ];
    assert_eq!(pointers(&refused), named);
    assert_eq!(server.get("/api/staff/vacancies").await.json()["matched"], 0);
    let unfitting = json!({"name": "土地", "extent": "room", "of": "P000001"});
    assert!(pointers(&server.post("/api/staff/vacancies", unfitting).await).contains(&"/of".to_owned()));
}

#[actix_web::test]
async fn without_the_tag_of_what_was_seen_nothing_is_changed() {
    let (server, _) = with_vacancy().await;
    let request = actix_web::test::TestRequest::put().uri(VACANCY).set_json(school());
    assert_eq!(server.ask(request).await.status, 428);
}

#[actix_web::test]
async fn a_former_facility_is_a_candidate_until_its_vacancy_is_recorded() {
    let server = server().await;
    let closed = |snapshot: &Snapshot| {
        let item = snapshot.facilities.get(Fid(1)).expect("the school");
        let mut facility = item.body.clone();
        facility.class = Some(Code::new("former.former_facility"));
        let mut draft = Draft::new("廃校");
        let (body, shape) = (Body::from(facility), item.shape.clone());
        draft.replace(item.id(), item.revision, State { body, shape });
        draft
    };
    server.commit("other", closed).await;
    let candidates = server.get("/api/staff/vacancy-candidates").await.json();
    assert_eq!(
        (&candidates["matched"], &candidates["items"][0]["reason"]),
        (&1.into(), &"former".into())
    );
    assert_eq!(server.post("/api/staff/vacancies", school()).await.status, 201);
    assert_eq!(server.get("/api/staff/vacancy-candidates").await.json()["matched"], 0);
}

#[actix_web::test]
async fn a_survey_tells_which_bureaus_have_not_answered() {
    let server = server().await;
    let round = json!({"title": "令和8年度 空き施設調査", "on": "2026-01-01", "due": "2026-03-31", "bureaus": ["civic", "welfare"]});
    let created = server.post("/api/staff/survey-rounds", round.clone()).await;
    assert_eq!(created.status, 201, "{:?}", created.bytes);
    let address = created.header("location").to_owned();
    assert_eq!(created.json()["overdue"], true, "today is 2026-04-01");
    let answered = server
        .change(
            Method::PUT,
            &format!("{address}/answers/civic"),
            &created,
            json!({"reply": "listed"}),
        )
        .await;
    assert_eq!(answered.status, 200, "{:?}", answered.bytes);
    let shown = answered.json();
    assert_eq!((&shown["asked"], &shown["answered"]), (&2.into(), &1.into()));
    assert_eq!(
        (
            &shown["bureaus"][0]["reply"],
            &shown["bureaus"][0]["by"],
            &shown["bureaus"][1]["reply"]
        ),
        (&"listed".into(), &"local".into(), &Value::Null)
    );
    let stranger = format!("{address}/answers/port");
    let refused = server
        .change(Method::PUT, &stranger, &answered, json!({"reply": "nothing"}))
        .await;
    assert_eq!(refused.status, 409, "the bureau was not asked");

    let mut smaller = round;
    smaller["bureaus"] = json!(["civic"]);
    let changed = server.change(Method::PUT, &address, &answered, smaller).await;
    assert_eq!(
        changed.json()["bureaus"][0]["reply"],
        "listed",
        "an answer stays with its bureau"
    );
    assert_eq!(changed.json()["overdue"], false);
}

#[actix_web::test]
async fn what_is_wanted_is_matched_with_reasons_and_met_when_the_vacancy_closes() {
    let (server, vacancy) = with_vacancy().await;
    let wanted = json!({"title": "放課後の居場所", "bureau": "children", "purpose": "児童の居場所", "area_from_m2": "80",
        "area_to_m2": "2000", "near": {"lon": 135.501, "lat": 34.7}, "within_m": 800});
    let created = server.post("/api/staff/wanted-spaces", wanted.clone()).await;
    assert_eq!(created.status, 201, "{:?}", created.bytes);
    let matches = server.get(&format!("{VACANCY}/matches")).await.json();
    let fit = &matches["items"][0]["fit"];
    let points: u64 = fit["reasons"]
        .as_array()
        .expect("reasons")
        .iter()
        .filter_map(|r| r["points"].as_u64())
        .sum();
    assert_eq!(
        fit["points"].as_u64(),
        Some(points),
        "the points are the sum of the reasons"
    );
    assert!(fit["distance_m"].as_f64().is_some_and(|metres| metres < 100.0));
    let back = server.get("/api/staff/wanted-spaces/S000001/matches").await.json();
    assert_eq!(
        (&back["matched"], &back["items"][0]["fit"]["points"]),
        (&1.into(), &points.into())
    );

    let candidates = format!("{VACANCY}/candidates");
    let seen = server
        .change(Method::POST, &candidates, &vacancy, json!({"wanted": "S000001"}))
        .await;
    assert_eq!(seen.json()["candidates"][0]["title"], "放課後の居場所");
    let decision = json!({"kind": "use", "reason": "需要に合う", "wanted": "S000001"});
    let seen = server
        .change(Method::POST, &format!("{VACANCY}/decide"), &seen, decision)
        .await;
    assert_eq!(
        (&seen.json()["stage"], &seen.json()["may"]["approve"]),
        (&"proposed".into(), &false.into())
    );
    let own = server
        .change(Method::POST, &format!("{VACANCY}/approve"), &seen, json!({}))
        .await;
    assert_eq!(own.status, 403, "nobody approves what he decided himself");

    let withdrawn = server
        .change(
            Method::PUT,
            "/api/staff/wanted-spaces/S000001",
            &created,
            json!({"title": "x", "bureau": "children", "purpose": "y", "status": "withdrawn"}),
        )
        .await;
    assert_eq!(withdrawn.json()["status"], "withdrawn", "{:?}", withdrawn.bytes);
    assert_eq!(server.get(&format!("{VACANCY}/matches")).await.json()["matched"], 0);
}

#[actix_web::test]
async fn an_approved_use_has_outcomes_and_an_end() {
    let (server, _) = with_vacancy().await;
    decide(&server, VacancyUse::Lend).await;
    let seen = server.get(VACANCY).await;
    let outcomes = format!("{VACANCY}/outcomes");
    let outcome = json!({"on": "2026-05-01", "what": "貸付を開始", "income_yen": 1_200_000});
    let early = server.change(Method::POST, &outcomes, &seen, outcome.clone()).await;
    assert_eq!(early.status, 409, "nothing is done before the approval");
    let seen = server
        .change(
            Method::POST,
            &format!("{VACANCY}/approve"),
            &seen,
            json!({"note": "可"}),
        )
        .await;
    assert_eq!(
        (&seen.json()["stage"], &seen.json()["decision"]["approval"]["by"]),
        (&"decided".into(), &"local".into())
    );
    let seen = server.change(Method::POST, &outcomes, &seen, outcome).await;
    assert_eq!(
        (&seen.json()["stage"], &seen.json()["outcomes"][0]["income_yen"]),
        (&"under_way".into(), &1_200_000.into())
    );
    let parcel = json!({"number": "9‐1", "on": "2026-07-01", "reason": "編入"});
    let refused = server
        .change(Method::POST, &format!("{VACANCY}/to-parcel"), &seen, parcel)
        .await;
    assert_eq!(refused.status, 409, "it was not decided to be sold");
    let end = json!({"on": "2026-07-01", "reason": "他施設として利用"});
    let seen = server
        .change(Method::POST, &format!("{VACANCY}/close"), &seen, end.clone())
        .await;
    assert_eq!(seen.json()["stage"], "closed");
    assert_eq!(
        server
            .change(Method::POST, &format!("{VACANCY}/close"), &seen, end)
            .await
            .status,
        409
    );
}

#[actix_web::test]
async fn what_is_to_be_sold_becomes_unused_land_in_one_commit() {
    let (server, _) = with_vacancy().await;
    decide(&server, VacancyUse::Sell).await;
    let seen = server.get(VACANCY).await;
    let seen = server
        .change(Method::POST, &format!("{VACANCY}/approve"), &seen, json!({}))
        .await;
    assert_eq!(seen.json()["may"]["become_parcel"], true);
    let version = server.state.live.load().version().0;
    let to_parcel = format!("{VACANCY}/to-parcel");
    let wrong = server
        .change(
            Method::POST,
            &to_parcel,
            &seen,
            json!({"number": "x", "on": "", "reason": ""}),
        )
        .await;
    assert_eq!(pointers(&wrong), ["/number", "/on", "/reason"]);
    let parcel = json!({"number": "9‐1", "area_m2": "3310.44", "on": "2026-04-01", "reason": "未利用地一覧表へ編入"});
    let became = server.change(Method::POST, &to_parcel, &seen, parcel.clone()).await;
    assert_eq!(became.status, 201, "{:?}", became.bytes);
    assert_eq!(became.header("location"), "/api/staff/parcels/P000001");
    assert_eq!(became.json()["closing"]["parcel"], "P000001");
    assert_eq!(server.state.live.load().version().0, version + 1);
    let land = server.get("/api/staff/parcels/P000001").await.json();
    assert_eq!(
        (&land["label"], &land["links"][0]["other"]),
        (&"もと中央小学校".into(), &"F000001".into())
    );
    assert_eq!(
        server.change(Method::POST, &to_parcel, &became, parcel).await.status,
        409
    );
}
