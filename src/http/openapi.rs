//! The OpenAPI document, from the handlers' own types.

use utoipa::OpenApi as _;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{OpenApi, RefOr};

use super::api::{
    self, attachment, building, export, facility, link, parcel, search, staff, statistics, summary, vacancy, version,
    vocabulary, ward,
};
use super::{health, tiles};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Koyu API",
        description = "公有資産ポートフォリオの公開API。 The public API of a portfolio of public facilities and unused land. \
            Coordinates are JGD2011 longitude and latitude in degrees; areas are ㎡ as decimal text; fiscal years run from April to March. \
            Every error is application/problem+json in Japanese and English; unknown or malformed parameters are refused by name.",
        license(name = "MIT OR Apache-2.0"),
    ),
    servers((url = "/")),
    tags(
        (name = "about", description = "What the portfolio holds"),
        (name = "facilities", description = "施設"),
        (name = "parcels", description = "未利用地"),
        (name = "buildings", description = "棟"),
        (name = "vacancies", description = "空き施設"),
        (name = "attachments", description = "添付ファイル"),
        (name = "statistics", description = "集計"),
        (name = "search", description = "検索"),
        (name = "vocabularies", description = "コード表"),
        (name = "versions", description = "版: the portfolio as it stood"),
        (name = "staff", description = "For those whom the server trusts; never cached on the way"),
        (name = "tiles", description = "ベクトルタイル"),
        (name = "health", description = "For the machines that watch the service"),
    ),
    paths(
        api::document,
        summary::read_summary,
        ward::list_wards,
        facility::list_facilities,
        export::export_facilities,
        facility::read_facility,
        facility::read_facility_history,
        link::list_facility_links,
        parcel::list_parcels,
        export::export_parcels,
        parcel::read_parcel,
        parcel::read_parcel_history,
        link::list_parcel_links,
        building::list_buildings,
        export::export_buildings,
        building::read_building,
        building::read_building_history,
        link::list_building_links,
        vacancy::list_vacancies,
        vacancy::read_vacancy,
        vacancy::read_vacancy_history,
        attachment::list_attachments,
        attachment::read_content,
        attachment::read_thumbnail,
        staff::vacancy_record::list_staff_vacancies,
        staff::vacancy_record::create_vacancy,
        staff::vacancy_record::list_vacancy_candidates,
        staff::vacancy_record::read_staff_vacancy,
        staff::vacancy_record::correct_vacancy,
        staff::vacancy_record::remove_vacancy,
        staff::vacancy_record::release_vacancy,
        staff::space_match::match_vacancy,
        staff::vacancy_work::add_candidate,
        staff::vacancy_work::decide,
        staff::vacancy_work::approve,
        staff::vacancy_work::record_outcome,
        staff::vacancy_work::close,
        staff::vacancy_work::become_parcel,
        staff::survey_round::list_survey_rounds,
        staff::survey_round::create_survey_round,
        staff::survey_round::read_survey_round,
        staff::survey_round::correct_survey_round,
        staff::survey_round::answer_survey,
        staff::wanted_space::list_wanted_spaces,
        staff::wanted_space::create_wanted_space,
        staff::wanted_space::read_wanted_space,
        staff::wanted_space::correct_wanted_space,
        staff::wanted_space::remove_wanted_space,
        staff::space_match::match_wanted_space,
        staff::attachment::list_staff_attachments,
        staff::attachment::attach,
        staff::attachment::read_staff_attachment,
        staff::attachment::correct_attachment,
        staff::attachment::remove_attachment,
        staff::attachment::read_staff_content,
        staff::attachment::read_staff_thumbnail,
        statistics::count_facilities,
        statistics::count_parcels,
        search::find,
        vocabulary::list_vocabularies,
        vocabulary::read_vocabulary,
        version::list_versions,
        staff::version::list_versions,
        staff::history::read_history,
        tiles::tile,
        tiles::tile_json,
        tiles::style,
        health::live,
        health::ready,
    ),
)]
struct Description;

/// Fields without a value are answered as null, never left out, and a client's types should say so. The schemas named
/// here do leave fields out.
const WITH_ABSENT_FIELDS: [&str; 4] = ["Problem", "ProblemError", "Health", "Statistics"];

/// The description of the API.
pub fn description() -> OpenApi {
    let mut description = Description::openapi();
    let components = description.components.iter_mut();
    for (name, schema) in components.flat_map(|components| components.schemas.iter_mut()) {
        let is_whole = !WITH_ABSENT_FIELDS.contains(&name.as_str());
        if let (RefOr::T(Schema::Object(object)), true) = (schema, is_whole) {
            object.required = object.properties.keys().cloned().collect();
        }
    }
    description
}

/// The OpenAPI 3.1 document as JSON, ending in a line break: the text of docs/openapi.json.
pub fn document() -> String {
    let mut text = description()
        .to_pretty_json()
        .expect("the description is made of plain data");
    text.push('\n');
    text
}
