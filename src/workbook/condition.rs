//! The sheet of conditions: a row a building and component.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::holdings::Holdings;
use super::paper::{Cell, Paper, PaperRow};
use super::{Role, Sheet};
use crate::calendar::FiscalYear;
use crate::record::{Code, EntityId, Fid, Provenance};
use crate::register::{Condition, Grade};
use crate::snapshot::{Item, Snapshot};
use crate::vocabulary::Vocabularies;

/// An inspection of this many fiscal years ago still holds.
const HOLDS_YEARS: i16 = 5;
const OVERDUE: &str = "評価対象の棟で、直近5年度に調査がありません。";

/// What is inspected: a building, or a facility of which no building is known.
struct Subject {
    entity: EntityId,
    number: String,
    name: String,
    is_evaluated: bool,
    provenance: Provenance,
}

type Known<'a> = BTreeMap<(EntityId, Code), Vec<&'a Arc<Item<Condition>>>>;

pub(super) fn fill(
    snapshot: &Snapshot,
    holdings: &Holdings,
    fiscal_year: FiscalYear,
    vocabularies: &Vocabularies,
) -> Paper {
    let mut known: Known = BTreeMap::new();
    for item in snapshot.conditions.iter() {
        let key = (item.body.of, item.body.component.clone());
        known.entry(key).or_default().push(item);
    }
    let mut paper = Paper::new(Sheet::Condition, fiscal_year, vocabularies);
    let list = vocabularies.list("components");
    for subject in subjects(holdings, &known) {
        for component in list.into_iter().flat_map(|list| &list.codes) {
            let code = Code::new(component.key.clone());
            let records = known.get(&(subject.entity, code)).map_or(&[][..], Vec::as_slice);
            let is_weighed = component.text("weight").is_some();
            if records.is_empty() && !is_weighed {
                continue;
            }
            push_rows(&mut paper, &subject, &component.ja, is_weighed, records);
        }
    }
    paper
}

fn subjects(holdings: &Holdings, known: &Known) -> Vec<Subject> {
    let mut housed: Vec<Fid> = Vec::new();
    let mut subjects = Vec::new();
    for (building, users) in &holdings.buildings {
        housed.extend(users);
        let of = users.iter().filter_map(|fid| holdings.facility(*fid));
        if !of.clone().any(|facility| Holdings::is_in_use(&facility.body)) {
            continue;
        }
        subjects.push(Subject {
            entity: building.id(),
            number: building.body.number.clone(),
            name: holdings.name(building.id()),
            is_evaluated: of.clone().any(|facility| facility.body.is_evaluated()),
            provenance: building.body.provenance,
        });
    }
    for facility in &holdings.facilities {
        let entity = facility.id();
        let is_known = known.keys().any(|(of, _)| *of == entity);
        let homeless = !housed.contains(&facility.fid) && Holdings::is_in_use(&facility.body);
        if is_known || (homeless && facility.body.is_evaluated()) {
            subjects.push(Subject {
                entity,
                number: facility.body.number.clone(),
                name: facility.body.name.clone(),
                is_evaluated: facility.body.is_evaluated(),
                provenance: facility.body.provenance,
            });
        }
    }
    subjects
}

/// The inspections of the year, a row each; where there is none, a row to be filled.
fn push_rows(
    paper: &mut Paper,
    subject: &Subject,
    component: &str,
    is_weighed: bool,
    records: &[&Arc<Item<Condition>>],
) {
    let year = paper.fiscal_year.number();
    let fiscal_year = |item: &Arc<Item<Condition>>| {
        let inspected = item.body.inspected.as_ref()?;
        inspected.fiscal_year().map(FiscalYear::number).or(inspected.year())
    };
    let now: Vec<_> = records.iter().filter(|item| fiscal_year(item) == Some(year)).collect();
    let earlier = records
        .iter()
        .filter(|item| fiscal_year(item).is_none_or(|of| of < year));
    let before = earlier.max_by_key(|item| item.body.inspected.as_ref().map(|date| date.iso()));
    let holds = before
        .and_then(|item| fiscal_year(item))
        .is_some_and(|of| of > year - HOLDS_YEARS);
    let is_expected = is_weighed && subject.is_evaluated && (!now.is_empty() || !holds);
    if is_expected {
        paper.expected += 1;
    }
    let rows: Vec<Option<&Arc<Item<Condition>>>> = if now.is_empty() {
        vec![None]
    } else {
        now.into_iter().map(|item| Some(*item)).collect()
    };
    for record in rows {
        let is_missing = is_expected && record.is_none();
        let cell = |role: &Role, context: usize| match role {
            Role::SubjectId => Cell::id(subject.entity),
            Role::Component => Cell::text(component),
            Role::Context => match context {
                0 => Cell::text(&subject.number),
                1 => Cell::text(&subject.name),
                2 => Cell::optional(before.map(|item| letter(item.body.grade))),
                _ => Cell::optional(
                    before
                        .and_then(|item| item.body.inspected.as_ref())
                        .map(|date| date.text()),
                ),
            },
            Role::Grade => Cell {
                missing: is_missing.then_some(OVERDUE),
                ..Cell::optional(record.map(|item| letter(item.body.grade)))
            },
            Role::Inspected => Cell::optional(
                record
                    .and_then(|item| item.body.inspected.as_ref())
                    .map(|date| date.text()),
            ),
            Role::Inspector => Cell::optional(record.and_then(|item| item.body.inspector.as_deref())),
            Role::Remarks => Cell::optional(record.and_then(|item| item.body.remarks.as_deref())),
            Role::Missing => Cell::text(if is_missing { "劣化度" } else { "" }),
            Role::RecordId => record.map_or_else(Cell::default, |item| Cell::id(item.id())),
            Role::Provenance => Cell::text(record.map_or(subject.provenance, |item| item.body.provenance).key()),
            _ => Cell::default(),
        };
        let mut context = 0;
        let cells = paper.columns.iter().map(|column| {
            let cell = cell(&column.role, context);
            context += usize::from(column.role == Role::Context);
            cell
        });
        let cells = cells.collect();
        paper.push(PaperRow { cells, is_open: false });
    }
}

fn letter(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "A",
        Grade::B => "B",
        Grade::C => "C",
        Grade::D => "D",
    }
}
