//! Facilities as everybody may see them.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::filter::{PlaceParameters, area_bounds, fiscal_year, texts, wards, words};
use super::history::{History, PublicForm, read_history};
use super::moment::{Moment, MomentParameters};
use super::page::{Page, Paging};
use super::place::PublicPosition;
use super::record::{RecordId, Seen, area_text, bureau_name};
use super::register::{Listing, list_records, read_record};
use super::view::View;
use crate::http::params::{Asked, FromParams, Params};
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::register::Facility;
use crate::snapshot::{FacilityFilter, FacilitySort, PlaceFilter, Placed};

/// A facility (施設). Fields that are null are not known or do not apply.
#[derive(Serialize, ToSchema)]
#[schema(as = Facility)]
pub struct PublicFacility {
    #[schema(example = "F000123")]
    id: String,
    /// The feature id in tiles.
    #[schema(example = 123)]
    fid: u32,
    /// The source's own number.
    #[schema(example = "1001")]
    number: String,
    #[schema(example = "中央図書館")]
    name: String,
    kana: Option<String>,
    name_en: Option<String>,
    /// Another name.
    alias: Option<String>,
    address: Option<String>,
    /// Six-digit code of the ward or municipality.
    #[schema(example = "271276")]
    ward_code: Option<String>,
    #[schema(example = "北区")]
    ward_name: Option<String>,
    /// Key in the list facility_classes, `major.minor`.
    #[schema(example = "education.library")]
    class_key: Option<String>,
    class_major_ja: Option<String>,
    class_minor_ja: Option<String>,
    class_major_en: Option<String>,
    class_minor_en: Option<String>,
    /// The class of H26.4, assigned or by the crosswalk.
    h26_class_ja: Option<String>,
    /// The cost class of 総務省, assigned or by the crosswalk.
    mic_class_ja: Option<String>,
    /// 局・区 that runs it, as the source wrote it.
    bureau: Option<String>,
    /// Key in the list bureaus.
    bureau_key: Option<String>,
    /// 部・課, as the source wrote it.
    division: Option<String>,
    /// 延床面積 in ㎡, a decimal as text.
    #[schema(example = "4091.32")]
    floor_area_m2: Option<String>,
    /// Why the area is null: a key of the list missing_reasons.
    #[schema(example = "unsurveyed")]
    floor_area_missing: Option<&'static str>,
    /// The fiscal year (April to March) in which it was built.
    #[schema(example = 1978)]
    built_fy: Option<i16>,
    /// When it was built, as the source wrote it.
    #[schema(example = "昭和53年")]
    built_text: Option<String>,
    /// Key in the list tenures.
    tenure: Option<String>,
    /// Key in the list facility_statuses.
    status: Option<String>,
    /// Key in the list operations.
    operation: Option<String>,
    /// When it opened: `1978-03-01`, `1978-03`, `1978` or `FY1978`.
    opened: Option<String>,
    /// When it closed, in the same form.
    closed: Option<String>,
    url: Option<String>,
    phone: Option<String>,
    description: Option<String>,
    /// Columns of the source that a published standard names and Koyu has no field for, as written.
    attributes: BTreeMap<String, String>,
    /// 一般施設; null where nobody decided.
    general: Option<bool>,
    /// 評価対象; null where nobody decided.
    evaluated: Option<bool>,
    /// もと施設: a candidate for vacant facilities.
    vacant_candidate: bool,
    /// `source`, `demo_fact` or `demo_invented` (架空).
    #[schema(example = "source")]
    provenance: &'static str,
    position: Option<PublicPosition>,
    /// `exact`, `block`, `town`, or for what is not drawn `ward`, `municipality`, `none`.
    #[schema(example = "exact")]
    position_accuracy: &'static str,
    #[schema(example = 1)]
    revision: u64,
    /// 基準日 of the portfolio: the day that its facts describe.
    #[schema(example = "2025-04-01")]
    data_date: Option<String>,
}

impl PublicForm<Facility> for PublicFacility {
    fn new(seen: &Seen<Facility>, view: &View) -> Self {
        let facility = seen.body;
        let (address, organisation) = (&facility.address, &facility.organisation);
        let class = facility.class.as_ref().map(|class| class.as_str());
        let major = facility.class_major();
        let minor = class.filter(|class| class.contains('.'));
        let h26 = facility.class_h26.as_ref().map(|code| code.as_str());
        let mic = facility.class_mic.as_ref().map(|code| code.as_str());
        let code = |list: &str, key: Option<&str>| key.and_then(|key| view.label_ja(list, key));
        Self {
            id: seen.id(),
            fid: seen.fid.0,
            number: facility.number.clone(),
            name: facility.name.clone(),
            kana: facility.kana.clone(),
            name_en: facility.name_en.clone(),
            alias: facility.alias.clone(),
            address: address.text.clone(),
            ward_code: address.municipality.map(|code| code.to_string()),
            ward_name: address
                .municipality
                .and_then(|code| view.ward_names(code))
                .map(|(name, _)| name)
                .or_else(|| address.municipality_text.clone()),
            class_key: class.map(str::to_owned),
            class_major_ja: code("facility_classes", major),
            class_minor_ja: code("facility_classes", minor),
            class_major_en: major.and_then(|key| view.label_en("facility_classes", key)),
            class_minor_en: minor.and_then(|key| view.label_en("facility_classes", key)),
            h26_class_ja: code(
                "facility_classes_h26",
                h26.or(class.and_then(|class| view.vocabulary.h26_of(class))),
            ),
            mic_class_ja: code(
                "mic_cost_classes",
                mic.or(class.and_then(|class| view.vocabulary.mic_of(class))),
            ),
            bureau: bureau_name(organisation, view),
            bureau_key: organisation.bureau.as_ref().map(|code| code.to_string()),
            division: (!organisation.divisions.is_empty()).then(|| organisation.divisions.join(" ")),
            floor_area_m2: area_text(&facility.floor_area_m2),
            floor_area_missing: facility.floor_area_m2.missing().map(|reason| reason.key()),
            built_fy: facility.built_fy(),
            built_text: facility.built.known().map(|built| built.text().to_owned()),
            tenure: facility.tenure.as_ref().map(|code| code.to_string()),
            status: facility.status.as_ref().map(|code| code.to_string()),
            operation: facility.operation.as_ref().map(|code| code.to_string()),
            opened: facility.opened.as_ref().map(|date| date.iso()),
            closed: facility.closed.as_ref().map(|date| date.iso()),
            url: facility.url.clone(),
            phone: facility.phone.clone(),
            description: facility.description.clone(),
            attributes: facility.notes.attributes.clone(),
            general: facility.general.as_ref().map(|flag| flag.value),
            evaluated: facility.evaluated.as_ref().map(|flag| flag.value),
            vacant_candidate: facility.is_vacancy_candidate(),
            provenance: facility.provenance.key(),
            position: PublicPosition::of(facility, seen.shape),
            position_accuracy: facility.shown_accuracy(seen.shape).key(),
            revision: seen.revision,
            data_date: view.data_date(),
        }
    }

    const LABELS: &'static [(&'static str, &'static str, &'static str)] = &[
        ("number", "番号", "Number"),
        ("name", "施設名", "Name"),
        ("kana", "施設名かな", "Reading"),
        ("name_en", "施設名（英語）", "English name"),
        ("alias", "通称", "Alias"),
        ("address", "所在地", "Address"),
        ("ward_code", "区コード", "Ward code"),
        ("ward_name", "区", "Ward"),
        ("class_key", "施設分類", "Class"),
        ("class_major_ja", "大分類", "Major class (Japanese)"),
        ("class_minor_ja", "小分類", "Minor class (Japanese)"),
        ("class_major_en", "大分類（英語）", "Major class"),
        ("class_minor_en", "小分類（英語）", "Minor class"),
        ("h26_class_ja", "H26.4分類", "Class of April 2014"),
        ("mic_class_ja", "総務省の分類", "Cost class"),
        ("bureau", "所管", "Bureau"),
        ("bureau_key", "所管コード", "Bureau key"),
        ("division", "部・課", "Division"),
        ("floor_area_m2", "延床面積（㎡）", "Floor area (㎡)"),
        (
            "floor_area_missing",
            "延床面積がない理由",
            "Why the floor area is missing",
        ),
        ("built_fy", "建築年度", "Fiscal year built"),
        ("built_text", "建築年（原文）", "Built, as written"),
        ("tenure", "所有形態", "Tenure"),
        ("status", "状態", "Status"),
        ("operation", "運営", "Operation"),
        ("opened", "開設", "Opened"),
        ("closed", "廃止", "Closed"),
        ("url", "URL", "URL"),
        ("phone", "電話", "Phone"),
        ("description", "説明", "Description"),
        ("attributes", "その他の項目", "Other columns"),
        ("general", "一般施設", "General facility"),
        ("evaluated", "評価対象", "Evaluated"),
        ("vacant_candidate", "空き施設の候補", "Candidate for vacant facilities"),
        ("provenance", "出所", "Provenance"),
        ("position", "位置", "Position"),
        ("position_accuracy", "位置の精度", "Accuracy of the position"),
    ];
}

/// Which facilities. The fields say how the parameters are written; [`FacilityFilter`] is what they become.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the fields are the documentation of the parameters")]
pub struct FacilityParameters {
    /// Six-digit codes of wards or municipalities, any of them.
    #[param(example = "271021,271276")]
    ward: Option<String>,
    /// Keys of the list facility_classes, any of them: `major`, or `major.minor`.
    #[param(example = "education,office.ward_office")]
    class: Option<String>,
    /// Keys of the list bureaus, or the source's own words, any of them.
    #[param(example = "education")]
    bureau: Option<String>,
    /// First fiscal year of building.
    #[param(example = 1965)]
    built_from: Option<i16>,
    /// Last fiscal year of building.
    #[param(example = 1989)]
    built_to: Option<i16>,
    /// Smallest floor area in ㎡.
    #[param(example = "1000")]
    area_min: Option<String>,
    /// Largest floor area in ㎡.
    #[param(example = "50000.5")]
    area_max: Option<String>,
    /// Only 評価対象, or only others.
    #[param(example = true)]
    evaluated: Option<bool>,
    /// Only もと施設, or only others.
    #[param(example = false)]
    vacant_candidate: Option<bool>,
}

impl FromParams for FacilityFilter {
    fn read(params: &mut Params) -> Self {
        Self {
            wards: wards(params),
            classes: texts(params, "class"),
            bureaus: texts(params, "bureau"),
            built_from: fiscal_year(params, "built_from"),
            built_to: fiscal_year(params, "built_to"),
            area: area_bounds(params),
            evaluated: params.yes_or_no("evaluated"),
            vacant_candidate: params.yes_or_no("vacant_candidate"),
            words: words(params),
            place: PlaceFilter::read(params),
        }
    }
}

/// The order of the list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the field is the documentation of the parameter")]
pub struct FacilitySortParameter {
    /// `number` (the default), `name` (by reading), `-floor_area_m2` (largest first) or `built_fy` (oldest first).
    #[param(example = "-floor_area_m2")]
    sort: Option<String>,
}

impl FromParams for FacilitySort {
    fn read(params: &mut Params) -> Self {
        let choices = [
            ("number", FacilitySort::Number),
            ("name", FacilitySort::Name),
            ("-floor_area_m2", FacilitySort::FloorAreaDescending),
            ("built_fy", FacilitySort::BuiltYear),
        ];
        params.one_of("sort", &choices).unwrap_or_default()
    }
}

/// Facilities that fulfil all filters
#[utoipa::path(get, path = "/api/facilities", tag = "facilities",
    params(FacilityParameters, PlaceParameters, FacilitySortParameter, Paging, MomentParameters),
    responses((status = 200, body = Page<PublicFacility>), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_facilities(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(listing): Asked<Listing<(FacilityFilter, FacilitySort)>>,
) -> Result<HttpResponse, Problem> {
    list_records::<Facility, PublicFacility, _>(&request, &state, listing).await
}

/// One facility
#[utoipa::path(get, path = "/api/facilities/{id}", tag = "facilities",
    params(("id" = String, Path, description = "The record's id", example = "F000001"), MomentParameters),
    responses((status = 200, body = PublicFacility), (status = 304, description = "The copy is still right"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_facility(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Facility>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    read_record::<Facility, PublicFacility>(&request, &state, id, moment).await
}

/// What changed in a facility and when, the latest first. Who changed it and why is for the staff
#[utoipa::path(get, path = "/api/facilities/{id}/history", tag = "facilities",
    params(("id" = String, Path, description = "The record's id", example = "F000001")),
    responses((status = 200, body = History), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_facility_history(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Facility>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    read_history::<Facility, PublicFacility>(&request, &state, id).await
}
