//! What a commit would do, record by record and field by field.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{ImportId, at_desk, own_desk};
use crate::auth::{Action as Act, Roles};
use crate::http::api::page::{Page, Paging};
use crate::http::api::staff::history::StaffChange;
use crate::http::caller::Caller;
use crate::http::etag::json_private;
use crate::http::params::{Asked, FromParams, Params};
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::import::{Absentee, Action, Ambiguity, Entry, Plan};

/// What becomes of one record.
#[derive(Serialize, ToSchema)]
pub struct ImportEffect {
    /// `created`, `changed`, `unchanged`, `removed`; `missing`: no row speaks of it and it stays; `ambiguous`: the row is
    /// refused.
    #[schema(example = "changed")]
    action: &'static str,
    /// The row that says so.
    row: Option<u64>,
    /// The kind of record, as its collection is called.
    #[schema(example = "facilities")]
    kind: Option<&'static str>,
    /// The record; null where it is new.
    #[schema(example = "F000123")]
    id: Option<String>,
    /// Its own number.
    key: Option<String>,
    label: String,
    /// Field by field, as far as the caller may read them.
    changes: Vec<StaffChange>,
    /// The records that an ambiguous row may be about.
    candidates: Vec<String>,
}

impl ImportEffect {
    fn of_entry(entry: &Entry, roles: Roles) -> Self {
        let kind = entry.entity.kind;
        let changes = match entry.action {
            Action::Unchanged => Vec::new(),
            _ => entry.changes(),
        };
        Self {
            action: match entry.action {
                Action::Created => "created",
                Action::Changed => "changed",
                Action::Unchanged => "unchanged",
                Action::Removed => "removed",
            },
            row: (entry.row > 0).then_some(entry.row),
            kind: Some(kind.table()),
            id: entry.before.as_ref().map(|_| entry.entity.to_string()),
            key: entry.key.clone(),
            label: entry.label.clone(),
            changes: changes
                .into_iter()
                .filter_map(|change| StaffChange::new(change, kind, roles))
                .collect(),
            candidates: Vec::new(),
        }
    }

    fn of_missing(absentee: &Absentee) -> Self {
        Self {
            action: "missing",
            row: None,
            kind: Some(absentee.entity.kind.table()),
            id: Some(absentee.entity.to_string()),
            key: absentee.key.clone(),
            label: absentee.label.clone(),
            changes: Vec::new(),
            candidates: Vec::new(),
        }
    }

    fn of_ambiguous(ambiguity: &Ambiguity) -> Self {
        Self {
            action: "ambiguous",
            row: Some(ambiguity.row),
            kind: None,
            id: None,
            key: None,
            label: ambiguity.name.clone(),
            changes: Vec::new(),
            candidates: ambiguity.candidates.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Which of them.
#[derive(Clone, Copy)]
enum Shown {
    Entries(Action),
    Missing,
    Ambiguous,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the fields are the documentation of the parameters")]
pub struct ImportEffectParameters {
    /// `created`, `changed`, `unchanged`, `removed`, `missing` or `ambiguous`; all that changes where absent.
    #[param(example = "changed")]
    action: Option<String>,
}

pub struct ImportEffectFilter(Option<Shown>);

impl FromParams for ImportEffectFilter {
    fn read(params: &mut Params) -> Self {
        Self(params.one_of(
            "action",
            &[
                ("created", Shown::Entries(Action::Created)),
                ("changed", Shown::Entries(Action::Changed)),
                ("unchanged", Shown::Entries(Action::Unchanged)),
                ("removed", Shown::Entries(Action::Removed)),
                ("missing", Shown::Missing),
                ("ambiguous", Shown::Ambiguous),
            ],
        ))
    }
}

impl ImportEffectFilter {
    fn page(&self, plan: &Plan, paging: Paging, version: crate::history::Version, roles: Roles) -> Page<ImportEffect> {
        let entries = |fits: &dyn Fn(Action) -> bool| {
            let fitting: Vec<&Entry> = plan.entries.iter().filter(|entry| fits(entry.action)).collect();
            Page::of(&fitting, paging, version, |entry| ImportEffect::of_entry(entry, roles))
        };
        match self.0 {
            None => entries(&|action| action != Action::Unchanged),
            Some(Shown::Entries(wanted)) => entries(&|action| action == wanted),
            Some(Shown::Missing) => Page::of(&plan.missing, paging, version, ImportEffect::of_missing),
            Some(Shown::Ambiguous) => Page::of(&plan.ambiguous, paging, version, ImportEffect::of_ambiguous),
        }
    }
}

/// What a commit would do, record by record and field by field
#[utoipa::path(get, path = "/api/staff/imports/{id}/preview", tag = "imports",
    params(("id" = String, Path, description = "The import's id", example = "0198c0de-0000-7000-8000-000000000000"), ImportEffectParameters, Paging),
    responses((status = 200, body = Page<ImportEffect>), (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "The check has not ended")))]
pub async fn preview_import(
    caller: Caller,
    state: web::Data<State>,
    id: ImportId,
    asked: Asked<(ImportEffectFilter, Paging)>,
) -> Result<HttpResponse, Problem> {
    caller.require(Act::ReadInternal)?;
    let desk = own_desk(&caller, &state, &id)?;
    let Asked((filter, paging)) = asked;
    let roles = caller.account.roles;
    let page = at_desk(desk, move |desk| {
        let checked = desk.checked(id.0)?;
        Ok(filter.page(&checked.import.plan, paging, checked.version, roles))
    });
    Ok(json_private(&page.await?))
}
