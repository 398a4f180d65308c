//! Pages that the server renders for everybody: they work without scripts, and their addresses stay.

mod about;
mod changes;
mod class_summary;
mod controls;
mod downloads;
mod facilities;
mod facility;
mod facts;
mod feed;
mod frame;
mod land;
mod lands;
mod language;
mod linked;
mod map_link;
mod query;
mod registers;
mod related;
mod setting;
mod sitemap;
mod totals;
mod trouble;

use actix_web::http::header;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{HttpRequest, HttpResponse, Route, web};

use self::query::PageQuery;
use self::trouble::as_page;
use super::etag::tag_answers;
use super::problem::Problem;
use super::route::reading;

/// Every page, on one page.
pub fn configure(config: &mut web::ServiceConfig) {
    let mut at = |path: &'static str, route: Route| {
        // Rendered answers are compressed as they go out, unlike files that carry their own compressed forms.
        let page = web::resource(path).route(route);
        let page = page.wrap(from_fn(as_page)).wrap(Compress::default());
        config.service(page.wrap(from_fn(tag_answers)));
    };
    at("/lands", reading().to(lands::list_lands));
    at("/lands/{id}", reading().to(land::show_land));
    at("/facilities", reading().to(facilities::list_facilities));
    at("/facilities/{id}", reading().to(facility::show_facility));
    at("/about", reading().to(about::show_about));
    at("/feed.atom", reading().to(feed::show_feed));
    at("/sitemap.xml", reading().to(sitemap::show_sitemap));
    at("/sitemap-{number}.xml", reading().to(sitemap::show_part));
    at("/robots.txt", reading().to(sitemap::show_robots));
    at("/parcels", reading().to(moved_to_lands));
    at("/parcels/{id}", reading().to(moved_to_lands));
}

/// Parcels had another address once.
async fn moved_to_lands(request: HttpRequest) -> HttpResponse {
    let rest = request.path().trim_start_matches("/parcels");
    let query = match request.query_string() {
        "" => String::new(),
        query => format!("?{query}"),
    };
    HttpResponse::PermanentRedirect()
        .insert_header((header::LOCATION, format!("{}{rest}{query}", lands::PATH)))
        .finish()
}

/// A page about one thing understands the language and nothing else.
fn only_language(query: &PageQuery) -> Result<(), Problem> {
    let mut params = query.params();
    params.value("lang", controls::no_language);
    params.finish()
}
