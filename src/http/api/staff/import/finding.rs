//! What the check of an upload found, a part at a time.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{ImportId, at_desk, own_desk};
use crate::http::api::page::{Page, Paging};
use crate::http::caller::Caller;
use crate::http::etag::json_private;
use crate::http::params::{Asked, FromParams, Params};
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::import::{Finding, Rule, Severity};
use crate::text::Message;

/// One finding. Row 0 is the file as a whole.
#[derive(Serialize, ToSchema)]
pub struct ImportFinding {
    /// The row's number in the file, as its program counts.
    row: u64,
    /// The sheet, where several are read.
    table: Option<String>,
    /// The record's own number, or its name.
    key: Option<String>,
    column: Option<String>,
    value: Option<String>,
    #[schema(example = "unreadable-date")]
    rule: &'static str,
    /// `error`: the row is refused; `warning`; `notice`.
    #[schema(example = "error")]
    severity: &'static str,
    detail: String,
    detail_en: String,
}

impl From<&Finding> for ImportFinding {
    fn from(finding: &Finding) -> Self {
        let own = finding.clone();
        Self {
            row: own.row,
            table: own.table,
            key: own.key,
            column: own.column,
            value: own.value,
            rule: own.rule.id(),
            severity: own.severity.key(),
            detail: own.message_ja,
            detail_en: own.message_en,
        }
    }
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the fields are the documentation of the parameters")]
pub struct ImportFindingParameters {
    /// Only of this rule.
    #[param(example = "unreadable-date")]
    rule: Option<String>,
    /// Only this grave: `error`, `warning`, `notice`.
    #[param(example = "error")]
    severity: Option<String>,
}

/// Which findings.
pub struct ImportFindingFilter {
    rule: Option<Rule>,
    severity: Option<Severity>,
}

impl FromParams for ImportFindingFilter {
    fn read(params: &mut Params) -> Self {
        Self {
            rule: params.value("rule", |text| {
                let known = Rule::ALL.iter().copied().find(|rule| rule.id() == text);
                known.ok_or_else(|| {
                    Message::new(
                        "規則の名前（例 unreadable-date）",
                        "the name of a rule such as unreadable-date",
                    )
                })
            }),
            severity: params.one_of(
                "severity",
                &[
                    ("error", Severity::Error),
                    ("warning", Severity::Warning),
                    ("notice", Severity::Notice),
                ],
            ),
        }
    }
}

impl ImportFindingFilter {
    fn fits(&self, finding: &Finding) -> bool {
        self.rule.is_none_or(|rule| finding.rule == rule)
            && self.severity.is_none_or(|severity| finding.severity == severity)
    }
}

/// What the check of an upload found, in the order of the file
#[utoipa::path(get, path = "/api/staff/imports/{id}/findings", tag = "imports",
    params(("id" = String, Path, description = "The import's id", example = "0198c0de-0000-7000-8000-000000000000"), ImportFindingParameters, Paging),
    responses((status = 200, body = Page<ImportFinding>), (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "The check has not ended")))]
pub async fn list_import_findings(
    caller: Caller,
    state: web::Data<State>,
    id: ImportId,
    asked: Asked<(ImportFindingFilter, Paging)>,
) -> Result<HttpResponse, Problem> {
    let desk = own_desk(&caller, &state, &id)?;
    let Asked((filter, paging)) = asked;
    let version = state.live.load().version();
    let page = at_desk(desk, move |desk| {
        let report = desk.report(id.0)?;
        let found: Vec<&Finding> = report.findings.iter().filter(|finding| filter.fits(finding)).collect();
        Ok(Page::of(&found, paging, version, |finding| {
            ImportFinding::from(*finding)
        }))
    });
    Ok(json_private(&page.await?))
}
