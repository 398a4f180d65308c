//! The work on a vacancy, step by step: candidates, decision, approval, outcomes, and its end.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::entry::Entry;
use super::revise::{current, revise, tagged};
use super::vacancy::StaffVacancy;
use super::vacancy_record::{present, require_edit};
use crate::amendment::SeenRecord;
use crate::auth::Action;
use crate::history::{Draft, State as RecordState};
use crate::http::api::record::RecordId;
use crate::http::api::view::View;
use crate::http::caller::Caller;
use crate::http::if_match::IfMatch;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::land::ParcelNumber;
use crate::ledger::{BecomeParcel, Change, LedgerError};
use crate::record::{EntityId, Fid, Kind};
use crate::register::{
    Approval, Candidate, Decision, Outcome, Vacancy, VacancyFault, VacancyUse, WantedSpace, WantedStatus,
};
use crate::snapshot::Snapshot;

/// Takes a step by the vacancy's own rules.
async fn step(
    caller: &Caller,
    state: &State,
    id: RecordId<Vacancy>,
    seen: IfMatch,
    reason: String,
    take: impl Fn(&mut Vacancy) -> Result<(), VacancyFault> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    revise(caller, &id, seen, reason, move |vacancy: &mut Vacancy, _| {
        take(vacancy).map_err(|fault| LedgerError::Invalid(fault.message()))
    })
    .await?;
    present(state, caller, id.0, StatusCode::OK)
}

fn wanted(entry: &mut Entry, id: Option<&str>, snapshot: &Snapshot) -> Option<Fid> {
    let found = entry.record("/wanted", id, &[Kind::WantedSpace], snapshot)?;
    Some(found.fid)
}

/// A use that is to be looked at.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CandidateEntry {
    /// The wanted space that it serves.
    #[serde(default)]
    #[schema(example = "S000001")]
    wanted: Option<String>,
    /// What it is; the title of the wanted space where left out.
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    note: Option<String>,
}

/// Adds a use to those that are being looked at
#[utoipa::path(post, path = "/api/staff/vacancies/{id}/candidates", tag = "vacancies", request_body = CandidateEntry,
    params(("id" = String, Path, description = "The record's id", example = "V000001"),
        ("If-Match" = String, Header, description = "The ETag of the record as it was read", example = "\"1-00c0ffee00c0ffee\"")),
    responses((status = 200, body = StaffVacancy), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "Faults by pointer")))]
pub async fn add_candidate(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<Vacancy>,
    seen: IfMatch,
    body: web::Json<CandidateEntry>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    require_edit(&caller, &state, &id)?;
    let snapshot = state.live.load();
    let mut entry = Entry::default();
    let wanted = wanted(&mut entry, body.wanted.as_deref(), &snapshot);
    let sought = wanted.and_then(|fid| snapshot.wanted_spaces.get(fid));
    let title = body.title.as_deref().filter(|title| !title.trim().is_empty());
    let title = title
        .or(sought.map(|item| item.body.title.as_str()))
        .unwrap_or_default();
    let candidate = Candidate {
        wanted,
        title: entry.line("/title", title),
        note: entry.optional_text("/note", body.note.as_deref()),
        on: (state.today)(),
    };
    entry.finish()?;
    let reason = format!("活用候補の追加: {}", candidate.title);
    step(&caller, &state, id, seen, reason, move |vacancy| {
        vacancy.propose(candidate.clone())
    })
    .await
}

/// What is to become of a vacancy.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionEntry {
    /// `use`, `convert`, `lend`, `sell`, `keep` or `demolish`.
    #[schema(example = "lend")]
    kind: String,
    /// The day of the decision; today where left out.
    #[serde(default)]
    #[schema(example = "2026-05-01")]
    on: Option<String>,
    reason: String,
    /// The wanted space that it serves.
    #[serde(default)]
    #[schema(example = "S000001")]
    wanted: Option<String>,
}

/// Decides what becomes of a vacancy; another person approves it
#[utoipa::path(post, path = "/api/staff/vacancies/{id}/decide", tag = "vacancies", request_body = DecisionEntry,
    params(("id" = String, Path, description = "The record's id", example = "V000001"),
        ("If-Match" = String, Header, description = "The ETag of the record as it was read", example = "\"1-00c0ffee00c0ffee\"")),
    responses((status = 200, body = StaffVacancy), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "Faults by pointer")))]
pub async fn decide(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<Vacancy>,
    seen: IfMatch,
    body: web::Json<DecisionEntry>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    require_edit(&caller, &state, &id)?;
    let mut entry = Entry::default();
    let kind = VacancyUse::from_key(&body.kind);
    if kind.is_none() {
        entry.refuse("/kind", "決定の内容を選んでください。", "Choose what is decided.");
    }
    let wanted = wanted(&mut entry, body.wanted.as_deref(), &state.live.load());
    let on = entry.day("/on", body.on.as_deref());
    let reason = entry.optional_text("/reason", Some(&body.reason));
    if reason.is_none() {
        entry.refuse(
            "/reason",
            "決定の理由を入力してください。",
            "Give the reason of the decision.",
        );
    }
    entry.finish()?;
    let decision = Decision {
        kind: kind.expect("a sound entry has a kind"),
        on: on.unwrap_or_else(state.today),
        by: caller.actor.to_string(),
        reason: reason.unwrap_or_default(),
        wanted,
        approval: None,
    };
    let reason = "空き施設の活用の決定（承認待ち）".to_owned();
    step(&caller, &state, id, seen, reason, move |vacancy| {
        vacancy.decide(decision.clone())
    })
    .await
}

/// The consent of another person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalEntry {
    #[serde(default)]
    note: Option<String>,
}

/// Approves the decision of another person
#[utoipa::path(post, path = "/api/staff/vacancies/{id}/approve", tag = "vacancies", request_body = ApprovalEntry,
    params(("id" = String, Path, description = "The record's id", example = "V000001"),
        ("If-Match" = String, Header, description = "The ETag of the record as it was read", example = "\"1-00c0ffee00c0ffee\"")),
    responses((status = 200, body = StaffVacancy), (status = 403, body = ProblemBody, content_type = "application/problem+json", description = "Also for one's own decision"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn approve(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<Vacancy>,
    seen: IfMatch,
    body: web::Json<ApprovalEntry>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let (_, item) = current(&state, &id)?;
    let author = item.body.decision.as_ref().map_or("", |decision| decision.by.as_str());
    caller.require_approval(Action::Approve, author)?;
    let mut entry = Entry::default();
    let note = entry.optional_text("/note", body.note.as_deref());
    entry.finish()?;
    let approval = Approval {
        on: (state.today)(),
        by: caller.actor.to_string(),
        note,
    };
    let reason = "空き施設の活用の承認".to_owned();
    step(&caller, &state, id, seen, reason, move |vacancy| {
        vacancy.approve(approval.clone())
    })
    .await
}

/// What was done and what came of it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeEntry {
    #[schema(example = "2026-06-01")]
    on: String,
    #[schema(example = "貸付を開始")]
    what: String,
    /// ㎡, a decimal as text.
    #[serde(default)]
    area_m2: Option<String>,
    #[serde(default)]
    income_yen: Option<i64>,
    #[serde(default)]
    saving_yen: Option<i64>,
}

/// Records what was done and what came of it
#[utoipa::path(post, path = "/api/staff/vacancies/{id}/outcomes", tag = "vacancies", request_body = OutcomeEntry,
    params(("id" = String, Path, description = "The record's id", example = "V000001"),
        ("If-Match" = String, Header, description = "The ETag of the record as it was read", example = "\"1-00c0ffee00c0ffee\"")),
    responses((status = 200, body = StaffVacancy), (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "Before an approval"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "Faults by pointer")))]
pub async fn record_outcome(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<Vacancy>,
    seen: IfMatch,
    body: web::Json<OutcomeEntry>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    require_edit(&caller, &state, &id)?;
    let mut entry = Entry::default();
    let on = required_day(&mut entry, &body.on);
    let what = entry.line("/what", &body.what);
    let area_m2 = entry.area_m2("/area_m2", body.area_m2.as_deref());
    let income_yen = entry.yen("/income_yen", body.income_yen);
    let saving_yen = entry.yen("/saving_yen", body.saving_yen);
    entry.finish()?;
    let outcome = Outcome {
        on: on.expect("a sound entry has a day"),
        what,
        area_m2,
        income_yen,
        saving_yen,
    };
    let reason = format!("空き施設の活用の実績: {}", outcome.what);
    step(&caller, &state, id, seen, reason, move |vacancy| {
        vacancy.record(outcome.clone())
    })
    .await
}

fn required_day(entry: &mut Entry, text: &str) -> Option<jiff::civil::Date> {
    if text.trim().is_empty() {
        entry.refuse("/on", "日付を入力してください。", "Give the day.");
    }
    entry.day("/on", Some(text))
}

/// The end of a vacancy.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosingEntry {
    #[schema(example = "2026-07-01")]
    on: String,
    #[schema(example = "他施設として利用を開始")]
    reason: String,
}

/// Closes a vacancy: the space is used again, or gone. What it met is met
#[utoipa::path(post, path = "/api/staff/vacancies/{id}/close", tag = "vacancies", request_body = ClosingEntry,
    params(("id" = String, Path, description = "The record's id", example = "V000001"),
        ("If-Match" = String, Header, description = "The ETag of the record as it was read", example = "\"1-00c0ffee00c0ffee\"")),
    responses((status = 200, body = StaffVacancy), (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn close(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<Vacancy>,
    seen: IfMatch,
    body: web::Json<ClosingEntry>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    require_edit(&caller, &state, &id)?;
    let mut entry = Entry::default();
    let on = required_day(&mut entry, &body.on);
    let reason = entry.line("/reason", &body.reason);
    entry.finish()?;
    let on = on.expect("a sound entry has a day");
    let fid = id.0;
    let change = move |snapshot: &Snapshot| {
        let entity = EntityId::new(Kind::Vacancy, fid);
        let revision = SeenRecord { entity, tag: seen.0 }.find(snapshot)?.revision;
        let item = snapshot.vacancies.get(fid).expect("a fresh record is there");
        let mut vacancy = item.body.clone();
        vacancy
            .close(on, reason.clone())
            .map_err(|fault| LedgerError::Invalid(fault.message()))?;
        let mut draft = Draft::new(format!("空き施設の終了: {reason}"));
        if let Some((wanted, revision, met)) = met_by(&vacancy, fid, snapshot) {
            draft.replace(wanted, revision, met);
        }
        draft.replace(
            entity,
            revision,
            RecordState {
                body: vacancy.into(),
                shape: None,
            },
        );
        Ok(draft)
    };
    let closed = caller.ledger.submit(&caller.actor, change).await;
    closed.map_err(|error| Problem::of_change(error, ""))?;
    present(&state, &caller, fid, StatusCode::OK)
}

/// The wanted space that an approved decision served, as met.
fn met_by(vacancy: &Vacancy, fid: Fid, snapshot: &Snapshot) -> Option<(EntityId, u64, RecordState)> {
    let wanted = snapshot.wanted_spaces.get(vacancy.approved()?.wanted?)?;
    if wanted.body.status != WantedStatus::Open {
        return None;
    }
    let met = WantedSpace {
        status: WantedStatus::Met,
        met_by: Some(fid),
        ..wanted.body.clone()
    };
    let state = RecordState {
        body: met.into(),
        shape: wanted.shape.clone(),
    };
    Some((wanted.id(), wanted.revision, state))
}

/// The parcel that a vacancy becomes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParcelEntry {
    /// 番号 on the list of unused land.
    #[schema(example = "9‐1")]
    number: String,
    /// 財産名称; the vacancy's name where left out.
    #[serde(default)]
    name: Option<String>,
    /// 地番
    #[serde(default)]
    lot_text: Option<String>,
    /// ㎡ of the land, a decimal as text. The vacant floor area is not it.
    #[serde(default)]
    area_m2: Option<String>,
    #[schema(example = "2026-07-01")]
    on: String,
    #[schema(example = "未利用地一覧表へ編入")]
    reason: String,
}

/// Puts a vacancy onto the list of unused land: parcel, link and closing in one commit
#[utoipa::path(post, path = "/api/staff/vacancies/{id}/to-parcel", tag = "vacancies", request_body = ParcelEntry,
    params(("id" = String, Path, description = "The record's id", example = "V000001"),
        ("If-Match" = String, Header, description = "The ETag of the record as it was read", example = "\"1-00c0ffee00c0ffee\"")),
    responses((status = 201, body = StaffVacancy, description = "The closed vacancy; Location has the parcel"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "Not decided to be sold, or the number is taken"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "Faults by pointer")))]
pub async fn become_parcel(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<Vacancy>,
    seen: IfMatch,
    body: web::Json<ParcelEntry>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    require_edit(&caller, &state, &id)?;
    let (_, item) = current(&state, &id)?;
    caller.require_for(Action::EditParcel, item.body.organisation.bureau.as_ref())?;
    let mut entry = Entry::default();
    let number = ParcelNumber::parse(body.number.trim()).ok();
    if number.is_none() {
        entry.refuse(
            "/number",
            "番号は 9-1 の形で入力してください。",
            "Give the number as 9-1.",
        );
    }
    let name = body.name.as_deref().filter(|name| !name.trim().is_empty());
    let name = entry.line("/name", name.unwrap_or(&item.body.name));
    let lot_text = entry.optional_line("/lot_text", body.lot_text.as_deref());
    let area_m2 = entry.area_m2("/area_m2", body.area_m2.as_deref());
    let on = required_day(&mut entry, &body.on);
    let reason = entry.line("/reason", &body.reason);
    entry.finish()?;
    let (number, on) = number.zip(on).expect("a sound entry has both");
    let fid = id.0;
    let change = move |snapshot: &Snapshot| {
        let entity = EntityId::new(Kind::Vacancy, fid);
        let revision = SeenRecord { entity, tag: seen.0 }.find(snapshot)?.revision;
        let become_parcel = BecomeParcel {
            vacancy: fid,
            revision,
            number: number.clone(),
            name: name.clone(),
            lot_text: lot_text.clone(),
            area_m2,
            on,
            reason: reason.clone(),
        };
        become_parcel.draft(snapshot)
    };
    let made = caller.ledger.submit(&caller.actor, change).await;
    let made = made.map_err(|error| Problem::of_change(error, ""))?;
    let mut entities = made.entities.iter();
    let parcel = entities.find(|entity| entity.kind == Kind::Parcel).copied();
    let location = parcel.map(|parcel| format!("/api/staff/parcels/{parcel}"));
    let (_, item) = current(&state, &id)?;
    let vacancy = StaffVacancy::new(&item, &View::of(&state), &caller);
    Ok(tagged(StatusCode::CREATED, vacancy.tag(), location, &vacancy))
}
