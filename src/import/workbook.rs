//! A yearly workbook on its way back: every sheet is read as a table of its own, and all together are one commit.

use std::collections::BTreeMap;

use super::context::Context;
use super::map::Mapping;
use super::position::Locator;
use super::profile::{ColumnSpec, Detect, PositionSpec, Profile, Reading};
use super::run::{file_notes, finish, open_file, read_table, source};
use super::scope::Scope;
use super::table::Outcome;
use super::watch::{Watch, Watched};
use super::{Finding, Import, ImportError, ImportKind, ImportRequest, Refused, Rule};
use crate::codec::{Cell, Format, RowReader};
use crate::geometry::Crs;
use crate::record::Kind;
use crate::snapshot::Snapshot;
use crate::text::Message;
use crate::vocabulary::Vocabularies;
use crate::workbook::{Column, Role, STAMP_SHEET, Sheet, Stamp};

/// The id under which reports and batches name the layout.
const LAYOUT: &str = "workbook";

/// Reads a workbook that Koyu made. Nothing where the file is something else and another kind is wanted.
pub(super) fn run(
    request: &ImportRequest,
    snapshot: &Snapshot,
    vocabularies: &Vocabularies,
    watch: &Watch,
) -> Result<Option<Import>, ImportError> {
    let sheets = wanted(request);
    if sheets.is_empty() || request.profile.is_some() {
        return Ok(None);
    }
    let Some((stamp, tables)) = stamp(request)? else {
        if request.kind == ImportKind::Workbook {
            return Err(ImportError::NotAWorkbook {
                file: request.display_name(),
            });
        }
        return Ok(None);
    };
    let scope = Scope::new(stamp, snapshot, vocabularies);
    let mut findings = Vec::new();
    let mut outcomes = Vec::new();
    let mut read = None;
    for sheet in sheets {
        if !tables.iter().any(|table| table == sheet.title()) {
            findings.push(absent(sheet));
            continue;
        }
        let (outcome, origin) = read_sheet(sheet, request, &scope, snapshot, vocabularies, watch)?;
        outcomes.push((sheet, outcome));
        read = Some(origin);
    }
    let origin = read.ok_or_else(|| ImportError::NotAWorkbook {
        file: request.display_name(),
    })?;
    finish(request, origin, joined(outcomes), findings).map(Some)
}

/// The sheets that the kind speaks of.
fn wanted(request: &ImportRequest) -> Vec<Sheet> {
    let sheets: Vec<Sheet> = match request.kind.record_kind() {
        None => Sheet::ALL.into(),
        Some(kind) => Sheet::of_kind(kind).into_iter().collect(),
    };
    let fits = |sheet: &Sheet| request.table.as_deref().is_none_or(|table| table == sheet.title());
    sheets.into_iter().filter(fits).collect()
}

/// What the workbook says of itself, and its sheets; nothing where it is no workbook of Koyu.
fn stamp(request: &ImportRequest) -> Result<Option<(Stamp, Vec<String>)>, ImportError> {
    if Format::detect(&request.path).ok() != Some(Format::Xlsx) {
        return Ok(None);
    }
    let first = ImportRequest {
        table: None,
        header_row: Some(1),
        ..request.clone()
    };
    let Ok(reader) = open_file(&first) else {
        return Ok(None);
    };
    let tables = reader.header().tables.clone();
    drop(reader);
    if !tables.iter().any(|table| table == STAMP_SHEET) {
        return Ok(None);
    }
    let hidden = ImportRequest {
        table: Some(STAMP_SHEET.to_owned()),
        ..first
    };
    let mut reader = open_file(&hidden)?;
    let mut rows = BTreeMap::new();
    while let Some(row) = reader.next_row() {
        let row = row?;
        let text = |at: usize| row.cells.get(at).map(Cell::text).unwrap_or_default().trim().to_owned();
        rows.insert(text(0), text(1));
    }
    let stamp = Stamp::read(&rows).map_err(ImportError::Workbook)?;
    Ok(Some((stamp, tables)))
}

fn read_sheet(
    sheet: Sheet,
    request: &ImportRequest,
    scope: &Scope,
    snapshot: &Snapshot,
    vocabularies: &Vocabularies,
    watch: &Watch,
) -> Result<(Outcome, super::Source), ImportError> {
    let request = ImportRequest {
        kind: kind(sheet),
        table: Some(sheet.title().to_owned()),
        header_row: Some(1),
        ..request.clone()
    };
    let profile = profile(sheet, scope, vocabularies);
    let reader = open_file(&request)?;
    let mut reader = Watched { reader, watch };
    let locator = Locator::new(Crs::STORED)?;
    let context = Context::new(snapshot, &request, &profile, vocabularies).within(scope);
    let mapping = Mapping::new(&profile, reader.header());
    let mut notes: Vec<Finding> = file_notes(reader.header()).collect();
    notes.extend(mapping.unknown_columns());
    let origin = super::Source {
        table: None,
        ..source(&request, reader.header(), locator.crs(), LAYOUT)
    };
    let mut outcome = read_table(&request, &mut reader, &context, &mapping, &locator)?;
    outcome.findings.extend(notes);
    Ok((outcome, origin))
}

fn absent(sheet: Sheet) -> Finding {
    let title = sheet.title();
    let message = Message::new(
        format!("シート「{title}」がありません。ほかのシートだけを読みます。"),
        format!("the sheet {title:?} is missing; the others are read"),
    );
    Finding::new(0, Rule::FileNote, message)
}

/// All sheets as one file. A record that no sheet speaks of is none that is missing.
fn joined(outcomes: Vec<(Sheet, Outcome)>) -> Outcome {
    let mut all = Outcome {
        rows: 0,
        entries: Vec::new(),
        missing: Vec::new(),
        ambiguous: Vec::new(),
        refused: Refused::default(),
        findings: Vec::new(),
        blank: 0,
    };
    let mut refused = Vec::new();
    for (sheet, outcome) in outcomes {
        all.rows += outcome.rows;
        all.blank += outcome.blank;
        all.entries.extend(outcome.entries);
        all.ambiguous.extend(outcome.ambiguous);
        let findings = outcome.findings.into_iter();
        all.findings
            .extend(findings.map(|finding| finding.in_table(sheet.title())));
        refused.push((sheet.title(), outcome.refused));
    }
    all.refused = Refused::join(refused);
    all
}

fn kind(sheet: Sheet) -> ImportKind {
    match sheet.kind() {
        Kind::UsageYear => ImportKind::Usage,
        Kind::FinanceYear => ImportKind::Finance,
        Kind::Condition => ImportKind::Condition,
        _ => ImportKind::Works,
    }
}

/// The layout of a sheet as a profile.
fn profile(sheet: Sheet, scope: &Scope, vocabularies: &Vocabularies) -> Profile {
    let columns = sheet.columns(scope.stamp.fiscal_year, vocabularies);
    Profile {
        id: LAYOUT.to_owned(),
        kind: kind(sheet),
        title_ja: format!("年次調査票 {}", sheet.title()),
        title_en: "Yearly workbook".to_owned(),
        source: None,
        credit: None,
        encoding: None,
        crs: None,
        detect: Detect::default(),
        constants: BTreeMap::new(),
        missing: BTreeMap::new(),
        number_prefix: None,
        position: PositionSpec::default(),
        columns: columns.into_iter().map(|column| spec(sheet, column)).collect(),
    }
}

fn spec(sheet: Sheet, column: Column) -> ColumnSpec {
    let listed = |list: &str| Reading::Vocabulary(list.to_owned());
    let (field, parse, required) = match &column.role {
        Role::RecordId => (Some("record_id".to_owned()), Reading::Text, false),
        Role::FacilityId => (Some("facility_id".to_owned()), Reading::Text, true),
        Role::SubjectId => (Some("subject_id".to_owned()), Reading::Text, true),
        Role::FiscalYear => (Some("fiscal_year".to_owned()), Reading::FiscalYear, true),
        Role::Component => (Some("component".to_owned()), listed("components"), true),
        Role::WorksComponent => (Some("component".to_owned()), listed("components"), false),
        Role::Figure(code) => {
            let parse = if sheet == Sheet::Finance {
                Reading::Yen
            } else {
                Reading::Number
            };
            (Some(format!("figure:{code}")), parse, false)
        }
        Role::Grade => (Some("grade".to_owned()), listed("condition_grades"), true),
        Role::Inspected => (Some("inspected".to_owned()), Reading::Date, true),
        Role::Inspector => (Some("inspector".to_owned()), Reading::Text, false),
        Role::WorksNumber => (Some("number".to_owned()), Reading::Text, false),
        Role::Title => (Some("title".to_owned()), Reading::Text, true),
        Role::WorkKind => (Some("kind".to_owned()), listed("work_kinds"), false),
        Role::Completed => (Some("completed".to_owned()), Reading::Date, false),
        Role::CostYen => (Some("cost_yen".to_owned()), Reading::Yen, false),
        Role::Remarks => (Some("remarks".to_owned()), Reading::Text, false),
        Role::Provenance => (Some("provenance".to_owned()), Reading::Text, false),
        Role::Context | Role::Before(_) | Role::Missing => (None, Reading::Ignore, false),
    };
    ColumnSpec {
        names: vec![column.heading],
        field,
        parse,
        required,
        values: BTreeMap::new(),
        missing: BTreeMap::new(),
        blank: None,
        lenient: false,
        answer: column.role.is_answer(),
    }
}
