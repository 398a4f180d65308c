//! Survey rounds (空き施設調査): the bureaus asked, and how far each has answered.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::entry::Entry;
use super::revise::{create, current, revise, tag_of, tagged};
use crate::auth::Action;
use crate::history::State as RecordState;
use crate::http::api::page::{Page, Paging};
use crate::http::api::record::RecordId;
use crate::http::api::view::View;
use crate::http::caller::Caller;
use crate::http::if_match::IfMatch;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody, ProblemKind};
use crate::http::state::State;
use crate::ledger::LedgerError;
use crate::record::{Code, Fid, Provenance};
use crate::register::{AskedBureau, Reply, SurveyAnswer, SurveyRound};
use crate::snapshot::Item;
use crate::text::Message;

/// A survey round, with how complete it is.
#[derive(Serialize, ToSchema)]
pub struct StaffSurveyRound {
    #[schema(example = "R000001")]
    id: String,
    #[schema(example = "1-00c0ffee00c0ffee")]
    tag: String,
    #[schema(example = "令和8年度 空き施設調査")]
    title: String,
    /// 照会日
    #[schema(example = "2026-04-01")]
    on: String,
    /// 回答期限
    #[schema(example = "2026-05-31")]
    due: String,
    remarks: Option<String>,
    asked: usize,
    answered: usize,
    /// Past its date with answers missing.
    overdue: bool,
    bureaus: Vec<StaffAskedBureau>,
    /// How many vacancies name the round.
    vacancies: usize,
    provenance: &'static str,
    /// Whether the caller may change the round.
    may_run: bool,
}

/// A bureau that was asked.
#[derive(Serialize, ToSchema)]
pub struct StaffAskedBureau {
    /// A key of the list bureaus.
    #[schema(example = "civic")]
    bureau: String,
    bureau_ja: Option<String>,
    bureau_en: Option<String>,
    /// `nothing`, `listed`, or null: not answered.
    #[schema(example = "listed")]
    reply: Option<&'static str>,
    on: Option<String>,
    by: Option<String>,
    note: Option<String>,
    /// How many vacancies of this bureau name the round.
    vacancies: usize,
    /// Whether the caller may enter this bureau's answer.
    may_answer: bool,
}

impl StaffSurveyRound {
    fn new(item: &Item<SurveyRound>, view: &View, caller: &Caller, today: Date) -> Self {
        let round = &item.body;
        let listed: Vec<_> = view
            .snapshot
            .vacancies
            .iter()
            .filter(|vacancy| vacancy.body.round == Some(item.fid))
            .collect();
        let of_bureau = |bureau: &Code| {
            let own = listed
                .iter()
                .filter(|vacancy| vacancy.body.organisation.bureau.as_ref() == Some(bureau));
            own.count()
        };
        Self {
            id: item.id().to_string(),
            tag: tag_of(item),
            title: round.title.clone(),
            on: round.on.to_string(),
            due: round.due.to_string(),
            remarks: round.remarks.clone(),
            asked: round.asked.len(),
            answered: round.answered(),
            overdue: round.is_overdue(today),
            bureaus: round
                .asked
                .iter()
                .map(|asked| {
                    let key = asked.bureau.as_str();
                    let answer = asked.answer.as_ref();
                    StaffAskedBureau {
                        bureau: key.to_owned(),
                        bureau_ja: view.label_ja("bureaus", key),
                        bureau_en: view.label_en("bureaus", key),
                        reply: answer.map(|answer| answer.reply.key()),
                        on: answer.map(|answer| answer.on.to_string()),
                        by: answer.map(|answer| answer.by.clone()),
                        note: answer.and_then(|answer| answer.note.clone()),
                        vacancies: of_bureau(&asked.bureau),
                        may_answer: caller.require_for(Action::AnswerSurvey, Some(&asked.bureau)).is_ok(),
                    }
                })
                .collect(),
            vacancies: listed.len(),
            provenance: round.provenance.key(),
            may_run: caller.require(Action::RunSurvey).is_ok(),
        }
    }
}

/// A round as a person enters it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SurveyRoundEntry {
    #[schema(example = "令和8年度 空き施設調査")]
    title: String,
    #[schema(example = "2026-04-01")]
    on: String,
    #[schema(example = "2026-05-31")]
    due: String,
    /// Keys of the list bureaus.
    #[schema(example = json!(["civic", "welfare"]))]
    bureaus: Vec<String>,
    #[serde(default)]
    remarks: Option<String>,
}

impl SurveyRoundEntry {
    /// Answers that are there already stay with their bureaus.
    fn read(&self, before: Option<&SurveyRound>, view: &View) -> Result<SurveyRound, Problem> {
        let mut entry = Entry::default();
        let title = entry.line("/title", &self.title);
        let on = day(&mut entry, "/on", &self.on);
        let due = day(&mut entry, "/due", &self.due);
        if let (Some(on), Some(due)) = (on, due)
            && due < on
        {
            entry.refuse(
                "/due",
                "回答期限が照会日より前です。",
                "The date due lies before the round.",
            );
        }
        if self.bureaus.is_empty() {
            entry.refuse("/bureaus", "照会先を選んでください。", "Choose the bureaus to ask.");
        }
        let mut asked: Vec<AskedBureau> = Vec::with_capacity(self.bureaus.len());
        for (at, key) in self.bureaus.iter().enumerate() {
            let pointer = format!("/bureaus/{at}");
            let Some(bureau) = entry.code(&pointer, "bureaus", Some(key), view.vocabulary.as_ref()) else {
                continue;
            };
            if asked.iter().any(|there| there.bureau == bureau) {
                continue;
            }
            let there = before.and_then(|round| round.asked.iter().find(|there| there.bureau == bureau));
            asked.push(AskedBureau {
                bureau,
                answer: there.and_then(|there| there.answer.clone()),
            });
        }
        let remarks = entry.optional_text("/remarks", self.remarks.as_deref());
        entry.finish()?;
        let (on, due) = on.zip(due).expect("a sound entry has both");
        Ok(SurveyRound {
            title,
            on,
            due,
            asked,
            remarks,
            provenance: before.map_or(Provenance::Source, |round| round.provenance),
        })
    }
}

fn day(entry: &mut Entry, pointer: &str, text: &str) -> Option<Date> {
    if text.trim().is_empty() {
        entry.refuse(pointer, "日付を入力してください。", "Give the day.");
    }
    entry.day(pointer, Some(text))
}

fn present(state: &State, caller: &Caller, fid: Fid, status: StatusCode) -> Result<HttpResponse, Problem> {
    let view = View::of(state);
    let item = view
        .snapshot
        .survey_rounds
        .get(fid)
        .ok_or_else(|| Problem::bare(ProblemKind::NotFound))?;
    let round = StaffSurveyRound::new(item, &view, caller, (state.today)());
    let location = (status == StatusCode::CREATED).then(|| format!("/api/staff/survey-rounds/{}", round.id));
    Ok(tagged(status, &round.tag, location, &round))
}

/// All survey rounds, the latest first
#[utoipa::path(get, path = "/api/staff/survey-rounds", tag = "vacancies", params(Paging),
    responses((status = 200, body = Page<StaffSurveyRound>), (status = 401, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_survey_rounds(
    caller: Caller,
    state: web::Data<State>,
    asked: Asked<Paging>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let view = View::of(&state);
    let mut rounds: Vec<_> = view.snapshot.survey_rounds.iter().collect();
    rounds.sort_by_key(|item| (std::cmp::Reverse(item.body.on), item.fid));
    let today = (state.today)();
    let page = Page::of(&rounds, asked.0, view.snapshot.version(), |item| {
        StaffSurveyRound::new(item, &view, &caller, today)
    });
    Ok(HttpResponse::Ok().json(page))
}

/// One survey round
#[utoipa::path(get, path = "/api/staff/survey-rounds/{id}", tag = "vacancies",
    params(("id" = String, Path, description = "The record's id", example = "R000001")),
    responses((status = 200, body = StaffSurveyRound), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_survey_round(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<SurveyRound>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    current(&state, &id)?;
    present(&state, &caller, id.0, StatusCode::OK)
}

/// Asks bureaus for their vacant space
#[utoipa::path(post, path = "/api/staff/survey-rounds", tag = "vacancies", request_body = SurveyRoundEntry,
    responses((status = 201, body = StaffSurveyRound), (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "Faults by pointer")))]
pub async fn create_survey_round(
    caller: Caller,
    state: web::Data<State>,
    body: web::Json<SurveyRoundEntry>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::RunSurvey)?;
    let round = body.read(None, &View::of(&state))?;
    let record = RecordState {
        body: round.into(),
        shape: None,
    };
    let fid = create::<SurveyRound>(&caller, "空き施設調査の開始", record).await?;
    present(&state, &caller, fid, StatusCode::CREATED)
}

/// Changes a survey round; answers stay with their bureaus
#[utoipa::path(put, path = "/api/staff/survey-rounds/{id}", tag = "vacancies", request_body = SurveyRoundEntry,
    params(("id" = String, Path, description = "The record's id", example = "R000001"),
        ("If-Match" = String, Header, description = "The ETag of the record as it was read", example = "\"1-00c0ffee00c0ffee\"")),
    responses((status = 200, body = StaffSurveyRound), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json", description = "Faults by pointer")))]
pub async fn correct_survey_round(
    caller: Caller,
    state: web::Data<State>,
    id: RecordId<SurveyRound>,
    seen: IfMatch,
    body: web::Json<SurveyRoundEntry>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::RunSurvey)?;
    let (_, before) = current(&state, &id)?;
    let round = body.read(Some(&before.body), &View::of(&state))?;
    revise(
        &caller,
        &id,
        seen,
        "空き施設調査の変更",
        move |there: &mut SurveyRound, _| {
            *there = round.clone();
            Ok(())
        },
    )
    .await?;
    present(&state, &caller, id.0, StatusCode::OK)
}

/// A bureau's answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerEntry {
    /// `nothing` or `listed`; null takes an answer back.
    #[schema(example = "listed")]
    reply: Option<String>,
    #[serde(default)]
    note: Option<String>,
}

/// Enters what a bureau answered
#[utoipa::path(put, path = "/api/staff/survey-rounds/{id}/answers/{bureau}", tag = "vacancies", request_body = AnswerEntry,
    params(("id" = String, Path, description = "The record's id", example = "R000001"),
        ("bureau" = String, Path, description = "A key of the list bureaus", example = "civic"),
        ("If-Match" = String, Header, description = "The ETag of the record as it was read", example = "\"1-00c0ffee00c0ffee\"")),
    responses((status = 200, body = StaffSurveyRound), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "The bureau was not asked")))]
pub async fn answer_survey(
    caller: Caller,
    state: web::Data<State>,
    path: web::Path<(String, String)>,
    seen: IfMatch,
    body: web::Json<AnswerEntry>,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    let (id, bureau) = path.into_inner();
    let id = RecordId::<SurveyRound>::parse(&id)?;
    caller.require_for(Action::AnswerSurvey, Some(&Code::new(bureau.as_str())))?;
    current(&state, &id)?;
    let mut entry = Entry::default();
    let reply = match body.reply.as_deref() {
        None => None,
        Some("nothing") => Some(Reply::Nothing),
        Some("listed") => Some(Reply::Listed),
        Some(_) => {
            entry.refuse("/reply", "回答を選んでください。", "Choose the answer.");
            None
        }
    };
    let note = entry.optional_text("/note", body.note.as_deref());
    entry.finish()?;
    let answer = reply.map(|reply| SurveyAnswer {
        reply,
        on: (state.today)(),
        by: caller.actor.to_string(),
        note,
    });
    let reason = format!("空き施設調査の回答: {bureau}");
    revise(&caller, &id, seen, reason, move |round: &mut SurveyRound, _| {
        if round.answer(&bureau, answer.clone()) {
            return Ok(());
        }
        Err(LedgerError::Invalid(Message::new(
            format!("{bureau} には照会していません。先に照会先に加えてください。"),
            format!("{bureau} was not asked; add it to the round first."),
        )))
    })
    .await?;
    present(&state, &caller, id.0, StatusCode::OK)
}
