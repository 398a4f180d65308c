//! Tiles over HTTP.

use actix_web::test::TestRequest;

use super::fixture::{get, send, state};

#[actix_web::test]
async fn a_tile_comes_in_the_coding_that_the_client_likes_best() {
    for (accepted, coding) in [
        ("gzip, br, zstd", "br"),
        ("gzip", "gzip"),
        ("zstd, gzip;q=0.5", "zstd"),
        ("identity", ""),
    ] {
        let request = TestRequest::get()
            .uri("/tiles/facilities/14/14359/6505.mvt")
            .insert_header(("accept-encoding", accepted));
        let answered = send(request, state()).await;
        assert_eq!(
            (answered.status.as_u16(), answered.header("content-encoding")),
            (200, coding),
            "{accepted}"
        );
        assert_eq!(answered.header("content-type"), "application/vnd.mapbox-vector-tile");
        assert_eq!(answered.header("vary"), "Accept-Encoding");
        assert!(
            answered.header("cache-control").starts_with("public, max-age="),
            "{accepted}"
        );
    }
}

#[actix_web::test]
async fn the_tag_of_one_coding_is_no_tag_of_another() {
    let request = TestRequest::get()
        .uri("/tiles/facilities/14/14359/6505")
        .insert_header(("accept-encoding", "br"));
    let answered = send(request.insert_header(("if-none-match", "\"14-gzip\"")), state()).await;
    assert_eq!(answered.status, 200);
}

#[actix_web::test]
async fn an_empty_tile_has_no_content() {
    let answered = get("/tiles/facilities/3/1/2").await;
    assert_eq!((answered.status.as_u16(), answered.header("etag")), (204, "\"empty\""));
}

#[actix_web::test]
async fn an_address_beyond_the_world_is_refused_by_name() {
    for (address, parameter) in [
        ("23/0/0", "z"),
        ("1/2/0", "x"),
        ("1/0/2.mvt", "y"),
        ("1/0/1.5", "y"),
        ("14/-1/0", "x"),
    ] {
        let answered = get(&format!("/tiles/facilities/{address}")).await;
        assert_eq!(answered.status, 400, "{address}");
        assert_eq!(answered.json()["errors"][0]["parameter"], parameter, "{address}");
    }
}

#[actix_web::test]
async fn tilejson_names_the_host_that_was_asked_and_believes_no_proxy() {
    let request = || {
        TestRequest::get()
            .uri("/tiles/facilities.json")
            .insert_header(("host", "koyu.example:8080"))
    };
    let answered = send(request().insert_header(("x-forwarded-host", "evil.example")), state()).await;
    assert_eq!(
        answered.json()["tiles"][0],
        "http://koyu.example:8080/tiles/facilities/{z}/{x}/{y}"
    );
    let mut placed = state();
    placed.site.public_url = Some("https://koyu.example".into());
    let answered = send(TestRequest::get().uri("/style.json"), placed).await;
    assert_eq!(
        answered.json()["sources"]["facilities"]["url"],
        "https://koyu.example/tiles/facilities.json"
    );
}
