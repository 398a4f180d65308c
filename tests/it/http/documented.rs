//! The OpenAPI document and the server say the same.

use actix_web::test::TestRequest;
use koyu::http::openapi;
use serde_json::Value;

use super::fixture::{get, send, state};
use super::privacy::{addresses, addresses_by_path, is_public};

fn document() -> Value {
    serde_json::from_str(&openapi::document()).expect("the document is JSON")
}

#[actix_web::test]
async fn the_document_is_openapi_3_1_and_is_served() {
    let document = document();
    assert!(
        document["openapi"]
            .as_str()
            .is_some_and(|version| version.starts_with("3.1."))
    );
    assert_eq!(get("/api/openapi.json").await.json(), document);
}

/// `make gen` writes it; the viewer's types are made from it.
#[test]
fn the_committed_document_is_that_of_the_handlers() {
    let committed = include_str!("../../../docs/openapi.json");
    assert!(
        committed == openapi::document(),
        "docs/openapi.json is out of date: run `make gen`"
    );
}

#[actix_web::test]
async fn every_documented_address_answers() {
    for address in addresses() {
        let address = if address == "/api/search" {
            "/api/search?q=a".to_owned()
        } else {
            address
        };
        let answered = get(&address).await;
        assert!(
            matches!(answered.status.as_u16(), 200 | 204),
            "{address}: {} {:?}",
            answered.status,
            answered.bytes
        );
    }
}

/// The routes as the source declares them; those of the viewer are pages, not API.
#[test]
fn every_route_is_documented() {
    let documented: Vec<String> = document()["paths"]
        .as_object()
        .expect("paths")
        .keys()
        .cloned()
        .collect();
    let mut declared = Vec::new();
    for (source, prefix, mark) in [
        (include_str!("../../../src/http/api/mod.rs"), "/api", "at(\""),
        (include_str!("../../../src/http/server.rs"), "", "web::resource(\""),
        (include_str!("../../../src/http/tiles.rs"), "", "web::resource(\""),
    ] {
        for rest in source.split(mark).skip(1) {
            let path = rest.split('"').next().expect("a path ends");
            declared.push(format!("{prefix}{}", without_patterns(path)));
        }
    }
    assert!(declared.len() >= 20, "{declared:?}");
    declared.sort();
    let mut documented = documented;
    documented.sort();
    assert_eq!(declared, documented);
}

/// `{kind:facilities|parcels}` is documented as `{kind}`.
fn without_patterns(path: &str) -> String {
    let segment = |segment: &str| match segment.split_once(':') {
        Some((name, _)) => format!("{name}}}"),
        None => segment.to_owned(),
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

#[actix_web::test]
async fn every_documented_parameter_is_understood_and_described() {
    let document = document();
    for (path, item) in public_paths(&document) {
        for parameter in item["get"]["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().expect("a name");
            assert!(
                parameter["in"] == "path" || parameter["description"].as_str().is_some(),
                "{path}: {name} is not described"
            );
            if parameter["in"] != "query" {
                continue;
            }
            let example = parameter.get("example").or_else(|| parameter["schema"].get("example"));
            let example = match example.unwrap_or_else(|| panic!("{path}: {name} has no example")) {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let base = &addresses_by_path()[path];
            let partner = match name {
                "near" => "&radius_m=500",
                "radius_m" => "&near=135.5,34.7",
                "limit" if path == "/api/search" => "&q=a",
                "like_m" | "version" | "as_of" if path == "/api/area" => "&ward=271276",
                // The fixture has no polygon to ask about.
                "feature" => continue,
                _ => "",
            };
            let encoded: String = example.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let address = format!("{base}?{name}={encoded}{partner}");
            let answered = send(TestRequest::get().uri(&address), state()).await;
            assert!(answered.status.is_success(), "{address}: {:?}", answered.bytes);
        }
    }
}

/// What everybody can read: path and description.
fn public_paths(document: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let paths = document["paths"].as_object().expect("paths").iter();
    paths.filter(|(path, item)| is_public(path) && item["get"].is_object())
}

/// A parameter that the server understands and nobody described would be a secret.
#[actix_web::test]
async fn every_parameter_that_is_understood_is_documented() {
    let document = document();
    for (path, item) in public_paths(&document) {
        let base = &addresses_by_path()[path];
        let problem = get(&format!("{base}?no_such_parameter=1")).await.json();
        let errors = problem["errors"].as_array().expect("errors").clone();
        let error = errors
            .iter()
            .find(|error| error["parameter"] == "no_such_parameter")
            .expect("refused by name");
        let (_, known) = error["detail_en"]
            .as_str()
            .and_then(|detail| detail.split_once("Those here: "))
            .expect("names those here");
        let mut known: Vec<&str> = known
            .trim_end_matches('.')
            .split(", ")
            .filter(|name| !name.starts_with("なし"))
            .collect();
        let parameters = item["get"]["parameters"].as_array().cloned().unwrap_or_default();
        let mut documented: Vec<&str> = parameters
            .iter()
            .filter(|parameter| parameter["in"] == "query")
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        known.sort_unstable();
        documented.sort_unstable();
        assert_eq!(known, documented, "{path}");
    }
}
