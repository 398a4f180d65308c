//! Recording, reading, correcting, releasing and removing vacancies.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer_privately;
use super::entry::Entry;
use super::revise::{create, current, remove, revise, tagged};
use super::vacancy::StaffVacancy;
use crate::auth::Action;
use crate::history::State as RecordState;
use crate::http::api::page::{Page, Paging};
use crate::http::api::record::RecordId;
use crate::http::api::vacancy::VacancyParameters;
use crate::http::api::view::View;
use crate::http::caller::Caller;
use crate::http::if_match::IfMatch;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody, ProblemKind};
use crate::http::state::State;
use crate::record::{Datum, Fid, Kind, MissingReason};
use crate::register::{Extent, Organisation, Vacancy};
use crate::snapshot::{CandidateReason, Snapshot, VacancyFilter};

/// A vacancy as a person enters it. What is left out is empty.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VacancyEntry {
    #[schema(example = "もと中央小学校")]
    name: String,
    /// `facility`, `building`, `floor`, `room` or `land`.
    #[schema(example = "facility")]
    extent: String,
    /// The facility, building or parcel.
    #[schema(example = "F000004")]
    of: String,
    #[serde(default)]
    part: Option<String>,
    /// ㎡, a decimal as text.
    #[serde(default)]
    #[schema(example = "812.5")]
    area_m2: Option<String>,
    /// In any calendar, to the precision it has.
    #[serde(default)]
    #[schema(example = "令和3年4月")]
    since: Option<String>,
    #[serde(default)]
    #[schema(example = "2027-04-01")]
    usable_from: Option<String>,
    #[serde(default)]
    constraints: Option<String>,
    /// A key of the list vacancy_uses.
    #[serde(default)]
    #[schema(example = "lend")]
    policy: Option<String>,
    /// A key of the list bureaus; from the record that it belongs to where left out.
    #[serde(default)]
    #[schema(example = "civic")]
    bureau: Option<String>,
    /// The survey round in which it was reported.
    #[serde(default)]
    #[schema(example = "R000001")]
    round: Option<String>,
    #[serde(default)]
    remarks_internal: Option<String>,
}

impl VacancyEntry {
    /// Puts what was entered into a vacancy; the work on it stays as it is.
    fn read(&self, into: Option<&Vacancy>, view: &View) -> Result<Vacancy, Problem> {
        let (snapshot, codes) = (&view.snapshot, view.vocabulary.as_ref());
        let mut entry = Entry::default();
        let name = entry.line("/name", &self.name);
        let extent = Extent::from_key(&self.extent);
        if extent.is_none() {
            entry.refuse("/extent", "空きの範囲を選んでください。", "Choose the extent.");
        }
        const OWNERS: [Kind; 3] = [Kind::Facility, Kind::Building, Kind::Parcel];
        let of = entry.record("/of", Some(&self.of), &OWNERS, snapshot);
        if self.of.trim().is_empty() {
            entry.refuse(
                "/of",
                "対象の施設・建物・土地を選んでください。",
                "Choose the facility, building or parcel.",
            );
        }
        if let (Some(extent), Some(of)) = (extent, of)
            && !extent.fits(of.kind)
        {
            entry.refuse(
                "/extent",
                "空きの範囲が対象に合いません。棟・階・室は施設か建物、土地は施設か未利用地に付けてください。",
                "The extent does not go with what it is part of: buildings, floors and rooms belong to a facility or a \
                 building, land to a facility or a parcel.",
            );
        }
        let part = entry.optional_line("/part", self.part.as_deref());
        let area = entry.area_m2("/area_m2", self.area_m2.as_deref());
        let since = entry.era_date("/since", self.since.as_deref());
        let usable_from = entry.era_date("/usable_from", self.usable_from.as_deref());
        let constraints = entry.optional_text("/constraints", self.constraints.as_deref());
        let policy = entry.code("/policy", "vacancy_uses", self.policy.as_deref(), codes);
        let bureau = entry.code("/bureau", "bureaus", self.bureau.as_deref(), codes);
        let round = entry.record("/round", self.round.as_deref(), &[Kind::SurveyRound], snapshot);
        let remarks_internal = entry.optional_text("/remarks_internal", self.remarks_internal.as_deref());
        entry.finish()?;
        let (extent, of) = extent.zip(of).expect("a sound entry has both");
        let mut vacancy = into.cloned().unwrap_or_else(|| Vacancy::new("", extent, of));
        if into.is_none_or(|before| before.organisation.bureau != bureau) {
            vacancy.organisation = match bureau {
                Some(bureau) => Organisation {
                    bureau_text: view.label_ja("bureaus", bureau.as_str()),
                    bureau: Some(bureau),
                    divisions: Vec::new(),
                },
                None => owner(snapshot, &vacancy),
            };
        }
        Ok(Vacancy {
            name,
            extent,
            of,
            part,
            area_m2: area.map_or(Datum::Missing(MissingReason::Unsurveyed), Datum::Known),
            since,
            usable_from,
            constraints,
            policy,
            round: round.map(|round| round.fid),
            remarks_internal,
            ..vacancy
        })
    }
}

/// Whose the record is that the vacancy belongs to.
fn owner(snapshot: &Snapshot, vacancy: &Vacancy) -> Organisation {
    let of_facility = || Some(snapshot.facility_of(vacancy)?.organisation.clone());
    let of_parcel = || Some(snapshot.parcels.get(vacancy.of.fid)?.body.organisation.clone());
    let found = if vacancy.of.kind == Kind::Parcel {
        of_parcel()
    } else {
        of_facility()
    };
    found.unwrap_or_default()
}

/// Reads the vacancy anew and answers it.
pub fn present(state: &State, caller: &Caller, fid: Fid, status: StatusCode) -> Result<HttpResponse, Problem> {
    let view = View::of(state);
    let item = view
        .snapshot
        .vacancies
        .get(fid)
        .ok_or_else(|| Problem::bare(ProblemKind::NotFound))?;
    let vacancy = StaffVacancy::new(item, &view, caller);
    let location = (status == StatusCode::CREATED).then(|| format!("/api/staff/vacancies/{}", item.id()));
    Ok(tagged(status, vacancy.tag(), location, &vacancy))
}

/// All vacancies that fulfil all filters, released or not
#[utoipa::path(get, path = "/api/staff/vacancies", tag = "vacancies", params(VacancyParameters, Paging),
    responses((status = 200, body = Page<StaffVacancy>), (status = 401, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_staff_vacancies(
    caller: Caller,
    state: web::Data<State>,
    asked: Asked<(VacancyFilter, Paging)>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let Asked((filter, paging)) = asked;
    answer_privately(&state, move |view| {
        let selected = filter.select_all(&view.snapshot);
        Ok(Page::of(&selected, paging, view.snapshot.version(), |item| {
            StaffVacancy::new(item, view, &caller)
        }))
    })
    .await
}

/// One vacancy with the work on it
#[utoipa::path(get, path = "/api/staff/vacancies/{id}", tag = "vacancies",
    params(("id" = String, Path, description = "The record's id", example = "V000001")),
    responses((status = 200, body = StaffVacancy), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_staff_vacancy(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<Vacancy>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    current(&state, &id)?;
    present(&state, &caller, id.0, StatusCode::OK)
}

/// Records a vacancy
#[utoipa::path(post, path = "/api/staff/vacancies", tag = "vacancies", request_body = VacancyEntry,
    responses((status = 201, body = StaffVacancy), (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "Faults by pointer")))]
pub async fn create_vacancy(
    caller: Caller,
    state: web::Data<State>,
    body: web::Json<VacancyEntry>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::EditVacancy)?;
    let vacancy = body.read(None, &View::of(&state))?;
    caller.require_for(Action::EditVacancy, vacancy.organisation.bureau.as_ref())?;
    let state_of_record = RecordState {
        body: vacancy.into(),
        shape: None,
    };
    let fid = create::<Vacancy>(&caller, "空き施設の登録", state_of_record).await?;
    present(&state, &caller, fid, StatusCode::CREATED)
}

/// Refuses who may not work on the vacancy as it stands.
pub fn require_edit(caller: &Caller, state: &State, id: &RecordId<Vacancy>) -> Result<(), Problem> {
    let (_, item) = current(state, id)?;
    caller.require_for(Action::EditVacancy, item.body.organisation.bureau.as_ref())
}

/// Puts new facts in the place of the old ones; the work on the vacancy stays
#[utoipa::path(put, path = "/api/staff/vacancies/{id}", tag = "vacancies", request_body = VacancyEntry,
    params(("id" = String, Path, description = "The record's id", example = "V000001"),
        ("If-Match" = String, Header, description = "The ETag of the record as it was read", example = "\"1-00c0ffee00c0ffee\"")),
    responses((status = 200, body = StaffVacancy), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "Faults by pointer")))]
pub async fn correct_vacancy(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<Vacancy>,
    seen: IfMatch,
    body: web::Json<VacancyEntry>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    require_edit(&caller, &state, &id)?;
    let (_, before) = current(&state, &id)?;
    let vacancy = body.read(Some(&before.body), &View::of(&state))?;
    caller.require_for(Action::EditVacancy, vacancy.organisation.bureau.as_ref())?;
    revise(
        &caller,
        &id,
        seen,
        "空き施設の訂正",
        move |there: &mut Vacancy, _| {
            // Read against the state that the tag names: what was not entered is taken from it.
            *there = vacancy.clone();
            Ok(())
        },
    )
    .await?;
    present(&state, &caller, id.0, StatusCode::OK)
}

/// Whether everybody may see it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseEntry {
    released: bool,
}

/// Makes a vacancy public, or takes it back
#[utoipa::path(post, path = "/api/staff/vacancies/{id}/release", tag = "vacancies", request_body = ReleaseEntry,
    params(("id" = String, Path, description = "The record's id", example = "V000001"),
        ("If-Match" = String, Header, description = "The ETag of the record as it was read", example = "\"1-00c0ffee00c0ffee\"")),
    responses((status = 200, body = StaffVacancy), (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn release_vacancy(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<Vacancy>,
    seen: IfMatch,
    body: web::Json<ReleaseEntry>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReleaseVacancy)?;
    let released = body.released;
    let reason = if released {
        "空き施設の公開"
    } else {
        "空き施設の公開の取消し"
    };
    revise(&caller, &id, seen, reason, move |vacancy: &mut Vacancy, _| {
        vacancy.released = released;
        Ok(())
    })
    .await?;
    present(&state, &caller, id.0, StatusCode::OK)
}

/// Takes out a vacancy that was recorded by mistake; one that has ended is closed instead
#[utoipa::path(delete, path = "/api/staff/vacancies/{id}", tag = "vacancies",
    params(("id" = String, Path, description = "The record's id", example = "V000001"),
        ("If-Match" = String, Header, description = "The ETag of the record as it was read", example = "\"1-00c0ffee00c0ffee\"")),
    responses((status = 204, description = "Removed"), (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn remove_vacancy(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<Vacancy>,
    seen: IfMatch,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    require_edit(&caller, &state, &id)?;
    remove(&caller, &id, seen, "誤って登録した空き施設の削除").await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Facilities that may be vacant and of which no vacancy is recorded.
#[derive(Serialize, ToSchema)]
pub struct VacancyCandidates {
    #[schema(example = 1)]
    matched: usize,
    items: Vec<VacancyCandidate>,
}

/// A facility that may be vacant.
#[derive(Serialize, ToSchema)]
pub struct VacancyCandidate {
    #[schema(example = "F000004")]
    id: String,
    name: String,
    address: Option<String>,
    floor_area_m2: Option<String>,
    bureau_key: Option<String>,
    closed: Option<String>,
    /// `former` (もと施設) or `out_of_use` (its status or closing day says so).
    #[schema(example = "former")]
    reason: &'static str,
}

/// Former and closed facilities of which no vacancy is recorded; a person records one
#[utoipa::path(get, path = "/api/staff/vacancy-candidates", tag = "vacancies", params(Paging),
    responses((status = 200, body = VacancyCandidates), (status = 401, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_vacancy_candidates(
    caller: Caller,
    state: web::Data<State>,
    asked: Asked<Paging>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let paging = asked.0;
    answer_privately(&state, move |view| {
        let candidates = view.snapshot.vacancy_candidates();
        let items = paging.part(&candidates).map(|(item, reason)| VacancyCandidate {
            id: item.id().to_string(),
            name: item.body.name.clone(),
            address: item.body.address.text.clone(),
            floor_area_m2: item.body.floor_area_m2.known().map(|area| area.to_string()),
            bureau_key: item.body.organisation.bureau.as_ref().map(|code| code.to_string()),
            closed: item.body.closed.as_ref().map(|date| date.iso()),
            reason: match reason {
                CandidateReason::Former => "former",
                CandidateReason::OutOfUse => "out_of_use",
            },
        });
        Ok(VacancyCandidates {
            matched: candidates.len(),
            items: items.collect(),
        })
    })
    .await
}
