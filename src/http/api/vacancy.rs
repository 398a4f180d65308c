//! Vacancies (空き施設・空きスペース) as everybody may see them: those that are released.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::filter::{area_bounds, texts, wards, words};
use super::history::{History, PublicForm, read_history};
use super::moment::{Moment, MomentParameters};
use super::page::{Page, Paging};
use super::record::{RecordId, Seen, area_text, bureau_name};
use super::view::{View, answer};
use crate::calendar::EraDate;
use crate::geometry::Bbox;
use crate::http::etag::json_record;
use crate::http::params::{Asked, FromParams, Params, choose};
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::record::{EntityId, Kind};
use crate::register::{Extent, Vacancy, VacancyStage};
use crate::snapshot::{Item, VacancyFilter, VacancyPlace};
use crate::text::Message;

/// Vacant space. Fields that are null are not known or do not apply.
#[derive(Serialize, ToSchema)]
#[schema(as = Vacancy)]
pub struct PublicVacancy {
    #[schema(example = "V000001")]
    id: String,
    /// The feature id in tiles.
    #[schema(example = 1)]
    fid: u32,
    /// The source's own number, where it has one.
    number: Option<String>,
    #[schema(example = "もと中央小学校")]
    name: String,
    /// 空きの範囲: `facility`, `building`, `floor`, `room` or `land`.
    #[schema(example = "facility")]
    extent: &'static str,
    #[schema(example = "施設全体")]
    extent_ja: Option<String>,
    extent_en: Option<String>,
    /// The facility, building or parcel that it belongs to; null where that would tell a hidden place.
    #[schema(example = "F000004")]
    of: Option<String>,
    of_name: Option<String>,
    /// Which floor or room.
    part: Option<String>,
    /// 空き面積 in ㎡, a decimal as text.
    #[schema(example = "812.5")]
    area_m2: Option<String>,
    /// Why the area is null: a key of the list missing_reasons.
    #[schema(example = "unsurveyed")]
    area_missing: Option<&'static str>,
    /// Since when it is vacant: `2021-04-01`, `2021-04`, `2021` or `FY2021`.
    #[schema(example = "2021-04-01")]
    since: Option<String>,
    /// From when it can be used, in the same form.
    #[schema(example = "2027-04-01")]
    usable_from: Option<String>,
    /// What limits its use.
    constraints: Option<String>,
    /// 活用方針: a key of the list vacancy_uses.
    #[schema(example = "lend")]
    policy: Option<String>,
    policy_ja: Option<String>,
    policy_en: Option<String>,
    /// How far the work has come: `found`, `decided`, `under_way` or `closed`.
    #[schema(example = "found")]
    stage: &'static str,
    stage_ja: Option<String>,
    stage_en: Option<String>,
    /// 所管, as the source wrote it.
    bureau: Option<String>,
    /// Key in the list bureaus.
    bureau_key: Option<String>,
    /// Six-digit code of the ward.
    #[schema(example = "271276")]
    ward_code: Option<String>,
    ward_name: Option<String>,
    /// The parcel of unused land that it became.
    #[schema(example = "P000012")]
    parcel: Option<String>,
    position: Option<VacancyPosition>,
    /// `exact`, `block`, `town`, or `none` for what is not drawn.
    #[schema(example = "exact")]
    position_accuracy: &'static str,
    /// `source`, `demo_fact` or `demo_invented` (架空).
    #[schema(example = "source")]
    provenance: &'static str,
    #[schema(example = 1)]
    revision: u64,
    /// 基準日 of the portfolio: the day that its facts describe.
    #[schema(example = "2025-04-01")]
    data_date: Option<String>,
}

/// The place of the record that a vacancy belongs to (JGD2011, degrees).
#[derive(Serialize, ToSchema)]
pub struct VacancyPosition {
    #[schema(example = 135.50218)]
    lon: f64,
    #[schema(example = 34.69374)]
    lat: f64,
}

impl VacancyPosition {
    pub fn of(place: VacancyPlace) -> Self {
        let (lon, lat) = place.shape.centre();
        Self { lon, lat }
    }
}

impl PublicForm<Vacancy> for PublicVacancy {
    fn new(seen: &Seen<Vacancy>, view: &View) -> Self {
        let vacancy = seen.body;
        let snapshot = &view.snapshot;
        let place = snapshot.vacancy_place(vacancy);
        // A building has a public place of its own: where the vacancy's is hidden, its building must be too.
        let of = Some(vacancy.of).filter(|of| of.kind != Kind::Building || place.is_some());
        let ward = snapshot.ward_of_vacancy(vacancy);
        let policy = vacancy.policy.as_ref().map(|policy| policy.as_str());
        let (extent, stage) = (vacancy.extent.key(), vacancy.public_stage().key());
        let iso = |date: &Option<EraDate>| date.as_ref().map(EraDate::iso);
        Self {
            id: seen.id(),
            fid: seen.fid.0,
            number: Some(vacancy.number.clone()).filter(|number| !number.is_empty()),
            name: vacancy.name.clone(),
            extent,
            extent_ja: view.label_ja("vacancy_extents", extent),
            extent_en: view.label_en("vacancy_extents", extent),
            of: of.map(|of| of.to_string()),
            of_name: of.and_then(|of| snapshot.name_of(of)),
            part: vacancy.part.clone(),
            area_m2: area_text(&vacancy.area_m2),
            area_missing: vacancy.area_m2.missing().map(|reason| reason.key()),
            since: iso(&vacancy.since),
            usable_from: iso(&vacancy.usable_from),
            constraints: vacancy.constraints.clone(),
            policy: policy.map(str::to_owned),
            policy_ja: policy.and_then(|key| view.label_ja("vacancy_uses", key)),
            policy_en: policy.and_then(|key| view.label_en("vacancy_uses", key)),
            stage,
            stage_ja: view.label_ja("vacancy_stages", stage),
            stage_en: view.label_en("vacancy_stages", stage),
            bureau: bureau_name(&vacancy.organisation, view),
            bureau_key: vacancy.organisation.bureau.as_ref().map(|code| code.to_string()),
            ward_code: ward.map(|code| code.to_string()),
            ward_name: ward.and_then(|code| view.ward_names(code)).map(|(name, _)| name),
            parcel: vacancy
                .closing
                .as_ref()
                .and_then(|closing| closing.parcel)
                .map(|fid| EntityId::new(Kind::Parcel, fid).to_string()),
            position: place.map(VacancyPosition::of),
            position_accuracy: place.map_or("none", |place| place.accuracy.key()),
            provenance: vacancy.provenance.key(),
            revision: seen.revision,
            data_date: view.data_date(),
        }
    }

    const LABELS: &'static [(&'static str, &'static str, &'static str)] = &[
        ("number", "番号", "Number"),
        ("name", "名称", "Name"),
        ("extent", "空きの範囲", "Extent"),
        ("extent_ja", "空きの範囲（日本語）", "Extent (Japanese)"),
        ("extent_en", "空きの範囲（英語）", "Extent (English)"),
        ("of", "対象", "Belongs to"),
        ("of_name", "対象の名称", "Name of what it belongs to"),
        ("part", "階・室", "Floor or room"),
        ("area_m2", "空き面積（㎡）", "Vacant area (㎡)"),
        ("area_missing", "面積がない理由", "Why the area is missing"),
        ("since", "空き始めた時期", "Vacant since"),
        ("usable_from", "使える時期", "Usable from"),
        ("constraints", "制約", "Constraints"),
        ("policy", "活用方針", "Policy"),
        ("policy_ja", "活用方針（日本語）", "Policy (Japanese)"),
        ("policy_en", "活用方針（英語）", "Policy (English)"),
        ("stage", "進み", "Stage"),
        ("stage_ja", "進み（日本語）", "Stage (Japanese)"),
        ("stage_en", "進み（英語）", "Stage (English)"),
        ("bureau", "所管", "Bureau"),
        ("bureau_key", "所管コード", "Bureau key"),
        ("ward_code", "区コード", "Ward code"),
        ("ward_name", "区", "Ward"),
        ("parcel", "編入先の未利用地", "Unused land that it became"),
        ("position", "位置", "Position"),
        ("position_accuracy", "位置の精度", "Accuracy of the position"),
        ("provenance", "出所", "Provenance"),
    ];
}

/// Which vacancies. The fields say how the parameters are written; [`VacancyFilter`] is what they become.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the fields are the documentation of the parameters")]
pub struct VacancyParameters {
    /// Six-digit codes of wards, any of them.
    #[param(example = "271021,271276")]
    ward: Option<String>,
    /// 空きの範囲, any of: facility, building, floor, room, land.
    #[param(example = "facility,room")]
    extent: Option<String>,
    /// 進み, any of: found, matching, proposed, decided, under_way, closed. Everybody sees matching and proposed as found.
    #[param(example = "found,decided")]
    stage: Option<String>,
    /// Keys of the list vacancy_uses, any of them.
    #[param(example = "lend")]
    policy: Option<String>,
    /// Keys of the list bureaus, or the source's own words, any of them.
    #[param(example = "civic")]
    bureau: Option<String>,
    /// Smallest vacant area in ㎡.
    #[param(example = "100")]
    area_min: Option<String>,
    /// Largest vacant area in ㎡.
    #[param(example = "5000.5")]
    area_max: Option<String>,
    /// The facility, building or parcel that they belong to.
    #[param(example = "F000001")]
    of: Option<String>,
    /// West, south, east, north in degrees: vacancies whose place meets the box.
    #[param(example = "135.4,34.6,135.6,34.8")]
    bbox: Option<String>,
    /// Words that must all occur in name, floor or room, or number. Widths, kana and hyphens are folded.
    #[param(example = "小学校")]
    q: Option<String>,
}

impl FromParams for VacancyFilter {
    fn read(params: &mut Params) -> Self {
        let extents = Extent::ALL.map(|extent| (extent.key(), extent));
        let stages = VacancyStage::ALL.map(|stage| (stage.key(), stage));
        Self {
            wards: wards(params),
            extents: params.list("extent", |text| choose(text, &extents)),
            stages: params.list("stage", |text| choose(text, &stages)),
            policies: texts(params, "policy"),
            bureaus: texts(params, "bureau"),
            area: area_bounds(params),
            of: params.value("of", |text| {
                let wanted = || Message::new("施設・建物・未利用地のID（例 F000001）", "an id such as F000001");
                text.parse().map_err(|_| wanted())
            }),
            bbox: params.value("bbox", |text| {
                let wanted = || {
                    Message::new(
                        "西,南,東,北の経緯度4つ（例 135.4,34.6,135.6,34.8）",
                        "west,south,east,north in degrees, such as 135.4,34.6,135.6,34.8",
                    )
                };
                text.parse::<Bbox>().map_err(|_| wanted())
            }),
            words: words(params),
        }
    }
}

/// Released vacancies that fulfil all filters
#[utoipa::path(get, path = "/api/vacancies", tag = "vacancies", params(VacancyParameters, Paging, MomentParameters),
    responses((status = 200, body = Page<PublicVacancy>), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_vacancies(
    request: HttpRequest,
    state: web::Data<State>,
    asked: Asked<(VacancyFilter, Paging, Moment)>,
) -> Result<HttpResponse, Problem> {
    let Asked((filter, paging, moment)) = asked;
    answer(&request, &state, moment, move |view| {
        let mut selected = filter.select_released(&view.snapshot);
        // What hides its building cannot be asked for by it either.
        if let Some(of) = filter.of.filter(|of| of.kind == Kind::Building) {
            selected.retain(|item| item.body.of != of || view.snapshot.vacancy_place(&item.body).is_some());
        }
        Page::of(&selected, paging, view.snapshot.version(), |item| {
            PublicVacancy::new(&Seen::now(item), view)
        })
    })
    .await
}

/// A vacancy that everybody may see; one that is not released is not there.
pub fn released(view: &View, id: &RecordId<Vacancy>) -> Result<Arc<Item<Vacancy>>, Problem> {
    let item = view.get(id)?;
    if item.body.released {
        Ok(item)
    } else {
        Err(id.not_found())
    }
}

/// One released vacancy
#[utoipa::path(get, path = "/api/vacancies/{id}", tag = "vacancies",
    params(("id" = String, Path, description = "The record's id", example = "V000001"), MomentParameters),
    responses((status = 200, body = PublicVacancy), (status = 304, description = "The copy is still right"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_vacancy(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Vacancy>,
    Asked(moment): Asked<Moment>,
) -> Result<HttpResponse, Problem> {
    let view = View::at(&state, moment).await?;
    let item = released(&view, &id)?;
    Ok(json_record(
        &request,
        item.revision,
        &PublicVacancy::new(&Seen::now(&item), &view),
    ))
}

/// What changed in a released vacancy and when, the latest first; nothing from before its release
#[utoipa::path(get, path = "/api/vacancies/{id}/history", tag = "vacancies",
    params(("id" = String, Path, description = "The record's id", example = "V000001")),
    responses((status = 200, body = History), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_vacancy_history(
    request: HttpRequest,
    state: web::Data<State>,
    id: RecordId<Vacancy>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    released(&View::of(&state), &id)?;
    read_history::<Vacancy, PublicVacancy>(&request, &state, id).await
}
