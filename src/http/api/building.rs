//! Buildings (棟) as everybody may see them. Costs and depreciation stay inside.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::filter::{PlaceParameters, area_bounds, fiscal_year, words};
use super::history::{History, PublicForm, read_history};
use super::moment::{Moment, MomentParameters};
use super::page::{Page, Paging};
use super::place::{PublicPosition, public_bbox};
use super::record::{RecordId, Seen, area_text};
use super::register::{Listing, list_records, read_record};
use super::view::View;
use crate::http::params::{Asked, FromParams, Params};
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::register::Building;
use crate::snapshot::{BuildingFilter, PlaceFilter, Placed};

/// A building. Fields that are null are not known or do not apply.
#[derive(Serialize, ToSchema)]
#[schema(as = Building)]
pub struct PublicBuilding {
    #[schema(example = "B000045")]
    id: String,
    /// The feature id in tiles.
    #[schema(example = 45)]
    fid: u32,
    /// The source's own number.
    number: String,
    #[schema(example = "本館")]
    name: String,
    purpose: Option<String>,
    /// Key in the list structures.
    #[schema(example = "rc")]
    structure: Option<String>,
    structure_ja: Option<String>,
    structure_en: Option<String>,
    floors_above: Option<u16>,
    floors_below: Option<u16>,
    /// 延床面積 in ㎡, a decimal as text.
    #[schema(example = "2310.5")]
    floor_area_m2: Option<String>,
    /// Why the area is null: a key of the list missing_reasons.
    #[schema(example = "unsurveyed")]
    floor_area_missing: Option<&'static str>,
    /// The fiscal year (April to March) in which it was built.
    #[schema(example = 1978)]
    built_fy: Option<i16>,
    /// When it was built, as the source wrote it.
    built_text: Option<String>,
    /// Key in the list seismic_classes.
    seismic: Option<String>,
    seismic_ja: Option<String>,
    seismic_en: Option<String>,
    /// `source`, `demo_fact` or `demo_invented` (架空).
    #[schema(example = "source")]
    provenance: &'static str,
    position: Option<PublicPosition>,
    /// `exact`, `block`, `town`, or for what is not drawn `ward`, `municipality`, `none`.
    #[schema(example = "exact")]
    position_accuracy: &'static str,
    /// West, south, east, north in degrees, where the outline is known.
    bbox: Option<[f64; 4]>,
    #[schema(example = 1)]
    revision: u64,
    /// 基準日 of the portfolio: the day that its facts describe.
    #[schema(example = "2025-04-01")]
    data_date: Option<String>,
}

impl PublicForm<Building> for PublicBuilding {
    fn new(seen: &Seen<Building>, view: &View) -> Self {
        let building = seen.body;
        let built = building.built.known();
        let structure = building.structure.as_ref().map(|code| code.as_str());
        let seismic = building.seismic.as_ref().map(|code| code.as_str());
        Self {
            id: seen.id(),
            fid: seen.fid.0,
            number: building.number.clone(),
            name: building.name.clone(),
            purpose: building.purpose.clone(),
            structure: structure.map(str::to_owned),
            structure_ja: structure.and_then(|key| view.label_ja("structures", key)),
            structure_en: structure.and_then(|key| view.label_en("structures", key)),
            floors_above: building.floors_above,
            floors_below: building.floors_below,
            floor_area_m2: area_text(&building.floor_area_m2),
            floor_area_missing: building.floor_area_m2.missing().map(|reason| reason.key()),
            built_fy: built.and_then(|built| built.fiscal_year()).map(|year| year.number()),
            built_text: built.map(|built| built.text().to_owned()),
            seismic: seismic.map(str::to_owned),
            seismic_ja: seismic.and_then(|key| view.label_ja("seismic_classes", key)),
            seismic_en: seismic.and_then(|key| view.label_en("seismic_classes", key)),
            provenance: building.provenance.key(),
            position: PublicPosition::of(building, seen.shape),
            position_accuracy: building.shown_accuracy(seen.shape).key(),
            bbox: public_bbox(building, seen.shape),
            revision: seen.revision,
            data_date: view.data_date(),
        }
    }

    const LABELS: &'static [(&'static str, &'static str, &'static str)] = &[
        ("number", "棟番号", "Number"),
        ("name", "棟名称", "Name"),
        ("purpose", "用途", "Purpose"),
        ("structure", "構造", "Structure"),
        ("structure_ja", "構造（日本語）", "Structure (Japanese)"),
        ("structure_en", "構造（英語）", "Structure (English)"),
        ("floors_above", "地上階数", "Floors above ground"),
        ("floors_below", "地下階数", "Floors below ground"),
        ("floor_area_m2", "延床面積（㎡）", "Floor area (㎡)"),
        (
            "floor_area_missing",
            "延床面積がない理由",
            "Why the floor area is missing",
        ),
        ("built_fy", "建築年度", "Fiscal year built"),
        ("built_text", "建築年（原文）", "Built, as written"),
        ("seismic", "耐震性", "Seismic class"),
        ("seismic_ja", "耐震性（日本語）", "Seismic class (Japanese)"),
        ("seismic_en", "耐震性（英語）", "Seismic class (English)"),
        ("provenance", "出所", "Provenance"),
        ("position", "位置", "Position"),
        ("position_accuracy", "位置の精度", "Accuracy of the position"),
        ("bbox", "範囲", "Extent"),
    ];
}

/// Which buildings. The fields say how the parameters are written; [`BuildingFilter`] is what they become.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the fields are the documentation of the parameters")]
pub struct BuildingParameters {
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
}

impl FromParams for BuildingFilter {
    fn read(params: &mut Params) -> Self {
        Self {
            built_from: fiscal_year(params, "built_from"),
            built_to: fiscal_year(params, "built_to"),
            area: area_bounds(params),
            words: words(params),
            place: PlaceFilter::read(params),
        }
    }
}

/// Buildings that fulfil all filters, in order of number
#[utoipa::path(get, path = "/api/buildings", tag = "buildings",
    params(BuildingParameters, PlaceParameters, Paging, MomentParameters),
    responses((status = 200, body = Page<PublicBuilding>), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_buildings(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(listing): Asked<Listing<BuildingFilter>>,
) -> Result<HttpResponse, Problem> {
    list_records::<Building, PublicBuilding, _>(&request, &state, listing).await
}

/// One building
#[utoipa::path(get, path = "/api/buildings/{id}", tag = "buildings",
    params(("id" = String, Path, description = "The record's id", example = "B000001"), MomentParameters),
    responses((status = 200, body = PublicBuilding), (status = 304, description = "The copy is still right"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_building(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Building>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    read_record::<Building, PublicBuilding>(&request, &state, id, moment).await
}

/// What changed in a building and when, the latest first. Who changed it and why is for the staff
#[utoipa::path(get, path = "/api/buildings/{id}/history", tag = "buildings",
    params(("id" = String, Path, description = "The record's id", example = "B000001")),
    responses((status = 200, body = History), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_building_history(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Building>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    read_history::<Building, PublicBuilding>(&request, &state, id).await
}
