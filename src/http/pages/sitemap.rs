//! For search engines: every page that stays (sitemaps.org), and what not to visit.

use std::fmt::Write;

use actix_web::http::header::{self, ContentType};
use actix_web::{HttpRequest, HttpResponse, web};

use super::setting::{Setting, document};
use super::{facilities, lands};
use crate::http::base_url::base_url;
use crate::http::etag::REVALIDATE;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemKind};
use crate::http::state::State;

/// The protocol's limit of addresses in one file.
const MOST_ADDRESSES: usize = 50_000;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

pub async fn show_sitemap(
    request: HttpRequest,
    state: web::Data<State>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    base_url(&request, &state)?;
    document(
        &request,
        &state,
        "application/xml; charset=utf-8".to_owned(),
        |setting| {
            let paths = paths(setting);
            if paths.len() <= MOST_ADDRESSES {
                return addresses(setting, &paths);
            }
            let mut xml = format!("{HEAD}<sitemapindex xmlns=\"{NAMESPACE}\">\n");
            for number in 1..=paths.len().div_ceil(MOST_ADDRESSES) {
                entry(&mut xml, "sitemap", setting, &format!("/sitemap-{number}.xml"));
            }
            xml.push_str("</sitemapindex>\n");
            xml
        },
    )
    .await
}

/// A part of a sitemap that is longer than one file may be.
pub async fn show_part(
    request: HttpRequest,
    state: web::Data<State>,
    number: web::Path<String>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    base_url(&request, &state)?;
    let paths = paths(&Setting::of(&request, &state));
    let number: Option<usize> = number.parse().ok().filter(|number| *number >= 1);
    let part = number.and_then(|number| paths.chunks(MOST_ADDRESSES).nth(number - 1));
    let part = part
        .filter(|_| paths.len() > MOST_ADDRESSES)
        .ok_or_else(|| Problem::bare(ProblemKind::NotFound))?
        .to_vec();
    document(
        &request,
        &state,
        "application/xml; charset=utf-8".to_owned(),
        move |setting| addresses(setting, &part),
    )
    .await
}

/// The addresses that stay. Invented records are no pages for a search engine.
fn paths(setting: &Setting) -> Vec<String> {
    let mut paths: Vec<String> = [lands::PATH, facilities::PATH, "/about"].map(str::to_owned).into();
    if setting.demo {
        return paths;
    }
    let snapshot = &setting.view.snapshot;
    let land = |id| format!("{}/{id}", lands::PATH);
    let facility = |id| format!("{}/{id}", facilities::PATH);
    paths.extend(snapshot.parcels.iter().map(|item| land(item.id())));
    paths.extend(snapshot.facilities.iter().map(|item| facility(item.id())));
    paths
}

fn addresses(setting: &Setting, paths: &[String]) -> String {
    let mut xml = format!("{HEAD}<urlset xmlns=\"{NAMESPACE}\">\n");
    for path in paths {
        entry(&mut xml, "url", setting, path);
    }
    xml.push_str("</urlset>\n");
    xml
}

/// Ids and hosts hold nothing that XML would need escaped.
fn entry(xml: &mut String, element: &str, setting: &Setting, path: &str) {
    let address = setting.whole(path).unwrap_or_else(|| path.to_owned());
    writeln!(xml, "<{element}><loc>{address}</loc></{element}>").expect("a string can be written to");
}

pub async fn show_robots(request: HttpRequest, state: web::Data<State>, _: Asked<()>) -> HttpResponse {
    let sitemap =
        base_url(&request, &state).map_or_else(|_| String::new(), |url| format!("\nSitemap: {url}/sitemap.xml\n"));
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, REVALIDATE))
        .content_type(ContentType::plaintext())
        .body(format!(
            "User-agent: *\nDisallow: /api/\nDisallow: /tiles/\nDisallow: /import\nDisallow: /admin\nDisallow: /account\nDisallow: /tasks\n{sitemap}"
        ))
}
