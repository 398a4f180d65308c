//! The whole of an import, short of the commit.

use super::as_of::AsOf;
use super::context::Context;
use super::fingerprint::sha256;
use super::map::Mapping;
use super::plan::Plan;
use super::position::Locator;
use super::profile::{Profile, choose};
use super::table::{Outcome, Table};
use super::watch::{Watch, Watched};
use super::{Action, plan::Entry};
use super::{Counts, Finding, ImportError, ImportKind, ImportRequest, Refused, Report, Rule};
use crate::area::{MeshCell, Population, Ward};
use crate::codec::{Charset, Header, OpenOptions, ReadCode, ReadError, RowReader, open};
use crate::geometry::Crs;
use crate::history::Batch;
use crate::land::{Lot, Parcel};
use crate::register::{Building, Condition, Facility, FinanceYear, LedgerAsset, UsageYear, Vacancy, Works};
use crate::snapshot::Snapshot;
use crate::text::Message;
use crate::vocabulary::Vocabularies;

/// What was read, as the importer understood it.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    pub file: String,
    pub format: &'static str,
    pub encoding: Option<&'static str>,
    pub crs: String,
    pub table: Option<String>,
    /// The profile's id; `layer` for reference layers, which need none.
    pub profile: String,
    pub columns: Vec<String>,
}

/// An import that has been read, mapped, checked and planned. Nothing is written yet.
#[derive(Debug)]
pub struct Import {
    pub report: Report,
    pub plan: Plan,
    pub refused: Refused,
    pub source: Source,
}

/// Reads, maps, checks and plans a file against a version of the portfolio.
pub fn run(request: &ImportRequest, snapshot: &Snapshot, vocabularies: &Vocabularies) -> Result<Import, ImportError> {
    run_watched(request, snapshot, vocabularies, &Watch::default())
}

/// The same, for who wants to see how far it is and to be able to stop it.
pub fn run_watched(
    request: &ImportRequest,
    snapshot: &Snapshot,
    vocabularies: &Vocabularies,
    watch: &Watch,
) -> Result<Import, ImportError> {
    let import = read(request, snapshot, vocabularies, watch)?;
    if watch.is_cancelled() {
        return Err(ImportError::Cancelled);
    }
    Ok(import)
}

fn read(
    request: &ImportRequest,
    snapshot: &Snapshot,
    vocabularies: &Vocabularies,
    watch: &Watch,
) -> Result<Import, ImportError> {
    if let Some(import) = super::workbook::run(request, snapshot, vocabularies, watch)? {
        return Ok(import);
    }
    let (reader, profile) = open_mapped(request)?;
    let mut reader = Watched { reader, watch };
    let Some(profile) = profile else {
        let ImportKind::Layer(name) = &request.kind else {
            unreachable!("every kind but a layer has a profile")
        };
        let (crs, mut findings) = file_crs(request, None, reader.header())?;
        let locator = Locator::new(crs)?;
        findings.extend(shift(&locator));
        findings.extend(file_notes(reader.header()));
        let source = source(request, reader.header(), locator.crs(), "layer");
        let outcome = super::layer::read(&mut reader, name, request, snapshot, &locator)?;
        return finish(request, source, outcome, findings);
    };
    let (crs, mut findings) = file_crs(request, Some(&profile), reader.header())?;
    let locator = Locator::new(crs)?;
    findings.extend(shift(&locator));
    let context = Context::new(snapshot, request, &profile, vocabularies);
    let mapping = Mapping::new(&profile, reader.header());
    findings.extend(file_notes(reader.header()));
    findings.extend(mapping.unknown_columns());
    let source = source(request, reader.header(), locator.crs(), &profile.id);
    let outcome = read_table(request, &mut reader, &context, &mapping, &locator)?;
    findings.extend(context.as_of.as_ref().and_then(AsOf::finding));
    finish(request, source, outcome, findings)
}

/// The file, and the profile by which its columns are read; a layer needs none.
pub(super) fn open_mapped(
    request: &ImportRequest,
) -> Result<(Box<dyn RowReader + Send>, Option<Profile>), ImportError> {
    let reader = open_file(request)?;
    if matches!(request.kind, ImportKind::Layer(_)) {
        return Ok((reader, None));
    }
    let columns: Vec<String> = reader.header().fields.iter().map(|field| field.name.clone()).collect();
    let profile = choose(request, &columns)?;
    if request.encoding.is_none()
        && let Some(encoding) = encoding_to_try(&profile, reader.header())
    {
        let request = ImportRequest {
            encoding: Some(encoding),
            ..request.clone()
        };
        return Ok((open_file(&request)?, Some(profile)));
    }
    Ok((reader, Some(profile)))
}

pub(super) fn open_file(request: &ImportRequest) -> Result<Box<dyn RowReader + Send>, ImportError> {
    let options = OpenOptions {
        encoding: request.encoding,
        header_row: request.header_row,
        table: request.table.clone(),
        limits: request.limits,
        ..OpenOptions::default()
    };
    Ok(open(&request.path, &options)?)
}

/// A shapefile without a .cpg says nothing certain about its encoding: there the profile knows better.
fn encoding_to_try(profile: &Profile, header: &Header) -> Option<Charset> {
    let wanted: Charset = profile.encoding.as_deref()?.parse().ok()?;
    (header.encoding.is_none() && header.format == crate::codec::Format::Shapefile).then_some(wanted)
}

pub(super) fn read_table(
    request: &ImportRequest,
    reader: &mut dyn RowReader,
    context: &Context,
    mapping: &Mapping,
    locator: &Locator,
) -> Result<Outcome, ReadError> {
    match &request.kind {
        ImportKind::Facilities => Table::<Facility>::read(reader, context, mapping, locator),
        ImportKind::Buildings => Table::<Building>::read(reader, context, mapping, locator),
        ImportKind::Usage => Table::<UsageYear>::read(reader, context, mapping, locator),
        ImportKind::Finance => Table::<FinanceYear>::read(reader, context, mapping, locator),
        ImportKind::Condition => Table::<Condition>::read(reader, context, mapping, locator),
        ImportKind::Works => Table::<Works>::read(reader, context, mapping, locator),
        ImportKind::Ledger => Table::<LedgerAsset>::read(reader, context, mapping, locator),
        ImportKind::Parcels => Table::<Parcel>::read(reader, context, mapping, locator),
        ImportKind::Lots => Table::<Lot>::read(reader, context, mapping, locator),
        ImportKind::Wards => Table::<Ward>::read(reader, context, mapping, locator),
        ImportKind::Population => Table::<Population>::read(reader, context, mapping, locator),
        ImportKind::Mesh => Table::<MeshCell>::read(reader, context, mapping, locator),
        ImportKind::Vacancies => Table::<Vacancy>::read(reader, context, mapping, locator),
        ImportKind::Workbook | ImportKind::Layer(_) => unreachable!("these are read in their own way before"),
    }
}

/// The coordinate system: what the person says, what the file says, what the profile says, or else JGD2011.
fn file_crs(
    request: &ImportRequest,
    profile: Option<&Profile>,
    header: &Header,
) -> Result<(Crs, Vec<Finding>), ImportError> {
    if let Some(crs) = &request.crs {
        return Ok((crs.clone(), Vec::new()));
    }
    if let Some(text) = &header.crs {
        return Ok((Crs::parse(text).unwrap_or_else(|_| Crs::from_wkt(text)), Vec::new()));
    }
    if let Some(crs) = profile
        .and_then(|profile| profile.crs.as_deref())
        .and_then(|crs| Crs::parse(crs).ok())
    {
        return Ok((crs, Vec::new()));
    }
    let message = Message::new(
        "座標系の指定がないため、JGD2011（EPSG:6668）とみなします。違うときは --crs で指定してください。",
        "no coordinate system is named; JGD2011 (EPSG:6668) is assumed. Name another with --crs",
    );
    let finding = header.geometry.then(|| Finding::new(0, Rule::CrsAssumed, message));
    Ok((Crs::STORED, finding.into_iter().collect()))
}

/// What the codec decided or left out.
pub(super) fn file_notes(header: &Header) -> impl Iterator<Item = Finding> {
    header
        .notes
        .iter()
        .map(|note| Finding::new(0, Rule::FileNote, note.clone()))
}

fn shift(locator: &Locator) -> Option<Finding> {
    let accuracy_m = locator.shift_accuracy_m()?;
    let (ja, en) = match accuracy_m {
        Some(metres) => (format!("約{metres}m"), format!("about {metres} m")),
        None => ("不明".to_owned(), "not known".to_owned()),
    };
    let crs = locator.crs();
    let message = Message::new(
        format!("旧日本測地系（{crs}）から変換しました。変換の精度は{ja}です。"),
        format!("converted from the old Tokyo datum ({crs}); the accuracy of the shift is {en}"),
    );
    Some(Finding::new(0, Rule::DatumShift, message))
}

pub(super) fn source(request: &ImportRequest, header: &Header, crs: &Crs, profile: &str) -> Source {
    Source {
        file: request.display_name(),
        format: header.format.as_str(),
        encoding: header.encoding.map(Charset::as_str),
        crs: crs.to_string(),
        table: header.table.clone(),
        profile: profile.to_owned(),
        columns: header.fields.iter().map(|field| field.name.clone()).collect(),
    }
}

pub(super) fn finish(
    request: &ImportRequest,
    source: Source,
    outcome: Outcome,
    mut findings: Vec<Finding>,
) -> Result<Import, ImportError> {
    let Outcome {
        rows,
        entries,
        missing,
        ambiguous,
        refused,
        findings: more,
        blank,
    } = outcome;
    findings.extend(more);
    let kind = request.kind.record_kind();
    let count = |action: Action| {
        let own = |entry: &&Entry| kind.is_none_or(|kind| entry.entity.kind == kind) && entry.action == action;
        entries.iter().filter(own).count() as u64
    };
    let counts = Counts {
        rows,
        created: count(Action::Created),
        changed: count(Action::Changed),
        unchanged: count(Action::Unchanged),
        blank,
        refused: refused.len() as u64,
        missing_from_file: missing.len() as u64,
        ambiguous: ambiguous.len() as u64,
        ..Counts::default()
    };
    let unreadable = |error: std::io::Error| {
        let ja = format!("読み込めません ({error})。ファイルの有無と権限を確かめてください。");
        ReadError::file(
            ReadCode::Io,
            ja,
            format!("It cannot be read ({error}). Check that it exists and that you may read it."),
        )
    };
    let batch = Batch {
        kind: request.kind.to_string(),
        file: source.file.clone(),
        sha256: sha256(&request.path).map_err(unreadable)?,
        profile: source.profile.clone(),
        encoding: source.encoding.map(str::to_owned),
        crs: source.crs.clone(),
        rows,
        created: counts.created,
        changed: counts.changed,
        unchanged: counts.unchanged,
        refused: counts.refused,
        upload: None,
    };
    Ok(Import {
        report: Report::new(counts, findings),
        plan: Plan {
            entries,
            missing,
            ambiguous,
            batch,
        },
        refused,
        source,
    })
}
