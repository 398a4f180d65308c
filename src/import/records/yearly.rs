//! Rows of yearly figures of facilities: use and finance, one column a figure or one row a figure.

use std::collections::BTreeMap;

use super::{Anchor, Target, fill_provenance};
use crate::calendar::FiscalYear;
use crate::import::context::Context;
use crate::import::map::MappedRow;
use crate::import::matching::find_facility;
use crate::import::slot::Slot;
use crate::import::value::Value;
use crate::record::{Code, Datum, EntityId, Kind, MissingReason, Provenance};
use crate::register::{FinanceYear, UsageYear};

/// The prefix of fields that are figures: `figure:visitors`.
const FIGURE: &str = "figure:";

impl Target for UsageYear {
    fn begin(row: &mut MappedRow, context: &Context) -> Option<Self> {
        let fiscal_year = fiscal_year(row)?;
        let facility = find_facility(row, context)?;
        Some(UsageYear {
            facility,
            fiscal_year,
            metrics: Default::default(),
            remarks: None,
            provenance: Provenance::Source,
        })
    }

    fn fill(&mut self, row: &MappedRow, _context: &Context) {
        fill_provenance(&mut self.provenance, row);
        row.put("remarks", &mut self.remarks);
        fill_figures(row, &mut self.metrics);
    }

    fn anchor(&self) -> Option<Anchor> {
        Some(Anchor {
            subject: EntityId::new(Kind::Facility, self.facility),
            fiscal_year: Some(self.fiscal_year),
            component: None,
        })
    }

    fn merges(row: &MappedRow) -> bool {
        is_one_figure(row)
    }
}

impl Target for FinanceYear {
    fn begin(row: &mut MappedRow, context: &Context) -> Option<Self> {
        let fiscal_year = fiscal_year(row)?;
        let facility = find_facility(row, context)?;
        Some(FinanceYear {
            facility,
            fiscal_year,
            items: Default::default(),
            remarks: None,
            provenance: Provenance::Source,
        })
    }

    fn fill(&mut self, row: &MappedRow, _context: &Context) {
        fill_provenance(&mut self.provenance, row);
        row.put("remarks", &mut self.remarks);
        fill_figures(row, &mut self.items);
    }

    fn anchor(&self) -> Option<Anchor> {
        Some(Anchor {
            subject: EntityId::new(Kind::Facility, self.facility),
            fiscal_year: Some(self.fiscal_year),
            component: None,
        })
    }

    fn merges(row: &MappedRow) -> bool {
        is_one_figure(row)
    }
}

fn fiscal_year(row: &MappedRow) -> Option<FiscalYear> {
    match row.value("fiscal_year") {
        Some(Value::FiscalYear(year)) => Some(*year),
        _ => None,
    }
}

/// One row a figure: a column names the figure, another gives it.
fn is_one_figure(row: &MappedRow) -> bool {
    row.value("figure_code").is_some()
}

fn fill_figures<T>(row: &MappedRow, figures: &mut BTreeMap<Code, Datum<T>>)
where
    Datum<T>: Slot,
{
    if let (Some(Value::Code(code)), Some(value)) = (row.value("figure_code"), row.value("figure_value")) {
        figures.entry(code.clone()).or_default().receive(value);
    }
    for (code, filled) in row.with_prefix(FIGURE) {
        let code = Code::new(code);
        // An empty cell empties a figure that is there; it does not say that one is to be looked for.
        let is_empty = filled.text.is_empty() && filled.value == Value::Missing(MissingReason::Unsurveyed);
        if !is_empty || figures.contains_key(&code) {
            figures.entry(code).or_default().receive(&filled.value);
        }
    }
}
