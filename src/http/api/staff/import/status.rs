//! An import as it stands.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::option::{ImportColumnUse, ImportOptions};
use super::{ImportId, at_desk, desk, is_own, own_desk};
use crate::auth::Action;
use crate::http::api::page::{Page, Paging};
use crate::http::caller::Caller;
use crate::http::etag::json_private;
use crate::http::params::Asked;
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::import::{Counts, Survey};
use crate::intake::{Desk, Stage, Status, changes_of_plan, require_all};

/// An upload, and what was found out about it.
#[derive(Serialize, ToSchema)]
pub struct ImportStatus {
    #[schema(example = "0198c0de-0000-7000-8000-000000000000")]
    id: String,
    /// `waiting`, `checking`, `ready`, `unusable` (see `trouble`), `cancelled`, `committing` or `done`.
    #[schema(example = "ready")]
    state: &'static str,
    actor: String,
    #[schema(example = "2026-04-01T03:00:00Z")]
    created: String,
    /// When it goes away if nobody commits it.
    expires: String,
    files: Vec<ImportFile>,
    options: ImportOptions,
    /// While something is under way.
    progress: Option<ImportProgress>,
    /// How the file is understood.
    source: Option<ImportSource>,
    counts: Option<ImportCounts>,
    /// What a commit would do.
    plan: Option<ImportPlan>,
    /// Why it cannot be imported as it is.
    trouble: Option<ImportTrouble>,
    committed: Option<ImportCommitted>,
}

/// A file as it was sent.
#[derive(Serialize, ToSchema)]
pub struct ImportFile {
    name: String,
    bytes: u64,
}

/// How far it is.
#[derive(Serialize, ToSchema)]
pub struct ImportProgress {
    rows: u64,
    /// Where the file has been read before.
    rows_expected: Option<u64>,
}

/// How a file is understood.
#[derive(Serialize, ToSchema)]
pub struct ImportSource {
    #[schema(example = "facilities")]
    kind: Option<String>,
    #[schema(example = "csv")]
    format: &'static str,
    #[schema(example = "cp932")]
    encoding: Option<&'static str>,
    header_row: u64,
    table: Option<String>,
    /// All tables that could be chosen.
    tables: Vec<String>,
    /// What positions are read in, once the check has ended; before, what the file says.
    #[schema(example = "EPSG:6668")]
    crs: Option<String>,
    profile: Option<String>,
    columns: Vec<ImportColumn>,
    /// Profiles of any kind that fit the header, the best first.
    candidates: Vec<ImportCandidate>,
}

/// A column with some of its values.
#[derive(Serialize, ToSchema)]
pub struct ImportColumn {
    name: String,
    samples: Vec<String>,
    taken_for: ImportColumnUse,
}

/// A profile that fits.
#[derive(Serialize, ToSchema)]
pub struct ImportCandidate {
    profile: String,
    kind: String,
}

/// How many rows of each fate.
#[derive(Serialize, ToSchema)]
pub struct ImportCounts {
    rows: u64,
    created: u64,
    changed: u64,
    unchanged: u64,
    blank: u64,
    refused: u64,
    missing_from_file: u64,
    ambiguous: u64,
    errors: u64,
    warnings: u64,
    notices: u64,
    by_rule: Vec<ImportRuleCount>,
}

/// How often a rule was met.
#[derive(Serialize, ToSchema)]
pub struct ImportRuleCount {
    #[schema(example = "required-missing")]
    rule: &'static str,
    #[schema(example = "error")]
    severity: &'static str,
    count: u64,
}

/// What a commit would do.
#[derive(Serialize, ToSchema)]
pub struct ImportPlan {
    /// To be sent with the commit: it is refused where the plan is another by then.
    #[schema(example = "00c0ffee00c0ffee00c0ffee")]
    tag: String,
    /// The version that the file was compared with.
    version: u64,
    changes_nothing: bool,
    /// Why the caller may not commit it.
    forbidden: Option<ImportForbidden>,
}

/// Why the caller may not commit.
#[derive(Serialize, ToSchema)]
pub struct ImportForbidden {
    detail: String,
    detail_en: String,
}

/// Why a file cannot be imported as it is.
#[derive(Serialize, ToSchema)]
pub struct ImportTrouble {
    /// A stable name.
    #[schema(example = "no-kind")]
    code: &'static str,
    detail: String,
    detail_en: String,
    /// Tables, where one has to be named.
    tables: Vec<String>,
}

/// What came of a commit.
#[derive(Serialize, ToSchema)]
pub struct ImportCommitted {
    /// The version that it made.
    #[schema(example = 8)]
    version: u64,
    actor: String,
}

impl From<&Counts> for ImportCounts {
    fn from(counts: &Counts) -> Self {
        let by_rule = counts.by_rule.iter().map(|(rule, count)| ImportRuleCount {
            rule: rule.id(),
            severity: rule.severity().key(),
            count: *count,
        });
        Self {
            rows: counts.rows,
            created: counts.created,
            changed: counts.changed,
            unchanged: counts.unchanged,
            blank: counts.blank,
            refused: counts.refused,
            missing_from_file: counts.missing_from_file,
            ambiguous: counts.ambiguous,
            errors: counts.errors,
            warnings: counts.warnings,
            notices: counts.notices,
            by_rule: by_rule.collect(),
        }
    }
}

impl ImportSource {
    fn new(kind: Option<String>, survey: &Survey, crs: Option<String>) -> Self {
        let survey = survey.clone();
        Self {
            kind,
            format: survey.format,
            encoding: survey.encoding,
            header_row: survey.header_row,
            table: survey.table,
            tables: survey.tables,
            crs: crs.or(survey.crs),
            profile: survey.profile,
            columns: survey
                .columns
                .into_iter()
                .map(|column| ImportColumn {
                    taken_for: (&column.taken_for).into(),
                    name: column.name,
                    samples: column.samples,
                })
                .collect(),
            candidates: survey
                .candidates
                .into_iter()
                .map(|candidate| ImportCandidate {
                    profile: candidate.profile,
                    kind: candidate.kind.to_string(),
                })
                .collect(),
        }
    }
}

impl ImportStatus {
    /// The work of this is bounded by the plan, so it is done off the workers.
    pub fn new(status: Status, desk: &Desk, caller: &Caller, state: &State) -> Self {
        let Status {
            upload,
            stage,
            progress,
        } = status;
        let mut answer = Self {
            id: upload.id.to_string(),
            state: stage.key(),
            created: upload.created.to_string(),
            expires: (upload.created + desk.limits().age).to_string(),
            files: upload
                .files
                .iter()
                .map(|file| ImportFile {
                    name: file.name.clone(),
                    bytes: file.bytes,
                })
                .collect(),
            options: (&upload.options).into(),
            progress: progress.map(|progress| ImportProgress {
                rows: progress.rows,
                rows_expected: progress.rows_expected,
            }),
            actor: upload.actor,
            source: None,
            counts: None,
            plan: None,
            trouble: None,
            committed: None,
        };
        match stage {
            Stage::Ready(checked) => {
                let import = &checked.import;
                let crs = Some(import.source.crs.clone());
                answer.source = Some(ImportSource::new(Some(checked.kind.to_string()), &checked.survey, crs));
                answer.counts = Some((&import.report.counts).into());
                let snapshot = state.live.load();
                let forbidden = require_all(&caller.account, &changes_of_plan(&import.plan), &snapshot).err();
                answer.plan = Some(ImportPlan {
                    tag: checked.plan.clone(),
                    version: checked.version.0,
                    changes_nothing: import.plan.changes_nothing(),
                    forbidden: forbidden.map(|forbidden| {
                        let message = forbidden.message();
                        ImportForbidden {
                            detail: message.ja,
                            detail_en: message.en,
                        }
                    }),
                });
            }
            Stage::Unusable(trouble) => {
                let kind = trouble.kind.as_ref().map(ToString::to_string);
                let survey = trouble.survey.as_ref();
                answer.source = survey.map(|survey| ImportSource::new(kind, survey, None));
                answer.trouble = Some(ImportTrouble {
                    code: trouble.code,
                    detail: trouble.message.ja.clone(),
                    detail_en: trouble.message.en.clone(),
                    tables: trouble.tables.clone(),
                });
            }
            Stage::Done(committed) => {
                answer.counts = Some((&committed.counts).into());
                answer.committed = Some(ImportCommitted {
                    version: committed.version.0,
                    actor: committed.actor,
                });
            }
            Stage::Waiting | Stage::Checking(_) | Stage::Cancelled | Stage::Committing(_) => {}
        }
        answer
    }

    /// Presents what an act on the desk came to.
    pub async fn of(
        caller: Caller,
        state: web::Data<State>,
        act: impl FnOnce(&Desk) -> Result<Status, crate::intake::IntakeError> + Send + 'static,
    ) -> Result<Self, Problem> {
        at_desk(desk(&state)?, move |desk| {
            Ok(Self::new(act(desk)?, desk, &caller, &state))
        })
        .await
    }
}

/// The uploads of the caller that nobody has discarded, the newest first; who runs the service sees those of all
#[utoipa::path(get, path = "/api/staff/imports", tag = "imports", params(Paging),
    responses((status = 200, body = Page<ImportStatus>), (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_imports(
    caller: Caller,
    state: web::Data<State>,
    Asked(paging): Asked<Paging>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::Import)?;
    let page = at_desk(desk(&state)?, move |desk| {
        let mut all = desk.list();
        all.retain(|status| is_own(&caller, &status.upload));
        let version = state.live.load().version();
        Ok(Page::of(&all, paging, version, |status| {
            ImportStatus::new(status.clone(), desk, &caller, &state)
        }))
    });
    Ok(json_private(&page.await?))
}

/// An upload: how it is understood, what the check found, how far it is
#[utoipa::path(get, path = "/api/staff/imports/{id}", tag = "imports",
    params(("id" = String, Path, description = "The import's id", example = "0198c0de-0000-7000-8000-000000000000")),
    responses((status = 200, body = ImportStatus), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_import(
    caller: Caller,
    state: web::Data<State>,
    id: ImportId,
    _: Asked<()>,
) -> Result<HttpResponse, Problem> {
    own_desk(&caller, &state, &id)?;
    let status = ImportStatus::of(caller, state, move |desk| desk.status(id.0)).await?;
    Ok(json_private(&status))
}
