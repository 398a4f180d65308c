//! Vacancies as those who work on them see them: with what is being weighed.

use serde::Serialize;
use utoipa::ToSchema;

use super::revise::tag_of;
use crate::auth::Action;
use crate::http::api::history::PublicForm;
use crate::http::api::record::Seen;
use crate::http::api::vacancy::PublicVacancy;
use crate::http::api::view::View;
use crate::http::caller::Caller;
use crate::record::{EntityId, Fid, Kind};
use crate::register::{Approval, Candidate, Decision, Outcome, Vacancy};
use crate::snapshot::Item;

/// A vacancy with what is internal. Its ETag, also in `tag`, is what `If-Match` of a change carries.
#[derive(Serialize, ToSchema)]
pub struct StaffVacancy {
    /// What everybody sees of it, or would if it were released.
    facts: PublicVacancy,
    #[schema(example = "1-00c0ffee00c0ffee")]
    tag: String,
    /// Whether everybody may see it.
    released: bool,
    /// The record that it belongs to, also where that is hidden from others.
    #[schema(example = "F000004")]
    of: String,
    of_name: Option<String>,
    /// `found`, `matching`, `proposed`, `decided`, `under_way` or `closed`.
    #[schema(example = "matching")]
    stage: &'static str,
    stage_ja: Option<String>,
    stage_en: Option<String>,
    /// As it was written.
    since_text: Option<String>,
    usable_from_text: Option<String>,
    remarks_internal: Option<String>,
    /// The survey round in which it was reported.
    round: Option<String>,
    round_title: Option<String>,
    candidates: Vec<StaffCandidate>,
    decision: Option<StaffDecision>,
    outcomes: Vec<StaffOutcome>,
    closing: Option<StaffClosing>,
    may: VacancyRights,
}

/// A use that is being looked at.
#[derive(Serialize, ToSchema)]
pub struct StaffCandidate {
    #[schema(example = "2026-05-01")]
    on: String,
    title: String,
    note: Option<String>,
    /// The wanted space that it serves.
    #[schema(example = "S000001")]
    wanted: Option<String>,
}

/// A decision, and its approval.
#[derive(Serialize, ToSchema)]
pub struct StaffDecision {
    /// A key of the list vacancy_uses.
    #[schema(example = "lend")]
    kind: &'static str,
    kind_ja: Option<String>,
    kind_en: Option<String>,
    #[schema(example = "2026-05-01")]
    on: String,
    by: String,
    reason: String,
    wanted: Option<String>,
    wanted_title: Option<String>,
    approval: Option<StaffApproval>,
}

/// The consent of another person.
#[derive(Serialize, ToSchema)]
pub struct StaffApproval {
    #[schema(example = "2026-05-08")]
    on: String,
    by: String,
    note: Option<String>,
}

/// What was done and what came of it.
#[derive(Serialize, ToSchema)]
pub struct StaffOutcome {
    #[schema(example = "2026-06-01")]
    on: String,
    what: String,
    area_m2: Option<String>,
    income_yen: Option<i64>,
    saving_yen: Option<i64>,
}

/// The end of a vacancy.
#[derive(Serialize, ToSchema)]
pub struct StaffClosing {
    #[schema(example = "2026-07-01")]
    on: String,
    reason: String,
    /// The parcel that it became.
    parcel: Option<String>,
}

/// What the caller may do with it now.
#[derive(Serialize, ToSchema)]
pub struct VacancyRights {
    edit: bool,
    release: bool,
    /// A decision waits, and the caller may approve and did not make it.
    approve: bool,
    record_outcome: bool,
    /// It was decided to be sold, with approval, and the caller edits unused land.
    become_parcel: bool,
}

impl VacancyRights {
    fn of(vacancy: &Vacancy, caller: &Caller) -> Self {
        let bureau = vacancy.organisation.bureau.as_ref();
        let edit = caller.require_for(Action::EditVacancy, bureau).is_ok();
        let waiting = vacancy.decision.as_ref().filter(|_| vacancy.waits_for_approval());
        Self {
            edit,
            release: caller.require(Action::ReleaseVacancy).is_ok(),
            approve: waiting.is_some_and(|decision| caller.require_approval(Action::Approve, &decision.by).is_ok()),
            record_outcome: edit && vacancy.is_open() && vacancy.approved().is_some(),
            become_parcel: edit
                && caller.require_for(Action::EditParcel, bureau).is_ok()
                && vacancy.may_become_land().is_ok(),
        }
    }
}

impl StaffVacancy {
    pub fn new(item: &Item<Vacancy>, view: &View, caller: &Caller) -> Self {
        let vacancy = &item.body;
        let name = |entity: EntityId| view.snapshot.name_of(entity);
        let round = vacancy.round.map(|fid| EntityId::new(Kind::SurveyRound, fid));
        let stage = vacancy.stage().key();
        Self {
            facts: PublicVacancy::new(&Seen::now(item), view),
            tag: tag_of(item),
            released: vacancy.released,
            of: vacancy.of.to_string(),
            of_name: name(vacancy.of),
            stage,
            stage_ja: view.label_ja("vacancy_stages", stage),
            stage_en: view.label_en("vacancy_stages", stage),
            since_text: vacancy.since.as_ref().map(|date| date.text().to_owned()),
            usable_from_text: vacancy.usable_from.as_ref().map(|date| date.text().to_owned()),
            remarks_internal: vacancy.remarks_internal.clone(),
            round: round.map(|round| round.to_string()),
            round_title: round.and_then(name),
            candidates: vacancy.candidates.iter().map(StaffCandidate::new).collect(),
            decision: vacancy
                .decision
                .as_ref()
                .map(|decision| StaffDecision::new(decision, view)),
            outcomes: vacancy.outcomes.iter().map(StaffOutcome::new).collect(),
            closing: vacancy.closing.as_ref().map(|closing| StaffClosing {
                on: closing.on.to_string(),
                reason: closing.reason.clone(),
                parcel: closing.parcel.map(|fid| EntityId::new(Kind::Parcel, fid).to_string()),
            }),
            may: VacancyRights::of(vacancy, caller),
        }
    }

    pub fn tag(&self) -> &str {
        &self.tag
    }
}

fn wanted_id(wanted: Option<Fid>) -> Option<String> {
    wanted.map(|fid| EntityId::new(Kind::WantedSpace, fid).to_string())
}

impl StaffCandidate {
    fn new(candidate: &Candidate) -> Self {
        Self {
            on: candidate.on.to_string(),
            title: candidate.title.clone(),
            note: candidate.note.clone(),
            wanted: wanted_id(candidate.wanted),
        }
    }
}

impl StaffDecision {
    fn new(decision: &Decision, view: &View) -> Self {
        let kind = decision.kind.key();
        let wanted = decision.wanted.map(|fid| EntityId::new(Kind::WantedSpace, fid));
        Self {
            kind,
            kind_ja: view.label_ja("vacancy_uses", kind),
            kind_en: view.label_en("vacancy_uses", kind),
            on: decision.on.to_string(),
            by: decision.by.clone(),
            reason: decision.reason.clone(),
            wanted: wanted.map(|wanted| wanted.to_string()),
            wanted_title: wanted.and_then(|wanted| view.snapshot.name_of(wanted)),
            approval: decision.approval.as_ref().map(StaffApproval::new),
        }
    }
}

impl StaffApproval {
    fn new(approval: &Approval) -> Self {
        Self {
            on: approval.on.to_string(),
            by: approval.by.clone(),
            note: approval.note.clone(),
        }
    }
}

impl StaffOutcome {
    fn new(outcome: &Outcome) -> Self {
        Self {
            on: outcome.on.to_string(),
            what: outcome.what.clone(),
            area_m2: outcome.area_m2.map(|area| area.to_string()),
            income_yen: outcome.income_yen.map(|yen| yen.0),
            saving_yen: outcome.saving_yen.map(|yen| yen.0),
        }
    }
}
