//! Wanted spaces: what bureaus seek.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::entry::Entry;
use super::revise::{create, current, remove, tag_of, tagged};
use crate::amendment::SeenRecord;
use crate::auth::Action;
use crate::geometry::Shape;
use crate::history::{Draft, State as RecordState};
use crate::http::api::page::{Page, Paging};
use crate::http::api::record::RecordId;
use crate::http::api::view::View;
use crate::http::caller::Caller;
use crate::http::if_match::IfMatch;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody, ProblemKind};
use crate::http::state::State;
use crate::ledger::LedgerError;
use crate::record::{Code, EntityId, Fid, Kind};
use crate::register::{Organisation, WantedSpace, WantedStatus};
use crate::snapshot::{Item, Refusal, Snapshot};

/// The widest search around a point, in metres.
const MOST_WITHIN_M: u32 = 50_000;

/// What a bureau seeks.
#[derive(Serialize, ToSchema)]
pub struct StaffWantedSpace {
    #[schema(example = "S000001")]
    id: String,
    #[schema(example = "1-00c0ffee00c0ffee")]
    tag: String,
    #[schema(example = "放課後の居場所")]
    title: String,
    bureau_key: Option<String>,
    bureau: Option<String>,
    purpose: String,
    /// A key of the list facility_classes, `major.minor`.
    class: Option<String>,
    class_ja: Option<String>,
    class_en: Option<String>,
    area_from_m2: Option<String>,
    area_to_m2: Option<String>,
    /// Six-digit codes of wards, any of them.
    wards: Vec<String>,
    ward_names: Vec<String>,
    /// The point around which it is sought.
    near: Option<WantedPoint>,
    within_m: Option<u32>,
    #[schema(example = "2027-04-01")]
    from: Option<String>,
    requirements: Option<String>,
    /// `open`, `met` or `withdrawn`.
    #[schema(example = "open")]
    status: &'static str,
    status_ja: Option<String>,
    status_en: Option<String>,
    /// The vacancy that met it.
    met_by: Option<String>,
    provenance: &'static str,
    may_edit: bool,
}

/// A point in degrees (JGD2011).
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedPoint {
    #[schema(example = 135.5022)]
    lon: f64,
    #[schema(example = 34.6937)]
    lat: f64,
}

impl StaffWantedSpace {
    pub fn new(item: &Item<WantedSpace>, view: &View, caller: &Caller) -> Self {
        let wanted = &item.body;
        let (class, status) = (wanted.class.as_ref().map(|class| class.as_str()), wanted.status.key());
        let bureau = wanted.organisation.bureau.as_ref();
        Self {
            id: item.id().to_string(),
            tag: tag_of(item),
            title: wanted.title.clone(),
            bureau_key: bureau.map(|bureau| bureau.to_string()),
            bureau: wanted.organisation.bureau_text.clone(),
            purpose: wanted.purpose.clone(),
            class: class.map(str::to_owned),
            class_ja: class.and_then(|class| view.label_ja("facility_classes", class)),
            class_en: class.and_then(|class| view.label_en("facility_classes", class)),
            area_from_m2: wanted.area_from_m2.map(|area| area.to_string()),
            area_to_m2: wanted.area_to_m2.map(|area| area.to_string()),
            wards: wanted.wards.iter().map(ToString::to_string).collect(),
            ward_names: wanted
                .wards
                .iter()
                .filter_map(|ward| Some(view.ward_names(*ward)?.0))
                .collect(),
            near: item.shape.as_ref().map(|shape| {
                let (lon, lat) = shape.centre();
                WantedPoint { lon, lat }
            }),
            within_m: wanted.within_m,
            from: wanted.from.map(|from| from.to_string()),
            requirements: wanted.requirements.clone(),
            status,
            status_ja: view.label_ja("wanted_statuses", status),
            status_en: view.label_en("wanted_statuses", status),
            met_by: wanted.met_by.map(|fid| EntityId::new(Kind::Vacancy, fid).to_string()),
            provenance: wanted.provenance.key(),
            may_edit: caller.require_for(Action::EditVacancy, bureau).is_ok(),
        }
    }
}

/// What a bureau seeks, as a person enters it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedSpaceEntry {
    #[schema(example = "放課後の居場所")]
    title: String,
    /// A key of the list bureaus.
    #[schema(example = "children")]
    bureau: String,
    #[schema(example = "児童の放課後の居場所づくり")]
    purpose: String,
    #[serde(default)]
    #[schema(example = "welfare.children_plaza")]
    class: Option<String>,
    #[serde(default)]
    #[schema(example = "80")]
    area_from_m2: Option<String>,
    #[serde(default)]
    #[schema(example = "200")]
    area_to_m2: Option<String>,
    #[serde(default)]
    #[schema(example = json!(["271276"]))]
    wards: Vec<String>,
    #[serde(default)]
    near: Option<WantedPoint>,
    #[serde(default)]
    #[schema(example = 800)]
    within_m: Option<u32>,
    #[serde(default)]
    #[schema(example = "2027-04-01")]
    from: Option<String>,
    #[serde(default)]
    requirements: Option<String>,
    /// `open`, `met` or `withdrawn`; open where left out.
    #[serde(default)]
    status: Option<String>,
    /// The vacancy that met it.
    #[serde(default)]
    met_by: Option<String>,
}

impl WantedSpaceEntry {
    fn read(&self, before: Option<&WantedSpace>, view: &View) -> Result<RecordState, Problem> {
        let codes = view.vocabulary.as_ref();
        let mut entry = Entry::default();
        let title = entry.line("/title", &self.title);
        let purpose = entry.optional_text("/purpose", Some(&self.purpose));
        if purpose.is_none() {
            entry.refuse("/purpose", "目的を入力してください。", "Give the purpose.");
        }
        let bureau = entry.code("/bureau", "bureaus", Some(&self.bureau), codes);
        if self.bureau.trim().is_empty() {
            entry.refuse("/bureau", "所属を選んでください。", "Choose the bureau.");
        }
        let class = entry.code("/class", "facility_classes", self.class.as_deref(), codes);
        let area_from_m2 = entry.area_m2("/area_from_m2", self.area_from_m2.as_deref());
        let area_to_m2 = entry.area_m2("/area_to_m2", self.area_to_m2.as_deref());
        if area_from_m2.zip(area_to_m2).is_some_and(|(from, to)| to < from) {
            entry.refuse(
                "/area_to_m2",
                "下限より狭くなっています。",
                "It is less than the least area.",
            );
        }
        let mut wards = Vec::with_capacity(self.wards.len());
        for (at, ward) in self.wards.iter().enumerate() {
            match ward.parse() {
                Ok(code) if !wards.contains(&code) => wards.push(code),
                Ok(_) => {}
                Err(_) => entry.refuse(
                    &format!("/wards/{at}"),
                    "6桁の区コードを指定してください。",
                    "Give the six-digit code of a ward.",
                ),
            }
        }
        let shape = self.near.map(|near| Shape::point(near.lon, near.lat));
        if matches!(shape, Some(Err(_))) {
            entry.refuse("/near", "経緯度が範囲外です。", "The coordinates are out of range.");
        }
        match (self.near.is_some(), self.within_m) {
            (true, None) | (false, Some(_)) => entry.refuse(
                "/within_m",
                "地点と距離は一緒に指定してください。",
                "Give the point and the distance together.",
            ),
            (_, Some(0)) => entry.refuse("/within_m", "1m以上にしてください。", "At least 1 m."),
            (_, Some(metres)) if metres > MOST_WITHIN_M => entry.refuse(
                "/within_m",
                format!("{MOST_WITHIN_M}m以内にしてください。"),
                format!("At most {MOST_WITHIN_M} m."),
            ),
            _ => {}
        }
        let from = entry.day("/from", self.from.as_deref());
        let requirements = entry.optional_text("/requirements", self.requirements.as_deref());
        let status = match self.status.as_deref().map(WantedStatus::from_key) {
            None => WantedStatus::Open,
            Some(Some(status)) => status,
            Some(None) => {
                entry.refuse("/status", "状態を選んでください。", "Choose the status.");
                WantedStatus::Open
            }
        };
        let met_by = entry.record("/met_by", self.met_by.as_deref(), &[Kind::Vacancy], &view.snapshot);
        if met_by.is_some() && status != WantedStatus::Met {
            entry.refuse(
                "/met_by",
                "充足のときだけ指定できます。",
                "Only what is met names a vacancy.",
            );
        }
        entry.finish()?;
        let wanted = WantedSpace {
            title,
            organisation: Organisation {
                bureau_text: bureau.as_ref().and_then(|key| view.label_ja("bureaus", key.as_str())),
                bureau,
                divisions: Vec::new(),
            },
            purpose: purpose.unwrap_or_default(),
            class,
            area_from_m2,
            area_to_m2,
            wards,
            within_m: self.within_m,
            from,
            requirements,
            status,
            met_by: met_by.map(|vacancy| vacancy.fid),
            provenance: before.map(|wanted| wanted.provenance).unwrap_or_default(),
        };
        Ok(RecordState {
            body: wanted.into(),
            shape: shape.and_then(Result::ok).map(Arc::new),
        })
    }
}

fn present(state: &State, caller: &Caller, fid: Fid, status: StatusCode) -> Result<HttpResponse, Problem> {
    let view = View::of(state);
    let item = view
        .snapshot
        .wanted_spaces
        .get(fid)
        .ok_or_else(|| Problem::bare(ProblemKind::NotFound))?;
    let wanted = StaffWantedSpace::new(item, &view, caller);
    let location = (status == StatusCode::CREATED).then(|| format!("/api/staff/wanted-spaces/{}", wanted.id));
    Ok(tagged(status, &wanted.tag, location, &wanted))
}

/// All that bureaus seek: open first, the latest first
#[utoipa::path(get, path = "/api/staff/wanted-spaces", tag = "vacancies", params(Paging),
    responses((status = 200, body = Page<StaffWantedSpace>), (status = 401, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_wanted_spaces(
    caller: Caller,
    state: web::Data<State>,
    asked: Asked<Paging>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let view = View::of(&state);
    let mut wanted: Vec<_> = view.snapshot.wanted_spaces.iter().collect();
    wanted.sort_by_key(|item| (item.body.status, std::cmp::Reverse(item.fid)));
    let page = Page::of(&wanted, asked.0, view.snapshot.version(), |item| {
        StaffWantedSpace::new(item, &view, &caller)
    });
    Ok(HttpResponse::Ok().json(page))
}

/// One wanted space
#[utoipa::path(get, path = "/api/staff/wanted-spaces/{id}", tag = "vacancies",
    params(("id" = String, Path, description = "The record's id", example = "S000001")),
    responses((status = 200, body = StaffWantedSpace), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_wanted_space(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<WantedSpace>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    current(&state, &id)?;
    present(&state, &caller, id.0, StatusCode::OK)
}

/// Records what a bureau seeks
#[utoipa::path(post, path = "/api/staff/wanted-spaces", tag = "vacancies", request_body = WantedSpaceEntry,
    responses((status = 201, body = StaffWantedSpace), (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "Faults by pointer")))]
pub async fn create_wanted_space(
    caller: Caller,
    state: web::Data<State>,
    body: web::Json<WantedSpaceEntry>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let record = body.read(None, &View::of(&state))?;
    caller.require_for(Action::EditVacancy, Some(&Code::new(body.bureau.trim())))?;
    let fid = create::<WantedSpace>(&caller, "求めるスペースの登録", record).await?;
    present(&state, &caller, fid, StatusCode::CREATED)
}

/// Refuses who may not change what this bureau seeks.
fn require_edit(caller: &Caller, state: &State, id: &RecordId<WantedSpace>) -> Result<Arc<Item<WantedSpace>>, Problem> {
    let (_, item) = current(state, id)?;
    caller.require_for(Action::EditVacancy, item.body.organisation.bureau.as_ref())?;
    Ok(item)
}

/// Changes what a bureau seeks
#[utoipa::path(put, path = "/api/staff/wanted-spaces/{id}", tag = "vacancies", request_body = WantedSpaceEntry,
    params(("id" = String, Path, description = "The record's id", example = "S000001"),
        ("If-Match" = String, Header, description = "The ETag of the record as it was read", example = "\"1-00c0ffee00c0ffee\"")),
    responses((status = 200, body = StaffWantedSpace), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "Faults by pointer")))]
pub async fn correct_wanted_space(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<WantedSpace>,
    seen: IfMatch,
    body: web::Json<WantedSpaceEntry>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let before = require_edit(&caller, &state, &id)?;
    let record = body.read(Some(&before.body), &View::of(&state))?;
    caller.require_for(Action::EditVacancy, Some(&Code::new(body.bureau.trim())))?;
    let entity = id.entity();
    let change = move |snapshot: &Snapshot| {
        let revision = SeenRecord { entity, tag: seen.0 }.find(snapshot)?.revision;
        let mut draft = Draft::new("求めるスペースの変更");
        draft.replace(entity, revision, record.clone());
        Ok(draft)
    };
    match caller.ledger.submit(&caller.actor, change).await {
        Ok(_) | Err(LedgerError::Refused(Refusal::Nothing)) => {}
        Err(error) => return Err(Problem::of_change(error, "")),
    }
    present(&state, &caller, id.0, StatusCode::OK)
}

/// Takes out what was recorded by mistake; what is not sought any more is withdrawn instead
#[utoipa::path(delete, path = "/api/staff/wanted-spaces/{id}", tag = "vacancies",
    params(("id" = String, Path, description = "The record's id", example = "S000001"),
        ("If-Match" = String, Header, description = "The ETag of the record as it was read", example = "\"1-00c0ffee00c0ffee\"")),
    responses((status = 204, description = "Removed"), (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn remove_wanted_space(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<WantedSpace>,
    seen: IfMatch,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    require_edit(&caller, &state, &id)?;
    remove(&caller, &id, seen, "誤って登録した求めるスペースの削除").await?;
    Ok(HttpResponse::NoContent().finish())
}
