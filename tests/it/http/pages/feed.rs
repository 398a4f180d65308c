//! The feed by the rules of RFC 4287.

use std::collections::BTreeSet;

use roxmltree::{Document, Node};

use super::visit;

const ATOM: &str = "http://www.w3.org/2005/Atom";

fn children<'a>(node: Node<'a, 'a>, name: &'a str) -> Vec<Node<'a, 'a>> {
    node.children()
        .filter(|child| child.has_tag_name((ATOM, name)))
        .collect()
}

fn only<'a>(node: Node<'a, 'a>, name: &'a str) -> &'a str {
    let found = children(node, name);
    assert_eq!(found.len(), 1, "exactly one {name}");
    found[0].text().unwrap_or_default()
}

#[actix_web::test]
async fn the_feed_keeps_the_rules_of_rfc_4287() {
    for address in ["/feed.atom", "/feed.atom?lang=en"] {
        let answered = visit(address).await;
        assert_eq!(answered.header("content-type"), "application/atom+xml; charset=utf-8");
        let text = std::str::from_utf8(&answered.bytes).expect("UTF-8");
        let document = Document::parse(text).expect("well-formed XML");
        let feed = document.root_element();
        assert!(feed.has_tag_name((ATOM, "feed")));
        // §4.1.1: id, title and updated once each; an author, for no entry has one; a link to itself.
        assert!(only(feed, "id").starts_with("http://127.0.0.1:8080/feed.atom"));
        assert!(!only(feed, "title").is_empty());
        let updated: jiff::Timestamp = only(feed, "updated").parse().expect("RFC 3339");
        assert!(!only(children(feed, "author")[0], "name").is_empty());
        let itself = children(feed, "link")
            .into_iter()
            .find(|link| link.attribute("rel") == Some("self"));
        assert_eq!(itself.and_then(|link| link.attribute("href")), Some(only(feed, "id")));
        let entries = children(feed, "entry");
        assert!(!entries.is_empty());
        let mut ids = BTreeSet::new();
        for entry in entries {
            // §4.1.2: id, title and updated once each; §4.2.6: an id is an IRI and never twice.
            assert!(only(entry, "id").starts_with("urn:uuid:"));
            assert!(ids.insert(only(entry, "id").to_owned()));
            assert!(!only(entry, "title").is_empty());
            assert!(only(entry, "updated").parse::<jiff::Timestamp>().expect("RFC 3339") <= updated);
            // §4.1.3.3: html is escaped, so it has no elements in XML.
            let content = children(entry, "content");
            assert_eq!((content.len(), content[0].attribute("type")), (1, Some("html")));
            assert!(content[0].children().all(|child| child.is_text()));
            let link = children(entry, "link")[0];
            assert_eq!(link.attribute("rel"), Some("alternate"));
            assert!(
                link.attribute("href")
                    .is_some_and(|href| href.starts_with("http://127.0.0.1:8080/"))
            );
        }
    }
}

#[actix_web::test]
async fn the_feed_tells_public_changes_and_is_silent_on_others() {
    let answered = visit("/feed.atom").await;
    let text = std::str::from_utf8(&answered.bytes).expect("UTF-8");
    let document = Document::parse(text).expect("well-formed XML");
    let titles: Vec<&str> = children(document.root_element(), "entry")
        .into_iter()
        .map(|entry| only(entry, "title"))
        .collect();
    // Each of three records was registered, changed inside (which is not told), and renamed.
    assert_eq!(titles.len(), 6, "{titles:?}");
    assert!(titles.contains(&"未利用地「もと市営住宅用地」：変更"), "{titles:?}");
    assert!(text.contains("財産名称：土地 → もと市営住宅用地"), "{text}");
}
