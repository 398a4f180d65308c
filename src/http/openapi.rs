//! The OpenAPI document, from the handlers' own types.

use utoipa::OpenApi as _;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{OpenApi, RefOr};

use super::api::{
    self, area, attachment, building, condition, crosswalk, edit, export, facility, karte, layer, link, parcel, peer,
    points, population, quality, search, series, session, staff, statistics, summary, vacancy, version, vocabulary,
    ward, work, year,
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
        (name = "years", description = "年度ごとの利用・収支・劣化度・工事: figures by fiscal year with their formulas"),
        (name = "layers", description = "参照レイヤー"),
        (name = "statistics", description = "集計"),
        (name = "areas", description = "地域シート"),
        (name = "quality", description = "データの質"),
        (name = "search", description = "検索"),
        (name = "vocabularies", description = "コード表"),
        (name = "versions", description = "版: the portfolio as it stood"),
        (name = "staff", description = "編集。 Records with their internal fields, their history, and the ways to change them by hand; never cached on the way. Changes carry If-Match and X-Koyu-Request: 1."),
        (name = "imports", description = "取込み。 Files are sent, checked, looked at and committed or discarded; nothing is written before the commit, and a commit can be taken back."),
        (name = "tiles", description = "ベクトルタイル"),
        (name = "accounts", description = "アカウントと権限。 Everything below /api/staff needs a caller: a session, an API token, or this machine where the server trusts it."),
        (name = "health", description = "For the machines that watch the service"),
    ),
    paths(
        api::document,
        summary::read_summary,
        ward::list_wards,
        facility::list_facilities,
        export::export_facilities,
        points::facility_points,
        facility::read_facility,
        facility::read_facility_history,
        link::list_facility_links,
        karte::read_facility_karte,
        year::list_facility_years,
        peer::list_facility_peers,
        condition::list_facility_conditions,
        work::list_facility_works,
        year::list_metrics,
        series::list_facility_series,
        population::list_populations,
        parcel::list_parcels,
        export::export_parcels,
        points::parcel_points,
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
        condition::list_building_conditions,
        work::list_building_works,
        layer::list_layers,
        layer::list_layer_features,
        statistics::count_facilities,
        statistics::count_parcels,
        area::read_area,
        area::choice::list_choices,
        quality::read_quality,
        crosswalk::read_crosswalk,
        staff::area::read_cost,
        staff::quality::read_quality,
        staff::quality::list_findings,
        staff::quality::download_findings,
        staff::workbook::read_workbooks,
        staff::import::list_imports,
        staff::import::receive_import,
        staff::import::list_import_choices,
        staff::import::read_import,
        staff::import::change_import,
        staff::import::discard_import,
        staff::import::check_import,
        staff::import::cancel_import,
        staff::import::commit_import,
        staff::import::list_import_findings,
        staff::import::preview_import,
        staff::import::list_import_rows,
        staff::import::download_refused,
        staff::import::download_report_csv,
        staff::import::download_report_json,
        staff::batch::list_batches,
        staff::batch::roll_back_batch,
        search::find,
        session::read_session,
        session::sign_in,
        session::sign_out,
        session::sign_out_everywhere,
        session::change_password,
        staff::field::list_fields,
        edit::read_form,
        edit::measure_drawing,
        edit::create_record,
        edit::amend_records,
        edit::read_record,
        edit::amend_record,
        edit::remove_record,
        edit::preview_undo,
        edit::undo_change,
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
const WITH_ABSENT_FIELDS: [&str; 24] = [
    "Problem",
    "ProblemError",
    "Health",
    "Statistics",
    "Correction",
    "JointCorrection",
    "Removal",
    "UndoRequest",
    "ImportColumnUse",
    "ImportOptions",
    "ImportOrder",
    "ImportUpload",
    "RollbackOrder",
    "VacancyEntry",
    "CandidateEntry",
    "DecisionEntry",
    "ApprovalEntry",
    "OutcomeEntry",
    "ClosingEntry",
    "ParcelEntry",
    "SurveyRoundEntry",
    "AnswerEntry",
    "WantedSpaceEntry",
    "AttachmentEntry",
];

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
