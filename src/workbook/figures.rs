//! The sheets of use and finance: a row a facility, a column a figure.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::expected::Expectations;
use super::holdings::Holdings;
use super::paper::{Cell, Paper, PaperRow, Reasons};
use super::{Role, Sheet};
use crate::calendar::FiscalYear;
use crate::record::{Code, Datum, Fid, Provenance, Record};
use crate::register::{Facility, FinanceYear, UsageYear};
use crate::snapshot::{HasLayer, Item, Layer, Snapshot};
use crate::vocabulary::Vocabularies;

/// A year's figures of a facility, whatever they count.
pub(super) trait FigureYear: Record {
    fn facility(&self) -> Fid;
    fn fiscal_year(&self) -> i16;
    fn figures(&self) -> Vec<(&Code, Datum<Decimal>)>;
    fn remarks(&self) -> Option<&str>;
    fn provenance(&self) -> Provenance;

    fn figure(&self, code: &Code) -> Option<Datum<Decimal>> {
        let all = self.figures();
        all.into_iter()
            .find(|(known, _)| *known == code)
            .map(|(_, datum)| datum)
    }
}

impl FigureYear for UsageYear {
    fn facility(&self) -> Fid {
        self.facility
    }

    fn fiscal_year(&self) -> i16 {
        self.fiscal_year.number()
    }

    fn figures(&self) -> Vec<(&Code, Datum<Decimal>)> {
        self.metrics.iter().map(|(code, datum)| (code, *datum)).collect()
    }

    fn remarks(&self) -> Option<&str> {
        self.remarks.as_deref()
    }

    fn provenance(&self) -> Provenance {
        self.provenance
    }
}

impl FigureYear for FinanceYear {
    fn facility(&self) -> Fid {
        self.facility
    }

    fn fiscal_year(&self) -> i16 {
        self.fiscal_year.number()
    }

    fn figures(&self) -> Vec<(&Code, Datum<Decimal>)> {
        let decimal = |datum: &Datum<crate::record::Yen>| match datum {
            Datum::Known(yen) => Datum::Known(Decimal::from(yen.0)),
            Datum::Missing(reason) => Datum::Missing(*reason),
        };
        self.items.iter().map(|(code, datum)| (code, decimal(datum))).collect()
    }

    fn remarks(&self) -> Option<&str> {
        self.remarks.as_deref()
    }

    fn provenance(&self) -> Provenance {
        self.provenance
    }
}

/// Fills the sheet of a kind of yearly figures.
pub(super) fn fill<T: FigureYear>(
    sheet: Sheet,
    snapshot: &Snapshot,
    holdings: &Holdings,
    fiscal_year: FiscalYear,
    vocabularies: &Vocabularies,
) -> Paper
where
    Snapshot: HasLayer<T>,
{
    let year = fiscal_year.number();
    let layer: &Layer<T> = snapshot.layer();
    let record = |facility: Fid, year: i16| layer.by_key(&format!("{facility}/{year}"));
    let expectations = Expectations::of::<T>(snapshot, year);
    let reasons = Reasons::new(vocabularies);
    let mut paper = Paper::new(sheet, fiscal_year, vocabularies);
    let asked = holdings
        .facilities
        .iter()
        .filter(|item| Holdings::is_in_use(&item.body) || record(item.fid, year).is_some());
    for facility in asked {
        let (now, before) = (record(facility.fid, year), record(facility.fid, year - 1));
        let row = row(&paper, facility, now, before, &expectations, &reasons, vocabularies);
        paper.expected += row.expected;
        paper.push(row.row);
    }
    drop_unused_years(&mut paper);
    paper
}

struct Filled {
    row: PaperRow,
    expected: usize,
}

fn row<T: FigureYear>(
    paper: &Paper,
    facility: &Arc<Item<Facility>>,
    now: Option<&Arc<Item<T>>>,
    before: Option<&Arc<Item<T>>>,
    expectations: &Expectations,
    reasons: &Reasons,
    vocabularies: &Vocabularies,
) -> Filled {
    let body = &facility.body;
    let mut filled = Filled {
        row: PaperRow::default(),
        expected: 0,
    };
    let mut open: Vec<&str> = Vec::new();
    let mut context = [
        Cell::text(&body.number),
        Cell::text(&body.name),
        Cell::text(class_name(body, vocabularies)),
        Cell::text(if body.is_evaluated() { "○" } else { "" }),
    ]
    .into_iter();
    for column in &paper.columns {
        let cell = match &column.role {
            Role::FacilityId => Cell::id(facility.id()),
            Role::Context => context.next().unwrap_or_default(),
            Role::FiscalYear => Cell::number(paper.fiscal_year.number().into()),
            Role::Before(code) => Cell::datum(before.and_then(|item| item.body.figure(code)), reasons),
            Role::Figure(code) => {
                let mut cell = Cell::datum(now.and_then(|item| item.body.figure(code)), reasons);
                if let Some(reason) = expectations.reason(facility.fid, body, code) {
                    filled.expected += 1;
                    if cell.is_empty() {
                        cell.missing = Some(reason);
                        open.push(column.heading.split('（').next().unwrap_or_default());
                    }
                }
                cell
            }
            Role::Remarks => Cell::optional(now.and_then(|item| item.body.remarks())),
            Role::Missing => Cell::text(open.join("、")),
            Role::RecordId => now.map_or_else(Cell::default, |item| Cell::id(item.id())),
            Role::Provenance => Cell::text(now.map_or(body.provenance, |item| item.body.provenance()).key()),
            _ => Cell::default(),
        };
        filled.row.cells.push(cell);
    }
    filled
}

/// The name of a facility's class.
fn class_name(facility: &Facility, vocabularies: &Vocabularies) -> String {
    let Some(class) = &facility.class else {
        return String::new();
    };
    let own = class
        .as_str()
        .rsplit_once('.')
        .map_or(class.as_str(), |(_, minor)| minor);
    let code = vocabularies.list("facility_classes").and_then(|list| list.by_key(own));
    code.map_or_else(|| class.to_string(), |code| code.ja.clone())
}

/// A column of the year before in which nobody has a figure only takes room.
fn drop_unused_years(paper: &mut Paper) {
    let used: BTreeMap<usize, bool> = paper
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| matches!(column.role, Role::Before(_)))
        .map(|(at, _)| (at, paper.rows.iter().any(|row| !row.cells[at].is_empty())))
        .collect();
    let keep = |at: usize| used.get(&at).copied().unwrap_or(true);
    let mut at = 0;
    paper.columns.retain(|_| {
        at += 1;
        keep(at - 1)
    });
    for row in &mut paper.rows {
        let mut at = 0;
        row.cells.retain(|_| {
            at += 1;
            keep(at - 1)
        });
    }
}
