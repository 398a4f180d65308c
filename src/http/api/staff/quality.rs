//! The quality of the data with internal fields, and every finding about a record.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answer_privately;
use crate::auth::Action;
use crate::http::api::view::View;
use crate::http::caller::Caller;
use crate::http::params::{Asked, FromParams, Params};
use crate::http::problem::{Problem, ProblemBody};
use crate::http::state::State;
use crate::quality::{Completeness, QualityFinding, YearlyCoverage, completeness, findings, yearly_coverage};
use crate::record::Kind;

/// The quality of the data.
#[derive(Serialize, ToSchema)]
pub struct StaffQuality {
    version: u64,
    data_date: Option<String>,
    registers: Vec<Completeness>,
    yearly: YearlyCoverage,
    rules: Vec<RuleCount>,
}

/// How often a rule found something.
#[derive(Serialize, ToSchema)]
pub struct RuleCount {
    /// The rule's stable id.
    #[schema(example = "shared-position")]
    rule: &'static str,
    /// `error`, `warning` or `notice`.
    #[schema(example = "warning")]
    severity: &'static str,
    count: usize,
    /// The sentence about the first record.
    example_ja: String,
    example_en: String,
}

/// Findings, page by page.
#[derive(Serialize, ToSchema)]
pub struct FindingPage {
    matched: usize,
    items: Vec<RecordFinding>,
}

/// A finding about a record.
#[derive(Serialize, ToSchema)]
pub struct RecordFinding {
    rule: &'static str,
    severity: &'static str,
    /// The record's id.
    #[schema(example = "F000123")]
    id: String,
    /// `facilities` or `parcels`.
    register: &'static str,
    /// The record's own number.
    number: Option<String>,
    name: String,
    message_ja: String,
    message_en: String,
}

impl From<QualityFinding> for RecordFinding {
    fn from(finding: QualityFinding) -> Self {
        Self {
            rule: finding.rule,
            severity: finding.severity.key(),
            id: finding.entity.to_string(),
            register: finding.entity.kind.table(),
            number: finding.number,
            name: finding.label,
            message_ja: finding.message.ja,
            message_en: finding.message.en,
        }
    }
}

/// Which findings.
#[derive(Clone, Debug, Default)]
pub struct FindingFilter {
    rule: Option<String>,
    kind: Option<Kind>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the fields are the documentation of the parameters")]
pub struct FindingParameters {
    /// Only findings of this rule.
    #[param(example = "shared-position")]
    rule: Option<String>,
    /// Only `facilities`, or only `parcels`.
    #[param(example = "facilities")]
    register: Option<String>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the fields are the documentation of the parameters")]
pub struct FindingPageParameters {
    /// Findings on a page, at most 1000; 100 where absent.
    #[param(example = 100)]
    limit: Option<u16>,
    /// How many findings to pass over.
    #[param(example = 0)]
    offset: Option<u32>,
}

impl FromParams for FindingFilter {
    fn read(params: &mut Params) -> Self {
        Self {
            rule: params.text("rule").filter(|rule| !rule.is_empty()),
            kind: params.one_of("register", &[("facilities", Kind::Facility), ("parcels", Kind::Parcel)]),
        }
    }
}

/// A page of findings.
#[derive(Clone, Copy, Debug)]
pub struct Paging {
    limit: usize,
    offset: usize,
}

impl FromParams for Paging {
    fn read(params: &mut Params) -> Self {
        let number =
            |value: Option<i64>, default: usize| value.and_then(|value| usize::try_from(value).ok()).unwrap_or(default);
        Self {
            limit: number(params.integer("limit", 1..=1_000), 100),
            offset: number(params.integer("offset", 0..=10_000_000), 0),
        }
    }
}

impl FindingFilter {
    fn select(&self, view: &View, codes: &crate::vocabulary::Vocabularies) -> Vec<QualityFinding> {
        let mut found = findings(&view.snapshot, codes);
        found.retain(|finding| {
            self.rule.as_deref().is_none_or(|rule| rule == finding.rule)
                && self.kind.is_none_or(|kind| kind == finding.entity.kind)
        });
        found
    }
}

/// The quality of the data, internal fields and yearly records included
#[utoipa::path(get, path = "/api/staff/quality", tag = "staff",
    responses((status = 200, body = StaffQuality), (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read_quality(state: web::Data<State>, caller: Caller, _: Asked<()>) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let codes = Arc::clone(&state.codes);
    answer_privately(&state, move |view| {
        Ok(StaffQuality {
            version: view.snapshot.version().0,
            data_date: view.data_date(),
            registers: completeness(&view.snapshot, &codes, true),
            yearly: yearly_coverage(&view.snapshot, &codes),
            rules: counted(findings(&view.snapshot, &codes)),
        })
    })
    .await
}

/// The gravest rules first, then the most frequent.
fn counted(found: Vec<QualityFinding>) -> Vec<RuleCount> {
    let mut rules: BTreeMap<&'static str, (crate::import::Severity, RuleCount)> = BTreeMap::new();
    for finding in found {
        let (_, count) = rules.entry(finding.rule).or_insert_with(|| {
            let count = RuleCount {
                rule: finding.rule,
                severity: finding.severity.key(),
                count: 0,
                example_ja: finding.message.ja,
                example_en: finding.message.en,
            };
            (finding.severity, count)
        });
        count.count += 1;
    }
    let mut rules: Vec<_> = rules.into_values().collect();
    rules.sort_by(|(a, one), (b, other)| a.cmp(b).then(other.count.cmp(&one.count)));
    rules.into_iter().map(|(_, count)| count).collect()
}

/// Findings about records, the gravest first
#[utoipa::path(get, path = "/api/staff/quality/findings", tag = "staff", params(FindingParameters, FindingPageParameters),
    responses((status = 200, body = FindingPage), (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list_findings(
    state: web::Data<State>,
    caller: Caller,
    asked: Asked<(FindingFilter, Paging)>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let Asked((filter, page)) = asked;
    let codes = Arc::clone(&state.codes);
    answer_privately(&state, move |view| {
        let found = filter.select(view, &codes);
        Ok(FindingPage {
            matched: found.len(),
            items: found
                .into_iter()
                .skip(page.offset)
                .take(page.limit)
                .map(RecordFinding::from)
                .collect(),
        })
    })
    .await
}

/// Findings about records as CSV
#[utoipa::path(get, path = "/api/staff/quality/findings.csv", tag = "staff", params(FindingParameters),
    responses((status = 200, body = String, content_type = "text/csv"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn download_findings(
    state: web::Data<State>,
    caller: Caller,
    asked: Asked<FindingFilter>,
) -> Result<HttpResponse, Problem> {
    caller.require(Action::ReadInternal)?;
    let Asked(filter) = asked;
    let (view, codes) = (View::of(&state), Arc::clone(&state.codes));
    let bytes = web::block(move || to_csv(filter.select(&view, &codes)))
        .await
        .map_err(|_| Problem::internal())?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"koyu-quality.csv\""))
        .body(bytes))
}

fn to_csv(found: Vec<QualityFinding>) -> Vec<u8> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut bytes);
    let mut write = |cells: [&str; 7]| writer.write_record(cells).expect("memory takes every write");
    write(["ID", "番号", "名称", "規則", "重要度", "内容", "message"]);
    for finding in found {
        write([
            &finding.entity.to_string(),
            finding.number.as_deref().unwrap_or_default(),
            &finding.label,
            finding.rule,
            finding.severity.key(),
            &finding.message.ja,
            &finding.message.en,
        ]);
    }
    drop(writer);
    bytes
}
