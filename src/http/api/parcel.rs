//! Parcels of unused land as everybody may see them.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::filter::{PlaceParameters, area_bounds, texts, wards, words};
use super::history::{History, PublicForm, read_history};
use super::moment::{Moment, MomentParameters};
use super::page::{Page, Paging};
use super::place::{PublicPosition, public_bbox};
use super::record::{RecordId, Seen, area_text, bureau_name};
use super::register::{Listing, list_records, read_record};
use super::view::View;
use crate::http::params::{Asked, FromParams, Params};
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::land::{Criterion, Lending, Parcel, Policy};
use crate::snapshot::{ParcelFilter, ParcelSort, PlaceFilter, Placed};
use crate::text::Message;

/// A parcel of unused land (未利用地): one item of the list. Fields that are null are not known or do not apply.
#[derive(Serialize, ToSchema)]
#[schema(as = Parcel)]
pub struct PublicParcel {
    #[schema(example = "P000012")]
    id: String,
    /// The feature id in tiles.
    #[schema(example = 12)]
    fid: u32,
    /// 番号, as the source wrote it.
    #[schema(example = "4‐1")]
    number: String,
    /// 未利用地登録年度
    #[schema(example = 2007)]
    registered_fy: Option<i16>,
    /// 財産名称
    name: String,
    /// Six-digit code of the ward or municipality.
    #[schema(example = "271276")]
    ward_code: Option<String>,
    #[schema(example = "北区")]
    ward_name: Option<String>,
    /// 所在（区）, as the source wrote it.
    municipality: Option<String>,
    /// 町丁目
    town: Option<String>,
    /// 住居表示, as the source wrote it.
    address: Option<String>,
    /// 地番, as the source wrote it.
    lot_text: Option<String>,
    /// 街区番号
    block_text: Option<String>,
    /// 面積 in ㎡, a decimal as text.
    #[schema(example = "310.44")]
    area_m2: Option<String>,
    /// Why the area is null: a key of the list missing_reasons.
    #[schema(example = "unsurveyed")]
    area_missing: Option<&'static str>,
    /// 土地所管局
    bureau: Option<String>,
    /// Key in the list bureaus.
    bureau_key: Option<String>,
    /// 現状, as the source wrote it.
    current_use: Option<String>,
    /// 活用方針: `disposal`, `retain` or `project`; null is 未分類.
    #[schema(example = "disposal")]
    policy: Option<&'static str>,
    #[schema(example = "処分検討地")]
    policy_ja: Option<String>,
    policy_en: Option<String>,
    /// 分類基準: a key of the list land_criteria, `c1` to `c9`.
    #[schema(example = "c2")]
    criterion: Option<String>,
    #[schema(example = "基準２")]
    criterion_ja: Option<&'static str>,
    /// 処分目途, as the source wrote it.
    #[schema(example = "A")]
    outlook: Option<String>,
    /// 貸付等の活用状況: `in_use`, `lendable` or `not_lendable`.
    #[schema(example = "lendable")]
    lending: Option<&'static str>,
    #[schema(example = "貸付可能")]
    lending_ja: Option<String>,
    lending_en: Option<String>,
    /// 備考
    remarks: Option<String>,
    /// The parcel in マップナビおおさか.
    mapnavi_url: Option<String>,
    /// Whether it lies inside the city.
    in_city: bool,
    position: Option<PublicPosition>,
    /// `exact`, `block`, `town`, or for what is not drawn `ward`, `municipality`, `none`.
    #[schema(example = "exact")]
    position_accuracy: &'static str,
    /// West, south, east, north in degrees, where the outline is known.
    bbox: Option<[f64; 4]>,
    /// `source`, `demo_fact` or `demo_invented` (架空).
    #[schema(example = "source")]
    provenance: &'static str,
    #[schema(example = 1)]
    revision: u64,
    /// 基準日 of the portfolio: the day that its facts describe.
    #[schema(example = "2025-04-01")]
    data_date: Option<String>,
}

impl PublicForm<Parcel> for PublicParcel {
    fn new(seen: &Seen<Parcel>, view: &View) -> Self {
        let parcel = seen.body;
        let (address, organisation) = (&parcel.address, &parcel.organisation);
        let (policy, lending) = (parcel.policy.map(Policy::key), parcel.lending.map(Lending::key));
        let ward = address
            .municipality
            .and_then(|code| view.ward_names(code))
            .map(|(name, _)| name);
        Self {
            id: seen.id(),
            fid: seen.fid.0,
            number: parcel.number.text().to_owned(),
            registered_fy: parcel.registered.map(|year| year.number()),
            name: parcel.name.clone(),
            ward_code: address.municipality.map(|code| code.to_string()),
            ward_name: ward.or_else(|| address.municipality_text.clone()),
            municipality: address.municipality_text.clone(),
            town: address.town.clone(),
            address: address.text.clone(),
            lot_text: parcel.lot_text.clone(),
            block_text: parcel.block_text.clone(),
            area_m2: area_text(&parcel.area_m2),
            area_missing: parcel.area_m2.missing().map(|reason| reason.key()),
            bureau: bureau_name(organisation, view),
            bureau_key: organisation.bureau.as_ref().map(|code| code.to_string()),
            current_use: parcel.current_use.clone(),
            policy,
            policy_ja: policy.and_then(|key| view.label_ja("land_policies", key)),
            policy_en: policy.and_then(|key| view.label_en("land_policies", key)),
            criterion: parcel.criterion.map(criterion_key),
            criterion_ja: parcel.criterion.map(Criterion::ja),
            outlook: parcel.outlook.clone(),
            lending,
            lending_ja: lending.and_then(|key| view.label_ja("lending_statuses", key)),
            lending_en: lending.and_then(|key| view.label_en("lending_statuses", key)),
            remarks: parcel.remarks.clone(),
            mapnavi_url: parcel.mapnavi_url.clone(),
            in_city: parcel.in_city,
            position: PublicPosition::of(parcel, seen.shape),
            position_accuracy: parcel.shown_accuracy(seen.shape).key(),
            bbox: public_bbox(parcel, seen.shape),
            provenance: parcel.provenance.key(),
            revision: seen.revision,
            data_date: view.data_date(),
        }
    }

    const LABELS: &'static [(&'static str, &'static str, &'static str)] = &[
        ("number", "番号", "Number"),
        ("registered_fy", "未利用地登録年度", "Fiscal year listed"),
        ("name", "財産名称", "Name"),
        ("ward_code", "区コード", "Ward code"),
        ("ward_name", "区", "Ward"),
        ("municipality", "所在（区）", "Municipality"),
        ("town", "町丁目", "Town"),
        ("address", "住居表示", "Address"),
        ("lot_text", "地番", "Lot"),
        ("block_text", "街区番号", "Block"),
        ("area_m2", "面積（㎡）", "Area (㎡)"),
        ("area_missing", "面積がない理由", "Why the area is missing"),
        ("bureau", "土地所管局", "Bureau"),
        ("bureau_key", "所管コード", "Bureau key"),
        ("current_use", "現状", "Current use"),
        ("policy", "活用方針", "Policy"),
        ("policy_ja", "活用方針（日本語）", "Policy (Japanese)"),
        ("policy_en", "活用方針（英語）", "Policy (English)"),
        ("criterion", "分類基準", "Criterion"),
        ("criterion_ja", "分類基準（表記）", "Criterion (Japanese)"),
        ("outlook", "処分目途", "Disposal outlook"),
        ("lending", "貸付等の活用状況", "Lending"),
        ("lending_ja", "貸付等の活用状況（日本語）", "Lending (Japanese)"),
        ("lending_en", "貸付等の活用状況（英語）", "Lending (English)"),
        ("remarks", "備考", "Remarks"),
        ("mapnavi_url", "マップナビおおさか", "MapNavi Osaka"),
        ("in_city", "市内", "Inside the city"),
        ("position", "位置", "Position"),
        ("position_accuracy", "位置の精度", "Accuracy of the position"),
        ("bbox", "範囲", "Extent"),
        ("provenance", "出所", "Provenance"),
    ];
}

/// The criterion's key in the list land_criteria.
pub fn criterion_key(criterion: Criterion) -> String {
    format!("c{}", criterion.number())
}

/// Which parcels. The fields say how the parameters are written; [`ParcelFilter`] is what they become.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the fields are the documentation of the parameters")]
pub struct ParcelParameters {
    /// Six-digit codes of wards or municipalities, any of them.
    #[param(example = "271021,271276")]
    ward: Option<String>,
    /// 活用方針, any of: disposal, retain, project.
    #[param(example = "disposal,retain")]
    policy: Option<String>,
    /// 分類基準, any of: c1 to c9.
    #[param(example = "c1,c2")]
    criterion: Option<String>,
    /// 貸付等の活用状況, any of: in_use, lendable, not_lendable.
    #[param(example = "lendable")]
    lending: Option<String>,
    /// 処分目途 as the source wrote it, any of them.
    #[param(example = "A,B")]
    outlook: Option<String>,
    /// Keys of the list bureaus, or the source's own words, any of them.
    #[param(example = "contract_property")]
    bureau: Option<String>,
    /// Only parcels inside the city, or only those outside.
    #[param(example = true)]
    in_city: Option<bool>,
    /// Smallest area in ㎡.
    #[param(example = "100")]
    area_min: Option<String>,
    /// Largest area in ㎡.
    #[param(example = "5000.5")]
    area_max: Option<String>,
}

impl FromParams for ParcelFilter {
    fn read(params: &mut Params) -> Self {
        let criterion = |text: &str| {
            let wanted = || Message::new("c1からc9まで", "c1 to c9");
            Criterion::from_key(text).ok_or_else(wanted)
        };
        let one_of = |all: Vec<&'static str>| {
            Message::new(
                format!("{}のどれか", all.join("、")),
                format!("one of {}", all.join(", ")),
            )
        };
        let policy = |text: &str| {
            Policy::from_key(text).ok_or_else(|| one_of(Policy::ALL.into_iter().map(Policy::key).collect()))
        };
        let lending = |text: &str| {
            Lending::from_key(text).ok_or_else(|| one_of(Lending::ALL.into_iter().map(Lending::key).collect()))
        };
        Self {
            wards: wards(params),
            policies: params.list("policy", policy),
            criteria: params.list("criterion", criterion),
            lendings: params.list("lending", lending),
            outlooks: texts(params, "outlook"),
            bureaus: texts(params, "bureau"),
            in_city: params.yes_or_no("in_city"),
            area: area_bounds(params),
            words: words(params),
            place: PlaceFilter::read(params),
        }
    }
}

/// The order of the list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the field is the documentation of the parameter")]
pub struct ParcelSortParameter {
    /// `number` (the default: 9‐1 before 10‐1), `-area_m2` (largest first) or `name`.
    #[param(example = "-area_m2")]
    sort: Option<String>,
}

impl FromParams for ParcelSort {
    fn read(params: &mut Params) -> Self {
        let choices = [
            ("number", ParcelSort::Number),
            ("-area_m2", ParcelSort::AreaDescending),
            ("name", ParcelSort::Name),
        ];
        params.one_of("sort", &choices).unwrap_or_default()
    }
}

/// Parcels that fulfil all filters
#[utoipa::path(get, path = "/api/parcels", tag = "parcels",
    params(ParcelParameters, PlaceParameters, ParcelSortParameter, Paging, MomentParameters),
    responses((status = 200, body = Page<PublicParcel>), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_parcels(
    request: HttpRequest,
    state: web::Data<State>,
    Asked(listing): Asked<Listing<(ParcelFilter, ParcelSort)>>,
) -> Result<HttpResponse, Problem> {
    list_records::<Parcel, PublicParcel, _>(&request, &state, listing).await
}

/// One parcel
#[utoipa::path(get, path = "/api/parcels/{id}", tag = "parcels",
    params(("id" = String, Path, description = "The record's id", example = "P000001"), MomentParameters),
    responses((status = 200, body = PublicParcel), (status = 304, description = "The copy is still right"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_parcel(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Parcel>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    read_record::<Parcel, PublicParcel>(&request, &state, id, moment).await
}

/// What changed in a parcel and when, the latest first. Who changed it and why is for the staff
#[utoipa::path(get, path = "/api/parcels/{id}/history", tag = "parcels",
    params(("id" = String, Path, description = "The record's id", example = "P000001")),
    responses((status = 200, body = History), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_parcel_history(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Parcel>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    read_history::<Parcel, PublicParcel>(&request, &state, id).await
}
