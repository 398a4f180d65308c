//! A page as a tree of elements, and what every page has to have.

use std::collections::BTreeSet;

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::{PAGES, visit};
use crate::http::fixture::{HIDDEN, SECRET};

/// A parsed page.
pub struct Html(RcDom);

impl Html {
    pub fn parse(bytes: &[u8]) -> Self {
        let text = std::str::from_utf8(bytes).expect("a page is UTF-8");
        Self(parse_document(RcDom::default(), ParseOpts::default()).one(text))
    }

    pub async fn of(address: &str) -> Self {
        let answered = visit(address).await;
        assert_eq!(answered.status, 200, "{address}");
        Self::parse(&answered.bytes)
    }

    /// What the parser had to mend.
    pub fn faults(&self) -> Vec<String> {
        self.0.errors.borrow().iter().map(ToString::to_string).collect()
    }

    pub fn elements(&self, name: &str) -> Vec<Element> {
        let mut found = Vec::new();
        walk(&self.0.document, &mut |element| {
            if element.name() == name {
                found.push(element);
            }
        });
        found
    }

    pub fn all(&self) -> Vec<Element> {
        let mut found = Vec::new();
        walk(&self.0.document, &mut |element| found.push(element));
        found
    }

    pub fn text(&self) -> String {
        self.elements("body").iter().map(Element::text).collect()
    }
}

fn walk(handle: &Handle, visit: &mut impl FnMut(Element)) {
    if let NodeData::Element { .. } = handle.data {
        visit(Element(handle.clone()));
    }
    for child in handle.children.borrow().iter() {
        walk(child, visit);
    }
}

pub struct Element(Handle);

impl Element {
    pub fn name(&self) -> String {
        match &self.0.data {
            NodeData::Element { name, .. } => name.local.to_string(),
            _ => String::new(),
        }
    }

    pub fn attribute(&self, wanted: &str) -> Option<String> {
        let NodeData::Element { attrs, .. } = &self.0.data else {
            return None;
        };
        let attributes = attrs.borrow();
        let found = attributes.iter().find(|attribute| &*attribute.name.local == wanted);
        found.map(|attribute| attribute.value.to_string())
    }

    pub fn text(&self) -> String {
        fn collect(handle: &Handle, text: &mut String) {
            if let NodeData::Text { contents } = &handle.data {
                text.push_str(&contents.borrow());
            }
            for child in handle.children.borrow().iter() {
                collect(child, text);
            }
        }
        let mut text = String::new();
        collect(&self.0, &mut text);
        text
    }

    pub fn children(&self, name: &str) -> Vec<Element> {
        let mut found = Vec::new();
        for child in self.0.children.borrow().iter() {
            walk(child, &mut |element| {
                if element.name() == name {
                    found.push(element);
                }
            });
        }
        found
    }
}

#[actix_web::test]
async fn every_page_is_well_formed() {
    for address in PAGES {
        assert_eq!(Html::of(address).await.faults(), Vec::<String>::new(), "{address}");
    }
}

#[actix_web::test]
async fn every_page_has_one_heading_a_title_a_description_and_a_way_past_the_navigation() {
    for address in PAGES {
        let html = Html::of(address).await;
        assert_eq!(html.elements("h1").len(), 1, "{address}");
        assert!(!html.elements("title")[0].text().is_empty());
        let described = html
            .elements("meta")
            .iter()
            .any(|meta| meta.attribute("name").as_deref() == Some("description"));
        assert!(described, "{address}");
        let first_link = html.elements("a").into_iter().next().expect("a link");
        assert_eq!(first_link.attribute("href").as_deref(), Some("#main"), "{address}");
        assert!(
            html.all()
                .iter()
                .any(|element| element.attribute("id").as_deref() == Some("main"))
        );
        let language = if address.contains("lang=en") { "en" } else { "ja" };
        assert_eq!(html.elements("html")[0].attribute("lang").as_deref(), Some(language));
    }
}

#[actix_web::test]
async fn no_page_has_a_script_that_runs_a_style_of_its_own_or_an_id_twice() {
    for address in PAGES {
        let html = Html::of(address).await;
        let mut ids = BTreeSet::new();
        for element in html.all() {
            assert_ne!(element.name(), "style", "{address}");
            assert_eq!(element.attribute("style"), None, "{address}");
            if element.name() == "script" {
                assert_eq!(element.attribute("type").as_deref(), Some("application/ld+json"));
            }
            if let Some(id) = element.attribute("id") {
                assert!(ids.insert(id.clone()), "{address} has the id {id} twice");
            }
        }
    }
}

#[actix_web::test]
async fn every_field_of_a_form_has_a_label_and_every_label_a_field() {
    for address in ["/lands", "/facilities"] {
        let html = Html::of(address).await;
        let fields: BTreeSet<String> = html
            .all()
            .iter()
            .filter(|element| matches!(element.name().as_str(), "input" | "select"))
            .filter(|field| !matches!(field.attribute("type").as_deref(), Some("hidden" | "checkbox")))
            .map(|field| field.attribute("id").expect("a field has an id"))
            .collect();
        let labelled: BTreeSet<String> = html
            .elements("label")
            .iter()
            .filter_map(|label| label.attribute("for"))
            .collect();
        assert_eq!(fields, labelled, "{address}");
    }
}

#[actix_web::test]
async fn no_internal_value_is_on_any_page() {
    let more = [
        "/lands?q=SECRET",
        "/facilities/F000003",
        "/facilities/F000004",
        "/feed.atom",
        "/sitemap.xml",
        "/robots.txt",
    ];
    for address in PAGES.into_iter().chain(more) {
        let answered = visit(address).await;
        assert_eq!(answered.status, 200, "{address}");
        // Asked for itself, a page repeats the words that it was asked for.
        let text = String::from_utf8_lossy(&answered.bytes)
            .replace("q=SECRET", "")
            .replace("value=\"SECRET\"", "");
        for mark in [
            SECRET,
            "SECRET",
            "98765432",
            "2187",
            "135.4987",
            "34.7123",
            &HIDDEN.0.to_string(),
        ] {
            assert!(!text.contains(mark), "{address} shows {mark}");
        }
    }
}
