//! The JSON API: public fields of the registers, statistics, search, code lists.

pub mod area;
pub mod attachment;
pub mod building;
pub mod condition;
pub mod crosswalk;
pub mod edit;
pub mod export;
pub mod facility;
mod figure;
pub mod filter;
mod flag;
pub mod history;
pub mod karte;
pub mod layer;
pub mod link;
mod moment;
mod page;
pub mod parcel;
pub mod peer;
mod place;
pub mod points;
pub mod population;
pub mod quality;
pub mod record;
mod register;
pub mod search;
pub mod series;
pub mod session;
pub mod staff;
pub mod statistics;
pub mod summary;
pub mod vacancy;
pub mod version;
pub mod view;
pub mod vocabulary;
pub mod ward;
pub mod work;
pub mod year;

use actix_web::{HttpRequest, HttpResponse, web};

use self::staff::import;
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
        .service(at("/facilities/points").route(reading().to(points::facility_points)))
        .service(at("/facilities/{id}").route(reading().to(facility::read_facility)))
        .service(at("/facilities/{id}/history").route(reading().to(facility::read_facility_history)))
        .service(at("/facilities/{id}/links").route(reading().to(link::list_facility_links)))
        .service(at("/facilities/{id}/karte").route(reading().to(karte::read_facility_karte)))
        .service(at("/facilities/{id}/years").route(reading().to(year::list_facility_years)))
        .service(at("/facilities/{id}/peers").route(reading().to(peer::list_facility_peers)))
        .service(at("/facilities/{id}/condition").route(reading().to(condition::list_facility_conditions)))
        .service(at("/facilities/{id}/works").route(reading().to(work::list_facility_works)))
        .service(at("/metrics").route(reading().to(year::list_metrics)))
        .service(at("/series/facilities").route(reading().to(series::list_facility_series)))
        .service(at("/populations").route(reading().to(population::list_populations)))
        .service(at("/parcels").route(reading().to(parcel::list_parcels)))
        .service(at("/parcels/export").route(reading().to(export::export_parcels)))
        .service(at("/parcels/points").route(reading().to(points::parcel_points)))
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
        .service(at("/buildings/{id}/condition").route(reading().to(condition::list_building_conditions)))
        .service(at("/buildings/{id}/works").route(reading().to(work::list_building_works)))
        .service(at("/layers").route(reading().to(layer::list_layers)))
        .service(at("/layers/{name}/features").route(reading().to(layer::list_layer_features)))
        .service(at("/statistics/facilities").route(reading().to(statistics::count_facilities)))
        .service(at("/statistics/parcels").route(reading().to(statistics::count_parcels)))
        .service(at("/area").route(reading().to(area::read_area)))
        .service(at("/area/choices").route(reading().to(area::choice::list_choices)))
        .service(at("/quality").route(reading().to(quality::read_quality)))
        .service(at("/reports/crosswalk").route(reading().to(crosswalk::read_crosswalk)))
        .service(at("/staff/area/cost").route(reading().to(staff::area::read_cost)))
        .service(at("/staff/quality").route(reading().to(staff::quality::read_quality)))
        .service(at("/staff/quality/findings").route(reading().to(staff::quality::list_findings)))
        .service(at("/staff/quality/findings.csv").route(reading().to(staff::quality::download_findings)))
        .service(at("/staff/workbooks").route(reading().to(staff::workbook::read_workbooks)))
        .service(
            at("/staff/imports")
                .route(reading().to(import::list_imports))
                .route(web::post().to(import::receive_import)),
        )
        .service(at("/staff/imports/choices").route(reading().to(import::list_import_choices)))
        .service(
            at("/staff/imports/{id}")
                .route(reading().to(import::read_import))
                .route(web::patch().to(import::change_import))
                .route(web::delete().to(import::discard_import)),
        )
        .service(at("/staff/imports/{id}/check").route(web::post().to(import::check_import)))
        .service(at("/staff/imports/{id}/cancel").route(web::post().to(import::cancel_import)))
        .service(at("/staff/imports/{id}/commit").route(web::post().to(import::commit_import)))
        .service(at("/staff/imports/{id}/findings").route(reading().to(import::list_import_findings)))
        .service(at("/staff/imports/{id}/preview").route(reading().to(import::preview_import)))
        .service(at("/staff/imports/{id}/rows").route(reading().to(import::list_import_rows)))
        .service(at("/staff/imports/{id}/refused.csv").route(reading().to(import::download_refused)))
        .service(at("/staff/imports/{id}/report.csv").route(reading().to(import::download_report_csv)))
        .service(at("/staff/imports/{id}/report.json").route(reading().to(import::download_report_json)))
        .service(at("/staff/batches").route(reading().to(staff::batch::list_batches)))
        .service(at("/staff/batches/{version}/rollback").route(web::post().to(staff::batch::roll_back_batch)))
        .service(at("/search").route(reading().to(search::find)))
        .service(
            at("/session")
                .route(reading().to(session::read_session))
                .route(web::post().to(session::sign_in))
                .route(web::delete().to(session::sign_out)),
        )
        .service(at("/staff/sessions").route(web::delete().to(session::sign_out_everywhere)))
        .service(at("/staff/password").route(web::post().to(session::change_password)))
        .service(at("/staff/fields/{kind}").route(reading().to(staff::field::list_fields)))
        .service(at("/staff/forms/{kind}").route(reading().to(edit::read_form)))
        .service(at("/staff/measure").route(web::post().to(edit::measure_drawing)))
        .service(
            at("/staff/{kind:facilities|buildings|parcels|lots|links}")
                .route(web::post().to(edit::create_record))
                .route(web::patch().to(edit::amend_records)),
        )
        .service(
            at("/staff/{kind:facilities|buildings|parcels|lots|links}/{id}")
                .route(reading().to(edit::read_record))
                .route(web::patch().to(edit::amend_record))
                .route(web::delete().to(edit::remove_record)),
        )
        .service(
            at("/staff/{kind:facilities|buildings|parcels|lots|links}/{id}/undo")
                .route(reading().to(edit::preview_undo))
                .route(web::post().to(edit::undo_change)),
        )
        .service(at("/vocabularies").route(reading().to(vocabulary::list_vocabularies)))
        .service(at("/vocabularies/{list}").route(reading().to(vocabulary::read_vocabulary)))
        .service(at("/versions").route(reading().to(version::list_versions)))
        .service(at("/staff/versions").route(reading().to(staff::version::list_versions)))
        .service(at("/staff/{kind}/{id}/history").route(reading().to(staff::history::read_history)))
        .configure(vacancy_work)
        .configure(attachments);
}

/// Vacancies as work.
fn vacancy_work(config: &mut web::ServiceConfig) {
    use staff::{space_match, survey_round, vacancy_record, vacancy_work, wanted_space};
    let at = |path: &'static str| web::resource(path);
    config
        .service(
            at("/staff/vacancies")
                .route(reading().to(vacancy_record::list_staff_vacancies))
                .route(web::post().to(vacancy_record::create_vacancy)),
        )
        .service(at("/staff/vacancy-candidates").route(reading().to(vacancy_record::list_vacancy_candidates)))
        .service(
            at("/staff/vacancies/{id}")
                .route(reading().to(vacancy_record::read_staff_vacancy))
                .route(web::put().to(vacancy_record::correct_vacancy))
                .route(web::delete().to(vacancy_record::remove_vacancy)),
        )
        .service(at("/staff/vacancies/{id}/release").route(web::post().to(vacancy_record::release_vacancy)))
        .service(at("/staff/vacancies/{id}/matches").route(reading().to(space_match::match_vacancy)))
        .service(at("/staff/vacancies/{id}/candidates").route(web::post().to(vacancy_work::add_candidate)))
        .service(at("/staff/vacancies/{id}/decide").route(web::post().to(vacancy_work::decide)))
        .service(at("/staff/vacancies/{id}/approve").route(web::post().to(vacancy_work::approve)))
        .service(at("/staff/vacancies/{id}/outcomes").route(web::post().to(vacancy_work::record_outcome)))
        .service(at("/staff/vacancies/{id}/close").route(web::post().to(vacancy_work::close)))
        .service(at("/staff/vacancies/{id}/to-parcel").route(web::post().to(vacancy_work::become_parcel)))
        .service(
            at("/staff/survey-rounds")
                .route(reading().to(survey_round::list_survey_rounds))
                .route(web::post().to(survey_round::create_survey_round)),
        )
        .service(
            at("/staff/survey-rounds/{id}")
                .route(reading().to(survey_round::read_survey_round))
                .route(web::put().to(survey_round::correct_survey_round)),
        )
        .service(at("/staff/survey-rounds/{id}/answers/{bureau}").route(web::put().to(survey_round::answer_survey)))
        .service(
            at("/staff/wanted-spaces")
                .route(reading().to(wanted_space::list_wanted_spaces))
                .route(web::post().to(wanted_space::create_wanted_space)),
        )
        .service(
            at("/staff/wanted-spaces/{id}")
                .route(reading().to(wanted_space::read_wanted_space))
                .route(web::put().to(wanted_space::correct_wanted_space))
                .route(web::delete().to(wanted_space::remove_wanted_space)),
        )
        .service(at("/staff/wanted-spaces/{id}/matches").route(reading().to(space_match::match_wanted_space)));
}

/// Files that belong to records.
fn attachments(config: &mut web::ServiceConfig) {
    use staff::attachment as filed;
    let at = |path: &'static str| web::resource(path);
    config
        .service(at("/attachments/{id}/content").route(reading().to(attachment::read_content)))
        .service(at("/attachments/{id}/thumbnail").route(reading().to(attachment::read_thumbnail)))
        .service(at("/{kind}/{id}/attachments").route(reading().to(attachment::list_attachments)))
        .service(
            at("/staff/attachments/{id}")
                .route(reading().to(filed::read_staff_attachment))
                .route(web::put().to(filed::correct_attachment))
                .route(web::delete().to(filed::remove_attachment)),
        )
        .service(at("/staff/attachments/{id}/content").route(reading().to(filed::read_staff_content)))
        .service(at("/staff/attachments/{id}/thumbnail").route(reading().to(filed::read_staff_thumbnail)))
        .service(
            at("/staff/{kind}/{id}/attachments")
                .route(reading().to(filed::list_staff_attachments))
                .route(web::post().to(filed::attach)),
        );
}

/// This description of the API (OpenAPI 3.1)
#[utoipa::path(get, path = "/api/openapi.json", tag = "about",
    responses((status = 200, description = "An OpenAPI document", body = serde_json::Value)))]
pub async fn document(request: HttpRequest, _: Asked<()>) -> HttpResponse {
    json_by_content(&request, &openapi::description())
}
