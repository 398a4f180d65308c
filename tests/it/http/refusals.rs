//! What is refused, and how it is said.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use koyu::http::WriteTrust;
use serde_json::Value;

use super::fixture::{get, send, state};

fn assert_problem(answered: &super::fixture::Answered, status: u16, address: &str) -> Value {
    assert_eq!(answered.status, status, "{address}: {:?}", answered.bytes);
    assert_eq!(answered.header("content-type"), "application/problem+json", "{address}");
    let problem = answered.json();
    assert_eq!(problem["status"], status, "{address}");
    for field in ["type", "title", "title_en", "detail", "detail_en"] {
        assert!(
            problem[field].as_str().is_some_and(|text| !text.is_empty()),
            "{address}: {field}"
        );
    }
    problem
}

#[actix_web::test]
async fn a_wrong_parameter_is_named() {
    for (address, parameter) in [
        ("/api/facilities?colour=red", "colour"),
        ("/api/facilities?ward=271005", "ward"),
        ("/api/facilities?ward=", "ward"),
        ("/api/facilities?limit=0", "limit"),
        ("/api/facilities?limit=1001", "limit"),
        ("/api/facilities?offset=-1", "offset"),
        ("/api/facilities?sort=fid", "sort"),
        ("/api/facilities?built_from=x", "built_from"),
        ("/api/facilities?area_min=-1", "area_min"),
        ("/api/facilities?evaluated=yes", "evaluated"),
        ("/api/facilities?bbox=1,2,3", "bbox"),
        ("/api/facilities?bbox=136,34,135,35", "bbox"),
        ("/api/facilities?near=135.5,34.7", "radius_m"),
        ("/api/facilities?radius_m=5", "near"),
        ("/api/facilities?near=999,0&radius_m=5", "near"),
        ("/api/facilities?near=135,34&radius_m=NaN", "radius_m"),
        ("/api/facilities?near=135,34&radius_m=1e9", "radius_m"),
        ("/api/facilities?q=a&q=b", "q"),
        ("/api/facilities?accuracy=good", "accuracy"),
        ("/api/parcels?policy=sell", "policy"),
        ("/api/parcels?criterion=c10", "criterion"),
        ("/api/parcels?lending=maybe", "lending"),
        ("/api/parcels?in_city=1", "in_city"),
        ("/api/parcels?class=education", "class"),
        ("/api/statistics/facilities?by=fid", "by"),
        ("/api/statistics/parcels?by=class", "by"),
        ("/api/search", "q"),
        ("/api/search?q=a&limit=51", "limit"),
        ("/api/summary?x=1", "x"),
        ("/api/facilities/F000001?x=1", "x"),
        ("/tiles/facilities/14/1/2?x=1", "x"),
        ("/health/live?x=1", "x"),
    ] {
        let problem = assert_problem(&get(address).await, 400, address);
        let named: Vec<&str> = problem["errors"]
            .as_array()
            .expect("errors")
            .iter()
            .filter_map(|error| error["parameter"].as_str())
            .collect();
        assert_eq!(named, [parameter], "{address}");
    }
}

#[actix_web::test]
async fn what_is_not_there_is_a_problem_not_a_page() {
    for address in [
        "/api",
        "/api/",
        "/api/nothing",
        "/api/facilities/F000099",
        "/api/facilities/P000001",
        "/api/facilities/1",
        "/api/facilities/%00",
        "/api/facilities/F000001/nothing",
        "/assets/nothing.js",
        "/assets/../Cargo.toml",
        "/assets/",
        "/nothing",
        "/nothing.mjs",
        "/tiles/nothing/14/1/2",
        "/tiles/nothing.json",
        "/tiles/facilities",
        "/index.html/x",
    ] {
        assert_problem(&get(address).await, 404, address);
    }
}

#[actix_web::test]
async fn the_viewer_is_a_page_with_a_strict_policy() {
    let asked = |address| {
        let request = TestRequest::get()
            .uri(address)
            .insert_header(("accept", "text/html,*/*;q=0.8"));
        send(request, state())
    };
    for (address, status) in [("/", 200), ("/nothing", 404), ("/karte", 404)] {
        let answered = asked(address).await;
        assert_eq!(answered.status, status, "{address}");
        assert!(answered.header("content-type").starts_with("text/html"), "{address}");
        assert_eq!(
            answered.header("content-security-policy"),
            "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
             connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "{address}"
        );
        assert_eq!(answered.header("x-content-type-options"), "nosniff");
    }
}

#[actix_web::test]
async fn nobody_writes_unless_the_server_trusts_this_machine() {
    for method in [
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
    ] {
        for address in [
            "/api/facilities",
            "/api/facilities/F000001",
            "/",
            "/tiles/facilities/14/1/2",
            "/nothing",
        ] {
            let request = TestRequest::default().method(method.clone()).uri(address);
            let problem = assert_problem(&send(request, state()).await, 403, address);
            assert_eq!(problem["type"], "urn:koyu:problem:write-refused");
        }
    }
}

#[actix_web::test]
async fn a_trusted_write_to_what_can_only_be_read_is_a_405() {
    let trusting = || {
        let listen = "127.0.0.1:8080".parse().expect("an address");
        let mut state = state();
        state.write_trust = WriteTrust::loopback(listen).expect("loopback");
        state
    };
    let sound = || {
        TestRequest::post()
            .uri("/api/facilities")
            .insert_header(("host", "127.0.0.1:8080"))
            .insert_header(("origin", "http://127.0.0.1:8080"))
            .insert_header(("x-koyu-request", "1"))
            .peer_addr("127.0.0.1:5000".parse().expect("an address"))
    };
    let answered = send(sound(), trusting()).await;
    assert_problem(&answered, 405, "/api/facilities");
    assert_eq!(answered.header("allow"), "GET, HEAD");
    assert_problem(
        &send(sound().insert_header(("x-forwarded-for", "10.0.0.1")), trusting()).await,
        403,
        "forwarded",
    );
    assert_problem(
        &send(sound().insert_header(("origin", "http://evil.example")), trusting()).await,
        403,
        "origin",
    );
    assert_problem(
        &send(sound().insert_header(("host", "evil.example")), trusting()).await,
        403,
        "host",
    );
    assert_problem(
        &send(sound().insert_header(("x-koyu-request", "0")), trusting()).await,
        403,
        "header",
    );
    let far = sound().peer_addr("192.0.2.1:5000".parse().expect("an address"));
    assert_problem(&send(far, trusting()).await, 403, "far");
}

#[actix_web::test]
async fn an_endless_address_is_refused() {
    let address = format!("/api/facilities?q={}", "a".repeat(9000));
    assert_problem(&get(&address).await, 414, "long");
}

#[actix_web::test]
async fn hostile_queries_never_become_server_errors() {
    for query in [
        "%",
        "%zz=1",
        "&&&",
        "=",
        "=1",
        "q=%FF%FE",
        "q=%00",
        "limit=99999999999999999999",
        "limit=1e3",
        "ward=%E2%80%AE",
        "near=,&radius_m=1",
        "bbox=,,,",
        "bbox=NaN,NaN,NaN,NaN",
        "q=' OR 1=1 --",
        "class=.",
        "class=,",
        "area_min=1e400",
    ] {
        let address = format!("/api/facilities?{}", query.replace(' ', "%20"));
        let answered = get(&address).await;
        assert!(
            matches!(answered.status.as_u16(), 200 | 400),
            "{address}: {}",
            answered.status
        );
    }
}

#[actix_web::test]
async fn hostile_paths_never_become_server_errors() {
    for address in [
        "/api/facilities/%FF",
        "/api/vocabularies/%2e%2e%2fsecret",
        "/tiles/%00/1/0/0",
        "/tiles/facilities/%31/0/0",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "//api//summary",
        "/api/facilities/F99999999999999",
    ] {
        let answered = get(address).await;
        assert!(answered.status.as_u16() < 500, "{address}: {}", answered.status);
    }
}

#[actix_web::test]
async fn a_head_request_is_answered_like_a_get() {
    for address in ["/api/facilities", "/health/live", "/", "/tiles/facilities/14/1/2"] {
        let answered = send(TestRequest::default().method(Method::HEAD).uri(address), state()).await;
        assert_eq!(answered.status, 200, "{address}");
    }
}

#[actix_web::test]
async fn a_client_that_accepts_no_coding_at_all_gets_a_problem() {
    for address in ["/api/facilities", "/tiles/facilities/14/1/2"] {
        let request = TestRequest::get()
            .uri(address)
            .insert_header(("accept-encoding", "identity;q=0, *;q=0"));
        assert_problem(&send(request, state()).await, 406, address);
    }
}
