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
use actix_web::{HttpRequest, HttpResponse, web};

use self::query::PageQuery;
use super::etag::tag_answers;
use super::problem::Problem;
use super::route::reading;

pub use trouble::as_page;

/// Every page, on one page.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(page("/lands").route(reading().to(lands::list_lands)))
        .service(page("/lands/{id}").route(reading().to(land::show_land)))
        .service(page("/facilities").route(reading().to(facilities::list_facilities)))
        .service(page("/facilities/{id}").route(reading().to(facility::show_facility)))
        .service(page("/about").route(reading().to(about::show_about)))
        .service(page("/feed.atom").route(reading().to(feed::show_feed)))
        .service(page("/sitemap.xml").route(reading().to(sitemap::show_sitemap)))
        .service(page("/sitemap-{number}.xml").route(reading().to(sitemap::show_part)))
        .service(page("/robots.txt").route(reading().to(sitemap::show_robots)))
        .service(page("/parcels").route(reading().to(moved_to_lands)))
        .service(page("/parcels/{id}").route(reading().to(moved_to_lands)));
}

/// Rendered answers are compressed as they go out, unlike files that carry their own compressed forms.
fn page(
    path: &'static str,
) -> web::Resource<
    impl actix_web::dev::ServiceFactory<
        actix_web::dev::ServiceRequest,
        Config = (),
        Response = actix_web::dev::ServiceResponse<actix_web::body::BoxBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    web::resource(path)
        .wrap(Compress::default())
        .wrap(from_fn(tag_answers))
        .wrap(from_fn(async |request, next: actix_web::middleware::Next<_>| {
            Ok(next.call(request).await?.map_into_boxed_body())
        }))
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
