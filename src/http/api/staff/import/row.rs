//! Rows of an upload as they stand in the file, beside what was found.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::finding::ImportFinding;
use super::{ImportId, at_desk, own_desk};
use crate::http::caller::Caller;
use crate::http::etag::json_private;
use crate::http::params::{Asked, FromParams, Params};
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::import::{Finding, RowChoice, Severity};

/// Rows of a file.
#[derive(Serialize, ToSchema)]
pub struct ImportRows {
    /// How many rows fulfil the filter.
    matched: u64,
    columns: Vec<String>,
    items: Vec<ImportRow>,
}

/// A row with its cells as text.
#[derive(Serialize, ToSchema)]
pub struct ImportRow {
    row: u64,
    cells: Vec<String>,
    findings: Vec<ImportFinding>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the fields are the documentation of the parameters")]
pub struct ImportRowParameters {
    /// `all`, `found`: with findings; `refused`: with errors.
    #[param(default = "all", example = "refused")]
    only: Option<String>,
    /// At most this many rows.
    #[param(minimum = 1, maximum = 200, default = 50, example = 50)]
    limit: Option<u64>,
    /// So many of them are passed over.
    #[param(minimum = 0, maximum = 10_000_000, default = 0, example = 0)]
    offset: Option<u64>,
}

#[derive(Clone, Copy)]
enum Only {
    All,
    Found,
    Refused,
}

/// Which rows.
pub struct ImportRowFilter {
    only: Only,
    limit: usize,
    offset: usize,
}

impl FromParams for ImportRowFilter {
    fn read(params: &mut Params) -> Self {
        let only = params.one_of(
            "only",
            &[("all", Only::All), ("found", Only::Found), ("refused", Only::Refused)],
        );
        let mut number = |name, bounds| {
            params
                .integer(name, bounds)
                .and_then(|number| usize::try_from(number).ok())
        };
        Self {
            limit: number("limit", 1..=200).unwrap_or(50),
            offset: number("offset", 0..=10_000_000).unwrap_or(0),
            only: only.unwrap_or(Only::All),
        }
    }
}

impl ImportRowFilter {
    /// The rows that are wanted, and how many there are in all.
    fn choice(&self, by_row: &BTreeMap<u64, Vec<&Finding>>, rows: u64) -> (RowChoice, u64) {
        let is_wanted = |found: &[&Finding]| match self.only {
            Only::Refused => found.iter().any(|finding| finding.severity == Severity::Error),
            Only::All | Only::Found => true,
        };
        let Self { limit, offset, .. } = *self;
        if matches!(self.only, Only::All) {
            return (RowChoice::Part { offset, limit }, rows);
        }
        let wanted = by_row.iter().filter(|(row, found)| **row > 0 && is_wanted(found));
        let numbers: Vec<u64> = wanted.map(|(row, _)| *row).collect();
        let part: BTreeSet<u64> = numbers.iter().copied().skip(offset).take(limit).collect();
        (RowChoice::Numbers(part), numbers.len() as u64)
    }
}

/// Rows of an upload as they stand in the file, with what was found about each
#[utoipa::path(get, path = "/api/staff/imports/{id}/rows", tag = "imports",
    params(("id" = String, Path, description = "The import's id", example = "0198c0de-0000-7000-8000-000000000000"), ImportRowParameters),
    responses((status = 200, body = ImportRows), (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json", description = "The check has not ended, or the file is a workbook of several tables")))]
pub async fn list_import_rows(
    caller: Caller,
    state: web::Data<State>,
    id: ImportId,
    asked: Asked<ImportRowFilter>,
) -> Result<HttpResponse, Problem> {
    let desk = own_desk(&caller, &state, &id)?;
    let Asked(filter) = asked;
    let rows = at_desk(desk, move |desk| {
        let checked = desk.checked(id.0)?;
        let report = &checked.import.report;
        let mut by_row: BTreeMap<u64, Vec<&Finding>> = BTreeMap::new();
        for finding in &report.findings {
            by_row.entry(finding.row).or_default().push(finding);
        }
        let (choice, matched) = filter.choice(&by_row, report.counts.rows);
        let found = |row: u64| {
            by_row
                .get(&row)
                .into_iter()
                .flatten()
                .map(|finding| ImportFinding::from(*finding))
        };
        Ok(ImportRows {
            matched,
            columns: checked.import.source.columns.clone(),
            items: checked
                .excerpt(&choice)?
                .into_iter()
                .map(|row| ImportRow {
                    row: row.number,
                    findings: found(row.number).collect(),
                    cells: row.cells,
                })
                .collect(),
        })
    });
    Ok(json_private(&rows.await?))
}
