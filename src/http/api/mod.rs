//! The JSON API: public fields of the registers, statistics, search, code lists.

pub mod building;
pub mod export;
pub mod facility;
pub mod filter;
pub mod history;
pub mod link;
mod moment;
mod page;
pub mod parcel;
mod place;
pub mod record;
mod register;
pub mod search;
pub mod staff;
pub mod statistics;
pub mod summary;
pub mod vacancy;
pub mod version;
pub mod view;
pub mod vocabulary;
pub mod ward;

use actix_web::{HttpRequest, HttpResponse, web};

use super::etag::json_by_content;
use super::openapi;
use super::params::Asked;
use super::route::reading;

/// Every address below `/api`, on one page.
pub fn configure(config: &mut web::ServiceConfig) {
    let at = |path: &'static str| web::resource(path);
    config
        .service(at("/openapi.json").route(reading().to(document)))
        .service(at("/summary").route(reading().to(summary::read_summary)))
        .service(at("/wards").route(reading().to(ward::list_wards)))
        .service(at("/facilities").route(reading().to(facility::list_facilities)))
        .service(at("/facilities/export").route(reading().to(export::export_facilities)))
        .service(at("/facilities/{id}").route(reading().to(facility::read_facility)))
        .service(at("/facilities/{id}/history").route(reading().to(facility::read_facility_history)))
        .service(at("/facilities/{id}/links").route(reading().to(link::list_facility_links)))
        .service(at("/parcels").route(reading().to(parcel::list_parcels)))
        .service(at("/parcels/export").route(reading().to(export::export_parcels)))
        .service(at("/parcels/{id}").route(reading().to(parcel::read_parcel)))
        .service(at("/parcels/{id}/history").route(reading().to(parcel::read_parcel_history)))
        .service(at("/parcels/{id}/links").route(reading().to(link::list_parcel_links)))
        .service(at("/buildings").route(reading().to(building::list_buildings)))
        .service(at("/buildings/export").route(reading().to(export::export_buildings)))
        .service(at("/buildings/{id}").route(reading().to(building::read_building)))
        .service(at("/buildings/{id}/history").route(reading().to(building::read_building_history)))
        .service(at("/buildings/{id}/links").route(reading().to(link::list_building_links)))
        .service(at("/vacancies").route(reading().to(vacancy::list_vacancies)))
        .service(at("/vacancies/{id}").route(reading().to(vacancy::read_vacancy)))
        .service(at("/vacancies/{id}/history").route(reading().to(vacancy::read_vacancy_history)))
        .service(at("/statistics/facilities").route(reading().to(statistics::count_facilities)))
        .service(at("/statistics/parcels").route(reading().to(statistics::count_parcels)))
        .service(at("/search").route(reading().to(search::find)))
        .service(at("/vocabularies").route(reading().to(vocabulary::list_vocabularies)))
        .service(at("/vocabularies/{list}").route(reading().to(vocabulary::read_vocabulary)))
        .service(at("/versions").route(reading().to(version::list_versions)))
        .service(at("/staff/versions").route(reading().to(staff::version::list_versions)))
        .service(at("/staff/{kind}/{id}/history").route(reading().to(staff::history::read_history)));
}

/// This description of the API (OpenAPI 3.1)
#[utoipa::path(get, path = "/api/openapi.json", tag = "about",
    responses((status = 200, description = "An OpenAPI document", body = serde_json::Value)))]
pub async fn document(request: HttpRequest, _: Asked<()>) -> HttpResponse {
    json_by_content(&request, &openapi::description())
}
