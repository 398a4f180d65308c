//! What search engines and caches are told.

use actix_web::http::header;
use actix_web::test::TestRequest;
use roxmltree::Document;

use super::visit;
use crate::http::fixture::{get, send, state};

#[actix_web::test]
async fn the_sitemap_names_every_page_that_stays_and_all_of_them_answer() {
    let answered = visit("/sitemap.xml").await;
    assert_eq!(answered.header("content-type"), "application/xml; charset=utf-8");
    let text = std::str::from_utf8(&answered.bytes).expect("UTF-8");
    let document = Document::parse(text).expect("well-formed XML");
    let addresses: Vec<&str> = document
        .descendants()
        .filter(|node| node.has_tag_name("loc") || node.tag_name().name() == "loc")
        .filter_map(|node| node.text())
        .collect();
    assert_eq!(addresses.len(), 3 + 2 + 4);
    for address in addresses {
        let path = address.strip_prefix("http://127.0.0.1:8080").expect("a whole address");
        assert_eq!(visit(path).await.status, 200, "{path}");
    }
    assert_eq!(visit("/sitemap-1.xml").await.status, 404);
}

#[actix_web::test]
async fn robots_find_the_sitemap_and_keep_away_from_the_staff() {
    let text = String::from_utf8(visit("/robots.txt").await.bytes.to_vec()).expect("UTF-8");
    assert!(text.contains("Sitemap: http://127.0.0.1:8080/sitemap.xml"));
    assert!(text.contains("Disallow: /api/") && text.contains("Disallow: /admin"));
}

#[actix_web::test]
async fn a_page_is_answered_again_only_when_something_changed() {
    for address in ["/lands", "/facilities/F000001", "/feed.atom"] {
        let first = visit(address).await;
        let tag = first.header("etag").to_owned();
        let again = TestRequest::get()
            .uri(address)
            .insert_header(("host", "127.0.0.1:8080"))
            .insert_header((header::IF_NONE_MATCH, tag.as_str()));
        let again = send(again, state()).await;
        assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0), "{address}");
        let elsewhere = TestRequest::get()
            .uri(address)
            .insert_header(("host", "koyu.example.jp"))
            .insert_header((header::IF_NONE_MATCH, tag.as_str()));
        assert_eq!(
            send(elsewhere, state()).await.status,
            200,
            "a page names its host: {address}"
        );
    }
}

#[actix_web::test]
async fn pages_are_compressed_and_under_the_strict_policy() {
    let asked = TestRequest::get()
        .uri("/lands")
        .insert_header(("host", "127.0.0.1:8080"))
        .insert_header((header::ACCEPT_ENCODING, "gzip"));
    let packed = send(asked, state()).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert!(packed.header("etag").ends_with("-gzip\""));
    let policy = packed.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self'") && !policy.contains("unsafe"));
}

#[actix_web::test]
async fn every_page_says_where_its_data_are() {
    let html = super::html::Html::of("/lands/P000001").await;
    let data = html
        .elements("link")
        .into_iter()
        .find(|link| link.attribute("type").as_deref() == Some("application/json"))
        .and_then(|link| link.attribute("href"))
        .expect("a link to the data");
    assert_eq!(get(&data).await.json()["number"], "9‐1");
}
