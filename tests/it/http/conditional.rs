//! Conditional requests: copies that are still right are not sent again.

use std::sync::Arc;

use actix_web::test::TestRequest;
use koyu::snapshot::{Live, Snapshot};

use super::fixture::{get, send, state};

#[actix_web::test]
async fn a_copy_that_is_still_right_is_not_sent_again() {
    for address in [
        "/api/summary",
        "/api/wards",
        "/api/facilities?limit=2",
        "/api/parcels/P000001",
        "/api/statistics/parcels",
        "/api/search?q=a",
        "/api/vocabularies",
        "/api/openapi.json",
        "/tiles/facilities/14/1/2",
    ] {
        let etag = get(address).await.header("etag").to_owned();
        assert!(etag.starts_with('"') && etag.ends_with('"'), "{address}: {etag}");
        let again = TestRequest::get()
            .uri(address)
            .insert_header(("if-none-match", etag.as_str()));
        let answered = send(again, state()).await;
        assert_eq!(
            (answered.status.as_u16(), answered.header("etag")),
            (304, etag.as_str()),
            "{address}"
        );
        assert!(answered.bytes.is_empty(), "{address}");
    }
}

#[actix_web::test]
async fn another_query_version_or_start_has_another_tag() {
    let etag = async |address: &str, state| {
        send(TestRequest::get().uri(address), state)
            .await
            .header("etag")
            .to_owned()
    };
    let first = etag("/api/facilities", state()).await;
    assert_ne!(first, etag("/api/facilities?limit=1", state()).await);
    let mut later = state();
    later.epoch = "e2".into();
    assert_ne!(first, etag("/api/facilities", later).await);
    let mut empty = state();
    empty.live = Arc::new(Live::new(Arc::new(Snapshot::default())));
    assert_ne!(first, etag("/api/facilities", empty).await);
}

#[actix_web::test]
async fn a_compressed_answer_has_a_tag_of_its_own_that_still_matches() {
    let compressed = |tag: Option<String>| {
        let request = TestRequest::get()
            .uri("/api/facilities")
            .insert_header(("accept-encoding", "gzip"));
        match tag {
            Some(tag) => request.insert_header(("if-none-match", tag)),
            None => request,
        }
    };
    let plain = get("/api/facilities").await.header("etag").to_owned();
    let answered = send(compressed(None), state()).await;
    assert_eq!(answered.header("content-encoding"), "gzip");
    let tag = answered.header("etag").to_owned();
    assert_eq!(tag, format!("{}-gzip\"", plain.trim_end_matches('"')));
    assert_eq!(send(compressed(Some(tag)), state()).await.status, 304);
}

#[actix_web::test]
async fn a_records_tag_begins_with_its_revision() {
    assert!(get("/api/facilities/F000001").await.header("etag").starts_with("\"3-"));
}
